"""Medicines and other interventions on the chart: what, how, by whom, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from monitor.clinical.event import Event
from monitor.clinical.treatments import MEDICATION, Treatment
from monitor.language.reader import tr
from monitor.language.said import say, say_in
from monitor.services.running_views import StoredEvent
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components import chip
from monitor.web.components.attributes import attributes
from monitor.web.words import clock_time, decimal, medicine_name, route_name

DONE = {
    "oxygen": say("oxygen"),
    "fluids": say("fluids"),
    "position": say("position"),
    "reassurance": say("reassurance"),
    "quiet_room": say("quiet, dimmed room"),
    "glucose": say("glucose"),
    "airway": say("airway opened"),
}
EFFECTS = {
    "none": say_in("effect", "no effect"),
    "partial": say_in("effect", "partial effect"),
    "full": say_in("effect", "full effect"),
    "not_assessed": say_in("effect", "effect not assessed"),
}
TONES = {"none": "caution", "partial": "accent", "full": "met", "not_assessed": "unknown"}


def treatment_name(treatment: Treatment) -> str:
    """``labetalol 10 mg``, ``reassurance``."""
    event = treatment.event
    if event.kind != MEDICATION:
        what = str(event.fields["what"])
        return tr(DONE[what]) if what in DONE else str(event.fields.get("text", what))
    name = medicine_name(str(event.fields["name"]))
    amount, unit = treatment.said("amount"), treatment.said("unit")
    if isinstance(amount, int | float):
        return f"{name} {decimal(amount)} {unit}"
    dose = treatment.said("dose_mg")
    return f"{name} {decimal(dose)} mg" if isinstance(dose, int | float) else name


def outcomes(view: SessionView) -> Mapping[str, str]:
    """What came of each medicine, in the words of the figure."""
    return {one.event.id: tr(EFFECTS[one.effect]) for one in view.running.treatments if one.effect}


def marked(view: SessionView) -> tuple[tuple[Event, str], ...]:
    """The interventions that are no medicine, with the words that mark them over the panels."""
    found = []
    for one in view.running.treatments:
        if one.event.kind != MEDICATION:
            words = treatment_name(one)
            effect = f", {tr(EFFECTS[one.effect])}" if one.effect else ""
            found.append((one.event, f"{words}{effect}"))
    return tuple(found)


def people_of(view: SessionView) -> Mapping[str, str]:
    """Who entered the treatments and what came of them, by the id of the entry."""
    told = {event.id for one in view.running.treatments for event in (one.event, *one.effects)}
    return {entry.event.id: entry.person_name for entry in _entries(view) if entry.event.id in told}


def treatments_card(view: SessionView, zone: str) -> html.Section:
    """What was given and done, and the way to the register of controlled drugs."""
    people = people_of(view)
    rows = [_row(one, view, people, zone) for one in reversed(view.running.treatments)]
    if not rows:
        rows = [html.Li(tr("No medicine beside the dose."), className="soft episode")]
    register = html.A(
        tr("Register of controlled drugs"),
        href=f"/register?session={view.head.id}",
        className="btn",
    )
    head = html.Div(
        [html.H2(tr("Medicines and interventions")), html.Span(className="grow"), register],
        className="below__title",
    )
    return html.Section(
        [head, _allergies(view), html.Ul(rows, className="episodes")],
        className="card below__card",
        id="treatments",
    )


def _allergies(view: SessionView) -> html.P:
    """What the patient must not have, where one looks at what was given."""
    known = view.head.patient.allergies.strip()
    words = tr("Allergies: {allergies}", allergies=known or tr("none recorded"))
    return html.P(words, className="below__allergies" if known else "soft")


def _entries(view: SessionView) -> tuple[StoredEvent, ...]:
    return (*view.entries, *view.running.entries)


def _row(one: Treatment, view: SessionView, people: Mapping[str, str], zone: str) -> html.Li:
    effect = one.effect
    words = html.Div([html.B(treatment_name(one)), html.P(_story(one, people, zone))])
    mark = tr(EFFECTS[effect]) if effect else tr("effect not asked yet")
    parts: list[Component] = [words, chip(mark, "dose", TONES[effect] if effect else "unknown")]
    if view.head.closed_at is None:
        parts.append(_tap("effect", tr("Effect …"), one, view))
    parts.append(_tap("correct", tr("Correct …"), one, view))
    return html.Li(parts, className="episode")


def _story(one: Treatment, people: Mapping[str, str], zone: str) -> str:
    event, route = one.event, one.said("route")
    said = [
        tr("{time}, {name}", time=clock_time(event.at, zone), name=people.get(event.id, "")),
    ]
    if route is not None:
        said.append(route_name(str(route)))
    if event.fields.get("text") and event.fields.get("what") in DONE:
        said.append(str(event.fields["text"]))
    if one.said("ordered_by"):
        said.append(tr("ordered by {name}", name=one.said("ordered_by")))
    for seen in one.effects:
        said.append(_seen(seen, people, zone))
    return "; ".join(said)


def _seen(seen: Event, people: Mapping[str, str], zone: str) -> str:
    words = tr(
        "{effect} {time}, {name}",
        effect=tr(EFFECTS[str(seen.fields["effect"])]),
        time=clock_time(seen.at, zone),
        name=people.get(seen.id, ""),
    )
    return f"{words}: “{seen.fields['note']}”" if seen.fields.get("note") else words


def _tap(dialog: str, words: str, one: Treatment, view: SessionView) -> html.Button:
    return html.Button(
        words,
        type="button",
        className="btn",
        **attributes(
            data_dialog=dialog,
            data_session=view.head.id,
            data_target=one.event.id,
            aria_label=f"{words} {treatment_name(one)}",
        ),
    )
