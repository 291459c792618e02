"""One chair as a handover shows it, now or as it was kept. Pure: values in, components out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.clinical.order_state import OrderState, Until
from monitor.clinical.state import Phase
from monitor.language.reader import tr, tr_plural
from monitor.language.said import say
from monitor.services.handover_views import (
    AlertNow,
    ChairNow,
    MeasuredNow,
    NoteNow,
    OrderNow,
    SessionNow,
    TreatmentNow,
)
from monitor.web import html
from monitor.web.components import age, chip, glyph, side_effect
from monitor.web.components.alerts import alert_name
from monitor.web.components.felt import graded_effects, nothing_felt, unassessed, unassessed_said
from monitor.web.components.flags import flag_words
from monitor.web.components.marks import Part
from monitor.web.components.orders import order_words
from monitor.web.pages.board.readings import NOT_MEASURED
from monitor.web.pages.chart.treatments import DONE
from monitor.web.words import (
    LEVEL_WORDS,
    PHASES,
    STATES,
    born,
    clock_time,
    decimal,
    listed,
    lowered,
    medicine_name,
)

MINUTE = timedelta(minutes=1)
SIGNS = (
    ("heart_rate_bpm", say("HR")),
    ("spo2_percent", "SpO₂"),
    ("respiratory_rate_per_min", say("Breathing")),
    ("temperature_c", say("Temp. °C")),
    ("moaas", say("Alertness")),
)
NOT_YET = say("not yet")


def shown(chair: ChairNow, zone: str, *, live: bool) -> list[Part]:
    """Everything of a chair that the next nurse has to know; ``live`` ages count on."""
    session = chair.session
    if session is None:
        return [html.P(tr("No session in this chair."), className="soft hand__free")]
    return [_who(session), _signs(session, chair.at, zone, live=live), _facts(session, zone)]


def _who(session: SessionNow) -> html.Div:
    return html.Div(
        [
            html.Div(
                [html.H3(session.patient_name), html.Span(born(session.birth_date))],
                className="grow",
            ),
            html.B(_elapsed(session), className="hand__t"),
            html.Span(tr(PHASES[Phase(session.phase)])),
        ],
        className="hand__who",
    )


def _elapsed(session: SessionNow) -> str:
    minutes = session.elapsed_minutes
    return "T \u2013" if minutes is None else f"T+{int(minutes)}"


def _signs(session: SessionNow, now: datetime, zone: str, *, live: bool) -> html.Dl:
    found = {one.field: one for one in session.measured}
    cells = [_cell(tr("BP"), _pressure(found), found.get("systolic_mmhg"), now, zone, live=live)]
    for field, label in SIGNS:
        one = found.get(field)
        words = _value(one, found) if one else tr(NOT_YET)
        cells.append(_cell(tr(label), words, one, now, zone, live=live))
    return html.Dl(cells, className="hand__signs measured")


def _cell(  # noqa: PLR0913  (one cell: what, how old, how told)
    label: str, words: str, one: MeasuredNow | None, now: datetime, zone: str, *, live: bool
) -> html.Div:
    old: Part = ""
    if one is not None:
        at = tr("at {time}", time=clock_time(one.at, zone))
        old = age(one.at, now, one.stale) if live else at
    shape = "is-stale" if one is not None and one.stale else "is-empty" if one is None else ""
    return html.Div([html.Dt(label), html.Dd([words, html.Small(old)])], className=shape)


def _pressure(found: dict[str, MeasuredNow]) -> str:
    upper, lower = found.get("systolic_mmhg"), found.get("diastolic_mmhg")
    if upper is None or lower is None:
        return tr(NOT_YET)
    if upper.value is None or lower.value is None:
        return _missing(upper)
    return f"{upper.value:g}/{lower.value:g}"


def _value(one: MeasuredNow, found: dict[str, MeasuredNow]) -> str:
    if not isinstance(one.value, int | float):
        return _missing(one)
    beside = ""
    rhythm, oxygen = found.get("rhythm"), found.get("oxygen_l_min")
    if one.field == "heart_rate_bpm" and rhythm is not None and rhythm.value == "irregular":
        beside = tr("irreg.")
    if one.field == "spo2_percent" and oxygen is not None and isinstance(oxygen.value, int | float):
        beside = tr("air") if oxygen.value == 0 else f"{decimal(oxygen.value)} L"
    return f"{decimal(one.value)} {beside}".strip()


def _missing(one: MeasuredNow) -> str:
    return tr(NOT_MEASURED.get(one.not_measured or "other", NOT_MEASURED["other"]))


def _facts(session: SessionNow, zone: str) -> html.Dl:
    rows: tuple[tuple[str, Sequence[Part], str], ...] = (
        (tr("Alerts"), [_alert(one, zone) for one in session.alerts], tr("none stands")),
        (tr("Felt"), _felt(session.felt), ""),
        (tr("Next set"), [_due(session, zone)], ""),
        (tr("Orders"), [_order(one, zone) for one in session.orders], tr("none open")),
        (
            tr("Effect to ask for"),
            [_treatment(one, zone) for one in session.treatments],
            tr("nothing"),
        ),
        (tr("Readiness"), [_readiness(session, zone)], ""),
        (tr("Flags"), [_flag(flag_words(flag)) for flag in session.flags], tr("none raised")),
        (tr("Notes"), [_note(one, zone) for one in session.notes], tr("none since")),
    )
    return html.Dl([_row(*row) for row in rows], className="hand__facts")


def _row(label: str, parts: Sequence[Part], none: str) -> html.Div:
    told: Part = none
    if len(parts) == 1:
        told = parts[0]
    elif parts:
        told = html.Ul([html.Li(part) for part in parts])
    return html.Div([html.Dt(label), html.Dd(told, className="" if parts else "soft")])


def _alert(one: AlertNow, zone: str) -> html.Span:
    words = tr(
        "{level}, {state}, since {time}",
        level=tr(LEVEL_WORDS[one.level]),
        state=tr(STATES[one.state]),
        time=clock_time(one.raised_at, zone),
    )
    name = html.B(alert_name(one.code, one.value))
    return html.Span([glyph(one.level), name, html.Span(words)], className=f"hand__{one.level}")


def _felt(felt: Sequence[MeasuredNow]) -> list[Part]:
    asked = {one.field: one.value for one in felt}
    unknown = unassessed(asked)
    more: list[Part] = [chip(unassessed_said(unknown), "unknown")] if unknown else []
    if graded := graded_effects(asked):
        return [*(side_effect(name, grade) for name, grade in graded), *more]
    words = nothing_felt(asked)
    was_told = any(grade is not None for grade in asked.values())
    return [words if was_told else chip(words, "unknown"), *more]


def _due(session: SessionNow, zone: str) -> Part:
    if session.next_due_at is None:
        return tr("No set due")
    time = clock_time(session.next_due_at, zone)
    words = tr("at {time}", time=time)
    if session.overdue_minutes >= 1:
        minutes = int(session.overdue_minutes)
        words = tr("{minutes} min over, was due {time}", minutes=minutes, time=time)
    missed = tr_plural("{number} set missed", "{number} sets missed", session.missed)
    told = f"{words}. {missed}" if session.missed else words
    if not session.overdue:
        return told
    return html.Span([glyph("due"), html.B(told)], className="hand__caution")


def _order(one: OrderNow, zone: str) -> html.Span:
    said_until = one.until
    until = None
    if said_until is not None:
        until = Until(said_until.field, said_until.count, said_until.below, said_until.at_least)
    every = None if one.every_minutes is None else one.every_minutes * MINUTE
    state = OrderState(one.id, one.at, tuple(one.measure), one.text, every, until, one.until_at)
    by = tr("ordered by {name}", name=one.ordered_by)
    said = by if one.seen else listed([by, tr("not acknowledged yet")])
    return html.Span([html.B(order_words(state, zone)), " ", html.Span(said)])


def _treatment(one: TreatmentNow, zone: str) -> html.Span:
    name = tr(DONE[one.what]) if one.what in DONE else one.text or medicine_name(one.what)
    amount = "" if one.amount is None else f" {decimal(one.amount)} {one.unit}"
    at = tr("at {time}", time=clock_time(one.at, zone))
    return html.Span([html.B(f"{name}{amount}"), " ", html.Span(at)])


def _readiness(session: SessionNow, zone: str) -> str:
    if not session.judged:
        return tr("Readiness is judged after the dose.")
    if not session.waiting_for:
        return tr("Criteria met, clinician decision required.")
    waits = listed(lowered(tr(label)) for label in session.waiting_for.values())
    waiting = tr("Waiting for {criteria}.", criteria=waits)
    if session.earliest_ready_at is None:
        return f"{waiting} {tr('No earliest time yet')}"
    return f"{waiting} {tr('Earliest {time}', time=clock_time(session.earliest_ready_at, zone))}"


def _flag(words: str) -> html.Span:
    return html.Span([glyph("caution"), html.Span(words)], className="hand__caution")


def _note(one: NoteNow, zone: str) -> html.Span:
    said = tr("{time}, {name}", time=clock_time(one.at, zone), name=one.by)
    return html.Span([html.Span(said, className="faint"), " ", one.text])
