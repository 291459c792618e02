"""From what was typed to what a use case takes, from the clinic to what is to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from monitor.access.roles import Role
from monitor.errors import BadInput, MonitorError
from monitor.language.reader import tr
from monitor.language.said import Said, say
from monitor.services.admin_views import (
    ChairKept,
    ClinicKept,
    KnownDevice,
    OpenSignIn,
    PersonChange,
    PersonKept,
    ProtocolChoice,
    TokenRoom,
)
from monitor.services.backups import BackupsKept
from monitor.services.views import NewPerson
from monitor.web.words import calendar_day, clock_time

NEW = "new"
PARTS: Mapping[str, Said] = {
    "": say("People"),
    "room": say("Room"),
    "protocols": say("Protocols"),
    "overrides": say("Overrides"),
    "programs": say("Programs"),
    "clinic": say("Clinic"),
}
DONE: Mapping[str, Said] = {
    "added": say("Added."),
    "saved": say("Saved."),
    "set": say("Set. It is good for one sign-in."),
    "ended": say("The sign-in was ended."),
    "moved": say("Moved."),
    "revoked": say("Revoked."),
}
"""What an address may say to have been done; anything else in it is ignored."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Everything that administration shows, read in one go."""

    clinic: ClinicKept
    people: tuple[PersonKept, ...]
    sign_ins: tuple[OpenSignIn, ...]
    chairs: tuple[ChairKept, ...]
    protocols: tuple[ProtocolChoice, ...]
    backups: BackupsKept
    devices: tuple[KnownDevice, ...]
    tokens: TokenRoom
    now: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a part, what is chosen in it, and what was done just now."""

    part: str
    chosen: str = ""
    kind: str = ""
    done: str = ""


def asked_for(part: object, query: Mapping[str, object]) -> Asked:
    """Read an address; whatever in it makes no sense is as if it were not there."""
    named = part if isinstance(part, str) and part in PARTS else ""
    said = query.get("done")
    done = said if isinstance(said, str) and said in DONE else ""
    for kind in ("person", "sign_in", "device", "token", "chair", "protocol"):
        chosen = query.get(kind)
        if isinstance(chosen, str) and chosen:
            return Asked(named, chosen, kind, done)
    return Asked(named, done=done)


def address(part: str = "", **query: object) -> str:
    """Write the address of a part with what is chosen in it."""
    path = f"/admin/{part}" if part else "/admin"
    said = urlencode({key: str(value) for key, value in query.items() if value not in ("", None)})
    return f"{path}?{said}" if said else path


def to_do(whole: Everything) -> list[tuple[str, str]]:
    """What keeps this clinic from treating anybody, each with the address where it is done."""
    held = {role for one in whole.people if one.active for role in one.roles}
    person = address("", person=NEW)
    waiting = (
        (Role.NURSE not in held, say("Add a nurse"), person),
        (Role.PHYSICIAN not in held, say("Add a physician"), person),
        (not any(one.in_use for one in whole.chairs), say("Add a chair"), address("room")),
        (
            not any(one.offered for one in whole.protocols),
            say("Offer a protocol"),
            address("protocols"),
        ),
    )
    return [(tr(words), to) for is_missing, words, to in waiting if is_missing]


def missing_of(person: PersonKept) -> list[str]:
    """What a person at work still lacks."""
    if not person.active:
        return []
    lacking = (
        (not person.has_pin, say("no PIN")),
        (Role.PHYSICIAN in person.roles and not person.phone, say("no phone number")),
        (person.password_temporary, say("password to be changed")),
        (person.pin_temporary, say("PIN to be changed")),
    )
    return [tr(words) for lacks, words in lacking if lacks]


def written(at: datetime, zone: str) -> str:
    """Write an instant with its day: ``24 Nov 2026, 14:35``."""
    day = calendar_day(at.astimezone(ZoneInfo(zone)).date())
    return tr("{day}, {time}", day=day, time=clock_time(at, zone))


def told(error: MonitorError) -> str:
    """Say what is wrong and what is allowed; the field stands on the screen beside it."""
    if not error.allowed:
        return tr(error.message)
    return tr(
        "{problem} (allowed: {allowed})", problem=tr(error.message), allowed=tr(error.allowed)
    )


def new_person(said: Mapping[str, object]) -> NewPerson:
    """Read the form of somebody new; raises BadInput naming the field."""
    return NewPerson(
        login=_text(said["login"]),
        name=_text(said["name"]),
        roles=roles_of(said["roles"]),
        password=_text(said["password"]),
        pin=_text(said["pin"]) or None,
        phone=_text(said["phone"]),
        temporary=True,
    )


def person_change(said: Mapping[str, object]) -> PersonChange:
    """Read the form of a person; raises BadInput naming the field."""
    return PersonChange(_text(said["name"]), roles_of(said["roles"]), _text(said["phone"]))


def secrets(said: Mapping[str, object]) -> tuple[str | None, str | None]:
    """Read a password and a PIN; empty means that it stays as it is."""
    return _text(said["password"]) or None, _text(said["pin"]) or None


def seen(about: object) -> tuple[str, int]:
    """Read which thing a form speaks of and the revision that was seen."""
    if isinstance(about, Mapping):
        known, revision = about.get("id"), about.get("revision")
        if isinstance(known, str) and isinstance(revision, int):
            return known, revision
    raise BadInput(say("This form is not whole; nothing was saved"), allowed=say("load it afresh"))


def named(tablet: object, name: object) -> tuple[str, str, str]:
    """Read which device is to be called what, and the name that was seen; raises BadInput."""
    known = tablet if isinstance(tablet, Mapping) else {}
    device, was = known.get("id"), known.get("seen")
    if isinstance(device, str) and isinstance(was, str):
        return device, _text(name), was
    raise BadInput(say("This form is not whole; nothing was saved"), allowed=say("load it afresh"))


def moved(order: object, chair_id: str, by: int) -> list[tuple[str, int]]:
    """The order of the room with one chair a place further up or down; at an end it stays."""
    listed = [seen(one) for one in order] if isinstance(order, Sequence) else []
    place = next((place for place, (known, _) in enumerate(listed) if known == chair_id), None)
    if place is None:
        raise BadInput(
            say("This form is not whole; nothing was saved"), allowed=say("load it afresh")
        )
    other = max(0, min(place + by, len(listed) - 1))
    listed.insert(other, listed.pop(place))
    return listed


def withheld(overridable: object, left_open: object) -> list[str]:
    """The criteria that are ticked no more."""
    kept = set(_words(left_open))
    return [each for each in _words(overridable) if each not in kept]


def text(said: object) -> str:
    """Read a field that may be empty."""
    return _text(said)


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _words(said: object) -> list[str]:
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []


def roles_of(said: object) -> frozenset[Role]:
    """Read the roles that are ticked; raises BadInput for what is none."""
    try:
        return frozenset(Role(one) for one in _words(said))
    except ValueError:
        message = say("There is no such role; nothing was saved")
        raise BadInput(message, field="roles", allowed=", ".join(Role)) from None
