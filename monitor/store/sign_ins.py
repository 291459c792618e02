"""Known devices, sign-ins and access tokens; their secrets are here only as hashes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from monitor.store.tables import devices, people, person_roles, sign_ins, tokens
from monitor.store.work import Reading, Values, Writing

_OF_PERSON = (person_roles.c.person_id == people.c.id) & (
    person_roles.c.clinic_id == people.c.clinic_id
)
_SIGN_IN = (
    select(
        sign_ins.c.id,
        sign_ins.c.person_id,
        sign_ins.c.device_id,
        sign_ins.c.began_at,
        sign_ins.c.seen_at,
        people.c.name,
        people.c.language,
        person_roles.c.role,
    )
    .join(
        people,
        (people.c.id == sign_ins.c.person_id) & (people.c.clinic_id == sign_ins.c.clinic_id),
    )
    .join(person_roles, _OF_PERSON)
    .where(
        sign_ins.c.token_hash == bindparam("token_hash"),
        sign_ins.c.ended_at.is_(None),
        people.c.active,
    )
)
_TOKEN = (
    select(
        tokens.c.id,
        tokens.c.person_id,
        tokens.c.expires_at,
        tokens.c.scopes,
        tokens.c.used_at,
        people.c.name,
        person_roles.c.role,
    )
    .join(people, (people.c.id == tokens.c.person_id) & (people.c.clinic_id == tokens.c.clinic_id))
    .join(person_roles, _OF_PERSON)
    .where(tokens.c.token_hash == bindparam("token_hash"), people.c.active)
)
_DEVICE = select(devices.c.id).where(
    devices.c.token_hash == bindparam("token_hash"), devices.c.revoked_at.is_(None)
)
_ADD_DEVICE = insert(devices)
_ADD_SIGN_IN = insert(sign_ins)
_ADD_TOKEN = insert(tokens)
_TAKE_TOKENS = delete(tokens).where(tokens.c.person_id == bindparam("the_person"))
_SEEN = (
    update(sign_ins)
    .where(sign_ins.c.id == bindparam("the_sign_in"))
    .values(seen_at=bindparam("now"))
)
_ENDING: dict[str, Any] = {"ended_at": bindparam("now"), "ended_by": bindparam("how")}
_END = (
    update(sign_ins)
    .where(sign_ins.c.id == bindparam("the_sign_in"), sign_ins.c.ended_at.is_(None))
    .values(_ENDING)
)
_END_ON_DEVICE = (
    update(sign_ins)
    .where(sign_ins.c.device_id == bindparam("the_device"), sign_ins.c.ended_at.is_(None))
    .values(_ENDING)
)


_OPEN = (
    select(
        sign_ins.c.id,
        sign_ins.c.person_id,
        sign_ins.c.device_id,
        sign_ins.c.began_at,
        sign_ins.c.seen_at,
        people.c.name,
    )
    .join(
        people,
        (people.c.id == sign_ins.c.person_id) & (people.c.clinic_id == sign_ins.c.clinic_id),
    )
    .where(sign_ins.c.ended_at.is_(None), people.c.active)
    .order_by(sign_ins.c.seen_at.desc(), sign_ins.c.id)
)
_OPEN_ONE = _OPEN.where(sign_ins.c.id == bindparam("the_sign_in"))
_OPEN_OF_PERSON = _OPEN.where(sign_ins.c.person_id == bindparam("the_person"))
_END_OF_PERSON = (
    update(sign_ins)
    .where(
        sign_ins.c.person_id == bindparam("the_person"),
        sign_ins.c.id != bindparam("but"),
        sign_ins.c.ended_at.is_(None),
    )
    .values(_ENDING)
)


_END_ALL = update(sign_ins).where(sign_ins.c.ended_at.is_(None)).values(_ENDING)
_TAKE_ALL = delete(tokens)


def end_everything(work: Writing, now: datetime) -> tuple[int, int]:
    """End every sign-in and take every token of the clinic; answers how many of each."""
    return work.change(_END_ALL, now=now, how="ended"), work.change(_TAKE_ALL)


def sign_in(work: Reading, token_hash: str) -> Sequence[Row[Any]]:
    """The running sign-in with its person: one row for each role, none if it has ended."""
    return work.all(_SIGN_IN, token_hash=token_hash)


def token(work: Reading, token_hash: str) -> Sequence[Row[Any]]:
    """The access token with its person: one row for each role."""
    return work.all(_TOKEN, token_hash=token_hash)


def device_id(work: Reading, token_hash: str) -> str | None:
    """The known device that holds this token; none once it is revoked."""
    row = work.one(_DEVICE, token_hash=token_hash)
    return row.id if row else None


def add_device(work: Writing, values: Values) -> None:
    """Make a device known."""
    work.change(_ADD_DEVICE, **values)


def begin_sign_in(work: Writing, values: Values) -> None:
    """Begin a sign-in; whoever was signed in on the device before is not any more."""
    work.change(
        _END_ON_DEVICE, the_device=values["device_id"], now=values["began_at"], how="replaced"
    )
    work.change(_ADD_SIGN_IN, **values, ended_at=None, ended_by=None)


def seen(work: Writing, sign_in_id: str, now: datetime) -> None:
    """Note that the person is still there."""
    work.change(_SEEN, the_sign_in=sign_in_id, now=now)


def end_sign_in(work: Writing, sign_in_id: str, now: datetime, how: str) -> None:
    """End a sign-in, by signing out or by locking the screen."""
    work.change(_END, the_sign_in=sign_in_id, now=now, how=how)


def add_token(work: Writing, values: Values) -> None:
    """Keep a new access token."""
    work.change(_ADD_TOKEN, **values)


def take_tokens_of(work: Writing, person_id: str) -> int:
    """Let no access token act for a person any more; answers how many did."""
    return work.change(_TAKE_TOKENS, the_person=person_id)


def open_sign_ins(work: Reading) -> Sequence[Row[Any]]:
    """Every sign-in that nobody has ended, the one heard of last first."""
    return work.all(_OPEN)


def open_sign_ins_of(work: Reading, person_id: str) -> Sequence[Row[Any]]:
    """The sign-ins of one person that nobody has ended, the one heard of last first."""
    return work.all(_OPEN_OF_PERSON, the_person=person_id)


def open_sign_in(work: Reading, sign_in_id: str) -> Row[Any] | None:
    """One sign-in that nobody has ended."""
    return work.one(_OPEN_ONE, the_sign_in=sign_in_id)


def end_sign_ins_of(work: Writing, person_id: str, now: datetime, but: str = "") -> int:
    """End every sign-in of a person, except one that is named; answers how many."""
    return work.change(_END_OF_PERSON, the_person=person_id, but=but, now=now, how="ended")
