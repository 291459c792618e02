"""The heads of sessions: who, where, on which protocol, open or closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, or_, select, update

from monitor.store.erased import SESSION_IS_THERE
from monitor.store.tables import (
    chairs,
    decisions,
    patients,
    protocol_versions,
    session_events,
    sessions,
)
from monitor.store.work import Reading, Values, Writing

MOST_EARLIER = 40
"""So many sessions before one are offered beside it: more than a year of a course."""

_HEAD = (
    select(
        sessions,
        patients.c.name.label("patient_name"),
        patients.c.birth_date,
        patients.c.identifiers,
        patients.c.allergies,
        patients.c.weight_kg.label("patient_weight_kg"),
        patients.c.spo2_scale,
        patients.c.known_arrhythmia,
        patients.c.corrected_at,
        chairs.c.label.label("chair_label"),
        chairs.c.room.label("chair_room"),
    )
    .join(
        patients,
        (patients.c.id == sessions.c.patient_id) & (patients.c.clinic_id == sessions.c.clinic_id),
    )
    .join(
        chairs,
        (chairs.c.id == sessions.c.chair_id) & (chairs.c.clinic_id == sessions.c.clinic_id),
    )
)
_BY_ID = _HEAD.where(sessions.c.id == bindparam("the_session"))
_BRIEF = select(
    sessions.c.id,
    sessions.c.protocol_id,
    sessions.c.protocol_version,
    sessions.c.last_seq,
    sessions.c.closed_at,
    sessions.c.chair_id,
).where(sessions.c.id == bindparam("the_session"))
_OPEN = _HEAD.where(sessions.c.closed_at.is_(None))
_CLOSED_SINCE = _HEAD.where(sessions.c.closed_at >= bindparam("since"), SESSION_IS_THERE).order_by(
    sessions.c.closed_at
)
_OPEN_OF_CHAIR = select(sessions.c.id).where(
    sessions.c.chair_id == bindparam("chair_id"), sessions.c.closed_at.is_(None)
)
_IN_CHAIR_SINCE = select(sessions.c.id).where(
    sessions.c.chair_id == bindparam("chair_id"),
    sessions.c.id != bindparam("but"),
    or_(sessions.c.closed_at.is_(None), sessions.c.closed_at > bindparam("since")),
)
# Through the sessions that were open since: their events lie together, those of years do not.
_MOVES_SINCE = (
    select(session_events.c.body)
    .join(
        sessions,
        (sessions.c.id == session_events.c.session_id)
        & (sessions.c.clinic_id == session_events.c.clinic_id),
    )
    .where(
        sessions.c.id != bindparam("but"),
        or_(sessions.c.closed_at.is_(None), sessions.c.closed_at > bindparam("since")),
        session_events.c.kind == "chair_changed",
        session_events.c.at > bindparam("moved_since"),
    )
)
_OPEN_OF_PATIENT = select(sessions.c.id).where(
    sessions.c.patient_id == bindparam("patient_id"), sessions.c.closed_at.is_(None)
)
_LATEST_CLOSING = (
    select(sessions.c.closed_at)
    .where(sessions.c.patient_id == bindparam("patient_id"), sessions.c.closed_at.is_not(None))
    .order_by(sessions.c.closed_at.desc())
    .limit(1)
)
_LATEST_WEIGHT = (
    select(sessions.c.weight_kg, sessions.c.started_at)
    .where(sessions.c.patient_id == bindparam("patient_id"), SESSION_IS_THERE)
    .order_by(sessions.c.started_at.desc(), sessions.c.id)
    .limit(1)
)
_COUNT_OF_PATIENT = select(func.max(sessions.c.session_number).label("highest")).where(
    sessions.c.patient_id == bindparam("patient_id")
)
_EARLIER = (
    _HEAD.where(
        sessions.c.patient_id == bindparam("patient_id"),
        sessions.c.started_at < bindparam("before"),
        SESSION_IS_THERE,
    )
    .order_by(sessions.c.started_at.desc(), sessions.c.id)
    .limit(MOST_EARLIER)
)
_LATEST = (
    _HEAD.where(SESSION_IS_THERE)
    .order_by(sessions.c.started_at.desc(), sessions.c.id)
    .limit(bindparam("at_most"))
)
_OF_PATIENT = _HEAD.where(
    sessions.c.patient_id == bindparam("the_patient"), SESSION_IS_THERE
).order_by(sessions.c.started_at, sessions.c.id)
_EVERY_ID = (
    select(sessions.c.id)
    .where(SESSION_IS_THERE, sessions.c.started_at >= bindparam("since"))
    .where(sessions.c.started_at < bindparam("until"))
    .order_by(sessions.c.started_at, sessions.c.id)
)
_ADD = insert(sessions)
_ADVANCE = (
    update(sessions)
    .where(sessions.c.id == bindparam("the_session"))
    .values(last_seq=bindparam("new_seq"))
)
_CLOSE = (
    update(sessions)
    .where(sessions.c.id == bindparam("the_session"), sessions.c.closed_at.is_(None))
    .values(closed_at=bindparam("now"), closed_to=bindparam("to"))
)
_MOVE = (
    update(sessions)
    .where(
        sessions.c.id == bindparam("the_session"),
        sessions.c.chair_id == bindparam("from_chair"),
        sessions.c.closed_at.is_(None),
    )
    .values(chair_id=bindparam("to_chair"))
)
_PROTOCOL = select(protocol_versions.c.text, protocol_versions.c.digest).where(
    protocol_versions.c.protocol_id == bindparam("protocol_id"),
    protocol_versions.c.version == bindparam("version"),
)
_PIN_PROTOCOL = insert(protocol_versions)
_ADD_DECISION = insert(decisions)
_DECISION = select(decisions).where(decisions.c.session_id == bindparam("the_session"))


def head(work: Reading, session_id: str) -> Row[Any] | None:
    """One session with its patient and chair."""
    return work.one(_BY_ID, the_session=session_id)


def brief(work: Reading, session_id: str) -> Row[Any] | None:
    """What recording needs to know of a session, without its patient and chair."""
    return work.one(_BRIEF, the_session=session_id)


def open_heads(work: Reading) -> Sequence[Row[Any]]:
    """Every open session of the clinic, found without reading history."""
    return work.all(_OPEN)


def closed_since(work: Reading, since: datetime) -> Sequence[Row[Any]]:
    """Sessions closed at or after an instant, the earliest first."""
    return work.all(_CLOSED_SINCE, since=since)


def latest_heads(work: Reading, at_most: int) -> Sequence[Row[Any]]:
    """The sessions started last."""
    return work.all(_LATEST, at_most=at_most)


def heads_of_patient(work: Reading, patient_id: str) -> Sequence[Row[Any]]:
    """The sessions of one patient, oldest first."""
    return work.all(_OF_PATIENT, the_patient=patient_id)


def ids_between(work: Reading, since: datetime, until: datetime) -> list[str]:
    """The sessions started from the first instant on and before the second, oldest first."""
    return [row.id for row in work.all(_EVERY_ID, since=since, until=until)]


def open_of_chair(work: Reading, chair_id: str) -> str | None:
    """The open session in a chair."""
    row = work.one(_OPEN_OF_CHAIR, chair_id=chair_id)
    return row.id if row else None


def was_in_chair_since(work: Reading, chair_id: str, since: datetime, but: str) -> bool:
    """Whether any session but one was in a chair since an instant, and left it in whatever way."""
    if work.all(_IN_CHAIR_SINCE, chair_id=chair_id, since=since, but=but):
        return True
    moves = work.all(_MOVES_SINCE, since=since, moved_since=since, but=but)
    return any(row.body.get("from_chair_id") == chair_id for row in moves)


def open_of_patient(work: Reading, patient_id: str) -> str | None:
    """The open session of a patient."""
    row = work.one(_OPEN_OF_PATIENT, patient_id=patient_id)
    return row.id if row else None


def earlier_of_patient(work: Reading, patient_id: str, before: datetime) -> Sequence[Row[Any]]:
    """The heads of a patient's sessions that were started before an instant, latest first."""
    return work.all(_EARLIER, patient_id=patient_id, before=before)


