"""A copy of the embedded database in a file, checked, and the way back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from monitor.errors import BadInput, StoreLocked, StoreMissing, StoreUnavailable
from monitor.store.faults import told_by

WAIT_S = 5.0
BESIDE = ("-wal", "-shm")
OURS = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'clinics')"
OUR_TABLES = 2
SOUND = "ok"


def copy_to(database: Path, file: Path) -> int:
    """Write a whole, consistent copy while others go on writing; answers its size in bytes."""
    if not database.is_file():
        raise StoreMissing(f"there is no database {database}", allowed="run: monitor migrate")
    if file.exists():
        raise BadInput(f"{file} is there already; it was left alone", allowed="a new file")
    if not file.parent.is_dir():
        raise BadInput(f"there is no folder {file.parent}", allowed="an existing folder")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(_open(database)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        _check(part)
        _make_last(part)
        part.rename(file)
        _make_last(file.parent)
    except sqlite3.Error as error:
        raise _told(error) from error
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def restore_from(file: Path, database: Path, *, replace: bool = False) -> Path | None:
    """Put a checked copy in the database's place; answers where the old one was put, if any.

    Nothing is changed unless the backup is sound, and no old database is ever removed.
    """
    if not file.is_file():
        raise BadInput(f"there is no file {file}; nothing was changed", allowed="a backup")
    _check(file)
    if database.exists() and not replace:
        raise BadInput(
            f"there is a database {database}; nothing was changed",
            allowed="--replace puts it aside first",
        )
    database.parent.mkdir(parents=True, exist_ok=True)
    part = database.with_name(database.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(_open(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        _make_last(part)
        aside = _put_aside(database) if database.exists() else None
        part.rename(database)
        _make_last(database.parent)
    except sqlite3.Error as error:
        raise _told(error) from error
    finally:
        part.unlink(missing_ok=True)
    return aside


def _put_aside(database: Path) -> Path:
    """Rename the old database whole, its write-ahead log folded in first."""
    with closing(_open(database)) as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise _in_use()
        # Leaving WAL needs the file for oneself, so this fails while a server holds it open.
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            raise _in_use() from error
    number = 1
    while (aside := database.with_name(f"{database.name}.before-{number}")).exists():
        number += 1
    database.rename(aside)
    for suffix in BESIDE:
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    return aside


def _in_use() -> StoreLocked:
    return StoreLocked(
        "the database is in use; nothing was changed", allowed="stop the server first"
    )


def _check(file: Path) -> None:
    """Refuse what is no sound database of this program."""
    try:
        with closing(_open(file)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == SOUND
            ours = connection.execute(OURS).fetchone()[0] == OUR_TABLES
    except sqlite3.Error as error:
        raise BadInput(f"{file} is no database ({error})", allowed="a backup") from error
    if not sound:
        raise BadInput(f"{file} is damaged; nothing was changed", allowed="a sound backup")
    if not ours:
        raise BadInput(f"{file} is no database of this program", allowed="a backup")


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_S)


def _make_last(path: Path) -> None:
    """Have the disk itself hold it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _told(error: sqlite3.Error) -> Exception:
    return told_by(error) or StoreUnavailable(f"the copy failed ({error}); nothing was changed")
