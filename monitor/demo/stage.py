"""Where the invented people act: every act is one use case, signed in as the one who does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.demo.clinic import DemoClinic
from monitor.demo.cupboard import Cupboard
from monitor.demo.scene import ESCORT, PHYSICIAN, Booking, Entry
from monitor.demo.screening import course_of, screen
from monitor.services import chairs, courses, discharge, recording, sessions
from monitor.services.course_views import CourseView, When
from monitor.services.founding import console_actor
from monitor.services.house import House
from monitor.services.register_views import Witness
from monitor.services.views import NewSession

QUARTER = 15
KEYS = UUID("6f1d3a54-0f0e-4c6e-9a53-2f6f3c8e7d10")  # the demo's idempotency keys hang under it


@dataclass(frozen=True, slots=True)
class Stage:
    """The house with its invented people and chairs; ``nurses`` share the room between them.

    The register of controlled drugs is kept from ``registers_from`` on, or always.
    """

    house: House
    physician: Actor
    nurses: tuple[Actor, ...]
    pins: Mapping[str, str]
    chair_ids: Mapping[str, str]
    zone: ZoneInfo
    registers_from: datetime | None = None

    @property
    def nurse(self) -> Actor:
        """Who does what belongs to no chair."""
        return self.nurses[0]

    def nurse_of(self, chair: str) -> Actor:
        """Who watches over this chair: each nurse over as many, side by side."""
        place = sorted(self.chair_ids).index(chair)
        return self.nurses[place * len(self.nurses) // len(self.chair_ids)]

    def start(self, booking: Booking, patient_id: str) -> str:
        """Screen the patient and open the session; the answer is its id."""
        nurse, guest = self.nurse_of(booking.chair), booking.guest
        pin = self.pins[self.physician.person_id]
        screen(self.house, nurse, self.physician, pin, guest=guest, patient_id=patient_id)
        self._appoint(course_of(self.house, nurse, guest, patient_id))
        new = NewSession(
            patient_id=patient_id,
            chair_id=self.chair_ids[booking.chair],
            protocol_id=guest.protocol_id,
            dose_mg=booking.dose_mg,
            weight_kg=guest.weight_kg,
            arrived=False,
        )
        return sessions.start_session(self.house, nurse, new).head.id

    def _appoint(self, course: CourseView) -> None:
        """Whoever comes without an appointment gets one for now, unless it is too soon."""
        gap = course.schedule.least_gap
        if any(abs(one.day - course.today) < gap for one in course.sessions):
            return
        when = When(course.today, self.quarter(self.house.clock()))
        courses.plan_session(self.house, self.nurse, course.id, when)

    def quarter(self, at: datetime) -> time:
        """The quarter of an hour that an instant lies in, on the clinic's wall."""
        local = at.astimezone(self.zone)
        return time(local.hour, local.minute // QUARTER * QUARTER)

    def perform(self, session_id: str, chair: str, entry: Entry) -> None:
        """Record what was entered, or sign, or decide."""
        actor = self.physician if entry.by == PHYSICIAN else self.nurse_of(chair)
        house, pin = self.house, self.pins[actor.person_id]
        if entry.to:
            discharge.end_otherwise(house, actor, session_id, entry.to, entry.reason, pin)
        elif entry.reason:
            discharge.override(house, actor, session_id, [ESCORT], entry.reason, pin)
        elif entry.is_signature:
            discharge.sign(house, actor, session_id, pin)
        else:
            key = str(uuid5(KEYS, f"{session_id} {entry.at.isoformat()} {entry.by}"))
            recording.record_events(house, actor, session_id, key, _sent(entry))
        if entry.told and (self.registers_from is None or entry.at >= self.registers_from):
            self.cupboard(actor).tell(session_id, entry.told, _instant(entry))

    def cupboard(self, keeper: Actor) -> Cupboard:
        """The controlled drugs, as this nurse keeps them; somebody else witnesses."""
        other = next(one for one in (*self.nurses, self.physician) if one != keeper)
        witness = Witness(other.person_id, self.pins[other.person_id])
        return Cupboard(self.house, keeper, witness, self.zone)


def _sent(entry: Entry) -> list[dict[str, object]]:
    return [
        {name: _plain(value) for name, value in {**body, "recorded_at": entry.at}.items()}
        for body in entry.bodies
    ]


def _instant(entry: Entry) -> datetime:
    at = entry.bodies[0]["at"]
    assert isinstance(at, datetime)
    return at


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def set_stage(house: House, clinic: DemoClinic) -> Stage:
    """Find the demo's people and chairs in the house."""
    found = {
        role: [
            (console_actor(house, person.login), person.pin or "")
            for person in clinic.people
            if role in person.roles
        ]
        for role in (Role.NURSE, Role.PHYSICIAN)
    }
    nurses = tuple(actor for actor, _ in found[Role.NURSE])
    return Stage(
        house=house,
        physician=found[Role.PHYSICIAN][0][0],
        nurses=nurses,
        pins={actor.person_id: pin for each in found.values() for actor, pin in each},
        chair_ids={one.label: one.id for one in chairs.list_chairs(house, nurses[0])},
        zone=ZoneInfo(clinic.zone),
    )
