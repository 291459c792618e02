"""Signing in and out: by password on a new device, by PIN on a known one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor, Emergency
from monitor.access.audit import AuditAction
from monitor.access.permissions import PERMISSIONS, Permission, permit
from monitor.access.roles import Role, roles_named
from monitor.access.scopes import permissions_of
from monitor.errors import (
    BadInput,
    Conflict,
    MonitorError,
    NotSignedIn,
    SecondFactorDemanded,
    StoreUnavailable,
)
from monitor.language.said import Said, say
from monitor.services import factor_asked
from monitor.services.house import House
from monitor.services.own_secrets import NO_SECRETS, Chosen, OwnSecrets, checked, keep
from monitor.services.secrets import clinic_in, fits, new_token, token_hash
from monitor.services.tries import (
    forgive,
    need_password,
    note_refusal,
    reserve_password_try,
    reserve_pin_try,
    undo_try,
)
from monitor.services.views import SignedIn
from monitor.services.waiting import Failures
from monitor.store import door, emergencies, program_tokens
from monitor.store import people as rows
from monitor.store import sign_ins as doors
from monitor.store.work import About, Writing

SIGN_IN_LASTS = timedelta(hours=14)
"""The longest shift: after it even a busy sign-in ends."""

SEEN_AGAIN_AFTER = timedelta(minutes=1)
USED_AGAIN_AFTER = timedelta(minutes=5)
_WRONG = say("The login or the password is wrong")
_NO_PIN = say("This name cannot sign in with a PIN; use your password")
_TRIED = ("active", "password_hash", "pin_hash", "password_temporary", "pin_temporary")


def sign_in_with_password(  # noqa: PLR0913, PLR0917  (what a sign-in form holds)
    house: House,
    login: str,
    password: str,
    device_token: str | None = None,
    own: OwnSecrets = NO_SECRETS,
    code: str | None = None,
) -> SignedIn:
    """Begin a sign-in; on a device not known before, make it known.

    Raises SecondFactorAsked while the person has a second factor and ``code`` is none of it,
    SecondFactorDemanded while they must have one, and ChooseOwn while the password or PIN was set
    by somebody else and ``own`` brings none.
    """
    now = house.clock()
    clinic_id, person = _by_password(house, login, password, now)
    proof = factor_asked.asked(house, clinic_id, person, code)
    chosen = _chosen(house, clinic_id, person, own)
    with house.writing(clinic_id) as work:
        _require_unchanged(work, person, _WRONG)
        factor_asked.spend(work, person, proof, now)
        device_id, told = _device(work, device_token, person.id, now)
        rows.count_password_failure(work, person.id, 0, None)
        rows.count_pin_failure(work, person.id, 0, None)
        keep(work, person, chosen, now)
        signed_in = _begin(work, person, device_id, told, now)
        work.commit(changes=bool(chosen))
    return signed_in


def begin_demanded_factor(house: House, login: str, password: str) -> factor_asked.NewFactor:
    """Give somebody of whom one is demanded, and who has none, what a second factor begins with.

    The password sign-in with its first code confirms it. Raises what a password sign-in raises.
    """
    clinic_id, person = _by_password(house, login, password, house.clock())
    try:
        factor_asked.asked(house, clinic_id, person, None)
    except SecondFactorDemanded:
        return factor_asked.prepare(house, clinic_id, person)
    undo_try(house, clinic_id, person)
    raise Conflict(say("No second factor is demanded of you; sign in"))


def _by_password(house: House, login: str, password: str, now: datetime) -> tuple[str, Row[Any]]:
    """Whoever has this login and password; every wrong try is counted."""
    known_as = login.strip().casefold()
    clinic_id = door.clinic_of_login(house.engine, known_as) if known_as.isprintable() else None
    if clinic_id is None:
        house.strangers.reserve_try(known_as, now)
    person = reserve_password_try(house, clinic_id, known_as) if clinic_id else None
    right = fits(house.pin_hasher, person.password_hash if person else None, password)
    if person is None or clinic_id is None:
        note_refusal(house, clinic_id, AuditAction.SIGN_IN_REFUSED, None)
        raise NotSignedIn(_WRONG)
    if not right or not person.active:
        note_refusal(house, clinic_id, AuditAction.SIGN_IN_REFUSED, person.id)
        raise NotSignedIn(_WRONG)
    return clinic_id, person


def sign_in_with_pin(
    house: House, device_token: str, person_id: str, pin: str, own_pin: str | None = None
) -> SignedIn:
    """Begin a sign-in by tile and PIN; only on a device that a password made known.

    Raises ChooseOwn while the PIN was set by somebody else and no ``own_pin`` is brought.
    """
    now = house.clock()
    clinic_id, hashed = clinic_in(device_token), token_hash(device_token)
    with house.reading(clinic_id) as look:
        device_id = doors.device_id(look, hashed)
    if device_id is None:
        raise NotSignedIn(say("This device is not known yet; sign in with your password first"))
    person = reserve_pin_try(house, clinic_id, person_id, need_password)
    if person is None or not person.active or person.pin_hash is None:
        told = None if person is None else person.id
        note_refusal(house, clinic_id, AuditAction.PIN_REFUSED, told)
        raise NotSignedIn(_NO_PIN)
    if not fits(house.pin_hasher, person.pin_hash, pin):
        note_refusal(house, clinic_id, AuditAction.PIN_REFUSED, person.id)
        need_password(Failures(person.pin_failures + 1, now), now)
        raise NotSignedIn(say("The PIN is wrong"), field="pin")
    if person.password_temporary:
        forgive(house, clinic_id, person.id)
        message = say("Your password was set anew; sign in with it once")
        raise NotSignedIn(message, field="pin")
    chosen = _chosen(house, clinic_id, person, OwnSecrets(None, own_pin))
    with house.writing(clinic_id) as work:
        _require_unchanged(work, person, _NO_PIN)
        rows.count_pin_failure(work, person.id, 0, None)
        keep(work, person, chosen, now)
        signed_in = _begin(work, person, device_id, device_token, now)
        work.commit(changes=bool(chosen))
    return signed_in


def identify(house: House, sign_in_token: str, *, active: bool = True) -> Actor:
    """Who holds this sign-in now; raises NotSignedIn once it has ended or lain idle.

    With ``active=False`` (a screen asking by itself) it does not count as a sign of life.
    """
    now = house.clock()
    clinic_id = clinic_in(sign_in_token)
    with house.glance(clinic_id) as look:
        found = doors.sign_in(look, token_hash(sign_in_token))
    if not found:
        raise NotSignedIn(say("Your sign-in has ended; sign in again"))
    first = found[0]
    if now - first.seen_at > house.idle_after or now - first.began_at > SIGN_IN_LASTS:
        raise NotSignedIn(
            say("Your sign-in has ended because nothing was heard of you; sign in again")
        )
    if active and now - first.seen_at > SEEN_AGAIN_AFTER:
        _note_seen(house, clinic_id, first.id, now)
    roles = roles_named(tuple(row.role for row in found))
    return Actor(
        first.person_id,
        clinic_id,
        first.name,
        roles,
        device_id=first.device_id,
        sign_in_id=first.id,
        language=first.language,
        emergency=_emergency(house, clinic_id, first.id, now) if _may_open(roles) else None,
    )


def identify_token(house: House, token: str) -> Actor:
    """The person an access token acts for, with the roles held now; never more than its scopes."""
    clinic_id = clinic_in(token)
    with house.glance(clinic_id) as look:
        found = doors.token(look, token_hash(token))
    if not found:
        raise NotSignedIn(say("This access token is not known"))
    now = house.clock()
    if now >= found[0].expires_at:
        raise NotSignedIn(say("This access token has expired; create another one"))
    first = found[0]
    if first.used_at is None or now - first.used_at > USED_AGAIN_AFTER:
        _note_used(house, clinic_id, first.id, now)
    roles = roles_named(tuple(row.role for row in found))
    only = None if first.scopes is None else permissions_of(first.scopes)
    return Actor(first.person_id, clinic_id, first.name, roles, token_id=first.id, only=only)


def sign_out(house: House, actor: Actor) -> None:
    """End the sign-in."""
    _end(house, actor, "sign_out")


def lock(house: House, actor: Actor) -> None:
    """End the sign-in because the screen locks; drafts stay on the tablet."""
    _end(house, actor, "lock")


def _chosen(house: House, clinic_id: str, person: Row[Any], own: OwnSecrets) -> Chosen:
    """What the person chooses, where it is needed; what they typed before was right."""
    try:
        return checked(house, clinic_id, person, own)
    except MonitorError:
        forgive(house, clinic_id, person.id)
        raise


def _require_unchanged(work: Writing, tried: Row[Any], said: Said) -> None:
    """What was tried must still be so: hashing takes long enough for somebody to set it anew."""
    now = rows.person(work, tried.id)
    if now is None or any(getattr(now, name) != getattr(tried, name) for name in _TRIED):
        raise NotSignedIn(said)


def _device(work: Writing, token: str | None, person_id: str, now: datetime) -> tuple[str, str]:
    known = doors.device_id(work, token_hash(token)) if token else None
    if known is not None and token is not None:
        return known, token
    device_id, told = str(uuid4()), new_token(work.clinic_id)
    hashed = {"token_hash": token_hash(told), "registered_by": person_id}
    doors.add_device(work, {"id": device_id, **hashed, "registered_at": now})
    work.audit(AuditAction.DEVICE_REGISTERED, now, None, About(subject_id=device_id))
    return device_id, told


def _begin(
    work: Writing, person: Row[Any], device_id: str, device_token: str, now: datetime
) -> SignedIn:
    sign_in_id, token = str(uuid4()), new_token(work.clinic_id)
    values = {"id": sign_in_id, "token_hash": token_hash(token), "person_id": person.id}
    doors.begin_sign_in(work, {**values, "device_id": device_id, "began_at": now, "seen_at": now})
    roles = rows.roles_of(work, person.id)
    actor = Actor(
        person.id,
        work.clinic_id,
        person.name,
        frozenset(Role(role) for role in roles),
        device_id=device_id,
        sign_in_id=sign_in_id,
        language=person.language,
    )
    work.audit(AuditAction.SIGNED_IN, now, actor, About(subject_id=sign_in_id))
    return SignedIn(actor, token, device_token)


def _end(house: House, actor: Actor, how: str) -> None:
    permit(actor, Permission.SIGN_OUT)
    if actor.sign_in_id is None:
        raise BadInput(say("An access token has no sign-in to end"))
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        doors.end_sign_in(work, actor.sign_in_id, now, how)
        about = About(subject_id=actor.sign_in_id, detail={"how": how})
        work.audit(AuditAction.SIGNED_OUT, now, actor, about)
        work.commit(changes=False)


@cache
def _may_open(roles: frozenset[Role]) -> bool:
    return any(Permission.OPEN_IN_EMERGENCY in PERMISSIONS[role] for role in roles)


def _emergency(house: House, clinic_id: str, sign_in_id: str, now: datetime) -> Emergency | None:
    """What the sign-in has opened in an emergency; asked only for who may open anything."""
    with house.glance(clinic_id) as look:
        running = emergencies.running(look, sign_in_id, now)
    return None if running is None else Emergency(running.id, running.until_at)


def _note_seen(house: House, clinic_id: str, sign_in_id: str, now: datetime) -> None:
    _note(house, clinic_id, lambda work: doors.seen(work, sign_in_id, now))


def _note_used(house: House, clinic_id: str, token_id: str, now: datetime) -> None:
    _note(house, clinic_id, lambda work: program_tokens.note_use(work, token_id, now))


def _note(house: House, clinic_id: str, change: Callable[[Writing], None]) -> None:
    try:
        with house.writing(clinic_id) as work:
            change(work)
            work.commit(changes=False, heartbeat=True)
    except StoreUnavailable:
        # A full or busy database must not keep anybody from reading.
        return
