"""Kept summaries of closed sessions; see summary_tables.py for what they are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, delete, func, insert, select, type_coerce

from monitor.store.erased import SESSION_IS_THERE
from monitor.store.tables import chairs, patients, session_summaries, sessions
from monitor.store.work import Reading, Values, Writing

_HERE = (sessions.c.id == session_summaries.c.session_id) & (
    sessions.c.clinic_id == session_summaries.c.clinic_id
)
_PATIENT = (patients.c.id == sessions.c.patient_id) & (patients.c.clinic_id == sessions.c.clinic_id)
_CHAIR = (chairs.c.id == sessions.c.chair_id) & (chairs.c.clinic_id == sessions.c.clinic_id)
_HEADS = (
    select(
        sessions,
        patients.c.birth_date,
        patients.c.spo2_scale,
        patients.c.known_arrhythmia,
        chairs.c.label.label("chair_label"),
    )
    .join(patients, _PATIENT)
    .join(chairs, _CHAIR)
    .where(SESSION_IS_THERE)
)
_OF_PATIENT = _HEADS.where(sessions.c.patient_id == bindparam("the_patient")).order_by(
    sessions.c.started_at, sessions.c.id
)
_KEPT_OF_PATIENT = (
    select(session_summaries)
    .join(sessions, _HERE)
    .where(sessions.c.patient_id == bindparam("the_patient"))
)
_BY_IDS = _HEADS.where(sessions.c.id.in_(bindparam("session_ids", expanding=True)))
_LINES = (
    select(
        sessions.c.id,
        sessions.c.patient_id,
        chairs.c.label,
        sessions.c.protocol_id,
        sessions.c.route,
        # As the driver gives them: fifty thousand instants are read at once, not one by one.
        type_coerce(sessions.c.started_at, String).label("started_at"),
        type_coerce(sessions.c.closed_at, String).label("closed_at"),
        session_summaries.c.facts,
        session_summaries.c.line,
    )
    .join(sessions, _HERE)
    .join(chairs, _CHAIR)
    .where(
        session_summaries.c.made_by == bindparam("made_by"),
        session_summaries.c.last_seq == sessions.c.last_seq,
        sessions.c.closed_at.is_not(None),
        sessions.c.started_at >= bindparam("since"),
        sessions.c.started_at < bindparam("until"),
    )
)
_CLOSED_IDS = select(sessions.c.id).where(
    sessions.c.closed_at.is_not(None),
    SESSION_IS_THERE,
    sessions.c.started_at >= bindparam("since"),
    sessions.c.started_at < bindparam("until"),
)
_COUNT = select(func.count().label("count")).where(
    sessions.c.closed_at.is_not(None),
    SESSION_IS_THERE,
    sessions.c.started_at >= bindparam("since"),
    sessions.c.started_at < bindparam("until"),
)
_PATIENTS = select(
    patients.c.id, patients.c.birth_date, patients.c.spo2_scale, patients.c.known_arrhythmia
)
_STAMP = select(
    func.count().label("count"),
    func.sum(sessions.c.last_seq).label("entries"),
    func.max(sessions.c.closed_at).label("latest"),
).where(sessions.c.closed_at.is_not(None))
_REMOVE = delete(session_summaries).where(
    session_summaries.c.session_id == bindparam("the_session")
)
_ADD = insert(session_summaries)


def heads_of_patient(work: Reading, patient_id: str) -> Sequence[Row[Any]]:
    """The sessions of a patient with what of the patient changes how they are judged."""
    return work.all(_OF_PATIENT, the_patient=patient_id)


def kept_of_patient(work: Reading, patient_id: str) -> Sequence[Row[Any]]:
    """The summaries kept of a patient's sessions, whatever they were made from."""
    return work.all(_KEPT_OF_PATIENT, the_patient=patient_id)


def lines_between(
    work: Reading, since: datetime, until: datetime, made_by: int
) -> Sequence[Row[Any]]:
    """The lines of the closed sessions started in a time, made from their last entries.

    Their instants are left as the driver gives them: ISO texts, or aware values.
    """
    return work.all(_LINES, since=since, until=until, made_by=made_by)


def closed_ids(work: Reading, since: datetime, until: datetime) -> frozenset[str]:
    """The closed sessions started in a time."""
    return frozenset(row.id for row in work.all(_CLOSED_IDS, since=since, until=until))


def count_closed(work: Reading, since: datetime, until: datetime) -> int:
    """How many closed sessions were started in a time."""
    row = work.one(_COUNT, since=since, until=until)
    return int(row[0]) if row is not None else 0


def heads_by_id(work: Reading, session_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """These sessions with what of their patients changes how they are judged."""
    return work.all(_BY_IDS, session_ids=list(session_ids)) if session_ids else ()


def patient_facts(work: Reading) -> Sequence[Row[Any]]:
    """What of every patient changes how readings are judged."""
    return work.all(_PATIENTS)


def stamp(work: Reading) -> tuple[Any, ...]:
    """What differs as soon as any closed session does: how many, how many entries, the latest."""
    row = work.one(_STAMP)
    return tuple(row) if row is not None else ()


def keep(work: Writing, session_id: str, values: Values) -> None:
    """Keep the summary of a session in place of any earlier one."""
    work.change(_REMOVE, the_session=session_id)
    work.change(_ADD, session_id=session_id, **values)
