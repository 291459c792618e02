"""Law 10: another clinic's row cannot be reached, and the clinic cannot be forgotten."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import bindparam, delete, exists, func, insert, select, text, union_all, update
from sqlalchemy.sql import Executable

import monitor.store
from monitor.store.scope import CLINIC, scoped
from monitor.store.tables import chairs, clinics, metadata, patients, sessions

_ELSEWHERE = chairs.alias("elsewhere")
_JOINED = select(sessions.c.id).join(chairs, chairs.c.id == sessions.c.chair_id)


@pytest.mark.parametrize(
    ("statement", "times"),
    [
        (select(chairs), 1),
        (select(func.count()).select_from(chairs), 1),
        (select(chairs.c.id).where(chairs.c.label == "3"), 1),
        (select(_ELSEWHERE.c.id), 1),
        (_JOINED, 2),
        (_JOINED.join(patients, patients.c.id == sessions.c.patient_id), 3),
        (select(chairs.c.id, patients.c.id), 2),
        (update(chairs).values(room="East"), 1),
        (delete(chairs).where(chairs.c.id == "x"), 1),
        (insert(chairs).values(id="x", label="3", room="", place=1), 1),
    ],
)
def test_every_table_of_a_statement_is_held_to_the_clinic(
    statement: Executable, times: int
) -> None:
    written = str(scoped(statement))

    assert written.count(f":{CLINIC}") == times


@pytest.mark.parametrize(
    "statement",
    [
        select(chairs.outerjoin(sessions, sessions.c.chair_id == chairs.c.id)),
        select(chairs).where(exists(select(sessions.c.id))),
        select(chairs).where(chairs.c.id.in_(select(sessions.c.chair_id))),
        select(chairs.c.id, select(func.count(sessions.c.id)).scalar_subquery()),
        select(select(chairs).subquery()),
        select(chairs).where(text("1 = 1")),
        select(text("* FROM chairs")),
        union_all(select(chairs.c.id), select(patients.c.id)),
        insert(chairs).from_select(["id"], select(patients.c.id)),
        text("DELETE FROM chairs"),
    ],
)
def test_a_statement_that_could_reach_around_the_clinic_is_refused(statement: Executable) -> None:
    with pytest.raises(TypeError, match="cannot be held to one clinic"):
        scoped(statement)


def test_a_clinic_named_by_the_caller_does_not_count() -> None:
    sly = select(chairs).where(chairs.c.clinic_id == bindparam("another"))

    assert f"clinic_id = :{CLINIC}" in str(scoped(sly))


def test_every_table_can_be_held_to_a_clinic() -> None:
    assert clinics.name in metadata.tables
    for table in metadata.tables.values():
        assert not table.c.clinic_id.nullable, table.name


def test_every_reference_stays_inside_its_clinic() -> None:
    crossing = [
        constraint.name
        for table in metadata.tables.values()
        for constraint in table.foreign_key_constraints
        if "clinic_id" not in constraint.column_keys
    ]

    assert crossing == []


# The unit of work, with the connection that it takes, adds the clinic; the door looks a login up
# before one is known; the rest moves whole databases, proves them whole, or tries whether they can
# be written; what is vouched for lies in a file of its own. An erasure lifts triggers, which are
# the database's and no clinic's.
_MAY_CONNECT = {
    "work.py", "one_connection.py", "door.py", "migrate.py", "dump.py", "backup.py",
    "sqlite_copy.py", "carrying.py", "verifying.py", "chain_heads.py", "rights.py", "trying.py",
    "vouched.py", "erasing.py", "room.py",
}  # fmt: skip


def test_nothing_else_in_the_store_opens_a_connection() -> None:
    folder = Path(monitor.store.__path__[0])
    opening = {
        file.name
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"connect", "begin", "raw_connection"}
    }

    assert "work.py" in opening
    # engine.py opens SQLite's own connections for the pool; it runs no statement of a clinic.
    assert opening - {"engine.py"} <= _MAY_CONNECT


def test_no_use_case_opens_a_connection_by_itself() -> None:
    folder = Path(monitor.store.__path__[0]).parent / "services"
    files = list(folder.glob("*.py"))
    offending = [
        f"{file.name}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"connect", "begin", "execute", "raw_connection"}
    ]

    assert files
    assert offending == []
