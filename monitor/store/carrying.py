"""Every row from one database into another that holds none, proved before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Connection, Engine

from monitor.store.chain_heads import heads_on
from monitor.store.contents import Held, Progress, rows_of, silent
from monitor.store.engine import for_writing, one_instant
from monitor.store.filling import Filling, require_empty
from monitor.store.migrate import bring_up
from monitor.store.tables import metadata

Heads = dict[str, tuple[int, str]]
"""For each clinic the number of its last audit entry, and that entry's hash."""

Prove = Callable[[Engine, Engine], None]
"""Compares both databases before anything is kept; raises where they differ."""


def carry_rows(
    source: Engine, target: Engine, prove: Prove, progress: Progress = silent
) -> tuple[dict[str, int], Heads]:
    """Put every row of one database into an empty one; all of them or none.

    Answers the rows of each table and the heads of the audit chains. Nobody else writes into a
    SQLite source meanwhile. Raises Conflict where the target holds a row, and StoreUnavailable or
    what ``prove`` raises where it does not become the same; then the target stays as it was.
    """
    with (
        one_instant(for_writing(source)) as there,
        for_writing(target).connect() as here,
        here.begin(),
    ):
        require_empty(here, "nothing was moved")
        bring_up(here)
        moved: dict[str, int] = {}
        for done, table in enumerate(metadata.sorted_tables):
            progress("moving", done, len(metadata.sorted_tables))
            held, filling = Held(), Filling(here, table)
            names = [column.name for column in table.columns]
            for chunk in rows_of(there, table):
                for row in chunk:
                    held.add(row)
                filling.add(dict(zip(names, row, strict=True)) for row in chunk)
            filling.require(held)
            moved[table.name] = held.rows
        progress("moving", len(moved), len(moved))
        prove(within(there), within(here))
        heads = heads_of(here)
    return moved, heads


def heads_of(connection: Connection) -> Heads:
    """Where the audit chain of each clinic ends."""
    return {one.clinic_id: (one.seq, one.hash) for one in heads_on(connection)}


def within(connection: Connection) -> Engine:
    """An engine for readers that all look into the one transaction under way."""
    return cast(Engine, _Within(connection))


class _Within:
    """What a reader asks of an engine and its connection; it neither begins nor ends anything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def __enter__(self) -> _Within:
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def connect(self) -> _Within:
        return self

    def begin(self) -> None:
        return

    def close(self) -> None:
        return
