"""The second factor: set up at the door or by oneself, taken away, demanded of roles."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from monitor.api.calling import Signed, at_the_door, house_of
from monitor.api.origin import require_same_origin
from monitor.api.present_admin import show_clinic, show_person
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.admin import ClinicShown, DemandBody, PersonShown, Seen
from monitor.api.schemas.people import (
    DemandedFactor,
    FactorCode,
    FactorShown,
    NewFactorShown,
    OwnPassword,
    QrCode,
)
from monitor.interop.qr_code import drawn_code
from monitor.services import people, roster, second_factor
from monitor.services.factor_asked import NewFactor
from monitor.services.second_factor import FactorView

router = APIRouter(prefix="/api/v1")
OPEN: dict[str, Any] = {"security": []}
CHANGING = problem_docs(400, 401, 403, 409, 413, 429, 503)
NAMING = problem_docs(400, 401, 403, 404, 409, 413, 503)


@router.post(
    "/sign-in/second-factor",
    tags=["sign-in"],
    summary="Begin the second factor that is demanded before signing in",
    responses=CHANGING,
    openapi_extra=OPEN,
)
async def begin_at_the_door(body: DemandedFactor, request: Request) -> NewFactorShown:
    require_same_origin(request)
    house, password = house_of(request), body.password.get_secret_value()
    made = await at_the_door(request, people.begin_demanded_factor, house, body.login, password)
    return _show_new(made)


@router.get(
    "/me/second-factor",
    tags=["sign-in"],
    summary="How one's own second factor stands",
    responses=problem_docs(401, 403, 503),
)
async def read(caller: Signed) -> FactorShown:
    return _show(await caller.run(second_factor.read_second_factor))


@router.post(
    "/me/second-factor",
    tags=["sign-in"],
    summary="Begin one's own second factor",
    responses=CHANGING,
)
async def begin(caller: Signed, body: OwnPassword) -> NewFactorShown:
    password = body.password.get_secret_value()
    return _show_new(await caller.run(second_factor.begin_second_factor, password))


@router.post(
    "/me/second-factor/confirm",
    tags=["sign-in"],
    summary="Confirm it with its first code",
    responses=CHANGING,
)
async def confirm(caller: Signed, body: FactorCode) -> FactorShown:
    code = body.code.get_secret_value()
    return _show(await caller.run(second_factor.confirm_second_factor, code))


@router.post(
    "/me/second-factor/take-away",
    tags=["sign-in"],
    summary="Take one's own second factor away",
    responses=CHANGING,
)
async def take_own(caller: Signed, body: OwnPassword) -> FactorShown:
    password = body.password.get_secret_value()
    return _show(await caller.run(second_factor.take_own_second_factor, password))


@router.post(
    "/admin/people/{person_id}/second-factor/take-away",
    tags=["administration"],
    summary="Take a lost second factor away",
    responses=NAMING,
)
async def take_of_person(
    caller: Signed, person_id: Annotated[str, Path(max_length=64)], body: Seen
) -> PersonShown:
    check_id(person_id)
    return show_person(await caller.run(roster.take_second_factor, person_id, body.revision))


@router.put(
    "/admin/clinic/second-factor",
    tags=["administration"],
    summary="Demand a second factor of roles",
    responses=NAMING,
)
async def demand(caller: Signed, body: DemandBody) -> ClinicShown:
    return show_clinic(
        await caller.run(second_factor.demand_second_factor, body.roles, body.revision)
    )


def _show(view: FactorView) -> FactorShown:
    return FactorShown(set_up_at=view.set_up_at, codes_left=view.codes_left, demanded=view.demanded)


def _show_new(made: NewFactor) -> NewFactorShown:
    code = drawn_code(made.link)
    return NewFactorShown(
        secret=made.secret,
        link=made.link,
        qr_code=QrCode(size=code.size, path=code.path),
        recovery_codes=list(made.recovery_codes),
    )
