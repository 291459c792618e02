"""One look at a patient's courses."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.clinical.course import Schedule
from monitor.clinical.protocol import Protocol
from monitor.services.chairs import list_chairs
from monitor.services.course_review import CourseReview, review_courses
from monitor.services.course_views import Courses, CourseView
from monitor.services.courses import list_schedules, read_courses
from monitor.services.eligibility import read_eligibility
from monitor.services.eligibility_views import Eligibility
from monitor.services.house import House
from monitor.services.sessions import list_protocols
from monitor.services.views import Chair


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything one drawing of the course is made from.

    ``shown`` is the course whose sessions are drawn: the one asked for, else the open one, else the
    latest; None where the patient has none.
    """

    courses: Courses
    eligibility: Eligibility
    chairs: tuple[Chair, ...]
    schedules: tuple[Schedule, ...]
    protocols: tuple[Protocol, ...]
    review: CourseReview | None = None
    shown: CourseView | None = None


def look(around: House, who: Actor, patient_id: str, course_id: str = "") -> Looked:
    """Read one patient's courses with what they are planned from and what they came to."""
    courses = read_courses(around, who, patient_id)
    reviews = bool(courses.courses) and may(who, Permission.REVIEW_COURSE)
    return Looked(
        courses,
        read_eligibility(around, who, patient_id),
        list_chairs(around, who),
        list_schedules(around, who),
        list_protocols(around, who),
        review_courses(around, who, patient_id) if reviews else None,
        _shown(courses, course_id),
    )


def _shown(courses: Courses, course_id: str) -> CourseView | None:
    asked = next((one for one in courses.courses if one.id == course_id), None)
    return asked or courses.open or next(iter(courses.courses), None)
