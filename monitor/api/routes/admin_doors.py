"""Administration: the devices on which a PIN is enough, and the access tokens of programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from monitor.access.scopes import Scope
from monitor.api.calling import Signed
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.admin_doors import (
    DeviceShown,
    DevicesShown,
    NewProgramToken,
    TokenKeptShown,
    TokensShown,
)
from monitor.api.schemas.people import TokenShown
from monitor.services import devices, program_tokens
from monitor.services.token_making import NewToken

router = APIRouter(prefix="/api/v1/admin", tags=["administration"])
DeviceId = Annotated[str, Path(max_length=64)]
TokenId = Annotated[str, Path(max_length=64)]
READING = problem_docs(401, 403, 503)
ENDING = problem_docs(400, 401, 403, 404, 503)


@router.get("/devices", summary="Where a PIN is enough", responses=READING)
async def list_devices(caller: Signed) -> DevicesShown:
    found = await caller.run(devices.list_devices)
    return DevicesShown(devices=[DeviceShown.model_validate(one) for one in found])


@router.post(
    "/devices/{device_id}/revoke", status_code=204, summary="Revoke a device", responses=ENDING
)
async def revoke_device(caller: Signed, device_id: DeviceId) -> None:
    check_id(device_id)
    await caller.run(devices.revoke_device, device_id)


@router.get("/tokens", summary="Every access token, never what it is", responses=READING)
async def list_tokens(caller: Signed) -> TokensShown:
    room = await caller.run(program_tokens.list_tokens)
    return TokensShown(tokens=[TokenKeptShown.model_validate(one) for one in room.tokens])


@router.post(
    "/tokens",
    status_code=201,
    summary="Make a token for a program's own person",
    responses=problem_docs(400, 401, 403, 404, 409, 413, 503),
)
async def create_token(caller: Signed, body: NewProgramToken) -> TokenShown:
    new = NewToken(body.name, body.days, frozenset(body.may))
    made = await caller.run(program_tokens.create_program_token, body.person_id, new)
    return TokenShown(
        id=made.id,
        name=made.name,
        token=made.token,
        expires_at=made.expires_at,
        may=None if made.scopes is None else [Scope(one) for one in made.scopes],
    )


@router.post(
    "/tokens/{token_id}/revoke", status_code=204, summary="Revoke a token", responses=ENDING
)
async def revoke_token(caller: Signed, token_id: TokenId) -> None:
    check_id(token_id)
    await caller.run(program_tokens.revoke_token, token_id)
