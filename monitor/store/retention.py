"""When something was last done for each patient: from then on the record is still kept a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from monitor.store.about_patient import PatientRows
from monitor.store.erased import PATIENT_IS_THERE
from monitor.store.tables import (
    course_scores,
    courses,
    eligibility_overrides,
    patient_versions,
    patients,
    planned_sessions,
    screenings,
    sessions,
)
from monitor.store.work import Reading

_ACTS = {
    sessions: ("started_at", "closed_at"),
    courses: ("opened_at", "closed_at"),
    planned_sessions: ("said_at",),
    course_scores: ("recorded_at",),
    patient_versions: ("said_at",),
    screenings: ("answered_at",),
    eligibility_overrides: ("decided_at",),
}
"""What counts as an act for a patient, by table."""
_PATIENTS = select(patients.c.id, patients.c.registered_at).where(PATIENT_IS_THERE)
_LATEST = tuple(
    select(table.c.patient_id, func.max(table.c[column]).label("at")).group_by(table.c.patient_id)
    for table, columns in _ACTS.items()
    for column in columns
)
_COUNTED = select(
    sessions.c.patient_id,
    func.count().label("sessions"),
    func.count(sessions.c.closed_at).label("closed"),
).group_by(sessions.c.patient_id)


@dataclass(frozen=True, slots=True)
class LastAct:
    """A patient, when something was last done for the patient, and how many sessions there were."""

    patient_id: str
    at: datetime
    sessions: int = 0
    has_open: bool = False


def last_act_of(found: PatientRows) -> LastAct:
    """The same of one patient, from the rows that were read already."""
    acts = [
        at
        for table, columns in _ACTS.items()
        for row in found.of[table]
        for column in columns
        if (at := getattr(row, column)) is not None
    ]
    held = found.of[sessions]
    has_open = any(row.closed_at is None for row in held)
    at = max([found.patient.registered_at, *acts])
    return LastAct(found.patient.id, at, len(held), has_open)


def last_acts(work: Reading) -> list[LastAct]:
    """Every patient of the clinic who was not erased, the longest ago first."""
    last = {row.id: row.registered_at for row in work.all(_PATIENTS)}
    for statement in _LATEST:
        for row in work.all(statement):
            if row.patient_id in last and row.at is not None:
                last[row.patient_id] = max(last[row.patient_id], row.at)
    counted = {row.patient_id: row for row in work.all(_COUNTED)}
    told = []
    for patient_id, at in last.items():
        held = counted.get(patient_id)
        number, closed = (held.sessions, held.closed) if held is not None else (0, 0)
        told.append(LastAct(patient_id, at, number, number > closed))
    return sorted(told, key=lambda one: (one.at, one.patient_id))
