"""What is left of a patient who was erased, and the entry of the audit that says so.

Rows that only speak of the patient are removed. Those that others stand on (the register of
controlled drugs, handovers of several patients) stay and say nothing of the patient any more; the
entry of the erasure names them anew. Entries of the audit about the patient keep who, when and
what, and lose their detail; the entry of the erasure holds a digest of what each of them lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table

from monitor.access.audit import AuditAction
from monitor.store.chain import ROWS, parts
from monitor.store.covering import SEALED, as_said
from monitor.store.tables import (
    course_scores,
    courses,
    decisions,
    eligibility_overrides,
    handover_chairs,
    handover_endings,
    patient_identifiers,
    patient_versions,
    patient_words,
    patients,
    planned_sessions,
    receipts,
    register_entries,
    screenings,
    session_events,
    sessions,
)

ERASED = "erased"
"""Where the detail of an erasure says what was erased; in a redacted entry it is True."""

BORN = date(1800, 1, 1)
"""The birth date of who was erased: nobody is registered with one so early."""

PATIENT_IS_THERE = patients.c.birth_date != BORN
SESSION_IS_THERE = sessions.c.last_seq > 0
"""What is left of somebody who was erased is shown nowhere: a session begins with an entry."""


def is_erased_patient(row: Any) -> bool:
    """Whether a patient's row is what an erasure left."""
    return bool(row.birth_date == BORN)


def is_erased_session(row: Any) -> bool:
    """Whether a session's row is what an erasure left."""
    return row.closed_at is not None and not row.last_seq


REMOVED: tuple[Table, ...] = (
    receipts,
    session_events,
    planned_sessions,
    course_scores,
    courses,
    screenings,
    eligibility_overrides,
    patient_words,
    patient_identifiers,
    patient_versions,
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
        "corrected_at": None,
    },
    sessions: {"weight_kg": 1.0},  # nothing is no weight to the table; it is shown nowhere
    decisions: {"reason": None, "findings": {}, "signatures": []},
    handover_chairs: {"note": ""},
    handover_endings: {},
    register_entries: {},
}
"""What stays says this.

What was shown at a handover loses its session besides, and a reversal in the register its reason.
"""

_NEVER = frozenset({AuditAction.PATIENT_ERASED.value, AuditAction.RECORD_SEALED.value})


def redacted_detail(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What the detail of an entry about the patient is after the erasure."""
    _, left = parts(detail)
    return {ERASED: True, **({ROWS: left} if left else {})}


def is_redacted(detail: Any) -> bool:
    """Whether a detail is what an erasure leaves of one, and nothing more."""
    whole = isinstance(detail, dict) and detail.get(ERASED) is True
    return whole and detail == redacted_detail(detail)


def may_be_redacted(action: str, detail: Any) -> bool:
    """Whether an entry may lose its detail: never one that proves rows of other entries."""
    return action not in _NEVER and not (isinstance(detail, dict) and SEALED in detail)


def blanked(table: Table, row: Mapping[str, Any], mine: frozenset[str]) -> dict[str, Any]:
    """A row that stays, saying nothing of the patient whose sessions these are."""
    left = {**row, **BLANK[table]}
    if table is register_entries and left["reason"] is not None:
        left["reason"] = "-"  # a reversal has one
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


def _without(one: dict[str, Any], mine: frozenset[str]) -> dict[str, Any]:
    shown = one.get("shown") or {}
    session = shown.get("session") or {}
    if session.get("session_id") not in mine:
        return one
    return {**one, "shown": {**shown, "session": None}}
