"""Passwords and PINs that somebody else has set are good for one sign-in: then one's own counts.

A PIN signs a discharge, so nobody but its owner may know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import BadInput, ChooseOwn
from monitor.language.said import say
from monitor.services.common_passwords import check_password, own_names
from monitor.services.house import House
from monitor.services.secrets import PIN_ALLOWED, check_pin_form, fits
from monitor.store import people as rows
from monitor.store.work import About, Writing

NEW_PASSWORD, NEW_PIN = "new_password", "new_pin"


@dataclass(frozen=True, slots=True)
class OwnSecrets:
    """What a person chooses while signing in; None leaves it as it is."""

    password: str | None = None
    pin: str | None = None


NO_SECRETS = OwnSecrets()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The same, checked and hashed."""

    password_hash: str | None = None
    pin_hash: str | None = None

    def __bool__(self) -> bool:
        return self.password_hash is not None or self.pin_hash is not None


def checked(house: House, clinic_id: str, person: Row[Any], own: OwnSecrets) -> Chosen:
    """Hold what was chosen against what is needed; raises ChooseOwn naming what is missing."""
    needed = [
        name
        for name, temporary, said in (
            (NEW_PASSWORD, person.password_temporary, own.password),
            (NEW_PIN, person.pin_temporary, own.pin),
        )
        if temporary and said is None
    ]
    if needed:
        raise ChooseOwn(
            say("This was set by somebody else and is good for one sign-in; choose your own"),
            field=", ".join(needed),
            allowed=PIN_ALLOWED if needed == [NEW_PIN] else say("what only you know"),
        )
    password_hash = _password_hash(house, clinic_id, person, own.password)
    return Chosen(password_hash, _pin_hash(house, person, own.pin))


def keep(work: Writing, person: Row[Any], chosen: Chosen, now: datetime) -> None:
    """Write down what was chosen, if anything, with who chose it."""
    if not chosen:
        return
    if chosen.password_hash is not None:
        rows.set_password(work, person.id, chosen.password_hash, temporary=False)
    if chosen.pin_hash is not None:
        rows.set_pin(work, person.id, chosen.pin_hash, temporary=False)
    detail = {
        "password": chosen.password_hash is not None,
        "pin": chosen.pin_hash is not None,
    }
    owner = Actor(person.id, work.clinic_id, person.name, frozenset())
    about = About(subject_id=person.id, detail=detail)
    work.audit(AuditAction.OWN_SECRETS_CHOSEN, now, owner, about)


def check_new_password(house: House, clinic_id: str, person: Row[Any], said: str) -> None:
    """Refuse one that is short, common or the person's own names, at the field of the new one."""
    with house.reading(clinic_id) as look:
        own = own_names(look, person)
    try:
        check_password(house, said, own)
    except BadInput as error:
        raise BadInput(error.message, field=NEW_PASSWORD, allowed=error.allowed) from None


def check_new_pin(said: str) -> None:
    """Refuse one of the wrong form, at the field of the new one."""
    try:
        check_pin_form(said)
    except BadInput as error:
        raise BadInput(error.message, field=NEW_PIN, allowed=error.allowed) from None


def _password_hash(house: House, clinic_id: str, person: Row[Any], said: str | None) -> str | None:
    if said is None:
        return None
    check_new_password(house, clinic_id, person, said)
    if fits(house.pin_hasher, person.password_hash, said):
        raise BadInput(
            say("That is the password that somebody else set; choose your own"),
            field=NEW_PASSWORD,
            allowed=say("a password that only you know"),
        )
    return house.pin_hasher.hash(said)


def _pin_hash(house: House, person: Row[Any], said: str | None) -> str | None:
    if said is None:
        return None
    check_new_pin(said)
    if fits(house.pin_hasher, person.pin_hash, said):
        raise BadInput(
            say("That is the PIN that somebody else set; choose your own"),
            field=NEW_PIN,
            allowed=say("a PIN that only you know"),
        )
    return house.pin_hasher.hash(said)
