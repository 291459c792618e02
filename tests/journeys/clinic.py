"""A small clinic in a database of its own, and a real server process that serves it.

DEMO: every person and patient is invented. The room: chair 1 observing and quiet, chair 2 with an
urgent alert nobody has seen, chair 3 before its dose, chair 4 free.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.bootstrap import build_house, prepare_database
from monitor.demo.seeding import QUICK_HASHER
from monitor.services import chairs, patients, people
from monitor.services.founding import console_actor, found_clinic
from monitor.services.house import House
from monitor.services.memory import SessionMemory
from monitor.services.recording import record_events
from monitor.services.sessions import start_session
from monitor.services.views import NewPatient, NewPerson, NewSession
from monitor.settings import Settings
from tests.databases import settings_here, url_for
from tests.fit import as_json, fit
from tests.journeys import forked

ZONE = "America/Los_Angeles"
CLINIC = "Journey clinic"
MINUTE = timedelta(minutes=1)
STARTS_WITHIN_S = 120.0
ENDS_WITHIN_S = 30.0
ANSWERS_WITHIN_S = 60.0
"""A server may be busy with something else; a test waits for what is true, not for how fast."""
SERVE = ("from monitor.cli import app; app()", "serve")


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    login: str
    name: str
    role: Role
    password: str
    pin: str


NURSE = Person("pnair", "Priya Nair", Role.NURSE, "lamp-river-chair-9", "4821")
SECOND_NURSE = Person("toduya", "Tess Oduya", Role.NURSE, "stone-green-table-3", "7305")
PHYSICIAN = Person("arahman", "Dr A. Rahman", Role.PHYSICIAN, "cloud-south-paper-5", "6194")
ADMINISTRATOR = Person("shale", "Sam Hale", Role.ADMINISTRATOR, "wood-early-north-7", "9057")
PEOPLE = (NURSE, SECOND_NURSE, PHYSICIAN, ADMINISTRATOR)

MAYA = NewPatient("Maya Lindqvist", date(1987, 4, 14), (("DEMO", "M-1001"),), "", 72.0)
DANIEL = NewPatient("Daniel Okafor", date(1971, 9, 2), (("DEMO", "M-1002"),), "penicillin", 90.0)
SAMUEL = NewPatient("Samuel Adeyemi", date(1995, 3, 30), (("DEMO", "M-1003"),), "", 81.0)
RUTH = NewPatient("Ruth Abernathy", date(1958, 1, 19), (("DEMO", "M-1004"),), "", 64.0)


class ToldClock:
    """A clock that stands where it was last put."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the instant it was put to."""
        return self.now


@dataclass
class Clinic:
    """What the tests know of the clinic that is served."""

    url: str
    folder: Path = field(default_factory=Path)
    patients: dict[str, str] = field(default_factory=dict)
    chairs: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    process: psutil.Process | None = None
    starts_within_s: float = STARTS_WITHIN_S

    @contextmanager
    def caller(self, person: Person) -> Iterator[httpx.Client]:
        """Sign in as a person on a device of its own, as another tablet would."""
        address, origin = f"{self.url}/api/v1", {"Origin": self.url}
        with httpx.Client(
            base_url=address, headers=origin, timeout=ANSWERS_WITHIN_S, verify=False
        ) as client:  # in clear text no certificate is read, and to take them in is dear
            body = {"login": person.login, "password": person.password}
            client.post("/sign-in/password", json=body).raise_for_status()
            client.headers["X-CSRF-Token"] = client.cookies["monitor_csrf"]
            yield client

    def record(self, chair: str, body: dict[str, object], person: Person = SECOND_NURSE) -> None:
        """Enter one event from another tablet."""
        with self.caller(person) as client:
            answer = client.post(
                f"/sessions/{self.sessions[chair]}/events",
                json={"at": datetime.now(UTC).isoformat(), **body},
                headers={"Idempotency-Key": str(uuid4())},
            )
            answer.raise_for_status()

    def add_chair(self, label: str) -> None:
        """Put one more chair into the room, by the command of whoever runs the server."""
        house = build_house(settings_of(self.folder))
        administrator = console_actor(house, ADMINISTRATOR.login)
        self.chairs[label] = chairs.add_chair(house, administrator, label).id
        house.engine.dispose()

    def screen(self, patient: str) -> None:
        """Answer everything before a session without a flag, and take calm readings."""
        with self.caller(SECOND_NURSE) as client:
            path = f"/patients/{self.patients[patient]}/eligibility"
            body = {**as_json(fit()), "protocol_id": "ketamine-iv"}
            client.post(path, json=body).raise_for_status()

    def start(
        self, chair: str, patient: str, dose_mg: float = 36.0, protocol: str = "ketamine-iv"
    ) -> str:
        """Start a session in a free chair and remember it."""
        with self.caller(SECOND_NURSE) as client:
            body = {
                "patient_id": self.patients[patient],
                "chair_id": self.chairs[chair],
                "protocol_id": protocol,
                "dose_mg": dose_mg,
                "weight_kg": 72.0,
                "eligibility": as_json(fit()),
            }
            answer = client.post("/sessions", json=body)
            answer.raise_for_status()
            said: dict[str, Any] = answer.json()
        self.sessions[chair] = said["id"]
        return self.sessions[chair]


