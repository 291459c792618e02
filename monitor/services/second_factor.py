"""One's own second factor: seen, set up, taken away; and the clinic that demands one of roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.errors import BadInput, Conflict, NotFound, NotPermitted
from monitor.language.said import say
from monitor.services.admin_views import ClinicKept
from monitor.services.clinic import clinic_kept
from monitor.services.factor_asked import (
    CODE_ALLOWED,
    WRONG_CODE,
    NewFactor,
    is_demanded,
    prepare,
    proof_of,
    spend,
)
from monitor.services.house import House
from monitor.services.revisions import require_seen
from monitor.services.tries import (
    confirm_password,
    note_refusal,
    reserve_password_try,
    undo_try,
)
from monitor.store import people as rows
from monitor.store import second_factors
from monitor.store.clinics import the_clinic
from monitor.store.work import About, Reading

__all__ = [
    "begin_second_factor",
    "confirm_second_factor",
    "demand_second_factor",
    "read_second_factor",
    "take_own_second_factor",
]


@dataclass(frozen=True, slots=True)
class FactorView:
    """How a person's second factor stands; never its secret."""

    set_up_at: datetime | None
    codes_left: int
    demanded: bool


def read_second_factor(house: House, actor: Actor) -> FactorView:
    """Whether the actor has a second factor, and how many recovery codes are left."""
    permit(actor, Permission.KEEP_SECOND_FACTOR)
    with house.reading(actor.clinic_id) as look:
        return _view(look, actor.person_id)


def begin_second_factor(house: House, actor: Actor, password: str) -> NewFactor:
    """Make a secret and recovery codes, shown once; asked for only after a code has come back."""
    permit(actor, Permission.KEEP_SECOND_FACTOR)
    return prepare(house, actor.clinic_id, _confirmed(house, actor, password))


def confirm_second_factor(house: House, actor: Actor, code: str) -> FactorView:
    """Ask for the second factor from now on: its first code was right.

    Wrong ones count with the wrong passwords of the person, and are slowed like them.
    """
    permit(actor, Permission.KEEP_SECOND_FACTOR)
    with house.reading(actor.clinic_id) as look:
        _in_set_up(look, actor)
        login = _person(look, actor).login
    before = reserve_password_try(house, actor.clinic_id, login)
    view = _confirm(house, actor, code)
    if view is None:
        refused = AuditAction.SECOND_FACTOR_REFUSED
        note_refusal(house, actor.clinic_id, refused, actor.person_id)
        raise BadInput(WRONG_CODE, field="code", allowed=CODE_ALLOWED)
    if before is not None:
        undo_try(house, actor.clinic_id, before)
    return view


def _confirm(house: House, actor: Actor, code: str) -> FactorView | None:
    """Confirm it, if the code is right; else None, and nothing was changed."""
    with house.writing(actor.clinic_id) as work:
        proof = proof_of(house, work, _in_set_up(work, actor), code)
        if proof is None:
            return None
        spend(work, _person(work, actor), proof, house.clock())
        view = _view(work, actor.person_id)
        work.commit()
    return view


def _in_set_up(look: Reading, actor: Actor) -> Row[Any]:
    factor = second_factors.factor(look, actor.person_id)
    if factor is None or factor.confirmed_at is not None:
        message = say("No second factor is being set up; nothing was changed")
        raise Conflict(message, allowed=say("begin to set one up first"))
    return factor


def take_own_second_factor(house: House, actor: Actor, password: str) -> FactorView:
    """Ask for no second factor any more; at the next sign-in a clinic may demand another."""
    permit(actor, Permission.KEEP_SECOND_FACTOR)
    person = _confirmed(house, actor, password)
    with house.writing(actor.clinic_id) as work:
        factor = second_factors.factor(work, person.id)
        if factor is None or factor.confirmed_at is None:
            raise Conflict(say("You have no second factor; nothing was changed"))
        second_factors.take_away(work, person.id)
        about = About(subject_id=person.id, detail={"own": True})
        work.audit(AuditAction.SECOND_FACTOR_TAKEN, house.clock(), actor, about)
        view = _view(work, person.id)
        work.commit()
    return view


def demand_second_factor(
    house: House, actor: Actor, roles: Iterable[Role], revision: int
) -> ClinicKept:
    """Say of which roles the clinic demands a second factor, from the next password sign-in on."""
    permit(actor, Permission.MANAGE_CLINIC)
    demanded = sorted(set(roles))
    with house.writing(actor.clinic_id) as work:
        require_seen(say("The clinic"), revision, the_clinic(work).revision)
        before = sorted(second_factors.demanded_roles(work))
        second_factors.demand(work, demanded)
        detail = {"before": {"roles": before}, "after": {"roles": [*demanded]}}
        about = About(detail=detail)
        work.audit(AuditAction.SECOND_FACTOR_DEMANDED, house.clock(), actor, about)
        kept = clinic_kept(the_clinic(work))
        work.commit()
    return kept


def _view(look: Reading, person_id: str) -> FactorView:
    factor = second_factors.factor(look, person_id)
    at = factor.confirmed_at if factor is not None else None
    left = second_factors.codes_left(look, person_id) if at is not None else 0
    return FactorView(at, left, is_demanded(look, person_id))


def _person(look: Reading, actor: Actor) -> Row[Any]:
    person = rows.person(look, actor.person_id)
    if person is None:
        raise NotFound(say("There is no such person in this clinic"))
    return person


def _confirmed(house: House, actor: Actor, password: str) -> Row[Any]:
    """The person, once their password was right; wrong ones are counted as at the door."""
    if actor.token_id is not None:
        raise NotPermitted(say("An access token changes no second factor; nothing was changed"))
    return confirm_password(house, actor, password)
