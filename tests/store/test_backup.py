from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from monitor.errors import BadInput, Conflict, StoreLocked, StoreMissing, StoreUnavailable
from monitor.services import sessions
from monitor.services.views import SessionView
from monitor.store import dump
from monitor.store.backup import copy_to, restore_from
from monitor.store.dump import dump_rows, load_rows
from monitor.store.engine import open_engine, sqlite_file
from monitor.store.migrate import require_current
from monitor.store.tables import metadata
from tests.databases import fresh_sqlite
from tests.people import Cast, SettableClock, build_house, gather
from tests.services.acts import record


@pytest.fixture
def database(cast: Cast) -> Path:
    file = sqlite_file(cast.house.engine)
    if file is None:
        pytest.skip("it is about a SQLite file")
    return file


def fill(cast: Cast) -> str:
    session_id = cast.start().head.id
    body = cast.body("vitals", systolic_mmhg=122, diastolic_mmhg=78)
    record(cast, cast.nurse, session_id, body, cast.body("note", text="Ünïcode «quoted»"))
    return session_id


def view_in(engine: Engine, cast: Cast, session_id: str) -> SessionView:
    return sessions.read_session(build_house(engine, cast.clock), cast.nurse, session_id)


def test_a_restored_backup_is_the_database_as_it_was(
    cast: Cast, database: Path, tmp_path: Path
) -> None:
    session_id = fill(cast)
    before = sessions.read_session(cast.house, cast.nurse, session_id)
    size = copy_to(database, tmp_path / "copy.backup").size
    record(cast, cast.nurse, session_id, cast.body("note", text="after the copy"))

    aside = restore_from(tmp_path / "copy.backup", tmp_path / "restored.sqlite")

    engine = open_engine(f"sqlite:///{tmp_path / 'restored.sqlite'}")
    require_current(engine)
    after = view_in(engine, cast, session_id)
    engine.dispose()
    assert aside is None
    assert size > 0
    assert (after.entries, after.notes) == (before.entries, before.notes)


def test_a_backup_is_one_private_file(cast: Cast, database: Path, tmp_path: Path) -> None:
    fill(cast)
    folder = tmp_path / "backups"
    folder.mkdir()

    copy_to(database, folder / "copy.backup")

    assert [file.name for file in folder.iterdir()] == ["copy.backup"]
    assert (folder / "copy.backup").stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten(cast: Cast, database: Path, tmp_path: Path) -> None:
    session_id = fill(cast)
    copy_to(database, tmp_path / "copy.backup")

    with pytest.raises(Conflict, match="there already"):
        copy_to(database, tmp_path / "copy.backup")
    with pytest.raises(Conflict, match="nothing was restored"):
        restore_from(tmp_path / "copy.backup", database)

    assert len(sessions.read_session(cast.house, cast.nurse, session_id).entries) == 2


def test_replacing_puts_the_old_database_aside(cast: Cast, database: Path, tmp_path: Path) -> None:
    copy_to(database, tmp_path / "copy.backup")
    session_id = fill(cast)
    cast.house.engine.dispose()

    aside = restore_from(tmp_path / "copy.backup", database, replace=True)

    assert aside is not None
    assert sqlite3.connect(aside).execute("SELECT id FROM sessions").fetchone() == (session_id,)
    assert sqlite3.connect(database).execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def events_in(database: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(database)) as opened:
        found = opened.execute("SELECT id FROM session_events ORDER BY id").fetchall()
    assert found
    return found


def test_another_clinic_s_backup_is_not_put_in_the_place_of_this_one(
    cast: Cast, database: Path, tmp_path: Path, clock: SettableClock
) -> None:
    fill(cast)
    (tmp_path / "other").mkdir()
    other = fresh_sqlite(tmp_path / "other")
    gather(build_house(other, clock), clock)
    other.dispose()
    copy_to(tmp_path / "other" / "monitor.sqlite", tmp_path / "other.backup")
    cast.house.engine.dispose()
    before = events_in(database)

    with pytest.raises(Conflict, match="not of the clinic"):
        restore_from(tmp_path / "other.backup", database, replace=True)

    assert events_in(database) == before
    assert list(database.parent.glob("*.before-*")) == []


def test_a_database_that_cannot_be_read_any_more_is_replaced(
    cast: Cast, database: Path, tmp_path: Path
) -> None:
    copy_to(database, tmp_path / "copy.backup")
    cast.house.engine.dispose()
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA foreign_keys = OFF")
        opened.execute("DROP TABLE clinics")
        opened.commit()

    assert restore_from(tmp_path / "copy.backup", database, replace=True) is not None


