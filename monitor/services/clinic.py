"""The clinic's name and zone."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.admin_views import ClinicKept
from monitor.services.house import House
from monitor.services.revisions import require_seen
from monitor.services.wording import plain
from monitor.store import clinics as rows
from monitor.store.work import About


def read_clinic_settings(house: House, actor: Actor) -> ClinicKept:
    """The clinic's settings as they stand."""
    permit(actor, Permission.MANAGE_CLINIC)
    with house.reading(actor.clinic_id) as look:
        row = rows.the_clinic(look)
    return clinic_kept(row)


def clinic_kept(row: Row[Any]) -> ClinicKept:
    """The settings in the clinic's row."""
    roles = frozenset(Role(role) for role in row.second_factor_roles or ())
    return ClinicKept(row.name, row.zone, row.revision, roles)


def change_clinic(house: House, actor: Actor, name: str, zone: str, revision: int) -> ClinicKept:
    """Give the clinic another name or zone; instants are kept in UTC and stay as they are."""
    permit(actor, Permission.MANAGE_CLINIC)
    after = {"name": plain(name, "name"), "zone": check_zone(zone)}
    with house.writing(actor.clinic_id) as work:
        row = rows.the_clinic(work)
        require_seen(say("The clinic"), revision, row.revision)
        rows.change_clinic(work, after["name"], after["zone"])
        detail = {"before": {"name": row.name, "zone": row.zone}, "after": after}
        work.audit(AuditAction.CLINIC_CHANGED, house.clock(), actor, About(detail=detail))
        kept = clinic_kept(rows.the_clinic(work))
        work.commit()
    return kept


def check_zone(zone: str) -> str:
    """A zone that the time-zone database knows."""
    if zone not in zones():
        allowed = say("a zone such as America/Los_Angeles")
        raise BadInput(say("{zone!r} is no zone", zone=zone[:60]), field="zone", allowed=allowed)
    return zone


@cache
def zones() -> tuple[str, ...]:
    """Every zone that can be chosen, in the order of the alphabet."""
    return tuple(sorted(available_timezones()))
