"""Making an access token, whoever is allowed to: one's own, or a program's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.access.scopes import Scope, is_of_use
from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.secrets import new_token, token_hash
from monitor.services.views import CreatedToken
from monitor.services.wording import plain
from monitor.store import sign_ins as doors
from monitor.store.work import About

LONGEST_TOKEN_DAYS = 366


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is called, how many days it lasts, and what it is for; None for everything."""

    name: str
    days: int
    scopes: frozenset[Scope] | None = None


def made_token(
    house: House, actor: Actor, person_id: str, roles: Iterable[Role], new: NewToken
) -> CreatedToken:
    """Keep a new token of a person with these roles, made by the actor; nobody is asked here."""
    held = None if new.scopes is None else _checked_scopes(roles, new.scopes)
    days = new.days
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        allowed = f"1 to {LONGEST_TOKEN_DAYS} days"
        raise BadInput(
            say("The token would last too long or not at all"), field="days", allowed=allowed
        )
    now, token = house.clock(), new_token(actor.clinic_id)
    ends = now + timedelta(days=days)
    made = CreatedToken(str(uuid4()), plain(new.name, "name"), token, ends, held)
    with house.writing(actor.clinic_id) as work:
        values = {"id": made.id, "name": made.name, "expires_at": made.expires_at}
        hashed = {
            "token_hash": token_hash(token),
            "person_id": person_id,
            "created_at": now,
            "scopes": None if held is None else list(held),
            "used_at": None,
        }
        doors.add_token(work, {**values, **hashed})
        about = About(
            subject_id=made.id, detail={"scopes": hashed["scopes"], "person_id": person_id}
        )
        work.audit(AuditAction.TOKEN_CREATED, now, actor, about)
        work.commit(changes=False)
    return made


def _checked_scopes(roles: Iterable[Role], scopes: frozenset[Scope]) -> tuple[str, ...]:
    """Scopes that such a person can use; a token for nothing would only be a puzzle."""
    held = frozenset(roles)
    able = [scope.value for scope in Scope if is_of_use(scope, held)]
    beyond = sorted(set(scopes) - set(able))
    if beyond or not scopes:
        raise BadInput(
            say("The person may do nothing of that; no token was created")
            if beyond
            else say("A token must be made for something; none was created"),
            field="may",
            allowed=", ".join(able),
        )
    return tuple(sorted(scopes))
