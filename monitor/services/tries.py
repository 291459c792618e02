"""Wrong PINs and passwords: counted on the server, and slower with each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import NotFound, NotPermitted, NotSignedIn
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.secrets import fits
from monitor.services.waiting import Failures, refuse_early
from monitor.store import door
from monitor.store import people as rows
from monitor.store.work import About

STRANGERS_EACH = timedelta(seconds=1)
"""Names that nobody has are tried by programs, too; they must not fill the disk."""

PINS_BEFORE_PASSWORD = 3
"""After so many wrong PINs only the password signs in."""

Refuse = Callable[[Failures, datetime], None]


def reserve_pin_try(
    house: House, clinic_id: str, person_id: str, refuse: Refuse
) -> Row[Any] | None:
    """Count a try before it is looked at, so that many at once are counted as well.

    Answers the person as before the try; raises what ``refuse`` raises.
    """
    now = house.clock()
    with house.writing(clinic_id) as work:
        person = rows.person(work, person_id)
        if person is None or not person.active or person.pin_hash is None:
            return person
        refuse(Failures(person.pin_failures, person.pin_failed_at), now)
        rows.count_pin_failure(work, person.id, person.pin_failures + 1, now)
        work.commit(changes=False, heartbeat=True)
    return person


def reserve_password_try(house: House, clinic_id: str, login: str) -> Row[Any] | None:
    """The same for a password; raises TooManyTries while the wait lasts."""
    now = house.clock()
    with house.writing(clinic_id) as work:
        person = rows.person_by_login(work, login)
        if person is None:
            return None
        refuse_early(Failures(person.password_failures, person.password_failed_at), now)
        rows.count_password_failure(work, person.id, person.password_failures + 1, now)
        work.commit(changes=False, heartbeat=True)
    return person


def undo_try(house: House, clinic_id: str, before: Row[Any]) -> None:
    """Take back one counted password: it was right, and those before it stay wrong."""
    with house.writing(clinic_id) as work:
        now = rows.person(work, before.id)
        if now is None or now.password_failures == 0:
            return
        left = now.password_failures - 1
        alone = left == before.password_failures
        at = before.password_failed_at if alone else now.password_failed_at
        rows.count_password_failure(work, before.id, left, at)
        work.commit(changes=False, heartbeat=True)


def forgive(house: House, clinic_id: str, person_id: str) -> None:
    """Forget the wrong tries: this one was right, although no sign-in begins with it."""
    with house.writing(clinic_id) as work:
        rows.count_password_failure(work, person_id, 0, None)
        rows.count_pin_failure(work, person_id, 0, None)
        work.commit(changes=False, heartbeat=True)


def confirm_pin(house: House, actor: Actor, pin: str) -> None:
    """Make sure that it is the actor who signs; a wrong PIN is counted and audited at once."""
    person = reserve_pin_try(house, actor.clinic_id, actor.person_id, refuse_early)
    if person is None or not person.active:
        raise NotFound(say("There is no such person in this clinic"))
    if person.pin_hash is None:
        raise NotPermitted(say("You have no PIN to sign with; nothing was saved"), field="pin")
    if not fits(house.pin_hasher, person.pin_hash, pin):
        note_refusal(house, actor.clinic_id, AuditAction.PIN_REFUSED, person.id)
        raise NotPermitted(
            say("The PIN is wrong; nothing was signed"), field="pin", allowed=say("your PIN")
        )
    if person.pin_temporary:
        message = say("Your PIN was set by somebody else; nothing was signed")
        raise NotPermitted(
            message, field="pin", allowed=say("sign in afresh and choose your own PIN")
        )
    with house.writing(actor.clinic_id) as work:
        rows.count_pin_failure(work, actor.person_id, 0, None)
        about = About(subject_id=actor.person_id)
        work.audit(AuditAction.PIN_CONFIRMED, house.clock(), actor, about)
        work.commit(changes=False)


def confirm_password(house: House, actor: Actor, password: str) -> Row[Any]:
    """Make sure that it is the actor who asks; wrong passwords are counted as at the door.

    Answers the person as they were found.
    """
    with house.reading(actor.clinic_id) as look:
        known = rows.person(look, actor.person_id)
    if known is None:
        raise NotFound(say("There is no such person in this clinic"))
    person = reserve_password_try(house, actor.clinic_id, known.login)
    if person is None or not fits(house.pin_hasher, person.password_hash, password):
        note_refusal(house, actor.clinic_id, AuditAction.SIGN_IN_REFUSED, actor.person_id)
        raise NotPermitted(
            say("The password is wrong; nothing was changed"),
            field="password",
            allowed=say("your password"),
        )
    undo_try(house, actor.clinic_id, person)
    return person


def note_refusal(
    house: House, clinic_id: str | None, action: AuditAction, person_id: str | None
) -> None:
    """Leave an audit entry for a wrong PIN or password; nobody is known to have acted.

    What was typed is not kept: it may be a password. Where several clinics share the database, a
    name of none of them belongs to no chain.
    """
    now = house.clock()
    clinic_id = clinic_id or door.only_clinic(house.engine)
    if clinic_id is None:
        return
    stranger = (clinic_id, "", "", action.value, "")
    if person_id is None and not house.memory.is_new_look(stranger, now, STRANGERS_EACH):
        return
    with house.writing(clinic_id) as work:
        work.audit(action, now, None, About(subject_id=person_id))
        work.commit(changes=False)


def need_password(failures: Failures, _now: datetime) -> None:
    """After several wrong PINs, only the password opens the door."""
    if failures.number >= PINS_BEFORE_PASSWORD:
        raise NotSignedIn(
            say("{number} wrong PINs in a row; sign in with your password", number=failures.number),
            field="pin",
        )
