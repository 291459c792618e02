"""The end of a session: a person decides, here it is judged, signed and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role, role_said
from monitor.clinical.state import Finding
from monitor.errors import BadInput, Conflict, NotPermitted
from monitor.language.said import say, say_list
from monitor.services.deciding import OpenSession, require_open
from monitor.services.entries import OVERRIDE, SIGNATURE, Entry
from monitor.services.house import House
from monitor.services.signatures import DISCHARGE, ENDED, standing_first, waiting_for
from monitor.services.tries import confirm_pin
from monitor.services.views import SessionView, StoredEvent
from monitor.services.wording import reason_of

HOME, LEFT_UNSEEN = "home", "left_unseen"
OTHER_ENDINGS = ("hospital", "against_advice", LEFT_UNSEEN, "died")


def sign(house: House, actor: Actor, session_id: str, pin: str, to: str = HOME) -> SessionView:
    """Sign that the patient may go home; the second signature judges anew and ends the session."""
    permit(actor, Permission.SIGN_DISCHARGE)
    if to != HOME:
        raise BadInput(say("Only going home is signed by two"), field="to", allowed=HOME)
    require_open(house, actor, session_id)
    confirm_pin(house, actor, pin)
    with OpenSession(house, actor, session_id) as session:
        _require_ready(session)
        first = standing_first(session.protocol, session.facts, session.record, session.state)
        role = _role_now(actor, first)
        signature = session.entry(SIGNATURE, role, {"meaning": DISCHARGE, "role": role, "to": to})
        entries = [signature]
        if first is not None:
            entries.append(session.entry("discharged", role, {"to": to}, after=1))
        session.keep(entries, AuditAction.DISCHARGE_SIGNED, {"role": role})
        if first is not None:
            session.decide(to, None, [_signed(first), _said(signature, actor)])
        return session.done()


def override(  # noqa: PLR0913, PLR0917  (what a signature takes; fixed in docs/architecture.md)
    house: House, actor: Actor, session_id: str, criteria: Sequence[str], reason: str, pin: str
) -> SessionView:
    """Decide against findings where the protocol lets a physician; they keep their state."""
    permit(actor, Permission.OVERRIDE_CRITERION)
    said = reason_of(reason)
    require_open(house, actor, session_id)
    confirm_pin(house, actor, pin)
    with OpenSession(house, actor, session_id) as session:
        withheld = _withheld(session)
        named = dict.fromkeys(criteria)
        found = {each: _overridable(session, each, withheld).value for each in named}
        if not found:
            raise BadInput(say("No criterion was named; nothing was overridden"), field="criteria")
        role = Role.PHYSICIAN.value
        fields = {"criteria": found, "reason": said, "role": role}
        entry = session.entry(OVERRIDE, role, fields)
        session.keep([entry], AuditAction.CRITERION_OVERRIDDEN, {"criteria": sorted(found)})
        return session.done()


def end_otherwise(  # noqa: PLR0913, PLR0917  (as above)
    house: House, actor: Actor, session_id: str, to: str, reason: str, pin: str
) -> SessionView:
    """End the session another way than home, with a reason; whatever the findings say."""
    if to not in OTHER_ENDINGS:
        raise BadInput(say("That is no ending"), field="to", allowed=", ".join(OTHER_ENDINGS))
    permit(actor, Permission.NOTE_PATIENT_LEFT if to == LEFT_UNSEEN else Permission.END_SESSION)
    said = reason_of(reason)
    require_open(house, actor, session_id)
    confirm_pin(house, actor, pin)
    with OpenSession(house, actor, session_id) as session:
        fields = {"meaning": ENDED, "role": actor.by, "to": to, "reason": said}
        signature = session.entry(SIGNATURE, actor.by, fields)
        ended = session.entry("discharged", actor.by, {"to": to}, after=1)
        session.keep([signature, ended], AuditAction.SESSION_ENDED, {"to": to})
        session.decide(to, said, [_said(signature, actor)])
        return session.done()


def _require_ready(session: OpenSession) -> None:
    waiting = waiting_for(session.record, session.state)
    if waiting:
        labels = say_list([say(session.protocol.criterion(each).label) for each in waiting])
        raise Conflict(
            say("{count} criteria are not met; nothing was signed", count=len(waiting)),
            field="criteria",
            allowed=say("each of these met, or overridden by a physician: {labels}", labels=labels),
        )


def _role_now(actor: Actor, first: StoredEvent | None) -> str:
    """The role in which the actor signs: one nurse, one physician, two different people."""
    if first is None:
        return actor.by
    if first.person_id == actor.person_id:
        raise Conflict(say("You have signed already; another person has to sign as well"))
    needed = Role.NURSE if first.event.fields["role"] == Role.PHYSICIAN else Role.PHYSICIAN
    if needed not in actor.roles:
        raise NotPermitted(
            say(
                "The {signed} has signed; now a {needed} has to",
                signed=role_said(str(first.event.fields["role"])),
                needed=role_said(needed.value),
            ),
            allowed=needed.value,
        )
    return needed.value


def _withheld(session: OpenSession) -> frozenset[str]:
    """The criteria that this clinic lets nobody override; refuses whoever has no such right."""
    rights = session.override_rights()
    if not rights.person_may:
        raise NotPermitted(
            say(
                "{name} has no right to override in this clinic; nothing was overridden",
                name=session.actor.name,
            ),
            allowed=say("a physician who has it; an administrator gives it"),
        )
    return rights.withheld


def _overridable(session: OpenSession, criterion: str, withheld: frozenset[str]) -> Finding:
    """The finding that is decided against; refuses where there is nothing to decide."""
    enabled = [rule.id for rule in session.protocol.criteria]
    if criterion not in enabled:
        allowed = ", ".join(enabled)
        raise BadInput(
            say("There is no criterion {criterion}", criterion=criterion),
            field="criteria",
            allowed=allowed,
        )
    rule = session.protocol.criterion(criterion)
    if not rule.override:
        raise NotPermitted(
            say(
                "The protocol lets nobody override {label}; nothing was overridden",
                label=say(rule.label),
            ),
            field="criteria",
        )
    if criterion in withheld:
        raise NotPermitted(
            say(
                "This clinic lets nobody override {label}; nothing was overridden",
                label=say(rule.label),
            ),
            field="criteria",
        )
    finding = session.state.findings[criterion].finding
    if finding is Finding.MET:
        raise Conflict(
            say("{label} is met; there is nothing to override", label=say(rule.label)),
            field="criteria",
        )
    return finding


def _signed(entry: StoredEvent) -> dict[str, Any]:
    return {
        "person_id": entry.person_id,
        "name": entry.person_name,
        "role": entry.event.fields["role"],
        "meaning": entry.event.fields["meaning"],
        "signed_at": entry.received_at.isoformat(),
    }


def _said(entry: Entry, actor: Actor) -> dict[str, Any]:
    return {
        "person_id": actor.person_id,
        "name": actor.name,
        "role": entry.event.fields["role"],
        "meaning": entry.event.fields["meaning"],
        "signed_at": entry.event.recorded_at.isoformat(),
    }
