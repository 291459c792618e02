"""A session's events, as they came in; and the receipts for what was acknowledged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from monitor.store.tables import people, receipts, session_events
from monitor.store.work import Reading, Values, Writing

_EVENT = select(
    session_events.c.session_id,
    session_events.c.seq,
    session_events.c.id,
    session_events.c.kind,
    session_events.c.at,
    session_events.c.claimed_at,
    session_events.c.tablet_recorded_at,
    session_events.c.tablet_skew_seconds,
    session_events.c.received_at,
    session_events.c.by_role,
    session_events.c.device_id,
    session_events.c.body,
    session_events.c.person_id,
    people.c.name.label("person_name"),
).join(
    people,
    (people.c.id == session_events.c.person_id)
    & (people.c.clinic_id == session_events.c.clinic_id),
)
_AFTER = _EVENT.where(
    session_events.c.session_id == bindparam("the_session"),
    session_events.c.seq > bindparam("after"),
).order_by(session_events.c.seq)
_ADD = insert(session_events)
_RECEIPT = select(
    receipts.c.session_id,
    receipts.c.person_id,
    receipts.c.body_hash,
    receipts.c.event_ids,
    receipts.c.received_at,
).where(receipts.c.key == bindparam("the_key"))
_ADD_RECEIPT = insert(receipts)


def events_after(work: Reading, session_id: str, seq: int = 0) -> Sequence[Row[Any]]:
    """The events of one session after a sequence number, in the order in which they came."""
    return work.all(_AFTER, the_session=session_id, after=seq)


def add_events(work: Writing, rows: Sequence[Values]) -> None:
    """Add events at the end of their session."""
    work.change_many(_ADD, rows)


def receipt(work: Reading, key: str) -> Row[Any] | None:
    """What was answered under an idempotency key."""
    return work.one(_RECEIPT, the_key=key)


def add_receipt(work: Writing, values: Values) -> None:
    """Keep what is about to be acknowledged."""
    work.change(_ADD_RECEIPT, **values)
