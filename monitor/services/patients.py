"""Patients: found, registered, read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.limits import WEIGHT_KG
from monitor.errors import BadInput, Conflict, NotFound, SamePatient
from monitor.language.said import Said, say
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.views import NewPatient, PatientCard
from monitor.services.wording import LONGEST_REASON, plain
from monitor.store import patients as rows
from monitor.store.words import searchable, words_of
from monitor.store.work import About, Reading

EARLIEST_BIRTH = date(1890, 1, 1)
MOST_WORDS = 8
MOST_IDENTIFIERS = 20
SPO2_SCALES = (1, 2)


def find_patients(house: House, actor: Actor, words: str) -> tuple[PatientCard, ...]:
    """Patients of whom every word begins a name, an identifier or the birth date (1987-04-14)."""
    permit(actor, Permission.READ_PATIENT)
    asked = list(searchable(words))[:MOST_WORDS]
    with house.reading(actor.clinic_id) as look:
        found = tuple(card_of(row) for row in rows.find(look, asked))
    note_look(house, actor, AuditAction.PATIENTS_SEARCHED, About())
    return found


def read_patient(house: House, actor: Actor, patient_id: str) -> PatientCard:
    """Who the patient is."""
    permit(actor, Permission.READ_PATIENT)
    with house.reading(actor.clinic_id) as look:
        row = rows.patient(look, patient_id)
    if row is None:
        raise NotFound(say("There is no such patient in this clinic"))
    note_look(house, actor, AuditAction.PATIENT_READ, About(subject_id=patient_id))
    return card_of(row)


def register_patient(house: House, actor: Actor, new: NewPatient) -> PatientCard:
    """Register a patient; an identifier that another patient carries is refused.

    So is, until it is confirmed, somebody of a name and birth date that are there already: two
    records of one person hide half of what is known of them (SamePatient).
    """
    permit(actor, Permission.REGISTER_PATIENT)
    now = house.clock()
    values = {"id": str(uuid4()), **checked_facts(new, now.date())}
    with house.writing(actor.clinic_id) as work:
        check_identifiers(work, values)
        if not new.confirmed:
            found = namesake(work, new)
            if found is not None:
                raise SamePatient(
                    say("{known}; is it the same person? Nothing was saved", known=there_is(found)),
                    field="name",
                    allowed=say(
                        "that patient, or confirmed: another person of the same name and birth date"
                    ),
                )
        rows.add_patient(work, {**values, "registered_at": now}, words_of(values))
        work.audit(AuditAction.PATIENT_REGISTERED, now, actor, About(subject_id=values["id"]))
        work.commit()
    return read_back(values)


def same_person(house: House, actor: Actor, new: NewPatient) -> PatientCard | None:
    """The patient of that name and birth date, if there is one: for asking back."""
    permit(actor, Permission.READ_PATIENT)
    with house.reading(actor.clinic_id) as look:
        found = namesake(look, new)
    if found is not None:
        note_look(house, actor, AuditAction.PATIENT_READ, About(subject_id=found.id))
    return found


def check_identifiers(work: Reading, values: Mapping[str, Any]) -> None:
    """Refuse a number that another patient carries."""
    for system, value in values["identifiers"]:
        if rows.identified(work, system, value) not in {None, values["id"]}:
            message = say(
                "{system} {value} belongs to another patient; nothing was saved",
                system=system,
                value=value,
            )
            raise Conflict(message, field="identifiers")


def namesake(look: Reading, new: NewPatient, *, but: str = "") -> PatientCard | None:
    """Somebody else of that name and birth date, ``but`` this patient.

    Names are the same whatever their order, case, accents and hyphens.
    """
    (day,) = searchable(new.birth_date.isoformat())
    asked = bare_name(new.name)
    same = (row for row in rows.with_word(look, day) if bare_name(row.name) == asked)
    born = (row for row in same if row.birth_date == new.birth_date and row.id != but)
    return next((card_of(row) for row in born), None)


def there_is(found: PatientCard) -> Said:
    """Say who is there already, for asking back."""
    numbers = ", ".join(f"{system} {value}" for system, value in found.identifiers)
    who = {"name": found.name, "born": found.birth_date.isoformat()}
    if not numbers:
        return say("There is already {name}, born {born}", **who)
    return say("There is already {name}, born {born} ({numbers})", **who, numbers=numbers)


def bare_name(name: str) -> list[str]:
    """The words of a name in one order, without case, accents and hyphens."""
    return sorted(" ".join(searchable(name)).replace("-", " ").split())


def card_of(row: Row[Any]) -> PatientCard:
    """A patient's row as the screens show it."""
    return read_back(row._mapping)


def read_back(values: Any) -> PatientCard:
    """The card of a patient's values."""
    return PatientCard(
        id=values["id"],
        name=values["name"],
        birth_date=values["birth_date"],
        identifiers=tuple((system, value) for system, value in values["identifiers"]),
        allergies=values["allergies"],
        weight_kg=values["weight_kg"],
        spo2_scale=values["spo2_scale"],
        known_arrhythmia=values["known_arrhythmia"],
    )


def check_weight(weight_kg: float) -> float:
    """A weight inside the limits of entry."""
    if not WEIGHT_KG.lowest <= weight_kg <= WEIGHT_KG.highest:
        raise BadInput(
            say(
                "{weight_kg:g} kg is no weight of a patient here; nothing was saved",
                weight_kg=weight_kg,
            ),
            field="weight_kg",
            allowed=WEIGHT_KG.allowed(),
        )
    return float(weight_kg)


def checked_facts(new: NewPatient, today: date) -> dict[str, Any]:
    """What is known of a patient as a row has it; raises BadInput naming what cannot be."""
    if not EARLIEST_BIRTH <= new.birth_date <= today:
        allowed = f"{EARLIEST_BIRTH} to {today}"
        raise BadInput(
            say("That is no birth date of a patient"), field="birth_date", allowed=allowed
        )
    if new.spo2_scale not in SPO2_SCALES:
        raise BadInput(say("There is no such SpO2 scale"), field="spo2_scale", allowed="1 or 2")
    return {
        "name": plain(new.name, "name"),
        "birth_date": new.birth_date,
        "identifiers": _identifiers(new),
        "allergies": plain(new.allergies, "allergies", LONGEST_REASON) if new.allergies else "",
        "weight_kg": None if new.weight_kg is None else check_weight(new.weight_kg),
        "spo2_scale": new.spo2_scale,
        "known_arrhythmia": bool(new.known_arrhythmia),
    }


def _identifiers(new: NewPatient) -> list[list[str]]:
    said = [
        [plain(system, "identifiers"), plain(value, "identifiers")]
        for system, value in new.identifiers
    ]
    if len(said) > MOST_IDENTIFIERS:
        raise BadInput(
            say("Those are too many numbers; nothing was saved"),
            field="identifiers",
            allowed=say("at most {number}", number=MOST_IDENTIFIERS),
        )
    if not all(any(searchable(value)) for _system, value in said):
        raise BadInput(
            say("A number has a letter or a digit, by which it is found; nothing was saved"),
            field="identifiers",
        )
    # A kind is typed by hand, now with a capital and now without; a number is what it is.
    if len({(system.casefold(), value) for system, value in said}) != len(said):
        message = say("The same identifier stands twice; nothing was saved")
        raise BadInput(message, field="identifiers")
    return said
