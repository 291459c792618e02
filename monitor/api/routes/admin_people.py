"""Administration: people, their rights and their sign-ins."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import SecretStr

from monitor.api.calling import Signed
from monitor.api.present_admin import show_person, show_sign_in
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.admin import (
    AllowedBody,
    NamedBody,
    NewPersonBody,
    PeopleShown,
    PersonAdded,
    PersonBody,
    PersonShown,
    SecretsBody,
    Seen,
    SignInsShown,
)
from monitor.services import open_sign_ins, people, roster
from monitor.services.admin_views import PersonChange
from monitor.services.views import NewPerson

router = APIRouter(prefix="/api/v1/admin", tags=["administration"])
PersonId = Annotated[str, Path(max_length=64)]
SignInId = Annotated[str, Path(max_length=64)]
READING = problem_docs(401, 403, 503)
CHANGING = problem_docs(400, 401, 403, 404, 409, 413, 503)


@router.get("/people", summary="Everybody there ever was", responses=READING)
async def read_people(caller: Signed) -> PeopleShown:
    found = await caller.run(roster.read_roster)
    return PeopleShown(people=[show_person(one) for one in found])


@router.post("/people", status_code=201, summary="Add a person", responses=CHANGING)
async def add_person(caller: Signed, body: NewPersonBody) -> PersonAdded:
    new = NewPerson(
        login=body.login,
        name=body.name,
        roles=frozenset(body.roles),
        password=body.password.get_secret_value(),
        pin=_told(body.pin),
        phone=body.phone,
        temporary=True,
    )
    return PersonAdded(id=await caller.run(people.add_person, new))


@router.put("/people/{person_id}", summary="Change name, roles, phone", responses=CHANGING)
async def change_person(caller: Signed, person_id: PersonId, body: PersonBody) -> PersonShown:
    check_id(person_id)
    change = PersonChange(body.name, frozenset(body.roles), body.phone)
    return show_person(await caller.run(roster.change_person, person_id, change, body.revision))


@router.post("/people/{person_id}/deactivate", summary="Let nobody in", responses=CHANGING)
async def deactivate_person(caller: Signed, person_id: PersonId, body: Seen) -> PersonShown:
    check_id(person_id)
    return show_person(await caller.run(roster.deactivate_person, person_id, body.revision))


@router.post("/people/{person_id}/bring-back", summary="Let in again", responses=CHANGING)
async def bring_back_person(caller: Signed, person_id: PersonId, body: Seen) -> PersonShown:
    check_id(person_id)
    return show_person(await caller.run(roster.bring_back_person, person_id, body.revision))


@router.post("/people/{person_id}/secrets", summary="Set password or PIN", responses=CHANGING)
async def set_secrets(caller: Signed, person_id: PersonId, body: SecretsBody) -> PersonShown:
    check_id(person_id)
    password, pin = _told(body.password), _told(body.pin)
    return show_person(
        await caller.run(roster.set_secrets, person_id, password, pin, body.revision)
    )


@router.put("/people/{person_id}/override", summary="May they override?", responses=CHANGING)
async def allow_override(caller: Signed, person_id: PersonId, body: AllowedBody) -> PersonShown:
    check_id(person_id)
    return show_person(
        await caller.run(roster.allow_override, person_id, body.allowed, body.revision)
    )


@router.put("/people/{person_id}/director", summary="Do they sign protocols?", responses=CHANGING)
async def name_director(caller: Signed, person_id: PersonId, body: NamedBody) -> PersonShown:
    check_id(person_id)
    return show_person(await caller.run(roster.name_director, person_id, body.named, body.revision))


@router.get("/sign-ins", summary="Who is signed in where", responses=READING)
async def list_sign_ins(caller: Signed) -> SignInsShown:
    found = await caller.run(open_sign_ins.list_sign_ins)
    return SignInsShown(sign_ins=[show_sign_in(one) for one in found])


@router.post(
    "/sign-ins/{sign_in_id}/end",
    status_code=204,
    summary="End a sign-in",
    responses=problem_docs(400, 401, 403, 404, 503),
)
async def end_sign_in(caller: Signed, sign_in_id: SignInId) -> None:
    check_id(sign_in_id)
    await caller.run(open_sign_ins.end_sign_in, sign_in_id)


def _told(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None
