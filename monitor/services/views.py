"""The values that use cases hand to screens and machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.clinical.orders import next_due
from monitor.clinical.protocol import Protocol
from monitor.clinical.running_kinds import FROM_PAPER
from monitor.clinical.state import SessionState
from monitor.services.conflict_views import Ask
from monitor.services.door_views import Tile as Tile
from monitor.services.door_views import UrgentNotice as UrgentNotice
from monitor.services.running_views import NextDue, OrderView, Running
from monitor.services.running_views import StoredEvent as StoredEvent
from monitor.services.screened_views import NewScreening, Screened
from monitor.services.tablet_views import TabletUnsent
from monitor.services.watch_views import Watch


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
class NewPatient:
    """What is asked when a patient is registered.

    ``confirmed`` says that somebody of the same name and birth date was asked back, and that this
    is another person.
    """

    name: str
    birth_date: date
    identifiers: tuple[tuple[str, str], ...] = ()
    allergies: str = ""
    weight_kg: float | None = None
    spo2_scale: int = 1
    known_arrhythmia: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class NewSession:
    """What is asked when a session starts.

    ``weight_kg`` and ``session_number`` may be left out: then the patient's last weight and the
    next number count. ``confirmed`` says that an unlikely dose was asked back and confirmed.
    With ``arrived`` False the chair is kept for a patient who is still on the way to it.
    ``planned_id`` names the planned session of the course that this is. ``eligibility`` holds
    answers given together with the start; else those recorded before count. ``protocol_version`` is
    the version that was shown; without one it starts on whatever is in force.
    """

    patient_id: str
    chair_id: str
    protocol_id: str
    dose_mg: float
    weight_kg: float | None = None
    session_number: int | None = None
    confirmed: bool = False
    arrived: bool = True
    planned_id: str | None = None
    eligibility: NewScreening | None = None
    protocol_version: int | None = None


@dataclass(frozen=True, slots=True)
class NewChair:
    """What is asked when a session moves to another chair.

    ``from_chair_id`` is the chair in which it was seen, ``responsible_id`` who is confirmed to
    answer for the new one.
    """

    from_chair_id: str
    chair_id: str
    responsible_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server acknowledged: on disk when this value exists.

    ``replayed`` says that the key had been seen before, and nothing was saved twice. ``asks`` are
    questions about what was saved, which stands until they are answered.
    """

    key: str
    event_ids: tuple[str, ...]
    received_at: datetime
    replayed: bool = False
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A session as a case file, and the kinds of the running system that it leaves out."""

    text: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that has begun; the tokens are told once and kept only as hashes.

    ``device_token`` is new where the device was not known before, else the one it came with.
    """

    actor: Actor
    sign_in_token: str
    device_token: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is asked when a person is added to the clinic.

    ``temporary`` says that somebody else thought of password and PIN: they are good for one
    sign-in, at which the person chooses their own.
    """

    login: str
    name: str
    roles: frozenset[Role]
    password: str
    pin: str | None = None
    phone: str = ""
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class CreatedToken:
    """An access token, told once."""

    id: str
    name: str
    token: str
    expires_at: datetime
    scopes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Clinic:
    """The clinic's name and zone."""

    id: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class DeviceView:
    """What a screen without a sign-in may show: on an unknown device, nothing of any clinic."""

    clinic: Clinic | None
    tiles: tuple[Tile, ...] = ()
    urgent: tuple[UrgentNotice, ...] = ()


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
class SessionView:
    """One session, whole: its head, its state now, its events and signatures."""

    head: SessionHead
    protocol: Protocol
    state: SessionState
    entries: tuple[StoredEvent, ...]
    signatures: tuple[Signature, ...] = ()
    notes: tuple[StoredEvent, ...] = ()
    moves: tuple[StoredEvent, ...] = ()
    version: int = 0
    running: Running = field(default_factory=Running)
    screened: Screened | None = None

    @property
    def open_orders(self) -> tuple[OrderView, ...]:
        """The orders somebody still has to do something about."""
        return tuple(order for order in self.running.orders if order.state.is_open)

    @property
    def from_paper(self) -> Mapping[str, str]:
        """Who measured what was copied from paper, by the id of the entry."""
        copied = (entry.event.fields for entry in self.running.of(FROM_PAPER))
        return {str(said["target"]): str(said["measured_by"]) for said in copied}

    @property
    def next_due(self) -> NextDue | None:
        """The earlier of the protocol's next set and of what is ordered; None if nothing is due."""
        scheduled = self.state.schedule.next_due_at
        ordered = next_due(order.state for order in self.running.orders)
        if ordered is None or ordered.due_at is None:
            return None if scheduled is None else NextDue(scheduled)
        if scheduled is not None and scheduled < ordered.due_at:
            return NextDue(scheduled)
        named = next(one for one in self.running.orders if one.state is ordered)
        return NextDue(ordered.due_at, named)


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One chair of the board, with the open (or lately closed) session in it, if any.

    ``taken`` says that a session is open in the chair. Whoever may not read sessions gets that
    word alone: ``readable`` is then False and ``session`` None.
    """

    chair: Chair
    session: SessionView | None
    taken: bool = False
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Board:
    """The room at one instant."""

    clinic_name: str
    zone: str
    at: datetime
    version: int
    demo: bool
    cards: tuple[BoardCard, ...] = field(default_factory=tuple)
    watch: Watch = field(default_factory=Watch)
    tablets: tuple[TabletUnsent, ...] = ()
