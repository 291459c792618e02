"""An order as it stands at one instant, and what it is worked out with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clinical.event import Event

JUST_AFTER = datetime.resolution
_ZERO = timedelta(0)
CONDITION, TIME, DONE, CLOSED, CANCELLED, SESSION = (
    "condition",
    "time",
    "done",
    "closed",
    "cancelled",
    "session",
)
"""How an order can end."""


@dataclass(frozen=True, slots=True)
class Window:
    """How long before its slot a measurement counts for it, and how long after."""

    early: timedelta
    late: timedelta

    def of(self, every: timedelta) -> Window:
        """The window of slots that lie so close: never one measurement for two of them."""
        return Window(min(self.early, every / 2 - JUST_AFTER), min(self.late, every / 2))


@dataclass(frozen=True, slots=True)
class Until:
    """So many readings of one field in a row, all below a value or all at or above it."""

    field: str
    count: int
    below: float | None = None
    at_least: float | None = None

    def holds(self, value: float) -> bool:
        """Whether one reading is on the right side."""
        if self.below is not None:
            return value < self.below
        return self.at_least is not None and value >= self.at_least


@dataclass(frozen=True, slots=True)
class OrderState:
    """One order as it stands.

    ``due_at`` is the first slot that waits, None where nothing is due any more; ``overdue`` how
    long it has waited. ``run`` counts the readings in a row that fulfil the condition so far.
    ``seen``, ``ending`` are the events that acknowledged and that ended it, if an event did.
    ``closed_how`` is one of condition, time, done, closed, cancelled, session.
    ``changes_at`` is the next instant at which any of this differs without a new entry.
    """

    id: str
    at: datetime
    measure: tuple[str, ...]
    text: str
    every: timedelta | None
    until: Until | None
    until_at: datetime | None
    due_at: datetime | None = None
    overdue: timedelta = _ZERO
    missed: int = 0
    run: int = 0
    last_at: datetime | None = None
    seen: Event | None = None
    ending: Event | None = None
    closed_at: datetime | None = None
    closed_how: str | None = None
    changes_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.closed_at is None


def until_of(said: object) -> Until | None:
    """Read the condition of an order's fields, already checked."""
    if not isinstance(said, Mapping):
        return None
    below, at_least = said.get("below"), said.get("at_least")
    return Until(
        str(said["field"]),
        int(said.get("count", 1)),
        None if below is None else float(below),
        None if at_least is None else float(at_least),
    )
