"""A session moves to another chair: the old one is free and the new one taken in one step."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, may, permit
from monitor.clinical.event import Event
from monitor.errors import BadInput, ChairTaken, ChangedMeanwhile, Conflict, NotFound, SessionClosed
from monitor.language.said import say
from monitor.services.entries import CHAIR_CHANGED, Entry, append
from monitor.services.folding import head_row, record_of, view_of
from monitor.services.house import House
from monitor.services.views import NewChair, SessionView
from monitor.services.watch import TAKEN, watch_of
from monitor.services.watch_views import Watch
from monitor.services.wording import reason_of
from monitor.store import chairs as chair_rows
from monitor.store import sessions as rows
from monitor.store import watches
from monitor.store.work import About, Writing


def move_to_chair(house: House, actor: Actor, session_id: str, new: NewChair) -> SessionView:
    """Move an open session to a free chair, with a reason; who answers for it there is confirmed.

    The nurse of the new chair answers for it; where nobody watches over that one, the mover or
    the nurse of the old chair does from now on.
    """
    permit(actor, Permission.CHANGE_CHAIR)
    reason = reason_of(new.reason)
    with house.writing(actor.clinic_id) as work:
        now = house.clock()
        row = head_row(work, session_id)
        chair = _free(work, row, new)
        watch = watch_of(house, work, now)
        name = _responsible(actor, watch, new, row, chair)
        if not rows.move(work, session_id, new.from_chair_id, chair.id):
            raise _moved_already(row)
        if chair.id not in watch.chairs:
            values = {"at": now, "set_by": actor.person_id, "why": TAKEN}
            watches.set_watch(work, chair.id, new.responsible_id, values)
        record = record_of(house, work, row)
        told = {
            "from_chair_id": row.chair_id,
            "from_chair": row.chair_label,
            "to_chair_id": chair.id,
            "to_chair": chair.label,
            "reason": reason,
            "responsible_id": new.responsible_id,
            "responsible": name,
        }
        place = record.last_seq + 1
        event = Event(CHAIR_CHANGED, now, now, told, str(uuid4()), actor.by, place)
        longer = append(work, actor, session_id, record, [Entry(event, now)])
        detail = {key: told[key] for key in ("from_chair_id", "to_chair_id", "responsible_id")}
        about = About(session_id=session_id, detail=detail)
        work.audit(AuditAction.SESSION_MOVED, now, actor, about)
        work.commit()
    house.memory.keep_record((actor.clinic_id, session_id), longer)
    with house.reading(actor.clinic_id) as look:
        return view_of(house, look, head_row(look, session_id), now)


def _free(work: Writing, row: Row[Any], new: NewChair) -> Row[Any]:
    """The chair to move to; refuses what is taken, out of use, or was looked at too long ago."""
    if row.closed_at is not None:
        raise SessionClosed(say("The session has ended already; nobody was moved"))
    chair = chair_rows.chair(work, new.chair_id)
    if chair is None:
        raise NotFound(say("There is no such chair in this clinic"), field="chair_id")
    if row.chair_id != new.from_chair_id:
        raise _moved_already(row)
    if chair.id == row.chair_id:
        raise BadInput(
            say("The session is in chair {label} already; nobody was moved", label=chair.label),
            field="chair_id",
            allowed=say("another chair that is free"),
        )
    if not chair.in_use:
        raise Conflict(
            say("Chair {label} is out of use; nobody was moved", label=chair.label),
            field="chair_id",
            allowed=say("a chair in use"),
        )
    if rows.open_of_chair(work, chair.id) is not None:
        raise ChairTaken(
            say("Chair {label} holds an open session; nobody was moved", label=chair.label),
            field="chair_id",
            allowed=say("a free chair"),
        )
    return chair


def _moved_already(row: Row[Any]) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        say("The session is in chair {label} now; nobody was moved", label=row.chair_label),
        field="from_chair_id",
        allowed=say("look again, then move"),
    )


def _responsible(actor: Actor, watch: Watch, new: NewChair, row: Row[Any], chair: Row[Any]) -> str:
    """The name of who answers for the new chair, as it was confirmed."""
    there, before = watch.chairs.get(chair.id), watch.chairs.get(row.chair_id)
    if there is not None:
        if there.person_id != new.responsible_id:
            raise ChangedMeanwhile(
                say(
                    "{name} watches over chair {label}; nobody was moved",
                    name=there.name,
                    label=chair.label,
                ),
                field="responsible_id",
                allowed=say("confirm who watches over the new chair"),
            )
        return there.name
    if new.responsible_id == actor.person_id and may(actor, Permission.WATCH_CHAIR):
        return actor.name
    if before is not None and new.responsible_id == before.person_id:
        return before.name
    raise BadInput(
        say("Nobody watches over chair {label}; say who does", label=chair.label),
        field="responsible_id",
        allowed=say("yourself, or who watches over the chair now"),
    )
