"""The devices that a password has made known, as administrators see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from monitor.store.tables import devices, people, sign_ins
from monitor.store.work import Reading, Writing

_KNOWN = (
    select(devices.c.id, devices.c.registered_at, people.c.name)
    .join(
        people,
        (people.c.id == devices.c.registered_by) & (people.c.clinic_id == devices.c.clinic_id),
    )
    .where(devices.c.revoked_at.is_(None))
    .order_by(devices.c.registered_at, devices.c.id)
)
_ONE = _KNOWN.where(devices.c.id == bindparam("the_device"))
_USED = select(sign_ins.c.device_id, func.max(sign_ins.c.seen_at).label("used_at")).group_by(
    sign_ins.c.device_id
)
_REVOKE = (
    update(devices)
    .where(devices.c.id == bindparam("the_device"))
    .values(revoked_at=bindparam("now"))
)
_END_THERE = (
    update(sign_ins)
    .where(sign_ins.c.device_id == bindparam("the_device"), sign_ins.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"), ended_by="ended")
)


def known(work: Reading) -> Sequence[Row[Any]]:
    """Every known device with the name of who registered it, the oldest first."""
    return work.all(_KNOWN)


def last_used(work: Reading) -> dict[str, datetime]:
    """When somebody was last heard of on each device."""
    return {row.device_id: row.used_at for row in work.all(_USED)}


def device(work: Reading, device_id: str) -> Row[Any] | None:
    """One known device."""
    return work.one(_ONE, the_device=device_id)


def revoke(work: Writing, device_id: str, now: datetime) -> int:
    """Let nobody sign in there any more; answers how many sign-ins ended with it."""
    work.change(_REVOKE, the_device=device_id, now=now)
    return work.change(_END_THERE, the_device=device_id, now=now)
