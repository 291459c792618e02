"""Closes off what was written before each row was named in the chain: one digest for all of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select, update

from monitor.access.audit import AuditAction
from monitor.store.chain import link
from monitor.store.chain_heads import heads_on
from monitor.store.covering import COVERED, SEALED, block_digest, row_digest
from monitor.store.tables import audit_entries, clinics, metadata


def seal(connection: Connection, tables: Iterable[str]) -> None:
    """Add an entry to each clinic's chain that vouches for all rows of these tables as they are.

    What happened to them before is not covered, and `monitor verify` says so.
    """
    listed = [metadata.tables[name] for name in tables]
    for clinic in heads_on(connection):
        blocks = {table.name: _block(connection, table, clinic.clinic_id) for table in listed}
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
            "detail": {SEALED: {name: block for name, block in blocks.items() if block[0]}},
            "previous_hash": clinic.hash,
        }
        entry["hash"] = link(entry)
        connection.execute(insert(audit_entries).values(**entry))
        new = {"audit_seq": entry["seq"], "audit_hash": entry["hash"]}
        here = clinics.c.clinic_id == clinic.clinic_id
        connection.execute(update(clinics).where(here).values(**new))


def _block(connection: Connection, table: Table, clinic_id: str) -> list[Any]:
    """How many rows there are, and one digest of all of them."""
    # A column that a later step adds is not there yet, and changes no digest when it comes.
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    columns = [column for column in COVERED[table] if column.name in there]
    asked = select(*columns).where(table.c.clinic_id == clinic_id)
    digests = sorted(row_digest(table, dict(row._mapping)) for row in connection.execute(asked))
    return [len(digests), block_digest(digests)]


def _now(connection: Connection) -> datetime:
    now = connection.execute(select(func.current_timestamp())).scalar_one()
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now
