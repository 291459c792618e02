"""One engine for one database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.sql.expression import FromClause

from monitor.errors import InvalidSettings, StoreMissing
from monitor.store.faults import translate
from monitor.store.prepared import cursor_of

BUSY_TIMEOUT = timedelta(seconds=5)
WRITE = "monitor_write"
"""The option under which transactions take the write lock as they begin; see take_write_lock."""

_PLACE = "monitor_place"

LOG_PAGES = 4000
"""A larger log means that fewer savings wait until it has been carried over."""
_CHECKPOINT = f"wal_autocheckpoint = {LOG_PAGES}"
_GONE = (
    "The database file is no longer where it was. Nothing of this was saved. "
    "Put it back, or restore a backup, and start the program again"
)


class WithHints(SQLiteCompiler):
    """Writes ``INDEXED BY`` where a statement asks for an index: SQLite guesses without numbers."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        """The hint, behind the table's name."""
        return text


def open_engine(
    url: str | URL, *, create: bool = False, busy_timeout: timedelta = BUSY_TIMEOUT
) -> Engine:
    """Open the database; a SQLite file that is not there is made only with ``create``."""
    target = make_url(url)
    backend = target.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(target, create=create, busy_timeout=busy_timeout)
    if backend == "postgresql":
        return _open_postgresql(target, busy_timeout)
    raise InvalidSettings(
        f"{backend} databases are not supported",
        field="MONITOR_DATABASE_URL",
        allowed="sqlite:///<file> or postgresql://<user>@<host>/<database>",
    )


def for_writing(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions take the write lock at once."""
    return engine.execution_options(**{WRITE: True})


@contextmanager
def one_instant(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it stands now, whatever others write meanwhile.

    Of an engine for writing nobody else writes into a SQLite file until it is over.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def sqlite_file(engine: Engine) -> Path | None:
    """The file of a SQLite engine, None for PostgreSQL."""
    named = engine.url.database
    return Path(named) if engine.dialect.name == "sqlite" and named else None


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _open_sqlite(target: URL, *, create: bool, busy_timeout: timedelta) -> Engine:
    if not target.database or target.database == ":memory:":
        raise InvalidSettings(
            "a database in memory would lose what was acknowledged",
            field="MONITOR_DATABASE_URL",
            allowed="sqlite:///<file>",
        )
    path = Path(target.database).absolute()
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=_opener(path, create, busy_timeout.total_seconds()),
        pool_size=8,
        max_overflow=32,
        pool_use_lifo=True,  # the pages that the last one read are still in its memory
        json_serializer=_compact,
    )
    engine.dialect.statement_compiler = WithHints
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", _noting(_Place(path)))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", translate)
    return engine


def without_waiting(engine: Engine) -> Engine:
    """The same SQLite file, written without waiting for the disk after every change.

    For what can be made anew; what is acknowledged to people never goes this way. Elsewhere the
    engine itself.
    """
    if engine.dialect.name != "sqlite":
        return engine
    hasty = _open_sqlite(engine.url, create=False, busy_timeout=BUSY_TIMEOUT)
    event.listen(hasty, "connect", _do_not_wait)
    return hasty


def _do_not_wait(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF").close()


def carry_over(engine: Engine) -> bool:
    """Bring a SQLite file's log into the file itself and to the disk; elsewhere nothing to do.

    Answers whether the log is empty now: whoever reads all the while keeps it from being so.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection, cursor_of(connection) as cursor:
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _opener(path: Path, create: bool, timeout: float) -> Callable[[], sqlite3.Connection]:
    # Without `create` a missing file stays missing: an empty one would answer "no patients".
    address = f"file:{quote(str(path))}?mode={'rwc' if create else 'rw'}"
    return lambda: sqlite3.connect(address, uri=True, timeout=timeout, check_same_thread=False)


def _noting(place: _Place) -> Callable[[Any, Any], None]:
    def note(_connection: Any, record: Any) -> None:
        record.info[_PLACE] = place

    return note


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Transactions are begun by us: the driver would begin them late and without the write lock.
    connection.isolation_level = None
    settings = (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",  # what an erasure removes is not to be read in the file afterwards
        "recursive_triggers = ON",  # else INSERT OR REPLACE would remove rows past the triggers
        _CHECKPOINT,
    )
    for setting in settings:
        connection.execute(f"PRAGMA {setting}").close()


class _Place:
    """Where a SQLite file lies; the connections to it stay open when it is moved or removed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._first_seen: tuple[int, int] | None = None

    def require_file(self) -> None:
        """Refuse another file in its place, or none."""
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            raise StoreMissing(_GONE) from None
        identity = (found.st_dev, found.st_ino)
        if self._first_seen is None:
            self._first_seen = identity
        elif identity != self._first_seen:
            raise StoreMissing(_GONE)


def require_file(connection: Connection) -> None:
    """Raise StoreMissing where a SQLite file is no longer there; of PostgreSQL nothing is asked."""
    place = connection.info.get(_PLACE)
    if place is not None:
        place.require_file()


def take_write_lock(connection: Connection) -> None:
    """Have the next transaction of a SQLite connection take the write lock as it begins.

    An option of the connection says the same of all its transactions, and costs more than them.
    """
    if _PLACE in connection.info:
        connection.info[WRITE] = True


def _begin(connection: Connection) -> None:
    writes = connection.info.pop(WRITE, False) or connection.get_execution_options().get(WRITE)
    require_file(connection)
    with cursor_of(connection) as cursor:
        cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _open_postgresql(target: URL, busy_timeout: timedelta) -> Engine:
    milliseconds = int(busy_timeout.total_seconds() * 1000)
    engine = create_engine(
        target.set(drivername="postgresql+psycopg"),
        connect_args={
            "options": f"-c lock_timeout={milliseconds} -c timezone=UTC",
            "connect_timeout": max(1, int(busy_timeout.total_seconds())),
        },
        pool_size=8,
        max_overflow=32,
        pool_pre_ping=True,
        json_serializer=_compact,
    )
    event.listen(engine, "handle_error", translate)
    return engine
