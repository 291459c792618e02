"""What devices are called, and what each said last of its unsent entries: the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from monitor.store.tables import devices
from monitor.store.work import Reading, Values, Writing

_ALL = select(devices.c.id, devices.c.name).order_by(devices.c.registered_at, devices.c.id)
_UNSENT = select(
    devices.c.id,
    devices.c.name,
    devices.c.unsent,
    devices.c.asking,
    devices.c.oldest_at,
    devices.c.said_at,
    devices.c.unsent_in,
).where(devices.c.unsent > 0)
_NAME = (
    update(devices)
    .where(devices.c.id == bindparam("the_device"))
    .values(name=bindparam("new_name"))
)
_REPORT = (
    update(devices)
    .where(devices.c.id == bindparam("the_device"))
    .values(
        unsent=bindparam("count"),
        asking=bindparam("asked"),
        oldest_at=bindparam("since"),
        said_at=bindparam("now"),
        unsent_in=bindparam("places"),
    )
)


def all_devices(work: Reading) -> Sequence[Row[Any]]:
    """Every device that was ever made known, the first one first."""
    return work.all(_ALL)


def with_unsent(work: Reading) -> Sequence[Row[Any]]:
    """Those that said last that entries lie unsent on them."""
    return work.all(_UNSENT)


def name(work: Writing, device_id: str, said: str) -> None:
    """Call a device something else."""
    work.change(_NAME, the_device=device_id, new_name=said)


def report(work: Writing, device_id: str, values: Values) -> None:
    """Keep what a device says of its unsent entries, in the place of what it said before."""
    work.change(_REPORT, the_device=device_id, **values)
