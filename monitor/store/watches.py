"""Who watches over which chair, and who is on duty: the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select

from monitor.store.tables import duties, people, person_roles, watch_changes, watches
from monitor.store.work import Reading, Values, Writing

_person_of_watch = (people.c.id == watches.c.person_id) & (
    people.c.clinic_id == watches.c.clinic_id
)
_ALL = select(watches.c.chair_id, watches.c.person_id, people.c.name, watches.c.since).join(
    people, _person_of_watch
)
_TAKE_OUT = delete(watches).where(watches.c.chair_id == bindparam("the_chair"))
_PUT = insert(watches)
_HIGHEST = select(func.max(watch_changes.c.seq).label("highest")).where(
    watch_changes.c.chair_id == bindparam("the_chair")
)
_NOTE = insert(watch_changes)
_person_of_duty = (people.c.id == duties.c.person_id) & (people.c.clinic_id == duties.c.clinic_id)
_DUTIES = (
    select(
        duties.c.id,
        duties.c.person_id,
        people.c.name,
        duties.c.phone,
        duties.c.from_at,
        duties.c.until_at,
        duties.c.set_at,
    )
    .join(people, _person_of_duty)
    .where(duties.c.until_at > bindparam("now"))
    .order_by(duties.c.set_at.desc(), duties.c.id.desc())
)
_ADD_DUTY = insert(duties)
_in_role = (person_roles.c.person_id == people.c.id) & (
    person_roles.c.clinic_id == people.c.clinic_id
)
_HOLDING = (
    select(people.c.id, people.c.name, people.c.phone)
    .join(person_roles, _in_role)
    .where(person_roles.c.role == bindparam("role"), people.c.active)
    .order_by(people.c.name)
)


def all_watches(work: Reading) -> Sequence[Row[Any]]:
    """The chairs somebody watches over, with the name."""
    return work.all(_ALL)


def set_watch(work: Writing, chair_id: str, person_id: str | None, values: Values) -> None:
    """Put the responsibility for a chair with a person, or with nobody; the change is kept."""
    row = work.one(_HIGHEST, the_chair=chair_id)
    seq = 1 + int((row.highest if row else None) or 0)
    work.change(_TAKE_OUT, the_chair=chair_id)
    if person_id is not None:
        work.change(_PUT, chair_id=chair_id, person_id=person_id, since=values["at"])
    work.change(_NOTE, chair_id=chair_id, person_id=person_id, seq=seq, **values)


def duties_from(work: Reading, now: datetime) -> Sequence[Row[Any]]:
    """The duties that have not ended, the one set last first."""
    return work.all(_DUTIES, now=now)


def add_duty(work: Writing, values: Values) -> None:
    """Put a physician on duty."""
    work.change(_ADD_DUTY, **values)


def holding(work: Reading, role: str) -> Sequence[Row[Any]]:
    """The people at work here who hold a role, by name."""
    return work.all(_HOLDING, role=role)
