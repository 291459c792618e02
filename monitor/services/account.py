"""One's own account: the password and the PIN changed, one's own sign-ins seen and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import BadInput, Conflict, NotFound, NotPermitted
from monitor.language.said import say
from monitor.services.admin_views import OpenSignIn
from monitor.services.house import House
from monitor.services.open_sign_ins import ENDED, listed
from monitor.services.own_secrets import NEW_PASSWORD, NEW_PIN, check_new_password, check_new_pin
from monitor.services.secrets import fits
from monitor.services.tablets import names
from monitor.services.tries import confirm_password
from monitor.store import people as rows
from monitor.store import sign_ins as doors
from monitor.store.work import About, Writing


def change_own_password(house: House, actor: Actor, password: str, new: str) -> int:
    """Change one's own password and end one's other sign-ins; answers how many.

    Raises NotPermitted for a wrong password of now, TooManyTries while further ones wait, and
    BadInput for a new one that is too short, common or the old one.
    """
    _permit(actor)
    person = confirm_password(house, actor, password)
    check_new_password(house, actor.clinic_id, person, new)
    if fits(house.pin_hasher, person.password_hash, new):
        raise BadInput(
            say("That is the password you have; nothing was changed"),
            field=NEW_PASSWORD,
            allowed=say("another password"),
        )
    hashed = house.pin_hasher.hash(new)
    with house.writing(actor.clinic_id) as work:
        _require_unchanged(work, person)
        rows.set_password(work, person.id, hashed, temporary=False)
        return _others_ended(house, work, actor, {"password": True, "pin": False})


def change_own_pin(house: House, actor: Actor, password: str, new: str) -> int:
    """Choose another PIN, or a first one, and end one's other sign-ins; answers how many.

    It takes the password: a PIN that somebody has seen must not be enough to change what signs.
    """
    _permit(actor)
    person = confirm_password(house, actor, password)
    check_new_pin(new)
    if person.pin_hash is not None and fits(house.pin_hasher, person.pin_hash, new):
        raise BadInput(
            say("That is the PIN you have; nothing was changed"),
            field=NEW_PIN,
            allowed=say("another PIN"),
        )
    hashed = house.pin_hasher.hash(new)
    with house.writing(actor.clinic_id) as work:
        _require_unchanged(work, person)
        rows.set_pin(work, person.id, hashed, temporary=False)
        return _others_ended(house, work, actor, {"password": False, "pin": True})


def list_own_sign_ins(house: House, actor: Actor) -> tuple[OpenSignIn, ...]:
    """One's own sign-ins that still open doors: the one in hand first, then the latest used."""
    _permit(actor)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        found = doors.open_sign_ins_of(look, actor.person_id)
        called = names(look)
    living = listed(found, called, house, actor, now)
    return tuple(sorted(living, key=lambda one: not one.own))


def end_own_sign_in(house: House, actor: Actor, sign_in_id: str) -> None:
    """End one of one's own sign-ins; anybody else's is not found."""
    _permit(actor)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        row = doors.open_sign_in(work, sign_in_id)
        if row is None or row.person_id != actor.person_id:
            raise NotFound(say("There is no such sign-in any more"), field="sign_in_id")
        doors.end_sign_in(work, sign_in_id, now, ENDED)
        _note(work, actor, now, {"device_id": row.device_id, "ended": 1})
        work.commit()


def end_other_sign_ins(house: House, actor: Actor) -> int:
    """End one's own sign-ins but the one in hand; answers how many."""
    _permit(actor)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        ended = doors.end_sign_ins_of(work, actor.person_id, now, but=actor.sign_in_id or "")
        _note(work, actor, now, {"ended": ended})
        work.commit()
    return ended


def _permit(actor: Actor) -> None:
    permit(actor, Permission.KEEP_ACCOUNT)
    if actor.token_id is not None:
        raise NotPermitted(say("An access token keeps no account; nothing was changed"))


def _require_unchanged(work: Writing, before: Row[Any]) -> None:
    """Hashing takes long enough for an administrator to set another meanwhile."""
    now = rows.person(work, before.id)
    kept = (before.active, before.password_hash, before.pin_hash)
    if now is None or (now.active, now.password_hash, now.pin_hash) != kept:
        message = say("Your password or PIN was set anew meanwhile; nothing was changed")
        raise Conflict(message, allowed=say("look again, then change it"))


def _others_ended(house: House, work: Writing, actor: Actor, what: dict[str, bool]) -> int:
    now = house.clock()
    ended = doors.end_sign_ins_of(work, actor.person_id, now, but=actor.sign_in_id or "")
    about = About(subject_id=actor.person_id, detail={**what, "ended": ended})
    work.audit(AuditAction.OWN_SECRETS_CHOSEN, now, actor, about)
    work.commit()
    return ended


def _note(work: Writing, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    about = About(subject_id=actor.person_id, detail=detail)
    work.audit(AuditAction.OWN_SIGN_INS_ENDED, now, actor, about)
