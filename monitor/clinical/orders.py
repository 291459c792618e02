"""A physician's orders: when what was ordered is due, how it was met, and when it is over.

Pure: the orders and what was measured in, their standing at one instant out. Nothing here is
stored; an order that a reading closed is open again once that reading is corrected. An order adds
due times beside the protocol's schedule and changes none of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.order_state import (
    CANCELLED,
    CLOSED,
    CONDITION,
    DONE,
    SESSION,
    TIME,
    OrderState,
    Until,
    Window,
    until_of,
)
from monitor.clinical.order_words import MEASURES
from monitor.clinical.running_kinds import (
    ORDER,
    ORDER_CANCELLED,
    ORDER_CLOSED,
    ORDER_DONE,
    ORDER_SEEN,
)

MOST_SLOTS = 5000
"""Slots end here: an order in a session that nobody closed must not lay out years of them."""

_ZERO = timedelta(0)


def orders_of(
    running: Sequence[Event], facts: Sequence[Event], clock: datetime, window: Window
) -> tuple[OrderState, ...]:
    """Every order that counts, in the order given, at ``clock`` (the discharge, once there is one).

    ``running`` are the events of the running system and ``facts`` those of the fold that count at
    this instant, corrections applied, in the order they happened. Slots lie at whole multiples of
    the interval after the order; early and late are as the protocol has them for its own slots.
    """
    return tuple(
        _Order(event, running, facts, clock, window).state()
        for event in running
        if event.kind == ORDER
    )


def next_due(orders: Iterable[OrderState]) -> OrderState | None:
    """The open order that waits for somebody first."""
    waiting = [order for order in orders if order.due_at is not None]
    return min(waiting, key=lambda order: (order.due_at, order.at), default=None)


def changes_at(orders: Iterable[OrderState]) -> datetime | None:
    """The next instant at which any order differs without a new entry."""
    return min((one.changes_at for one in orders if one.changes_at is not None), default=None)


class _Order:
    """One order while it is worked out."""

    def __init__(
        self,
        event: Event,
        running: Sequence[Event],
        facts: Sequence[Event],
        clock: datetime,
        window: Window,
    ) -> None:
        fields = event.fields
        measure, minutes = fields.get("measure", ()), fields.get("every_minutes")
        assert isinstance(measure, tuple | list)
        self.event, self.clock = event, clock
        self.measure = tuple(str(one) for one in measure)
        self.every = timedelta(minutes=minutes) if isinstance(minutes, int) else None
        self.until = until_of(fields.get("until"))
        until_at = fields.get("until_at")
        self.until_at = datetime.fromisoformat(until_at) if isinstance(until_at, str) else None
        self.window = window.of(self.every) if self.every else window
        self.spoken = [one for one in running if one.fields.get("target") == event.id]
        self.facts = [fact for fact in facts if fact.at > event.at]
        self.discharged_at = next((one.at for one in facts if one.kind == "discharged"), None)

    def state(self) -> OrderState:
        closed_at, how, ending = self._closing()
        run, _ = _run_of(self.until, self.facts)
        done = self._done()
        last = _latest_of_all(done)
        due = None if closed_at is not None else self._first_after(last)
        overdue = max(_ZERO, self.clock - due) if due is not None else _ZERO
        return OrderState(
            id=self.event.id,
            at=self.event.at,
            measure=self.measure,
            text=str(self.event.fields.get("text", "")),
            every=self.every,
            until=self.until,
            until_at=self.until_at,
            due_at=due,
            overdue=overdue,
            missed=self._missed(done, closed_at or self.clock),
            run=run,
            last_at=last,
            seen=self._first(ORDER_SEEN),
            ending=ending,
            closed_at=closed_at,
            closed_how=how,
            changes_at=None if closed_at is not None else self._changes_at(due),
        )

    def _first(self, kind: str) -> Event | None:
        return next((one for one in self.spoken if one.kind == kind), None)

    def _closing(self) -> tuple[datetime | None, str | None, Event | None]:
        """When and by what the order ended: the earliest of all that could end it."""
        ends: list[tuple[datetime, str, Event | None]] = []
        met_at = _run_of(self.until, self.facts)[1]
        if met_at is not None:
            ends.append((met_at, CONDITION, None))
        if self.until_at is not None and self.until_at <= self.clock:
            ends.append((self.until_at, TIME, None))
        for kind, how in ((ORDER_CANCELLED, CANCELLED), (ORDER_CLOSED, CLOSED)):
            event = self._first(kind)
            if event is not None:
                ends.append((event.at, how, event))
        once = self._first(ORDER_DONE) if not self.measure and self.every is None else None
        if once is not None:
            ends.append((once.at, DONE, once))
        if self.discharged_at is not None:
            ends.append((self.discharged_at, SESSION, None))
        return min(ends, key=lambda end: end[0], default=(None, None, None))

    def _done(self) -> list[list[datetime]]:
        """When each part of the order was done: what is measured, or what the nurse ticked off."""
        if not self.measure:
            return [[one.at for one in self.spoken if one.kind == ORDER_DONE]]
        return [_measured(measure, self.facts) for measure in self.measure]

    def _first_after(self, last: datetime | None) -> datetime | None:
        if self.every is None:
            return self.event.at if last is None else None
        slot = self._slot_after(self.event.at if last is None else last + self.window.early)
        return None if self.until_at is not None and slot > self.until_at else slot

    def _slot_after(self, instant: datetime) -> datetime:
        assert self.every is not None
        passed = max(0, (instant - self.event.at) // self.every)
        return self.event.at + (passed + 1) * self.every

    def _missed(self, done: list[list[datetime]], end: datetime) -> int:
        """Slots without a measurement in time, once that time is past and the next has come."""
        if self.every is None:
            return 0
        slots = min((end - self.event.at) // self.every, MOST_SLOTS)
        missed = 0
        for number in range(1, slots):  # the last one still waits
            slot = self.event.at + number * self.every
            low, high = slot - self.window.early, slot + self.window.late
            if not all(_any_between(times, low, high) for times in done):
                missed += 1
        return missed

    def _changes_at(self, due: datetime | None) -> datetime | None:
        ahead = [instant for instant in (due, self.until_at) if instant is not None]
        if self.every is not None:
            ahead.append(self._slot_after(self.clock))
        return min((instant for instant in ahead if instant > self.clock), default=None)


def _run_of(until: Until | None, facts: Sequence[Event]) -> tuple[int, datetime | None]:
    """How many of the latest readings in a row fulfil the condition, and when enough first did.

    Of several at one instant the worst counts. Standing readings of pressure and heart rate do not
    count, as in no discharge criterion; what was not measured neither counts nor breaks the row.
    """
    if until is None:
        return 0, None
    run = 0
    for at, holds in _readings(until, facts):
        run = run + 1 if holds else 0
        if run == until.count:
            return run, at
    return run, None


def _readings(until: Until, facts: Sequence[Event]) -> list[tuple[datetime, bool]]:
    found: dict[datetime, bool] = {}
    for fact in facts:
        value = fact.fields.get(until.field)
        if isinstance(value, int | float) and fact.fields.get("position") != "standing":
            found[fact.at] = found.get(fact.at, True) and until.holds(value)
    return sorted(found.items())


def _measured(measure: str, facts: Sequence[Event]) -> list[datetime]:
    """When it was measured; a pressure needs its value, the others may be accounted for.

    The protocol's own sets are told in the same way.
    """
    fields = MEASURES[measure]
    times = set()
    for fact in facts:
        missing = fact.fields.get("not_measured")
        reasons: Mapping[str, object] = missing if isinstance(missing, Mapping) else {}
        said = all(field in fact.fields for field in fields)
        accounted = measure != "blood_pressure" and all(field in reasons for field in fields)
        if fact.kind in ("vitals", "consciousness") and (said or accounted):
            times.add(fact.at)
    return sorted(times)


def _latest_of_all(done: list[list[datetime]]) -> datetime | None:
    """When the last part of it was done; None while one never was."""
    if not all(done):
        return None
    return min(times[-1] for times in done)


def _any_between(times: Sequence[datetime], low: datetime, high: datetime) -> bool:
    at = bisect_left(times, low)
    return at < len(times) and times[at] <= high
