"""The values that use cases hand to screens and machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import SessionState


@dataclass(frozen=True, slots=True)
class Chair:
    """A place where one patient sits."""

    id: str
    label: str
    room: str = ""


@dataclass(frozen=True, slots=True)
class PatientCard:
    """Who the patient is, as every patient screen shows it."""

    id: str
    name: str
    birth_date: date
    identifiers: tuple[tuple[str, str], ...] = ()
    allergies: str = ""
    weight_kg: float | None = None
    spo2_scale: int = 1
    known_arrhythmia: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed what, when, in which role and with which meaning."""

    person_id: str
    name: str
    role: str
    meaning: str
    signed_at: datetime
    lapsed: bool = False
    reason: str | None = None
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionHead:
    """What a session is, apart from what happened in it."""

    id: str
    clinic_id: str
    patient: PatientCard
    chair: Chair
    protocol_id: str
    protocol_version: int
    drug: str
    route: str
    dose_mg: float
    weight_kg: float
    session_number: int
    started_at: datetime
    closed_at: datetime | None = None

    @property
    def dose_mg_per_kg(self) -> float:
        """Planned dose per kilogram of body weight."""
        return self.dose_mg / self.weight_kg


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event with who entered it: what a table of sets and a history of corrections show."""

    event: Event
    person_name: str
    received_at: datetime
    tablet_recorded_at: datetime | None
    device_id: str | None = None


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session, whole: its head, its state now, its events and signatures."""

    head: SessionHead
    protocol: Protocol
    state: SessionState
    entries: tuple[StoredEvent, ...]
    signatures: tuple[Signature, ...] = ()
    notes: tuple[StoredEvent, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One chair of the board, with the open (or lately closed) session in it, if any."""

    chair: Chair
    session: SessionView | None


@dataclass(frozen=True, slots=True)
class Board:
    """The room at one instant."""

    clinic_name: str
    zone: str
    at: datetime
    version: int
    demo: bool
    cards: tuple[BoardCard, ...] = field(default_factory=tuple)
