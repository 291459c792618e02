"""What a table holds, as a number of rows and a digest that is the same on both engines."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from monitor.store.tables import metadata

_AT_ONCE = 500
_REST_S = 0.001
_ROUND = 2**256


@dataclass(slots=True)
class Held:
    """The rows of one table, in whatever order they came."""

    rows: int = 0
    total: int = 0

    def add(self, row: Iterable[object]) -> None:
        """Count one more row in."""
        said = json.dumps([plain(value) for value in row], sort_keys=True, ensure_ascii=False)
        self.total += int.from_bytes(hashlib.sha256(said.encode()).digest(), "big")
        self.total %= _ROUND
        self.rows += 1


Contents = Mapping[str, Held]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


def silent(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def plain(value: object) -> object:
    """A value as JSON has it; instants and days as ISO text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def rows_of(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a table by and by; it rests between, for those who work meanwhile."""
    ordered = select(table).order_by(*table.primary_key.columns)
    found = connection.execute(ordered, execution_options={"yield_per": _AT_ONCE})
    for chunk in found.partitions():
        yield chunk
        time.sleep(_REST_S)


def contents_of(connection: Connection) -> Contents:
    """What every table holds now."""
    return {table.name: _held(connection, table) for table in metadata.sorted_tables}


def _held(connection: Connection, table: Table) -> Held:
    held = Held()
    for chunk in rows_of(connection, table):
        for row in chunk:
            held.add(row)
    return held


def differing(one: Contents, other: Contents) -> list[str]:
    """The tables that do not hold the same."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
