"""Patients near the end of their observation, added to a clinic that is being served.

DEMO: every person and patient is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from monitor.bootstrap import build_house
from monitor.services import chairs, patients
from monitor.services.founding import console_actor
from monitor.services.house import House
from monitor.services.memory import SessionMemory
from monitor.services.recording import record_events
from monitor.services.sessions import start_session
from monitor.services.views import NewPatient, NewSession
from tests.fit import fit
from tests.journeys.clinic import (
    ADMINISTRATOR,
    MINUTE,
    NURSE,
    Clinic,
    ToldClock,
    serving,
    settings_of,
    side_effects,
    vitals,
)

BEFORE = (155.0, 150.0)
START, END = 145.0, 105.0
DURING = (135.0, 125.0, 115.0)
AFTER = (90.0, 75.0, 60.0, 45.0, 15.0, 3.0)
QUIET = side_effects(
    hallucinations="none",
    dizziness="none",
    confusion="none",
    dissociation="none",
    nausea="none",
)
AWAKE: dict[str, object] = {"kind": "consciousness", "moaas": 5, "acvpu": "A"}
NO_FLAGS: dict[str, object] = {"kind": "red_flags", "present": []}
WALKS: dict[str, object] = {"kind": "mobility", "gait": "steady"}
RELEASED: dict[str, object] = {
    "kind": "attested",
    "escort": {"name": "DEMO escort", "phone": "555 0100"},
    "instructions_given": True,
    "line_removed": True,
    "suicide_safety": "no_concern",
}


@dataclass
class Past:
    """Plays what happened before a test began, each entry at its own instant."""

    house: House
    clock: ToldClock
    clinic: Clinic
    now: datetime

    def seat(self, chair: str, name: str) -> str:
        """Put a new patient into a new chair and give the dose; the session's id."""
        self.now = datetime.now(UTC)  # what is measured grows old while a file of tests goes on
        self.clock.now = self.now - 160 * MINUTE
        administrator = console_actor(self.house, ADMINISTRATOR.login)
        nurse = console_actor(self.house, NURSE.login)
        self.clinic.chairs[chair] = chairs.add_chair(self.house, administrator, chair).id
        new = NewPatient(
            name, date(1980, 5, 5), (("DEMO", f"L-{chair}"),), "", 72.0, confirmed=True
        )
        self.clinic.patients[name] = patients.register_patient(self.house, nurse, new).id
        planned = NewSession(
            patient_id=self.clinic.patients[name],
            chair_id=self.clinic.chairs[chair],
            protocol_id="ketamine-iv",
            dose_mg=36.0,
            eligibility=fit(),
        )
        self.clinic.sessions[chair] = start_session(self.house, nurse, planned).head.id
        for minutes in BEFORE:
            self.enter(chair, minutes, vitals((122, 78)), QUIET, AWAKE)
        self.enter(chair, START, {"kind": "infusion_started", "dose_mg": 36.0})
        for minutes in DURING:
            self.enter(chair, minutes, vitals((134, 84), 78), QUIET, AWAKE)
        self.enter(chair, END, {"kind": "infusion_ended"})
        return self.clinic.sessions[chair]

    def recover(self, chair: str, *last: dict[str, object]) -> None:
        """Every set since the infusion ended, quiet; ``last`` is told with the newest."""
        for minutes in AFTER:
            more = last if minutes == AFTER[-1] else ()
            self.enter(chair, minutes, vitals((126, 80), 74), QUIET, AWAKE, NO_FLAGS, *more)

    def measure_again(self, chair: str, *last: dict[str, object]) -> None:
        """One more quiet set, just now, so that none is too old to decide upon."""
        self.now = datetime.now(UTC)
        self.enter(chair, 0, vitals((126, 80), 74), QUIET, AWAKE, NO_FLAGS, *last)

    def enter(self, chair: str, minutes: float, *bodies: dict[str, object]) -> None:
        """Record at an instant so many minutes ago."""
        self.clock.now = self.now - timedelta(minutes=minutes)
        nurse = console_actor(self.house, NURSE.login)
        told = [{"at": self.clock.now.isoformat(), **body} for body in bodies]
        record_events(self.house, nurse, self.clinic.sessions[chair], str(uuid4()), told)


@contextmanager
def serving_with_past(folder: Path) -> Iterator[tuple[Clinic, Past]]:
    """The small clinic, and a way to play what came before."""
    with serving(folder) as clinic:
        house = build_house(settings_of(folder))
        now = datetime.now(UTC)
        clock = ToldClock(now)
        past = replace(house, clock=clock, memory=SessionMemory())
        try:
            yield clinic, Past(past, clock, clinic, now)
        finally:
            house.engine.dispose()
