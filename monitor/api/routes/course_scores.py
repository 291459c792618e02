"""Scores of depression between and after the sessions of a course."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from monitor.api.calling import Signed
from monitor.api.present_scores import show_score
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.course_scores import (
    CorrectionBody,
    NewScoreBody,
    SafetyBody,
    ScoreShown,
    ScoresShown,
)
from monitor.api.schemas.courses import ReasonBody
from monitor.services import course_scores
from monitor.services.course_scores import Named, NewScore

router = APIRouter(prefix="/api/v1", tags=["courses"])
Id = Annotated[str, Path(max_length=64)]
OF_COURSE = "/patients/{patient_id}/courses/{course_id}/scores"
ONE = OF_COURSE + "/{score_id}"
CHANGES = problem_docs(400, 401, 403, 404, 409, 413, 503)


@router.get(
    OF_COURSE,
    summary="The scores between the sessions of a course",
    responses=problem_docs(401, 403, 404, 503),
)
async def read(caller: Signed, patient_id: Id, course_id: Id) -> ScoresShown:
    check_id(patient_id)
    check_id(course_id)
    found = await caller.run(course_scores.read_scores, patient_id, course_id)
    return ScoresShown(scores=[show_score(one) for one in found])


@router.post(
    OF_COURSE, status_code=201, summary="Record a score between sessions", responses=CHANGES
)
async def record(caller: Signed, patient_id: Id, course_id: Id, body: NewScoreBody) -> ScoreShown:
    check_id(patient_id)
    check_id(course_id)
    new = _new(body)
    return show_score(await caller.run(course_scores.record_score, patient_id, course_id, new))


@router.post(f"{ONE}/correct", summary="Correct a score between sessions", responses=CHANGES)
async def correct(
    caller: Signed, patient_id: Id, course_id: Id, score_id: Id, body: CorrectionBody
) -> ScoreShown:
    named = _named(patient_id, course_id, score_id)
    act = course_scores.correct_score
    return show_score(await caller.run(act, named, _new(body), body.reason))


@router.post(f"{ONE}/strike", summary="A score was entered in error", responses=CHANGES)
async def strike(
    caller: Signed, patient_id: Id, course_id: Id, score_id: Id, body: ReasonBody
) -> ScoreShown:
    named = _named(patient_id, course_id, score_id)
    return show_score(await caller.run(course_scores.strike_score, named, body.reason))


@router.post(f"{ONE}/safety", summary="A physician answers for item 9", responses=CHANGES)
async def answer(
    caller: Signed, patient_id: Id, course_id: Id, score_id: Id, body: SafetyBody
) -> ScoreShown:
    named = _named(patient_id, course_id, score_id)
    act = course_scores.answer_score
    return show_score(await caller.run(act, named, body.answer, body.words))


def _new(body: NewScoreBody) -> NewScore:
    return NewScore(body.scale, body.taken_on, body.total, dict(body.items))


def _named(patient_id: str, course_id: str, score_id: str) -> Named:
    for one in (patient_id, course_id, score_id):
        check_id(one)
    return Named(patient_id, course_id, score_id)
