"""Sheets of paper for the time without screens: what is known, and when the next sets are due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.due_ahead import DueRow, due_ahead
from monitor.errors import SessionClosed
from monitor.language.said import say
from monitor.services.folding import facts_of, head_row, view_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.views import SessionView
from monitor.services.watch import watch_of
from monitor.services.watch_views import Watch
from monitor.services.wording import chair_order
from monitor.store import clinics
from monitor.store import sessions as rows
from monitor.store.work import About, Reading


@dataclass(frozen=True, slots=True)
class Sheet:
    """One open session and every set that will be due in it, as far as is known now."""

    view: SessionView
    due: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a clinic at one instant, in the order of the chairs."""

    clinic_name: str
    zone: str
    at: datetime
    version: int
    demo: bool
    sheets: tuple[Sheet, ...] = ()
    watch: Watch = field(default_factory=Watch)


def read_sheets(
    house: House, actor: Actor, session_id: str | None = None, *, blank: bool = False
) -> Sheets:
    """The sheets of all open sessions, or of one; raises SessionClosed where nothing is due.

    A ``blank`` one asks for no session: only for the clinic, the duty and who prints.
    """
    permit(actor, Permission.READ_SESSION)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        clinic = clinics.the_clinic(look)
        found = [_sheet(house, look, row, now) for row in _heads(look, session_id, blank=blank)]
        watch = watch_of(house, look, now)
    note_look(house, actor, AuditAction.SHEETS_READ, About(session_id=session_id))
    found.sort(key=lambda sheet: chair_order(sheet.view.head.chair.label))
    return Sheets(clinic.name, clinic.zone, now, clinic.version, house.demo, tuple(found), watch)


def _heads(look: Reading, session_id: str | None, *, blank: bool) -> list[Row[Any]]:
    if blank:
        return []
    return list(rows.open_heads(look)) if session_id is None else [_open(look, session_id)]


def _open(look: Reading, session_id: str) -> Row[Any]:
    row = head_row(look, session_id)
    if row.closed_at is not None:
        raise SessionClosed(
            say("The session has ended: nothing is due in it, and it needs no sheet"),
            allowed=say("an open session"),
        )
    return row


def _sheet(house: House, look: Reading, row: Row[Any], now: datetime) -> Sheet:
    view = view_of(house, look, row, now)
    events = tuple(entry.event for entry in view.entries)
    return Sheet(view, due_ahead(view.protocol, facts_of(row), events, now))
