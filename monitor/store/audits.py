"""Entries of the audit, searched; the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, or_, select

from monitor.store.patients import COLUMNS as PATIENT
from monitor.store.tables import audit_entries, clinics, devices, patients, sessions, tokens
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
_HEAD = select(clinics.c.audit_seq, clinics.c.audit_hash)
_SESSIONS_NAMED = select(sessions.c.id, sessions.c.patient_id, sessions.c.started_at).where(
    sessions.c.id.in_(bindparam("wanted", expanding=True))
)
_PATIENTS_NAMED = select(*PATIENT).where(patients.c.id.in_(bindparam("wanted", expanding=True)))
_DEVICES_NAMED = select(devices.c.id, devices.c.registered_by, devices.c.registered_at).where(
    devices.c.id.in_(bindparam("wanted", expanding=True))
)
_TOKENS_NAMED = select(tokens.c.id, tokens.c.name, tokens.c.person_id, tokens.c.created_at).where(
    tokens.c.id.in_(bindparam("wanted", expanding=True))
)


def head(work: Reading) -> tuple[int, str]:
    """The number and the hash of the last entry of the clinic's chain."""
    (row,) = work.all(_HEAD)
    return row.audit_seq, row.audit_hash


def sessions_named(work: Reading, ids: Iterable[str | None]) -> dict[str, Row[Any]]:
    """Whose each session is, and when it began."""
    return {row.id: row for row in work.all(_SESSIONS_NAMED, wanted=_known(ids))}


def patients_named(work: Reading, ids: Iterable[str | None]) -> Sequence[Row[Any]]:
    """Those of the ids that are patients'."""
    return work.all(_PATIENTS_NAMED, wanted=_known(ids))


def devices_named(work: Reading, ids: Iterable[str | None]) -> Sequence[Row[Any]]:
    """Who made each device known, and when."""
    return work.all(_DEVICES_NAMED, wanted=_known(ids))


def tokens_named(work: Reading, ids: Iterable[str | None]) -> Sequence[Row[Any]]:
    """The name of each access token, whose it is, and since when."""
    return work.all(_TOKENS_NAMED, wanted=_known(ids))


def _known(ids: Iterable[str | None]) -> list[str]:
    return sorted({each for each in ids if each})


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
