"""From a session to its discharge decision: findings in groups, release items, signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.access.roles import Role
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.state import Finding, SessionState, Verdict
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import SessionView, Signature

GROUPS = {
    "observation_time": say("Observation time"),
    "vital_signs": say("Vital signs"),
    "mental_state": say("Mental state"),
    "physical": say("Physical"),
    "before_leaving": say("Before leaving"),
}
YOU_HAVE_SIGNED = {
    Role.PHYSICIAN: say("You have signed. Now a physician signs."),
    Role.NURSE: say("You have signed. Now a nurse signs."),
}
ONE_HAS_SIGNED = {
    Role.PHYSICIAN: say("The nurse has signed. Now a physician signs."),
    Role.NURSE: say("The physician has signed. Now a nurse signs."),
}
LEAVING = "before_leaving"
ATTESTED = {
    "escort": "escort",
    "instructions": "instructions_given",
    "line_removed": "line_removed",
    "suicide_safety": "suicide_safety",
}
DISCHARGE, OVERRIDE, ENDED = "discharge", "override", "ended"


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion with its finding, and the override that stands against it, if any."""

    rule: CriterionRule
    verdict: Verdict
    override: Signature | None = None

    @property
    def is_settled(self) -> bool:
        """Met, or decided against by a physician."""
        return self.verdict.finding is Finding.MET or self.override is not None


@dataclass(frozen=True, slots=True)
class Group:
    """The criteria that are read together."""

    name: str
    title: str
    items: tuple[Item, ...]

    @property
    def met(self) -> int:
        """How many of them are met."""
        return sum(item.verdict.finding is Finding.MET for item in self.items)


@dataclass(frozen=True, slots=True)
class Attestation:
    """Who attested an item, and when it was said to be so."""

    at: datetime
    person_name: str
    value: object


@dataclass(frozen=True, slots=True)
class Signing:
    """Where the two signatures stand, and whether this person may sign now."""

    nurse: Signature | None
    physician: Signature | None
    lapsed: tuple[Signature, ...]
    may_sign: bool
    why_not: str


def items_of(view: SessionView) -> tuple[Item, ...]:
    """Every enabled criterion, in the order of the protocol."""
    standing = standing_overrides(view)
    return tuple(
        Item(rule, view.state.findings[rule.id], standing.get(rule.id))
        for rule in view.protocol.criteria
        if rule.id in view.state.findings
    )


def groups_of(view: SessionView) -> tuple[Group, ...]:
    """The criteria in the groups of the protocol; groups without one are left out."""
    items = items_of(view)
    found = (
        Group(name, tr(title), tuple(item for item in items if item.rule.group == name))
        for name, title in GROUPS.items()
    )
    return tuple(group for group in found if group.items)


def standing_overrides(view: SessionView) -> Mapping[str, Signature]:
    """The criteria that a physician has decided against and that are still not met."""
    return {
        criterion: signature
        for signature in view.signatures
        if signature.meaning == OVERRIDE and not signature.lapsed
        for criterion in signature.criteria
        if (verdict := view.state.findings.get(criterion)) is not None
        and verdict.finding is not Finding.MET
    }


def attestations(view: SessionView) -> Mapping[str, Attestation]:
    """The latest word on each release item, with who said it."""
    names = {entry.event.id: entry.person_name for entry in view.entries}
    found: dict[str, Attestation] = {}
    for fact in view.state.facts:
        if fact.kind == "attested":
            for field, value in fact.fields.items():
                found[field] = Attestation(fact.at, names.get(fact.id, ""), value)
    return found


def signing(view: SessionView, actor: Actor) -> Signing:
    """What has been signed, and what this person could sign now."""
    given = [signature for signature in view.signatures if signature.meaning == DISCHARGE]
    standing = [signature for signature in given if not signature.lapsed]
    by_role = {signature.role: signature for signature in standing}
    why_not = _why_not(view, actor, standing)
    return Signing(
        nurse=by_role.get(Role.NURSE.value),
        physician=by_role.get(Role.PHYSICIAN.value),
        lapsed=tuple(signature for signature in given if signature.lapsed),
        may_sign=not why_not,
        why_not=why_not,
    )


def narrowed(view: SessionView, withheld: frozenset[str]) -> SessionView:
    """The session with what the clinic lets nobody override, although its protocol would."""
    rules = {
        name: replace(rule, override=rule.override and name not in withheld)
        for name, rule in view.protocol.rules.items()
    }
    return replace(view, protocol=replace(view.protocol, rules=rules))


def may_override(actor: Actor) -> bool:
    """Only offered to those whom the service would let."""
    return may(actor, Permission.OVERRIDE_CRITERION)


def endings_for(actor: Actor) -> tuple[str, ...]:
    """The other endings this person may record."""
    physician = may(actor, Permission.END_SESSION)
    nurse = may(actor, Permission.NOTE_PATIENT_LEFT)
    return (
        ("hospital", "against_advice", "left_unseen", "died")
        if physician
        else (("left_unseen",) if nurse else ())
    )


def pending(view: SessionView) -> tuple[Item, ...]:
    """What keeps the sign-off shut."""
    return tuple(item for item in items_of(view) if not item.is_settled)


def peak_pressure(state: SessionState) -> tuple[str, datetime] | None:
    """The highest systolic pressure of the session with the diastolic of the same reading."""
    peak = state.peaks.get("systolic_mmhg")
    if peak is None:
        return None
    beside = [
        fact.fields.get("diastolic_mmhg")
        for fact in state.facts
        if fact.kind == "vitals"
        and fact.at == peak.at
        and fact.fields.get("systolic_mmhg") == peak.value
    ]
    return (f"{peak.value}/{beside[0]}" if beside else f"{peak.value}"), peak.at


def _why_not(view: SessionView, actor: Actor, standing: list[Signature]) -> str:
    if not may(actor, Permission.SIGN_DISCHARGE):
        return tr("Nurses and physicians sign.")
    open_items = pending(view)
    if open_items:
        return tr("{named}. Sign-off opens when this is settled.", named=_named(open_items))
    for first in standing:
        needed = Role.PHYSICIAN if first.role == Role.NURSE.value else Role.NURSE
        if first.person_id == actor.person_id:
            return tr(YOU_HAVE_SIGNED[needed])
        if needed not in actor.roles:
            return tr(ONE_HAS_SIGNED[needed])
    return ""


def _named(items: tuple[Item, ...], most: int = 3) -> str:
    words = {Finding.NOT_ASSESSED: tr("not assessed"), Finding.NOT_MET: tr("not met")}
    said = [f"{tr(item.rule.label)} {words[item.verdict.finding]}" for item in items[:most]]
    more = len(items) - most
    names = ", ".join(said)
    return tr("{criteria} and {count} more", criteria=names, count=more) if more > 0 else names
