"""Handover: read what can be handed over, give, receive, withdraw; past ones."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from monitor.api.calling import Signed
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.handover import (
    DeskShown,
    HandoverShown,
    HandoversShown,
    NewHandoverBody,
    ReceiveBody,
)
from monitor.services import handover
from monitor.services.handover_views import ChairGiven, NewHandover

router = APIRouter(prefix="/api/v1/handovers", tags=["handover"])
Day = Annotated[date | None, Query(description="A day of the clinic; else today.")]
Id = Annotated[str, Path(max_length=64)]
READING = problem_docs(400, 401, 403, 404, 503)
SIGNING = problem_docs(400, 401, 403, 404, 409, 413, 429, 503)


@router.get("", summary="The handovers of a day", responses=READING)
async def of_day(caller: Signed, day: Day = None) -> HandoversShown:
    return HandoversShown.model_validate(await caller.run(handover.list_handovers, day))


@router.get("/desk", summary="What can be handed over now", responses=problem_docs(401, 403, 503))
async def desk(caller: Signed) -> DeskShown:
    return DeskShown.model_validate(await caller.run(handover.read_desk))


@router.post("", status_code=201, summary="Sign that chairs are handed over", responses=SIGNING)
async def give(caller: Signed, body: NewHandoverBody) -> HandoverShown:
    chairs = tuple(ChairGiven(one.chair_id, one.seen, one.note) for one in body.chairs)
    new = NewHandover(body.receiver_id, body.reason, chairs, body.unsent, body.takes_back_id)
    return HandoverShown.model_validate(await caller.run(handover.give, new, body.pin))


@router.get("/{handover_id}", summary="One handover", responses=READING)
async def read(caller: Signed, handover_id: Id) -> HandoverShown:
    check_id(handover_id)
    return HandoverShown.model_validate(await caller.run(handover.read_handover, handover_id))


@router.post(
    "/{handover_id}/receive", summary="Sign that it is read and received", responses=SIGNING
)
async def receive(caller: Signed, handover_id: Id, body: ReceiveBody) -> HandoverShown:
    check_id(handover_id)
    view = await caller.run(handover.receive, handover_id, body.pin, body.seen)
    return HandoverShown.model_validate(view)


@router.post("/{handover_id}/withdraw", summary="Withdraw one that waits", responses=SIGNING)
async def withdraw(caller: Signed, handover_id: Id) -> HandoverShown:
    check_id(handover_id)
    return HandoverShown.model_validate(await caller.run(handover.withdraw, handover_id))
