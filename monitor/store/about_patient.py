"""Every row that speaks of one patient: which tables hold them, and how they are found.

The export of a record and its erasure both stand on this list, so nothing can be in one and not in
the other. A test fails when a table that carries a patient or a session is missing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Row, Table, bindparam, or_, select

from monitor.store.erased import is_erased_patient
from monitor.store.tables import (
    audit_entries,
    course_scores,
    courses,
    decisions,
    eligibility_overrides,
    handover_chairs,
    handover_endings,
    handovers,
    patient_identifiers,
    patient_versions,
    patient_words,
    patients,
    people,
    planned_sessions,
    protocol_versions,
    receipts,
    register_entries,
    screenings,
    session_events,
    sessions,
)
from monitor.store.work import Reading

BY_PATIENT = (
    patient_versions,
    patient_identifiers,
    patient_words,
    courses,
    course_scores,
    planned_sessions,
    screenings,
    eligibility_overrides,
    sessions,
)
BY_SESSION = (session_events, receipts, decisions, register_entries, handover_chairs)
BY_HANDOVER = {handovers: handovers.c.id, handover_endings: handover_endings.c.handover_id}
"""A handover is of several patients: of these rows only a part is the patient's."""

TABLES = (patients, *BY_PATIENT, *BY_SESSION, *BY_HANDOVER, audit_entries)


def _in_order(table: Table, condition: Any) -> Executable:
    return select(table).where(condition).order_by(*table.primary_key.columns)


def _among(name: str) -> Any:
    return bindparam(name, expanding=True)


_PATIENT = select(patients).where(patients.c.id == bindparam("the_patient"))
_FOUND: dict[Table, Executable] = {
    **{each: _in_order(each, each.c.patient_id == bindparam("the_patient")) for each in BY_PATIENT},
    **{each: _in_order(each, each.c.session_id.in_(_among("sessions"))) for each in BY_SESSION},
    **{table: _in_order(table, key.in_(_among("handovers"))) for table, key in BY_HANDOVER.items()},
    audit_entries: _in_order(
        audit_entries,
        or_(
            audit_entries.c.subject_id.in_(_among("subjects")),
            audit_entries.c.session_id.in_(_among("sessions")),
        ),
    ),
}
_PROTOCOLS = select(protocol_versions).where(protocol_versions.c.protocol_id.in_(_among("names")))
_NAMES = select(people.c.id, people.c.name)


@dataclass(frozen=True, slots=True)
class PatientRows:
    """The patient's own row, and of every other table the rows that speak of the patient."""

    patient: Row[Any]
    of: Mapping[Table, Sequence[Row[Any]]]

    @property
    def erased(self) -> bool:
        """Whether this is what an erasure left."""
        return is_erased_patient(self.patient)

    @property
    def session_ids(self) -> list[str]:
        """The patient's sessions."""
        return [row.id for row in self.of[sessions]]


def rows_about(work: Reading, patient_id: str) -> PatientRows | None:
    """Every row of the clinic that speaks of a patient; None where there is no such patient."""
    patient = work.one(_PATIENT, the_patient=patient_id)
    if patient is None:
        return None
    found: dict[Table, Sequence[Row[Any]]] = {
        table: work.all(_FOUND[table], the_patient=patient_id) for table in BY_PATIENT
    }
    mine = [row.id for row in found[sessions]]
    for table in BY_SESSION:
        found[table] = work.all(_FOUND[table], sessions=mine)
    named = sorted({row.handover_id for row in found[handover_chairs]})
    for table in BY_HANDOVER:
        found[table] = work.all(_FOUND[table], handovers=named)
    subjects = [patient_id, *named]
    found[audit_entries] = work.all(_FOUND[audit_entries], subjects=subjects, sessions=mine)
    return PatientRows(patient, found)


def is_erased(work: Reading, patient_id: str) -> bool:
    """Whether nothing is left of a patient who was there."""
    patient = work.one(_PATIENT, the_patient=patient_id)
    return patient is None or is_erased_patient(patient)


def protocols_of(work: Reading, named: Iterable[tuple[str, int]]) -> Sequence[Row[Any]]:
    """The texts of these versions of protocols."""
    wanted = set(named)
    found = work.all(_PROTOCOLS, names=sorted({name for name, _ in wanted}))
    return [row for row in found if (row.protocol_id, row.version) in wanted]


def names_of(work: Reading) -> dict[str, str]:
    """The names of the people of the clinic."""
    return {row.id: row.name for row in work.all(_NAMES)}
