"""When a session's state would next differ without a new event: until then screens may keep it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.schedule import Slots
from monitor.clinical.situation import Situation
from monitor.clinical.state import Schedule, Verdict
from monitor.clinical.summary import CHECKS
from monitor.clinical.versions import known_at

_CHECKS = frozenset(CHECKS)

JUST_AFTER = datetime.resolution
"""Something is stale when it is older than its limit: the instant after, not at it."""


def changes_at(
    situation: Situation,
    events: Iterable[Event],
    findings: Mapping[str, Verdict],
    slots: Slots,
    schedule: Schedule,
) -> datetime | None:
    """Return the next such instant; ages and elapsed minutes, which always move, do not count."""
    now = situation.now
    candidates = [known_at(one) for one in events if one.at > now or one.recorded_at > now]
    if not situation.known.of("discharged"):
        candidates += _stale_instants(situation)
        candidates += _clock_instants(situation, slots, schedule)
        candidates += [
            verdict.earliest_at for verdict in findings.values() if verdict.earliest_at is not None
        ]
    return min([instant for instant in candidates if instant > now], default=None)


def _stale_instants(situation: Situation) -> Iterator[datetime]:
    freshness = situation.protocol.freshness
    vital, check = freshness.duration("vital_signs"), freshness.duration("checks")
    for name, words in situation.known.words.items():
        yield words[-1].at + (check if name in _CHECKS else vital) + JUST_AFTER
    for fact in situation.known.of("scale"):
        yield fact.at + check + JUST_AFTER
    standing = situation.protocol.rules["orthostatic"].numbers.duration("fresh_for")
    for reading in situation.known.pressures[-1:]:
        yield reading.at + standing + JUST_AFTER
    if situation.time_zero is None:
        window = situation.protocol.baseline.duration("window")
        for reading in situation.known.pressures:
            yield reading.at + window + JUST_AFTER


def _clock_instants(situation: Situation, slots: Slots, schedule: Schedule) -> Iterator[datetime]:
    protocol, zero = situation.protocol, situation.time_zero
    if zero is not None:
        yield zero + protocol.alerts["not_ready_in_time"].duration("after")
    if schedule.next_due_at is not None:
        overdue = protocol.alerts["observation_overdue"]
        yield schedule.next_due_at + JUST_AFTER
        for name in ("caution_after", "urgent_after"):
            yield schedule.next_due_at + overdue.duration(name) + JUST_AFTER
    until = protocol.schedule.duration("satisfied_until")
    horizon = situation.clock - until - timedelta(minutes=1)
    for slot in slots.due:
        if slot >= horizon:
            yield slot
            yield slot + until + JUST_AFTER
