"""A clinic's day to tamper with, by somebody who holds the database and dropped its triggers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    and_,
    delete,
    insert,
    inspect,
    select,
    text,
    update,
)

from monitor.access.roles import Role
from monitor.services import (
    chairs,
    clinic,
    courses,
    devices,
    discharge,
    emergency,
    handover,
    people,
    protocol_choices,
    roster,
    watch,
)
from monitor.services.admin_views import PersonChange
from monitor.services.sign_in import sign_in_with_password
from monitor.store.chain import START, link
from monitor.store.chain_heads import KnownHead, heads
from monitor.store.chain_walk import ChainWalk, Head
from monitor.store.covering import COVERED
from monitor.store.findings import Fault
from monitor.store.row_walk import RowWalk
from monitor.store.tables import audit_entries, clinics
from monitor.store.verifying import Verdict, verify_on
from monitor.store.vouched import Vouched
from tests.people import PASSWORD, PINS, Cast, SettableClock, gathered
from tests.services import acts, admin_acts, handing

Row = dict[str, Any]
Place = TypeVar("Place")
_FAR = 1_000_000


@dataclass(frozen=True, repr=False)
class Victim:
    """A database with some forty entries, its clinic, and its rows as they were written."""

    engine: Engine
    clinic_id: str
    heads: tuple[KnownHead, ...]
    chain: list[Row]
    rows: list[tuple[Table, Row]]

    @contextmanager
    def open(self) -> Iterator[Connection]:
        """A transaction that is undone in the end."""
        with self.engine.connect() as connection:
            _without_constraints(connection)
            connection.begin()
            yield connection
            connection.rollback()

    def verdict(self, connection: Connection, *, against: bool = False) -> Verdict:
        """What is found in the clinic."""
        found = verify_on(connection, self.heads if against else ())
        return next(each for each in found if each.clinic_id == self.clinic_id)

    def chain_fault(self, connection: Connection) -> Fault | None:
        """What the walk of the chain alone finds first."""
        asked = select(clinics).where(clinics.c.clinic_id == self.clinic_id)
        row = connection.execute(asked).one()
        walk = ChainWalk(connection, Head(row.clinic_id, row.audit_seq, row.audit_hash))
        for _ in walk.entries():
            pass
        return walk.fault

    def row_faults(self, connection: Connection, table: Table) -> list[Fault]:
        """What the chain says of the rows of one table, where the chain itself is whole."""
        last = self.chain[-1]
        walk = ChainWalk(connection, Head(self.clinic_id, last["seq"], last["hash"]))
        with Vouched() as told:
            for entry in self.chain:
                told.take(entry)
            return list(RowWalk(connection, self.clinic_id, told).faults(walk, tables=[table]))


EVERY_PLACE = os.environ.get("SOAK") == "long"


def some(engine: Engine, places: Sequence[Place], turn: int) -> list[Place]:
    """Where to tamper: everywhere in a SQLite file; in PostgreSQL each fourth place and the last.

    What is proved does not ask which database it is, so the second one is a fixed sample; ``turn``
    says with which of the first four it begins. Everywhere with SOAK=long.
    """
    if EVERY_PLACE or engine.dialect.name == "sqlite":
        return list(places)
    return [*places[turn % 4 : -1 : 4], places[-1]]


def victim(engine: Engine) -> Victim:
    """Play a day of every kind of act, then take the triggers away."""
    return victim_of(engine, play(engine))


def victim_of(engine: Engine, clinic_id: str) -> Victim:
    """A clinic as it stands, its triggers taken away."""
    with engine.connect() as connection:
        here = select(audit_entries).where(audit_entries.c.clinic_id == clinic_id)
        found = connection.execute(here.order_by(audit_entries.c.seq))
        chain = [dict(row._mapping) for row in found]
        rows = [
            (table, dict(row._mapping))
            for table in COVERED
            for row in connection.execute(select(table).where(table.c.clinic_id == clinic_id))
        ]
    outside = [KnownHead("2026-03-02T20:00:00Z", it.clinic_id, it.seq, it.hash)
               for it in heads(engine)]  # fmt: skip
    drop_protection(engine)
    return Victim(engine, clinic_id, tuple(outside), chain, rows)


def play(engine: Engine) -> str:
    """A clinic's day that leaves rows in every table; answers the clinic's id."""
    clock = SettableClock()
    cast = gathered(engine, clock)
    play_out(cast)
    settle(cast)
    return cast.nurse.clinic_id


def play_out(cast: Cast) -> None:
    """What fills every table, once its people are there."""
    acts.USE_CASES["eligibility.override_eligibility"].act(cast, cast.physician, "")
    acts.USE_CASES["watch.set_duty"].act(cast, cast.nurse, "")
    view = acts.open_course(cast, first_on=acts.TODAY)
    courses.cancel_session(cast.house, cast.nurse, view.sessions[7].id, "abroad")
    acts.score(cast)
    acts.USE_CASES["patient_corrections.correct_patient"].act(cast, cast.nurse, "")
    session_id = cast.start().head.id
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    acts.record(
        cast, cast.nurse, session_id,
        cast.body("vitals", systolic_mmhg=122, diastolic_mmhg=78, temperature_c=37.0),
        cast.body("note", text="«quoted» ünïcode"),
    )  # fmt: skip
    acts.USE_CASES["register.reverse"].act(cast, cast.nurse, session_id)
    handed = handing.given(cast).head.id
    seen = handing.marks(cast, handed)
    handover.receive(cast.house, cast.nurse_too, handed, PINS["nurse_too"], seen)
    acts.make_ready(cast, session_id)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])


def settle(cast: Cast) -> None:
    """Change every kind of setting, some twice; close a course, and let a handover wait."""
    house, keeper = cast.house, cast.administrator
    sign_in_with_password(house, "nurse", PASSWORD, None)
    for _ in range(2):
        opener = admin_acts.signed_in(cast)
        opened = admin_acts.open_in_emergency(cast, opener)
    emergency.end_emergency(house, opened)
    (*_, first) = emergency.read_emergencies(house, keeper).accesses
    emergency.acknowledge_emergency(house, cast.auditor, first.id)
    devices.revoke_device(house, keeper, str(opener.device_id))
    people.create_token(house, cast.physician, "scale", 30)
    people.create_token(house, cast.nurse_too, "gone", 30)
    known = {one.login: one for one in roster.read_roster(house, keeper)}
    too = known["nurse_too"]
    both = frozenset({Role.NURSE, Role.AUDITOR})
    too = roster.change_person(
        house, keeper, too.id, PersonChange("M. Demo Other", both, "+1 555 0100"), too.revision
    )
    too = roster.deactivate_person(house, keeper, too.id, too.revision)  # takes the token too
    too = roster.bring_back_person(house, keeper, too.id, too.revision)
    nurse = frozenset({Role.NURSE})
    roster.change_person(house, keeper, too.id, PersonChange(too.name, nurse, ""), too.revision)
    (chair, *_) = chairs.read_room(house, keeper)
    chairs.change_chair(house, keeper, chair.id, "7", "West", chair.revision)
    acts.USE_CASES["protocol_versions.sign_protocol"].act(cast, cast.physician, "")
    (choice, *_) = protocol_choices.read_protocol_choices(house, keeper)
    protocol_choices.offer_protocol(house, keeper, choice.protocol.id, False, choice.revision)
    kept = clinic.read_clinic_settings(house, keeper)
    clinic.change_clinic(house, keeper, "DEMO Clinic", "UTC", kept.revision)
    (course,) = courses.read_courses(house, cast.nurse, cast.patient.id).courses
    courses.close_course(house, cast.nurse, course.id, "moved away")


def drop_protection(engine: Engine) -> None:
    """What somebody who holds the file or owns the tables can do first."""
    with engine.begin() as connection:
        for index in (
            "uq_sessions_open_chair",
            "uq_sessions_open_patient",
            "uq_courses_open_patient",
        ):
            connection.execute(text(f"DROP INDEX {index}"))
        if engine.dialect.name == "sqlite":
            named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in connection.execute(named).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
            return
        for table in inspect(connection).get_table_names():
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        checks = text(
            "SELECT conrelid::regclass, conname FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
        for table, name in connection.execute(checks).all():
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))


def _without_constraints(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF").close()
        driver.execute("PRAGMA ignore_check_constraints = ON").close()


def spoiled(column: Column[Any], value: Any) -> Any:  # noqa: PLR0911  (a line a type)
    """Another value that the column can hold."""
    match type(column.type).__name__:
        case "UtcInstant":
            return value + timedelta(microseconds=1) if value else datetime(2026, 1, 1, tzinfo=UTC)
        case "Date":
            return value + timedelta(days=1) if value else date(2026, 1, 1)
        case "Boolean":
            return not value
        case "Float":
            return (value or 0.0) + 0.5
        case "Integer" | "BigInteger":
            return (value or 0) + 1000
        case "JSON":
            return {"spoiled": value}
        case _:
            return "x" if value is None else ("y" if value[:1] == "x" else "x") + value[1:]


def where(table: Table, row: Row) -> ColumnElement[bool]:
    """The condition that finds a row by its key."""
    return and_(*(column == row[column.name] for column in table.primary_key))


def set_entry(connection: Connection, entry: Row, **values: Any) -> None:
    connection.execute(update(audit_entries).where(where(audit_entries, entry)).values(**values))


def remove_entry(connection: Connection, entry: Row) -> None:
    connection.execute(delete(audit_entries).where(where(audit_entries, entry)))


def add_entry(connection: Connection, entry: Row) -> None:
    connection.execute(insert(audit_entries).values(**entry))


def shift(connection: Connection, clinic_id: str, first: int, by: int) -> None:
    """Number the entries from a place on anew, in two steps: no number may stand twice."""
    here, seq = audit_entries.c.clinic_id == clinic_id, audit_entries.c.seq
    connection.execute(update(audit_entries).where(here, seq >= first).values(seq=seq + _FAR))
    connection.execute(update(audit_entries).where(here, seq >= _FAR).values(seq=seq - _FAR + by))


def exchange(connection: Connection, one: Row, other: Row) -> None:
    """Let two entries stand in each other's place, all but their number."""
    for place, content in ((one, other), (other, one)):
        kept = {name: value for name, value in content.items() if name not in _PLACE}
        set_entry(connection, place, **kept)


def forge(connection: Connection, chain: list[Row], first: int, **changes: Any) -> Row:
    """Change an entry and make every hash from it on anew; answers the last entry."""
    previous = chain[first - 2]["hash"] if first > 1 else START
    last: Row = {}
    for entry in chain[first - 1 :]:
        made = {**entry, "previous_hash": previous, **(changes if entry["seq"] == first else {})}
        made["hash"] = previous = link(made)
        set_entry(connection, entry, **{k: v for k, v in made.items() if k not in _PLACE})
        last = made
    return last


_PLACE = frozenset({"clinic_id", "seq"})
