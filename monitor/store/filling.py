"""Filling a database that holds nothing, table by table, each read again at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select

from monitor.errors import Conflict, StoreUnavailable
from monitor.store.contents import Held
from monitor.store.tables import metadata

_AT_ONCE = 500


class Filling:
    """One table that is being filled, inside the transaction under way."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection = connection
        self._table = table

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows in."""
        left = iter(rows)
        while chunk := list(islice(left, _AT_ONCE)):
            self._connection.execute(insert(self._table), chunk)

    def require(self, expected: Held) -> None:
        """Read the table again; raises StoreUnavailable where it does not hold just that."""
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
