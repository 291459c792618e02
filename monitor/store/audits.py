"""Entries of the audit, searched; the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, or_, select

from monitor.access.audit import AuditAction
from monitor.store.tables import audit_entries, clinics, sessions
from monitor.store.work import Reading, Values

_ENTRY = select(
    audit_entries.c.seq,
    audit_entries.c.at,
    audit_entries.c.action,
    audit_entries.c.person_id,
    audit_entries.c.device_id,
    audit_entries.c.token_id,
    audit_entries.c.session_id,
    audit_entries.c.subject_id,
)
_SESSIONS_OF = select(sessions.c.id).where(sessions.c.patient_id == bindparam("patient_id"))
_NEWEST = select(clinics.c.audit_seq)
_ERASED_AFTER = (
    select(audit_entries.c.seq)
    .where(
        audit_entries.c.seq > bindparam("after"),
        audit_entries.c.action == AuditAction.PATIENT_ERASED.value,
    )
    .limit(1)
)
_CONDITIONS = {
    "person_id": audit_entries.c.person_id == bindparam("person_id"),
    "action": audit_entries.c.action == bindparam("action"),
    "from_at": audit_entries.c.at >= bindparam("from_at"),
    "to_at": audit_entries.c.at < bindparam("to_at"),
    "before": audit_entries.c.seq < bindparam("before"),
    "patient_id": or_(
        audit_entries.c.subject_id == bindparam("patient_id"),
        audit_entries.c.session_id.in_(bindparam("session_ids", expanding=True)),
    ),
}


def newest(work: Reading) -> int:
    """The number of the clinic's last entry."""
    return int(work.all(_NEWEST)[0].audit_seq)


def erased_after(work: Reading, seq: int) -> bool:
    """Whether a patient was erased since the entry of this number."""
    return bool(work.all(_ERASED_AFTER, after=seq))


def search(work: Reading, asked: Values, at_most: int) -> Sequence[Row[Any]]:
    """The entries that fit everything that is asked; a patient's sessions are the patient's."""
    values = {name: value for name, value in asked.items() if value is not None}
    statement = _statement(frozenset(values))
    if "patient_id" in values:
        found = work.all(_SESSIONS_OF, patient_id=values["patient_id"])
        values["session_ids"] = [row.id for row in found]
    return work.all(statement, at_most=at_most, **values)


@cache
def _statement(names: frozenset[str]) -> Executable:
    """One for each choice of conditions: statements are kept for good."""
    conditions = [_CONDITIONS[name] for name in sorted(names)]
    ordered = _ENTRY.where(*conditions).order_by(audit_entries.c.seq.desc())
    return ordered.limit(bindparam("at_most"))
