"""A clinic on PostgreSQL made, copied and put back from the command line, row by row."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import inspect, select

from monitor.bootstrap import build_house
from monitor.services import chairs, patients, sessions
from monitor.services.founding import console_actor
from monitor.services.recording import record_events
from monitor.services.views import NewPatient, NewSession
from monitor.settings import Settings
from monitor.store.engine import open_engine
from monitor.store.tables import metadata
from tests.command import Done, monitor
from tests.fit import fit

WRONG_USE = 2
_numbers = count(1)
Rows = dict[str, list[tuple[Any, ...]]]


class Place:
    """An empty database of the server, and the command run on it."""

    def __init__(self, server: str, folder: Path) -> None:
        name = f"command_{next(_numbers)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        self.url = server.replace("/postgres?", f"/{name}?")
        self.folder = folder

    def monitor(self, *arguments: str, said: str = "") -> Done:
        return monitor(*arguments, folder=self.folder, said=said, MONITOR_DATABASE_URL=self.url)

    def rows(self) -> Rows:
        engine = open_engine(Settings(database_url=self.url).database)
        with engine.connect() as connection:
            found: Rows = {
                table.name: sorted(
                    (tuple(row) for row in connection.execute(select(table))), key=repr
                )
                for table in metadata.sorted_tables
            }
        engine.dispose()
        return found

    def tables(self) -> list[str]:
        engine = open_engine(Settings(database_url=self.url).database)
        found = inspect(engine).get_table_names()
        engine.dispose()
        return found

    def fill(self) -> None:
        """One patient in a chair, with a set, a note and a correction."""
        house = build_house(Settings(database_url=self.url))
        acting = console_actor(house, "iris")
        now = house.clock()
        new = NewPatient("DEMO Åse «x»", date(1980, 1, 1), (("DEMO", "P-1"),), "", 70.5)
        patient = patients.register_patient(house, acting, new)
        planned = NewSession(
            patient.id,
            chairs.list_chairs(house, acting)[0].id,
            "ketamine-iv",
            35.0,
            eligibility=fit(),
        )
        session = sessions.start_session(house, acting, planned).head.id
        vitals = {"kind": "vitals", "systolic_mmhg": 122, "diastolic_mmhg": 78, "id": "v1"}
        for body in (vitals, {"kind": "note", "text": "Ünïcode\n«quoted»"}):
            told = [{"at": now.isoformat(), **body}]
            record_events(house, acting, session, str(uuid4()), told)
        house.engine.dispose()


@pytest.fixture
def place(postgresql_server: str, tmp_path: Path) -> Place:
    return Place(postgresql_server, tmp_path)


@pytest.fixture
def filled(place: Place) -> Place:
    """A clinic made by the commands, with something recorded in it."""
    assert place.monitor("migrate").returncode == 0
    everything = ("--role", "administrator", "--role", "nurse")
    password = "a long pass phrase\n"
    added = place.monitor("user", "add", "iris", "--name", "Iris Vega", *everything, said=password)
    assert added.returncode == 0, added.stderr
    assert place.monitor("chair", "add", "3", "--acting", "iris").returncode == 0
    place.fill()
    return place


def test_a_backup_put_back_into_an_empty_database_holds_every_row(
    filled: Place, postgresql_server: str
) -> None:
    before = filled.rows()
    other = Place(postgresql_server, filled.folder)

    copied = filled.monitor("backup", "copy.gz")
    put_back = other.monitor("restore", "copy.gz")

    assert copied.returncode == 0, copied.stderr
    assert put_back.returncode == 0, put_back.stderr
    number = sum(len(rows) for rows in before.values())
    assert f"{number} rows" in copied.stdout
    assert f"{number} rows" in put_back.stdout
    assert len(before["session_events"]) >= 2
    assert len(before["audit_entries"]) >= 5
    assert other.rows() == before
    went_on = other.monitor("chair", "add", "4", "--acting", "iris")
    assert went_on.returncode == 0, went_on.stderr
    assert len(other.rows()["chairs"]) == len(before["chairs"]) + 1
    assert (filled.folder / "copy.gz").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in filled.folder.iterdir()] == ["copy.gz"]


def test_a_database_that_holds_rows_is_left_alone(filled: Place) -> None:
    before = filled.rows()
    assert filled.monitor("backup", "copy.gz").returncode == 0

    kept = filled.monitor("restore", "copy.gz")
    replaced = filled.monitor("restore", "copy.gz", "--replace")

    assert kept.returncode == WRONG_USE
    assert "not empty" in kept.stderr
    assert replaced.returncode == WRONG_USE
    assert "an empty database" in replaced.stderr
    assert filled.rows() == before


def test_a_backup_never_overwrites_a_file(filled: Place) -> None:
    (filled.folder / "copy.gz").write_text("something dear")

    refused = filled.monitor("backup", "copy.gz")

    assert refused.returncode == WRONG_USE
    assert (filled.folder / "copy.gz").read_text() == "something dear"


def test_a_backup_into_a_folder_that_is_none_is_refused(filled: Place) -> None:
    refused = filled.monitor("backup", "nowhere/copy.gz")

    assert refused.returncode == WRONG_USE
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 99])
def test_what_is_no_backup_leaves_an_empty_database_empty(place: Place, content: bytes) -> None:
    (place.folder / "bad.gz").write_bytes(content)

    refused = place.monitor("restore", "bad.gz")

    assert refused.returncode == WRONG_USE
    assert "Traceback" not in refused.stderr
    assert place.tables() == []


def test_no_database_to_copy_is_said(place: Place) -> None:
    refused = place.monitor("backup", "copy.gz")

    assert refused.returncode == WRONG_USE
    assert "monitor migrate" in refused.stderr
    assert list(place.folder.iterdir()) == []
