"""A copy of the embedded database while it is in use, checked; and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from monitor.errors import BadInput, Conflict, StoreLocked, StoreMissing, StoreUnavailable
from monitor.store.faults import told_by
from monitor.store.tables import metadata

_SIDE_FILES = ("-wal", "-shm")
_PRIVATE = 0o600


def copy_to(database: Path, file: Path) -> int:
    """Copy the database into a new file and check the copy; answers its size in bytes.

    The server may go on: the copy holds what was acknowledged before it began.
    """
    if file.exists():
        raise Conflict(f"{file} is there already; nothing was copied", allowed="a new file name")
    if not database.is_file():
        raise StoreMissing(f"There is no database at {database}; nothing was copied")
    with _told():
        _copy(database, file)
    return file.stat().st_size


def restore_from(file: Path, database: Path, *, replace: bool = False) -> Path | None:
    """Make a backup the database; refuses to overwrite one.

    With ``replace`` the database that was there is put aside; answers where. The server must
    not be running.
    """
    if not file.is_file():
        raise BadInput(f"There is no backup at {file}; nothing was restored")
    with _told():
        _check(file)
        aside = _put_aside(database, replace=replace) if database.exists() else None
        _copy(file, database)
    return aside


def _copy(source: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))
    with _opened(source, "ro") as there, _opened(part, "rw") as here:
        there.execute("BEGIN")  # one snapshot for the counts and for the copy
        expected = _counts(there)
        there.backup(here)
        here.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        if _counts(here) != expected:
            raise StoreUnavailable("The copy does not hold the same rows; do not use it")
    _check(part)
    _flush(part)
    part.replace(target)
    _flush(target.parent)


def _check(file: Path) -> None:
    """Read the whole file: its pages, its references, its tables."""
    with _opened(file, "ro") as copy:
        broken = [row[0] for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchall()
        _counts(copy)
    if broken or dangling:
        raise StoreUnavailable(f"{file} is damaged; do not use it")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    tables = ("alembic_version", *metadata.tables)
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in tables
    }


def _put_aside(database: Path, *, replace: bool) -> Path:
    if not replace:
        raise Conflict(
            f"There is a database at {database}; nothing was restored", allowed="an empty place"
        )
    _settle(database)
    names = (database.with_name(f"{database.name}.before-{n}") for n in count(1))
    aside = next(name for name in names if not name.exists())
    database.rename(aside)
    for ending in _SIDE_FILES:
        database.with_name(database.name + ending).unlink(missing_ok=True)
    return aside


def _settle(database: Path) -> None:
    """Bring everything into the one file; refuses while a server holds it."""
    with _opened(database, "rw") as there:
        try:
            there.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            raise StoreLocked(
                "The database is in use; nothing was restored. Stop the server first"
            ) from None


@contextmanager
def _opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{file.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=1)) as opened:
        yield opened


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise told_by(error) or StoreUnavailable(
            "The file is no database of this program"
        ) from error


def _flush(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
