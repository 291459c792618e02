"""Courses, their planned sessions, and who comes on a day."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Path, Query

from monitor.api.calling import Signed
from monitor.api.present_courses import show_course, show_day, show_schedule
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.courses import (
    CourseShown,
    CoursesShown,
    DayShown,
    MoveBody,
    NewCourseBody,
    ReasonBody,
    Schedules,
    WhenBody,
)
from monitor.services import courses, day
from monitor.services.course_views import NewCourse, When
from monitor.services.days import asked_day

router = APIRouter(prefix="/api/v1", tags=["courses"])
Id = Annotated[str, Path(max_length=64)]
On = Annotated[
    str | None, Query(max_length=10, description="A day such as 2026-03-02; else today.")
]
CHANGES = problem_docs(400, 401, 403, 404, 409, 413, 503)


@router.get("/schedules", summary="The schedules", responses=problem_docs(401, 403, 503))
async def schedules(caller: Signed) -> Schedules:
    found = await caller.run(courses.list_schedules)
    return Schedules(schedules=[show_schedule(one) for one in found])


@router.get("/day", summary="Who comes on a day", responses=problem_docs(400, 401, 403, 503))
async def read_day(caller: Signed, on: On = None) -> DayShown:
    return show_day(await caller.run(day.read_day, asked_day(on, "on")))


@router.get(
    "/patients/{patient_id}/courses",
    summary="The courses of a patient",
    responses=problem_docs(401, 403, 404, 503),
)
async def read(caller: Signed, patient_id: Id) -> CoursesShown:
    check_id(patient_id)
    found = await caller.run(courses.read_courses, patient_id)
    return CoursesShown(courses=[show_course(one) for one in found.courses])


@router.post(
    "/patients/{patient_id}/courses",
    status_code=201,
    summary="Open a course",
    responses=CHANGES,
)
async def open_course(caller: Signed, patient_id: Id, body: NewCourseBody) -> CourseShown:
    check_id(patient_id)
    new = NewCourse(
        indication=body.indication,
        indication_words=body.indication_words,
        schedule_id=body.schedule_id,
        protocol_id=body.protocol_id,
        first_on=body.first_on,
        at=_clock(body.at),
    )
    return show_course(await caller.run(courses.open_course, patient_id, new))


@router.post("/courses/{course_id}/close", summary="Close a course", responses=CHANGES)
async def close(caller: Signed, course_id: Id, body: ReasonBody) -> CourseShown:
    check_id(course_id)
    return show_course(await caller.run(courses.close_course, course_id, body.reason))


@router.post(
    "/courses/{course_id}/sessions",
    status_code=201,
    summary="Plan a further session",
    responses=CHANGES,
)
async def plan(caller: Signed, course_id: Id, body: WhenBody) -> CourseShown:
    check_id(course_id)
    return show_course(await caller.run(courses.plan_session, course_id, _when(body)))


@router.post("/planned/{planned_id}/move", summary="Move a planned session", responses=CHANGES)
async def move(caller: Signed, planned_id: Id, body: MoveBody) -> CourseShown:
    check_id(planned_id)
    moved = await caller.run(courses.move_session, planned_id, _when(body), body.reason)
    return show_course(moved)


@router.post("/planned/{planned_id}/miss", summary="The patient did not come", responses=CHANGES)
async def miss(caller: Signed, planned_id: Id, body: ReasonBody) -> CourseShown:
    check_id(planned_id)
    return show_course(await caller.run(courses.miss_session, planned_id, body.reason))


@router.post("/planned/{planned_id}/cancel", summary="It will not be held", responses=CHANGES)
async def cancel(caller: Signed, planned_id: Id, body: ReasonBody) -> CourseShown:
    check_id(planned_id)
    return show_course(await caller.run(courses.cancel_session, planned_id, body.reason))


@router.post(
    "/planned/{planned_id}/arrive", summary="The patient is in the house", responses=CHANGES
)
async def arrive(caller: Signed, planned_id: Id) -> CourseShown:
    check_id(planned_id)
    return show_course(await caller.run(courses.note_arrival, planned_id))


def _when(body: WhenBody) -> When:
    return When(body.day, _clock(body.at), body.chair_id)


def _clock(said: str | None) -> time | None:
    return None if said is None else time.fromisoformat(said)
