"""From the room's values to the rows that the board shows. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.clinical.state import (
    Alert,
    Current,
    Finding,
    Phase,
    SessionState,
    Verdict,
)
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import Board, BoardCard, SessionView
from monitor.services.wording import chair_order
from monitor.web.components import findings_count
from monitor.web.components.felt import graded_effects, nothing_felt, unassessed
from monitor.web.pages.board.alert_lines import alert_line
from monitor.web.pages.board.calls import responsible
from monitor.web.pages.board.readings import Vitals, vitals
from monitor.web.pages.board.standing import (
    Reason,
    Standing,
    open_alerts,
    reason,
    urgency,
)
from monitor.web.words import SIDE_EFFECTS, clock_time, lowered

BY_URGENCY, BY_CHAIR = "urgency", "chair"
NAMED_AT_MOST = 2
FULL_ALERTNESS = 5
DOSING = (Phase.INFUSING, Phase.PAUSED)


@dataclass(frozen=True, slots=True)
class Felt:
    """What the patient feels: graded effects, or one sentence where there is none."""

    effects: tuple[tuple[str, str], ...] = ()
    sentence: str = ""
    asked: str = ""
    asked_at: str = ""
    stale: bool = False
    alertness: str = ""
    unassessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many criteria are met, and what is still waited for."""

    strong: str
    rest: str
    has_gauge: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Everything one card shows."""

    card: BoardCard
    why: Reason
    vitals: Vitals | None = None
    felt: Felt | None = None
    readiness: Readiness | None = None
    alerts: tuple[Alert, ...] = ()
    alert_line: str = ""
    watcher: tuple[str, str] = ("", "")

    @property
    def chair(self) -> str:
        """The chair's number."""
        return self.card.chair.label

    @property
    def view(self) -> SessionView | None:
        """The session in the chair."""
        return self.card.session


def present(card: BoardCard, zone: str) -> Row:
    """Present one chair."""
    why = reason(card, zone)
    if card.session is None:
        return Row(card, why)
    state = card.session.state
    return Row(
        card,
        why,
        vitals=vitals(state, card.session.protocol),
        felt=felt(state, zone),
        readiness=readiness(card.session, zone),
        alerts=open_alerts(state) if state.phase is not Phase.DISCHARGED else (),
        alert_line=alert_line(card.session, why, zone),
    )


def rows(
    board: Board,
    order: str = BY_URGENCY,
    presenting: Callable[[BoardCard, str], Row] = present,
) -> list[Row]:
    """Present every chair, in the order asked for; anything but ``chair`` is by urgency."""
    presented = [
        replace(presenting(card, board.zone), watcher=responsible(board, card.chair.id))
        for card in board.cards
    ]
    if order == BY_CHAIR:
        return sorted(presented, key=lambda row: chair_order(row.chair))
    return sorted(presented, key=lambda row: urgency(row.card, row.why))


def felt(state: SessionState, zone: str) -> Felt:
    """Say what the patient feels; what was never asked is not assessed, never none."""
    asked = {name: state.current[name] for name in SIDE_EFFECTS if name in state.current}
    if not asked:
        return Felt(sentence=nothing_felt({}), alertness=_alertness(state))
    said = {name: word.value for name, word in asked.items()}
    graded = graded_effects(said)
    latest = max(asked.values(), key=lambda word: word.at)
    return Felt(
        effects=graded,
        sentence="" if graded else nothing_felt(said),
        asked=tr("asked {time}", time=clock_time(latest.at, zone)),
        asked_at=tr("at {time}", time=clock_time(latest.at, zone)),
        stale=any(word.stale for name, word in asked.items() if _counts(name, word, graded)),
        alertness=_alertness(state),
        unassessed=unassessed(said),
    )


def _counts(name: str, _word: Current, graded: tuple[tuple[str, str], ...]) -> bool:
    return not graded or name in {effect for effect, _ in graded}


def _alertness(state: SessionState) -> str:
    current = state.current.get("moaas")
    if current is None or not isinstance(current.value, int) or current.value >= FULL_ALERTNESS:
        return ""
    return tr("{value} of {most}", value=current.value, most=FULL_ALERTNESS)


