"""The room, and the cheap question whether anything in it has changed."""

from __future__ import annotations

from fastapi import APIRouter

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.api.calling import Signed
from monitor.api.present import show_board
from monitor.api.problems import problem_docs
from monitor.api.schemas.board import BoardShown, Changes
from monitor.services import board, changes, emergency
from monitor.services.house import House

router = APIRouter(prefix="/api/v1", tags=["board"])


@router.get("/board", summary="Every chair now", responses=problem_docs(401, 403, 503))
async def read(caller: Signed) -> BoardShown:
    return show_board(await caller.run(board.read_board))


@router.get("/changes", summary="Has anything changed?", responses=problem_docs(401, 403, 503))
async def version(caller: Signed) -> Changes:
    return await caller.run(_changes)


def _changes(house: House, actor: Actor) -> Changes:
    reviews = may(actor, Permission.REVIEW_EMERGENCY)
    return Changes(
        version=changes.version(house, actor),
        now=house.clock(),
        emergencies_waiting=emergency.count_unacknowledged(house, actor) if reviews else 0,
    )
