"""Which protocols the clinic offers, and where it lets nobody override what the file would let."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.protocol import Protocol
from monitor.errors import BadInput, Conflict
from monitor.language.said import say
from monitor.services.admin_views import OverrideRights, ProtocolChoice
from monitor.services.house import House
from monitor.services.protocols_in_force import all_in_force, in_force
from monitor.services.revisions import require_seen
from monitor.store import clinics as rows
from monitor.store import people
from monitor.store.work import About, Reading, Writing


def read_protocol_choices(house: House, actor: Actor) -> tuple[ProtocolChoice, ...]:
    """Every protocol as it is in force, with what the clinic has decided about it."""
    permit(actor, Permission.MANAGE_PROTOCOLS)
    with house.reading(actor.clinic_id) as look:
        decided = {row.protocol_id: row for row in rows.choices(look)}
        found = all_in_force(house, look)
    return tuple(_seen(each, decided.get(each.id)) for each in found.values())


def offer_protocol(
    house: House, actor: Actor, protocol_id: str, offered: bool, revision: int
) -> ProtocolChoice:
    """Let new sessions start on a protocol, or no more; sessions that run keep theirs."""
    permit(actor, Permission.MANAGE_PROTOCOLS)
    with house.writing(actor.clinic_id) as work:
        now = _choice(house, work, protocol_id, revision)
        values = {"offered": offered, "withheld": sorted(now.withheld)}
        return _kept(house, work, actor, now, values, AuditAction.PROTOCOL_OFFERED)


def withhold_overrides(
    house: House, actor: Actor, protocol_id: str, criteria: Iterable[str], revision: int
) -> ProtocolChoice:
    """Name the criteria that nobody may override here although the file lets a physician.

    All others stay as the file has them: a clinic can narrow a file and never widen it.
    """
    permit(actor, Permission.MANAGE_OVERRIDES)
    with house.writing(actor.clinic_id) as work:
        protocol = in_force(house, work, protocol_id)
        withheld = sorted(_overridable(protocol, each) for each in set(criteria))
        now = _choice(house, work, protocol_id, revision)
        values = {"offered": now.offered, "withheld": withheld}
        return _kept(house, work, actor, now, values, AuditAction.OVERRIDES_WITHHELD)


def read_override_rights(house: House, actor: Actor, protocol_id: str) -> OverrideRights:
    """What this clinic withholds of a protocol's overrides, and whether the actor has the right."""
    permit(actor, Permission.READ_SESSION)
    with house.reading(actor.clinic_id) as look:
        return rights_of(look, actor, protocol_id)


def rights_of(look: Reading, actor: Actor, protocol_id: str) -> OverrideRights:
    """The same inside a use case."""
    decided = rows.choice(look, protocol_id)
    person = people.person(look, actor.person_id)
    withheld = frozenset(decided.withheld) if decided is not None else frozenset()
    return OverrideRights(withheld, person is not None and person.may_override)


def offered_protocols(house: House, look: Reading) -> tuple[Protocol, ...]:
    """The protocols that a new session can start on."""
    offered = {row.protocol_id for row in rows.choices(look) if row.offered}
    return tuple(each for each in all_in_force(house, look).values() if each.id in offered)


def require_offered(house: House, work: Reading, protocol: Protocol) -> None:
    """Refuse to start on a protocol that the clinic does not offer."""
    offered = [each.id for each in offered_protocols(house, work)]
    if protocol.id not in offered:
        raise Conflict(
            say(
                "{title} is not offered in this clinic; no session was started",
                title=protocol.title,
            ),
            field="protocol_id",
            allowed=", ".join(offered) or say("an administrator offers a protocol first"),
        )


def _overridable(protocol: Protocol, criterion: str) -> str:
    rule = protocol.rules.get(criterion)
    if rule is None or not rule.override:
        allowed = ", ".join(each.id for each in protocol.rules.values() if each.override)
        raise BadInput(
            say(
                "The protocol lets nobody override {criterion} anyway; nothing was saved",
                criterion=criterion[:60],
            ),
            field="withheld",
            allowed=allowed,
        )
    return criterion


def _choice(house: House, work: Writing, protocol_id: str, revision: int) -> ProtocolChoice:
    protocol = in_force(house, work, protocol_id)
    now = _seen(protocol, rows.choice(work, protocol_id))
    require_seen(protocol.title, revision, now.revision)
    return now


def _seen(protocol: Protocol, row: Row[Any] | None) -> ProtocolChoice:
    if row is None:
        return ProtocolChoice(protocol, False, frozenset(), 0)
    return ProtocolChoice(protocol, row.offered, frozenset(row.withheld), row.revision)


def _kept(  # noqa: PLR0913, PLR0917  (one step of two use cases)
    house: House,
    work: Writing,
    actor: Actor,
    before: ProtocolChoice,
    values: Mapping[str, Any],
    action: AuditAction,
) -> ProtocolChoice:
    rows.keep_choice(work, before.protocol.id, values, before.revision)
    was = {"offered": before.offered, "withheld": sorted(before.withheld)}
    detail = {"before": was, "after": dict(values)}
    about = About(subject_id=before.protocol.id, detail=detail)
    work.audit(action, house.clock(), actor, about)
    work.commit()
    withheld = frozenset(values["withheld"])
    return ProtocolChoice(before.protocol, values["offered"], withheld, before.revision + 1)
