"""Patients who come, courses and chairs, made anew so that no other test meets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.services import chairs, courses, eligibility, patients
from monitor.services.course_views import NewCourse
from monitor.services.views import NewPatient
from tests.api.served import Served
from tests.fit import fit
from tests.people import ZONE


@dataclass(frozen=True)
class Coming:
    """A patient in a course whose first session is today, and a chair; all of one clinic."""

    patient_id: str
    course_id: str
    planned_id: str
    later_id: str
    chair_id: str


def today(served: Served) -> date:
    """The day on the wall of both clinics."""
    return served.cast.clock.now.astimezone(ZoneInfo(ZONE)).date()


def far(served: Served) -> str:
    """A day on which nothing of a course is planned."""
    return (today(served) + timedelta(days=200)).isoformat()


def coming(served: Served, nurse: Actor, keeper: Actor) -> Coming:
    """Somebody of the clinic of these two."""
    house, number = served.cast.house, uuid4().hex[:8]
    served.cast.clock.move(minutes=1)
    new = NewPatient(f"DEMO Coming {number}", date(1980, 1, 1), weight_kg=70.0)
    patient = patients.register_patient(house, nurse, new)
    eligibility.answer_eligibility(house, nurse, patient.id, fit())
    asked = NewCourse("depression", "induction-then-monthly", "ketamine-iv", first_on=today(served))
    course = courses.open_course(house, nurse, patient.id, asked)
    chair = chairs.add_chair(house, keeper, f"K{number}")
    first, second = course.sessions[:2]
    return Coming(patient.id, course.id, first.id, second.id, chair.id)


def ours(served: Served) -> Coming:
    """Somebody of the clinic of the cast."""
    return coming(served, served.cast.nurse, served.cast.administrator)


def theirs(served: Served) -> Coming:
    """Somebody of the other clinic."""
    return coming(served, served.cast.stranger, served.cast.stranger)
