"""Holds what moves with time against the facts that moved it: where a session is, who watches."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, or_, outerjoin, select

from monitor.store.findings import CHANGED, INSERTED, REMOVED, Fault
from monitor.store.tables import decisions, session_events, sessions, watch_changes, watches

_SEATED = ("session_started", "chair_changed")
"""Kinds of entry that say in which chair a session is."""


def rows_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Rows that say something else than the facts which the chain vouches for."""
    yield from _sessions_apart(connection, clinic_id)
    yield from _chairs_apart(connection, clinic_id)
    yield from _watches_apart(connection, clinic_id)


def _sessions_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Sessions whose row says another end or another length than their events and decision."""
    last = (
        select(session_events.c.session_id, func.max(session_events.c.seq).label("last"))
        .where(session_events.c.clinic_id == clinic_id)
        .group_by(session_events.c.session_id)
        .subquery()
    )
    whole = outerjoin(sessions, last, last.c.session_id == sessions.c.id).outerjoin(
        decisions,
        and_(
            decisions.c.session_id == sessions.c.id, decisions.c.clinic_id == sessions.c.clinic_id
        ),
    )
    length = sessions.c.last_seq != func.coalesce(last.c.last, 0)
    ended = (
        (func.coalesce(sessions.c.closed_to, "") != func.coalesce(decisions.c.closed_to, ""))
        | (sessions.c.closed_at != decisions.c.decided_at)
        | (sessions.c.closed_at.is_(None) != decisions.c.decided_at.is_(None))
    )
    apart = select(sessions.c.id, length.label("length")).select_from(whole)
    found = apart.where(sessions.c.clinic_id == clinic_id, or_(length, ended)).order_by(
        sessions.c.id
    )
    for row in connection.execute(found):
        columns = ("last_seq",) if row.length else ("closed_at", "closed_to")
        yield Fault(clinic_id, "sessions", CHANGED, f"id {row.id}", None, None, columns)


def _chairs_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Sessions in another chair than their entries put them into."""
    said = (
        select(session_events.c.session_id, session_events.c.body)
        .where(session_events.c.clinic_id == clinic_id, session_events.c.kind.in_(_SEATED))
        .order_by(session_events.c.session_id, session_events.c.seq)
    )
    seats: dict[str, object] = {}
    for row in connection.execute(said):
        chair = row.body.get("to_chair_id", row.body.get("chair_id"))
        if chair is not None:
            seats[row.session_id] = chair
    asked = select(sessions.c.id, sessions.c.chair_id).where(sessions.c.clinic_id == clinic_id)
    for row in connection.execute(asked.order_by(sessions.c.id)):
        if seats.get(row.id, row.chair_id) != row.chair_id:
            yield Fault(clinic_id, "sessions", CHANGED, f"id {row.id}", columns=("chair_id",))


def _watches_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Chairs that somebody else watches over, or since another time, than their changes say."""
    said = (
        select(watch_changes.c.chair_id, watch_changes.c.person_id, watch_changes.c.at)
        .where(watch_changes.c.clinic_id == clinic_id)
        .order_by(watch_changes.c.chair_id, watch_changes.c.seq)
    )
    last = {row.chair_id: (row.person_id, row.at) for row in connection.execute(said)}
    held = {chair: one for chair, one in last.items() if one[0] is not None}
    asked = select(watches.c.chair_id, watches.c.person_id, watches.c.since)
    there = {
        row.chair_id: (row.person_id, row.since)
        for row in connection.execute(asked.where(watches.c.clinic_id == clinic_id))
    }
    for chair in sorted(held.keys() | there.keys()):
        if held.get(chair) == there.get(chair):
            continue
        what = INSERTED if chair not in held else REMOVED if chair not in there else CHANGED
        yield Fault(clinic_id, "watches", what, f"chair_id {chair}")
