"""What a handover shows of a chair, and what is said, signed and kept of it: the values.

What is shown is kept as it was: every value here can be written as JSON and read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor.services.tablet_views import TabletUnsent
from monitor.services.watch_views import Named

SHIFT, BREAK = "shift", "break"
GIVEN, RECEIVED, WITHDRAWN = "given", "received", "withdrawn"


@dataclass(frozen=True, slots=True)
class MeasuredNow:
    """The latest word on a vital sign, side effect or alertness; None is not measured."""

    field: str
    value: int | float | str | None
    at: datetime
    stale: bool
    not_measured: str | None = None


@dataclass(frozen=True, slots=True)
class AlertNow:
    """An alert that stands: open, or seen and not over."""

    code: str
    level: str
    state: str
    raised_at: datetime
    value: int | float | str | list[str] | None = None


@dataclass(frozen=True, slots=True)
class UntilNow:
    """What ends an order: so many readings in a row below a value, or at or above it."""

    field: str
    count: int
    below: int | float | None = None
    at_least: int | float | None = None


@dataclass(frozen=True, slots=True)
class OrderNow:
    """A physician's order that somebody still has to do something about."""

    id: str
    at: datetime
    measure: list[str]
    text: str
    every_minutes: float | None
    until: UntilNow | None
    until_at: datetime | None
    ordered_by: str
    seen: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class TreatmentNow:
    """A medicine or intervention whose effect nobody has said yet."""

    id: str
    at: datetime
    what: str
    text: str = ""
    amount: int | float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NoteNow:
    """A note since the chair was last handed over."""

    id: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class FlagNow:
    """A flag of eligibility under which the session was started."""

    label: str
    word: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class SessionNow:
    """The session in a chair, as a nurse takes it over.

    ``waiting_for`` are the criteria that hold up readiness; empty before the dose, where readiness
    is not judged. ``overdue_minutes`` is how long the set that waits has waited, 0 where none does;
    ``overdue`` that it is longer than the protocol lets a set wait.
    """

    session_id: str
    patient_name: str
    birth_date: date
    phase: str
    elapsed_minutes: float | None
    measured: list[MeasuredNow]
    felt: list[MeasuredNow]
    alerts: list[AlertNow]
    next_due_at: datetime | None
    overdue_minutes: float
    overdue: bool
    missed: int
    orders: list[OrderNow]
    treatments: list[TreatmentNow]
    judged: bool
    waiting_for: dict[str, str]
    earliest_ready_at: datetime | None
    flags: list[FlagNow]
    notes: list[NoteNow]


@dataclass(frozen=True, slots=True)
class ChairNow:
    """One chair at one instant: who answers for it, and the open session in it, if any."""

    chair_id: str
    chair: str
    at: datetime
    responsible_id: str | None
    responsible: str
    session: SessionNow | None = None


class ChangeKind(StrEnum):
    """What can be other than it was signed; each has its words on the screen."""

    RESPONSIBLE = "responsible"
    NOBODY = "nobody"
    SESSION_ENDED = "session_ended"
    SESSION_STARTED = "session_started"
    ALERT_URGENT = "alert_urgent"
    ALERT_CAUTION = "alert_caution"
    ALERT_SEEN = "alert_seen"
    ALERT_OVER = "alert_over"
    PHASE = "phase"
    OVERDUE = "overdue"
    NO_LONGER_OVERDUE = "no_longer_overdue"
    ORDER_NEW = "order_new"
    ORDER_OVER = "order_over"
    ORDER_SEEN = "order_seen"
    EFFECT_NEW = "effect_new"
    EFFECT_OVER = "effect_over"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is other than what was signed, and what it speaks of."""

    chair: str
    what: ChangeKind
    about: str = ""


@dataclass(frozen=True, slots=True)
class ChairGiven:
    """One chair to hand over: the note for the next nurse, and the mark of what was shown."""

    chair_id: str
    seen: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewHandover:
    """What is asked when a handover is given.

    ``unsent`` is how many entries of these chairs the tablet still holds. ``takes_back_id`` names
    the handover whose chairs go back.
    """

    receiver_id: str
    reason: str
    chairs: tuple[ChairGiven, ...]
    unsent: int = 0
    takes_back_id: str | None = None


@dataclass(frozen=True, slots=True)
class HandoverSigned:
    """Who gave, received or withdrew it, in which role, and when."""

    person_id: str
    name: str
    role: str
    meaning: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverChair:
    """One chair of a handover: the note, what was shown to the one who gave it, and later.

    ``now`` is what is shown to the one who receives: as it stands while it waits, as it was shown
    at the second signature afterwards; None where it was withdrawn. ``seen`` is the mark of it.
    ``moved`` says that the responsibility went with it.
    """

    chair_id: str
    chair: str
    note: str
    given: ChairNow
    now: ChairNow | None = None
    seen: str = ""
    changes: tuple[Change, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class HandoverHead:
    """A handover in a list."""

    id: str
    giver_id: str
    giver: str
    receiver_id: str
    receiver: str
    reason: str
    signed_at: datetime
    takes_back_id: str | None = None
    chairs: tuple[str, ...] = ()
    ended: HandoverSigned | None = None

    @property
    def waits(self) -> bool:
        """Whether the second signature is still missing."""
        return self.ended is None


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A handover, whole."""

    head: HandoverHead
    chairs: tuple[HandoverChair, ...]
    signatures: tuple[HandoverSigned, ...]
    at: datetime
    zone: str
    version: int
    changes_at: datetime | None = None
    may_withdraw: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything that is other than what was signed first."""
        return tuple(change for chair in self.chairs for change in chair.changes)


@dataclass(frozen=True, slots=True)
class HandoverDesk:
    """What a nurse can hand over now, to whom, and what waits.

    ``marks`` are those of what is shown, by chair. ``takes_back`` was asked to go back.
    """

    at: datetime
    zone: str
    version: int
    chairs: tuple[ChairNow, ...]
    marks: Mapping[str, str]
    nurses: tuple[Named, ...]
    waiting: tuple[HandoverHead, ...]
    given_back: tuple[HandoverHead, ...] = ()
    takes_back: HandoverHead | None = None
    changes_at: datetime | None = None
    tablets: tuple[TabletUnsent, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverDay:
    """The handovers of one day, the latest first."""

    day: date
    at: datetime
    zone: str
    version: int
    handovers: tuple[HandoverHead, ...] = field(default_factory=tuple)


Kept = dict[str, Any]
"""A value as JSON holds it."""
