"""The devices on which a PIN is enough, and revoking one: a tablet lost, sold or left behind."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.admin_views import KnownDevice
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.store import known_devices as rows
from monitor.store.work import About


def list_devices(house: House, actor: Actor) -> tuple[KnownDevice, ...]:
    """The known devices, the one used last first."""
    permit(actor, Permission.MANAGE_SIGN_INS)
    with house.reading(actor.clinic_id) as look:
        known, used = rows.known(look), rows.last_used(look)
    note_look(house, actor, AuditAction.PEOPLE_READ, About())
    found = [
        KnownDevice(
            id=row.id,
            registered_by=row.name,
            registered_at=row.registered_at,
            used_at=used.get(row.id),
            own=row.id == actor.device_id,
        )
        for row in known
    ]
    return tuple(sorted(found, key=lambda one: one.used_at or one.registered_at, reverse=True))


def revoke_device(house: House, actor: Actor, device_id: str) -> int:
    """Make a device unknown: no PIN opens anything there, and its sign-ins end at once.

    Answers how many ended. A password sign-in makes the device known again, as another one.
    """
    permit(actor, Permission.MANAGE_SIGN_INS)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        if rows.device(work, device_id) is None:
            raise NotFound(say("There is no such device any more"), field="device_id")
        ended = rows.revoke(work, device_id, now)
        about = About(subject_id=device_id, detail={"sign_ins_ended": ended})
        work.audit(AuditAction.DEVICE_REVOKED, now, actor, about)
        work.commit()
    return ended
