"""When every criterion of a session was met for the first time; looked for where it can be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime

from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import SessionState

MINIMUM = "observation_time"
"""The shortest observation; left aside in *ready, had there been no minimum*."""

REVISING = frozenset({"corrected", "entered_in_error"})
MOST_STEPS = 400


def first_met(
    at: Callable[[datetime], SessionState],
    protocol: Protocol,
    events: Sequence[Event],
    last: SessionState,
) -> datetime | None:
    """The first instant at which all criteria were met, as known then; None if they never were.

    ``at`` folds the session as known at an instant (``session.evaluator``), ``last`` is its answer
    for the end. Findings change only where an entry came or a state says so (``changes_at``).
    """
    if last.time_zero is None:
        return None
    known = sorted({max(event.at, event.recorded_at) for event in events})
    instant: datetime | None = _not_before(protocol, events, last.time_zero)
    for _ in range(MOST_STEPS):
        if instant is None or instant > last.clock:
            return None
        state = at(instant)
        if state.met:
            return instant
        instant = next_change(state, instant, known)
    return None


def next_change(
    state: SessionState, instant: datetime, known: Sequence[datetime]
) -> datetime | None:
    """The next instant at which a verdict may differ: an entry comes, or the state says so.

    ``known`` are the instants of the entries, in order; None where nothing follows.
    """
    return next_turn(state.changes_at, instant, known)


def next_turn(
    changes_at: datetime | None, instant: datetime, known: Sequence[datetime]
) -> datetime | None:
    """The same where of the state only ``changes_at`` is kept: the earlier of both, if any."""
    later = list(known[bisect_right(known, instant) :][:1])
    if changes_at is not None and changes_at > instant:
        later.append(changes_at)
    return min(later, default=None)


def _not_before(protocol: Protocol, events: Sequence[Event], zero: datetime) -> datetime:
    """No criterion can be met earlier: the shortest observation counts from time zero.

    A later dose makes it longer. Only where something was corrected may an earlier look have known
    another time zero.
    """
    rule = protocol.rules.get(MINIMUM)
    revised = any(event.kind in REVISING for event in events)
    if rule is None or not rule.enabled or revised or "since_time_zero" not in rule.numbers:
        return zero
    return zero + rule.numbers.duration("since_time_zero")
