"""Closes off what was written before each row was named in the chain.

Facts, of which there are many, get one digest for all; settings are named one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select, update

from monitor.access.audit import AuditAction
from monitor.store.chain import ROWS, link
from monitor.store.chain_heads import heads_on
from monitor.store.covering import COVERED, SEALED, block_digest, row_digest, row_key
from monitor.store.tables import audit_entries, clinics, metadata


def seal(connection: Connection, tables: Iterable[str]) -> None:
    """Add an entry to each clinic's chain that vouches for all rows of these tables as they are.

    What happened to them before is not covered, and `monitor verify` says so.
    """
    listed = [metadata.tables[name] for name in tables]

    def blocks(clinic_id: str) -> dict[str, Any]:
        found = {table.name: _block(connection, table, clinic_id) for table in listed}
        return {SEALED: {name: block for name, block in found.items() if block[0]}}

    _add_to_each(connection, blocks)


def name_settings(connection: Connection, tables: Iterable[str]) -> None:
    """Add an entry to each clinic's chain that names every row of these settings as it is.

    Verifying takes it of one step only: a second one would vouch for whatever stands there by then.
    A later step therefore changes no row of settings, and adds columns to them without a value.
    """
    listed = [metadata.tables[name] for name in tables]

    def rows(clinic_id: str) -> dict[str, Any]:
        found = {table.name: _named(connection, table, clinic_id) for table in listed}
        return {ROWS: {name: named for name, named in found.items() if named}}

    _add_to_each(connection, rows)


def _add_to_each(connection: Connection, said: Callable[[str], dict[str, Any]]) -> None:
    for clinic in heads_on(connection):
        entry: dict[str, Any] = {
            "clinic_id": clinic.clinic_id,
            "seq": clinic.seq + 1,
            "at": _now(connection),
            "action": AuditAction.RECORD_SEALED.value,
            "person_id": None,
            "device_id": None,
            "token_id": None,
            "session_id": None,
            "subject_id": None,
            "detail": said(clinic.clinic_id),
            "previous_hash": clinic.hash,
        }
        entry["hash"] = link(entry)
        connection.execute(insert(audit_entries).values(**entry))
        new = {"audit_seq": entry["seq"], "audit_hash": entry["hash"]}
        here = clinics.c.clinic_id == clinic.clinic_id
        connection.execute(update(clinics).where(here).values(**new))


def _block(connection: Connection, table: Table, clinic_id: str) -> list[Any]:
    """How many rows there are, and one digest of all of them."""
    digests = sorted(row_digest(table, row) for row in _rows(connection, table, clinic_id))
    return [len(digests), block_digest(digests)]


def _named(connection: Connection, table: Table, clinic_id: str) -> list[list[Any]]:
    """Each row by its key, with its digest."""
    rows = _rows(connection, table, clinic_id)
    return sorted([*row_key(table, row), row_digest(table, row)] for row in rows)


def _rows(connection: Connection, table: Table, clinic_id: str) -> Iterator[dict[str, Any]]:
    # A column that a later step adds is not there yet, and changes no digest when it comes.
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    columns = [column for column in COVERED[table] if column.name in there]
    asked = select(*columns).where(table.c.clinic_id == clinic_id)
    return (dict(row._mapping) for row in connection.execute(asked))


def _now(connection: Connection) -> datetime:
    now = connection.execute(select(func.current_timestamp())).scalar_one()
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now
