"""Patients as they were registered, which the chain names, and as they were corrected last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, select, type_coerce
from sqlalchemy.types import String

from monitor.store.covering import as_said
from monitor.store.record_tables import PATIENT_FACTS
from monitor.store.tables import patient_versions, patients

Known = dict[str, Any]
# As the engine keeps it: what somebody spoiled must not stop the one who looks for it.
_VERSIONS = (
    select(
        patient_versions.c.patient_id,
        *(
            type_coerce(patient_versions.c[name], String).label(name)
            for name in (*PATIENT_FACTS, "said_at")
        ),
        patient_versions.c.number,
    )
    .where(patient_versions.c.clinic_id == bindparam("clinic"))
    .order_by(patient_versions.c.patient_id, patient_versions.c.number)
)
_PATIENTS = (
    select(
        patients.c.id,
        *(
            type_coerce(patients.c[name], String).label(name)
            for name in (*PATIENT_FACTS, "corrected_at")
        ),
    )
    .where(patients.c.clinic_id == bindparam("clinic"))
    .order_by(patients.c.id)
)


def as_registered(connection: Connection, clinic_id: str) -> dict[str, Known]:
    """Of each patient who was corrected, what can be corrected as it was before."""
    return {
        row.patient_id: _facts(row) | {"corrected_at": None}
        for row in connection.execute(_VERSIONS, {"clinic": clinic_id})
        if row.number == 0
    }


def otherwise_known(connection: Connection, clinic_id: str) -> Iterator[tuple[str, list[str]]]:
    """Patients whose row says something else than the last version of each, and in which columns.

    What was never corrected is held by the chain itself.
    """
    last: dict[str, Known] = {}
    for row in connection.execute(_VERSIONS, {"clinic": clinic_id}):
        said_at = as_said(patient_versions.c.said_at, row.said_at)
        last[row.patient_id] = _facts(row) | {"corrected_at": said_at}
    for row in connection.execute(_PATIENTS, {"clinic": clinic_id}):
        said_at = as_said(patients.c.corrected_at, row.corrected_at)
        there = _facts(row) | {"corrected_at": said_at}
        wanted = last.get(row.id, there | {"corrected_at": None})
        columns = [name for name, value in wanted.items() if there[name] != value]
        if columns:
            yield row.id, columns


def _facts(row: Any) -> Known:
    return {name: as_said(patients.c[name], getattr(row, name)) for name in PATIENT_FACTS}
