"""What the invented nurses and physicians look at before they act, and what they then do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from uuid import UUID, uuid5

from monitor.clinical.event import Event
from monitor.clinical.order_state import OrderState
from monitor.clinical.state import Finding, SessionState
from monitor.demo.physiology import Body, Constitution, Dosing, body_of
from monitor.demo.routes import KETAMINE_IV, ROUTES, Route
from monitor.demo.stories import Story

NURSE, PHYSICIAN = "nurse", "physician"
ESCORT = "escort"
MARKS = UUID("0b5c2f0e-94a1-4f3e-8c57-2f1f4f6f9d61")  # the ids of the demo's own entries hang here


@dataclass(frozen=True, slots=True)
class Later:
    """How far somebody is who comes later in the day, and the flags answered by then."""

    stage: str
    flags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CourseTold:
    """A course by a schedule, as data/demo tells it; sessions are named by their place in it.

    Its first session was so many days ago (below 0: is still to come), each at ``at`` o'clock.
    ``missed`` tells why nobody came, ``moved`` by how many days and why; ``closed`` after which
    session it ended, and why.
    """

    schedule_id: str
    first_days_ago: int
    at: time
    indication: str
    missed: Mapping[int, str] = field(default_factory=dict)
    moved: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    closed: tuple[int, str] | None = None
    scores: Mapping[int, int] = field(default_factory=dict)
    stories: Mapping[int, Story] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BreakTold:
    """Who goes, to whom the chairs go, how many minutes ago she went and came back.

    ``notes`` are for the next nurse, by chair.
    """

    giver: str
    receiver: str
    went_min_ago: float
    back_min_ago: float
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guest:
    """An invented patient, as far as the demo's own people need to know.

    ``flags`` are answered with *yes* and this note before each session; a physician overrides them
    with the reason ``overridden``. ``burden`` is how much of a PHQ-9 is left at the first session,
    ``eases`` by how much each session lightens it; ``dark`` ones answer its item 9 with 1 at first.
    """

    identifier: str
    name: str
    birth_date: date
    weight_kg: float
    hypertensive: bool
    allergies: str = ""
    past_sessions: int = 0
    flags: Mapping[str, str] = field(default_factory=dict)
    overridden: str = ""
    later: Later | None = None
    protocol_id: str = KETAMINE_IV
    burden: float = 0.85
    eases: float = 0.08
    dark: bool = False
    course: CourseTold | None = None

    @property
    def route(self) -> Route:
        """How the drug is given."""
        return ROUTES[self.protocol_id]

    def constitution(self, on: date) -> Constitution:
        """What is lasting about this patient's body."""
        return Constitution((on - self.birth_date).days // 365, self.hypertensive)


@dataclass(frozen=True, slots=True)
class Told:
    """What a dose has written into the register: drawn for it, or given of what was drawn.

    With ``ends`` nothing more is given of it, and what is left is wasted.
    """

    protocol_id: str
    drawn_for_mg: float = 0.0
    given_mg: float = 0.0
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person does in one go: bodies to record, or else a signature.

    With ``reason`` the escort is overridden, or with ``to`` the session ended otherwise than home.
    """

    at: datetime
    by: str
    bodies: tuple[dict[str, object], ...] = ()
    reason: str = ""
    to: str = ""
    told: Told | None = None

    @property
    def is_signature(self) -> bool:
        """Whether this is a signature under the discharge."""
        return not self.bodies and not self.reason


@dataclass(frozen=True, slots=True)
class Booking:
    """A session that is to take place: who, where, when, and how it differs from a quiet one."""

    key: str
    guest: Guest
    chair: str
    started_at: datetime
    session_number: int
    dose_mg: float
    story: Story = field(default_factory=Story)

    def body(self) -> Body:
        """The patient's body in this session: the same each time it is asked for."""
        constitution = self.guest.constitution(self.started_at.date())
        story, route = self.story, self.guest.route
        chance = Random(self.key)
        return body_of(constitution, chance, story.strengths, story.systolic_rise, route)

    def mark(self, purpose: str) -> str:
        """The id of the one entry of this session that serves the purpose."""
        return str(uuid5(MARKS, f"{self.key} {purpose}"))


@dataclass(frozen=True, slots=True)
class Scene:
    """One session as its people see it; ``since`` is when something was last done in it."""

    booking: Booking
    state: SessionState
    since: datetime
    signed_by: frozenset[str] = frozenset()
    overridden: frozenset[str] = frozenset()
    calls: int = 0
    orders: tuple[OrderState, ...] = ()

    @property
    def waiting(self) -> frozenset[str]:
        """The criteria that are neither met nor overridden."""
        return frozenset(
            criterion
            for criterion, verdict in self.state.findings.items()
            if verdict.finding is not Finding.MET and criterion not in self.overridden
        )

    @property
    def may_leave(self) -> bool:
        """Whether nothing is waited for but what the physician of this story overrides."""
        return self.waiting <= ({ESCORT} if self.story.dirt.alone else frozenset())

    @property
    def story(self) -> Story:
        """How this session differs from a quiet one."""
        return self.booking.story

    def chance(self, purpose: str) -> Random:
        """Chance that stays the same until something new is recorded."""
        return Random(f"{self.booking.key}:{len(self.state.facts)}:{purpose}")

    def first(self, kind: str) -> Event | None:
        """The first fact of a kind, if any."""
        return next((fact for fact in self.state.facts if fact.kind == kind), None)

    def count(self, kind: str) -> int:
        """How many facts of a kind there are."""
        return sum(fact.kind == kind for fact in self.state.facts)

    def said(self, name: str) -> bool:
        """Whether an attestation of this name has been made."""
        return any(name in fact.fields for fact in self.state.facts if fact.kind == "attested")

    def marked(self, purpose: str) -> Event | None:
        """The entry of this session that serves the purpose, as it counts now."""
        mark = self.booking.mark(purpose)
        return next((fact for fact in self.state.facts if fact.id == mark), None)

    def minute(self, at: datetime) -> float:
        """Minutes since time zero; before it, large and negative."""
        zero = self.state.time_zero
        return (at - zero).total_seconds() / 60 if zero else -60.0

    def dosing(self, until: datetime) -> Dosing:
        """When the drug has been running or is taken up, as recorded."""
        route = self.booking.guest.route
        if route.word:
            given = [self.minute(fact.at) for fact in self.state.facts if fact.kind == "dose_given"]
            first = [minute + route.lag_minutes for minute in given]
            taken_up = tuple((minute, minute + route.absorbed_in) for minute in first)
            share = route.portion_mg(self.booking.dose_mg) / self.booking.dose_mg
            return Dosing(taken_up, route.absorbed_in, share)
        stretches: list[tuple[float, float]] = []
        running: float | None = None
        for fact in self.state.facts:
            if fact.kind in {"infusion_started", "infusion_resumed"}:
                running = self.minute(fact.at)
            elif fact.kind in {"infusion_paused", "infusion_ended"} and running is not None:
                stretches.append((running, self.minute(fact.at)))
                running = None
        if running is not None:
            stretches.append((running, self.minute(until)))
        return Dosing(tuple(stretches))
