"""The chairs of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import ChairTaken, ChangedMeanwhile, Conflict, NotFound
from monitor.language.said import say
from monitor.services.admin_views import ChairKept
from monitor.services.house import House
from monitor.services.revisions import require_seen
from monitor.services.views import Chair
from monitor.services.wording import plain
from monitor.store import chairs as rows
from monitor.store import sessions
from monitor.store.work import About, Reading, Writing

LONGEST_LABEL = 20
"""It stands on a small square on the board."""


def list_chairs(house: House, actor: Actor) -> tuple[Chair, ...]:
    """Every chair in use, in the order of the room."""
    permit(actor, Permission.READ_CHAIRS)
    with house.reading(actor.clinic_id) as look:
        return tuple(Chair(row.id, row.label, row.room) for row in rows.chairs_in_use(look))


def read_room(house: House, actor: Actor) -> tuple[ChairKept, ...]:
    """Every chair there is, those out of use too, in the order of the room."""
    permit(actor, Permission.MANAGE_CHAIRS)
    with house.reading(actor.clinic_id) as look:
        return tuple(_seen(look, row) for row in rows.all_chairs(look))


def add_chair(house: House, actor: Actor, label: str, room: str = "") -> Chair:
    """Put a chair at the end of the room."""
    permit(actor, Permission.MANAGE_CHAIRS)
    chair = Chair(str(uuid4()), _label(label), _room(room))
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        there = rows.all_chairs(work)
        _require_new(there, chair.label)
        place = 1 + max((row.place for row in there), default=0)
        values = {"id": chair.id, "label": chair.label, "room": chair.room, "place": place}
        rows.add_chair(work, values)
        detail = {"before": None, "after": {"label": chair.label, "room": chair.room}}
        work.audit(AuditAction.CHAIR_ADDED, now, actor, About(subject_id=chair.id, detail=detail))
        work.commit()
    return chair


def change_chair(  # noqa: PLR0913, PLR0917  (who, which, what and over which revision)
    house: House, actor: Actor, chair_id: str, label: str, room: str, revision: int
) -> ChairKept:
    """Give a chair another label or room; sessions in it, open and past, show the new one."""
    permit(actor, Permission.MANAGE_CHAIRS)
    values = {"label": _label(label), "room": _room(room)}
    with house.writing(actor.clinic_id) as work:
        row = _chair(work, chair_id, revision)
        _require_new([one for one in rows.all_chairs(work) if one.id != row.id], values["label"])
        return _kept(house, work, actor, row, values, AuditAction.CHAIR_CHANGED)


def order_chairs(
    house: House, actor: Actor, order: Sequence[tuple[str, int]]
) -> tuple[ChairKept, ...]:
    """Put the chairs into this order: each chair once, with the revision that was seen."""
    permit(actor, Permission.MANAGE_CHAIRS)
    with house.writing(actor.clinic_id) as work:
        there = {row.id: row for row in rows.all_chairs(work)}
        if sorted(chair_id for chair_id, _ in order) != sorted(there):
            raise ChangedMeanwhile(
                say("These are not the chairs of the room any more; nothing was saved"),
                field="chairs",
                allowed=say("each chair of the room once; load it afresh"),
            )
        for chair_id, revision in order:
            _require_seen(there[chair_id], revision)
        for place, (chair_id, _) in enumerate(order, start=1):
            rows.change_chair(work, chair_id, {**_settings(there[chair_id]), "place": place})
        labels = [there[chair_id].label for chair_id, _ in order]
        detail = {"before": [row.label for row in there.values()], "after": labels}
        work.audit(AuditAction.CHAIRS_ORDERED, house.clock(), actor, About(detail=detail))
        work.commit()
        return tuple(_seen(work, row) for row in rows.all_chairs(work))


def take_out_of_use(house: House, actor: Actor, chair_id: str, revision: int) -> ChairKept:
    """Take a chair off the board; never while an open session is in it."""
    permit(actor, Permission.MANAGE_CHAIRS)
    with house.writing(actor.clinic_id) as work:
        row = _chair(work, chair_id, revision)
        if not row.in_use:
            raise Conflict(
                say("Chair {label} is out of use already; nothing was changed", label=row.label)
            )
        if sessions.open_of_chair(work, chair_id) is not None:
            raise ChairTaken(
                say("Chair {label} holds an open session; it stays in use", label=row.label),
                field="chair_id",
                allowed=say("once the session in it has ended"),
            )
        return _kept(house, work, actor, row, {"in_use": False}, AuditAction.CHAIR_TAKEN_OUT)


def bring_chair_back(house: House, actor: Actor, chair_id: str, revision: int) -> ChairKept:
    """Put a chair that was out of use back on the board."""
    permit(actor, Permission.MANAGE_CHAIRS)
    with house.writing(actor.clinic_id) as work:
        row = _chair(work, chair_id, revision)
        if row.in_use:
            raise Conflict(
                say("Chair {label} is in use already; nothing was changed", label=row.label)
            )
        return _kept(house, work, actor, row, {"in_use": True}, AuditAction.CHAIR_BROUGHT_BACK)


def _label(said: str) -> str:
    return plain(said, "label", LONGEST_LABEL)


def _room(said: str) -> str:
    return plain(said, "room") if said.strip() else ""


def _require_new(there: Sequence[Row[Any]], label: str) -> None:
    for row in there:
        if row.label.casefold() == label.casefold():
            raise Conflict(
                say("There is a chair {label} already", label=row.label)
                if row.in_use
                else say("There is a chair {label} already, out of use", label=row.label),
                field="label",
            )


def _chair(work: Writing, chair_id: str, revision: int) -> Row[Any]:
    row = rows.chair(work, chair_id)
    if row is None:
        raise NotFound(say("There is no such chair in this clinic"), field="chair_id")
    _require_seen(row, revision)
    return row


def _require_seen(row: Row[Any], revision: int) -> None:
    require_seen(say("Chair {label}", label=row.label), revision, row.revision)


def _settings(row: Row[Any]) -> dict[str, Any]:
    return {key: getattr(row, key) for key in ("label", "room", "place", "in_use")}


def _seen(look: Reading, row: Row[Any]) -> ChairKept:
    occupied = sessions.open_of_chair(look, row.id) is not None
    return ChairKept(row.id, row.label, row.room, row.in_use, occupied, row.revision)


def _kept(  # noqa: PLR0913, PLR0917  (one step of three use cases)
    house: House,
    work: Writing,
    actor: Actor,
    row: Row[Any],
    values: dict[str, Any],
    action: AuditAction,
) -> ChairKept:
    """Change a chair, write down what it was and what it is, and make it last."""
    before, after = _settings(row), {**_settings(row), **values}
    rows.change_chair(work, row.id, after)
    about = About(subject_id=row.id, detail={"before": before, "after": after})
    work.audit(action, house.clock(), actor, about)
    work.commit()
    occupied = sessions.open_of_chair(work, row.id) is not None
    return ChairKept(
        row.id, after["label"], after["room"], after["in_use"], occupied, row.revision + 1
    )
