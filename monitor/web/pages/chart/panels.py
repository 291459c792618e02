"""The scales as panels that somebody switches on: their names, their switches, their table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from dash.development.base_component import Component

from monitor.charts.axis import TimeAxis, elapsed_words
from monitor.charts.scales import ScalePanel, ScalePoint
from monitor.charts.timeline import Timeline
from monitor.clinical.patient import PatientFacts
from monitor.clinical.scales.forms import FORMS, asked_scales
from monitor.clinical.scales.through import PAIN, THROUGH, Scored, scales_through
from monitor.clinical.terms import FIELDS, item
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part

ALWAYS = ("news2", "moaas")
"""Offered in every session; the others where one was asked, or is to be."""

BETWEEN = "-"
"""Stands between the panels in the address: ``?panels=news2-moaas``."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One scale as its panel shows it; ``variant`` short, ``whole`` for the table."""

    title: str
    variant: str
    whole: str
    low: int
    usual: int
    highest: int
    ticks: tuple[int, ...]


STRIPS: Mapping[str, Strip] = {
    "news2": Strip(
        say("NEWS2"),
        say("RCP 2017, 0 to 20"),
        say("Royal College of Physicians 2017, unmodified, SpO₂ scale {scale}, 0 to 20"),
        0,
        10,
        20,
        (0, 5, 10, 15),
    ),
    "moaas": Strip(
        say("MOAA/S"),
        say("modified, 5 is awake"),
        say("modified observer's assessment, 0 to 5, 5 is awake"),
        0,
        5,
        5,
        (0, 3, 5),
    ),
    "rass": Strip(
        say("RASS"),
        say("Richmond, \u22125 to +4"),
        say("Richmond agitation and sedation, \u22125 to +4, 0 is alert and calm"),
        -5,
        4,
        4,
        (-5, 0, 4),
    ),
    "aldrete": Strip(
        say("Aldrete"),
        say("modified 1995, of 10"),
        FORMS["aldrete"].variant,
        0,
        10,
        10,
        (0, 5, 9),
    ),
    "mpadss": Strip(
        say("MPADSS"), say("Chung, of 10"), FORMS["mpadss"].variant, 0, 10, 10, (0, 5, 9)
    ),
    PAIN: Strip(
        say("Pain"),
        say("item of MPADSS, 2 is least"),
        say("as MPADSS asks: 2 is 0 to 3 of 10, 1 is 4 to 6, 0 is 7 to 10"),
        0,
        2,
        2,
        (0, 1, 2),
    ),
    "cadss6": Strip(
        say("CADSS-6"), say("short form, of 24"), FORMS["cadss6"].variant, 0, 10, 24, (0, 5, 10, 20)
    ),
    "phq9": Strip(
        say("PHQ-9"), say("two weeks, of 27"), FORMS["phq9"].variant, 0, 27, 27, (0, 10, 20)
    ),
}


def read_panels(data: object) -> tuple[str, ...]:
    """The panels named in a store or an address; what is no panel is left out."""
    names = data.split(BETWEEN) if isinstance(data, str) else data
    if not isinstance(names, Sequence):
        return ()
    return tuple(code for code in THROUGH if code in names)


def offered_panels(view: SessionView) -> tuple[str, ...]:
    """The panels that this session can have: always asked, once recorded, or to be asked."""
    asked = {each.form.name for each in asked_scales(view.protocol)}
    asked |= {PAIN} if "mpadss" in asked else set()
    for fact in view.state.facts:
        if fact.kind == "scale":
            asked |= {str(fact.fields["name"])}
            asked |= {PAIN} if fact.fields["name"] == "mpadss" else set()
        elif fact.kind == "consciousness":
            asked |= {"rass"} & set(fact.fields)
    return tuple(code for code in THROUGH if code in {*ALWAYS, *asked})


def scored_of(view: SessionView) -> Mapping[str, tuple[Scored, ...]]:
    """Every scale of the session as it is known at the view's instant."""
    patient = view.head.patient
    facts = PatientFacts(patient.birth_date, patient.spo2_scale, patient.known_arrhythmia)
    events = [entry.event for entry in view.entries]
    return scales_through(view.protocol, facts, events, view.state.at)


