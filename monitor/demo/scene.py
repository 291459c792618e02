"""What the invented nurses and physicians look at before they act, and what they then do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from monitor.clinical.event import Event
from monitor.clinical.state import SessionState
from monitor.demo.physiology import Body, Constitution, Dosing, body_of

NURSE, PHYSICIAN = "nurse", "physician"


@dataclass(frozen=True, slots=True)
class Story:
    """How this session differs from a quiet one; minutes are counted from time zero."""

    arrives_after: timedelta = timedelta(minutes=4)
    strengths: Mapping[str, float] = field(default_factory=dict)
    systolic_rise: float | None = None
    pause: tuple[float, float] | None = None
    neglect: tuple[float, float] | None = None
    answers_after: timedelta = timedelta(minutes=4)
    signs_after: timedelta = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Later:
    """How far somebody is who comes later in the day, and the flags answered by then."""

    stage: str
    flags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guest:
    """An invented patient, as far as the demo's own people need to know.

    ``flags`` are answered with *yes* and this note before each session; a physician overrides them
    with the reason ``overridden``.
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

    def constitution(self, on: date) -> Constitution:
        """What is lasting about this patient's body."""
        return Constitution((on - self.birth_date).days // 365, self.hypertensive)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person does in one go: bodies to record, or a signature when there are none."""

    at: datetime
    by: str
    bodies: tuple[dict[str, object], ...] = ()

    @property
    def is_signature(self) -> bool:
        """Whether this is a signature under the discharge."""
        return not self.bodies


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
        return body_of(
            constitution, Random(self.key), self.story.strengths, self.story.systolic_rise
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """One session as its people see it; ``since`` is when something was last done in it."""

    booking: Booking
    state: SessionState
    since: datetime
    signed_by: frozenset[str] = frozenset()

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

    def minute(self, at: datetime) -> float:
        """Minutes since time zero; before it, large and negative."""
        zero = self.state.time_zero
        return (at - zero).total_seconds() / 60 if zero else -60.0

    def dosing(self, until: datetime) -> Dosing:
        """When the drug has been running, as recorded."""
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
