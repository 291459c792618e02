"""The findings as rows: glyph, value, age, reason and limit; the source on a tap."""

from __future__ import annotations

from dash.development.base_component import Component

from monitor.access.actor import Actor
from monitor.clinical.state import Finding
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import html
from monitor.web.components import finding_glyph, glyph
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part
from monitor.web.looking import Looked
from monitor.web.pages.chart.events import physicians_steps
from monitor.web.pages.chart.happened import HAPPENED
from monitor.web.pages.discharge.present import ATTESTED, Group, Item
from monitor.web.spoken import heard, seen
from monitor.web.words import FINDINGS, MINUTE, clock_time

DIALOG_STEPS = {
    "dizziness_and_gait": ("walk", say("Walk test"), {}),
    "orthostatic": ("stand", say("Sit to stand"), {}),
    "aldrete": ("scale", say("Ask now"), {"data_name": "aldrete"}),
    "mpadss": ("scale", say("Ask now"), {"data_name": "mpadss"}),
    "cadss6": ("scale", say("Ask now"), {"data_name": "cadss6"}),
    "suicide_safety": ("attest", say("Ask now"), {"data_item": "suicide_safety"}),
}
RECORD_WORDS = say("Record")
DECIDED_BY = {
    "accept_baseline": ("blood_pressure_relative",),
    "clear_flags": ("red_flags",),
}
EVIDENCE = {
    **HAPPENED,
    "vitals": say("Vital signs"),
    "side_effects": say("Side effects"),
    "consciousness": say("Alertness"),
    "red_flags": say("Red flags"),
    "scale": say("Scale"),
    "alert_acknowledged": say("Alert acknowledged"),
}
"""What each kind of entry is called that a finding can rest on."""


UNITS = {
    "blood_pressure_absolute": "mmHg",
    "blood_pressure_trend": "mmHg",
    "heart_rate": say("per minute"),
    "respiration": say("per minute"),
}
"""What the value of a finding is measured in, where the value itself does not say."""


def group_card(group: Group, looked: Looked, who: Actor | None = None) -> html.Section:
    """One group with its count."""
    complete = group.met == len(group.items)
    return html.Section(
        [
            html.H2(
                [
                    group.title,
                    html.Span(
                        tr("{met} of {total} met", met=group.met, total=len(group.items)),
                        className="is-complete" if complete else None,
                    ),
                ]
            ),
            html.Ul([_row(item, looked, who) for item in group.items]),
        ],
        className=f"card group group--{len(group.items)}",
    )


def _row(item: Item, looked: Looked, who: Actor | None) -> html.Li:
    verdict = item.verdict
    step = None
    if who is not None and looked.view.state.discharged_to is None:
        step = missing_step(item, looked, who)
    shape = {Finding.MET: "", Finding.NOT_MET: " is-unmet", Finding.NOT_ASSESSED: " is-unknown"}
    return html.Li(
        [_told(item, looked, brief=step is not None), step],
        className="row" + shape[verdict.finding],
    )


def _told(item: Item, looked: Looked, *, brief: bool) -> html.Details:
    verdict, rule = item.verdict, item.rule
    summary: list[Component] = [
        finding_glyph(verdict.finding),
        html.Div(
            [
                html.B([tr(rule.label), heard(f". {tr(FINDINGS[verdict.finding])}. ")]),
                html.P(
                    sentence(tr(verdict.reason or FINDINGS[verdict.finding])),
                    className="row__reason",
                ),
                html.P(tr(rule.limit), className="row__limit"),
            ],
            className="row__words",
        ),
    ]
    if not brief:
        summary.append(
            html.Div(
                [html.Em([_value(item), *_unit_said(item)]), *_age(item, looked)],
                className="row__value",
            )
        )
    return html.Details([html.Summary(summary), _evidence(item, looked)])


def _value(item: Item) -> str:
    if item.override is not None:
        return tr("{finding}, overridden", finding=_finding(item))
    return tr(item.verdict.value) or _finding(item)


