"""The watch: each chair has a responsible nurse, each shift a physician with a phone number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.errors import BadInput, NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.identities import ordered_id
from monitor.services.memory import WatchRows
from monitor.services.watch_views import (
    Duty,
    Named,
    NewDuty,
    Responsible,
    WaitingHandover,
    Watch,
)
from monitor.services.wording import PHONE_ALLOWED, check_phone
from monitor.store import chairs as chair_rows
from monitor.store import handovers
from monitor.store import watches as rows
from monitor.store.work import About, Reading, Writing

LONGEST_DUTY = timedelta(hours=36)
FARTHEST_AHEAD = timedelta(days=31)
TAKEN, RELEASED = "taken", "released"


def read_watch(house: House, actor: Actor) -> Watch:
    """Who watches over which chair, and who is on duty."""
    permit(actor, Permission.READ_WATCH)
    with house.reading(actor.clinic_id) as look:
        return watch_of(house, look, house.clock())


def watch_of(house: House, look: Reading, now: datetime) -> Watch:
    """The watch as it stands at an instant."""
    found = WatchRows(rows.all_watches(look), rows.duties_from(look, now), handovers.waiting(look))
    return watch_at(found, now, house.emergency_phone)


def watch_at(found: WatchRows, now: datetime, emergency: str) -> Watch:
    """The watch from its rows, the duty set last standing first."""
    chairs = {
        row.chair_id: Responsible(row.person_id, row.name, row.since) for row in found.watches
    }
    duties = [_duty(row) for row in found.duties if row.until_at > now]
    current = next((duty for duty in duties if duty.from_at <= now), None)
    coming = sorted((duty for duty in duties if duty.from_at > now), key=lambda one: one.from_at)
    waiting = {row.chair_id: _waiting(row) for row in found.handovers}
    return Watch(chairs, current, tuple(coming), emergency, waiting)


def list_physicians(house: House, actor: Actor) -> tuple[Named, ...]:
    """The physicians who can be put on duty."""
    permit(actor, Permission.READ_WATCH)
    with house.reading(actor.clinic_id) as look:
        return tuple(
            Named(row.id, row.name, row.phone) for row in rows.holding(look, Role.PHYSICIAN.value)
        )


def take_chairs(house: House, actor: Actor, chair_ids: Sequence[str]) -> Watch:
    """Take the watch over chairs; whoever held one before holds it no more."""
    permit(actor, Permission.WATCH_CHAIR)
    return _set(house, actor, chair_ids, actor.person_id, TAKEN)


def release_chairs(house: House, actor: Actor, chair_ids: Sequence[str]) -> Watch:
    """Give back the watch over chairs that were one's own; nobody holds them until taken."""
    permit(actor, Permission.WATCH_CHAIR)
    return _set(house, actor, chair_ids, None, RELEASED)


def set_duty(house: House, actor: Actor, new: NewDuty) -> Duty:
    """Put a physician on duty with a number to call; of several the one set last counts."""
    permit(actor, Permission.SET_DUTY)
    now = house.clock()
    phone = _phone(new.phone)
    _check_span(new, now)
    with house.writing(actor.clinic_id) as work:
        names = {row.id: row.name for row in rows.holding(work, Role.PHYSICIAN.value)}
        if new.person_id not in names:
            raise NotFound(say("There is no such physician in this clinic"))
        values = {
            "id": ordered_id(now),
            "person_id": new.person_id,
            "phone": phone,
            "from_at": new.from_at,
            "until_at": new.until_at,
            "set_at": now,
            "set_by": actor.person_id,
        }
        rows.add_duty(work, values)
        detail = {"from_at": new.from_at.isoformat(), "until_at": new.until_at.isoformat()}
        about = About(subject_id=new.person_id, detail=detail)
        work.audit(AuditAction.DUTY_SET, now, actor, about)
        work.commit()
    return Duty(new.person_id, names[new.person_id], phone, new.from_at, new.until_at)


def _set(
    house: House, actor: Actor, chair_ids: Sequence[str], person_id: str | None, why: str
) -> Watch:
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        known = {row.id for row in chair_rows.all_chairs(work)}
        if why == RELEASED:
            _check_own(work, actor, chair_ids)
        _check_chairs(chair_ids, known)
        for chair_id in dict.fromkeys(chair_ids):
            values = {"at": now, "set_by": actor.person_id, "why": why}
            rows.set_watch(work, chair_id, person_id, values)
        action = AuditAction.CHAIR_RELEASED if why == RELEASED else AuditAction.CHAIR_TAKEN
        work.audit(action, now, actor, About(detail={"chairs": list(chair_ids)}))
        work.commit()
        return watch_of(house, work, now)


def _check_own(work: Writing, actor: Actor, chair_ids: Sequence[str]) -> None:
    # Inside the change: somebody may be taking the watch over at this very moment.
    held = {row.chair_id for row in rows.all_watches(work) if row.person_id == actor.person_id}
    if foreign := [chair for chair in chair_ids if chair not in held]:
        raise BadInput(
            say("Only chairs that you watch over can be given back; nothing was saved"),
            field="chair_ids",
            allowed=say("{number} of these are not yours", number=len(foreign)),
        )


def _check_chairs(chair_ids: Sequence[str], known: set[str]) -> None:
    if not chair_ids:
        raise BadInput(
            say("No chair was chosen; nothing was saved"),
            field="chair_ids",
            allowed=say("one chair or more"),
        )
    if any(chair not in known for chair in chair_ids):
        raise NotFound(say("There is no such chair in this clinic"))


def _check_span(new: NewDuty, now: datetime) -> None:
    if any(at.tzinfo is None for at in (new.from_at, new.until_at)):
        raise BadInput(
            say("An instant without an offset is refused; nothing was saved"),
            field="from_at",
            allowed=say("an instant with an offset"),
        )
    too_long = new.until_at - new.from_at > LONGEST_DUTY
    if new.until_at <= max(new.from_at, now) or too_long or new.from_at > now + FARTHEST_AHEAD:
        raise BadInput(
            say("This cannot be a duty; nothing was saved"),
            field="until_at",
            allowed=say(
                "an end after its beginning and after now, at most {hours} h later, "
                "beginning within {days} days",
                hours=int(LONGEST_DUTY / timedelta(hours=1)),
                days=FARTHEST_AHEAD.days,
            ),
        )


def _phone(said: str) -> str:
    if phone := check_phone(said):
        return phone
    raise BadInput(
        say("A physician on duty needs a phone number; nothing was saved"),
        field="phone",
        allowed=PHONE_ALLOWED,
    )


def _waiting(row: Row[Any]) -> WaitingHandover:
    return WaitingHandover(
        row.id, row.giver_id, row.giver, row.receiver_id, row.receiver, row.reason, row.signed_at
    )


def _duty(row: Row[Any]) -> Duty:
    return Duty(row.person_id, row.name, row.phone, row.from_at, row.until_at)
