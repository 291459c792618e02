"""Who is signed in where, and ending it: a tablet left behind, a person who has gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.admin_views import OpenSignIn
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.sign_in import SIGN_IN_LASTS
from monitor.services.tablets import names
from monitor.store import sign_ins as rows
from monitor.store.work import About

ENDED = "ended"
"""How the row of a sign-in says that somebody has ended it from elsewhere."""


def list_sign_ins(house: House, actor: Actor) -> tuple[OpenSignIn, ...]:
    """The sign-ins that still open doors, the one heard of last first."""
    permit(actor, Permission.MANAGE_SIGN_INS)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        found = rows.open_sign_ins(look)
        called = names(look)
    note_look(house, actor, AuditAction.PEOPLE_READ, About())
    return listed(found, called, house, actor, now)


def listed(
    found: Iterable[Row[Any]],
    called: Mapping[str, tuple[str, int]],
    house: House,
    actor: Actor,
    now: datetime,
) -> tuple[OpenSignIn, ...]:
    """Those of the sign-ins that still open doors; ``called`` names the devices."""
    return tuple(
        OpenSignIn(
            id=row.id,
            person_id=row.person_id,
            name=row.name,
            device_id=row.device_id,
            began_at=row.began_at,
            seen_at=row.seen_at,
            own=row.id == actor.sign_in_id,
            device_name=called[row.device_id][0],
            device_number=called[row.device_id][1],
        )
        for row in found
        if _lives(house, row, now)
    )


def end_sign_in(house: House, actor: Actor, sign_in_id: str) -> None:
    """End somebody's sign-in; what lies unsent on their tablet stays there."""
    permit(actor, Permission.MANAGE_SIGN_INS)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        row = rows.open_sign_in(work, sign_in_id)
        if row is None:
            raise NotFound(say("There is no such sign-in any more"), field="sign_in_id")
        rows.end_sign_in(work, sign_in_id, now, ENDED)
        detail = {"person_id": row.person_id, "device_id": row.device_id}
        about = About(subject_id=sign_in_id, detail=detail)
        work.audit(AuditAction.SIGN_IN_ENDED, now, actor, about)
        work.commit()


def _lives(house: House, row: Row[Any], now: datetime) -> bool:
    idle, age = now - row.seen_at, now - row.began_at
    return bool(idle <= house.idle_after and age <= SIGN_IN_LASTS)