def highest_number(work: Reading, patient_id: str) -> int:
    """The highest session number the patient has had here, 0 for none."""
    row = work.one(_COUNT_OF_PATIENT, patient_id=patient_id)
    return int(row.highest or 0) if row else 0


def latest_weight(work: Reading, patient_id: str) -> Row[Any] | None:
    """The patient's weight at the latest session, and when that began."""
    return work.one(_LATEST_WEIGHT, patient_id=patient_id)


def latest_closing(work: Reading, patient_id: str) -> datetime | None:
    """When a session of the patient ended last."""
    row = work.one(_LATEST_CLOSING, patient_id=patient_id)
    return row.closed_at if row is not None else None


def add_session(work: Writing, values: Values) -> None:
    """Add a session, open and without events."""
    work.change(_ADD, **values, closed_at=None, closed_to=None, last_seq=0)


def advance(work: Writing, session_id: str, last_seq: int) -> None:
    """Say how far the session's events reach now."""
    work.change(_ADVANCE, the_session=session_id, new_seq=last_seq)


def close(work: Writing, session_id: str, now: datetime, to: str) -> None:
    """Close an open session."""
    work.change(_CLOSE, the_session=session_id, now=now, to=to)


def move(work: Writing, session_id: str, from_chair: str, to_chair: str) -> bool:
    """Put an open session from its chair into another; False where it was not there any more."""
    chairs_told = {"from_chair": from_chair, "to_chair": to_chair}
    return work.change(_MOVE, the_session=session_id, **chairs_told) == 1


def protocol_version(work: Reading, protocol_id: str, version: int) -> Row[Any] | None:
    """The text a protocol had in one version."""
    return work.one(_PROTOCOL, protocol_id=protocol_id, version=version)


def pin_protocol(work: Writing, values: Values) -> None:
    """Keep the text of a protocol's version for good."""
    work.change(_PIN_PROTOCOL, **values)


def add_decision(work: Writing, values: Values) -> None:
    """Keep the discharge decision with the findings as they stood."""
    work.change(_ADD_DECISION, **values)


def decision(work: Reading, session_id: str) -> Row[Any] | None:
    """The discharge decision of a session, if it was made."""
    return work.one(_DECISION, the_session=session_id)
