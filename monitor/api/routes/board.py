"""The room, and the cheap question whether anything in it has changed."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter

from monitor.access.actor import Actor
from monitor.api.calling import Signed
from monitor.api.present import show_board
from monitor.api.problems import problem_docs
from monitor.api.schemas.board import BoardShown, Changes
from monitor.services import board, changes
from monitor.services.house import House

router = APIRouter(prefix="/api/v1", tags=["board"])


@router.get("/board", summary="Every chair now", responses=problem_docs(401, 403, 503))
async def read(caller: Signed) -> BoardShown:
    return show_board(await caller.run(board.read_board))


@router.get("/changes", summary="Has anything changed?", responses=problem_docs(401, 403, 503))
async def version(caller: Signed) -> Changes:
    number, now = await caller.run(_version_and_now)
    return Changes(version=number, now=now)


def _version_and_now(house: House, actor: Actor) -> tuple[int, datetime]:
    return changes.version(house, actor), house.clock()
