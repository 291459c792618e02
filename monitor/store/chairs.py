"""The chairs of a clinic, in the order of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from monitor.store.tables import chairs
from monitor.store.work import Reading, Values, Writing

_CHAIR = select(
    chairs.c.id,
    chairs.c.label,
    chairs.c.room,
    chairs.c.place,
    chairs.c.in_use,
    chairs.c.revision,
)
_ALL = _CHAIR.order_by(chairs.c.place, chairs.c.label)
_IN_USE = _ALL.where(chairs.c.in_use)
_ONE = _CHAIR.where(chairs.c.id == bindparam("chair_id"))
_ADD = insert(chairs)
_CHANGE = (
    update(chairs)
    .where(chairs.c.id == bindparam("the_chair"))
    .values(
        label=bindparam("new_label"),
        room=bindparam("new_room"),
        place=bindparam("new_place"),
        in_use=bindparam("now_in_use"),
        revision=chairs.c.revision + 1,
    )
)


def all_chairs(work: Reading) -> Sequence[Row[Any]]:
    """Every chair, those out of use too, in the order of the room."""
    return work.all(_ALL)


def chairs_in_use(work: Reading) -> Sequence[Row[Any]]:
    """The chairs that a patient can sit in, in the order of the room."""
    return work.all(_IN_USE)


def chair(work: Reading, chair_id: str) -> Row[Any] | None:
    """One chair."""
    return work.one(_ONE, chair_id=chair_id)


def add_chair(work: Writing, values: Values) -> None:
    """Put a chair into the room."""
    work.change(_ADD, **values, in_use=True, revision=1)


def change_chair(work: Writing, chair_id: str, values: Values) -> None:
    """Set ``label``, ``room``, ``place`` and ``in_use`` of a chair, and count the change."""
    work.change(
        _CHANGE,
        the_chair=chair_id,
        new_label=values["label"],
        new_room=values["room"],
        new_place=values["place"],
        now_in_use=values["in_use"],
    )
