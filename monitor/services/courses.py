"""Courses: opened on a full screen, planned by a schedule; what is moved or missed stays there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.course import (
    ARRIVED,
    CANCELLED,
    INDICATIONS,
    MISSED,
    PLANNED,
    STILL_TO_COME,
    Schedule,
    series,
    too_near,
)
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.course_reading import course_view, courses_view
from monitor.services.course_views import Courses, CourseView, NewCourse, When
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.patients import card_of
from monitor.services.planning import (
    CourseRecord,
    course_there,
    planned_there,
    records_of,
    require_to_come,
    today_in,
    write_version,
)
from monitor.services.protocol_choices import require_offered
from monitor.services.protocols_in_force import in_force
from monitor.services.screening import course_questions_now, known_of, require_eligible
from monitor.services.views import PatientCard
from monitor.services.wording import plain, reason_of
from monitor.store import chairs as chair_rows
from monitor.store import courses as rows
from monitor.store import patients as patient_rows
from monitor.store.work import About, Reading, Writing

FARTHEST = timedelta(days=366)
CLOSED = "the course was closed"
NO_COURSE = say("no course was opened")


def list_schedules(house: House, actor: Actor) -> tuple[Schedule, ...]:
    """The schedules a course can be opened on, in their order."""
    permit(actor, Permission.READ_CHAIRS)
    return tuple(house.schedules.values())


def read_courses(house: House, actor: Actor, patient_id: str) -> Courses:
    """Every course of a patient, the latest first."""
    permit(actor, Permission.READ_PATIENT)
    with house.reading(actor.clinic_id) as look:
        found = courses_view(look, _patient(look, patient_id), house.clock())
    note_look(house, actor, AuditAction.COURSE_READ, About(subject_id=patient_id))
    return found


def open_course(house: House, actor: Actor, patient_id: str, new: NewCourse) -> CourseView:
    """Open a course and lay out its series; NotEligible until the full screen stands."""
    permit(actor, Permission.PLAN_COURSE)
    now = house.clock()
    schedule = house.schedules.named(new.schedule_id)
    indication, words = _indication(new)
    with house.writing(actor.clinic_id) as work:
        patient = _patient(work, patient_id)
        require_offered(house, work, in_force(house, work, new.protocol_id))
        _check_none_open(work, patient)
        known = known_of(work, [patient_id])[patient_id]
        require_eligible(house, patient_id, course_questions_now(house, known, now), NO_COURSE)
        today = today_in(work, now)
        course_id = str(uuid4())
        values = {"indication": indication, "indication_words": words, "opened_at": now}
        pinned = {"schedule_id": schedule.id, "schedule_text": house.schedules.text(schedule.id)}
        rows.add_course(
            work,
            {**values, **pinned, "id": course_id, "patient_id": patient_id,
             "protocol_id": new.protocol_id, "opened_by": actor.person_id},
        )  # fmt: skip
        for day in _laid_out(schedule, new, today):
            at = new.at.strftime("%H:%M") if new.at else None
            own = {"course_id": course_id, "patient_id": patient_id}
            write_version(work, actor, now, None, status=PLANNED, day=day, at=at, **own)
        about = About(subject_id=patient_id, detail={"course": course_id, "schedule": schedule.id})
        work.audit(AuditAction.COURSE_OPENED, now, actor, about)
        view = course_view(work, _record(work, course_id), patient, today)
        work.commit()
    return view


def close_course(house: House, actor: Actor, course_id: str, reason: str) -> CourseView:
    """Close a course; what was still to come is cancelled, and stays readable."""
    permit(actor, Permission.PLAN_COURSE)
    why, now = reason_of(reason), house.clock()
    with house.writing(actor.clinic_id) as work:
        course = _open_there(work, course_id)
        for said in _record(work, course_id).versions.values():
            if said[-1].status in STILL_TO_COME:
                write_version(work, actor, now, said[-1], status=CANCELLED, reason=CLOSED)
        rows.close_course(work, course_id, now, actor.person_id, why)
        # What `monitor verify` holds the closing against.
        about = About(subject_id=course.patient_id, detail={"course": course_id, "reason": why})
        work.audit(AuditAction.COURSE_CLOSED, now, actor, about)
        view = _view(work, course_id, today_in(work, now))
        work.commit()
    return view


def plan_session(house: House, actor: Actor, course_id: str, when: When) -> CourseView:
    """Plan a further session of an open course."""
    permit(actor, Permission.PLAN_COURSE)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        course = _open_there(work, course_id)
        values = _checked(work, _record(work, course_id), when, today_in(work, now))
        own = {"course_id": course_id, "patient_id": course.patient_id}
        planned_id = write_version(work, actor, now, None, status=PLANNED, **own, **values)
        detail = {"course": course_id, "planned": planned_id, "day": when.day.isoformat()}
        about = About(subject_id=course.patient_id, detail=detail)
        work.audit(AuditAction.SESSION_PLANNED, now, actor, about)
        view = _view(work, course_id, today_in(work, now))
        work.commit()
    return view


def move_session(
    house: House, actor: Actor, planned_id: str, when: When, reason: str = ""
) -> CourseView:
    """Move a planned session; another day needs a reason. Where it stood before stays readable."""
    permit(actor, Permission.PLAN_COURSE)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        said = planned_there(work, planned_id)
        before = require_to_come(said)
        _open_there(work, before.course_id)
        why = reason_of(reason) if when.day != before.day or reason.strip() else ""
        record = _record(work, before.course_id)
        values = _checked(work, record, when, today_in(work, now), but=planned_id)
        status = before.status if when.day == before.day else PLANNED
        write_version(work, actor, now, before, status=status, reason=why, **values)
        return _changed(work, house, actor, before, "moved")


def miss_session(house: House, actor: Actor, planned_id: str, reason: str) -> CourseView:
    """Say that the patient did not come; the session keeps its place and counts for nothing."""
    return _ended(house, actor, planned_id, MISSED, reason)


def cancel_session(house: House, actor: Actor, planned_id: str, reason: str) -> CourseView:
    """Say that a planned session will not be held."""
    return _ended(house, actor, planned_id, CANCELLED, reason)


def note_arrival(house: House, actor: Actor, planned_id: str) -> CourseView:
    """Say that the patient is in the house; only on the day itself."""
    permit(actor, Permission.PLAN_COURSE)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        before = require_to_come(planned_there(work, planned_id))
        _open_there(work, before.course_id)
        if before.status == ARRIVED:
            raise Conflict(say("The patient has arrived already; nothing was changed"))
        if before.day != today_in(work, now):
            day = before.day.isoformat()
            message = say("The session is planned for {day}; nothing was changed", day=day)
            allowed = say("move it to today first")
            raise Conflict(message, field="planned_id", allowed=allowed)
        write_version(work, actor, now, before, status=ARRIVED)
        return _changed(work, house, actor, before, ARRIVED)


def _ended(house: House, actor: Actor, planned_id: str, status: str, reason: str) -> CourseView:
    permit(actor, Permission.PLAN_COURSE)
    why, now = reason_of(reason), house.clock()
    with house.writing(actor.clinic_id) as work:
        before = require_to_come(planned_there(work, planned_id))
        _open_there(work, before.course_id)
        if status == MISSED and before.day > today_in(work, now):
            message = say("Its day is still to come; nothing was changed")
            raise Conflict(message, field="planned_id", allowed=say("move or cancel it"))
        write_version(work, actor, now, before, status=status, reason=why)
        return _changed(work, house, actor, before, status)


def _changed(work: Writing, house: House, actor: Actor, before: Row[Any], what: str) -> CourseView:
    now = house.clock()
    detail = {"planned": before.id, "became": what}
    about = About(subject_id=before.patient_id, detail=detail)
    work.audit(AuditAction.PLAN_CHANGED, now, actor, about)
    view = _view(work, before.course_id, today_in(work, now))
    work.commit()
    return view


def _indication(new: NewCourse) -> tuple[str, str]:
    if new.indication not in INDICATIONS:
        allowed = ", ".join(INDICATIONS)
        raise BadInput(say("That is no indication"), field="indication", allowed=allowed)
    words = plain(new.indication_words, "indication_words") if new.indication_words.strip() else ""
    if new.indication == "other" and not words:
        message = say("Another indication needs a word; no course was opened")
        raise BadInput(message, field="indication_words", allowed=say("what is treated"))
    return new.indication, words


def _laid_out(schedule: Schedule, new: NewCourse, today: date) -> Sequence[date]:
    if new.first_on is None:
        return ()
    _check_day(new.first_on, today, "first_on")
    return series(schedule, new.first_on) or (new.first_on,)


def _check_day(day: date, today: date, field: str) -> None:
    if not today <= day <= today + FARTHEST:
        last = (today + FARTHEST).isoformat()
        allowed = say("{first} to {last}", first=today.isoformat(), last=last)
        said = day.isoformat()
        message = say("{day} is no day to plan for; nothing was saved", day=said)
        raise BadInput(message, field=field, allowed=allowed)


def _checked(
    work: Reading, record: CourseRecord, when: When, today: date, but: str = ""
) -> dict[str, Any]:
    """Where a session is to be put, held against the course's other ones and the chair."""
    _check_day(when.day, today, "day")
    if too_near(record.schedule, record.planned, when.day, but):
        message = say(
            "Another session of this course is on or too near {day}; nothing was saved",
            day=when.day.isoformat(),
        )
        apart = say("{days} d apart", days=record.schedule.least_gap.days)
        raise Conflict(message, field="day", allowed=apart)
    at = when.at.strftime("%H:%M") if when.at else None
    if when.chair_id is not None:
        _check_chair(work, when.chair_id, when.day, at, but)
    return {"day": when.day, "at": at, "chair_id": when.chair_id}


