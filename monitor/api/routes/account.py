"""One's own account: password, PIN and sign-ins."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from monitor.api.calling import Signed
from monitor.api.present_admin import show_sign_in
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.admin import SignInsShown
from monitor.api.schemas.people import EndedShown, OwnNewPassword, OwnNewPin
from monitor.services import account

router = APIRouter(prefix="/api/v1/me", tags=["sign-in"])
CHANGING = problem_docs(400, 401, 403, 409, 413, 429, 503)


@router.post("/password", summary="Change one's own password", responses=CHANGING)
async def change_password(caller: Signed, body: OwnNewPassword) -> EndedShown:
    now, new = body.password.get_secret_value(), body.new_password.get_secret_value()
    return EndedShown(ended=await caller.run(account.change_own_password, now, new))


@router.post("/pin", summary="Change one's own PIN", responses=CHANGING)
async def change_pin(caller: Signed, body: OwnNewPin) -> EndedShown:
    now, new = body.password.get_secret_value(), body.new_pin.get_secret_value()
    return EndedShown(ended=await caller.run(account.change_own_pin, now, new))


@router.get("/sign-ins", summary="One's own sign-ins", responses=problem_docs(401, 403, 503))
async def list_own(caller: Signed) -> SignInsShown:
    found = await caller.run(account.list_own_sign_ins)
    return SignInsShown(sign_ins=[show_sign_in(one) for one in found])


@router.post(
    "/sign-ins/end-others",
    summary="End one's own sign-ins but this one",
    responses=problem_docs(401, 403, 503),
)
async def end_others(caller: Signed) -> EndedShown:
    return EndedShown(ended=await caller.run(account.end_other_sign_ins))


@router.post(
    "/sign-ins/{sign_in_id}/end",
    status_code=204,
    summary="End one of one's own sign-ins",
    responses=problem_docs(400, 401, 403, 404, 503),
)
async def end_one(caller: Signed, sign_in_id: Annotated[str, Path(max_length=64)]) -> None:
    check_id(sign_in_id)
    await caller.run(account.end_own_sign_in, sign_in_id)
