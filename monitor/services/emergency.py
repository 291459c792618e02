"""Emergency access: the record, for somebody who else may not read it, with a reason and a while.

It opens reading alone. It belongs to one sign-in and ends with it, and everything that is done
meanwhile says so in the audit. Somebody else must take note of each one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import IN_AN_EMERGENCY, Permission, may, permit
from monitor.errors import BadInput, Conflict, NotFound, NotPermitted
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.wording import LONGEST_REASON, reason_of
from monitor.store import clinics
from monitor.store import emergencies as rows
from monitor.store import people as people_rows
from monitor.store.work import About, Reading

__all__ = [
    "acknowledge_emergency",
    "count_unacknowledged",
    "end_emergency",
    "open_in_emergency",
    "read_emergencies",
]

SHORTEST_REASON = 10
REASON_ALLOWED = say(
    "{least} to {most} characters that say what happened, without a patient's name",
    least=SHORTEST_REASON,
    most=LONGEST_REASON,
)


@dataclass(frozen=True, slots=True)
class Access:
    """One emergency access; ``own`` marks those of the one who asks, who cannot take note of it."""

    id: str
    person_id: str
    name: str
    reason: str
    began_at: datetime
    until: datetime
    ended_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    running: bool
    own: bool


@dataclass(frozen=True, slots=True)
class EmergencyDesk:
    """What may be opened and for how long, and every access that there was lately."""

    zone: str
    now: datetime
    minutes: int
    may_open: bool
    running: Access | None
    accesses: tuple[Access, ...]


def read_emergencies(house: House, actor: Actor) -> EmergencyDesk:
    """Every emergency access that waits for a note, and the latest of the others."""
    permit(actor, Permission.REVIEW_EMERGENCY)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        found = {row.id: row for row in (*rows.waiting(look), *rows.latest(look))}
        zone = clinics.the_clinic(look).zone
        names = {row.id: row.name for row in people_rows.everybody(look)[0]}
    note_look(house, actor, AuditAction.EMERGENCIES_READ, About())
    seen = tuple(_seen(row, actor, now, names) for row in found.values())
    mine = actor.emergency.id if actor.emergency is not None else None
    return EmergencyDesk(
        zone=zone,
        now=now,
        minutes=round(house.emergency_lasts.total_seconds() / 60),
        may_open=may(actor, Permission.OPEN_IN_EMERGENCY) and not _reads_anyway(actor),
        running=next((one for one in seen if one.id == mine), None),
        accesses=tuple(sorted(seen, key=lambda one: one.began_at, reverse=True)),
    )


def count_unacknowledged(house: House, actor: Actor) -> int:
    """How many accesses of others wait for a note of the actor or a colleague."""
    permit(actor, Permission.REVIEW_EMERGENCY)
    with house.reading(actor.clinic_id) as look:
        return rows.count_waiting(look, actor.person_id)


def open_in_emergency(house: House, actor: Actor, reason: str) -> Access:
    """Open the records of the clinic to the actor, to read, for as long as the settings say.

    Raises BadInput for a reason that says nothing, Conflict for who may read them anyway or has
    opened them already.
    """
    permit(actor, Permission.OPEN_IN_EMERGENCY)
    if actor.sign_in_id is None:
        raise NotPermitted(say("An access token opens nothing in an emergency"))
    said = _checked(reason)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        if _reads_anyway(actor):
            raise Conflict(say("You may read the records anyway; nothing was opened"))
        if rows.running(work, actor.sign_in_id, now) is not None:
            raise Conflict(say("The records are open to you already; nothing was changed"))
        until = now + house.emergency_lasts
        access_id = str(uuid4())
        named = {"id": access_id, "person_id": actor.person_id, "sign_in_id": actor.sign_in_id}
        rows.open_access(work, {**named, "reason": said, "began_at": now, "until_at": until})
        detail = {"reason": said, "until": until.isoformat()}
        about = About(subject_id=access_id, detail=detail)
        work.audit(AuditAction.EMERGENCY_OPENED, now, actor, about)
        opened = _seen(_one(work, access_id), actor, now)
        work.commit()
    return opened


def end_emergency(house: House, actor: Actor) -> None:
    """Close before its time what the actor has opened."""
    permit(actor, Permission.OPEN_IN_EMERGENCY)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        running = rows.running(work, actor.sign_in_id or "", now)
        if running is None:
            raise Conflict(say("No records are open to you in an emergency"))
        rows.end(work, running.id, now)
        work.audit(AuditAction.EMERGENCY_ENDED, now, actor, About(subject_id=running.id))
        work.commit()


def acknowledge_emergency(house: House, actor: Actor, access_id: str) -> None:
    """Take note of an emergency access; nobody does so of their own."""
    permit(actor, Permission.REVIEW_EMERGENCY)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        row = _one(work, access_id)
        if row.person_id == actor.person_id:
            raise NotPermitted(
                say("Nobody acknowledges their own emergency access; nothing was saved"),
                allowed=say("another administrator, or an auditor"),
            )
        if row.acknowledged_at is not None:
            raise Conflict(say("It was acknowledged already; nothing was changed"))
        rows.acknowledge(work, access_id, actor.person_id, now)
        detail = {"person_id": row.person_id}
        about = About(subject_id=access_id, detail=detail)
        work.audit(AuditAction.EMERGENCY_ACKNOWLEDGED, now, actor, about)
        work.commit()


def _reads_anyway(actor: Actor) -> bool:
    """Whether the roles alone open what an emergency opens."""
    return actor.emergency is None and all(may(actor, one) for one in IN_AN_EMERGENCY)


def _checked(reason: str) -> str:
    said = reason_of(reason)
    if len(said) < SHORTEST_REASON:
        message = say("The reason says too little; nothing was opened")
        raise BadInput(message, field="reason", allowed=REASON_ALLOWED)
    return said


def _one(look: Reading, access_id: str) -> Row[Any]:
    row = rows.access(look, access_id)
    if row is None:
        raise NotFound(say("There is no such emergency access"), field="access_id")
    return row


def _seen(
    row: Row[Any], actor: Actor, now: datetime, names: Mapping[str, str] = MappingProxyType({})
) -> Access:
    return Access(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        reason=row.reason,
        began_at=row.began_at,
        until=row.until_at,
        ended_at=row.ended_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=names.get(row.acknowledged_by),
        running=row.ended_at is None and row.until_at > now,
        own=row.person_id == actor.person_id,
    )
