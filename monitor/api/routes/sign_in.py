"""Signing in and out: what the sign-in page, the lock and `GET /me` need."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import SecretStr

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.access.roles import Role
from monitor.access.scopes import Scope
from monitor.api.calling import Signed, Touched, at_the_door, house_of
from monitor.api.credentials import (
    CSRF_COOKIE,
    DEVICE_COOKIE,
    LANGUAGE_COOKIE,
    SIGN_IN_COOKIE,
    csrf_proof,
)
from monitor.api.origin import require_same_origin
from monitor.api.problems import problem_docs
from monitor.api.schemas.people import (
    LanguageChoice,
    Me,
    NewToken,
    PasswordSignIn,
    PinSignIn,
    Tile,
    Tiles,
    TokenShown,
    UrgentCall,
)
from monitor.services import emergency, people, reading_language
from monitor.services.beside import beside
from monitor.services.house import House
from monitor.services.own_secrets import OwnSecrets
from monitor.services.views import SignedIn
from monitor.settings import Settings

router = APIRouter(prefix="/api/v1", tags=["sign-in"])
DEVICE_YEARS_S = 10 * 365 * 24 * 3600
OPEN: dict[str, Any] = {"security": []}


@router.get(
    "/tiles",
    summary="What the sign-in page shows",
    responses=problem_docs(503),
    openapi_extra=OPEN,
)
async def tiles(request: Request) -> Tiles:
    house = house_of(request)
    view = await beside(people.tiles, house, request.cookies.get(DEVICE_COOKIE))
    settings: Settings = request.app.state.settings
    return Tiles(
        clinic_name=view.clinic.name if view.clinic else "",
        zone=view.clinic.zone if view.clinic else settings.clinic_zone,
        demo=house.demo,
        known_device=view.clinic is not None,
        tiles=[
            Tile(
                person_id=tile.person_id,
                name=tile.name,
                initials=tile.initials,
                roles=[Role(role) for role in tile.roles],
            )
            for tile in view.tiles
        ],
        urgent=[
            UrgentCall(chair=call.chair, code=call.code, level=call.level, raised_at=call.raised_at)
            for call in view.urgent
        ],
    )


@router.post(
    "/sign-in/password",
    summary="Sign in with login and password; makes the device known",
    responses=problem_docs(400, 401, 403, 413, 429, 503),
    openapi_extra=OPEN,
)
async def sign_in_with_password(body: PasswordSignIn, request: Request, response: Response) -> Me:
    require_same_origin(request)
    house = house_of(request)
    signed_in = await at_the_door(
        request,
        people.sign_in_with_password,
        house,
        body.login,
        body.password.get_secret_value(),
        request.cookies.get(DEVICE_COOKIE),
        OwnSecrets(_told(body.new_password), _told(body.new_pin)),
        _told(body.code),
    )
    return await welcome(signed_in, request, response)


@router.post(
    "/sign-in/pin",
    summary="Sign in with name tile and PIN, on a known device",
    responses=problem_docs(400, 401, 403, 413, 429, 503),
    openapi_extra=OPEN,
)
async def sign_in_with_pin(body: PinSignIn, request: Request, response: Response) -> Me:
    require_same_origin(request)
    device = request.cookies.get(DEVICE_COOKIE) or ""
    house = house_of(request)
    own_pin = _told(body.new_pin)
    signed_in = await at_the_door(
        request, people.sign_in_with_pin, house, device, body.person_id, body.pin, own_pin
    )
    return await welcome(signed_in, request, response)


@router.post("/sign-out", status_code=204, responses=problem_docs(400, 401, 403, 503))
async def sign_out(caller: Signed, response: Response) -> None:
    await caller.run(people.sign_out)
    _forget(response)


@router.post("/lock", status_code=204, responses=problem_docs(400, 401, 403, 503))
async def lock(caller: Signed, response: Response) -> None:
    await caller.run(people.lock)
    _forget(response)


@router.get("/me", summary="Who is signed in", responses=problem_docs(401, 503))
async def me(caller: Touched, request: Request) -> Me:
    return await caller.run(_me, request.app.state.settings)


@router.post(
    "/me/language",
    summary="Choose the language to read",
    status_code=204,
    responses=problem_docs(400, 401, 403, 413, 503),
)
async def choose_language(
    body: LanguageChoice, caller: Signed, request: Request, response: Response
) -> None:
    chosen = await caller.run(reading_language.choose_language, body.language)
    _remember_language(response, chosen, request)


@router.post(
    "/me/tokens",
    summary="Make an access token, for a part of what one may",
    status_code=201,
    responses=problem_docs(400, 401, 403, 413, 503),
)
async def create_token(body: NewToken, caller: Signed) -> TokenShown:
    made = await caller.run(people.create_token, body.name, body.days, body.may)
    return TokenShown(
        id=made.id,
        name=made.name,
        token=made.token,
        expires_at=made.expires_at,
        may=None if made.scopes is None else [Scope(one) for one in made.scopes],
    )


def _remember_language(response: Response, language: str, request: Request) -> None:
    """What the device speaks from now on, also on its sign-in page; its scripts may change it."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=DEVICE_YEARS_S,
        secure=request.url.scheme == "https",
        samesite="strict",
    )


def _told(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None


async def welcome(signed_in: SignedIn, request: Request, response: Response) -> Me:
    """Give the browser its cookies, and say who is signed in."""
    cookie: dict[str, Any] = {"secure": request.url.scheme == "https", "samesite": "strict"}
    token = signed_in.sign_in_token
    response.set_cookie(SIGN_IN_COOKIE, token, httponly=True, **cookie)
    response.set_cookie(CSRF_COOKIE, csrf_proof(token), **cookie)
    device = signed_in.device_token
    response.set_cookie(DEVICE_COOKIE, device, max_age=DEVICE_YEARS_S, httponly=True, **cookie)
    if signed_in.actor.language:
        _remember_language(response, signed_in.actor.language, request)
    settings = request.app.state.settings
    return await beside(_me, house_of(request), signed_in.actor, settings)


def _forget(response: Response) -> None:
    for name in (SIGN_IN_COOKIE, CSRF_COOKIE):
        response.delete_cookie(name, samesite="strict")


def _me(house: House, actor: Actor, settings: Settings) -> Me:
    clinic = people.read_clinic(house, actor)
    reviews = may(actor, Permission.REVIEW_EMERGENCY)
    waiting = emergency.count_unacknowledged(house, actor) if reviews else 0
    return Me(
        id=actor.person_id,
        name=actor.name,
        initials=actor.initials,
        roles=sorted(actor.roles),
        clinic_name=clinic.name,
        zone=clinic.zone,
        demo=house.demo,
        language=actor.language,
        idle_lock_min=settings.idle_lock_tablet_min,
        idle_lock_desk_min=settings.idle_lock_desk_min,
        emergency_until=actor.emergency.until if actor.emergency is not None else None,
        emergencies_waiting=waiting,
    )
