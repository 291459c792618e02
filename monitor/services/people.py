"""People: adding them, the tokens that act for them, and signing in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.access.scopes import Scope
from monitor.errors import BadInput, Conflict, NotPermitted
from monitor.language.said import say
from monitor.services.common_passwords import OwnNames, check_password
from monitor.services.house import House
from monitor.services.secrets import check_pin_form
from monitor.services.sign_in import (
    begin_demanded_factor,
    identify,
    identify_token,
    lock,
    sign_in_with_password,
    sign_in_with_pin,
    sign_out,
)
from monitor.services.tiles import tiles
from monitor.services.token_making import NewToken, made_token
from monitor.services.views import Clinic, CreatedToken, NewPerson
from monitor.services.wording import check_phone, plain
from monitor.store import clinics, door
from monitor.store import people as rows
from monitor.store.work import About

LOGIN_ALLOWED = say("2 to 64 of a-z 0-9 . _ @ -, beginning with a letter or digit")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")

__all__ = [
    "add_person",
    "begin_demanded_factor",
    "check_phone",
    "create_token",
    "identify",
    "identify_token",
    "lock",
    "person_values",
    "read_clinic",
    "sign_in_with_password",
    "sign_in_with_pin",
    "sign_out",
    "tiles",
]


def read_clinic(house: House, actor: Actor) -> Clinic:
    """The name and zone of the actor's own clinic."""
    permit(actor, Permission.READ_CHAIRS)
    with house.reading(actor.clinic_id) as look:
        row = clinics.the_clinic(look)
    return Clinic(actor.clinic_id, row.name, row.zone)


def add_person(house: House, actor: Actor, new: NewPerson) -> str:
    """Add a person with roles; answers the new id."""
    permit(actor, Permission.MANAGE_PEOPLE)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        clinic = clinics.the_clinic(look).name
    values = person_values(house, new, clinic, now)
    if door.clinic_of_login(house.engine, values["login"]) is not None:
        raise login_taken()
    with house.writing(actor.clinic_id) as work:
        if rows.person_by_login(work, values["login"]) is not None:
            raise login_taken()
        rows.add_person(work, values, new.roles)
        after = {key: values[key] for key in ("login", "name", "phone")}
        detail = {"roles": sorted(new.roles), "before": None, "after": after}
        about = About(subject_id=values["id"], detail=detail)
        work.audit(AuditAction.PERSON_ADDED, now, actor, about)
        work.commit()
    return str(values["id"])


def list_physicians(house: House, actor: Actor) -> tuple[str, ...]:
    """The names of those who may order something."""
    permit(actor, Permission.READ_SESSION)
    with house.reading(actor.clinic_id) as look:
        return tuple(row.name for row in rows.with_role(look, Role.PHYSICIAN))


def create_token(
    house: House, actor: Actor, name: str, days: int, scopes: Iterable[Scope] | None = None
) -> CreatedToken:
    """Make an access token that acts for the actor, within its scopes if there are any.

    Whatever it is made for, it never does more than the actor may when it acts.
    """
    permit(actor, Permission.CREATE_TOKEN)
    if actor.token_id is not None:
        raise NotPermitted(say("An access token makes no other; nothing was created"))
    new = NewToken(name, days, None if scopes is None else frozenset(scopes))
    return made_token(house, actor, actor.person_id, actor.roles, new)


def login_taken() -> Conflict:
    """The error for a login that belongs to somebody, in whatever letter case."""
    message = say("The login is taken; nobody was added")
    return Conflict(
        message, field="login", allowed=say("a login that nobody has had on this server")
    )


def person_values(house: House, new: NewPerson, clinic: str, now: datetime) -> dict[str, Any]:
    """The row of a new person, checked and with the secrets hashed."""
    login = new.login.strip().casefold()
    if not _LOGIN.fullmatch(login):
        message = say("The login is not of the right form; nobody was added")
        raise BadInput(message, field="login", allowed=LOGIN_ALLOWED)
    check_roles(new.roles)
    pin = check_pin_form(new.pin) if new.pin is not None else None
    password = check_password(house, new.password, OwnNames(login, new.name, clinic))
    return {
        "id": str(uuid4()),
        "login": login,
        "name": plain(new.name, "name"),
        "password_hash": house.pin_hasher.hash(password),
        "pin_hash": house.pin_hasher.hash(pin) if pin else None,
        "added_at": now,
        "phone": check_phone(new.phone),
        "password_temporary": new.temporary,
        "pin_temporary": new.temporary and pin is not None,
    }


def check_roles(roles: frozenset[Role]) -> frozenset[Role]:
    """Roles that somebody can work with: at least one."""
    if not roles:
        message = say("A person needs a role; nothing was saved")
        raise BadInput(message, field="roles", allowed=", ".join(sorted(Role)))
    return roles
