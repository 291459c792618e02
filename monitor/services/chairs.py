"""The chairs of the room."""

from __future__ import annotations

from uuid import uuid4

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import Conflict
from monitor.services.house import House
from monitor.services.views import Chair
from monitor.services.wording import plain
from monitor.store import chairs as rows
from monitor.store.work import About


def list_chairs(house: House, actor: Actor) -> tuple[Chair, ...]:
    """Every chair, in the order of the room."""
    permit(actor, Permission.READ_CHAIRS)
    with house.reading(actor.clinic_id) as look:
        return tuple(Chair(row.id, row.label, row.room) for row in rows.all_chairs(look))


def add_chair(house: House, actor: Actor, label: str, room: str = "") -> Chair:
    """Put a chair at the end of the room."""
    permit(actor, Permission.MANAGE_CHAIRS)
    chair = Chair(str(uuid4()), plain(label, "label"), plain(room, "room") if room else "")
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        there = rows.all_chairs(work)
        if any(row.label == chair.label for row in there):
            raise Conflict(f"There is a chair {chair.label} already", field="label")
        place = 1 + max((row.place for row in there), default=0)
        values = {"id": chair.id, "label": chair.label, "room": chair.room, "place": place}
        rows.add_chair(work, values)
        work.audit(AuditAction.CHAIR_ADDED, now, actor, About(subject_id=chair.id))
        work.commit()
    return chair
