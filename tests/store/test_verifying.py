from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete, insert, update

from monitor.store.chain import link
from monitor.store.covering import COVERED
from monitor.store.tables import APPEND_ONLY, audit_entries, clinics
from tests.databases import fresh_postgresql, fresh_sqlite
from tests.store import tampering
from tests.store.tampering import Victim


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def victim(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Victim]:
    """One day, played once; each tampering is undone."""
    if request.param == "sqlite":
        engine = fresh_sqlite(tmp_path_factory.mktemp("victim"))
        yield tampering.victim(engine)
        engine.dispose()
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server")) as engine:
        yield tampering.victim(engine)


def first(victim: Victim, connection: Connection) -> tuple[str, str, int | None]:
    """What is named first: the table, what happened to it, the entry's number."""
    found = victim.verdict(connection).first
    assert found is not None, "it was not found"
    return found.table, found.what, found.seq


def test_a_whole_day_is_as_it_was_written(victim: Victim) -> None:
    with victim.open() as connection:
        found = victim.verdict(connection, against=True)

    assert found.faults == []
    assert (found.entries, found.rows) == (len(victim.chain), len(victim.rows))
    assert (found.uncovered, found.in_block, found.heads) == (0, 0, 1)
    assert {table for table, _ in victim.rows} == set(COVERED)
    assert len(victim.chain) >= 30


def test_each_column_of_each_entry_is_held(victim: Victim) -> None:
    for entry in victim.chain:
        for column in audit_entries.columns:
            with victim.open() as connection:
                value = tampering.spoiled(column, entry[column.name])
                tampering.set_entry(connection, entry, **{column.name: value})
                found = victim.verdict(connection).first

            assert found is not None, (entry["seq"], column.name)
            what = "removed" if column.name == "clinic_id" else "changed"
            assert (found.table, found.seq, found.what) == ("audit_entries", entry["seq"], what)
            assert what == "removed" or column.name in found.columns
