"""The physician's review as data: a patient's courses, and the figures of a clinic."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from monitor.api.calling import Signed
from monitor.api.present_review import show_figures, show_review
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.review import ClinicFiguresShown, CourseReviewShown
from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.clinic_figures import ClinicQuestion, read_clinic_figures
from monitor.services.course_review import review_courses
from monitor.services.days import asked_day

router = APIRouter(prefix="/api/v1", tags=["review"])
Id = Annotated[str, Path(max_length=64)]
FirstDay = Annotated[
    str, Query(min_length=1, max_length=10, description="The first day, as 2026-03-02.")
]
LastDay = Annotated[
    str, Query(min_length=1, max_length=10, description="The last day, as 2026-03-31.")
]
Name = Annotated[str, Query(max_length=64)]
Dose = Annotated[
    float | None, Query(ge=0, le=100, allow_inf_nan=False, description="Milligrams a kilogram.")
]


@router.get(
    "/patients/{patient_id}/courses/review",
    summary="What the sessions of a patient's courses came to",
    responses=problem_docs(401, 403, 404, 503),
)
async def course_review(caller: Signed, patient_id: Id) -> CourseReviewShown:
    check_id(patient_id)
    return show_review(await caller.run(review_courses, patient_id))


@router.get(
    "/clinic/figures",
    summary="The clinic's figures over a time",
    responses=problem_docs(400, 401, 403, 503),
)
async def clinic_figures(  # noqa: PLR0913, PLR0917  (a question has these parts)
    caller: Signed,
    since: FirstDay,
    until: LastDay,
    route: Name = "",
    protocol_id: Name = "",
    dose_from: Dose = None,
    dose_to: Dose = None,
) -> ClinicFiguresShown:
    days = _day(since, "since"), _day(until, "until")
    question = ClinicQuestion(*days, route, protocol_id, dose_from, dose_to)
    return show_figures(await caller.run(read_clinic_figures, question))


def _day(said: str, field: str) -> date:
    """A day that has to be named."""
    day = asked_day(said, field)
    if day is None:
        raise BadInput(say("That is no day"), field=field, allowed="2026-03-02")
    return day
