"""What is left of a patient who was erased, and the entry of the audit that says so.

Rows that only speak of the patient are removed. Those that others stand on (the register of
controlled drugs, handovers of several patients) stay and say nothing of the patient any more; the
entry of the erasure names them anew. Entries of the audit about the patient keep who, when and
what, and lose their detail; the entry of the erasure holds what each of them is linked by now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, String, Table, select, type_coerce

from monitor.access.audit import AuditAction
from monitor.store.covering import ROWS, SEALED, as_said
from monitor.store.tables import (
    audit_entries,
    courses,
    decisions,
    eligibility_overrides,
    handover_chairs,
    handover_endings,
    patient_identifiers,
    patient_words,
    patients,
    people,
    planned_sessions,
    receipts,
    screenings,
    session_events,
    sessions,
)

ERASED = "erased"
"""Where the detail of an erasure says what was erased; in a redacted entry it is True."""

BORN = date(1800, 1, 1)
"""The birth date of who was erased: nobody is registered with one so early."""

REMOVED: tuple[Table, ...] = (
    receipts,
    session_events,
    planned_sessions,
    courses,
    screenings,
    eligibility_overrides,
    patient_words,
    patient_identifiers,
)
"""In the order in which they can go: whatever refers to another comes first."""

BLANK: Mapping[Table, Mapping[str, Any]] = {
    patients: {
        "name": "-",
        "birth_date": BORN,
        "identifiers": [],
        "allergies": "",
        "weight_kg": None,
        "spo2_scale": 1,
        "known_arrhythmia": False,
    },
    sessions: {"weight_kg": 1.0},  # nothing is no weight to the table; it is shown nowhere
    decisions: {"reason": None, "findings": {}, "signatures": []},
    handover_chairs: {"note": ""},
    handover_endings: {},
}
"""What stays says this. What was shown at a handover loses its session besides."""

NOT_NAMED = frozenset(table.name for table in (*REMOVED, *BLANK))
"""Of these rows a redacted entry names none any more."""

_NEVER = frozenset({AuditAction.PATIENT_ERASED.value, AuditAction.RECORD_SEALED.value})
_OF_CLINIC = (
    select(
        audit_entries.c.seq,
        *(type_coerce(audit_entries.c[name], String).label(name) for name in ("at", "detail")),
        audit_entries.c.person_id,
        people.c.name,
    )
    .select_from(
        audit_entries.outerjoin(
            people,
            (people.c.id == audit_entries.c.person_id)
            & (people.c.clinic_id == audit_entries.c.clinic_id),
        )
    )
    .where(audit_entries.c.action == AuditAction.PATIENT_ERASED.value)
    .order_by(audit_entries.c.seq)
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """One lawful erasure as its entry tells it; ``links`` are those of the entries it redacted."""

    seq: int
    at: str
    by: str
    patient_id: str
    lawful_request: bool = False
    sessions: frozenset[str] = frozenset()
    links: Mapping[int, str] = field(default_factory=dict)

    def redacted(self, entry: Mapping[str, Any], link: str) -> bool:
        """Whether an entry is about this patient and stands as this erasure left it."""
        about = entry["subject_id"] == self.patient_id or entry["session_id"] in self.sessions
        return (
            about
            and entry["seq"] < self.seq
            and entry["action"] not in _NEVER
            and self.links.get(entry["seq"]) == link
        )


def erasures_in(connection: Connection, clinic_id: str) -> list[Erasure]:
    """The erasures of a clinic, in their order; what is not in the form of one says nothing."""
    asked = _OF_CLINIC.where(audit_entries.c.clinic_id == clinic_id)
    found = (_read(row) for row in connection.execute(asked).all())
    return [each for each in found if each is not None]


def _read(row: Any) -> Erasure | None:
    detail = as_said(audit_entries.c.detail, row.detail)
    said = detail.get(ERASED) if isinstance(detail, dict) else None
    if not isinstance(said, dict):
        return None
    entries = said.get("entries") or ()
    links = {one[0]: one[1] for one in entries if isinstance(one, list) and one[1:]}
    at = str(as_said(audit_entries.c.at, row.at))
    return Erasure(
        row.seq, at, row.name or str(row.person_id), str(said.get("patient")),
        bool(said.get("lawful_request")), frozenset(said.get("sessions") or ()), links,
    )  # fmt: skip


def redacted_detail(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What the detail of an entry about the patient is after the erasure."""
    named = detail.get(ROWS)
    rows = {
        table: rows
        for table, rows in (named.items() if isinstance(named, dict) else ())
        if table not in NOT_NAMED
    }
    kept = {SEALED: detail[SEALED]} if SEALED in detail else {}
    return {ERASED: True, **kept, **({ROWS: rows} if rows else {})}


def may_be_redacted(action: str) -> bool:
    """Whether an entry of this act may lose its detail: never one that proves other rows."""
    return action not in _NEVER


def blanked(table: Table, row: Mapping[str, Any], mine: frozenset[str]) -> dict[str, Any]:
    """A row that stays, saying nothing of the patient whose sessions these are."""
    left = {**row, **BLANK[table]}
    if table is handover_chairs:
        left["shown"] = {**left["shown"], "session": None}
    if table is handover_endings:
        left["chairs"] = [_without(one, mine) for one in left["chairs"]]
    return left


def is_blank(table: Table, row: Mapping[str, Any], mine: frozenset[str]) -> bool:
    """Whether a row that an erasure named anew says no more than an erased one may."""
    if table not in BLANK:
        return False
    try:
        left = blanked(table, row, mine)
    except (TypeError, KeyError, AttributeError):
        return False
    return all(
        as_said(table.c[name], left[name]) == as_said(table.c[name], row[name])
        for name in left
        if name in table.c
    )


def is_of(table: Table, row: Mapping[str, Any], erasure: Erasure) -> bool:
    """Whether a row that stays is one of the patient's, so that the erasure may name it."""
    if table is patients:
        return bool(row["id"] == erasure.patient_id)
    if table is sessions:
        return bool(row["patient_id"] == erasure.patient_id)
    return table is handover_endings or row.get("session_id") in erasure.sessions


def _without(one: dict[str, Any], mine: frozenset[str]) -> dict[str, Any]:
    shown = one.get("shown") or {}
    session = shown.get("session") or {}
    if session.get("session_id") not in mine:
        return one
    return {**one, "shown": {**shown, "session": None}}
