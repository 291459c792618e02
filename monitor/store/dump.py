"""Every row in one portable file, for databases that have no file of their own."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Date, Engine, Table, func, insert, select, text

from monitor.errors import BadInput, Conflict, StoreUnavailable
from monitor.store.columns import UtcInstant
from monitor.store.engine import for_writing
from monitor.store.tables import metadata

FORMAT = 1
_AT_ONCE = 500
_PRIVATE = 0o600
_REVISION = text("SELECT version_num FROM alembic_version")


def dump_rows(engine: Engine, file: Path) -> dict[str, int]:
    """Write every row of every clinic into a new file; answers the rows of each table.

    The server may go on: the file holds one instant. Nobody but its owner may read it, and it has
    its name only once it is whole and was read again.
    """
    if file.exists():
        raise Conflict(f"{file} is there already; nothing was copied", allowed="a new file name")
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        written = _write_privately(engine, part)
        if {table: len(rows) for table, rows in _tables(part)} != written:
            raise StoreUnavailable("The copy does not hold the same rows; nothing was kept")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return written


def _write_privately(engine: Engine, file: Path) -> dict[str, int]:
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE)
    with os.fdopen(handle, "wb") as raw, engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin(), gzip.open(raw, "wt", encoding="utf-8") as out:
            written = _write(connection, out)
        raw.flush()
        os.fsync(raw.fileno())
    return written


def load_rows(engine: Engine, file: Path) -> dict[str, int]:
    """Put the rows of a file into an empty, migrated database, all or none."""
    if not file.is_file():
        raise BadInput(f"There is no backup at {file}; nothing was restored")
    head = _head(file)
    loaded = {name: len(rows) for name, rows in _tables(file)}  # whole, before a row goes in
    with for_writing(engine).connect() as connection, connection.begin():
        _require_empty(connection)
        _require_fitting(connection, head)
        for name, rows in _tables(file):
            table = metadata.tables[name]
            for start in range(0, len(rows), _AT_ONCE):
                chunk = rows[start : start + _AT_ONCE]
                connection.execute(insert(table), [_read(table, row) for row in chunk])
    return loaded


def _write(connection: Connection, out: IO[str]) -> dict[str, int]:
    revision = connection.execute(_REVISION).scalar_one()
    _line(out, {"format": FORMAT, "revision": revision})
    written = {}
    for table in metadata.sorted_tables:
        _line(out, {"table": table.name})
        number = 0
        for row in connection.execute(select(table)):
            _line(out, [_plain(value) for value in row])
            number += 1
        written[table.name] = number
    _line(out, {"end": written})
    return written


def _line(out: IO[str], value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date


def _read(table: Table, row: list[Any]) -> dict[str, Any]:
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


def _head(file: Path) -> dict[str, Any]:
    for line in _lines(file):
        if isinstance(line, dict) and line.get("format") == FORMAT:
            return line
        break
    raise BadInput(f"{file} is no backup of this program; nothing was restored")


def _tables(file: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    """Each table with its rows; a file that breaks off is refused."""
    name, rows, ended = "", [], None
    counted: dict[str, int] = {}
    for line in _lines(file):
        if isinstance(line, list):
            rows.append(line)
            continue
        if name:
            counted[name] = len(rows)
            yield name, rows
        name, rows, ended = line.get("table", ""), [], line.get("end", ended)
    if ended != counted:
        raise BadInput(f"{file} is not whole; nothing was restored")


def _lines(file: Path) -> Iterator[Any]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as opened:
            for line in opened:
                yield json.loads(line)
    except (EOFError, gzip.BadGzipFile, json.JSONDecodeError, UnicodeDecodeError):
        raise BadInput(f"{file} is not whole; nothing was restored") from None


def _require_empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise Conflict(
                "The database is not empty; nothing was restored", allowed="an empty database"
            )


def _require_fitting(connection: Connection, head: dict[str, Any]) -> None:
    here = connection.execute(_REVISION).scalar_one()
    if here != head.get("revision"):
        raise BadInput(
            f"The backup is of step {head.get('revision')}, the database of step {here}; "
            "nothing was restored",
            allowed="a database migrated to the same step",
        )
