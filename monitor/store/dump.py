"""Every row in one portable file, for databases that have no file of their own."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import Column, Connection, Date, Engine, MetaData, Table, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import NullType

from monitor.errors import BadInput, Conflict, StoreUnavailable
from monitor.store.columns import UtcInstant
from monitor.store.contents import Held, Progress, plain, rows_of, silent
from monitor.store.engine import for_writing, one_instant
from monitor.store.filling import Filling, require_empty
from monitor.store.migrate import bring_to, bring_up
from monitor.store.private import being_made, flush
from monitor.store.sealed import SealedReader, SealedWriter, is_sealed
from monitor.store.tables import clinics, metadata

FORMATS = (1, 2)
"""Since the second, each table says its columns, and a later version reads the file too."""

_REVISION = text("SELECT version_num FROM alembic_version")


def dump_rows(
    engine: Engine, file: Path, passphrase: str = "", progress: Progress = silent
) -> dict[str, int]:
    """Write every row of every clinic into a new file; answers the rows of each table.

    The server may go on: the file holds one instant. Nobody but its owner may read it, it has its
    name only once it is whole and was read again, and with a passphrase it is sealed.
    """
    if file.exists():
        raise Conflict(f"{file} is there already; nothing was copied", allowed="a new file name")
    with being_made(file, "part") as part:
        written = _write_into(engine, part, passphrase, progress)
        if _held_in(part, passphrase) != written:
            raise StoreUnavailable("The copy does not hold the same rows; nothing was kept")
        part.replace(file)
        flush(file.parent)
    return {name: held.rows for name, held in written.items()}


def load_rows(
    engine: Engine, file: Path, passphrase: str = "", progress: Progress = silent
) -> dict[str, int]:
    """Put the rows of a file into a database that holds none, all or none of them.

    A file of an earlier version is put into the tables of that version, which are then brought up.
    """
    if not file.is_file():
        raise BadInput(f"There is no backup at {file}; nothing was restored")
    head = _head(file, passphrase)
    expected = _held_in(file, passphrase)  # whole, before anything is touched
    with (
        _fitting(file),
        for_writing(engine).connect() as connection,
        connection.begin(),
    ):
        require_empty(connection, "nothing was restored")
        bring_to(connection, str(head.get("revision")))
        for done, (table, rows) in enumerate(_tables(file, passphrase)):
            progress("restoring", done, len(expected))
            filling = Filling(connection, table)
            filling.add(_lived_row(table, row) for row in rows)
            filling.require(expected[table.name])
        bring_up(connection)
    progress("restoring", len(expected), len(expected))
    return {name: held.rows for name, held in expected.items()}


@contextmanager
def _fitting(file: Path) -> Iterator[None]:
    """Say in a sentence that the rows are none of the tables of their version."""
    try:
        yield
    except (Conflict, SQLAlchemyError) as error:
        if isinstance(error, Conflict) and error.allowed:  # ours: the database is not empty
            raise
        raise BadInput(
            f"{file} does not fit the tables of its version; nothing was restored"
        ) from error


def _write_into(engine: Engine, file: Path, passphrase: str, progress: Progress) -> dict[str, Held]:
    with (
        one_instant(engine) as connection,
        file.open("wb") as raw,
        _sealing(raw, passphrase) as sealed,
        gzip.open(sealed, "wt", encoding="utf-8") as out,
    ):
        written = _write(connection, out, progress)
    flush(file)
    return written


@contextmanager
def _sealing(raw: IO[bytes], passphrase: str) -> Iterator[IO[bytes]]:
    if not passphrase:
        yield raw
        return
    with SealedWriter(raw, passphrase) as sealed:
        yield cast(IO[bytes], sealed)


def _write(connection: Connection, out: IO[str], progress: Progress) -> dict[str, Held]:
    revision = connection.execute(_REVISION).scalar_one()
    _line(out, {"format": FORMATS[-1], "revision": revision})
    written: dict[str, Held] = {}
    for done, table in enumerate(metadata.sorted_tables):
        progress("copying", done, len(metadata.sorted_tables))
        _line(out, {"table": table.name, "columns": [column.name for column in table.columns]})
        held = written[table.name] = Held()
        for chunk in rows_of(connection, table):
            for row in chunk:
                held.add(row)
                _line(out, [plain(value) for value in row])
    _line(out, {"end": {name: held.rows for name, held in written.items()}})
    progress("copying", len(written), len(written))
    return written


def _line(out: IO[str], value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _lived_row(table: Table, row: Sequence[Any]) -> dict[str, Any]:
    return {
        column.name: _lived(column.type, value)
        for column, value in zip(table.columns, row, strict=True)
    }


def _lived(kind: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcInstant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _head(file: Path, passphrase: str) -> dict[str, Any]:
    for line in _lines(file, passphrase):
        if isinstance(line, dict) and line.get("format") in FORMATS:
            return line
        break
    raise BadInput(f"{file} is no backup of this program; nothing was restored")


def _held_in(file: Path, passphrase: str) -> dict[str, Held]:
    """What each table of the file holds; a file of another shape is refused."""
    held: dict[str, Held] = {}
    try:
        for table, rows in _tables(file, passphrase):
            here = held[table.name] = Held()
            for row in rows:
                here.add(_lived_row(table, row).values())
    except (AttributeError, KeyError, TypeError, ValueError, SQLAlchemyError):
        raise _not_whole(file) from None
    return held


class _Rows:
    """The rows of one table, one after the other; then what stands after them."""

    def __init__(self, lines: Iterator[Any]) -> None:
        self._lines, self.number, self.after = lines, 0, None

    def __iter__(self) -> Iterator[list[Any]]:
        for line in self._lines:
            if not isinstance(line, list):
                self.after = line
                return
            self.number += 1
            yield line


def _tables(file: Path, passphrase: str) -> Iterator[tuple[Table, Iterator[list[Any]]]]:
    """Each table with its rows, as they are read; a file that breaks off is refused."""
    counted: dict[str, int] = {}
    ended: object = None
    lines = _lines(file, passphrase)
    line = next(lines, None)
    while line is not None:
        table, ended = _named(line), line.get("end", ended)
        rows = _Rows(lines)
        read = iter(rows)
        if table is not None:
            yield table, read
            counted[table.name] = rows.number
        if next(read, None) is not None:  # a row of no table, or one that nobody asked for
            raise _not_whole(file)
        line = rows.after
    if ended != counted or clinics.name not in counted:
        raise _not_whole(file)


def _not_whole(file: Path) -> BadInput:
    return BadInput(f"{file} is not whole; nothing was restored")


def _named(line: dict[str, Any]) -> Table | None:
    """A table with the columns that the file has of it, typed as far as they are known."""
    name = line.get("table")
    if name is None:
        return None
    known = metadata.tables.get(name)
    if "columns" not in line and known is not None:
        return known
    types = {} if known is None else {column.name: column.type for column in known.columns}
    columns: list[Column[Any]] = [
        Column(each, types.get(each, NullType())) for each in line.get("columns", [])
    ]
    return Table(name, MetaData(), *columns)


def _lines(file: Path, passphrase: str) -> Iterator[Any]:
    try:
        with (
            file.open("rb") as raw,
            _unsealed(raw, passphrase, file) as opened,
            gzip.open(opened, "rt", encoding="utf-8") as lines,
        ):
            for line in lines:
                yield json.loads(line)
    except (EOFError, gzip.BadGzipFile, zlib.error, json.JSONDecodeError, UnicodeDecodeError):
        raise _not_whole(file) from None


@contextmanager
def _unsealed(raw: IO[bytes], passphrase: str, file: Path) -> Iterator[IO[bytes]]:
    if not is_sealed(file):
        yield raw
        return
    yield io.BufferedReader(SealedReader(raw, passphrase, file))
