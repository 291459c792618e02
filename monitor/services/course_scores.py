"""Scores of depression between and after the sessions of a course; a correction is a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.course_scores import (
    ANSWERS,
    CORRECTED,
    RECORDED,
    STRUCK,
    CourseScore,
    Measure,
    ScoreVersion,
    chained,
    checked_measure,
    in_order,
)
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.planning import today_in
from monitor.services.wording import reason_of
from monitor.store import clinics
from monitor.store import course_scores as rows
from monitor.store import courses as course_rows
from monitor.store.work import About, Reading, Writing


@dataclass(frozen=True, slots=True)
class NewScore:
    """What was scored outside a session. With all nine items of PHQ-9 the total may be left out."""

    scale: str
    taken_on: date
    total: int | None = None
    items: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """Which score: the patient, the course, and the version that was seen."""

    patient_id: str
    course_id: str
    score_id: str


def read_scores(
    house: House, actor: Actor, patient_id: str, course_id: str
) -> tuple[CourseScore, ...]:
    """The scores of one course in the order of their days, those struck out too."""
    permit(actor, Permission.REVIEW_COURSE)
    with house.reading(actor.clinic_id) as look:
        _course(look, patient_id, course_id)
        found = scores_by_course(look, patient_id).get(course_id, ())
    note_look(house, actor, AuditAction.SCORES_READ, About(subject_id=patient_id))
    return found


def record_score(
    house: House, actor: Actor, patient_id: str, course_id: str, new: NewScore
) -> CourseScore:
    """Keep a score taken between the sessions of a course, or after the last of them."""
    permit(actor, Permission.SCORE_COURSE)
    measure = _measure(new)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        course = _course(work, patient_id, course_id)
        _check_day(work, course, measure.taken_on, now)
        score_id = _write(work, actor, now, course, measure, said=RECORDED)
        return _kept(work, actor, now, course, score_id, AuditAction.SCORE_RECORDED)


def correct_score(
    house: House, actor: Actor, named: Named, new: NewScore, reason: str
) -> CourseScore:
    """Say what a score should have been, with a reason; what stood before stays readable."""
    permit(actor, Permission.SCORE_COURSE)
    measure, why = _measure(new), reason_of(reason)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        course, before = _standing(work, named)
        if measure == before.measure:
            raise Conflict(say("It says that already; nothing was changed"), field="total")
        _check_day(work, course, measure.taken_on, now)
        what = {"said": CORRECTED, "replaces": before.id, "reason": why}
        score_id = _write(work, actor, now, course, measure, **what)
        return _kept(work, actor, now, course, score_id, AuditAction.SCORE_CORRECTED)


def strike_score(house: House, actor: Actor, named: Named, reason: str) -> CourseScore:
    """Say that a score was entered in error: it stays readable and counts for nothing."""
    permit(actor, Permission.SCORE_COURSE)
    why, now = reason_of(reason), house.clock()
    with house.writing(actor.clinic_id) as work:
        course, before = _standing(work, named)
        what = {"said": STRUCK, "replaces": before.id, "reason": why}
        score_id = _write(work, actor, now, course, before.measure, **what)
        return _kept(work, actor, now, course, score_id, AuditAction.SCORE_STRUCK)


def answer_score(house: House, actor: Actor, named: Named, answer: str, words: str) -> CourseScore:
    """A physician's answer for an item 9 above 0: whether there is a concern, and in what words."""
    permit(actor, Permission.ANSWER_SAFETY)
    if answer not in ANSWERS:
        message = say("That is no answer; nothing was saved")
        raise BadInput(message, field="answer", allowed=", ".join(ANSWERS))
    why, now = reason_of(words), house.clock()
    with house.writing(actor.clinic_id) as work:
        course, before = _standing(work, named)
        if not before.measure.needs_person:
            message = say("Item 9 of this score is not above 0; nothing was saved")
            raise Conflict(message, field="score_id")
        what = {"said": answer, "replaces": before.id, "reason": why}
        score_id = _write(work, actor, now, course, before.measure, **what)
        return _kept(work, actor, now, course, score_id, AuditAction.SCORE_ANSWERED_FOR)


