"""The ladder that an unanswered urgent alert climbs until a physician has answered it.

From the instant an urgent alert stands open: the nurse responsible for the chair. Unanswered for
the clinic's time (3 minutes unless it sets another): the shift's physician is called. Unanswered
for as long again: everybody, and the clinic's emergency number. A call that reached somebody stays
on its rung for the same time before the next one. Only a physician's note ends the climb, as it
ends the alert for discharge; a nurse's acknowledgement says that the bedside knows, and not that
help comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.clinical.state import Alert, AlertState, Level


class Rung(StrEnum):
    """Who is to come next."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    EVERYBODY = "everybody"


REACHED, NO_ANSWER = "reached", "no_answer"
ANSWERS = (REACHED, NO_ANSWER)
"""What a call met with; only somebody reached holds the ladder for a while."""

_STILL_THERE = (AlertState.OPEN, AlertState.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody was called about an alert: which, when, whom, and what came of it."""

    code: str
    at: datetime
    called: str
    answer: str


@dataclass(frozen=True, slots=True)
class Climb:
    """Where one alert stands on the ladder.

    ``since`` is when it last became open, or urgent if that was later; ``climbs_at`` when the next
    rung is due, or None.
    """

    alert: Alert
    since: datetime
    rung: Rung
    climbs_at: datetime | None
    calls: tuple[Call, ...] = ()


def climbs(
    alerts: Iterable[Alert], calls: Sequence[Call], now: datetime, each: timedelta
) -> tuple[Climb, ...]:
    """Every urgent alert that still waits for a physician's answer, the longest waiting first.

    ``each`` is the clinic's time for one rung. An alert that has closed by itself climbs no more;
    where it was entered late it stays open for an answer, and nobody is called to what is over.
    """
    waiting = [
        _climb(alert, calls, now, each)
        for alert in alerts
        if alert.level is Level.URGENT
        and alert.state in _STILL_THERE
        and alert.closed_at is None
        and not alert.answered
    ]
    return tuple(sorted(waiting, key=lambda climb: (climb.since, climb.alert.code)))


def next_step(found: Iterable[Climb]) -> datetime | None:
    """The next instant at which any of them climbs by the clock alone."""
    return min((climb.climbs_at for climb in found if climb.climbs_at is not None), default=None)


def _climb(alert: Alert, calls: Sequence[Call], now: datetime, each: timedelta) -> Climb:
    # A caution that became urgent later climbs from there.
    since = max(filter(None, (alert.reopened_at or alert.known_at, alert.urgent_at)))
    made = tuple(call for call in calls if call.code == alert.code and since <= call.at <= now)
    to_physician = since + each
    to_everybody = max([to_physician + each, *(call.at + each for call in made if _holds(call))])
    if now < to_physician:
        return Climb(alert, since, Rung.NURSE, to_physician, made)
    if now < to_everybody:
        return Climb(alert, since, Rung.PHYSICIAN, to_everybody, made)
    return Climb(alert, since, Rung.EVERYBODY, None, made)


def _holds(call: Call) -> bool:
    return call.answer == REACHED
