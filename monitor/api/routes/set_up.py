"""The first step of a clinic: open only while there is none, to whoever holds the code."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.api.calling import at_the_door, house_of
from monitor.api.credentials import DEVICE_COOKIE
from monitor.api.origin import require_same_origin
from monitor.api.problems import problem_docs
from monitor.api.routes.sign_in import welcome
from monitor.api.schemas.admin import SetUpBody, SetUpShown
from monitor.api.schemas.people import Me
from monitor.services import set_up as service
from monitor.services.beside import beside
from monitor.services.set_up import NewClinic

router = APIRouter(prefix="/api/v1", tags=["sign-in"])
OPEN: dict[str, Any] = {"security": []}


@router.get(
    "/set-up",
    summary="Can a clinic be set up here?",
    responses=problem_docs(503),
    openapi_extra=OPEN,
)
async def is_open(request: Request) -> SetUpShown:
    return SetUpShown(open=await beside(service.is_open, house_of(request)))


@router.post(
    "/set-up",
    status_code=201,
    summary="Set up the clinic with its first administrator, who is signed in",
    responses=problem_docs(400, 403, 409, 413, 429, 503),
    openapi_extra=OPEN,
)
async def set_up(body: SetUpBody, request: Request, response: Response) -> Me:
    require_same_origin(request)
    new = NewClinic(
        name=body.clinic_name,
        zone=body.zone,
        login=body.login,
        person=body.name,
        password=body.password.get_secret_value(),
        pin=body.pin.get_secret_value() if body.pin is not None else None,
    )
    device = request.cookies.get(DEVICE_COOKIE)
    house = house_of(request)
    signed_in = await at_the_door(request, service.set_up, house, body.code, new, device)
    return await welcome(signed_in, request, response)
