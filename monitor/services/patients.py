"""Patients: found, registered, read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.limits import WEIGHT_KG
from monitor.errors import BadInput, Conflict, NotFound
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.views import NewPatient, PatientCard
from monitor.services.wording import LONGEST_REASON, plain
from monitor.store import patients as rows
from monitor.store.work import About

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
        raise NotFound("There is no such patient in this clinic")
    note_look(house, actor, AuditAction.PATIENT_READ, About(subject_id=patient_id))
    return card_of(row)


def register_patient(house: House, actor: Actor, new: NewPatient) -> PatientCard:
    """Register a patient; an identifier that another patient carries is refused."""
    permit(actor, Permission.REGISTER_PATIENT)
    now = house.clock()
    values = _checked(new, now.date())
    with house.writing(actor.clinic_id) as work:
        for system, value in values["identifiers"]:
            if rows.identified(work, system, value) is not None:
                message = f"{system} {value} belongs to another patient; nobody was registered"
                raise Conflict(message, field="identifiers")
        rows.add_patient(work, {**values, "registered_at": now}, _words_of(values))
        work.audit(AuditAction.PATIENT_REGISTERED, now, actor, About(subject_id=values["id"]))
        work.commit()
    return read_back(values)


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
            f"{weight_kg:g} kg is no weight of a patient here; nothing was saved",
            field="weight_kg",
            allowed=WEIGHT_KG.allowed(),
        )
    return float(weight_kg)


def searchable(said: str) -> Iterator[str]:
    """The words of a text, without case and accents."""
    spread = unicodedata.normalize("NFKD", said.casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    kept = "".join(letter if letter.isalnum() or letter == "-" else " " for letter in bare)
    yield from (word.strip("-") for word in kept.split() if word.strip("-"))


def _checked(new: NewPatient, today: date) -> dict[str, Any]:
    if not EARLIEST_BIRTH <= new.birth_date <= today:
        allowed = f"{EARLIEST_BIRTH} to {today}"
        raise BadInput("That is no birth date of a patient", field="birth_date", allowed=allowed)
    if new.spo2_scale not in SPO2_SCALES:
        raise BadInput("There is no such SpO2 scale", field="spo2_scale", allowed="1 or 2")
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
    if len({tuple(each) for each in said}) != len(said):
        raise BadInput("The same identifier stands twice", field="identifiers")
    return said


def _words_of(values: dict[str, Any]) -> Iterator[str]:
    yield from searchable(values["name"])
    yield from searchable(values["birth_date"].isoformat())
    for _system, value in values["identifiers"]:
        yield from searchable(value)
