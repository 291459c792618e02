"""Why a chair stands where it stands on the board: one reason, in the order of urgency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from math import inf

from monitor.clinical.state import Alert, AlertState, Level, Phase, SessionState
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import BoardCard, SessionView
from monitor.web.components import alert_words
from monitor.web.components.alerts import OVERDUE_CODE, alert_said, gravity
from monitor.web.pages.board.ordered import (
    by_words,
    due_words,
    overdue_order,
    overdue_words,
    unseen,
)
from monitor.web.words import ALERTS, MINUTE, clock_time, whole_minutes

UNRESOLVED = (AlertState.OPEN, AlertState.ACKNOWLEDGED)


class Standing(IntEnum):
    """The reasons, the most urgent first."""

    URGENT = 0
    OVERDUE = 1
    CAUTION = 2
    DUE = 3
    READY = 4
    QUIET = 5
    CLOSED = 6
    TAKEN = 7
    FREE = 8


GLYPHS = {
    Standing.URGENT: "urgent",
    Standing.OVERDUE: "due",
    Standing.CAUTION: "caution",
    Standing.DUE: "due",
    Standing.READY: "met",
    Standing.QUIET: "dot",
    Standing.CLOSED: "done",
    Standing.TAKEN: "dot",
    Standing.FREE: "plus",
}
ENDINGS = {
    "home": say("Discharged"),
    "hospital": say("To hospital"),
    "against_advice": say("Left against advice"),
    "left_unseen": say("Left unseen"),
    "died": say("Died"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What the band of a card says; ``gravity`` and ``since`` order cards of the same standing.

    ``said`` is the detail for somebody who hears it, where that differs. ``alert`` is the one that
    the band names, where it names one.
    """

    standing: Standing
    word: str
    detail: str
    since: datetime | None = None
    said: str = ""
    gravity: int = 0
    alert: Alert | None = None

    @property
    def glyph(self) -> str:
        """Name of the picture beside the word."""
        return GLYPHS[self.standing]


def reason(card: BoardCard, zone: str) -> Reason:
    """Say why this card is where it is."""
    if card.session is None and card.taken:
        return Reason(Standing.TAKEN, tr("Chair in use"), tr("shown to nurses and physicians"))
    if card.session is None:
        return Reason(Standing.FREE, tr("Chair free"), tr("no session"))
    state = card.session.state
    if state.phase is Phase.DISCHARGED:
        return _closed(card.session, zone)
    return (
        _urgent(state)
        or _overdue(state, zone)
        or _overdue_order(card.session)
        or _new_order(card.session)
        or _caution(state)
        or _due(card.session, zone)
        or _ready(state)
        or _quiet(card.session)
    )


def open_alerts(state: SessionState) -> tuple[Alert, ...]:
    """Open alerts, the gravest first, the oldest of them first."""
    return tuple(sorted(state.open_alerts(), key=lambda alert: (gravity(alert), alert.raised_at)))


def _urgent(state: SessionState) -> Reason | None:
    urgent = [alert for alert in open_alerts(state) if alert.level is Level.URGENT]
    if not urgent:
        return None
    first = urgent[0]
    overdue = first.code == OVERDUE_CODE
    return Reason(
        Standing.URGENT,
        tr("Urgent"),
        overdue_set(state) if overdue else alert_words(first),
        first.raised_at,
        said="" if overdue else alert_said(first),
        gravity=gravity(first),
        alert=first,
    )


def _overdue(state: SessionState, zone: str) -> Reason | None:
    owed = any(a.code == OVERDUE_CODE and a.state in UNRESOLVED for a in state.alerts)
    due_at = state.schedule.next_due_at
    if not owed or due_at is None or not is_owed_now(state):
        return None
    detail = tr("set was due {time}", time=clock_time(due_at, zone))
    return Reason(Standing.OVERDUE, overdue_set(state), detail, due_at)


def is_owed_now(state: SessionState) -> bool:
    """Whether a set is due; an alert may stand for one that was missed and cannot be made up."""
    due_at = state.schedule.next_due_at
    return due_at is not None and due_at <= state.clock


def _overdue_order(view: SessionView) -> Reason | None:
    due = overdue_order(view)
    if due is None or due.order is None:
        return None
    return Reason(Standing.OVERDUE, overdue_words(due), due_words(due.order), due.at)


def _new_order(view: SessionView) -> Reason | None:
    order = unseen(view)
    if order is None:
        return None
    return Reason(Standing.DUE, tr("New order"), by_words(order), order.state.at)


def overdue_set(state: SessionState) -> str:
    """For how long a set has been overdue; one that was made up for late has nothing to count."""
    minutes = int(state.schedule.overdue_minutes)
    return tr("Overdue {minutes} min", minutes=minutes) if minutes else tr(ALERTS[OVERDUE_CODE])


def _caution(state: SessionState) -> Reason | None:
    standing = [alert for alert in state.alerts if alert.state in UNRESOLVED]
    if not standing:
        return None
    standing.sort(key=lambda alert: (alert.state is not AlertState.OPEN, gravity(alert)))
    first = standing[0]
    word = tr("Caution") if first.level is Level.CAUTION else tr("Urgent, seen")
    told = (word, alert_words(first), first.raised_at, alert_said(first))
    return Reason(Standing.CAUTION, *told, alert=first)


def _due(view: SessionView, zone: str) -> Reason | None:
    state, due = view.state, view.next_due
    if due is None or due.at > state.clock:
        return None
    due_at = due.at
    if due.order is not None:
        return Reason(Standing.DUE, tr("Due now"), due_words(due.order), due_at)
    detail = tr("set due {time}", time=clock_time(due_at, zone))
    if state.time_zero is not None:
        detail = tr("set at T+{minutes}", minutes=whole_minutes(due_at - state.time_zero))
    return Reason(Standing.DUE, tr("Due now"), detail, due_at)


def _ready(state: SessionState) -> Reason | None:
    if not state.met:
        return None
    return Reason(Standing.READY, tr("Criteria met"), tr("not yet decided"))


def _quiet(view: SessionView) -> Reason:
    state = view.state
    if state.time_zero is None:
        accepted = state.baseline.status == "accepted"
        taken = tr("baseline taken") if accepted else tr("no baseline yet")
        return Reason(Standing.QUIET, tr("Before the dose"), taken)
    due_at = view.next_due.at if view.next_due else None
    return Reason(Standing.QUIET, tr("On schedule"), tr("no open alert"), due_at)


def _closed(view: SessionView, zone: str) -> Reason:
    state = view.state
    word = tr(ENDINGS.get(state.discharged_to or "home", say("Closed")))
    parts = [clock_time(state.clock, zone)]
    signers = [mark.name for mark in view.signatures if not mark.lapsed]
    if signers:
        parts.append(signers[-1])
    return Reason(Standing.CLOSED, word, ", ".join(parts))


def urgency(card: BoardCard, why: Reason) -> tuple[int, int, float, str]:
    """Sort key: standing, then how grave it is, then the longest waiting, then the chair."""
    since = why.since.timestamp() / MINUTE.total_seconds() if why.since else inf
    return (why.standing, why.gravity, since, card.chair.label)
