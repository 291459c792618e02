"""Emergency access: opened with a reason, ended, acknowledged by somebody else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from monitor.api.calling import Signed
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.emergency import AccessShown, EmergencyShown, ReasonBody
from monitor.services import emergency

router = APIRouter(prefix="/api/v1/emergency", tags=["administration"])
AccessId = Annotated[str, Path(max_length=64)]


@router.get("", summary="Who opened records in an emergency", responses=problem_docs(401, 403, 503))
async def read(caller: Signed) -> EmergencyShown:
    desk = await caller.run(emergency.read_emergencies)
    accesses = [AccessShown.model_validate(one) for one in desk.accesses]
    return EmergencyShown(minutes=desk.minutes, may_open=desk.may_open, accesses=accesses)


@router.post(
    "",
    status_code=201,
    summary="Open the records, to read, for a while and with a reason",
    responses=problem_docs(400, 401, 403, 409, 413, 503),
)
async def open_records(caller: Signed, body: ReasonBody) -> AccessShown:
    opened = await caller.run(emergency.open_in_emergency, body.reason)
    return AccessShown.model_validate(opened)


@router.post(
    "/end",
    status_code=204,
    summary="Close them before their time",
    responses=problem_docs(400, 401, 403, 409, 503),
)
async def end(caller: Signed) -> None:
    await caller.run(emergency.end_emergency)


@router.post(
    "/{access_id}/acknowledge",
    status_code=204,
    summary="Take note of somebody else's",
    responses=problem_docs(400, 401, 403, 404, 409, 503),
)
async def acknowledge(caller: Signed, access_id: AccessId) -> None:
    check_id(access_id)
    await caller.run(emergency.acknowledge_emergency, access_id)
