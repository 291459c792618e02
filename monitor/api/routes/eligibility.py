"""Eligibility: the questions, what was answered, and a physician's override."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from monitor.api.calling import Signed
from monitor.api.present_courses import show_eligibility, show_questions
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.eligibility import (
    AnswerBody,
    EligibilityOverrideBody,
    EligibilityShown,
    Questions,
    ScreeningBody,
)
from monitor.clinical.eligibility import PreDose, Reply
from monitor.services import eligibility
from monitor.services.screened_views import NewScreening

router = APIRouter(prefix="/api/v1", tags=["eligibility"])
PatientId = Annotated[str, Path(max_length=64)]
ProtocolId = Annotated[
    str | None, Query(max_length=64, description="Whose limits judge the readings.")
]


@router.get("/eligibility", summary="The questions", responses=problem_docs(401, 403, 503))
async def questions(caller: Signed) -> Questions:
    return show_questions(await caller.run(eligibility.read_questionnaire))


@router.get(
    "/patients/{patient_id}/eligibility",
    summary="Where a patient stands before the next session",
    responses=problem_docs(400, 401, 403, 404, 503),
)
async def read(
    caller: Signed, patient_id: PatientId, protocol_id: ProtocolId = None
) -> EligibilityShown:
    check_id(patient_id)
    if protocol_id is not None:
        check_id(protocol_id)
    return show_eligibility(await caller.run(eligibility.read_eligibility, patient_id, protocol_id))


@router.post(
    "/patients/{patient_id}/eligibility",
    status_code=201,
    summary="Answer questions, give readings before the dose",
    responses=problem_docs(400, 401, 403, 404, 413, 503),
)
async def answer(caller: Signed, patient_id: PatientId, body: AnswerBody) -> EligibilityShown:
    check_id(patient_id)
    use_case, new = eligibility.answer_eligibility, new_screening(body)
    return show_eligibility(await caller.run(use_case, patient_id, new, body.protocol_id))


@router.post(
    "/patients/{patient_id}/eligibility/override",
    summary="A physician decides against flags, with a reason",
    responses=problem_docs(400, 401, 403, 404, 409, 413, 429, 503),
)
async def override(
    caller: Signed, patient_id: PatientId, body: EligibilityOverrideBody
) -> EligibilityShown:
    check_id(patient_id)
    said = (body.flags, body.reason, body.pin, body.protocol_id)
    return show_eligibility(await caller.run(eligibility.override_eligibility, patient_id, *said))


def new_screening(body: ScreeningBody) -> NewScreening:
    """What a body answers."""
    replies = {
        key: Reply(reply.answer, reply.note, reply.unchanged) for key, reply in body.replies.items()
    }
    return NewScreening(replies, PreDose(**body.readings.model_dump()))