def test_a_copy_that_fails_leaves_the_old_database_where_it_was(
    cast: Cast, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(cast)
    cast.house.engine.dispose()
    copy_to(database, tmp_path / "copy.backup")
    before = events_in(database)

    def full(*_: object) -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr("monitor.store.backup._copy", full)
    with pytest.raises(OSError, match="full"):
        restore_from(tmp_path / "copy.backup", database, replace=True)

    assert events_in(database) == before
    assert list(database.parent.glob("*.before-*")) == []


def test_a_database_in_use_is_not_replaced(cast: Cast, database: Path, tmp_path: Path) -> None:
    copy_to(database, tmp_path / "copy.backup")
    session_id = fill(cast)

    with pytest.raises(StoreLocked, match="Stop the server"):
        restore_from(tmp_path / "copy.backup", database, replace=True)

    assert len(sessions.read_session(cast.house, cast.nurse, session_id).entries) == 2


def test_a_damaged_backup_is_refused(cast: Cast, database: Path, tmp_path: Path) -> None:
    fill(cast)
    backup = tmp_path / "copy.backup"
    copy_to(database, backup)
    whole = backup.read_bytes()
    page = 4096

    backup.write_bytes(whole[: 8 * page] + b"\xff" * page + whole[9 * page :])
    with pytest.raises(StoreUnavailable):
        restore_from(backup, tmp_path / "restored.sqlite")
    backup.write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StoreUnavailable):
        restore_from(backup, tmp_path / "restored.sqlite")

    assert not (tmp_path / "restored.sqlite").exists()


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        copy_to(tmp_path / "none.sqlite", tmp_path / "copy.backup")
    with pytest.raises(BadInput):
        restore_from(tmp_path / "none.backup", tmp_path / "x.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_every_row_travels_from_either_database_into_a_fresh_one(
    cast_anywhere: Cast, tmp_path: Path
) -> None:
    session_id = fill(cast_anywhere)
    before = sessions.read_session(cast_anywhere.house, cast_anywhere.nurse, session_id)
    file = tmp_path / "rows.gz"
    (tmp_path / "fresh").mkdir()
    fresh = fresh_sqlite(tmp_path / "fresh")

    written = dump_rows(cast_anywhere.house.engine, file)
    loaded = load_rows(fresh, file)

    after = view_in(fresh, cast_anywhere, session_id)
    assert written == loaded
    assert set(written) == set(metadata.tables)
    assert written["session_events"] == 5
    assert (after.entries, after.notes, after.head) == (before.entries, before.notes, before.head)
    with pytest.raises(Conflict, match="not empty"):
        load_rows(fresh, file)
    fresh.dispose()


OTHER_SHAPES = (
    b"1",
    b'"x"',
    b"null",
    b"[1]",
    b'{"table": 1}',
    b'{"table": ["x"]}',
    b'{"table": "people", "columns": 1}',
    b'{"table": "people", "columns": [1, 2]}',
    b'{"table": "nothing", "columns": ["a"]}',
    b'{"table": "people", "columns": ["clinic_id"]}\n[{"x": 1}]',
    b'{"table": "people", "columns": ["clinic_id"]}\n["a", "b"]',
    b'{"table": "chairs", "columns": ["clinic_id", "nothing"]}\n["a", "b"]',
    b'{"table": "clinics", "columns": ["clinic_id", "founded_at"]}\n["a", "yesterday"]',
    b'{"table": "clinics", "columns": ["clinic_id", "founded_at"]}\n["a", 5]',
    b'{"end": 7}',
)
"""Lines of JSON that is well written and no backup."""


def _shaped(lines: list[bytes], said: bytes) -> bytes:
    """A file with another line after its head, and an end that counts what stands there."""
    name, rows = json.loads(said.split(b"\n")[0]), said.count(b"\n")
    table = name.get("table") if isinstance(name, dict) else None
    end = {"end": {table: rows} if isinstance(table, str) else {}}
    return gzip.compress(lines[0] + said + b"\n" + json.dumps(end).encode() + b"\n")


def test_a_dump_is_read_row_by_row(cast: Cast, tmp_path: Path) -> None:
    """However long a table is, no more than a few hundred rows of it are in memory."""
    dump_rows(cast.house.engine, tmp_path / "rows.gz")

    for table, rows in dump._tables(tmp_path / "rows.gz", ""):
        assert isinstance(rows, Iterator), table.name
        for _ in rows:
            pass


def test_a_torn_dump_is_refused_whole(cast: Cast, tmp_path: Path) -> None:
    fill(cast)
    file = tmp_path / "rows.gz"
    dump_rows(cast.house.engine, file)
    (tmp_path / "fresh").mkdir()
    fresh = fresh_sqlite(tmp_path / "fresh")
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    torn = {
        "cut": file.read_bytes()[:-20],
        "ended": gzip.compress(b"".join(lines[:-1])),
        "short": gzip.compress(b"".join(lines[:2] + lines[3:])),
        "other": gzip.compress(b'{"x": 1}\n'),
        **{f"shape {place}": _shaped(lines, said) for place, said in enumerate(OTHER_SHAPES)},
    }

    for name, content in torn.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInput):
            load_rows(fresh, tmp_path / name)

    assert sum(load_rows(fresh, file).values()) > 10
    fresh.dispose()
