"""The rows that the audit vouches for, and the digest by which it does.

A fact is written once and named once. A setting (a person, a role, a chair) changes: each entry
that changed it names it anew, and what the last one says is what must stand there.

A digest stands on what a row says, not on how an engine keeps it: the same row on SQLite and on
PostgreSQL has the same one. A column without a value is left out, so that a column added later
changes no digest of a row from before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Float, Insert, Integer, Table, Update
from sqlalchemy.sql import Executable
from sqlalchemy.sql.dml import Delete

from monitor.store.chain import digest
from monitor.store.columns import written_instant
from monitor.store.record_tables import PATIENT_FACTS
from monitor.store.tables import (
    APPEND_ONLY,
    audit_entries,
    chairs,
    clinics,
    courses,
    devices,
    emergency_accesses,
    patient_identifiers,
    patients,
    people,
    person_roles,
    protocol_choices,
    sessions,
    tokens,
)

SEALED = "sealed"
"""Where an audit entry's detail speaks of the rows from before it."""

# Of these a part changes with time: where the patient sits, and how it ended.
MOVING = {
    sessions: frozenset({"chair_id", "closed_at", "closed_to", "last_seq"}),
    courses: frozenset({"closed_at", "closed_by", "closed_reason"}),
}
# What of these can be corrected follows from the versions kept of it (store/following.py): the
# digest stands on what was registered (store/registered.py).
CORRECTED: Mapping[Table, frozenset[str]] = {
    patients: frozenset({*PATIENT_FACTS, "corrected_at"}),
}
FACTS = tuple(
    table
    for table in (*APPEND_ONLY, sessions, courses, patients, patient_identifiers)
    if table is not audit_entries
)
# Of these every change is named, but for what only counts: wrong tries, when a token was used, the
# clinic's own counters, what a tablet said last of its unsent entries.
SETTINGS: Mapping[Table, frozenset[str]] = {
    clinics: frozenset({"version", "audit_seq", "audit_hash"}),
    people: frozenset({"pin_failures", "pin_failed_at", "password_failures", "password_failed_at"}),
    person_roles: frozenset(),
    chairs: frozenset(),
    devices: frozenset({"unsent", "asking", "oldest_at", "said_at", "unsent_in"}),
    tokens: frozenset({"used_at"}),
    emergency_accesses: frozenset(),
    protocol_choices: frozenset(),
}
_UNSAID: Mapping[Table, frozenset[str]] = {**MOVING, **SETTINGS}
COVERED: Mapping[Table, tuple[Column[Any], ...]] = {
    table: tuple(column for column in table.columns if column.name not in _UNSAID.get(table, ()))
    for table in (*FACTS, *SETTINGS)
}
KEYS: Mapping[Table, tuple[Column[Any], ...]] = {
    table: tuple(column for column in table.primary_key if column.name != "clinic_id")
    or (table.c.clinic_id,)
    for table in COVERED
}


def _said_as_it_is(column: Column[Any]) -> frozenset[type]:
    if isinstance(column.type, JSON):
        return frozenset({dict, list})
    return frozenset({int} if isinstance(column.type, Integer) else {str})


_COLUMNS: Mapping[Table, tuple[tuple[str, Column[Any], frozenset[type]], ...]] = {
    table: tuple((column.name, column, _said_as_it_is(column)) for column in columns)
    for table, columns in COVERED.items()
}
"""Name, column, and what in it is said as it is: most values are, and asking each takes long."""
_KEY_PARTS: Mapping[Table, tuple[tuple[str, Column[Any], frozenset[type]], ...]] = {
    table: tuple((column.name, column, _said_as_it_is(column)) for column in columns)
    for table, columns in KEYS.items()
}
# What names it to people says who a patient is, and the chain is kept for good: since it has an id
# of its own, that names it.
_BY_ID = (patient_identifiers.c.id,)
_KNOWN: dict[int, tuple[Executable, Table | None]] = {}


def covered_table(statement: Executable) -> Table | None:
    """The covered table that a statement adds rows to, or whose settings it changes.

    A statement that would change or remove a fact is a mistake of the program.
    """
    known = _KNOWN.get(id(statement))
    if known is None or known[0] is not statement:
        known = _KNOWN[id(statement)] = (statement, _table_of(statement))
    return known[1]


def _table_of(statement: Executable) -> Table | None:
    table = getattr(statement, "table", None)
    if not isinstance(table, Table) or table not in COVERED:
        return None
    said = isinstance(statement, Insert | Delete) or (
        isinstance(statement, Update) and _touches(statement, table)
    )
    if said and table not in SETTINGS and not isinstance(statement, Insert):
        raise RuntimeError(f"rows of {table.name} are facts: they are added to, never changed")
    return table if said else None


def _touches(statement: Update, table: Table) -> bool:
    changed = {getattr(column, "name", column) for column in statement._values or ()}
    free = _UNSAID.get(table, frozenset()) | CORRECTED.get(table, frozenset())
    return not changed or not changed <= free


def row_key(table: Table, row: Mapping[str, Any]) -> list[Any]:
    """What names a row inside its clinic."""
    if table is patient_identifiers and row.get("id") is not None:
        return [row["id"]]
    return [
        value if type(value := row[name]) in as_it_is else as_said(column, value)
        for name, column, as_it_is in _KEY_PARTS[table]
    ]


def named_by(table: Table, key: Sequence[Any]) -> tuple[Column[Any], ...]:
    """The columns that a key was made of."""
    return _BY_ID if table is patient_identifiers and len(key) == 1 else KEYS[table]


def row_digest(table: Table, row: Mapping[str, Any]) -> str:
    """SHA-256 of what a row says, its clinic and its table included."""
    said = {
        name: value if type(value) in as_it_is else as_said(column, value)
        for name, column, as_it_is in _COLUMNS[table]
        if (value := row.get(name)) is not None
    }
    return digest([table.name, said])


def block_digest(digests: Iterable[str]) -> str:
    """One digest for many rows, whatever the order they are read in; they must come sorted."""
    whole = hashlib.sha256()
    for one in digests:
        whole.update(one.encode())
    return whole.hexdigest()


def as_said(column: Column[Any], value: Any) -> Any:  # noqa: PLR0911  (a line a type)
    """A value in one fixed form, from the program or raw from either engine.

    What cannot be read stays as it is, so that it differs from everything that was written.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return written_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column.type, JSON):
        return _json(value)
    if isinstance(column.type, Boolean) and value in (0, 1):
        return bool(value)
    if isinstance(column.type, Float) and isinstance(value, int | float):
        return float(value) + 0.0  # no negative zero
    return value if isinstance(value, str | int | float) else repr(value)


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return ["unreadable", value]
