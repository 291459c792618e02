"""Filling a database that holds nothing, table by table, each read again at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select

from monitor.errors import Conflict, StoreUnavailable
from monitor.store.contents import Held
from monitor.store.tables import metadata

_AT_ONCE = 500
Row = tuple[tuple[str, Any], ...]


class Filling:
    """One table that is being filled, inside the transaction under way.

    A row may speak of another one of its table (what was given of what was drawn) that comes after
    it: it waits until that one is there.
    """

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection = connection
        self._table = table
        known = metadata.tables.get(table.name, table)  # a backup's table knows no references
        self._own = [
            [(each.parent.name, each.column.name) for each in key.elements]
            for key in known.foreign_key_constraints
            if key.referred_table is known and all(one.name in table.c for one in key.columns)
        ]
        self._there: set[Row] = set()
        self._waiting: list[Mapping[str, Any]] = []

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows in."""
        left = self._ready(rows) if self._own else iter(rows)
        self._put(left)

    def _put(self, rows: Iterator[Mapping[str, Any]]) -> None:
        while chunk := list(islice(rows, _AT_ONCE)):
            self._connection.execute(insert(self._table), chunk)

    def _ready(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The rows of which all that they speak of is there, those that have waited with them."""
        listed, before = [*self._waiting, *rows], -1
        while len(listed) != before:
            before, still = len(listed), []
            for row in listed:
                if any(self._misses(row, pairs) for pairs in self._own):
                    still.append(row)
                    continue
                for pairs in self._own:
                    self._there.add(tuple((name, row[name]) for _, name in pairs))
                yield row
            listed = still
        self._waiting = listed

    def _misses(self, row: Mapping[str, Any], pairs: list[tuple[str, str]]) -> bool:
        if any(row[own] is None for own, _ in pairs):
            return False
        wanted = tuple((name, row[own]) for own, name in pairs)
        return wanted not in self._there and any(row[own] != row[name] for own, name in pairs)

    def require(self, expected: Held) -> None:
        """Read the table again; raises StoreUnavailable where it does not hold just that."""
        self._put(iter(self._waiting))  # what speaks of nothing that is there, the database refuses
        there = Held()
        for row in self._connection.execute(select(self._table)):
            there.add(row)
        if there != expected:
            raise StoreUnavailable(
                f"{self._table.name} does not hold the same rows; nothing was kept"
            )


def require_empty(connection: Connection, nothing: str) -> None:
    """Refuse a database in which a table of ours holds a row."""
    present = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in present:
            continue
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise Conflict(f"The database is not empty; {nothing}", allowed="an empty database")
