"""Access tokens of programs, kept by administrators: made, seen, revoked.

A token acts for a person, so what a program does would stand under that person's name. An
administrator therefore makes tokens only for people who have no PIN and as whom nobody has ever
signed in: a program has a person of its own. Who is there makes their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.errors import Conflict, NotFound, NotPermitted
from monitor.language.said import say
from monitor.services.admin_views import TokenKept, TokenRoom
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.token_making import NewToken, made_token
from monitor.services.views import CreatedToken
from monitor.store import people as people_rows
from monitor.store import program_tokens as rows
from monitor.store.work import About, Reading

__all__ = ["create_program_token", "list_tokens", "revoke_token"]

SOON = timedelta(days=14)


def list_tokens(house: House, actor: Actor) -> TokenRoom:
    """Every token with whom it acts for and when it was last used, and for whom one may be made."""
    permit(actor, Permission.MANAGE_TOKENS)
    with house.reading(actor.clinic_id) as look:
        found = rows.every_token(look)
        people, _ = people_rows.everybody(look)
        seen = rows.who_ever_signed_in(look)
    note_look(house, actor, AuditAction.PEOPLE_READ, About())
    tokens = tuple(
        TokenKept(
            id=row.id,
            name=row.name,
            person_id=row.person_id,
            person=row.person,
            scopes=None if row.scopes is None else tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
        )
        for row in found
    )
    able = tuple(
        (one.id, one.name)
        for one in people
        if one.active and one.pin_hash is None and one.id not in seen
    )
    return TokenRoom(tokens, able)


def create_program_token(house: House, actor: Actor, person_id: str, new: NewToken) -> CreatedToken:
    """Make a token for a person of a program, for something; it is told once.

    Raises NotFound for nobody, Conflict for somebody as whom people sign in, and what making
    one's own token raises.
    """
    permit(actor, Permission.MANAGE_TOKENS)
    if actor.token_id is not None:
        raise NotPermitted(say("An access token makes no other; nothing was created"))
    with house.reading(actor.clinic_id) as look:
        roles = _roles_of_a_program(look, person_id)
    return made_token(house, actor, person_id, roles, new)


def revoke_token(house: House, actor: Actor, token_id: str) -> None:
    """Let a token open nothing any more, from the next request on."""
    permit(actor, Permission.MANAGE_TOKENS)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        row = rows.token(work, token_id)
        if row is None:
            raise NotFound(say("There is no such access token any more"), field="token_id")
        rows.revoke(work, token_id)
        detail = {"name": row.name, "person_id": row.person_id}
        about = About(subject_id=token_id, detail=detail)
        work.audit(AuditAction.TOKEN_REVOKED, now, actor, about)
        work.commit()


def _roles_of_a_program(look: Reading, person_id: str) -> Iterable[Role]:
    person = people_rows.person(look, person_id)
    if person is None or not person.active:
        raise NotFound(say("There is no such person in this clinic"), field="person_id")
    if person.pin_hash is not None or person_id in rows.who_ever_signed_in(look):
        raise Conflict(
            say(
                "{name} signs in as a person: a program acts under a name of its own; "
                "no token was created",
                name=person.name,
            ),
            field="person_id",
            allowed=say("a person without a PIN, as whom nobody has ever signed in"),
        )
    return [Role(role) for role in people_rows.roles_of(look, person_id)]
