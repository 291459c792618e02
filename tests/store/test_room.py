"""The log takes its room before the first set is saved, and nothing else happens."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine, text

from monitor.store import room
from monitor.store.engine import LOG_PAGES, for_writing
from monitor.store.room import make_room
from tests.databases import fresh_sqlite

FULL = LOG_PAGES * 4096


class Usage(NamedTuple):
    free: int


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = fresh_sqlite(tmp_path)
    yield made
    made.dispose()


def log_of(engine: Engine) -> int:
    log = Path(f"{engine.url.database}-wal")
    return log.stat().st_size if log.exists() else 0


def content(engine: Engine) -> list[str]:
    with sqlite3.connect(str(engine.url.database)) as database:
        return list(database.iterdump())


def save(engine: Engine) -> None:
    with for_writing(engine).connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE IF NOT EXISTS kept (said TEXT)"))
        connection.execute(text("INSERT INTO kept VALUES ('a set')"))


def test_the_log_is_at_its_full_length_and_the_database_as_it_was(engine: Engine) -> None:
    before = content(engine)
    make_room(engine)
    assert FULL <= log_of(engine) < FULL * 1.1
    assert content(engine) == before
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_what_is_saved_afterwards_is_written_over_it_and_lasts(engine: Engine) -> None:
    make_room(engine)
    long = log_of(engine)
    for _ in range(20):
        save(engine)
    assert log_of(engine) == long
    # As after a power loss: only the files, the log not carried over.
    copy = Path(str(engine.url.database)).parent / "later.sqlite"
    for end in ("", "-wal"):
        shutil.copyfile(f"{engine.url.database}{end}", f"{copy}{end}")
    with sqlite3.connect(copy) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (20,)


def test_a_second_time_there_is_nothing_left_to_do(engine: Engine) -> None:
    make_room(engine)
    long = log_of(engine)
    make_room(engine)
    assert log_of(engine) == long


def test_the_connection_goes_back_with_its_memory(engine: Engine) -> None:
    def memory() -> Any:
        with engine.connect() as connection:
            return connection.execute(text("PRAGMA cache_size")).scalar_one()

    before = memory()
    make_room(engine)
    assert memory() == before


def test_where_little_is_free_the_log_grows_as_it_must(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = log_of(engine)
    monkeypatch.setattr(room, "disk_usage", lambda _: Usage(FULL * room.LEAST_FREE - 1))
    make_room(engine)
    assert log_of(engine) == short
    save(engine)


def test_where_somebody_writes_it_waits_no_longer_than_a_save_and_goes_on(engine: Engine) -> None:
    with for_writing(engine).connect() as connection, connection.begin():
        make_room(engine)
        # The pool has one more connection now: it must not stay with the little memory.
        with engine.connect() as other:
            assert other.execute(text("PRAGMA cache_size")).scalar_one() < 0
    assert log_of(engine) < FULL
    save(engine)


def test_where_the_database_takes_no_more_the_start_is_not_refused(engine: Engine) -> None:
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    before = content(engine)
    make_room(engine)
    assert content(engine) == before


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, engine: Engine) -> None:
    engine.dispose()
    Path(str(engine.url.database)).unlink()
    make_room(engine)
    assert not Path(str(engine.url.database)).exists()
