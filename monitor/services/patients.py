"""Patients: found, registered, read."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.limits import WEIGHT_KG
from monitor.errors import BadInput, Conflict, NotFound, SamePatient
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.views import NewPatient, PatientCard
from monitor.services.wording import LONGEST_REASON, plain
from monitor.store import patients as rows
from monitor.store.words import searchable, words_of
from monitor.store.work import About, Reading, Writing

EARLIEST_BIRTH = date(1890, 1, 1)
MOST_WORDS = 8
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
    values = _checked(new, now.date())
    with house.writing(actor.clinic_id) as work:
        for system, value in values["identifiers"]:
            if rows.identified(work, system, value) is not None:
                message = say(
                    "{system} {value} belongs to another patient; nobody was registered",
                    system=system,
                    value=value,
                )
                raise Conflict(message, field="identifiers")
        if not new.confirmed:
            _ask_back(work, values)
        rows.add_patient(work, {**values, "registered_at": now}, words_of(values))
        work.audit(AuditAction.PATIENT_REGISTERED, now, actor, About(subject_id=values["id"]))
        work.commit()
    return read_back(values)


def same_person(house: House, actor: Actor, new: NewPatient) -> PatientCard | None:
    """The patient of that name and birth date, if there is one: for asking back."""
    permit(actor, Permission.READ_PATIENT)
    with house.reading(actor.clinic_id) as look:
        found = _namesake(look, new.name, new.birth_date)
    if found is not None:
        note_look(house, actor, AuditAction.PATIENT_READ, About(subject_id=found.id))
    return found


def _ask_back(work: Writing, values: dict[str, Any]) -> None:
    found = _namesake(work, values["name"], values["birth_date"])
    if found is None:
        return
    numbers = ", ".join(f"{system} {value}" for system, value in found.identifiers)
    raise SamePatient(
        f"There is already {found.name}, born {found.birth_date}"
        f"{f' ({numbers})' if numbers else ''}; is it the same person? Nobody was registered",
        field="name",
        allowed="that patient, or confirmed: another person of the same name and birth date",
    )


def _namesake(look: Reading, name: str, birth_date: date) -> PatientCard | None:
    """Names are the same whatever their order, case, accents and hyphens."""
    (day,) = searchable(birth_date.isoformat())
    asked = _bare_name(name)
    same = (row for row in rows.with_word(look, day) if _bare_name(row.name) == asked)
    return next((card_of(row) for row in same if row.birth_date == birth_date), None)


def _bare_name(name: str) -> list[str]:
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


def _checked(new: NewPatient, today: date) -> dict[str, Any]:
    if not EARLIEST_BIRTH <= new.birth_date <= today:
        allowed = f"{EARLIEST_BIRTH} to {today}"
        raise BadInput(
            say("That is no birth date of a patient"), field="birth_date", allowed=allowed
        )
    if new.spo2_scale not in SPO2_SCALES:
        raise BadInput(say("There is no such SpO2 scale"), field="spo2_scale", allowed="1 or 2")
    return {
        "id": str(uuid4()),
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
    # A kind is typed by hand, now with a capital and now without; a number is what it is.
    if len({(system.casefold(), value) for system, value in said}) != len(said):
        message = say("The same identifier stands twice; nobody was registered")
        raise BadInput(message, field="identifiers")
    return said
