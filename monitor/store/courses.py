"""Courses and the versions of their planned sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from monitor.store.erased import SESSION_IS_THERE
from monitor.store.tables import (
    chairs,
    courses,
    patients,
    people,
    planned_sessions,
    session_events,
    sessions,
)
from monitor.store.work import Reading, Values, Writing

DOSING = ("infusion_started", "dose_given")
_COURSE = select(courses, people.c.name.label("opened_by_name")).join(
    people, (people.c.id == courses.c.opened_by) & (people.c.clinic_id == courses.c.clinic_id)
)
_BY_ID = _COURSE.where(courses.c.id == bindparam("course_id"))
_OF_PATIENT = _COURSE.where(courses.c.patient_id == bindparam("patient_id")).order_by(
    courses.c.opened_at.desc(), courses.c.id
)
_OPEN = _COURSE.where(
    courses.c.patient_id.in_(bindparam("patient_ids", expanding=True)),
    courses.c.closed_at.is_(None),
)
_OPENINGS = select(courses.c.id, courses.c.patient_id, courses.c.opened_at)
_ADD = insert(courses)
_CLOSE = (
    update(courses)
    .where(courses.c.id == bindparam("the_course"), courses.c.closed_at.is_(None))
    .values(
        closed_at=bindparam("now"), closed_by=bindparam("person"), closed_reason=bindparam("why")
    )
)
_VERSION = select(planned_sessions, people.c.name.label("person_name")).join(
    people,
    (people.c.id == planned_sessions.c.person_id)
    & (people.c.clinic_id == planned_sessions.c.clinic_id),
)
_ORDER = (planned_sessions.c.id, planned_sessions.c.version)
_OF_COURSES = _VERSION.where(
    planned_sessions.c.course_id.in_(bindparam("course_ids", expanding=True))
).order_by(*_ORDER)
_VERSIONS = _VERSION.where(planned_sessions.c.id == bindparam("planned_id")).order_by(*_ORDER)
_COURSES_ON = (
    select(planned_sessions.c.course_id)
    .where(planned_sessions.c.day == bindparam("the_day"))
    .distinct()
)
_ADD_VERSION = insert(planned_sessions)
_DOSING = select(
    session_events.c.session_id, session_events.c.id, session_events.c.kind, session_events.c.body
).where(
    session_events.c.session_id.in_(bindparam("session_ids", expanding=True)),
    session_events.c.kind.in_((*DOSING, "entered_in_error")),
)
_HEADS = select(
    sessions.c.id,
    sessions.c.patient_id,
    sessions.c.chair_id,
    sessions.c.session_number,
    sessions.c.started_at,
    sessions.c.closed_at,
    chairs.c.label.label("chair_label"),
).join(chairs, (chairs.c.id == sessions.c.chair_id) & (chairs.c.clinic_id == sessions.c.clinic_id))
_HEADS_BY_ID = _HEADS.where(sessions.c.id.in_(bindparam("session_ids", expanding=True)))
_HEADS_BETWEEN = _HEADS.where(
    sessions.c.started_at >= bindparam("since"),
    sessions.c.started_at < bindparam("until"),
    SESSION_IS_THERE,
)
_PATIENTS = select(patients).where(patients.c.id.in_(bindparam("patient_ids", expanding=True)))
_COURSES_BY_ID = _COURSE.where(courses.c.id.in_(bindparam("course_ids", expanding=True)))


def course(work: Reading, course_id: str) -> Row[Any] | None:
    """One course."""
    return work.one(_BY_ID, course_id=course_id)


def courses_by_id(work: Reading, course_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Several courses."""
    return work.all(_COURSES_BY_ID, course_ids=list(course_ids))


def openings(work: Reading) -> Sequence[Row[Any]]:
    """Every course of the clinic: whose it is, and when it was opened."""
    return work.all(_OPENINGS)


def courses_of(work: Reading, patient_id: str) -> Sequence[Row[Any]]:
    """Every course of a patient, the latest first."""
    return work.all(_OF_PATIENT, patient_id=patient_id)


def open_courses(work: Reading, patient_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The open course of each of these patients, where there is one."""
    return work.all(_OPEN, patient_ids=list(patient_ids))


def add_course(work: Writing, values: Values) -> None:
    """Open a course."""
    work.change(_ADD, **values, closed_at=None, closed_by=None, closed_reason=None)


def close_course(work: Writing, course_id: str, now: datetime, person: str, why: str) -> None:
    """Close an open course."""
    work.change(_CLOSE, the_course=course_id, now=now, person=person, why=why)


def planned_of(work: Reading, course_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Every version of every planned session of these courses, in their order."""
    return work.all(_OF_COURSES, course_ids=list(course_ids))


def versions_of(work: Reading, planned_id: str) -> Sequence[Row[Any]]:
    """Every version of one planned session, the first plan first."""
    return work.all(_VERSIONS, planned_id=planned_id)


def courses_on(work: Reading, day: date) -> tuple[str, ...]:
    """The courses that have or had a session on this day."""
    return tuple(row.course_id for row in work.all(_COURSES_ON, the_day=day))


def add_version(work: Writing, values: Values) -> None:
    """Say where a planned session stands now."""
    work.change(_ADD_VERSION, **values)


def dosed_among(work: Reading, session_ids: Sequence[str]) -> frozenset[str]:
    """The sessions in which a dose was begun, entries made in error left out."""
    rows = work.all(_DOSING, session_ids=list(session_ids)) if session_ids else ()
    struck = {row.body.get("target") for row in rows if row.kind not in DOSING}
    return frozenset(row.session_id for row in rows if row.kind in DOSING and row.id not in struck)


def session_heads(work: Reading, session_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """These sessions: where, when, over or not."""
    return work.all(_HEADS_BY_ID, session_ids=list(session_ids)) if session_ids else ()


def heads_between(work: Reading, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """The sessions started from one instant until before another."""
    return work.all(_HEADS_BETWEEN, since=since, until=until)


def patients_by_id(work: Reading, patient_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """These patients."""
    return work.all(_PATIENTS, patient_ids=list(patient_ids)) if patient_ids else ()
