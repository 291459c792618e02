"""Scores of depression between the sessions of a course, every version of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from monitor.store.tables import course_scores, people
from monitor.store.work import Reading, Values, Writing

_OF_PATIENT = (
    select(course_scores, people.c.name.label("person_name"))
    .join(
        people,
        (people.c.id == course_scores.c.recorded_by)
        & (people.c.clinic_id == course_scores.c.clinic_id),
    )
    .where(course_scores.c.patient_id == bindparam("patient_id"))
    .order_by(course_scores.c.recorded_at, course_scores.c.id)
)
_EVERY = select(
    course_scores.c.id,
    course_scores.c.course_id,
    course_scores.c.replaces,
    course_scores.c.said,
    course_scores.c.scale,
    course_scores.c.total,
    course_scores.c.taken_on,
)
_ADD = insert(course_scores)


def scores_of(work: Reading, patient_id: str) -> Sequence[Row[Any]]:
    """Every version of every score of a patient."""
    return work.all(_OF_PATIENT, patient_id=patient_id)


def every_score(work: Reading) -> Sequence[Row[Any]]:
    """Every version of every score of the clinic, in no order."""
    return work.all(_EVERY)


def add_score(work: Writing, values: Values) -> None:
    """Say what was scored, or what a score is now."""
    work.change(_ADD, **values)
