"""The chairs of a clinic, in the order of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from monitor.store.tables import chairs
from monitor.store.work import Reading, Values, Writing

_ALL = select(chairs.c.id, chairs.c.label, chairs.c.room, chairs.c.place).order_by(
    chairs.c.place, chairs.c.label
)
_ONE = select(chairs.c.id, chairs.c.label, chairs.c.room).where(
    chairs.c.id == bindparam("chair_id")
)
_ADD = insert(chairs)


def all_chairs(work: Reading) -> Sequence[Row[Any]]:
    """Every chair, in the order of the room."""
    return work.all(_ALL)


def chair(work: Reading, chair_id: str) -> Row[Any] | None:
    """One chair."""
    return work.one(_ONE, chair_id=chair_id)


def add_chair(work: Writing, values: Values) -> None:
    """Put a chair into the room."""
    work.change(_ADD, **values)
