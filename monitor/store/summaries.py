"""Kept summaries of closed sessions; see summary_tables.py for what they are not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, cast, delete, func, insert, select, type_coerce

from monitor.store.erased import SESSION_IS_THERE
from monitor.store.tables import chairs, patients, session_summaries, sessions, summary_months
from monitor.store.work import Reading, Values, Writing

MONTH = len("2026-04")

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
        patients.c.corrected_at,
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
        sessions.c.chair_id,
        sessions.c.protocol_id,
        sessions.c.route,
        # As the driver gives them: fifty thousand instants are read at once, not one by one.
        type_coerce(sessions.c.started_at, String).label("started_at"),
        type_coerce(sessions.c.closed_at, String).label("closed_at"),
        session_summaries.c.facts,
        session_summaries.c.line,
    )
    .join(sessions, _HERE)
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
# One text of all: fifty thousand rows of their own would take many times as long.
_MADE_FROM = select(
    func.aggregate_strings(
        func.substr(cast(sessions.c.started_at, String), 1, MONTH, type_=String)
        .concat(sessions.c.id)
        .concat(":")
        .concat(cast(sessions.c.last_seq, String)),
        ",",
    ).label("made_from")
).where(
    sessions.c.closed_at.is_not(None),
    SESSION_IS_THERE,
    sessions.c.started_at >= bindparam("since"),
    sessions.c.started_at < bindparam("until"),
)
_LABELS = select(chairs.c.id, chairs.c.label)
_MONTHS = select(summary_months).where(
    summary_months.c.month >= bindparam("first"), summary_months.c.month <= bindparam("last")
)
_PATIENTS = select(
    patients.c.id, patients.c.birth_date, patients.c.spo2_scale, patients.c.known_arrhythmia
)
_REMOVE = delete(session_summaries).where(
    session_summaries.c.session_id == bindparam("the_session")
)
_ADD = insert(session_summaries)
_REMOVE_MONTH = delete(summary_months).where(summary_months.c.month == bindparam("the_month"))
_ADD_MONTH = insert(summary_months)


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


def closed_ids(work: Reading, since: datetime, until: datetime) -> list[str]:
    """The closed sessions started in a time, the earliest first."""
    return [row.id for row in work.all(_CLOSED_IDS, since=since, until=until)]


def closed_by_month(work: Reading, since: datetime, until: datetime) -> dict[str, list[str]]:
    """The closed sessions started in a time, by the month of UTC: each with its last entry.

    Months come in their order, and what is said of their sessions sorted.
    """
    row = work.one(_MADE_FROM, since=since, until=until)
    said = sorted(row.made_from.split(",")) if row is not None and row.made_from else []
    found: dict[str, list[str]] = {}
    begin = 0
    while begin < len(said):
        month = said[begin][:MONTH]
        end = bisect_left(said, f"{month}~", begin)
        found[month] = said[begin:end]
        begin = end
    return found


def months_kept(work: Reading, first: str, last: str) -> Sequence[Row[Any]]:
    """The months that are kept packed, whatever they were made from."""
    return work.all(_MONTHS, first=first, last=last)


def chair_labels(work: Reading) -> dict[str, str]:
    """What every chair is called."""
    return {row.id: row.label for row in work.all(_LABELS)}


def heads_by_id(work: Reading, session_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """These sessions with what of their patients changes how they are judged."""
    return work.all(_BY_IDS, session_ids=list(session_ids)) if session_ids else ()


def patient_facts(work: Reading) -> Sequence[Row[Any]]:
    """What of every patient changes how readings are judged."""
    return work.all(_PATIENTS)


def keep(work: Writing, session_id: str, values: Values) -> None:
    """Keep the summary of a session in place of any earlier one."""
    work.change(_REMOVE, the_session=session_id)
    work.change(_ADD, session_id=session_id, **values)


def keep_month(work: Writing, month: str, values: Values) -> None:
    """Keep a packed month in place of any earlier one."""
    work.change(_REMOVE_MONTH, the_month=month)
    work.change(_ADD_MONTH, month=month, **values)
