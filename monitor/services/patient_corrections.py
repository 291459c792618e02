"""What a patient was registered with, corrected: the former versions stay readable, with a reason.

The record is then as if it had been typed right from the start, but for what was done on it: a
session that is over keeps the facts it was judged by (services/folding.py), and a state as it was
known at a past instant those known then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import AnotherPerson, ChangedMeanwhile, Conflict, NotFound, SamePatient
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.patients import (
    bare_name,
    card_of,
    check_identifiers,
    checked_facts,
    namesake,
    read_back,
    there_is,
)
from monitor.services.views import NewPatient, PatientCard
from monitor.services.wording import reason_of
from monitor.store import clinics, sessions
from monitor.store import patients as rows
from monitor.store.about_patient import names_of
from monitor.store.record_tables import PATIENT_FACTS
from monitor.store.words import words_of
from monitor.store.work import About, Reading, Writing

_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PatientVersion:
    """What was known of a patient from an instant on; 0 is what was registered."""

    number: int
    card: PatientCard
    said_at: datetime
    said_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PatientHistory:
    """A patient as known now, and every version, the latest first."""

    card: PatientCard
    versions: tuple[PatientVersion, ...]
    at: datetime
    zone: str

    @property
    def number(self) -> int:
        """The number of the version that stands now."""
        return self.versions[0].number


def read_history(house: House, actor: Actor, patient_id: str) -> PatientHistory:
    """Who the patient is, and what the record said before it was corrected."""
    permit(actor, Permission.READ_PATIENT)
    with house.reading(actor.clinic_id) as look:
        row = _there(look, patient_id)
        said = tuple(reversed(_versions(look, row)))
        found = PatientHistory(card_of(row), said, house.clock(), clinics.the_clinic(look).zone)
    note_look(house, actor, AuditAction.PATIENT_READ, About(subject_id=patient_id))
    return found


def correct_patient(  # noqa: PLR0913, PLR0917  (which version of whom, what is right, and why)
    house: House, actor: Actor, patient_id: str, seen: int, right: NewPatient, reason: str
) -> PatientCard:
    """Say what a patient's record should have said, with a reason.

    ``seen`` is the number of the version that was looked at: whoever corrected it since is not
    written over (ChangedMeanwhile). Asked back until it is confirmed: somebody else of that name
    and birth date (SamePatient), and a correction of both, which makes another person of a record
    (AnotherPerson).
    """
    permit(actor, Permission.CORRECT_PATIENT)
    why = reason_of(reason)
    facts = checked_facts(right, house.clock().date())
    with house.writing(actor.clinic_id) as work:
        row = _there(work, patient_id)
        known = _versions(work, row)
        now = _after_all(work, row, house.clock())
        _check_seen(known[-1].number, seen)
        changed = _changed(row, facts)
        values = {"id": patient_id, **facts}
        check_identifiers(work, values)
        if not right.confirmed:
            _ask_back(work, row, known[0].card, right)
        first = None if known[-1].number else _first(row, known[0].said_at)
        said = {
            "number": known[-1].number + 1,
            "said_at": now,
            "said_by": actor.person_id,
            "reason": why,
        }
        rows.correct_patient(work, values, said, first, words_of(values))
        about = About(subject_id=patient_id, detail={"version": said["number"], "changed": changed})
        work.audit(AuditAction.PATIENT_CORRECTED, now, actor, about)
        work.commit()
    return read_back(values)


def _there(look: Reading, patient_id: str) -> Row[Any]:
    row = rows.patient(look, patient_id)
    if row is None:
        raise NotFound(say("There is no such patient in this clinic"))
    return row


def _versions(look: Reading, row: Row[Any]) -> list[PatientVersion]:
    """Every version, as registered first."""
    kept = rows.versions(look, row.id)
    if not kept:
        return [PatientVersion(0, card_of(row), rows.registered_at(look, row.id))]
    named = names_of(look)
    return [
        PatientVersion(
            each.number,
            read_back({**each._mapping, "id": row.id}),
            each.said_at,
            named.get(each.said_by, ""),
            each.reason or "",
        )
        for each in kept
    ]


def _check_seen(number: int, seen: int) -> None:
    if seen != number:
        raise ChangedMeanwhile(
            say("Somebody corrected the record meanwhile; nothing was saved"),
            field="seen",
            allowed=say("load the screen afresh, and correct what stands there now"),
        )


def _changed(row: Row[Any], facts: Mapping[str, Any]) -> list[str]:
    """The names of what is corrected, which say nothing of the patient."""
    changed = [name for name in PATIENT_FACTS if row._mapping[name] != facts[name]]
    if not changed:
        raise Conflict(say("The record says that already; nothing was changed"), field="name")
    return changed


def _after_all(work: Reading, row: Row[Any], now: datetime) -> datetime:
    """Now, as read while nothing else can be written; later than what was done on the old facts.

    Another server's clock may be ahead: a session that it closed before was judged by them.
    """
    before: list[datetime | None] = [sessions.latest_closing(work, row.id), row.corrected_at]
    return max([now, *(at + _NEXT for at in before if at is not None)])


def _ask_back(work: Writing, row: Row[Any], registered: PatientCard, right: NewPatient) -> None:
    """One question for all that makes another person of a record, in one step or in two."""
    found = namesake(work, right, but=row.id)
    if _is_another(row, registered, right):
        question = say(
            "Name and birth date are both others: is the record still of the same person? "
            "Nothing was saved"
        )
        if found is not None:
            question = say("{known}. {question}", known=there_is(found), question=question)
        allowed = say("one of the two, or confirmed: the same person")
        raise AnotherPerson(question, field="name", allowed=allowed)
    if found is not None:
        raise SamePatient(
            say("{known}; is it the same person? Nothing was saved", known=there_is(found)),
            field="name",
            allowed=say("confirmed: another person of the same name and birth date"),
        )


def _is_another(row: Row[Any], registered: PatientCard, right: NewPatient) -> bool:
    """Whether name or birth date changes now, and neither is what was registered."""
    name, born = bare_name(right.name), right.birth_date
    changes = (bare_name(row.name), row.birth_date) != (name, born)
    return changes and bare_name(registered.name) != name and registered.birth_date != born


def _first(row: Row[Any], registered_at: datetime) -> dict[str, Any]:
    kept = {name: row._mapping[name] for name in PATIENT_FACTS}
    return {**kept, "said_at": registered_at, "said_by": None, "reason": None}
