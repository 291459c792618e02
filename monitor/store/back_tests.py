"""The sessions that are over, as a back-test asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from monitor.store.erased import SESSION_IS_THERE
from monitor.store.tables import patients, sessions
from monitor.store.work import Reading

_PAST = (
    select(
        sessions.c.id,
        sessions.c.patient_id,
        sessions.c.started_at,
        sessions.c.closed_at,
        patients.c.name.label("patient_name"),
        patients.c.birth_date,
        patients.c.spo2_scale,
        patients.c.known_arrhythmia,
        patients.c.corrected_at,
    )
    .join(
        patients,
        (patients.c.id == sessions.c.patient_id) & (patients.c.clinic_id == sessions.c.clinic_id),
    )
    .where(
        sessions.c.protocol_id == bindparam("protocol_id"),
        sessions.c.closed_at.is_not(None),
        SESSION_IS_THERE,
    )
    .order_by(sessions.c.started_at, sessions.c.id)
)


def past_sessions(work: Reading, protocol_id: str) -> Sequence[Row[Any]]:
    """Every closed session on a protocol of any version, the earliest first."""
    return work.all(_PAST, protocol_id=protocol_id)
