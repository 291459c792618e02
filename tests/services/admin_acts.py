"""One call of every administrative use case, as an administrator might make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.access.actor import Actor, Emergency
from monitor.access.roles import Role
from monitor.access.scopes import Scope
from monitor.services import (
    auditing,
    backups,
    chairs,
    clinic,
    devices,
    emergency,
    open_sign_ins,
    people,
    program_tokens,
    protocol_choices,
    roster,
    second_factor,
    tablets,
    totp,
)
from monitor.services.admin_views import ChairKept, PersonChange, PersonKept, ProtocolChoice
from monitor.services.audit_views import AuditQuestion
from monitor.services.token_making import NewToken
from monitor.services.views import CreatedToken, NewPerson
from tests.people import PASSWORD, Cast

Acting = Callable[[Cast, Actor, str], object]

FRESH_PASSWORD, FRESH_PIN = "another long pass phrase", "7142"


def person(cast: Cast, of: Actor) -> PersonKept:
    """Somebody of the cast as the administrator sees them now."""
    kept = roster.read_roster(cast.house, cast.administrator)
    return next(one for one in kept if one.id == of.person_id)


def chair(cast: Cast, chair_id: str = "") -> ChairKept:
    """A chair of the room as the administrator sees it now."""
    kept = chairs.read_room(cast.house, cast.administrator)
    return next(one for one in kept if one.id == (chair_id or cast.chair.id))


def choice(cast: Cast, protocol_id: str = "ketamine-iv") -> ProtocolChoice:
    """What the clinic has decided about a protocol."""
    kept = protocol_choices.read_protocol_choices(cast.house, cast.administrator)
    return next(one for one in kept if one.protocol.id == protocol_id)


def _change_person(cast: Cast, who: Actor, _session: str) -> object:
    seen = person(cast, cast.nurse_too)
    change = PersonChange("M. Demo Other", frozenset({Role.NURSE}))
    return roster.change_person(cast.house, who, seen.id, change, seen.revision)


def _deactivate(cast: Cast, who: Actor, _session: str) -> object:
    seen = person(cast, cast.nurse_too)
    return roster.deactivate_person(cast.house, who, seen.id, seen.revision)


def _bring_back(cast: Cast, who: Actor, _session: str) -> object:
    seen = person(cast, cast.nurse_too)
    roster.deactivate_person(cast.house, cast.administrator, seen.id, seen.revision)
    return roster.bring_back_person(cast.house, who, seen.id, seen.revision + 1)


def _set_secrets(cast: Cast, who: Actor, _session: str) -> object:
    seen = person(cast, cast.nurse_too)
    return roster.set_secrets(cast.house, who, seen.id, FRESH_PASSWORD, FRESH_PIN, seen.revision)


def _take_factor(cast: Cast, who: Actor, _session: str) -> object:
    owner = cast.nurse_too
    made = second_factor.begin_second_factor(cast.house, owner, PASSWORD)
    code = totp.code_of(made.secret, totp.step_at(cast.clock.now))
    second_factor.confirm_second_factor(cast.house, owner, code)
    seen = person(cast, owner)
    return roster.take_second_factor(cast.house, who, seen.id, seen.revision)


def _demand_factor(cast: Cast, who: Actor, _session: str) -> object:
    return second_factor.demand_second_factor(cast.house, who, [Role.PHYSICIAN], 1)


def _allow_override(cast: Cast, who: Actor, _session: str) -> object:
    seen = person(cast, cast.physician)
    return roster.allow_override(cast.house, who, seen.id, False, seen.revision)


def name_director(cast: Cast, who: Actor, _session: str) -> object:
    """Name the physician of the cast to sign protocols."""
    seen = person(cast, cast.physician)
    return roster.name_director(cast.house, who, seen.id, True, seen.revision)


def _end_sign_in(cast: Cast, who: Actor, _session: str) -> object:
    begun = people.sign_in_with_password(cast.house, "nurse", PASSWORD).actor
    open_sign_ins.end_sign_in(cast.house, who, str(begun.sign_in_id))
    return begun


def _name_tablet(cast: Cast, who: Actor, _session: str) -> object:
    begun = people.sign_in_with_password(cast.house, "nurse", PASSWORD).actor
    return tablets.name_tablet(cast.house, who, str(begun.device_id), "Window side", "")


def _change_chair(cast: Cast, who: Actor, _session: str) -> object:
    seen = chair(cast)
    return chairs.change_chair(cast.house, who, seen.id, "3a", "West", seen.revision)


def _empty_chair(cast: Cast) -> ChairKept:
    return chair(cast, chairs.add_chair(cast.house, cast.administrator, "9").id)


def _take_out(cast: Cast, who: Actor, _session: str) -> object:
    seen = _empty_chair(cast)
    return chairs.take_out_of_use(cast.house, who, seen.id, seen.revision)


def _bring_chair_back(cast: Cast, who: Actor, _session: str) -> object:
    seen = _empty_chair(cast)
    chairs.take_out_of_use(cast.house, cast.administrator, seen.id, seen.revision)
    return chairs.bring_chair_back(cast.house, who, seen.id, seen.revision + 1)


def _order_chairs(cast: Cast, who: Actor, _session: str) -> object:
    return chairs.order_chairs(cast.house, who, [(cast.chair.id, chair(cast).revision)])


def _offer(cast: Cast, who: Actor, _session: str) -> object:
    seen = choice(cast).revision
    return protocol_choices.offer_protocol(cast.house, who, "ketamine-iv", False, seen)


def _withhold(cast: Cast, who: Actor, _session: str) -> object:
    seen = choice(cast).revision
    return protocol_choices.withhold_overrides(cast.house, who, "ketamine-iv", ["rhythm"], seen)


def _change_clinic(cast: Cast, who: Actor, _session: str) -> object:
    return clinic.change_clinic(cast.house, who, "DEMO Renamed", "America/New_York", 1)


def signed_in(cast: Cast, login: str = "administrator") -> Actor:
    """Somebody of the cast at a device, as each of their requests finds them."""
    made = people.sign_in_with_password(cast.house, login, PASSWORD)
    return people.identify(cast.house, made.sign_in_token)


def open_in_emergency(cast: Cast, who: Actor) -> Actor:
    """The same person with the records open to them."""
    opened = emergency.open_in_emergency(cast.house, who, "The nurse has fallen ill.")
    return replace(who, emergency=Emergency(opened.id, opened.until))


def _at_a_device(cast: Cast, who: Actor) -> Actor:
    return replace(who, sign_in_id=signed_in(cast).sign_in_id)


def _open(cast: Cast, who: Actor, _session: str) -> object:
    return emergency.open_in_emergency(cast.house, _at_a_device(cast, who), "Nobody can be asked.")


def _end_emergency(cast: Cast, who: Actor, _session: str) -> object:
    opener = signed_in(cast)
    open_in_emergency(cast, opener)
    emergency.end_emergency(cast.house, replace(who, sign_in_id=opener.sign_in_id))
    return opener


def _acknowledge(cast: Cast, who: Actor, _session: str) -> object:
    new = NewPerson("second", "B. Demo Keeper", frozenset({Role.ADMINISTRATOR}), PASSWORD)
    people.add_person(cast.house, cast.administrator, new)
    opener = signed_in(cast, "second")
    opened = emergency.open_in_emergency(cast.house, opener, "The nurse has fallen ill.")
    emergency.acknowledge_emergency(cast.house, who, opened.id)
    return opened


def _revoke_device(cast: Cast, who: Actor, _session: str) -> object:
    begun = signed_in(cast, "nurse")
    return devices.revoke_device(cast.house, who, str(begun.device_id))


def a_program(cast: Cast) -> str:
    """A person of a program, as whom nobody has ever signed in."""
    new = NewPerson("gateway", "Demo Gateway", frozenset({Role.NURSE}), PASSWORD)
    return people.add_person(cast.house, cast.administrator, new)


def token_for(cast: Cast, who: Actor, person_id: str) -> CreatedToken:
    """A token for reading, made by an administrator."""
    new = NewToken("gateway", 30, frozenset({Scope.READ}))
    return program_tokens.create_program_token(cast.house, who, person_id, new)


def _create_token(cast: Cast, who: Actor, _session: str) -> object:
    return token_for(cast, who, a_program(cast))


def _revoke_token(cast: Cast, who: Actor, _session: str) -> object:
    made = token_for(cast, cast.administrator, a_program(cast))
    program_tokens.revoke_token(cast.house, who, made.id)
    return made


READING: dict[str, Acting] = {
    "roster.read_roster": lambda c, who, _s: roster.read_roster(c.house, who),
    "open_sign_ins.list_sign_ins": lambda c, who, _s: open_sign_ins.list_sign_ins(c.house, who),
    "devices.list_devices": lambda c, who, _s: devices.list_devices(c.house, who),
    "program_tokens.list_tokens": lambda c, who, _s: program_tokens.list_tokens(c.house, who),
    "chairs.read_room": lambda c, who, _s: chairs.read_room(c.house, who),
    "protocol_choices.read_protocol_choices": lambda c, who, _s: (
        protocol_choices.read_protocol_choices(c.house, who)
    ),
    "backups.read_backups": lambda c, who, _s: backups.read_backups(c.house, who),
    "clinic.read_clinic_settings": lambda c, who, _s: clinic.read_clinic_settings(c.house, who),
}
REVIEWING: dict[str, Acting] = {
    "emergency.read_emergencies": lambda c, who, _s: emergency.read_emergencies(c.house, who),
    "emergency.count_unacknowledged": lambda c, who, _s: (
        emergency.count_unacknowledged(c.house, who) + 1
    ),
}
REVIEWING_ONE: dict[str, Acting] = {"emergency.acknowledge_emergency": _acknowledge}
OPENING: dict[str, Acting] = {
    "emergency.open_in_emergency": _open,
    "emergency.end_emergency": _end_emergency,
}
AUDITING: dict[str, Acting] = {
    "auditing.search_audit": lambda c, who, _s: auditing.search_audit(
        c.house, who, AuditQuestion()
    ),
    "auditing.read_audit_sheet": lambda c, who, _s: auditing.read_audit_sheet(
        c.house, who, AuditQuestion()
    ),
    "auditing.find_audited": lambda c, who, _s: auditing.find_audited(c.house, who, "maya"),
}
OF_THE_CLINIC: dict[str, Acting] = {
    "protocol_choices.offer_protocol": _offer,
    "protocol_choices.withhold_overrides": _withhold,
    "clinic.change_clinic": _change_clinic,
    "second_factor.demand_second_factor": _demand_factor,
}
NAMING_A_ROW: dict[str, Acting] = {
    "roster.change_person": _change_person,
    "roster.deactivate_person": _deactivate,
    "roster.bring_back_person": _bring_back,
    "roster.set_secrets": _set_secrets,
    "roster.take_second_factor": _take_factor,
    "roster.allow_override": _allow_override,
    "roster.name_director": name_director,
    "open_sign_ins.end_sign_in": _end_sign_in,
    "tablets.name_tablet": _name_tablet,
    "devices.revoke_device": _revoke_device,
    "program_tokens.create_program_token": _create_token,
    "program_tokens.revoke_token": _revoke_token,
    "chairs.change_chair": _change_chair,
    "chairs.take_out_of_use": _take_out,
    "chairs.bring_chair_back": _bring_chair_back,
}
ORDERING: dict[str, Acting] = {"chairs.order_chairs": _order_chairs}
