"""A database of each earlier version, with rows in every table it had, keeps all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Float,
    Integer,
    MetaData,
    Table,
    insert,
    inspect,
    select,
)

from monitor.store.columns import UtcInstant
from monitor.store.engine import for_writing
from monitor.store.migrate import bring_to, migrate, migrations, require_current
from monitor.store.tables import metadata
from tests.databases import ENGINES
from tests.fuzz import LONG

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
STEPS = [step.revision for step in ScriptDirectory.from_config(migrations()).walk_revisions()][::-1]

# What a check or another row asks for; everything else follows from a column's type.
WORDS: Mapping[str, object] = {
    "clinics.audit_seq": 2,
    "clinics.audit_hash": "hash 2",
    "person_roles.role": "nurse",
    "session_events.by_role": "nurse",
    "screenings.by_role": "nurse",
    "patients.spo2_scale": 1,
    "patient_versions.number": 0,
    "patient_versions.spo2_scale": 1,
    "courses.indication": "depression",
    "planned_sessions.status": "planned",
    "course_scores.said": "recorded",
    "course_scores.scale": "phq9",
    "decisions.closed_to": "home",
    "tokens.expires_at": AT + timedelta(days=1),
    "duties.until_at": AT + timedelta(hours=1),
    "register_entries.action": "received",
    "watch_changes.why": "released",
    "handovers.reason": "shift",
    "handovers.role": "nurse",
    "handovers.giver_id": "id-1",
    "handovers.receiver_id": "id-2",
    "open_handovers.receiver_id": "id-2",
    "handover_endings.how": "received",
    "handover_endings.role": "nurse",
    "protocol_drafts.version": 1001,
    "protocol_signatures.role": "physician",
    "emergency_accesses.until_at": AT + timedelta(minutes=30),
    "emergency_accesses.person_id": "id-1",
    "emergency_accesses.acknowledged_by": "id-2",
}
Rows = dict[str, list[tuple[Any, ...]]]


def typed(found: Table) -> Table:
    """A table as it stands in the database, its columns typed as the program knows them."""
    known = metadata.tables[found.name].columns
    columns: list[Column[Any]] = [
        Column(one.name, known[one.name].type, nullable=one.nullable) for one in found.columns
    ]
    return Table(found.name, MetaData(), *columns)


def value_of(table: str, column: Column[Any], row: int) -> object:
    """Something for one column of the first or the second row."""
    if f"{table}.{column.name}" in WORDS:
        return WORDS[f"{table}.{column.name}"]
    if isinstance(column.type, UtcInstant):
        return AT
    by_kind = {Boolean: True, Integer: row, Float: 36.5, JSON: [], Date: date(1987, 4, 14)}
    for kind, value in by_kind.items():
        if isinstance(column.type, kind):
            return value
    if column.name == "clinic_id":
        return "clinic"
    is_key = column.name == "id" or column.name.endswith(("_id", "_by"))
    return f"id-{row}" if is_key else f"{column.name} {row}"


def fill(connection: Connection) -> Rows:
    """Two rows in every table, or one where one is all that there can be."""
    there = MetaData()
    there.reflect(connection)
    for found in there.sorted_tables:
        if found.name == "alembic_version":
            continue
        table = typed(found)
        alone = {one.name for one in found.primary_key.columns} == {"clinic_id"}
        for row in (1,) if alone else (1, 2):
            values = {
                column.name: value_of(table.name, column, row)
                for column in table.columns
                if not column.nullable
            }
            connection.execute(insert(table), values)
    return rows_of(connection, [typed(each) for each in there.sorted_tables if known(each)])


def known(table: Table) -> bool:
    return table.name in metadata.tables


def rows_of(connection: Connection, tables: list[Table]) -> Rows:
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        for table in tables
    }


def tried() -> list[tuple[str, str]]:
    """Every version in SQLite; where PostgreSQL comes beside it, each third and the last two."""
    some = STEPS if LONG or len(ENGINES) == 1 else sorted({*STEPS[::3], *STEPS[-2:]})
    return [(kind, step) for kind in ENGINES for step in (STEPS if kind == "sqlite" else some)]


@pytest.mark.parametrize(("unmigrated", "step"), tried(), indirect=["unmigrated"])
def test_every_row_of_an_earlier_version_is_there_afterwards(unmigrated: Engine, step: str) -> None:
    with for_writing(unmigrated).connect() as connection, connection.begin():
        bring_to(connection, step)
        there = MetaData()
        there.reflect(connection)
        tables = [typed(each) for each in there.sorted_tables if known(each)]
        before = fill(connection)

    migrate(unmigrated)

    require_current(unmigrated)
    assert set(inspect(unmigrated).get_table_names()) == {*metadata.tables, "alembic_version"}
    with unmigrated.connect() as connection:
        after = rows_of(connection, tables)
    assert set(before) == {table.name for table in tables}
    assert all(before.values())
    for name, rows in before.items():
        assert name in after
        if name == "clinics":  # its row also holds the end of the chain, which a step may lengthen
            continue
        assert after[name][: len(rows)] == rows, name
        assert len(after[name]) == len(rows) or name == "audit_entries", name
    assert len(after["clinics"]) == 1
    assert before["clinics"][0][:3] == after["clinics"][0][:3]


def test_every_step_is_tried() -> None:
    assert STEPS[0] == "0001"
    assert len(STEPS) >= 7
