"""Rows of one table that speak of each other go into another database, in whatever order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Column, Engine, MetaData, Table, select

from monitor.errors import Conflict
from monitor.store.contents import Held, contents_of, differing
from monitor.store.engine import for_writing
from monitor.store.filling import Filling
from monitor.store.tables import handovers, metadata, register_entries
from tests.databases import fresh_sqlite
from tests.store import tampering

Rows = list[dict[str, Any]]
SPEAKING = {register_entries: ("draw_id", "reverses_id"), handovers: ("takes_back_id",)}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = fresh_sqlite(tmp_path_factory.mktemp("filling"))
    tampering.play(engine)
    yield engine
    engine.dispose()


def rows_of(engine: Engine, table: Table) -> Rows:
    """Its rows, those that speak of others before the others."""
    with engine.connect() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(table))]
    speaking = SPEAKING.get(table, ())
    return sorted(rows, key=lambda row: all(row[name] is None for name in speaking))


def filled(engine: Engine, tables: Mapping[Table, Rows], at_once: int) -> None:
    with for_writing(engine).connect() as connection, connection.begin():
        for table, rows in tables.items():
            columns = [Column(one.name, one.type) for one in table.columns]
            filling, held = Filling(connection, Table(table.name, MetaData(), *columns)), Held()
            for first in range(0, len(rows), at_once):
                filling.add(rows[first : first + at_once])
            for row in rows:
                held.add(row.values())
            filling.require(held)


@pytest.mark.parametrize("at_once", [1, 500])
def test_what_speaks_of_a_row_that_comes_later_waits_for_it(
    played: Engine, engine: Engine, at_once: int
) -> None:
    tables = {table: rows_of(played, table) for table in metadata.sorted_tables}
    entries = tables[register_entries]
    assert entries[0]["draw_id"] or entries[0]["reverses_id"]
    assert (entries[-1]["draw_id"], entries[-1]["reverses_id"]) == (None, None)

    filled(engine, tables, at_once)

    with played.connect() as here, engine.connect() as there:
        assert differing(contents_of(here), contents_of(there)) == []


def test_what_speaks_of_no_row_at_all_is_refused(played: Engine, engine: Engine) -> None:
    tables = {table: rows_of(played, table) for table in metadata.sorted_tables}
    gone = tables[register_entries].pop()

    with pytest.raises(Conflict):
        filled(engine, tables, 500)

    assert gone["draw_id"] is None
    with engine.connect() as there:
        assert there.execute(select(register_entries)).all() == []


def test_only_these_tables_hold_rows_that_speak_of_each_other() -> None:
    own = {
        table
        for table in metadata.sorted_tables
        if any(key.referred_table is table for key in table.foreign_key_constraints)
    }

    assert own == set(SPEAKING)
