"""Entries of the audit, searched; the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, select

from monitor.access.audit import AuditAction
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
    audit_entries.c.detail,
)
_SESSIONS_OF = select(sessions.c.id).where(sessions.c.patient_id == bindparam("patient_id"))
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
    "subject_id": audit_entries.c.subject_id == bindparam("subject_id"),
    "session_ids": audit_entries.c.session_id.in_(bindparam("session_ids", expanding=True)),
}
_BY_TIME = "at"
# By which condition entries are looked up, the one that leaves the fewest first. SQLite knows not
# how many there are: it would read the whole chain of the clinic, whose key comes first in all.
_BY_INDEX = {
    "subject_id": "subject",
    "session_ids": "session",
    "person_id": "person",
    "action": "action",
    "from_at": _BY_TIME,
    "to_at": _BY_TIME,
}
_AT = select(audit_entries.c.at).where(audit_entries.c.seq == bindparam("the_entry"))
# The next page by time goes on below the instant of the last entry, in the order of the index.
_below_at = bindparam("below_at", type_=audit_entries.c.at.type)
_BELOW = (audit_entries.c.at <= _below_at) & (
    (audit_entries.c.at < _below_at) | (audit_entries.c.seq < bindparam("before"))
)
_HEAD = select(clinics.c.audit_seq, clinics.c.audit_hash)
_SESSIONS_NAMED = select(sessions.c.id, sessions.c.patient_id, sessions.c.started_at).where(
    sessions.c.id.in_(bindparam("wanted", expanding=True))
)
_PATIENTS_NAMED = select(*PATIENT).where(patients.c.id.in_(bindparam("wanted", expanding=True)))
_DEVICES_NAMED = select(
    devices.c.id, devices.c.name, devices.c.registered_by, devices.c.registered_at
).where(devices.c.id.in_(bindparam("wanted", expanding=True)))
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


def erased_after(work: Reading, seq: int) -> bool:
    """Whether a patient was erased since the entry of this number."""
    return bool(work.all(_ERASED_AFTER, after=seq))


def search(work: Reading, asked: Values, at_most: int) -> Sequence[Row[Any]]:
    """The entries that fit everything that is asked; a patient's sessions are the patient's.

    By time alone they are read in the order of time, which is the chain's but where the clock was
    set back: so a page is read as long as it is, however long the time asked for.
    """
    values = {name: value for name, value in asked.items() if value is not None}
    patient_id = values.pop("patient_id", None)
    if patient_id is None:
        return _found(work, values, at_most)
    sessions_of = [row.id for row in work.all(_SESSIONS_OF, patient_id=patient_id)]
    found = {
        row.seq: row
        for about in ({"subject_id": patient_id}, {"session_ids": sessions_of})
        for row in _found(work, {**values, **about}, at_most)
    }
    return [found[seq] for seq in sorted(found, reverse=True)[:at_most]]


def _found(work: Reading, values: Values, at_most: int) -> Sequence[Row[Any]]:
    if _by(frozenset(values)) == _BY_TIME and "before" in values:
        below = work.one(_AT, the_entry=values["before"])
        values = values if below is None else {**values, "below_at": below.at}
    return work.all(_statement(frozenset(values)), at_most=at_most, **values)


@cache
def _statement(names: frozenset[str]) -> Executable:
    """One for each choice of conditions: statements are kept for good."""
    named = names - {"below_at", "before"} if "below_at" in names else names
    conditions = [_CONDITIONS[name] for name in sorted(named)]
    if "below_at" in names:
        conditions = [*conditions, _BELOW]
    by = _by(names)
    order = (audit_entries.c.at.desc(),) if by == _BY_TIME else ()
    ordered = _ENTRY.where(*conditions).order_by(*order, audit_entries.c.seq.desc())
    if by is not None:
        hint = f"INDEXED BY ix_audit_entries_{by}"
        ordered = ordered.with_hint(audit_entries, hint, dialect_name="sqlite")
    return ordered.limit(bindparam("at_most"))


def _by(names: frozenset[str]) -> str | None:
    """The index that entries are looked up by."""
    return next((index for name, index in _BY_INDEX.items() if name in names), None)
