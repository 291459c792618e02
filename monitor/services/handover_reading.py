"""From the rows of handovers to what is shown of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.access.roles import Role
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.folding import head_row, view_of
from monitor.services.handover_shown import (
    chair_now,
    changes_between,
    kept,
    mark,
    session_now,
)
from monitor.services.handover_views import (
    GIVEN,
    RECEIVED,
    ChairNow,
    HandoverChair,
    HandoverHead,
    HandoverSigned,
)
from monitor.services.house import House
from monitor.services.watch import watch_of
from monitor.services.watch_views import Named, Watch
from monitor.store import chairs as chair_rows
from monitor.store import handovers as rows
from monitor.store import people as people_rows
from monitor.store import sessions as session_rows
from monitor.store.work import Reading


class Room:
    """The chairs as they stand at one instant, each looked at when it is asked for."""

    def __init__(self, house: House, look: Reading, now: datetime) -> None:
        self._house, self._look, self.now = house, look, now
        self.watch: Watch = watch_of(house, look, now)
        self.labels = {row.id: row.label for row in chair_rows.all_chairs(look)}
        self.changes: list[datetime] = []

    def chair(self, chair_id: str, signed_at: datetime | None = None) -> ChairNow:
        """One chair; notes count from when it was last handed over before an instant."""
        label = self.labels.get(chair_id)
        if label is None:
            raise NotFound(say("There is no such chair in this clinic"), field="chair_id")
        session_id = session_rows.open_of_chair(self._look, chair_id)
        session = None
        if session_id is not None:
            row = head_row(self._look, session_id)
            view = view_of(self._house, self._look, row, self.now)
            since = rows.last_received_at(self._look, chair_id, signed_at or self.now)
            session = session_now(view, since)
            self.changes += [view.state.changes_at] if view.state.changes_at else []
        return chair_now(chair_id, label, self.now, self.watch.chairs.get(chair_id), session)

    def watched_by(self, person_id: str) -> list[str]:
        """The chairs that somebody answers for, in the order of the room."""
        watched = {
            chair_id for chair_id, one in self.watch.chairs.items() if one.person_id == person_id
        }
        return [chair_id for chair_id in self.labels if chair_id in watched]


def nurses_of(look: Reading) -> dict[str, Named]:
    """The nurses at work here who have a PIN to sign with, by id."""
    found = people_rows.with_pin(look)
    return {row.id: Named(row.id, row.name) for row in found if row.role == Role.NURSE}


def row_of(look: Reading, handover_id: str) -> Row[Any]:
    """A handover of this clinic, or NotFound."""
    row = rows.handover(look, handover_id)
    if row is None:
        raise NotFound(say("There is no such handover in this clinic"))
    return row


def heads_of(look: Reading, found: Sequence[Row[Any]]) -> tuple[HandoverHead, ...]:
    """Handovers as a list shows them."""
    ids = [row.id for row in found]
    labels: dict[str, list[str]] = {}
    for chair in rows.chairs_of(look, ids):
        labels.setdefault(chair.handover_id, []).append(chair.label)
    ended = {row.handover_id: row for row in rows.endings_of(look, ids)}
    return tuple(_head(row, labels.get(row.id, []), ended.get(row.id)) for row in found)


def given_chairs(look: Reading, head: HandoverHead, room: Room) -> tuple[HandoverChair, ...]:
    """The chairs of a handover, with how they stand now or were shown at the second signature."""
    listed = rows.chairs_of(look, [head.id])
    if head.ended is None:
        return tuple(_waiting_chair(row, head, room) for row in listed)
    (ending,) = rows.endings_of(look, [head.id])
    told = {one["shown"]["chair_id"]: one for one in ending.chairs}
    return tuple(_ended_chair(row, told.get(row.chair_id)) for row in listed)


def may_withdraw(head: HandoverHead, actor: Actor, room: Room, chair_ids: Sequence[str]) -> bool:
    """Whether the actor gave it, or answers for one of its chairs now, while it waits."""
    watched = room.watched_by(actor.person_id)
    is_own = head.giver_id == actor.person_id or any(one in watched for one in chair_ids)
    return head.waits and is_own and may(actor, Permission.HAND_OVER)


def signatures_of(head: HandoverHead, role: str) -> tuple[HandoverSigned, ...]:
    """The first signature, and the one that ended it."""
    first = HandoverSigned(head.giver_id, head.giver, role, GIVEN, head.signed_at)
    return (first, head.ended) if head.ended else (first,)


def _head(row: Row[Any], labels: list[str], ending: Row[Any] | None) -> HandoverHead:
    return HandoverHead(
        row.id,
        row.giver_id,
        row.giver,
        row.receiver_id,
        row.receiver,
        row.reason,
        row.signed_at,
        row.takes_back_id,
        tuple(labels),
        ending
        and HandoverSigned(ending.person_id, ending.name, ending.role, ending.how, ending.at),
    )


def _waiting_chair(row: Row[Any], head: HandoverHead, room: Room) -> HandoverChair:
    given, now = kept(row.shown), room.chair(row.chair_id, head.signed_at)
    return HandoverChair(
        row.chair_id, row.label, row.note, given, now, mark(now), changes_between(given, now)
    )


def _ended_chair(row: Row[Any], told: dict[str, Any] | None) -> HandoverChair:
    given = kept(row.shown)
    if told is None:
        return HandoverChair(row.chair_id, row.label, row.note, given)
    now = kept(told["shown"])
    changes = changes_between(given, now)
    return HandoverChair(
        row.chair_id, row.label, row.note, given, now, mark(now), changes, told["moved"]
    )


def is_received(head: HandoverHead) -> bool:
    """Whether the second signature was given."""
    return head.ended is not None and head.ended.meaning == RECEIVED
