"""The second factor at the door: whether one is asked for, and whether a code is right.

Wrong codes are counted with the wrong passwords of a person, and slowed like them.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import Conflict, NotSignedIn, SecondFactorAsked, SecondFactorDemanded
from monitor.language.said import say
from monitor.services import totp
from monitor.services.factor_seal import opened, sealed
from monitor.services.house import House
from monitor.services.secrets import token_hash
from monitor.services.tries import note_refusal, undo_try
from monitor.store import people, second_factors
from monitor.store.clinics import the_clinic
from monitor.store.work import About, Reading, Writing

RECOVERY_CODES = 10
CODE_ALLOWED = say("the six digits that your authenticator shows now, or a recovery code")
WRONG_CODE = say("The code is wrong, too old or used already")
_CODE_BYTES, _GROUP = 15, 4  # 120 random bits: enough for a fast hash to be kept of them


@dataclass(frozen=True, slots=True)
class NewFactor:
    """What is shown once when a second factor is set up; only hashes of the codes are kept."""

    secret: str
    link: str
    recovery_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A code that was right when it was looked at, to be used up with what it opens."""

    secret: str
    step: int | None = None
    code_hash: str | None = None
    confirms: bool = False


def is_demanded(look: Reading, person_id: str) -> bool:
    """Whether the clinic demands a second factor of somebody, for any of their roles."""
    return bool(second_factors.demanded_roles(look) & people.roles_of(look, person_id))


def asked(house: House, clinic_id: str, person: Row[Any], code: str | None) -> Proof | None:
    """What proves the second factor of somebody whose password was right; None asks for none.

    Raises SecondFactorAsked without a code, SecondFactorDemanded where one must be set up first,
    NotSignedIn for a wrong code.
    """
    with house.reading(clinic_id) as look:
        factor = second_factors.factor(look, person.id)
        confirmed = factor is not None and factor.confirmed_at is not None
        if not confirmed and not is_demanded(look, person.id):
            return None
        proof = proof_of(house, look, factor, code) if factor and code else None
    if proof is not None:
        return proof
    if code and factor is not None:
        note_refusal(house, clinic_id, AuditAction.SECOND_FACTOR_REFUSED, person.id)
        raise NotSignedIn(WRONG_CODE, field="code", allowed=CODE_ALLOWED)
    undo_try(house, clinic_id, person)
    if confirmed:
        message = say("The code of your second factor is asked for as well")
        raise SecondFactorAsked(message, field="code", allowed=CODE_ALLOWED)
    raise SecondFactorDemanded(
        say("Your clinic demands a second factor of you; set it up to sign in"), field="code"
    )


def proof_of(house: House, look: Reading, factor: Row[Any], code: str) -> Proof | None:
    """What a typed code proves; None where it is wrong, or was used.

    A secret that no key opens proves nothing; recovery codes are hashes and still do.
    """
    typed = "".join(one for one in code.upper() if one.isalnum())
    confirms = factor.confirmed_at is None
    secret = opened(house.factor_key, look.clinic_id, factor.person_id, factor.secret)
    step = None if secret is None else totp.step_of(secret, typed, house.clock())
    if step is not None and step > factor.last_step:
        return Proof(factor.secret, step=step, confirms=confirms)
    hashed = _code_hash(factor.person_id, typed)
    if not confirms and second_factors.has_code(look, factor.person_id, hashed):
        return Proof(factor.secret, code_hash=hashed)
    return None


def spend(work: Writing, person: Row[Any], proof: Proof | None, now: datetime) -> None:
    """Use a code up with what it opens; raises NotSignedIn where it was used meanwhile."""
    if proof is None:
        return
    owner = Actor(person.id, work.clinic_id, person.name, frozenset())
    about = About(subject_id=person.id)
    if proof.code_hash is not None:
        spent = second_factors.spend_code(work, person.id, proof.code_hash)
        left = second_factors.codes_left(work, person.id)
        told = About(subject_id=person.id, detail={"left": left})
        work.audit(AuditAction.RECOVERY_CODE_USED, now, owner, told)
    else:
        step = proof.step or 0
        spent = second_factors.spend_step(work, person.id, proof.secret, step)
    if not spent:
        raise NotSignedIn(WRONG_CODE, field="code", allowed=CODE_ALLOWED)
    if proof.confirms:
        second_factors.confirm(work, person.id, now)
        work.audit(AuditAction.SECOND_FACTOR_SET_UP, now, owner, about)


def prepare(house: House, clinic_id: str, person: Row[Any]) -> NewFactor:
    """Keep a new secret that asks for nothing until a code of it has come back.

    Raises Conflict where the person has a second factor already.
    """
    now, secret = house.clock(), totp.new_secret()
    codes = tuple(_new_code() for _ in range(RECOVERY_CODES))
    with house.writing(clinic_id) as work:
        before = second_factors.factor(work, person.id)
        if before is not None and before.confirmed_at is not None:
            raise Conflict(
                say("You have a second factor already; nothing was changed"),
                allowed=say("take it away first, with your password"),
            )
        kept = [_code_hash(person.id, one.replace("-", "")) for one in codes]
        inside = sealed(house.factor_key, clinic_id, person.id, secret)
        second_factors.put_in(work, person.id, inside, kept, now)
        link = totp.link_of(secret, person.login, the_clinic(work).name)
        work.commit(changes=False, heartbeat=True)
    return NewFactor(secret, link, codes)


def _new_code() -> str:
    letters = b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _code_hash(person_id: str, code: str) -> str:
    """What is kept of a recovery code."""
    return token_hash(f"{person_id}.{code}")