def readiness(view: SessionView, zone: str) -> Readiness:
    """Say in one form how many criteria are met, what is waited for, and the earliest time."""
    state = view.state
    if state.time_zero is None:
        return Readiness("", tr("Readiness is judged after the dose."), has_gauge=False)
    count = findings_count(state)
    total = len(state.findings)
    met, unknown = count[Finding.MET], count[Finding.NOT_ASSESSED]
    strong = tr("{met} of {total} met", met=met, total=total)
    if state.phase is Phase.DISCHARGED:
        return Readiness(strong, " " + tr("at {time}", time=clock_time(state.clock, zone)))
    if state.met:
        return Readiness(f"{strong}.", " " + _to_decide(view, zone))
    if unknown:
        strong = tr(
            "{met} of {total} met, {unknown} not assessed", met=met, total=total, unknown=unknown
        )
    waiting = tr("Waiting for {criteria}.", criteria=waiting_for(view))
    return Readiness(f"{strong}.", f" {waiting} {_earliest(state, zone)}")


def _to_decide(view: SessionView, zone: str) -> str:
    asks, until = tr("Clinician decision required."), _counts_until(view)
    if until is None:
        return asks
    return f"{asks} " + tr("These vitals count until {time}", time=clock_time(until, zone))


def waiting_for(view: SessionView) -> str:
    """Name the criteria that hold up readiness the longest."""
    if view.state.phase in DOSING:
        return tr("infusion end")
    labels = {rule.id: tr(rule.label) for rule in view.protocol.criteria}
    pending = [v for v in view.state.findings.values() if v.finding is not Finding.MET]
    pending.sort(key=_holds_longest)
    named = [lowered(labels.get(v.criterion, v.criterion)) for v in pending[:NAMED_AT_MOST]]
    more = len(pending) - len(named)
    words = ", ".join(named)
    return tr("{criteria} and {count} more", criteria=words, count=more) if more else words


def _holds_longest(verdict: Verdict) -> tuple[bool, float, bool]:
    known = verdict.earliest_at is not None
    instant = verdict.earliest_at.timestamp() if verdict.earliest_at else 0.0
    return (known, -instant, verdict.finding is Finding.NOT_ASSESSED)


def _earliest(state: SessionState, zone: str) -> str:
    if state.earliest_ready_at is None:
        return tr("No earliest time yet")
    return tr("Earliest {time}", time=clock_time(state.earliest_ready_at, zone))


def _counts_until(view: SessionView) -> datetime | None:
    fields = ("systolic_mmhg", "heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min")
    measured = [view.state.current[name].at for name in fields if name in view.state.current]
    if not measured:
        return None
    return min(measured) + view.protocol.freshness.duration("vital_signs")


def tally(presented: list[Row]) -> list[tuple[str, str, str]]:
    """Count what needs attention: words, glyph and tone of each chip, none for zero.

    Of a room that one may not look into only the taken chairs are counted: it is not quiet.
    """
    if not all(row.card.readable for row in presented):
        taken = sum(row.card.taken for row in presented)
        words = tr("{taken} of {all} chairs in use", taken=taken, all=len(presented))
        return [(words, "dot", "unknown")]
    kinds = (
        (Standing.URGENT, say("{count} urgent"), "urgent", "urgent-full"),
        (Standing.OVERDUE, say("{count} overdue"), "due", "caution"),
        (Standing.CAUTION, say("{count} caution"), "caution", "caution"),
        (Standing.DUE, say("{count} due"), "due", "accent"),
        (Standing.READY, say("{count} to decide"), "met", "met"),
    )
    counted = [
        (sum(row.why.standing is kind for row in presented), word, glyph, tone)
        for kind, word, glyph, tone in kinds
    ]
    return [(tr(word, count=count), glyph, tone) for count, word, glyph, tone in counted if count]


def next_change(board: Board) -> datetime | None:
    """Find the next instant at which any card differs without a new entry."""
    instants = [
        card.session.state.changes_at
        for card in board.cards
        if card.session and card.session.state.changes_at
    ]
    return min(instants, default=None)
