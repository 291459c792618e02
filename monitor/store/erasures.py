"""The lawful erasures of a clinic, as the audit tells them, and what each of them speaks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, String, Table, select, type_coerce

from monitor.access.audit import AuditAction
from monitor.store.chain import ROWS, link_of_parts, link_whole
from monitor.store.covering import as_said
from monitor.store.erased import BLANK, ERASED, REMOVED, is_redacted, may_be_redacted
from monitor.store.tables import (
    audit_entries,
    handover_chairs,
    handover_endings,
    patients,
    people,
    sessions,
)

APART, WHOLE = "apart", "whole"
"""How an entry was hashed: its detail in two parts, or all in one as in earlier versions."""

_REMOVED = {table.name for table in REMOVED}
_OF_CLINIC = (
    select(
        audit_entries.c.seq,
        audit_entries.c.subject_id,
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
    """One erasure as its entry tells it.

    ``entries`` holds, for each entry it redacted, a digest of what that lost (APART), or the hash
    of what is left of it (WHOLE). ``named`` and ``removed`` count rows by table. ``wrong`` says why
    it is none: then it speaks for nothing.
    """

    seq: int
    at: str
    by: str
    patient_id: str
    lawful_request: bool = False
    sessions: frozenset[str] = frozenset()
    entries: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    named: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    handovers: frozenset[str] = frozenset()
    wrong: str = ""

    @property
    def rows(self) -> int:
        """How many rows it removed or blanked."""
        return sum(self.named.values()) + sum(self.removed.values())

    def left(self, entry: Mapping[str, Any], *, whole: bool) -> str | None:
        """How an entry was hashed that stands as this erasure left it; None where it does not.

        Its hash of then proves all that is left of it; of one hashed ``whole`` the erasure does.
        """
        about = entry["subject_id"] == self.patient_id or entry["session_id"] in self.sessions
        if self.wrong or not about or entry["seq"] >= self.seq:
            return None
        detail, said = entry["detail"], self.entries.get(entry["seq"])
        if said is None or not is_redacted(detail):
            return None
        if not may_be_redacted(entry["action"], detail):
            return None
        how, digest = said
        if how == WHOLE:
            return WHOLE if whole and link_whole(entry) == digest else None
        return (
            APART if link_of_parts(entry, digest, detail.get(ROWS, {})) == entry["hash"] else None
        )

    def is_of(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Whether a row that stays is one of the patient's, so that the erasure may name it."""
        if self.wrong or table not in BLANK:
            return False
        if table is patients:
            return bool(row["id"] == self.patient_id)
        if table is sessions:
            return bool(row["patient_id"] == self.patient_id)
        if table is handover_endings:
            return row["handover_id"] in self.handovers
        return row.get("session_id") in self.sessions

    def lowers(self, table: str, old: Any, new: Any) -> bool:
        """Whether what it says is left of the rows under one digest may be all it took."""
        gone = self.removed.get(table, 0) + self.named.get(table, 0)
        return not self.wrong and _is_block(old) and _is_block(new) and 0 < old[0] - new[0] <= gone


def erasures_in(connection: Connection, clinic_id: str) -> list[Erasure]:
    """Every erasure of a clinic, in their order, those that are none too."""
    asked = _OF_CLINIC.where(audit_entries.c.clinic_id == clinic_id)
    return [_read(row) for row in connection.execute(asked).all()]


def _read(row: Any) -> Erasure:
    detail = as_said(audit_entries.c.detail, row.detail)
    at, by = str(as_said(audit_entries.c.at, row.at)), row.name or str(row.person_id)
    try:
        return _understood(row, at, by, detail[ERASED], detail.get(ROWS, {}))
    except (TypeError, KeyError, ValueError, AttributeError, IndexError):
        return Erasure(row.seq, at, by, str(row.subject_id), wrong="it is not in the form of one")


def _understood(row: Any, at: str, by: str, said: Any, rows: Any) -> Erasure:
    found = Erasure(
        row.seq, at, by, str(said["patient"]), bool(said["lawful_request"]),
        frozenset(said["sessions"]), dict(_entries(said["entries"])),
        {str(table): len(listed) for table, listed in rows.items()},
        {str(table): int(number) for table, number in said["removed"].items()},
        frozenset(one[0] for one in rows.get(handover_chairs.name, ())),
    )  # fmt: skip
    wrong = _wrong(found, row.subject_id, rows)
    return Erasure(row.seq, at, by, found.patient_id, wrong=wrong) if wrong else found


def _entries(listed: Any) -> Iterator[tuple[int, tuple[str, str]]]:
    for seq, how, digest in listed:
        yield int(seq), (str(how), str(digest))


def _wrong(found: Erasure, subject_id: Any, rows: Mapping[str, Any]) -> str:
    """Why an entry is no erasure of one patient."""
    if found.patient_id != subject_id or [one[0] for one in rows[patients.name]] != [subject_id]:
        return "it names another patient than its own"
    named = [one[0] for one in rows.get(sessions.name, ())]
    if len(set(named)) != len(named) or set(named) != found.sessions:
        return "its sessions are others than those that it blanked"
    if not set(found.removed) <= _REMOVED or min(found.removed.values(), default=1) < 1:
        return "it removed what no erasure removes"
    return ""


def _is_block(block: Any) -> bool:
    return isinstance(block, list) and bool(block) and isinstance(block[0], int)
