"""Every row in one portable file, for databases that have no file of their own."""

from __future__ import annotations

import gzip
import io
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import Column, Connection, Date, Engine, MetaData, Table, text
from sqlalchemy.types import NullType

from monitor.errors import BadInput, Conflict, StoreUnavailable
from monitor.store.columns import UtcInstant
from monitor.store.contents import Held, Progress, plain, rows_of, silent
from monitor.store.engine import for_writing
from monitor.store.filling import Filling, require_empty
from monitor.store.migrate import bring_to, bring_up
from monitor.store.sealed import SealedReader, SealedWriter, is_sealed
from monitor.store.tables import metadata

FORMATS = (1, 2)
"""Since the second, each table says its columns, and a later version reads the file too."""

_PRIVATE = 0o600
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
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        written = _write_privately(engine, part, passphrase, progress)
        if _held_in(part, passphrase) != written:
            raise StoreUnavailable("The copy does not hold the same rows; nothing was kept")
        part.replace(file)
        _flush(file.parent)
    finally:
        part.unlink(missing_ok=True)
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
    with for_writing(engine).connect() as connection, connection.begin():
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


def _write_privately(
    engine: Engine, file: Path, passphrase: str, progress: Progress
) -> dict[str, Held]:
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE)
    with os.fdopen(handle, "wb") as raw, snapshot(engine) as connection:
        with _sealing(raw, passphrase) as sealed, gzip.open(sealed, "wt", encoding="utf-8") as out:
            written = _write(connection, out, progress)
        raw.flush()
        os.fsync(raw.fileno())
    return written


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Look at one instant of a database while others go on."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


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
    """What each table of the file holds."""
    held: dict[str, Held] = {}
    for table, rows in _tables(file, passphrase):
        here = held[table.name] = Held()
        for row in rows:
            here.add(_lived_row(table, row).values())
    return held


def _tables(file: Path, passphrase: str) -> Iterator[tuple[Table, list[list[Any]]]]:
    """Each table with its rows; a file that breaks off is refused."""
    table: Table | None = None
    rows: list[list[Any]] = []
    counted: dict[str, int] = {}
    ended: object = None
    for line in _lines(file, passphrase):
        if isinstance(line, list):
            rows.append(line)
            continue
        if table is not None:
            counted[table.name] = len(rows)
            yield table, rows
        table, rows, ended = _named(line), [], line.get("end", ended)
    if ended != counted:
        raise BadInput(f"{file} is not whole; nothing was restored")


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
        raise BadInput(f"{file} is not whole; nothing was restored") from None


@contextmanager
def _unsealed(raw: IO[bytes], passphrase: str, file: Path) -> Iterator[IO[bytes]]:
    if not is_sealed(file):
        yield raw
        return
    yield io.BufferedReader(SealedReader(raw, passphrase, file))


def _flush(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
