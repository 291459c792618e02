"""Who comes later in the day, and when those who left come again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.clinical.eligibility import COURSE
from monitor.demo.clinic import PROTOCOL, DemoClinic
from monitor.demo.scene import NURSE, Guest
from monitor.demo.screening import answers, course_of
from monitor.demo.stage import Stage
from monitor.services import courses, day, eligibility
from monitor.services.course_views import ARRIVED, ASKED, EXPECTED, SCREENED, CourseView, When
from monitor.services.screened_views import NewScreening

FIRST_VISIT, BETWEEN = timedelta(minutes=30), timedelta(minutes=20)
QUARTER = 15
NEXT_AT = time(9, 30)
WAITING = (SCREENED, ASKED, ARRIVED, EXPECTED)
"""In this order the next patient is called."""


def plan_ahead(
    stage: Stage, clinic: DemoClinic, patient_ids: Mapping[str, str], now: datetime
) -> None:
    """Plan today's later visits, and the next session of everybody else under treatment."""
    chairs = list(stage.chair_ids.values())
    visits = list(_visits(clinic, patient_ids))
    for place, (guest, patient_id) in enumerate(visits):
        at = now + FIRST_VISIT + BETWEEN * place
        _come_today(stage, guest, patient_id, at, chairs[place % len(chairs)])
    for guest in clinic.guests:
        if guest.later is None and guest.identifier in patient_ids:
            _come_again(stage, patient_ids[guest.identifier])


def _visits(clinic: DemoClinic, patient_ids: Mapping[str, str]) -> Iterator[tuple[Guest, str]]:
    for guest in clinic.guests:
        if guest.later is not None and guest.identifier in patient_ids:
            yield guest, patient_ids[guest.identifier]


def _come_today(stage: Stage, guest: Guest, patient_id: str, at: datetime, chair_id: str) -> None:
    house, nurse = stage.house, stage.actors[NURSE]
    course = _course(stage, guest, patient_id)
    zone = ZoneInfo(day.read_day(house, nurse).zone)
    local = at.astimezone(zone)
    if course.today != local.date() or course.next.planned is not None:
        return  # the clinic closes at midnight
    if any(abs(one.day - course.today) < course.schedule.least_gap for one in course.sessions):
        return  # in a chair already, or a day too early
    quarter = time(local.hour, local.minute // QUARTER * QUARTER)
    planned = courses.plan_session(house, nurse, course.id, When(local.date(), quarter, chair_id))
    told = planned.next.planned
    stage_of = guest.later.stage if guest.later else EXPECTED
    if told is None or stage_of == EXPECTED:
        return
    courses.note_arrival(house, nurse, told.id)
    if stage_of != ARRIVED and guest.later is not None:
        new = answers(house.questionnaire, guest.later.flags, guest, at.isoformat())
        eligibility.answer_eligibility(house, nurse, patient_id, new, PROTOCOL)


def _course(stage: Stage, guest: Guest, patient_id: str) -> CourseView:
    house, nurse = stage.house, stage.actors[NURSE]
    if courses.read_courses(house, nurse, patient_id).open is None:
        known = {one.id for one in house.questionnaire.asked_before(COURSE)}
        said = answers(house.questionnaire, {}, guest, "course").replies
        new = NewScreening({key: said[key] for key in known})
        eligibility.answer_eligibility(house, nurse, patient_id, new)
    return course_of(house, nurse, guest, patient_id, PROTOCOL)


def _come_again(stage: Stage, patient_id: str) -> None:
    house, nurse = stage.house, stage.actors[NURSE]
    course = courses.read_courses(house, nurse, patient_id).open
    if course is None or course.next.planned is not None or course.next.suggested is None:
        return
    if course.next.suggested > course.today:
        courses.plan_session(house, nurse, course.id, When(course.next.suggested, NEXT_AT))


def next_called(stage: Stage) -> str | None:
    """Who of those that come today is called next; None when nobody waits."""
    lines = day.read_day(stage.house, stage.actors[NURSE]).lines
    for state in WAITING:
        for line in lines:
            if line.state == state:
                return line.patient.id
    return None
