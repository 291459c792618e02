"""When observation sets are due: the protocol's slots, the rechecks, and how the sets met them.

An entry satisfies a slot, it never moves one. Elapsed time is a difference of UTC instants.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from monitor.clinical.alerts.codes import CODES
from monitor.clinical.protocol import Numbers
from monitor.clinical.situation import Situation
from monitor.clinical.state import Schedule

MINUTE = timedelta(minutes=1)
_ZERO = timedelta(0)
_WITH_THE_PRESSURE = frozenset({"heart_rate_bpm", "spo2_percent"})
"""Said or accounted for with a pressure, they make it a set."""

LONGEST_SESSION = timedelta(days=3650)
"""Slots end here: a session that nobody closed must not lay out a century of them."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """What one alert asks for: from when, since when urgent, and until which closing."""

    known_at: datetime
    urgent_known_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Slots:
    """All due times of a session up to a horizon beyond now, and the instants of its sets."""

    due: Sequence[datetime]
    sets: Sequence[datetime]
    early: timedelta

    def first_after(self, latest: datetime | None) -> datetime | None:
        """Return the first slot later than a little after a set, or the first of all."""
        if latest is None:
            return self.due[0] if self.due else None
        at = bisect_right(self.due, latest + self.early)
        return self.due[at] if at < len(self.due) else None


def slots_of(
    situation: Situation, rechecks: Iterable[Recheck], ahead: datetime | None = None
) -> Slots:
    """Return the due times since time zero, each instant once.

    ``ahead`` lays the rows of the protocol out further; rechecks last only while an alert does.
    """
    schedule, zero = situation.protocol.schedule, situation.time_zero
    sets = _sets(situation)
    early = schedule.duration("early")
    if zero is None:
        return Slots((), sets, early)
    clock = min(situation.clock, zero + LONGEST_SESSION)
    until = clock + _longest_gap(schedule) + early + MINUTE
    rows_until = until if ahead is None else max(until, ahead)
    due = set(_rows(situation, zero, rows_until))
    for recheck in rechecks:
        due |= _recheck_times(recheck, zero, until, schedule.duration("recheck_every"))
    return Slots(sorted(due), sets, early)


def _sets(situation: Situation) -> list[datetime]:
    """Return when sets were made: a pressure, with rate and saturation said or accounted for."""
    sets = []
    for fact in situation.known.of("vitals"):
        fields = fact.event.fields
        if "systolic_mmhg" not in fields:
            continue
        missing = fields.get("not_measured", {})
        assert isinstance(missing, dict)
        if _WITH_THE_PRESSURE.difference(fields).issubset(missing):
            sets.append(fact.event.at)
    return sets


def _longest_gap(schedule: Numbers) -> timedelta:
    offsets = (_ZERO, *schedule.durations("after_dosing"))
    gaps = [later - earlier for earlier, later in pairwise(offsets)]
    every = [schedule.duration("then_every")]
    if "during_dosing_every" in schedule:
        every.append(schedule.duration("during_dosing_every"))
    return max(*gaps, *every)


def _rows(situation: Situation, zero: datetime, until: datetime) -> Iterable[datetime]:
    """Yield the slots of each row; where a new one begins the old ends, that instant included."""
    starts = _row_starts(situation, zero)
    for (start, regular), (end, _) in pairwise([*starts, (until, True)]):
        if start > until:
            return
        yield from _row(situation.protocol.schedule, start, min(end, until), regular)


def _row_starts(situation: Situation, zero: datetime) -> list[tuple[datetime, bool]]:
    """Return when each row begins, and whether it is one of the regular rows after dosing."""
    dosing, protocol = situation.dosing, situation.protocol
    if protocol.has_infusion:
        ended_at = dosing.infusion_ended_at
        starts = [(zero, False)]
        if ended_at is None:
            return starts
        return [*starts, (ended_at, True), *_later_doses(dosing.doses, ended_at)]
    if not protocol.restarts:
        return [(zero, True)]
    return [(zero, True), *_later_doses(dosing.doses, zero)]


def _later_doses(doses: Iterable[datetime], after: datetime) -> list[tuple[datetime, bool]]:
    return [(dose, True) for dose in sorted(set(doses)) if dose > after]


def _row(schedule: Numbers, start: datetime, end: datetime, regular: bool) -> Iterable[datetime]:
    if regular:
        offsets, every = schedule.durations("after_dosing"), schedule.duration("then_every")
    else:
        offsets, every = (), schedule.duration("during_dosing_every")
    at = start
    for offset in offsets:
        at = start + offset
        if at > end:
            return
        yield at
    while (at := at + every) <= end:
        yield at


def offsets(schedule: Numbers, until: timedelta, *, regular: bool) -> list[timedelta]:
    """Return the minutes of one row from its start: after a dose, or while an infusion runs."""
    start = datetime(1, 1, 1, tzinfo=UTC)
    return [at - start for at in _row(schedule, start, start + until, regular)]


def _recheck_times(
    recheck: Recheck, zero: datetime, until: datetime, every: timedelta
) -> set[datetime]:
    end = until if recheck.closed_at is None else min(until, recheck.closed_at)
    times = {recheck.known_at + every}
    at = recheck.urgent_known_at
    while at is not None and (at := at + every) <= end:
        times.add(at)
    return {time for time in times if zero < time <= end}


def is_rechecked(code: str) -> bool:
    """Tell whether an alert of this code asks for rechecks."""
    return code in CODES and CODES[code].rechecked


def owed_spans(slots: Slots, clock: datetime) -> list[tuple[datetime, datetime, bool]]:
    """Return each span in which a set was owed: from its slot to the next set, or to now (open).

    A set made while the session counted as discharged lets no clock run on.
    """
    spans: list[tuple[datetime, datetime, bool]] = []
    before: datetime | None = None
    for made in (*slots.sets, None):
        due = slots.first_after(before)
        end = clock if made is None else min(made, clock)
        if due is not None and due < end:
            spans.append((due, end, made is not None))
        before = made
    return spans


def is_owed(span: tuple[datetime, datetime, bool], at: datetime, after: timedelta) -> bool:
    """Tell whether a set had been owed for so long at an instant; one made then ends it."""
    due, end, closed = span
    return due + after <= at and (at < end or (at == end and not closed))


def schedule_of(situation: Situation, slots: Slots, *, discharged: bool) -> Schedule:
    """Return what is due next, how late it is, and how many slots were missed."""
    missed = _missed(situation, slots)
    latest = slots.sets[-1] if slots.sets else None
    due = None if discharged else slots.first_after(latest)
    if due is None:
        return Schedule(None, 0.0, missed)
    return Schedule(due, max(_ZERO, situation.clock - due) / MINUTE, missed)


def _missed(situation: Situation, slots: Slots) -> int:
    """Count the slots without a set in time, once that time is past and the next slot has come."""
    until = situation.protocol.schedule.duration("satisfied_until")
    clock, sets = situation.clock, slots.sets
    missed = 0
    for slot, following in pairwise(slots.due):
        if following > clock or slot + until >= clock:
            break
        at = bisect_left(sets, slot - slots.early)
        if at == len(sets) or sets[at] > slot + until:
            missed += 1
    return missed
