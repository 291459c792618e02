"""What the audit says about backups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from monitor.access.audit import AuditAction
from monitor.store.tables import audit_entries, clinics
from monitor.store.work import Reading

# The chain is read from its end: with backups made every day it is not far.
_LATEST = (
    select(audit_entries.c.at, audit_entries.c.detail)
    .where(audit_entries.c.action == bindparam("action"))
    .order_by(audit_entries.c.seq.desc())
    .limit(1)
)
_FOUNDED = select(clinics.c.founded_at)


def latest(look: Reading, action: AuditAction) -> Row[Any] | None:
    """The last entry of an act."""
    return look.one(_LATEST, action=action.value)


def founded_at(look: Reading) -> datetime:
    """Since when there is something to keep."""
    row = look.one(_FOUNDED)
    assert row is not None
    at: datetime = row.founded_at
    return at
