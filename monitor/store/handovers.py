"""Handovers: given, received, withdrawn, and those that wait: the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select

from monitor.store.tables import (
    chairs,
    handover_chairs,
    handover_endings,
    handovers,
    open_handovers,
    people,
)
from monitor.store.work import Reading, Values, Writing

_givers, _receivers = people.alias("givers"), people.alias("receivers")
_giver = (_givers.c.id == handovers.c.giver_id) & (_givers.c.clinic_id == handovers.c.clinic_id)
_receiver = (_receivers.c.id == handovers.c.receiver_id) & (
    _receivers.c.clinic_id == handovers.c.clinic_id
)
_HANDOVER = (
    select(
        handovers,
        _givers.c.name.label("giver"),
        _receivers.c.name.label("receiver"),
    )
    .join(_givers, _giver)
    .join(_receivers, _receiver)
)
_ONE = _HANDOVER.where(handovers.c.id == bindparam("the_handover"))
_BETWEEN = _HANDOVER.where(
    handovers.c.signed_at >= bindparam("begins"), handovers.c.signed_at < bindparam("ends")
).order_by(handovers.c.signed_at.desc(), handovers.c.id.desc())
_of_handover = (handovers.c.id == open_handovers.c.handover_id) & (
    handovers.c.clinic_id == open_handovers.c.clinic_id
)
_OPEN = (
    select(
        open_handovers.c.chair_id,
        handovers.c.id,
        handovers.c.giver_id,
        _givers.c.name.label("giver"),
        handovers.c.receiver_id,
        _receivers.c.name.label("receiver"),
        handovers.c.reason,
        handovers.c.signed_at,
    )
    .select_from(open_handovers)
    .join(handovers, _of_handover)
    .join(_givers, _giver)
    .join(_receivers, _receiver)
)
_of_chair = (chairs.c.id == handover_chairs.c.chair_id) & (
    chairs.c.clinic_id == handover_chairs.c.clinic_id
)
_CHAIRS = (
    select(handover_chairs, chairs.c.label)
    .join(chairs, _of_chair)
    .where(handover_chairs.c.handover_id.in_(bindparam("handovers", expanding=True)))
    .order_by(chairs.c.place, chairs.c.label)
)
_ending_person = (people.c.id == handover_endings.c.person_id) & (
    people.c.clinic_id == handover_endings.c.clinic_id
)
_ENDINGS = (
    select(handover_endings, people.c.name)
    .join(people, _ending_person)
    .where(handover_endings.c.handover_id.in_(bindparam("handovers", expanding=True)))
)
_ending_of_chair = (handover_endings.c.handover_id == handover_chairs.c.handover_id) & (
    handover_endings.c.clinic_id == handover_chairs.c.clinic_id
)
_LAST = (
    select(handover_endings.c.at)
    .join(handover_chairs, _ending_of_chair)
    .where(
        handover_chairs.c.chair_id == bindparam("the_chair"),
        handover_endings.c.how == "received",
        handover_endings.c.at < bindparam("before"),
    )
    .order_by(handover_endings.c.at.desc())
    .limit(1)
)
_ADD = insert(handovers)
_ADD_CHAIR = insert(handover_chairs)
_ADD_ENDING = insert(handover_endings)
_WAIT = insert(open_handovers)
_WAIT_NO_MORE = delete(open_handovers).where(
    open_handovers.c.handover_id == bindparam("the_handover")
)


def handover(work: Reading, handover_id: str) -> Row[Any] | None:
    """One handover with the names of both nurses."""
    return work.one(_ONE, the_handover=handover_id)


def between(work: Reading, begins: datetime, ends: datetime) -> Sequence[Row[Any]]:
    """Those given from one instant till before another, the latest first."""
    return work.all(_BETWEEN, begins=begins, ends=ends)


def waiting(work: Reading) -> Sequence[Row[Any]]:
    """A row for each chair that waits in a handover."""
    return work.all(_OPEN)


def chairs_of(work: Reading, handover_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The chairs of handovers with what was shown of them, in the order of the room."""
    return work.all(_CHAIRS, handovers=list(handover_ids)) if handover_ids else ()


def endings_of(work: Reading, handover_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """How handovers ended, with the name of who ended each; nothing for one that waits."""
    return work.all(_ENDINGS, handovers=list(handover_ids)) if handover_ids else ()


def last_received_at(work: Reading, chair_id: str, before: datetime) -> datetime | None:
    """When a chair was last handed over before an instant."""
    row = work.one(_LAST, the_chair=chair_id, before=before)
    return row.at if row else None


def add(work: Writing, values: Values, listed: Sequence[Values]) -> None:
    """Keep a handover with its chairs; it waits for the second signature."""
    work.change(_ADD, **values)
    work.change_many(_ADD_CHAIR, [{**each, "handover_id": values["id"]} for each in listed])
    waits = [{"chair_id": each["chair_id"], "handover_id": values["id"]} for each in listed]
    work.change_many(_WAIT, waits)


def end(work: Writing, handover_id: str, values: Values) -> None:
    """Keep how a handover ended; it waits no more."""
    work.change(_ADD_ENDING, handover_id=handover_id, **values)
    work.change(_WAIT_NO_MORE, the_handover=handover_id)
