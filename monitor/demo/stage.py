"""Where the invented people act: every act is one use case, signed in as the one who does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.demo.clinic import PROTOCOL, DemoClinic
from monitor.demo.scene import NURSE, PHYSICIAN, Booking, Entry
from monitor.demo.screening import course_of, screen
from monitor.services import chairs, discharge, recording, sessions
from monitor.services.founding import console_actor
from monitor.services.house import House
from monitor.services.views import NewPerson, NewSession

KEYS = UUID("6f1d3a54-0f0e-4c6e-9a53-2f6f3c8e7d10")  # the demo's idempotency keys hang under it


@dataclass(frozen=True, slots=True)
class Stage:
    """The house with its invented people and chairs."""

    house: House
    actors: Mapping[str, Actor]
    pins: Mapping[str, str]
    chair_ids: Mapping[str, str]

    def start(self, booking: Booking, patient_id: str) -> str:
        """Screen the patient and open the session; the answer is its id."""
        nurse, physician, pin = self.actors[NURSE], self.actors[PHYSICIAN], self.pins[PHYSICIAN]
        guest = booking.guest
        screen(
            self.house, nurse, physician, pin,
            guest=guest, patient_id=patient_id, protocol_id=PROTOCOL,
        )  # fmt: skip
        course_of(self.house, nurse, guest, patient_id, PROTOCOL)
        new = NewSession(
            patient_id=patient_id,
            chair_id=self.chair_ids[booking.chair],
            protocol_id=PROTOCOL,
            dose_mg=booking.dose_mg,
            weight_kg=booking.guest.weight_kg,
            arrived=False,
        )
        return sessions.start_session(self.house, self.actors[NURSE], new).head.id

    def perform(self, session_id: str, entry: Entry) -> None:
        """Record what was entered, or sign."""
        actor = self.actors[entry.by]
        if entry.is_signature:
            discharge.sign(self.house, actor, session_id, self.pins[entry.by])
            return
        key = str(uuid5(KEYS, f"{session_id} {entry.at.isoformat()} {entry.by}"))
        recording.record_events(self.house, actor, session_id, key, _sent(entry))


def _sent(entry: Entry) -> list[dict[str, object]]:
    return [
        {name: _plain(value) for name, value in {**body, "recorded_at": entry.at}.items()}
        for body in entry.bodies
    ]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def set_stage(house: House, clinic: DemoClinic) -> Stage:
    """Find the demo's people and chairs in the house."""
    people = {role: _first(clinic, role) for role in (Role.NURSE, Role.PHYSICIAN)}
    words = {Role.NURSE: NURSE, Role.PHYSICIAN: PHYSICIAN}
    actors = {words[role]: console_actor(house, person.login) for role, person in people.items()}
    return Stage(
        house=house,
        actors=actors,
        pins={words[role]: person.pin or "" for role, person in people.items()},
        chair_ids={one.label: one.id for one in chairs.list_chairs(house, actors[NURSE])},
    )


def _first(clinic: DemoClinic, role: Role) -> NewPerson:
    return next(person for person in clinic.people if role in person.roles)
