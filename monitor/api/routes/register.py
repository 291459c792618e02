"""The register of controlled drugs: read, entered with a witness, reversed with a reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from monitor.api.calling import Signed
from monitor.api.present_register import show_form, show_register
from monitor.api.problems import problem_docs
from monitor.api.schemas.register import (
    RegisterFormShown,
    RegisterRowBody,
    RegisterRowShown,
    RegisterShown,
    ReverseBody,
    WitnessBody,
)
from monitor.services import register
from monitor.services.register_views import NewRow, Witness

router = APIRouter(prefix="/api/v1", tags=["register"])
Day = Annotated[date | None, Query(description="A day of the clinic; else today.")]
OfSession = Annotated[str | None, Query(max_length=64, description="One session's part.")]
RowId = Annotated[str, Path(max_length=64)]
READING = problem_docs(400, 401, 403, 404, 503)
WRITING = problem_docs(400, 401, 403, 404, 409, 413, 429, 503)


@router.get("/register", summary="A day of the register", responses=READING)
async def read(caller: Signed, day: Day = None, session_id: OfSession = None) -> RegisterShown:
    return show_register(await caller.run(register.read_register, day, session_id))


@router.get("/register/form", summary="What can be entered", responses=problem_docs(401, 403, 503))
async def form(caller: Signed) -> RegisterFormShown:
    return show_form(await caller.run(register.read_form))


@router.post("/register", status_code=201, summary="Enter a row", responses=WRITING)
async def enter(caller: Signed, body: RegisterRowBody) -> RegisterRowShown:
    new = NewRow(
        id=str(body.id),
        action=body.action,
        amount_mg=body.amount_mg,
        at=body.at,
        drug=body.drug,
        lot=body.lot,
        strength=body.strength,
        session_id=body.session_id,
        draw_id=body.draw_id,
    )
    row = await caller.run(register.enter, new, _witness(body.witness))
    return RegisterRowShown.model_validate(row)


@router.post(
    "/register/{row_id}/reverse", status_code=201, summary="Reverse a wrong row", responses=WRITING
)
async def reverse(caller: Signed, row_id: RowId, body: ReverseBody) -> RegisterRowShown:
    row = await caller.run(register.reverse, row_id, body.reason, _witness(body.witness))
    return RegisterRowShown.model_validate(row)


def _witness(body: WitnessBody | None) -> Witness | None:
    return None if body is None else Witness(body.person_id, body.pin)
