"""Who works in the clinic: changed, deactivated and brought back, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.admin_views import PersonChange, PersonKept
from monitor.services.common_passwords import check_password, own_names
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.people import check_phone, check_roles
from monitor.services.revisions import require_seen
from monitor.services.secrets import check_pin_form
from monitor.services.wording import plain
from monitor.store import people as rows
from monitor.store import second_factors
from monitor.store import sign_ins as doors
from monitor.store.work import About, Reading, Writing


def read_roster(house: House, actor: Actor) -> tuple[PersonKept, ...]:
    """Everybody there ever was, those at work first, by name."""
    permit(actor, Permission.MANAGE_PEOPLE)
    with house.reading(actor.clinic_id) as look:
        everybody = _everybody(look)
    note_look(house, actor, AuditAction.PEOPLE_READ, About())
    return tuple(sorted(everybody.values(), key=lambda one: (not one.active, one.name.casefold())))


def change_person(
    house: House, actor: Actor, person_id: str, change: PersonChange, revision: int
) -> PersonKept:
    """Change name, roles and phone; the last administrator stays one.

    Who is no physician any more signs no protocols either, and is named anew to do so again.
    """
    permit(actor, Permission.MANAGE_PEOPLE)
    name, phone = plain(change.name, "name"), check_phone(change.phone)
    held = check_roles(change.roles)
    with house.writing(actor.clinic_id) as work:
        person = _person(work, person_id, revision)
        if Role.ADMINISTRATOR not in held:
            _require_another_administrator(work, person)
        signs = person.signs_protocols and Role.PHYSICIAN in held
        changed = {"name": name, "phone": phone, "signs_protocols": signs}
        rows.change_person(work, person_id, {**_settings(person), **changed})
        if held != person.roles:
            rows.change_roles(work, person_id, held)
        own = person_id == actor.person_id and held != person.roles
        action = AuditAction.OWN_RIGHTS_CHANGED if own else AuditAction.PERSON_CHANGED
        return _kept(house, work, actor, person, action)


def deactivate_person(house: House, actor: Actor, person_id: str, revision: int) -> PersonKept:
    """Let somebody in no more, at once and everywhere; what they recorded keeps their name.

    Brought back, they sign in anew: neither a sign-in nor an access token of before opens a door.
    """
    permit(actor, Permission.MANAGE_PEOPLE)
    with house.writing(actor.clinic_id) as work:
        person = _person(work, person_id, revision)
        if not person.active:
            raise Conflict(
                say("{name} is deactivated already; nothing was changed", name=person.name)
            )
        if person_id == actor.person_id:
            message = say("Nobody deactivates themselves; nothing was changed")
            raise Conflict(message, allowed=say("another administrator does it"))
        _require_another_administrator(work, person)
        rows.change_person(work, person_id, {**_settings(person), "active": False})
        doors.end_sign_ins_of(work, person_id, house.clock())
        doors.take_tokens_of(work, person_id)
        return _kept(house, work, actor, person, AuditAction.PERSON_DEACTIVATED)


def bring_back_person(house: House, actor: Actor, person_id: str, revision: int) -> PersonKept:
    """Let a deactivated person sign in again, with the roles they had."""
    permit(actor, Permission.MANAGE_PEOPLE)
    with house.writing(actor.clinic_id) as work:
        person = _person(work, person_id, revision)
        if person.active:
            raise Conflict(say("{name} is at work already; nothing was changed", name=person.name))
        rows.change_person(work, person_id, {**_settings(person), "active": True})
        return _kept(house, work, actor, person, AuditAction.PERSON_BROUGHT_BACK)


def set_secrets(  # noqa: PLR0913, PLR0917  (who, whose, what and over which revision)
    house: House,
    actor: Actor,
    person_id: str,
    password: str | None,
    pin: str | None,
    revision: int,
) -> PersonKept:
    """Set a password or PIN for somebody, good for one sign-in; their open sign-ins end."""
    permit(actor, Permission.MANAGE_PEOPLE)
    if password is None and pin is None:
        message = say("Neither a password nor a PIN was given; nothing was changed")
        raise BadInput(message, field="password", allowed=say("a password, a PIN, or both"))
    hasher = house.pin_hasher
    if password is not None:
        with house.reading(actor.clinic_id) as look:
            own = own_names(look, _one(look, person_id))
        check_password(house, password, own)
    password_hash = None if password is None else hasher.hash(password)
    pin_hash = None if pin is None else hasher.hash(check_pin_form(pin))
    with house.writing(actor.clinic_id) as work:
        person = _person(work, person_id, revision)
        if password_hash is not None:
            rows.set_password(work, person_id, password_hash, temporary=True)
        if pin_hash is not None:
            rows.set_pin(work, person_id, pin_hash, temporary=True)
        doors.end_sign_ins_of(work, person_id, house.clock(), but=actor.sign_in_id or "")
        return _kept(house, work, actor, person, AuditAction.SECRETS_SET)


def take_second_factor(house: House, actor: Actor, person_id: str, revision: int) -> PersonKept:
    """Ask somebody who has lost it for their second factor no more; its recovery codes go too."""
    permit(actor, Permission.MANAGE_PEOPLE)
    with house.writing(actor.clinic_id) as work:
        person = _person(work, person_id, revision)
        if not person.has_second_factor:
            raise Conflict(
                say("{name} has no second factor; nothing was changed", name=person.name)
            )
        second_factors.take_away(work, person_id)
        rows.change_person(work, person_id, _settings(person))
        return _kept(house, work, actor, person, AuditAction.SECOND_FACTOR_TAKEN)


def allow_override(
    house: House, actor: Actor, person_id: str, allowed: bool, revision: int
) -> PersonKept:
    """Give a physician the right to override where the protocol lets one, or take it away."""
    permit(actor, Permission.MANAGE_OVERRIDES)
    with house.writing(actor.clinic_id) as work:
        person = _person(work, person_id, revision)
        rows.change_person(work, person_id, {**_settings(person), "may_override": allowed})
        return _kept(house, work, actor, person, AuditAction.OVERRIDE_RIGHT_CHANGED)


def name_director(
    house: House, actor: Actor, person_id: str, named: bool, revision: int
) -> PersonKept:
    """Name a physician who signs protocols into force, the medical director, or no more."""
    permit(actor, Permission.NAME_DIRECTOR)
    with house.writing(actor.clinic_id) as work:
        person = _person(work, person_id, revision)
        if named and Role.PHYSICIAN not in person.roles:
            raise Conflict(
                say("{name} is no physician; nothing was changed", name=person.name),
                field="person_id",
                allowed=say("a physician"),
            )
        rows.change_person(work, person_id, {**_settings(person), "signs_protocols": named})
        return _kept(house, work, actor, person, AuditAction.DIRECTOR_NAMED)


def _everybody(look: Reading) -> dict[str, PersonKept]:
    people, roles = rows.everybody(look)
    held = second_factors.holders(look)
    return {row.id: _seen(row, roles.get(row.id, frozenset()), row.id in held) for row in people}


def _seen(row: Row[Any], roles: frozenset[str], has_second_factor: bool) -> PersonKept:
    return PersonKept(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=frozenset(Role(role) for role in roles),
        phone=row.phone,
        active=row.active,
        may_override=row.may_override,
        has_pin=row.pin_hash is not None,
        password_temporary=row.password_temporary,
        pin_temporary=row.pin_temporary,
        added_at=row.added_at,
        revision=row.revision,
        has_second_factor=has_second_factor,
        signs_protocols=bool(row.signs_protocols),
    )


def _one(work: Reading, person_id: str) -> PersonKept:
    row = rows.person(work, person_id)
    if row is None:
        raise NotFound(say("There is no such person in this clinic"), field="person_id")
    factor = second_factors.factor(work, person_id)
    has_one = factor is not None and factor.confirmed_at is not None
    return _seen(row, rows.roles_of(work, person_id), has_one)


def _person(work: Writing, person_id: str, revision: int) -> PersonKept:
    person = _one(work, person_id)
    require_seen(person.name, revision, person.revision)
    return person


def _settings(person: PersonKept) -> dict[str, Any]:
    kept = ("name", "phone", "active", "may_override", "signs_protocols")
    return {key: getattr(person, key) for key in kept}


def _require_another_administrator(work: Writing, person: PersonKept) -> None:
    others = [one for one in _everybody(work).values() if one.id != person.id]
    if person.is_administrator and not any(one.is_administrator for one in others):
        raise Conflict(
            say("{name} is the last administrator; nothing was changed", name=person.name),
            field="roles",
            allowed=say("make somebody else an administrator first"),
        )


def _kept(
    house: House, work: Writing, actor: Actor, before: PersonKept, action: AuditAction
) -> PersonKept:
    """Write down what it was and what it is, make it last, and answer it."""
    after = _one(work, before.id)
    detail = {"before": _told(before), "after": _told(after), "own": before.id == actor.person_id}
    work.audit(action, house.clock(), actor, About(subject_id=before.id, detail=detail))
    work.commit()
    return after


def _told(person: PersonKept) -> Mapping[str, Any]:
    told = {**_settings(person), "roles": sorted(person.roles)}
    told["second_factor"] = person.has_second_factor
    return {**told, "secrets_temporary": [person.password_temporary, person.pin_temporary]}
