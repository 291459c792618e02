"""What happened beside the sets, as tables: alerts with their answers, medicines, scales, notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.charts.axis import TimeAxis, elapsed_words
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.running_kinds import CALL, NOTE
from monitor.clinical.scales.forms import FORMS
from monitor.clinical.state import Alert, AlertState
from monitor.clinical.treatments import Treatment
from monitor.interop.document import Row, Span, Table, Words
from monitor.language.reader import tr
from monitor.services.entries import CHAIR_CHANGED
from monitor.services.running_views import StoredEvent
from monitor.services.views import SessionView
from monitor.web.components.alerts import alert_words, late_words
from monitor.web.components.orders import order_words
from monitor.web.pages.chart.happened import HAPPENED, details
from monitor.web.pages.chart.scales import asked_of, items_words, total_words
from monitor.web.pages.chart.treatments import EFFECTS, treatment_name
from monitor.web.papers.corrections import IN_ERROR, entry_name
from monitor.web.papers.sets import Marks
from monitor.web.words import (
    LEVELS,
    STATES,
    clock_time,
    decimal,
    medicine_name,
    record_word,
    role_name,
    route_name,
)

ACKNOWLEDGED = "alert_acknowledged"
TOLD_ELSEWHERE = frozenset({*CORRECTING_KINDS, ACKNOWLEDGED, "mobility", "medication"})


def alerts_table(view: SessionView, axis: TimeAxis) -> Table:
    """Every alert of the session with who answered it and when."""
    head = [tr("Raised"), tr("Alert"), tr("Level"), tr("State"), tr("Answered"), tr("Closed")]
    alerts = sorted(view.state.alerts, key=lambda alert: alert.raised_at)
    rows = [Row(_alert(one, alerts, view, axis)) for one in alerts]
    return Table(head, [0.9, 2.2, 0.8, 1.1, 4.2, 0.8], rows)


def _alert(one: Alert, alerts: Sequence[Alert], view: SessionView, axis: TimeAxis) -> list[Words]:
    words = ", ".join(part for part in (alert_words(one), late_words(one)) if part)
    return [
        axis.clock(one.raised_at),
        [Span(words, bold=one.level.value == "urgent")],
        tr(LEVELS[one.level]),
        tr(STATES[one.state.value]),
        _answers(one, alerts, view, axis) or _nobody(one),
        "" if one.closed_at is None else axis.clock(one.closed_at),
    ]


def _nobody(alert: Alert) -> str:
    """What stands where nobody answered; a withdrawn alert asks for nothing."""
    if alert.state is AlertState.WITHDRAWN:
        return tr("withdrawn: what raised it was corrected")
    return tr("nobody yet") if alert.state is AlertState.OPEN else tr("nobody")


def _answers(one: Alert, alerts: Sequence[Alert], view: SessionView, axis: TimeAxis) -> str:
    later = [other.raised_at for other in alerts if other.code == one.code]
    until = min((at for at in later if at > one.raised_at), default=None)
    given = [entry for entry in view.entries if entry.event.kind == ACKNOWLEDGED]
    given += view.running.of(CALL)
    said = []
    for entry in sorted(given, key=lambda entry: entry.event.at):
        event = entry.event
        if event.fields.get("code") != one.code or event.at < one.raised_at:
            continue
        if until is None or event.at < until:
            said.append(_answer(entry, axis))
    return "\n".join(said)


def _answer(entry: StoredEvent, axis: TimeAxis) -> str:
    event = entry.event
    words = f"{axis.clock(event.at)} {entry.person_name} ({role_name(event.by)})"
    told = {key: value for key, value in event.fields.items() if key not in {"code", "target"}}
    note = details(told)
    return f"{words}: {note}" if note else words


def treatments_table(view: SessionView, axis: TimeAxis) -> Table:
    """Doses, medicines and interventions in the order given, with what came of each."""
    head = [
        tr("When"), "T+", tr("What"), tr("Route"), tr("By"), tr("Ordered by"),
        tr("What came of it"),
    ]  # fmt: skip
    people = {entry.event.id: entry.person_name for entry in (*view.entries, *view.running.entries)}
    rows = []
    for fact in view.state.facts:
        if fact.kind in {"dose_given", "infusion_started"}:
            dose = fact.fields.get("dose_mg")
            amount = f" {decimal(dose)} mg" if isinstance(dose, int | float) else ""
            route = record_word(fact.fields["route"]) if "route" in fact.fields else ""
            what = f"{tr(HAPPENED[fact.kind])}{amount}"
            who = people.get(fact.id, "")
            rows.append((fact.at, [what, route, who, "", ""]))
    for one in view.running.treatments:
        rows.append((one.event.at, _treatment(one, people, axis)))
    rows.sort(key=lambda row: row[0])
    lines = [Row([axis.clock(at), _elapsed(axis, at), *cells]) for at, cells in rows]
    return Table(head, [0.8, 0.7, 2.6, 1.1, 1.5, 1.5, 2.8], lines)


def _elapsed(axis: TimeAxis, at: datetime) -> str:
    return elapsed_words(axis.position(at)) if axis.counted else ""


def _treatment(one: Treatment, people: dict[str, str], axis: TimeAxis) -> list[str]:
    route, ordered = one.said("route"), one.said("ordered_by")
    seen = [
        f"{axis.clock(effect.at)} {tr(EFFECTS[str(effect.fields['effect'])])}, "
        f"{people.get(effect.id, '')} {effect.fields.get('note', '')}".strip()
        for effect in one.effects
    ]
    return [
        treatment_name(one),
        route_name(str(route)) if route is not None else "",
        people.get(one.event.id, ""),
        str(ordered or ""),
        "\n".join(seen),
    ]


def scales_table(view: SessionView, axis: TimeAxis) -> Table:
    """Every time a scale was asked, with its total and its items."""
    head = [tr("When"), tr("Scale"), tr("Total"), tr("Items")]
    rows = [
        Row([axis.clock(one.entry.at), tr(FORMS[one.name].title), total_words(one),
             items_words(one)])
        for one in reversed(asked_of(view))
    ]  # fmt: skip
    return Table(head, [0.8, 1.5, 1.6, 6], rows)


def orders_table(view: SessionView, axis: TimeAxis, zone: str) -> Table:
    """What a physician ordered, who saw it, and what became of it."""
    head = [tr("Ordered"), tr("Order"), tr("By"), tr("Seen"), tr("Ended")]
    rows = []
    for one in view.running.orders:
        state = one.state
        seen = "" if state.seen is None else f"{clock_time(state.seen.at, zone)} {one.seen_by}"
        ended = "" if state.is_open else (one.ended_by or tr("over"))
        rows.append(
            Row([axis.clock(state.at), order_words(state, zone), one.ordered_by, seen, ended])
        )
    return Table(head, [0.8, 4, 1.6, 2, 1.6], rows)


def events_table(view: SessionView, axis: TimeAxis, marks: Marks) -> Table:
    """Everything else that was entered, oldest first."""
    gone = {event.id for event in view.state.struck} - {fact.id for fact in view.state.facts}
    gone |= {entry.event.id for entry in view.running.struck}
    entries = [
        entry
        for entry in (*view.entries, *view.notes, *view.moves, *view.running.struck)
        if (entry.event.kind in HAPPENED or entry.event.kind == NOTE)
        and entry.event.kind not in TOLD_ELSEWHERE
    ]
    entries.sort(key=lambda entry: (entry.event.at, entry.received_at))
    return events_rows(entries, axis, marks, frozenset(gone))


def events_rows(
    entries: Iterable[StoredEvent],
    axis: TimeAxis,
    marks: Marks,
    struck: frozenset[str] = frozenset(),
) -> Table:
    """Entries as lines: when it was so, what, by whom, when it was received."""
    head = [tr("When"), tr("What"), tr("Said"), tr("By"), tr("Received")]
    rows = []
    for entry in entries:
        event = entry.event
        mark = marks.get((event.id, IN_ERROR), "")
        what = [Span(_what(entry), mark=mark)]
        rows.append(
            Row(
                [axis.clock(event.at), what, said_of(entry), entry.person_name,
                 axis.clock(entry.received_at)],
                struck=event.id in struck,
            )
        )  # fmt: skip
    return Table(head, [0.8, 1.8, 4.8, 1.7, 0.9], rows)


def _what(entry: StoredEvent) -> str:
    kind = entry.event.kind
    return tr(HAPPENED[kind]) if kind in HAPPENED else entry_name(entry.event)


def said_of(entry: StoredEvent) -> str:
    """What an entry says, in one line."""
    fields = entry.event.fields
    if entry.event.kind == CHAIR_CHANGED:
        return tr(
            "from {old} to {new}: {reason}",
            old=fields["from_chair"],
            new=fields["to_chair"],
            reason=fields["reason"],
        )
    if entry.event.kind == "medication":
        return medicine_name(details(fields))
    return details(fields)
