"""The second factor of each person, and the hashes of the recovery codes they still have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from monitor.store.tables import clinics, recovery_codes, second_factors
from monitor.store.work import Reading, Writing

_FACTOR = select(
    second_factors.c.person_id,
    second_factors.c.secret,
    second_factors.c.begun_at,
    second_factors.c.confirmed_at,
    second_factors.c.last_step,
).where(second_factors.c.person_id == bindparam("the_person"))
_KEPT = select(second_factors.c.person_id, second_factors.c.secret)
_RESEAL = (
    update(second_factors)
    .where(
        second_factors.c.person_id == bindparam("the_person"),
        second_factors.c.secret == bindparam("the_secret"),
    )
    .values(secret=bindparam("new_secret"))
)
_CONFIRMED = select(second_factors.c.person_id).where(second_factors.c.confirmed_at.is_not(None))
_OWNED = recovery_codes.c.person_id == bindparam("the_person")
_CODES_LEFT = select(func.count(recovery_codes.c.code_hash)).where(_OWNED)
_ADD = insert(second_factors)
_ADD_CODES = insert(recovery_codes)
_TAKE = delete(second_factors).where(second_factors.c.person_id == bindparam("the_person"))
_TAKE_CODES = delete(recovery_codes).where(_OWNED)
_SPEND_CODE = delete(recovery_codes).where(
    _OWNED, recovery_codes.c.code_hash == bindparam("the_hash")
)
_HAS_CODE = select(recovery_codes.c.code_hash).where(
    _OWNED, recovery_codes.c.code_hash == bindparam("the_hash")
)
_SPEND_STEP = (
    update(second_factors)
    .where(
        second_factors.c.person_id == bindparam("the_person"),
        second_factors.c.secret == bindparam("the_secret"),
        second_factors.c.last_step < bindparam("step"),
    )
    .values(last_step=bindparam("step"))
)
_CONFIRM = (
    update(second_factors)
    .where(second_factors.c.person_id == bindparam("the_person"))
    .values(confirmed_at=bindparam("now"))
)
_DEMANDED = select(clinics.c.second_factor_roles)
_DEMAND = update(clinics).values(
    second_factor_roles=bindparam("roles"), revision=clinics.c.revision + 1
)


def factor(work: Reading, person_id: str) -> Row[Any] | None:
    """A person's second factor, confirmed or only begun."""
    return work.one(_FACTOR, the_person=person_id)


def secrets_kept(work: Reading) -> dict[str, str]:
    """What is kept of each person's secret, begun or confirmed."""
    return {row.person_id: row.secret for row in work.all(_KEPT)}


def reseal(work: Writing, person_id: str, secret: str, new: str) -> None:
    """Keep a secret in another form, unless it is another one by now."""
    work.change(_RESEAL, the_person=person_id, the_secret=secret, new_secret=new)


def holders(work: Reading) -> frozenset[str]:
    """The ids of everybody whose second factor is asked for."""
    return frozenset(row.person_id for row in work.all(_CONFIRMED))


def codes_left(work: Reading, person_id: str) -> int:
    """How many recovery codes a person has not used."""
    row = work.one(_CODES_LEFT, the_person=person_id)
    return int(row[0]) if row is not None else 0


def put_in(work: Writing, person_id: str, secret: str, codes: Iterable[str], now: datetime) -> None:
    """Keep a secret and the hashes of its recovery codes, in place of what was only begun."""
    take_away(work, person_id)
    work.change(
        _ADD, person_id=person_id, secret=secret, begun_at=now, confirmed_at=None, last_step=0
    )
    work.change_many(_ADD_CODES, [{"person_id": person_id, "code_hash": one} for one in codes])


def confirm(work: Writing, person_id: str, now: datetime) -> None:
    """Ask for it from now on."""
    work.change(_CONFIRM, the_person=person_id, now=now)


def spend_step(work: Writing, person_id: str, secret: str, step: int) -> bool:
    """Use up the codes until this step; False where it was used already."""
    return work.change(_SPEND_STEP, the_person=person_id, the_secret=secret, step=step) == 1


def has_code(work: Reading, person_id: str, hashed: str) -> bool:
    """Whether this is a recovery code that nobody has used."""
    return work.one(_HAS_CODE, the_person=person_id, the_hash=hashed) is not None


def spend_code(work: Writing, person_id: str, hashed: str) -> bool:
    """Use up a recovery code; False where it is none or was used already."""
    return work.change(_SPEND_CODE, the_person=person_id, the_hash=hashed) == 1


def take_away(work: Writing, person_id: str) -> None:
    """Ask for no second factor any more; its recovery codes go with it."""
    work.change(_TAKE_CODES, the_person=person_id)
    work.change(_TAKE, the_person=person_id)


def demanded_roles(work: Reading) -> frozenset[str]:
    """The roles whose holders must have a second factor."""
    row = work.one(_DEMANDED)
    return frozenset(row.second_factor_roles or ()) if row is not None else frozenset()


def demand(work: Writing, roles: Iterable[str]) -> None:
    """Set those roles, and count the change of the clinic."""
    work.change(_DEMAND, roles=sorted(roles))
