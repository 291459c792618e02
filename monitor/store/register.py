"""The register of controlled drugs: its rows, and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, func, insert, select

from monitor.store.tables import people, register_entries
from monitor.store.work import Reading, Values, Writing

_ROW = select(
    register_entries.c.id,
    register_entries.c.at,
    register_entries.c.recorded_at,
    register_entries.c.drug,
    register_entries.c.lot,
    register_entries.c.strength,
    register_entries.c.action,
    register_entries.c.amount_mg,
    register_entries.c.session_id,
    register_entries.c.draw_id,
    register_entries.c.reverses_id,
    register_entries.c.reason,
    register_entries.c.person_id,
    register_entries.c.witness_id,
)
_ORDER = (register_entries.c.at, register_entries.c.recorded_at, register_entries.c.id)
_BY_ID = _ROW.where(register_entries.c.id == bindparam("the_row"))
_REVERSING = _ROW.where(register_entries.c.reverses_id == bindparam("the_row"))
_OF_DRAW = _ROW.where(register_entries.c.draw_id == bindparam("the_draw")).order_by(*_ORDER)
_OF_SESSION = _ROW.where(register_entries.c.session_id == bindparam("the_session")).order_by(
    *_ORDER
)
_BETWEEN = _ROW.where(
    register_entries.c.at >= bindparam("since"), register_entries.c.at < bindparam("until")
).order_by(*_ORDER)
# A reversing row takes its amount off again.
_SIGNED = case(
    (register_entries.c.reverses_id.is_(None), register_entries.c.amount_mg),
    else_=-register_entries.c.amount_mg,
)
_BY_LOT = select(
    register_entries.c.drug,
    register_entries.c.lot,
    register_entries.c.strength,
    register_entries.c.action,
    func.sum(_SIGNED).label("amount_mg"),
    func.max(register_entries.c.at).label("last_at"),
).group_by(
    register_entries.c.drug,
    register_entries.c.lot,
    register_entries.c.strength,
    register_entries.c.action,
)
_DRAW = func.coalesce(register_entries.c.draw_id, register_entries.c.id)
_LEFT = func.sum(case((register_entries.c.action == "drawn", _SIGNED), else_=-_SIGNED))
_OPEN_DRAWS = (
    select(_DRAW.label("draw_id"), _LEFT.label("left_mg"))
    .where(register_entries.c.action != "received")
    .group_by(_DRAW)
    .having(func.abs(_LEFT) >= bindparam("least"))
)
_NAMES = select(people.c.id, people.c.name)
_ADD = insert(register_entries)


def row(work: Reading, row_id: str) -> Row[Any] | None:
    """One row."""
    return work.one(_BY_ID, the_row=row_id)


def reversing(work: Reading, row_id: str) -> Row[Any] | None:
    """The row that reverses another one, if any does."""
    return work.one(_REVERSING, the_row=row_id)


def of_draw(work: Reading, draw_id: str) -> Sequence[Row[Any]]:
    """What became of one draw: given, wasted, returned, and the rows that reverse any of it."""
    return work.all(_OF_DRAW, the_draw=draw_id)


def of_session(work: Reading, session_id: str) -> Sequence[Row[Any]]:
    """The rows of one session."""
    return work.all(_OF_SESSION, the_session=session_id)


def between(work: Reading, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """The rows of a stretch of time."""
    return work.all(_BETWEEN, since=since, until=until)


def by_lot(work: Reading) -> Sequence[Row[Any]]:
    """The sum of each action of each lot, whatever its age."""
    return work.all(_BY_LOT)


def open_draws(work: Reading, least_mg: float) -> Sequence[Row[Any]]:
    """Every draw that is not accounted for, and how much of it is left."""
    return work.all(_OPEN_DRAWS, least=least_mg)


def names(work: Reading) -> dict[str, str]:
    """The names of the people of this clinic."""
    return {person.id: person.name for person in work.all(_NAMES)}


def add(work: Writing, values: Values) -> None:
    """Add a row."""
    work.change(_ADD, **values)