def _check_chair(work: Reading, chair_id: str, day: date, at: str | None, but: str) -> None:
    chair = chair_rows.chair(work, chair_id)
    if chair is None:
        raise NotFound(say("There is no such chair in this clinic"), field="chair_id")
    latest = {row.id: row for row in rows.planned_of(work, rows.courses_on(work, day))}
    taken = [
        row for row in latest.values()
        if (row.day, row.at, row.chair_id) == (day, at, chair_id)
        and row.id != but and row.status in STILL_TO_COME
    ]  # fmt: skip
    if taken and at is not None:
        message = say(
            "Chair {chair} is planned for another patient at {time}; nothing was saved",
            chair=chair.label,
            time=at,
        )
        raise Conflict(message, field="chair_id", allowed=say("another time or chair"))


def _patient(work: Reading, patient_id: str) -> PatientCard:
    row = patient_rows.patient(work, patient_id)
    if row is None:
        raise NotFound(say("There is no such patient in this clinic"), field="patient_id")
    return card_of(row)


def _check_none_open(work: Reading, patient: PatientCard) -> None:
    if rows.open_courses(work, [patient.id]):
        message = say(
            "{patient} has an open course already; no course was opened", patient=patient.name
        )
        raise Conflict(message, field="patient_id", allowed=say("close it first"))


def _open_there(work: Reading, course_id: str) -> Row[Any]:
    course = course_there(work, course_id)
    if course.closed_at is not None:
        raise Conflict(say("The course is closed; nothing was changed"), field="course_id")
    return course


def _record(work: Reading, course_id: str) -> CourseRecord:
    return records_of(work, [course_there(work, course_id)])[course_id]


def _view(work: Reading, course_id: str, today: date) -> CourseView:
    record = _record(work, course_id)
    return course_view(work, record, _patient(work, record.row.patient_id), today)
