"""What the invented nurses ask before a session, and the courses they open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from monitor.access.actor import Actor
from monitor.clinical.eligibility import ANSWERS, COURSE, YES, PreDose, Questionnaire, Reply
from monitor.demo.scene import Guest
from monitor.services import courses, eligibility
from monitor.services.course_views import CourseView, NewCourse
from monitor.services.house import House
from monitor.services.screened_views import NewScreening

SCHEDULE = "induction-then-monthly"
CALM, HIGH = (118, 74), (142, 88)
INDICATIONS = ("depression", "depression", "depression", "post_traumatic_stress", "chronic_pain")


def answers(
    questionnaire: Questionnaire, flags: Mapping[str, str], guest: Guest, occasion: str
) -> NewScreening:
    """Every question without a flag, but for those told; readings like the patient's own."""
    replies = {
        one.id: Reply(next(word for word in ANSWERS if word not in one.flagged_by))
        for one in questionnaire.questions
    }
    replies |= {question: Reply(YES, note) for question, note in flags.items()}
    chance = Random(f"{guest.identifier}:{occasion}:screen")
    systolic, diastolic = HIGH if guest.hypertensive else CALM
    readings = PreDose(
        systolic + chance.randint(-4, 8),
        diastolic + chance.randint(-3, 5),
        chance.randint(62, 84),
        chance.randint(96, 99),
        chance.randint(12, 16),
    )
    return NewScreening(replies, readings)


def screen(  # noqa: PLR0913  (two people, one patient)
    house: House, nurse: Actor, physician: Actor, pin: str, *, guest: Guest, patient_id: str
) -> None:
    """Ask everything, and let the physician decide about what is flagged."""
    occasion = house.clock().isoformat()
    new = answers(house.questionnaire, guest.flags, guest, occasion)
    found = eligibility.answer_eligibility(house, nurse, patient_id, new, guest.protocol_id)
    if found.stops and guest.overridden:
        flags = {one.id: one.word for one in found.stops}
        eligibility.override_eligibility(
            house, physician, patient_id, flags, guest.overridden, pin, guest.protocol_id
        )


def course_of(house: House, nurse: Actor, guest: Guest, patient_id: str) -> CourseView:
    """The open course of a guest; opened where there is none, on answers given just before."""
    known = courses.read_courses(house, nurse, patient_id).open
    if known is not None:
        return known
    indication = Random(guest.identifier).choice(INDICATIONS)
    new = NewCourse(indication, SCHEDULE, guest.protocol_id)
    return courses.open_course(house, nurse, patient_id, new)


def open_course(
    house: House, nurse: Actor, guest: Guest, patient_id: str, first_on: date | None = None
) -> CourseView:
    """Ask what is asked before a course, and open it; with its series, where it has a schedule."""
    known = {one.id for one in house.questionnaire.asked_before(COURSE)}
    said = answers(house.questionnaire, {}, guest, "course").replies
    new = NewScreening({key: said[key] for key in known})
    eligibility.answer_eligibility(house, nurse, patient_id, new)
    told = guest.course
    if told is None:
        return course_of(house, nurse, guest, patient_id)
    course = NewCourse(
        told.indication, told.schedule_id, guest.protocol_id, first_on=first_on, at=told.at
    )
    return courses.open_course(house, nurse, patient_id, course)
