"""The first steps of a clinic, before anybody can sign in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.errors import BadInput, NotFound
from monitor.services.clinic import check_zone
from monitor.services.house import House
from monitor.services.people import login_taken, person_values
from monitor.services.views import NewPerson
from monitor.services.wording import plain
from monitor.store import clinics, door
from monitor.store import people as rows
from monitor.store.work import About, Founding


def is_founded(house: House) -> bool:
    """Whether the database holds a clinic."""
    return door.number_of_clinics(house.engine) > 0


def found_clinic(  # noqa: PLR0913  (what a clinic begins with)
    house: House,
    name: str,
    zone: str,
    administrator: NewPerson,
    offered: Iterable[str] | None = None,
    *,
    alone: bool = False,
) -> Actor:
    """Make a clinic with its first administrator, who may be a nurse or physician as well.

    It offers the protocols named, all where none are; with ``alone`` it is refused where the
    database holds a clinic.
    """
    if Role.ADMINISTRATOR not in administrator.roles:
        raise BadInput("The first person must be an administrator", field="roles")
    now, clinic_id = house.clock(), str(uuid4())
    values = person_values(house, administrator, name, now)
    if door.clinic_of_login(house.engine, values["login"]) is not None:
        raise login_taken()
    founded = {"name": plain(name, "name"), "zone": check_zone(zone), "founded_at": now}
    with Founding(house.engine, clinic_id, founded, alone=alone) as work:
        rows.add_person(work, values, administrator.roles)
        for protocol_id in house.protocols if offered is None else offered:
            clinics.keep_choice(work, protocol_id, {"offered": True, "withheld": []}, 0)
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