def scores_by_course(work: Reading, patient_id: str) -> dict[str, tuple[CourseScore, ...]]:
    """Every score of a patient by its course, in the order of their days."""
    found = rows.scores_of(work, patient_id)
    course_of = {row.id: str(row.course_id) for row in found}
    scores: dict[str, list[CourseScore]] = {}
    for versions in chained([(row.replaces, _version(row)) for row in found]):
        course_id = course_of[versions[0].id]
        scores.setdefault(course_id, []).append(CourseScore(course_id, versions))
    return {course_id: in_order(each) for course_id, each in scores.items()}


def _version(row: Row[Any]) -> ScoreVersion:
    measure = Measure(row.scale, row.total, row.items, row.taken_on)
    said_by = str(row.person_name)
    return ScoreVersion(row.id, row.said, measure, row.recorded_at, said_by, row.reason)


def _measure(new: NewScore) -> Measure:
    return checked_measure(new.scale, new.total, new.items, new.taken_on)


def _course(work: Reading, patient_id: str, course_id: str) -> Row[Any]:
    row = course_rows.course(work, course_id)
    if row is None or row.patient_id != patient_id:
        message = say("The patient has no such course in this clinic")
        raise NotFound(message, field="course_id")
    return row


def _standing(work: Reading, named: Named) -> tuple[Row[Any], CourseScore]:
    """The course and the score as it stands, if it is still the version that was seen."""
    course = _course(work, named.patient_id, named.course_id)
    found = scores_by_course(work, named.patient_id).get(named.course_id, ())
    mine = [one for one in found if named.score_id in {each.id for each in one.versions}]
    if not mine:
        raise NotFound(say("This course has no such score"), field="score_id")
    (score,) = mine
    if score.id != named.score_id:
        message = say("The score has changed since it was seen; nothing was saved")
        raise Conflict(message, field="score_id", allowed=say("the version that stands now"))
    if score.struck:
        message = say("The score was struck out; nothing was saved")
        raise Conflict(message, field="score_id", allowed=say("record it anew"))
    return course, score


def _check_day(work: Reading, course: Row[Any], day: date, now: datetime) -> None:
    """From the course's opening until today, or until the patient's next course was opened."""
    zone = ZoneInfo(clinics.the_clinic(work).zone)
    first, last = course.opened_at.astimezone(zone).date(), today_in(work, now)
    later = [
        row.opened_at.astimezone(zone).date()
        for row in course_rows.courses_of(work, course.patient_id)
        if row.opened_at > course.opened_at
    ]
    last = min([last, *later])
    if not first <= day <= last:
        raise BadInput(
            say("No score of this course is of {day}; nothing was saved", day=day.isoformat()),
            field="taken_on",
            allowed=say("{first} to {last}", first=first.isoformat(), last=last.isoformat()),
        )


def _write(
    work: Writing, actor: Actor, now: datetime, course: Row[Any], measure: Measure, **what: Any
) -> str:
    score_id = str(uuid4())
    values = {
        "id": score_id,
        "patient_id": course.patient_id,
        "course_id": course.id,
        "scale": measure.scale,
        "total": measure.total,
        "items": dict(measure.items),
        "taken_on": measure.taken_on,
        "recorded_at": now,
        "recorded_by": actor.person_id,
    }
    rows.add_score(work, {"replaces": None, "reason": None, **values, **what})
    return score_id


def _kept(  # noqa: PLR0913, PLR0917  (the whole of what was done)
    work: Writing,
    actor: Actor,
    now: datetime,
    course: Row[Any],
    score_id: str,
    action: AuditAction,
) -> CourseScore:
    detail = {"course": course.id, "score": score_id}
    work.audit(action, now, actor, About(subject_id=course.patient_id, detail=detail))
    found = scores_by_course(work, course.patient_id)[course.id]
    work.commit()
    return next(one for one in found if one.id == score_id)
