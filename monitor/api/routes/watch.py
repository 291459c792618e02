"""The watch: who is responsible for a chair, who is on duty."""

from __future__ import annotations

from fastapi import APIRouter

from monitor.api.calling import Signed
from monitor.api.present_watch import show_duty, show_watch
from monitor.api.problems import problem_docs
from monitor.api.schemas.watch import (
    ChairsBody,
    DutyBody,
    DutyShown,
    Physicians,
    PhysicianShown,
    WatchShown,
)
from monitor.services import watch
from monitor.services.watch_views import NewDuty

router = APIRouter(prefix="/api/v1", tags=["watch"])


@router.get("/watch", summary="Who watches over what", responses=problem_docs(401, 403, 503))
async def read(caller: Signed) -> WatchShown:
    return show_watch(await caller.run(watch.read_watch))


@router.post(
    "/watch/take",
    summary="Take the watch over chairs",
    responses=problem_docs(400, 401, 403, 404, 413, 503),
)
async def take(caller: Signed, body: ChairsBody) -> WatchShown:
    return show_watch(await caller.run(watch.take_chairs, body.chair_ids))


@router.post(
    "/watch/release",
    summary="Give back the watch over chairs",
    responses=problem_docs(400, 401, 403, 404, 413, 503),
)
async def release(caller: Signed, body: ChairsBody) -> WatchShown:
    return show_watch(await caller.run(watch.release_chairs, body.chair_ids))


@router.post(
    "/watch/duty",
    status_code=201,
    summary="Put a physician on duty",
    responses=problem_docs(400, 401, 403, 404, 413, 503),
)
async def duty(caller: Signed, body: DutyBody) -> DutyShown:
    new = NewDuty(body.person_id, body.phone, body.from_at, body.until_at)
    return show_duty(await caller.run(watch.set_duty, new))


@router.get("/physicians", summary="The physicians", responses=problem_docs(401, 403, 503))
async def physicians(caller: Signed) -> Physicians:
    found = await caller.run(watch.list_physicians)
    return Physicians(
        physicians=[PhysicianShown(person_id=one.person_id, name=one.name) for one in found]
    )
