"""A clinic of twelve chairs with little history, and the same with a long one."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.bootstrap import build_house, prepare_database
from monitor.demo.clinic import DemoClinic, booking, read_clinic
from monitor.demo.scene import Booking, Guest
from monitor.demo.seeding import bring_up
from monitor.demo.stories import Story
from monitor.services.clock import system_clock
from monitor.settings import Settings

CHAIRS = 12
PAST_SESSIONS = 20
LONG_HISTORY = 20_000
LONGEST_STAY_MIN, LONG_STAYS = 180, 4
SHORTEST_STAY_MIN = 45
SEED = 7
STAYS = Story(signs_after=timedelta(days=2), systolic_rise=14.0)

CLOSED = "SELECT id FROM sessions WHERE closed_at IS NOT NULL"
INSTANTS = frozenset(
    {
        "started_at",
        "closed_at",
        "at",
        "claimed_at",
        "tablet_recorded_at",
        "received_at",
        "decided_at",
    }
)


def make_clinic(file: Path) -> None:
    """Twelve open sessions, the first four of them three hours long, and twenty past ones."""
    settings = Settings(database_url=f"sqlite:///{file}")
    prepare_database(settings)
    house = build_house(settings, demo=True)  # its people have the demo's passwords
    now = system_clock()
    told = read_clinic()
    guests = told.guests[:CHAIRS]
    openings = tuple(
        replace(told.openings[0], chair=_chair(place), guest=guest)
        for place, guest in enumerate(guests)
    )
    clinic = DemoClinic(told.name, told.zone, told.people, guests, openings)
    bring_up(house, clinic, [*_past(guests, now), *_open(guests, now)], now)
    house.engine.dispose()


def _chair(place: int) -> str:
    return f"{place % CHAIRS + 1:02}"


def _past(guests: tuple[Guest, ...], now: datetime) -> list[Booking]:
    """One session a guest and week, till there are enough."""
    return [
        booking(
            SEED,
            guests[place % CHAIRS],
            _chair(place),
            now - timedelta(days=7 * (place // CHAIRS + 1)),
            number=place // CHAIRS + 1,
        )
        for place in range(PAST_SESSIONS)
    ]


def _open(guests: tuple[Guest, ...], now: datetime) -> list[Booking]:
    step = (LONGEST_STAY_MIN - SHORTEST_STAY_MIN) / (CHAIRS - LONG_STAYS)
    return [
        booking(
            SEED,
            guest,
            _chair(place),
            now - timedelta(minutes=LONGEST_STAY_MIN - step * max(0, place - LONG_STAYS + 1)),
            number=PAST_SESSIONS,
            story=STAYS,
        )
        for place, guest in enumerate(guests)
    ]


def with_long_history(file: Path, longer: Path) -> int:
    """Copy the database, and its past sessions in it until there are twenty thousand."""
    shutil.copy(file, longer)
    database = sqlite3.connect(longer)
    database.execute("PRAGMA synchronous = OFF")
    with database:
        copies = [(day,) for day in range(1, LONG_HISTORY // PAST_SESSIONS)]
        database.execute("CREATE TEMP TABLE copies (day INTEGER PRIMARY KEY)")
        database.executemany("INSERT INTO copies VALUES (?)", copies)
        database.execute(f"CREATE TEMP TABLE past AS {CLOSED}")
        for table in ("sessions", "session_events", "decisions", "receipts"):
            multiply(database, table)
        _multiply_audit(database)
    (past,) = database.execute(f"SELECT count(*) FROM ({CLOSED})").fetchone()
    database.close()
    return int(past)


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def multiply(database: sqlite3.Connection, table: str) -> None:
    """Every row of the past sessions once more for each copy, a day earlier each."""
    columns = _columns(database, table)
    session = "id" if table == "sessions" else "session_id"
    new = {column: _earlier(column) for column in INSTANTS & set(columns)}
    for column in {session, "key"} & set(columns):
        new[column] = f"printf('%08x', copies.day) || substr(old.{column}, 9)"
    values = ", ".join(new.get(column, f"old.{column}") for column in columns)
    database.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} AS old "
        f"CROSS JOIN copies WHERE old.{session} IN (SELECT id FROM past)"
    )


def _earlier(column: str) -> str:
    """The instant so many days before, in the form in which it is stored."""
    day = f"date(substr(old.{column}, 1, 10), '-' || copies.day || ' days')"
    return f"{day} || substr(old.{column}, 11)"


def _multiply_audit(database: sqlite3.Connection) -> None:
    """As many audit rows as such a history leaves; their chain is not what is measured."""
    columns = _columns(database, "audit_entries")
    (rows,) = database.execute("SELECT max(seq) FROM audit_entries").fetchone()
    values = ", ".join(
        f"old.seq + copies.day * {rows}" if column == "seq" else f"old.{column}"
        for column in columns
    )
    database.execute(
        f"INSERT INTO audit_entries ({', '.join(columns)}) "
        f"SELECT {values} FROM audit_entries AS old CROSS JOIN copies"
    )
    database.execute("UPDATE clinics SET audit_seq = (SELECT max(seq) FROM audit_entries)")
