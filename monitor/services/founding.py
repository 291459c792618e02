"""The first steps of a clinic, taken from the server's command line: nobody can sign in yet."""

from __future__ import annotations

from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.errors import BadInput, Conflict, NotFound
from monitor.services.house import House
from monitor.services.people import person_values
from monitor.services.views import NewPerson
from monitor.services.wording import plain
from monitor.store import door
from monitor.store import people as rows
from monitor.store.work import About, Founding


def is_founded(house: House) -> bool:
    """Whether the database holds a clinic."""
    return door.number_of_clinics(house.engine) > 0


def found_clinic(house: House, name: str, zone: str, administrator: NewPerson) -> Actor:
    """Make a clinic with its first administrator, who may be a nurse or physician as well."""
    if Role.ADMINISTRATOR not in administrator.roles:
        raise BadInput("The first person must be an administrator", field="roles")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        allowed = "a zone such as America/Los_Angeles"
        raise BadInput(f"{zone!r} is no zone", field="zone", allowed=allowed) from None
    now, clinic_id = house.clock(), str(uuid4())
    values = person_values(house, administrator, now)
    if door.clinic_of_login(house.engine, values["login"]) is not None:
        raise Conflict("The login is taken; no clinic was made", field="login")
    founded = {"name": plain(name, "name"), "zone": zone, "founded_at": now}
    with Founding(house.engine, clinic_id, founded) as work:
        rows.add_person(work, values, administrator.roles)
        actor = Actor(values["id"], clinic_id, values["name"], administrator.roles)
        work.audit(AuditAction.CLINIC_FOUNDED, now, actor, About(subject_id=values["id"]))
        work.commit()
    return actor


def console_actor(house: House, login: str) -> Actor:
    """The person a command acts for; whoever can run commands on the server holds its database."""
    clinic_id = door.clinic_of_login(house.engine, login.strip().casefold())
    if clinic_id is not None:
        with house.reading(clinic_id) as look:
            person = rows.person_by_login(look, login.strip().casefold())
            if person is not None and person.active:
                roles = frozenset(Role(role) for role in rows.roles_of(look, person.id))
                return Actor(person.id, clinic_id, person.name, roles)
    raise NotFound(f"There is no person with the login {login}", field="login")
