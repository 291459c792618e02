"""A patient's courses read for paper: every planned session, and what was measured in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.course_scores import CourseScore
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.course_reading import courses_view
from monitor.services.course_scores import scores_by_course
from monitor.services.course_views import Courses
from monitor.services.folding import view_of
from monitor.services.house import House
from monitor.services.patients import card_of
from monitor.services.views import SessionView
from monitor.store import clinics
from monitor.store import patients as patient_rows
from monitor.store import sessions as rows
from monitor.store.work import About


@dataclass(frozen=True, slots=True)
class CoursePrinting:
    """A patient's courses on their way to paper, with every session that was held, oldest first."""

    courses: Courses
    sessions: tuple[SessionView, ...]
    clinic_name: str
    zone: str
    at: datetime
    by: str
    demo: bool
    scores: Mapping[str, tuple[CourseScore, ...]]


def print_course(house: House, actor: Actor, patient_id: str) -> CoursePrinting:
    """The courses of a patient for a paper that names them; the audit says who printed it."""
    permit(actor, Permission.EXPORT_PATIENT)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        row = patient_rows.patient(work, patient_id)
        if row is None:
            raise NotFound(say("There is no such patient in this clinic"), field="patient_id")
        clinic = clinics.the_clinic(work)
        found = courses_view(work, card_of(row), now)
        held = [view_of(house, work, head, now) for head in rows.heads_of_patient(work, patient_id)]
        scores = scores_by_course(work, patient_id)
        work.audit(AuditAction.COURSE_PRINTED, now, actor, About(subject_id=patient_id))
        work.commit(changes=False)
    return CoursePrinting(
        found, tuple(held), clinic.name, clinic.zone, now, actor.name, house.demo, scores
    )
