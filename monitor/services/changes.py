"""Whether anything changed: the question every screen asks every second."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, permit
from monitor.services.house import House


def version(house: House, actor: Actor) -> int:
    """The clinic's version; it grows with every change, and reading it is one indexed row."""
    permit(actor, Permission.READ_BOARD)
    with house.reading(actor.clinic_id) as look:
        return look.version()
