"""A database that is locked, full, gone or not there: a clear answer, and nothing lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.errors import InvalidSettings, StoreFull, StoreLocked, StoreMissing, StoreUnavailable
from monitor.services import board, changes, sessions
from monitor.services.recording import record_events
from monitor.store.engine import for_writing, open_engine, sqlite_file
from monitor.store.migrate import require_current
from tests.people import Cast
from tests.services.acts import record

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def session_id(cast: Cast) -> str:
    return cast.start().head.id


@pytest.fixture
def database(cast: Cast) -> Path:
    file = sqlite_file(cast.house.engine)
    if file is None:
        pytest.skip("it is about a SQLite file")
    return file


def gait(cast: Cast) -> dict[str, object]:
    return cast.body("mobility", gait="steady")


def kinds(cast: Cast, session_id: str) -> list[str]:
    cast.house.memory._records.clear()
    view = sessions.read_session(cast.house, cast.nurse, session_id)
    return [entry.event.kind for entry in view.entries]


@contextmanager
def held_by_another(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_locked_database_takes_nothing_and_says_so(
    cast: Cast, session_id: str, database: Path
) -> None:
    sessions.read_session(cast.house, cast.nurse, session_id)
    with held_by_another(database):
        with pytest.raises(StoreLocked, match="Nothing of this was saved"):
            record_events(cast.house, cast.nurse, session_id, "k", [gait(cast)])
        assert kinds(cast, session_id) == ["arrived"]  # reading goes on

    assert record_events(cast.house, cast.nurse, session_id, "k", [gait(cast)]).replayed is False
    assert kinds(cast, session_id) == ["arrived", "mobility"]


def test_a_look_at_a_locked_database_is_not_refused(
    cast: Cast, session_id: str, database: Path
) -> None:
    with held_by_another(database):
        room = board.read_board(cast.house, cast.physician)
        view = sessions.read_session(cast.house, cast.physician, session_id)

    assert room.cards[0].session is not None
    assert view.head.id == session_id


def test_a_locked_row_on_postgresql_is_told_likewise(
    cast_anywhere: Cast, request: pytest.FixtureRequest
) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    with for_writing(cast.house.engine).connect() as other, other.begin():
        other.execute(text("UPDATE clinics SET name = name"))
        with pytest.raises(StoreLocked):
            record(cast, cast.nurse, session_id, gait(cast))

    record(cast, cast.nurse, session_id, gait(cast))
    assert kinds(cast, session_id) == ["arrived", "mobility"]


def test_a_full_database_takes_nothing_keeps_everything_and_can_be_read(
    cast: Cast, session_id: str, database: Path
) -> None:
    cast.house.engine.dispose()
    engine = open_engine(f"sqlite:///{database}", busy_timeout=timedelta(seconds=1))
    full = type(cast.house)(engine, cast.clock, cast.house.protocols, cast.house.pin_hasher)
    note = cast.body("note", text="x" * 1900)
    saved = 0
    with engine.connect() as connection:  # the pool hands this very connection out again
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 10}")
    while saved < 1000:
        try:
            record_events(full, cast.nurse, session_id, f"k{saved}", [note])
        except StoreFull:
            break
        saved += 1

    assert 0 < saved < 1000
    view = sessions.read_session(full, cast.physician, session_id)
    assert len(view.notes) == saved
    assert board.read_board(full, cast.physician).cards[0].session is not None
    assert record_events(full, cast.nurse, session_id, "k0", [note]).replayed
    engine.dispose()


def test_a_database_that_is_not_there_is_not_made_by_asking(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'gone.sqlite'}")

    with pytest.raises(StoreMissing, match="monitor migrate"):
        require_current(engine)

    assert list(tmp_path.iterdir()) == []


def test_a_database_removed_while_running_takes_nothing_more(
    cast: Cast, session_id: str, database: Path
) -> None:
    record(cast, cast.nurse, session_id, gait(cast))
    database.rename(database.with_name("moved"))

    with pytest.raises(StoreMissing, match="no longer where it was"):
        record_events(cast.house, cast.nurse, session_id, "k", [gait(cast)])
    database.write_bytes(b"")
    with pytest.raises(StoreMissing):
        changes.version(cast.house, cast.nurse)
    database.unlink()
    database.with_name("moved").rename(database)

    assert kinds(cast, session_id) == ["arrived", "mobility"]


def test_a_database_without_its_tables_is_told(cast: Cast) -> None:
    with for_writing(cast.house.engine).connect() as connection, connection.begin():
        connection.execute(text("ALTER TABLE clinics RENAME TO clinics_put_away"))

    with pytest.raises(StoreMissing):
        changes.version(cast.house, cast.nurse)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"something else entirely, and long enough" * 100)

    with pytest.raises(StoreUnavailable):
        require_current(open_engine(f"sqlite:///{file}"))


def test_a_postgresql_that_does_not_answer_is_told() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:9/none", busy_timeout=timedelta(seconds=1))

    with pytest.raises(StoreMissing):
        require_current(engine)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x@y/z"])
def test_a_place_that_cannot_keep_a_promise_is_refused(url: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        open_engine(url)
    assert refused.value.field == "MONITOR_DATABASE_URL"


@pytest.mark.parametrize("kill", range(3))
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    cast: Cast, session_id: str, database: Path, kill: int
) -> None:
    command = [sys.executable, "-m", "tests.store.endless_writer", str(database), session_id]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout is not None
        first = [writer.stdout.readline() for _ in range(4)]  # however slow the machine is
        time.sleep(0.05 + 0.07 * kill)
        writer.send_signal(signal.SIGKILL)
        told = [*first, *writer.stdout]
    acknowledged = {line.decode().strip() for line in told if line.endswith(b"\n")}

    view = sessions.read_session(cast.house, cast.nurse, session_id)
    kept = {entry.event.id for entry in view.entries}
    assert len(acknowledged) > 3
    assert acknowledged <= kept
    assert len(kept) <= len(acknowledged) + 2  # the arrival, and the one that was not told any more
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