def panels_of(
    view: SessionView,
    scored: Mapping[str, tuple[Scored, ...]],
    wanted: Iterable[str],
    axis: TimeAxis,
) -> tuple[ScalePanel, ...]:
    """The panels that are switched on, with what was scored on the axis of the chart."""
    offered, late_after = offered_panels(view), view.protocol.late_entry.duration("after")
    return tuple(
        _panel(code, scored.get(code, ()), axis, late_after) for code in wanted if code in offered
    )


def _panel(
    code: str, scored: Iterable[Scored], axis: TimeAxis, late_after: timedelta
) -> ScalePanel:
    strip = STRIPS[code]
    points = tuple(
        ScalePoint(
            axis.position(one.at), one.score.total, late=one.recorded_at - one.at > late_after
        )
        for one in scored
    )
    said = (tr(strip.title), tr(strip.variant))
    return ScalePanel(code, *said, strip.low, strip.usual, strip.highest, strip.ticks, points)


def switches(view: SessionView, wanted: Iterable[str]) -> list[Component]:
    """A switch for each panel; assets/js/chart.js turns them and keeps them in the address."""
    on = set(wanted)
    return [
        html.Button(
            tr(STRIPS[code].title),
            type="button",
            className="btn",
            **attributes(data_panel=code, aria_pressed="true" if code in on else "false"),
        )
        for code in offered_panels(view)
    ]


def panels_table(
    view: SessionView, scored: Mapping[str, tuple[Scored, ...]], timeline: Timeline
) -> list[Component]:
    """The numbers of the panels that are switched on, a row an instant; none where none is."""
    shown = [panel.code for panel in timeline.scales]
    if not shown:
        return []
    by_instant = {code: {one.at: one for one in scored.get(code, ())} for code in shown}
    instants = sorted({at for told in by_instant.values() for at in told}, reverse=True)
    axis, title = timeline.axis, tr("Scales through the session, newest first")
    rows: list[Component] = [
        html.Tr(
            [
                html.Th(axis.clock(at), scope="row"),
                html.Td(elapsed_words(axis.position(at)) if axis.counted else ""),
                *(_cell(by_instant[code].get(at)) for code in shown),
            ]
        )
        for at in instants
    ]
    heads = [tr("Measured"), "T+", *(tr(STRIPS[code].title) for code in shown)]
    nothing = html.Tr(html.Td(tr("Nothing scored yet."), colSpan=len(heads)))
    table = html.Table(
        [
            html.Caption(title, className="spoken"),
            html.Thead(html.Tr([html.Th(word, scope="col") for word in heads])),
            html.Tbody(rows or [nothing]),
        ]
    )
    reading = attributes(aria_label=title)
    return [
        html.Div(table, className="sets sets__scroll", tabIndex=0, role="region", **reading),
        *(html.P(_whole(code, view), className="faint") for code in shown),
    ]


def _whole(code: str, view: SessionView) -> str:
    strip = STRIPS[code]
    places = {"scale": view.head.patient.spo2_scale} if code == "news2" else {}
    words = tr(strip.whole, **places)
    return f"{tr(strip.title)}: {words}"


def _cell(one: Scored | None) -> html.Td:
    if one is None:
        return html.Td("", className="is-quiet")
    return html.Td(score_words(one), className="is-quiet" if one.score.total is None else None)


def score_words(one: Scored) -> str:
    """The total, or what it lacks: a part of it is never shown as the whole."""
    if one.score.total is not None:
        return f"{one.score.total}"
    missing = ", ".join(_missing(name) for name in one.score.missing)
    return tr("incomplete, missing {missing}", missing=missing)


def _missing(name: str) -> str:
    words = FIELDS[name] if name in FIELDS else item(name)
    return tr(words).removeprefix("item_").replace("_", " ")


def latest_words(panel: ScalePanel) -> tuple[str, str]:
    """The latest total beside the plot and, small, that it is not complete or not there."""
    if not panel.points:
        return "", tr("not asked")
    last: Part = panel.points[-1].total
    return ("⊘", tr("incomplete")) if last is None else (f"{last}", "")