def vitals(
    pressure: tuple[int, int], rate: int = 72, spo2: int = 98, breathing: int = 14
) -> dict[str, object]:
    """One full set on room air."""
    return {
        "kind": "vitals",
        "systolic_mmhg": pressure[0],
        "diastolic_mmhg": pressure[1],
        "heart_rate_bpm": rate,
        "rhythm": "regular",
        "spo2_percent": spo2,
        "oxygen_l_min": 0,
        "respiratory_rate_per_min": breathing,
    }


def side_effects(**grades: str) -> dict[str, object]:
    """One check of side effects."""
    return {"kind": "side_effects", "grades": grades}


@contextmanager
def serving(folder: Path) -> Iterator[Clinic]:
    """Seed the clinic and serve it from a process of its own."""
    with prepared(folder) as (house, clinic):
        seed(house, clinic)
    with served(clinic, folder, *SERVE):
        yield clinic


@contextmanager
def prepared(folder: Path) -> Iterator[tuple[House, Clinic]]:
    """An empty database and the address at which its clinic is going to be served."""
    port = _usual_port() if _is_free(_usual_port()) else _free_port()
    clinic = Clinic(f"http://127.0.0.1:{port}", folder)
    settings = settings_of(folder)
    prepare_database(settings)
    house = build_house(settings)
    yield house, clinic
    house.engine.dispose()


@contextmanager
def served(clinic: Clinic, folder: Path, *program: str, **settings: str) -> Iterator[None]:
    """Run a server in a process of its own until the end of the block."""
    begin(clinic, folder, *program, **settings)
    try:
        yield
    finally:
        assert clinic.process is not None
        with suppress(psutil.NoSuchProcess):
            clinic.process.terminate()
            clinic.process.wait(ENDS_WITHIN_S)


def begin(clinic: Clinic, folder: Path, *program: str, **settings: str) -> None:
    """Start the server, also one that was killed, and wait until it answers."""
    environment = {
        "MONITOR_DATA_DIR": str(folder),
        "MONITOR_PORT": clinic.url.rpartition(":")[2],
        "MONITOR_CLINIC_NAME": CLINIC,
        "MONITOR_CLINIC_ZONE": ZONE,
        **settings_here(folder),
        **settings,
    }
    clinic.process = forked.start(program, {**os.environ, **environment}, folder / "server.log")
    _wait(clinic, folder)


def seed(house: House, clinic: Clinic) -> None:
    """Play the last two hours through the use cases, each at its own instant."""
    now = datetime.now(UTC)
    clock = ToldClock(now - 150 * MINUTE)
    past = replace(house, clock=clock, memory=SessionMemory(), pin_hasher=QUICK_HASHER)
    gather(past, clinic)
    nurse = console_actor(past, NURSE.login)
    for new in (MAYA, DANIEL, SAMUEL, RUTH):
        clinic.patients[new.name] = patients.register_patient(past, nurse, new).id
    _Playing(past, clock, clinic, nurse, now).all()


