"""What a screen shows before anybody is signed in: on a known device, names and urgent calls."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.clinical.state import AlertState, Level
from monitor.services.board import cards_of
from monitor.services.house import House
from monitor.services.secrets import clinic_in, token_hash
from monitor.services.views import Clinic, DeviceView, Tile, UrgentNotice
from monitor.store import clinics, sign_ins
from monitor.store import people as rows
from monitor.store.work import Reading


def tiles(house: House, device_token: str | None) -> DeviceView:
    """The people to tap and the urgent alerts of the room, without any patient's name.

    A device that no password has made known learns nothing, not even the clinic's name.
    """
    if not device_token:
        return DeviceView(None)
    clinic_id, now = clinic_in(device_token), house.clock()
    with house.reading(clinic_id) as look:
        if sign_ins.device_id(look, token_hash(device_token)) is None:
            return DeviceView(None)
        row = clinics.the_clinic(look)
        people = _people(look)
        cards = cards_of(house, look, now)
    urgent = tuple(
        UrgentNotice(card.chair.label, alert.code, alert.level.value, alert.raised_at)
        for card in cards
        if card.session and card.session.head.closed_at is None
        for alert in card.session.state.alerts
        if alert.level is Level.URGENT and alert.state is AlertState.OPEN
    )
    return DeviceView(Clinic(clinic_id, row.name, row.zone), people, urgent)


def _people(look: Reading) -> tuple[Tile, ...]:
    roles: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for row in rows.with_pin(look):
        names[row.id] = row.name
        roles.setdefault(row.id, set()).add(row.role)
    return tuple(
        Tile(each, name, _initials(look.clinic_id, each, name, roles[each]), _sorted(roles[each]))
        for each, name in names.items()
    )


def _initials(clinic_id: str, person_id: str, name: str, roles: set[str]) -> str:
    return Actor(person_id, clinic_id, name, frozenset(Role(role) for role in roles)).initials


def _sorted(roles: set[str]) -> tuple[str, ...]:
    return tuple(sorted(roles))
