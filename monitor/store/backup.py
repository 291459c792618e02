"""A copy of the embedded database while it is in use, checked; and the way back."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from monitor.errors import BadInput, Conflict, StoreLocked, StoreMissing, StoreUnavailable
from monitor.store.contents import Progress, silent
from monitor.store.faults import told_by
from monitor.store.private import being_made, flush
from monitor.store.sealed import PIECE, SealedReader, SealedWriter, is_sealed

_SIDE_FILES = ("-wal", "-shm")
_SQLITE = b"SQLite format 3\x00"
_PAGES, _ROWS, _REST_S = 4000, 500, 0.001


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup came to: its size in bytes, and the rows in it."""

    size: int
    rows: int


def copy_to(
    database: Path, file: Path, passphrase: str = "", progress: Progress = silent
) -> Copied:
    """Copy the database into a new file, sealed where there is a passphrase, and check the copy.

    The server may go on: the copy holds what was acknowledged before it began. It has its name
    only once it is whole and was read again.
    """
    if file.exists():
        raise Conflict(f"{file} is there already; nothing was copied", allowed="a new file name")
    if not database.is_file():
        raise StoreMissing(f"There is no database at {database}; nothing was copied")
    with _told():
        if passphrase:
            rows = _copy_sealed(database, file, passphrase, progress)
        else:
            rows = _copy(database, file, progress)
    return Copied(file.stat().st_size, rows)


def restore_from(
    file: Path, database: Path, passphrase: str = "", *, replace: bool = False
) -> Path | None:
    """Make a backup the database; refuses to overwrite one.

    With ``replace`` the database that was there is put aside; answers where. The server must
    not be running. Nothing is touched before the whole backup was read.
    """
    if not file.is_file():
        raise BadInput(f"There is no backup at {file}; nothing was restored")
    if passphrase:
        with opened_plain(file, passphrase, beside=database) as unsealed:
            return restore_from(unsealed, database, replace=replace)
    return place_file(file, database, replace=replace)


def place_file(made: Path, database: Path, *, replace: bool = False) -> Path | None:
    """Make a file, whole and let go of, the database; answers where the old one was put."""
    with _told():
        _check(made)
        if replace:
            _check_same_clinics(made, database)
        aside = put_aside(database, replace=replace) if database.exists() else None
        try:
            _copy(made, database, silent)
        except BaseException:
            if aside:  # a full disk must not leave the clinic without its database
                aside.rename(database)
            raise
    return aside


def _check_same_clinics(made: Path, database: Path) -> None:
    """Refuse to put another clinic's backup in the place of this one."""
    there, here = _clinics_in(database), _clinics_in(made)
    if there - here:
        raise Conflict(
            "The backup is not of the clinic that is in the database; nothing was restored",
            allowed="a backup of this clinic, or an empty place",
        )


def _clinics_in(database: Path) -> set[str]:
    """The clinics of a database; none where it is not there or cannot be read any more."""
    try:
        with _opened(database, "ro") as opened:
            return {row[0] for row in opened.execute("SELECT clinic_id FROM clinics")}
    except sqlite3.Error:
        return set()


def is_database(file: Path) -> bool:
    """Whether a file is a SQLite database by its first bytes."""
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE)) == _SQLITE


def holds_a_database(file: Path, passphrase: str) -> bool:
    """Whether a backup, sealed or not, is a SQLite file; else it is rows."""
    if not is_sealed(file):
        return is_database(file)
    with file.open("rb") as raw:
        return SealedReader(raw, passphrase, file).read(len(_SQLITE)) == _SQLITE


@contextmanager
def opened_plain(file: Path, passphrase: str, *, beside: Path) -> Iterator[Path]:
    """A sealed file opened, as a private file that is gone afterwards."""
    with being_made(beside, "unsealed") as plain:
        with plain.open("wb") as out, file.open("rb") as raw:
            shutil.copyfileobj(SealedReader(raw, passphrase, file), out, PIECE)
        yield plain


def _copy_sealed(database: Path, file: Path, passphrase: str, progress: Progress) -> int:
    """Copy beside the database, where the same stands in clear already, and seal from there."""
    with being_made(database, "copying") as plain, being_made(file, "part") as part:
        rows = _make(database, plain, progress)
        with part.open("wb") as raw, SealedWriter(raw, passphrase) as out, plain.open("rb") as made:
            shutil.copyfileobj(made, out, PIECE)
        flush(part)
        with part.open("rb") as sealed, plain.open("rb") as made:
            if _digest(SealedReader(sealed, passphrase, part)) != _digest(made):
                raise StoreUnavailable("The sealed copy does not read as it was; nothing was kept")
        part.replace(file)
        flush(file.parent)
    return rows


def _digest(file: Readable) -> str:
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _copy(source: Path, target: Path, progress: Progress) -> int:
    with being_made(target, "part") as part:
        rows = _make(source, part, progress)
        part.replace(target)
        flush(target.parent)
    return rows


def _make(source: Path, part: Path, progress: Progress) -> int:
    """Copy into an empty file, and read all of both again."""
    with _opened(source, "ro") as there, _opened(part, "rw") as here:
        there.execute("BEGIN")  # one snapshot for the contents and for the copy
        there.backup(
            here,
            pages=_PAGES,
            progress=lambda _, left, of: progress("copying", of - left, of),
        )
        here.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        rows = _compare(there, here, progress)
    _check(part)
    flush(part)
    return rows


def _compare(there: sqlite3.Connection, here: sqlite3.Connection, progress: Progress) -> int:
    """Read every row of both again; answers how many there are."""
    names, rows = _tables(there), 0
    for done, name in enumerate(names):
        progress("checking", done, len(names))
        expected = _contents(there, name)
        if _contents(here, name) != expected:
            raise StoreUnavailable("The copy does not hold the same rows; do not use it")
        rows += expected[0]
    progress("checking", len(names), len(names))
    return rows


def _contents(connection: sqlite3.Connection, table: str) -> tuple[int, str]:
    """How many rows a table has and a digest of them, in the order in which they lie."""
    digest, number = hashlib.sha256(), 0
    rows = connection.execute(f'SELECT * FROM "{table}"')
    while chunk := rows.fetchmany(_ROWS):
        digest.update(repr(chunk).encode())
        number += len(chunk)
        time.sleep(_REST_S)  # for those who work meanwhile
    return number, digest.hexdigest()


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The tables of a database of this program, whichever version of it wrote them."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = sorted(row[0] for row in connection.execute(asked))
    if not {"alembic_version", "clinics"} <= set(names):
        raise StoreUnavailable("The file is no database of this program")
    return names


def _check(file: Path) -> None:
    """Read the whole file: its pages, its references, its tables."""
    with _opened(file, "ro") as copy:
        broken = [row[0] for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchall()
        _tables(copy)
    if broken or dangling:
        raise StoreUnavailable(f"{file} is damaged; do not use it")


def put_aside(database: Path, *, replace: bool) -> Path:
    """Move the database out of the way, never over another; answers where it is now."""
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