def gather(past: House, clinic: Clinic) -> None:
    """Found the clinic, with its people and four chairs."""
    first = _person(ADMINISTRATOR)
    found_clinic(past, CLINIC, ZONE, first)
    administrator = console_actor(past, first.login)
    for person in PEOPLE:
        if person is not ADMINISTRATOR:
            people.add_person(past, administrator, _person(person))
    for label in ("1", "2", "3", "4"):
        clinic.chairs[label] = chairs.add_chair(past, administrator, label).id


@dataclass
class _Playing:
    house: House
    clock: ToldClock
    clinic: Clinic
    nurse: Actor
    now: datetime

    def all(self) -> None:
        """Put three patients into their chairs."""
        self._quiet()
        self._urgent()
        self._start("3", SAMUEL, 10)

    def _quiet(self) -> None:
        self._start("1", MAYA, 100)
        self._enter("1", 95, vitals((122, 78)), side_effects(dizziness="none"))
        self._enter("1", 90, {"kind": "infusion_started", "dose_mg": 36.0})
        for minutes in (80, 70, 60):
            self._enter("1", minutes, vitals((130, 82), 76))
        self._enter("1", 50, {"kind": "infusion_ended"})
        for minutes in (35, 20, 5):
            checked = side_effects(dizziness="mild", hallucinations="none", nausea="none")
            self._enter("1", minutes, vitals((126, 80), 74), checked)

    def _urgent(self) -> None:
        self._start("2", DANIEL, 50)
        self._enter("2", 45, vitals((138, 84), 82))
        self._enter("2", 38, {"kind": "infusion_started", "dose_mg": 45.0})
        self._enter("2", 28, vitals((150, 90), 88))
        self._enter("2", 18, vitals((158, 94), 92))
        self._enter("2", 8, vitals((176, 104), 98))
        self._enter("2", 2, vitals((204, 112), 104), side_effects(dissociation="moderate"))

    def _start(self, chair: str, patient: NewPatient, minutes: float) -> None:
        self.clock.now = self.now - minutes * MINUTE
        new = NewSession(
            patient_id=self.clinic.patients[patient.name],
            chair_id=self.clinic.chairs[chair],
            protocol_id="ketamine-iv",
            dose_mg=0.5 * (patient.weight_kg or 72.0),
            eligibility=fit(),
        )
        self.clinic.sessions[chair] = start_session(self.house, self.nurse, new).head.id

    def _enter(self, chair: str, minutes: float, *bodies: dict[str, object]) -> None:
        self.clock.now = self.now - minutes * MINUTE
        at = self.clock.now.isoformat()
        told = [{"at": at, **body} for body in bodies]
        record_events(self.house, self.nurse, self.clinic.sessions[chair], str(uuid4()), told)


def _person(person: Person) -> NewPerson:
    roles = frozenset({person.role})
    return NewPerson(person.login, person.name, roles, person.password, person.pin)


@cache
def _usual_port() -> int:
    """Where one file's server after another is found: a browser knows its scripts by address."""
    return _free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def settings_of(folder: Path) -> Settings:
    """What a house in this folder is built with, on the database of this run."""
    url = url_for(folder / "monitor.db")
    return Settings(data_dir=folder, database_url=url, clinic_name=CLINIC, clinic_zone=ZONE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _address(clinic: Clinic) -> tuple[str, int]:
    host, _, port = clinic.url.removeprefix("http://").rpartition(":")
    return host, int(port)


def _ask(clinic: Clinic) -> httpx.Response:
    return httpx.get(f"{clinic.url}/sign-in", timeout=5.0, follow_redirects=True, verify=False)


def _wait(clinic: Clinic, folder: Path) -> None:
    assert clinic.process is not None
    until = time.monotonic() + clinic.starts_within_s
    while time.monotonic() < until:
        if not clinic.process.is_running():
            break
        try:
            with socket.create_connection(_address(clinic)):  # a client of HTTP is dear to make
                pass
            _ask(clinic).raise_for_status()
        except (OSError, httpx.HTTPError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start: {(folder / 'server.log').read_text()}")
