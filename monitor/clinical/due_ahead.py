"""The due times still to come, as a sheet of paper needs them when no screen can say what is due.

Made of the rows of :mod:`monitor.clinical.schedule`, on which the board stands too. What the board
learns later (when the infusion ended, that an alert opened) paper cannot know: those rows are told
by the minutes after the end, and the clock time is left to whoever writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.schedule import Slots, offsets
from monitor.clinical.situation import Situation
from monitor.clinical.watching import Watcher

_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One set that will be due: its instant, where it is known, and how it is counted.

    ``elapsed`` counts from time zero; ``after_end`` from an end of the infusion still to come.
    """

    at: datetime | None = None
    elapsed: timedelta | None = None
    after_end: timedelta | None = None


def longest_stay(protocol: Protocol) -> timedelta:
    """How long after time zero a session is expected to last at most."""
    return protocol.alerts["not_ready_in_time"].duration("after")


def longest_infusion(protocol: Protocol) -> timedelta:
    """How long an infusion may run without lengthening the shortest stay.

    No protocol says how long an infusion is to take; its minutes of observation do, indirectly.
    """
    needed = protocol.rules["observation_time"].numbers
    if "since_infusion_end" not in needed:
        return _ZERO
    return needed.duration("since_time_zero") - needed.duration("since_infusion_end")


def due_ahead(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], now: datetime
) -> tuple[DueRow, ...]:
    """Every set due after the latest one until the longest stay, in order; an overdue one first.

    ``events`` as for ``evaluate``. Rechecks of open alerts are among them as far ahead as the
    board looks, since they end when the alert closes.
    """
    watcher = Watcher(protocol, patient, events)
    situation = watcher.situation_at(now)
    zero = situation.time_zero
    if zero is None:
        return _before(protocol)
    episodes, _ = watcher.measured(situation)
    slots = watcher.slots(situation, episodes, ahead=zero + _last(situation))
    latest = slots.sets[-1] if slots.sets else None
    first = slots.first_after(latest)
    known = tuple(DueRow(at, at - zero) for at in _chain(slots, first))
    return (*known, *_after_end(protocol)) if situation.dosing.running else known


def _chain(slots: Slots, at: datetime | None) -> Iterator[datetime]:
    """Each due time left when the one before it was kept: one set satisfies its neighbours."""
    while at is not None:
        yield at
        at = slots.first_after(at)


def _last(situation: Situation) -> timedelta:
    protocol = situation.protocol
    return longest_infusion(protocol) if situation.dosing.running else longest_stay(protocol)


def _before(protocol: Protocol) -> tuple[DueRow, ...]:
    """The rows of a session whose dose has not begun."""
    schedule = protocol.schedule
    if not protocol.has_infusion:
        counted = offsets(schedule, longest_stay(protocol), regular=True)
        return tuple(DueRow(elapsed=offset) for offset in counted)
    during = offsets(schedule, longest_infusion(protocol), regular=False)
    return (*(DueRow(elapsed=offset) for offset in during), *_after_end(protocol))


def _after_end(protocol: Protocol) -> tuple[DueRow, ...]:
    left = longest_stay(protocol) - longest_infusion(protocol)
    return tuple(
        DueRow(after_end=offset) for offset in offsets(protocol.schedule, left, regular=True)
    )
