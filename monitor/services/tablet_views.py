"""What screens are told of tablets: their names, and what lies unsent on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class UnsentPart:
    """How many entries for one session lie unsent on a tablet."""

    session_id: str
    count: int


@dataclass(frozen=True, slots=True)
class UnsentReport:
    """What a tablet says of itself: nothing of a patient, only how many entries for which session.

    ``oldest`` is how long ago the oldest was made, by the tablet's own clock: a wrong clock says
    a right age. ``asking`` counts those that wait for somebody's decision.
    """

    parts: tuple[UnsentPart, ...] = ()
    asking: int = 0
    oldest: timedelta = timedelta()

    @property
    def unsent(self) -> int:
        """How many there are in all."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class TabletUnsent:
    """A tablet with unsent entries, as it said at ``said_at``; it may hold more or fewer by now.

    ``name`` is empty where nobody gave one; then ``number`` names it. ``chairs`` holds the label
    of each chair in which such a session is now, and how many entries are for it; the sum may be
    less than ``unsent``. ``own`` marks the tablet that asks.
    """

    device_id: str
    name: str
    number: int
    unsent: int
    asking: int
    oldest_at: datetime
    said_at: datetime
    chairs: tuple[tuple[str, int], ...] = ()
    own: bool = False