def _finding(item: Item) -> str:
    return tr(FINDINGS[item.verdict.finding]).lower()


def _age(item: Item, looked: Looked) -> list[Part]:
    at = item.verdict.measured_at
    minutes = 0 if at is None else (looked.clock - at) // MINUTE
    if minutes <= 0:
        return [html.Span(tr("now"))]
    return [
        html.Span(seen(f"{minutes} min")),
        heard(f", {tr('{minutes} min old', minutes=minutes)}"),
    ]


def _unit_said(item: Item) -> list[Part]:
    """The unit of a reading, which those who see take from the label."""
    unit = UNITS.get(item.rule.id, "")
    if not unit or item.override is not None or not item.verdict.value:
        return []
    return [heard(f" {tr(unit)}")]


def _evidence(item: Item, looked: Looked) -> html.Dl:
    rule, verdict, protocol = item.rule, item.verdict, looked.view.protocol
    told: list[tuple[str, str]] = [
        (tr("Finding"), f"{tr(FINDINGS[verdict.finding])}. {tr(verdict.reason)}"),
        (tr("Evidence"), evidence_words(item, looked)),
        (tr("Limit"), tr(rule.limit)),
        (tr("Source"), tr(protocol.sources.get(rule.source, rule.source))),
        (
            tr("Override"),
            tr("a physician may, with a reason") if rule.override else tr("by nobody"),
        ),
    ]
    if verdict.earliest_at is not None and verdict.finding is not Finding.MET:
        told.append((tr("Earliest"), clock_time(verdict.earliest_at, looked.zone)))
    if item.override is not None:
        signed = item.override
        when = clock_time(signed.signed_at, looked.zone)
        told.append((tr("Overridden"), f"{signed.name}, {when}: {signed.reason}"))
    lines = [part for name, words in told if words for part in (html.Dt(name), html.Dd(words))]
    return html.Dl(lines, className="row__evidence")


def evidence_words(item: Item, looked: Looked) -> str:
    """The entries that a finding rests on: kind, clock, person; not their numbers in the store."""
    entries = {entry.event.id: entry for entry in looked.view.entries}
    said = []
    for name in item.verdict.evidence:
        entry = entries.get(name)
        if entry is None:
            said.append(name)
            continue
        kind = tr(EVIDENCE[entry.event.kind])
        said.append(f"{kind} {clock_time(entry.event.at, looked.zone)}, {entry.person_name}")
    return "; ".join(dict.fromkeys(said))


def sentence(words: str) -> str:
    """Begin with a capital letter."""
    return words[:1].upper() + words[1:]


def missing_step(item: Item, looked: Looked, who: Actor) -> Part:
    """What would settle it, in place: a dialog, or the entry form; nothing where time decides."""
    session = looked.view.head.id
    for dialog, _, words in physicians_steps(looked.view.state, who):
        if item.rule.id in DECIDED_BY[dialog] and item.verdict.finding is not Finding.MET:
            return _opens(dialog, words, session, {})
    if item.verdict.finding is not Finding.NOT_ASSESSED:
        return None
    if item.rule.id in DIALOG_STEPS:
        dialog, words, more = DIALOG_STEPS[item.rule.id]
        return _opens(dialog, words, session, more)
    if item.rule.id in ATTESTED:
        return _opens("attest", tr("Attest"), session, {"data_item": ATTESTED[item.rule.id]})
    return html.A(
        [glyph("pen"), html.Span(tr(RECORD_WORDS), className="row__step")],
        href=f"/record#{session}",
        className="btn",
        **attributes(aria_label=tr("Record what {label} needs", label=tr(item.rule.label))),
    )


def _opens(dialog: str, words: str, session: str, more: dict[str, str]) -> html.Button:
    named = attributes(data_dialog=dialog, data_session=session, **more)
    return html.Button(tr(words), type="button", className="btn", **named)
