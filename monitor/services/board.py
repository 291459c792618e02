"""The room: every chair with its session, read in one indexed row while nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, may, permit
from monitor.services.folding import KEPT_IN_THE_ROOM_FOR, view_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.memory import Room, WatchRows
from monitor.services.tablets import shown, unsent_rows
from monitor.services.views import Board, BoardCard, Chair
from monitor.services.watch import watch_at
from monitor.services.watch_views import Watch
from monitor.store import audits, chairs, clinics, handovers, watches
from monitor.store import sessions as rows
from monitor.store.work import About, Reading

STAYS_AFTER_CLOSING = timedelta(minutes=60)
"""How long a closed session is shown in its chair, unless somebody else sits there."""


def read_board(house: House, actor: Actor) -> Board:
    """The room now: open sessions, those just closed, and the free chairs.

    Whoever may not read a session (an administrator) sees which chairs are taken, and no more.
    Whoever may not read the watch (an auditor) sees nobody's name beside them.
    """
    permit(actor, Permission.READ_BOARD)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        clinic = clinics.the_clinic(look)
        room = _room(house, look, clinic.version, now)
        if may(actor, Permission.READ_SESSION):
            cards = _cards(house, look, room, now)
        else:
            cards = _places(room)
    note_look(house, actor, AuditAction.BOARD_READ, About())
    reads_watch = may(actor, Permission.READ_WATCH)
    watch = watch_at(room.watch, now, house.emergency_phone) if reads_watch else Watch()
    tablets = shown(room.tablets, room.heads, actor, now)
    return Board(clinic.name, clinic.zone, now, clinic.version, house.demo, cards, watch, tablets)


def cards_of(house: House, look: Reading, now: datetime) -> tuple[BoardCard, ...]:
    """The chairs with their sessions."""
    return _cards(house, look, _room(house, look, look.version(), now), now)


def _room(house: House, look: Reading, version: int, now: datetime) -> Room:
    """The rows of the board; the same version means that none of them has changed."""
    kept = house.memory.room(look.clinic_id)
    if kept is not None and kept.version == version:
        return kept
    newest, _hash = audits.head(look)
    if kept is None or audits.erased_after(look, kept.audit_seq):
        house.memory.forget(look.clinic_id)
    closed = rows.closed_since(look, now - STAYS_AFTER_CLOSING)
    room = Room(
        version,
        chairs.chairs_in_use(look),
        (*closed, *rows.open_heads(look)),
        WatchRows(
            watches.all_watches(look), watches.duties_from(look, now), handovers.waiting(look)
        ),
        newest,
        unsent_rows(look),
    )
    house.memory.keep_room(look.clinic_id, room)
    return room


def _cards(house: House, look: Reading, room: Room, now: datetime) -> tuple[BoardCard, ...]:
    sitting, taken = _sitting(room.heads, now), _taken(room)
    return tuple(
        BoardCard(
            Chair(chair.id, chair.label, chair.room),
            view_of(house, look, sitting[chair.id], now, KEPT_IN_THE_ROOM_FOR)
            if chair.id in sitting
            else None,
            taken=chair.id in taken,
        )
        for chair in room.chairs
    )


def _places(room: Room) -> tuple[BoardCard, ...]:
    """The chairs without anything of the people who sit there."""
    taken = _taken(room)
    return tuple(
        BoardCard(
            Chair(chair.id, chair.label, chair.room),
            None,
            taken=chair.id in taken,
            readable=False,
        )
        for chair in room.chairs
    )


def _taken(room: Room) -> set[str]:
    return {row.chair_id for row in room.heads if row.closed_at is None}


def _sitting(heads: Sequence[Row[Any]], now: datetime) -> dict[str, Row[Any]]:
    """The session of each chair: the open one, else the one closed last in the last hour."""
    shown = [
        row for row in heads if row.closed_at is None or now - row.closed_at < STAYS_AFTER_CLOSING
    ]
    return {row.chair_id: row for row in shown}  # open ones stand last, and win
