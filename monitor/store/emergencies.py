"""Records opened in an emergency: by whom, why, until when, and who has taken note of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from monitor.store.tables import emergency_accesses, people
from monitor.store.work import Reading, Values, Writing

MOST_SHOWN = 50

_NOW = bindparam("now", type_=emergency_accesses.c.until_at.type)
_RUNS = emergency_accesses.c.ended_at.is_(None) & (emergency_accesses.c.until_at > _NOW)
_RUNNING = (
    select(emergency_accesses.c.id, emergency_accesses.c.until_at)
    .where(emergency_accesses.c.sign_in_id == bindparam("the_sign_in"), _RUNS)
    .order_by(emergency_accesses.c.until_at.desc())
    .limit(1)
)
_ACCESS = select(
    emergency_accesses.c.id,
    emergency_accesses.c.person_id,
    emergency_accesses.c.reason,
    emergency_accesses.c.began_at,
    emergency_accesses.c.until_at,
    emergency_accesses.c.ended_at,
    emergency_accesses.c.acknowledged_at,
    emergency_accesses.c.acknowledged_by,
    people.c.name,
).join(
    people,
    (people.c.id == emergency_accesses.c.person_id)
    & (people.c.clinic_id == emergency_accesses.c.clinic_id),
)
_LATEST = _ACCESS.order_by(emergency_accesses.c.began_at.desc(), emergency_accesses.c.id).limit(
    bindparam("at_most")
)
_WAITING = _ACCESS.where(emergency_accesses.c.acknowledged_at.is_(None)).order_by(
    emergency_accesses.c.began_at, emergency_accesses.c.id
)
_COUNT_WAITING = select(func.count(emergency_accesses.c.id)).where(
    emergency_accesses.c.acknowledged_at.is_(None),
    emergency_accesses.c.person_id != bindparam("but"),
)
_ONE = _ACCESS.where(emergency_accesses.c.id == bindparam("the_access"))
_OPEN = insert(emergency_accesses)
_END = (
    update(emergency_accesses)
    .where(emergency_accesses.c.id == bindparam("the_access"))
    .values(ended_at=bindparam("now"))
)
_ACKNOWLEDGE = (
    update(emergency_accesses)
    .where(emergency_accesses.c.id == bindparam("the_access"))
    .values(acknowledged_at=bindparam("now"), acknowledged_by=bindparam("by"))
)


def running(work: Reading, sign_in_id: str, now: datetime) -> Row[Any] | None:
    """What a sign-in has opened and neither ended nor let run out."""
    return work.one(_RUNNING, the_sign_in=sign_in_id, now=now)


def access(work: Reading, access_id: str) -> Row[Any] | None:
    """One emergency access, with the name of who opened it."""
    return work.one(_ONE, the_access=access_id)


def latest(work: Reading) -> Sequence[Row[Any]]:
    """The latest ones, the newest first."""
    return work.all(_LATEST, at_most=MOST_SHOWN)


def waiting(work: Reading) -> Sequence[Row[Any]]:
    """Those that nobody has taken note of, the oldest first."""
    return work.all(_WAITING)


def count_waiting(work: Reading, but: str) -> int:
    """How many wait for a note of somebody else than the one who opened them."""
    row = work.one(_COUNT_WAITING, but=but)
    return int(row[0]) if row is not None else 0


def open_access(work: Writing, values: Values) -> None:
    """Open the records."""
    work.change(_OPEN, **values, ended_at=None, acknowledged_at=None, acknowledged_by=None)


def end(work: Writing, access_id: str, now: datetime) -> None:
    """Close them before their time."""
    work.change(_END, the_access=access_id, now=now)


def acknowledge(work: Writing, access_id: str, by: str, now: datetime) -> None:
    """Keep who took note of it."""
    work.change(_ACKNOWLEDGE, the_access=access_id, by=by, now=now)
