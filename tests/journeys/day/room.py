"""The day's room: eight chairs, three nurses, one physician, one administrator, eight patients.

DEMO: every person and patient is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor.access.roles import Role
from monitor.services import chairs, patients, people
from monitor.services.founding import console_actor
from monitor.services.memory import SessionMemory
from monitor.services.views import NewPatient, NewPerson
from tests.journeys.clinic import (
    ADMINISTRATOR,
    NURSE,
    SECOND_NURSE,
    Clinic,
    Person,
    ToldClock,
    gather,
    prepared,
    served,
)
from tests.journeys.day.pace import PROGRAM, PacedTime

THIRD_NURSE = Person("msilva", "Marco Silva", Role.NURSE, "brick-late-window-2", "3958")
NURSES = (NURSE, SECOND_NURSE, THIRD_NURSE)
MORNING = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # 8:00 in Los Angeles
THE_EVENING_BEFORE = timedelta(hours=14)
PHONE = "+1 555 010 0142"
SETTINGS = {"MONITOR_EMERGENCY_PHONE": "112"}


@dataclass(frozen=True)
class Patient:
    """Who sits in a chair, under which protocol, with what dose, whose chair it is."""

    chair: str
    name: str
    born: date
    protocol: str
    dose_mg: float
    nurse: Person
    route: str = ""  # of a dose that is given at once; empty: an infusion


MAYA = Patient("1", "Maya Lindqvist", date(1987, 4, 14), "ketamine-iv", 36.0, NURSE)
DANIEL = Patient("2", "Daniel Okafor", date(1971, 9, 2), "ketamine-iv", 45.0, NURSE)
SAMUEL = Patient(
    "3", "Samuel Adeyemi", date(1995, 3, 30), "ketamine-iv-extended", 60.0, SECOND_NURSE
)
TOVE = Patient("4", "Tove Brandt", date(1990, 11, 5), "ketamine-im", 40.0, SECOND_NURSE, "im")
LIAM = Patient(
    "5",
    "Liam Castellano",
    date(1983, 6, 21),
    "ketamine-sublingual",
    100.0,
    SECOND_NURSE,
    "sublingual",
)
NADIA = Patient(
    "6", "Nadia Rousseau", date(1979, 12, 9), "esketamine-nasal", 56.0, THIRD_NURSE, "intranasal"
)
RUTH = Patient("7", "Ruth Abernathy", date(1958, 1, 19), "ketamine-iv", 32.0, THIRD_NURSE)
OLGA = Patient("6", "Olga Meriwether", date(1966, 8, 30), "ketamine-iv", 35.0, THIRD_NURSE)
PATIENTS = (MAYA, DANIEL, SAMUEL, TOVE, LIAM, NADIA, RUTH, OLGA)
FREE_CHAIR = "8"
CHAIRS = ("1", "2", "3", "4", "5", "6", "7", FREE_CHAIR)
WATCHES = {NURSE: ("1", "2"), SECOND_NURSE: ("3", "4", "5"), THIRD_NURSE: ("6", "7", "8")}


@dataclass
class Room:
    """The clinic that is served, its clock, and the session of each patient."""

    clinic: Clinic
    time: PacedTime
    sessions: dict[str, str] = field(default_factory=dict)

    def session(self, patient: Patient) -> str:
        """The session of a patient who has come."""
        return self.sessions[patient.name]


@contextmanager
def opened(folder: Path, speed: float, by_hand: float) -> Iterator[Room]:
    """The clinic as it is at eight in the morning, before anybody has come."""
    evening = ToldClock(MORNING - THE_EVENING_BEFORE)
    with prepared(folder) as (house, clinic):
        past = replace(house, clock=evening, memory=SessionMemory())
        gather(past, clinic)
        administrator = console_actor(past, ADMINISTRATOR.login)
        third = NewPerson(
            THIRD_NURSE.login,
            THIRD_NURSE.name,
            frozenset({THIRD_NURSE.role}),
            THIRD_NURSE.password,
            THIRD_NURSE.pin,
        )
        people.add_person(past, administrator, third)
        for label in CHAIRS:
            if label not in clinic.chairs:
                clinic.chairs[label] = chairs.add_chair(past, administrator, label).id
        nurse = console_actor(past, NURSE.login)
        for number, one in enumerate(PATIENTS):
            new = NewPatient(one.name, one.born, (("DEMO", f"D-{number}"),), "", 72.0)
            clinic.patients[one.name] = patients.register_patient(past, nurse, new).id
    time = PacedTime(folder / "clock", MORNING, speed, by_hand=by_hand, url=clinic.url)
    with served(clinic, folder, PROGRAM, str(time.file), **SETTINGS):
        yield Room(clinic, time)
