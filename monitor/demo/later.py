"""Who comes later in the day, and when those who left come again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from monitor.demo.clinic import DemoClinic
from monitor.demo.scene import Guest
from monitor.demo.screening import answers, open_course
from monitor.demo.stage import Stage
from monitor.services import courses, day, eligibility
from monitor.services.course_views import ARRIVED, ASKED, EXPECTED, SCREENED, CourseView, When

FIRST_VISIT, BETWEEN = timedelta(minutes=30), timedelta(minutes=20)
NEXT_AT = time(9, 30)
RANG_OFF = "Rang: comes another day."
WAITING = (SCREENED, ASKED, ARRIVED, EXPECTED)
"""In this order the next patient is called."""


def plan_ahead(
    stage: Stage, clinic: DemoClinic, patient_ids: Mapping[str, str], now: datetime
) -> None:
    """Plan today's later sessions, and the next session of everybody else under treatment."""
    chairs = list(stage.chair_ids.values())
    known = [guest for guest in clinic.guests if guest.identifier in patient_ids]
    comes = [guest for guest in known if _comes_today(stage, guest, patient_ids[guest.identifier])]
    for place, guest in enumerate(comes):
        at = now + FIRST_VISIT + BETWEEN * place
        chair_id = chairs[place % len(chairs)]
        _come_today(stage, guest, patient_ids[guest.identifier], at, chair_id)
    for guest in known:
        _come_again(stage, patient_ids[guest.identifier])


def _comes_today(stage: Stage, guest: Guest, patient_id: str) -> bool:
    """Whoever is told to, and has not been here; and whose schedule falls on this day."""
    course = _open(stage, patient_id)
    if course is None:
        return guest.later is not None
    if course.next.planned is not None and course.next.planned.now.day == course.today:
        return True
    return guest.later is not None and course.next.planned is None and _may_come(course)


def _may_come(course: CourseView) -> bool:
    gap = course.schedule.least_gap
    return not any(abs(one.day - course.today) < gap for one in course.sessions)


def _open(stage: Stage, patient_id: str) -> CourseView | None:
    return courses.read_courses(stage.house, stage.nurse, patient_id).open


def _come_today(stage: Stage, guest: Guest, patient_id: str, at: datetime, chair_id: str) -> None:
    course = _open(stage, patient_id) or open_course(stage.house, stage.nurse, guest, patient_id)
    if course.today != at.astimezone(stage.zone).date():
        _put_off(stage, course)  # the clinic closes at midnight
        return
    planned_id = _put(stage, course, When(course.today, stage.quarter(at), chair_id))
    stage_of = guest.later.stage if guest.later else EXPECTED
    if stage_of == EXPECTED:
        return
    courses.note_arrival(stage.house, stage.nurse, planned_id)
    if stage_of != ARRIVED and guest.later is not None:
        new = answers(stage.house.questionnaire, guest.later.flags, guest, at.isoformat())
        eligibility.answer_eligibility(stage.house, stage.nurse, patient_id, new, guest.protocol_id)


def _put(stage: Stage, course: CourseView, when: When) -> str:
    """Plan a session of today, or give the one that is planned its time and chair."""
    planned = course.next.planned
    if planned is not None and planned.now.day == when.day:
        courses.move_session(stage.house, stage.nurse, planned.id, when)
        return planned.id
    after = courses.plan_session(stage.house, stage.nurse, course.id, when).next.planned
    assert after is not None
    return after.id


def _put_off(stage: Stage, course: CourseView) -> None:
    planned = course.next.planned
    if planned is not None and planned.now.day == course.today:
        courses.miss_session(stage.house, stage.nurse, planned.id, RANG_OFF)


def _come_again(stage: Stage, patient_id: str) -> None:
    course = _open(stage, patient_id)
    if course is None or course.next.planned is not None or course.next.suggested is None:
        return
    if course.next.suggested > course.today:
        when = When(course.next.suggested, NEXT_AT)
        courses.plan_session(stage.house, stage.nurse, course.id, when)


def next_called(stage: Stage) -> str | None:
    """Who of those that come today is called next; None when nobody waits."""
    lines = day.read_day(stage.house, stage.nurse).lines
    for state in WAITING:
        for line in lines:
            if line.state == state:
                return line.patient.id
    return None
