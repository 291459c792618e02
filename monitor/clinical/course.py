"""A course: which session is next and when, by a schedule and by what has happened.

Only a session in which a dose was given counts. A missed or moved session stays where it was and
counts for nothing, so the number of a session is one more than the doses given before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from monitor.clinical.protocol import Quantity

INDICATIONS = ("depression", "post_traumatic_stress", "anxiety", "chronic_pain", "other")

PLANNED, ARRIVED, STARTED = "planned", "arrived", "started"
MISSED, CANCELLED = "missed", "cancelled"
STATUSES = (PLANNED, ARRIVED, STARTED, MISSED, CANCELLED)
STILL_TO_COME = (PLANNED, ARRIVED)
DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the sessions of a course fall: days from the first one, then at an even distance.

    ``weekdays`` are 0 (Monday) to 6; a session falls on the next of them. Without ``days`` the
    schedule suggests nothing, and every session is planned by hand.
    """

    id: str
    version: int
    title: str
    place: int
    weekdays: tuple[int, ...]
    days: tuple[int, ...]
    then_every: timedelta | None
    least_gap: timedelta
    quantities: tuple[Quantity, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def opens(self, day: date) -> bool:
        """Whether a session may fall on this day of the week."""
        return day.weekday() in self.weekdays

    def next_open(self, day: date) -> date:
        """The next day on which a session may fall, this one included."""
        return next(each for each in (day + DAY * n for n in range(WEEK)) if self.opens(each))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a planned session: where it was put, by whom and why."""

    status: str
    day: date
    at: time | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned session with its versions, the first plan first.

    Of a session that was started, ``dosed`` says that a dose was given, ``over`` that it has ended.
    """

    id: str
    versions: tuple[Version, ...]
    dosed: bool = False
    over: bool = False

    @property
    def now(self) -> Version:
        """Where it stands."""
        return self.versions[-1]

    @property
    def counts(self) -> bool:
        """Whether it has, or while it is open still may have, a dose: then it takes a number."""
        return self.dosed or (self.now.status == STARTED and not self.over)

    @property
    def moved_from(self) -> tuple[date, ...]:
        """The days on which it was planned before, each told once."""
        days = [one.day for one in self.versions if one.day != self.now.day]
        return tuple(dict.fromkeys(days))


@dataclass(frozen=True, slots=True)
class Place:
    """A planned session in its course. ``number`` is None where it does not count.

    ``unsaid`` marks a day that has passed without anybody saying whether it was kept.
    """

    planned: Planned
    number: int | None
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """The session that comes next: its number, the day suggested, the day planned.

    ``late_days`` tells how far the schedule's own day lies back: a course that skipped its turn.
    """

    number: int
    suggested: date | None
    planned: Planned | None = None
    late_days: int = 0


def series(schedule: Schedule, first: date) -> tuple[date, ...]:
    """The days of a whole series, each on a day on which sessions are held, rising."""
    days: list[date] = []
    for offset in schedule.days:
        day = schedule.next_open(first + DAY * offset)
        if days:
            day = max(day, schedule.next_open(days[-1] + schedule.least_gap))
        days.append(day)
    return tuple(days)


def places(sessions: Sequence[Planned], today: date) -> tuple[Place, ...]:
    """Every planned session in the order of its day, numbered where it counts or still may."""
    ordered = sorted(sessions, key=_in_order)
    number, placed = 0, []
    for planned in ordered:
        status = planned.now.status
        unsaid = status in STILL_TO_COME and planned.now.day < today
        counts = planned.counts or (status in STILL_TO_COME and not unsaid)
        number += counts
        placed.append(Place(planned, number if counts else None, unsaid))
    return tuple(placed)


def _in_order(planned: Planned) -> tuple[date, time, str]:
    return (planned.now.day, planned.now.at or time.min, planned.id)


def held(sessions: Sequence[Planned]) -> tuple[date, ...]:
    """The days of the sessions that count, in order."""
    return tuple(sorted(one.now.day for one in sessions if one.counts))


def next_session(schedule: Schedule, sessions: Sequence[Planned], today: date) -> Next:
    """What comes next: the number by the doses given, the day by the last one and the schedule."""
    given = held(sessions)
    due = _due(schedule, given)
    to_come = [
        place.planned
        for place in places(sessions, today)
        if place.planned.now.status in STILL_TO_COME and not place.unsaid
    ]
    planned = to_come[0] if to_come else None
    if due is None:
        suggested = schedule.next_open(today) if not given and schedule.days else None
        return Next(len(given) + 1, suggested, planned)
    late = max(0, (today - due) // DAY)
    return Next(len(given) + 1, schedule.next_open(max(due, today)), planned, late)


def _due(schedule: Schedule, given: Sequence[date]) -> date | None:
    """The schedule's own day for the next session, reckoned from the last one that was given."""
    if not given:
        return None
    if len(given) < len(schedule.days):
        gap = DAY * (schedule.days[len(given)] - schedule.days[len(given) - 1])
    elif schedule.then_every is not None:
        gap = schedule.then_every
    else:
        return None
    return schedule.next_open(given[-1] + max(gap, schedule.least_gap))


def too_near(schedule: Schedule, sessions: Sequence[Planned], day: date, but: str = "") -> bool:
    """Whether another session of the course lies nearer to this day than the schedule allows."""
    return any(
        abs(one.now.day - day) < schedule.least_gap
        for one in sessions
        if one.id != but and (one.counts or one.now.status in STILL_TO_COME)
    )
