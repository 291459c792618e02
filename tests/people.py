"""The cast: people of one clinic, and somebody of another who must see nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import Engine

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.services import chairs, patients, people, sessions
from monitor.services.founding import found_clinic
from monitor.services.house import House
from monitor.services.views import (
    Chair,
    NewPatient,
    NewPerson,
    NewSession,
    PatientCard,
    SessionView,
)
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import ProtocolShelf, load_protocols
from tests.databases import copied_sqlite, fresh_sqlite, temporary_folder
from tests.fit import fit

BY_CHANCE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+|[0-9a-f]{32,}"
    r"|datetime\([^)]*\)"
)
"""An id, an instant, a digest: any digits may stand in them."""

NOON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
ZONE = "America/Los_Angeles"
PASSWORD = "a long pass phrase"
PINS = {"nurse": "1597", "physician": "2684", "administrator": "3791", "nurse_too": "4826"}


@dataclass
class SettableClock:
    """A clock that stands until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@dataclass(frozen=True)
class Cast:
    """Everyone a test may need, signed in."""

    house: House
    clock: SettableClock
    administrator: Actor
    nurse: Actor
    nurse_too: Actor
    physician: Actor
    stranger: Actor
    chair: Chair
    patient: PatientCard
    keys: list[str] = field(default_factory=list)
    later: dict[Role, Actor] = field(default_factory=dict)
    mark: str = ""
    """What their logins end in, where one database has several casts."""

    def of(self, role: Role) -> Actor:
        return {
            Role.NURSE: self.nurse,
            Role.PHYSICIAN: self.physician,
            Role.ADMINISTRATOR: self.administrator,
        }.get(role) or self._later(role)

    @property
    def auditor(self) -> Actor:
        return self._later(Role.AUDITOR)

    @property
    def reader(self) -> Actor:
        """Somebody with read-only."""
        return self._later(Role.READ_ONLY)

    def _later(self, role: Role) -> Actor:
        """Somebody of a role that few tests are about, added when asked for."""
        if role not in self.later:
            login = role.value.replace("-", "_") + self.mark
            new = NewPerson(login, f"Q. Demo {login.title()}", frozenset({role}), PASSWORD)
            self.later[role] = _add(self.house, self.administrator, new)
        return self.later[role]

    def start(self) -> SessionView:
        return sessions.start_session(self.house, self.nurse, self.new_session())

    def new_session(self, protocol: str = "ketamine-iv") -> NewSession:
        return NewSession(self.patient.id, self.chair.id, protocol, dose_mg=35.0, eligibility=fit())

    def key(self) -> str:
        """A new idempotency key."""
        self.keys.append(f"key-{len(self.keys)}")
        return self.keys[-1]

    def body(self, kind: str, **fields: object) -> dict[str, object]:
        """An event that happens now."""
        return {"kind": kind, "at": self.clock.now.isoformat(), **fields}


def build_house(engine: Engine, clock: SettableClock) -> House:
    """A house that hashes fast; everything else is the real thing."""
    return House(
        engine=engine,
        clock=clock,
        protocols=_protocols(),
        pin_hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
    )


@cache
def _protocols() -> ProtocolShelf:
    """The clinic's protocols, which nobody changes: read once, not for each of the tests."""
    return load_protocols(protocols_folder())


def gathered(engine: Engine, clock: SettableClock) -> Cast:
    """The cast in a fresh database; in a SQLite file by a copy of one that was filled before."""
    house = build_house(engine, clock)
    if engine.dialect.name != "sqlite" or clock.now != NOON:
        return gather(house, clock)
    filled, cast = _gathered_file()
    copied_sqlite(engine, filled)
    return replace(cast, house=house, clock=clock, keys=[], later={})


@cache
def _gathered_file() -> tuple[Path, Cast]:
    """A file in which the cast was gathered once, and who they are."""
    engine, clock = fresh_sqlite(temporary_folder()), SettableClock()
    cast = gather(build_house(engine, clock), clock)
    engine.dispose()
    return Path(str(engine.url.database)), cast


def gather(house: House, clock: SettableClock, mark: str = "") -> Cast:
    """Found two clinics and fill them; ``mark`` ends the logins where these are not the first."""

    def person(login: str, name: str, role: Role) -> NewPerson:
        return NewPerson(login + mark, name, frozenset({role}), PASSWORD, PINS[login])

    first = person("administrator", "A. Demo Keeper", Role.ADMINISTRATOR)
    administrator = found_clinic(house, "DEMO Clinic", ZONE, first)
    nurse = _add(house, administrator, person("nurse", "P. Demo Nair", Role.NURSE))
    second = _add(house, administrator, person("nurse_too", "M. Demo Okoye", Role.NURSE))
    physician = _add(house, administrator, person("physician", "Dr A. Demo Rahman", Role.PHYSICIAN))
    everything = frozenset(Role)
    other = NewPerson(f"stranger{mark}", "S. Demo Stranger", everything, PASSWORD, "9517")
    return Cast(
        house=house,
        clock=clock,
        administrator=administrator,
        nurse=nurse,
        nurse_too=second,
        physician=physician,
        stranger=found_clinic(house, "DEMO Elsewhere", ZONE, other),
        chair=chairs.add_chair(house, administrator, "3", "East"),
        patient=patients.register_patient(house, nurse, maya()),
        mark=mark,
    )


def maya() -> NewPatient:
    """An invented patient."""
    return NewPatient(
        name="DEMO Maya Lindqvist",
        birth_date=date(1987, 4, 14),
        identifiers=(("MRN", "D-1001"),),
        allergies="penicillin",
        weight_kg=70.0,
    )


def _add(house: House, by: Actor, new: NewPerson) -> Actor:
    return Actor(people.add_person(house, by, new), by.clinic_id, new.name, new.roles)


def is_said(word: str, text: str) -> bool:
    """Whether a PIN or a phone stands in a text, and not by chance within an id or an instant."""
    return word in BY_CHANCE.sub("", text)
