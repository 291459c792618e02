"""A kept entry with who made it, and what counts of the running system's own entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.ladder import Climb
from monitor.clinical.order_state import OrderState
from monitor.clinical.prompts import Prompt
from monitor.clinical.treatments import Treatment

CLOCKS_AGREE_WITHIN = timedelta(seconds=10)
"""Below this a difference between tablet and server is the time a message takes, no skew."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event with who entered it: what a table of sets and a history of corrections show.

    ``event.at`` has the tablet's skew taken off; ``claimed_at`` is what the tablet said.
    """

    event: Event
    person_name: str
    received_at: datetime
    tablet_recorded_at: datetime | None
    device_id: str | None = None
    claimed_at: datetime | None = None
    tablet_skew_seconds: float | None = None
    person_id: str = ""

    @property
    def typed_at(self) -> datetime:
        """When it was typed, by the server's clock; never later than it was received."""
        if self.tablet_recorded_at is None:
            return self.received_at
        skew = timedelta(seconds=self.tablet_skew_seconds or 0.0)
        skew = skew if abs(skew) > CLOCKS_AGREE_WITHIN else timedelta(0)
        return min(self.tablet_recorded_at + skew, self.received_at)


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as it stands, with who gave, acknowledged and ended it; empty where nobody did."""

    state: OrderState
    ordered_by: str
    seen_by: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """What people entered beside the fold: what counts of it, as corrected, and what was struck.

    The start, its eligibility, changes of chair and signatures are no such entries.
    ``earlier`` are older versions of corrected ones, as they were said. ``climbs`` are the urgent
    alerts that wait for a physician, ``prompts`` what is to be decided while an infusion runs.
    """

    entries: tuple[StoredEvent, ...] = ()
    struck: tuple[StoredEvent, ...] = ()
    earlier: tuple[Event, ...] = ()
    orders: tuple[OrderView, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    climbs: tuple[Climb, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    def of(self, kind: str) -> tuple[StoredEvent, ...]:
        """The counting entries of one kind, in the order they happened."""
        return tuple(entry for entry in self.entries if entry.event.kind == kind)


@dataclass(frozen=True, slots=True)
class NextDue:
    """What is due first: the protocol's set, or what a physician ordered."""

    at: datetime
    order: OrderView | None = None
