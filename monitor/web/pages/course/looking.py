"""One look at a patient's courses."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.access.actor import Actor
from monitor.clinical.course import Schedule
from monitor.clinical.protocol import Protocol
from monitor.services.chairs import list_chairs
from monitor.services.course_views import Courses
from monitor.services.courses import list_schedules, read_courses
from monitor.services.eligibility import read_eligibility
from monitor.services.eligibility_views import Eligibility
from monitor.services.house import House
from monitor.services.sessions import list_protocols
from monitor.services.views import Chair


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything one drawing of the course is made from."""

    courses: Courses
    eligibility: Eligibility
    chairs: tuple[Chair, ...]
    schedules: tuple[Schedule, ...]
    protocols: tuple[Protocol, ...]


def look(around: House, who: Actor, patient_id: str) -> Looked:
    """Read one patient's courses with what they are planned from."""
    return Looked(
        read_courses(around, who, patient_id),
        read_eligibility(around, who, patient_id),
        list_chairs(around, who),
        list_schedules(around, who),
        list_protocols(around, who),
    )
