"""Patients and the words they are found by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, bindparam, func, insert, select

from monitor.store.erased import PATIENT_IS_THERE
from monitor.store.tables import patient_identifiers, patient_words, patients
from monitor.store.work import Reading, Values, Writing

FOUND_AT_MOST = 50
_AFTER_EVERY_LETTER = "\U0010ffff"

COLUMNS = (
    patients.c.id,
    patients.c.name,
    patients.c.birth_date,
    patients.c.identifiers,
    patients.c.allergies,
    patients.c.weight_kg,
    patients.c.spo2_scale,
    patients.c.known_arrhythmia,
)
_BY_ID = select(*COLUMNS).where(patients.c.id == bindparam("patient_id"), PATIENT_IS_THERE)
_BY_IDS = (
    select(*COLUMNS)
    .where(patients.c.id.in_(bindparam("patient_ids", expanding=True)))
    .order_by(patients.c.name, patients.c.id)
)
_LATEST = (
    select(*COLUMNS)
    .where(PATIENT_IS_THERE)
    .order_by(patients.c.registered_at.desc(), patients.c.id)
    .limit(FOUND_AT_MOST)
)
_BY_WORD = (
    select(patient_words.c.patient_id)
    .where(
        patient_words.c.word >= bindparam("start"),
        patient_words.c.word < bindparam("end"),
    )
    .distinct()
)
_WITH_WORD = (
    select(*COLUMNS)
    .join(patient_words, patient_words.c.patient_id == patients.c.id)
    .where(patient_words.c.word == bindparam("word"))
    .order_by(patients.c.registered_at, patients.c.id)
)
_ADD = insert(patients)
_ADD_IDENTIFIER = insert(patient_identifiers)
_ADD_WORD = insert(patient_words)
_IDENTIFIED = select(patient_identifiers.c.patient_id).where(
    func.lower(patient_identifiers.c.system) == func.lower(bindparam("system")),
    patient_identifiers.c.value == bindparam("value"),
)


def patient(work: Reading, patient_id: str) -> Row[Any] | None:
    """One patient."""
    return work.one(_BY_ID, patient_id=patient_id)


def find(work: Reading, words: Sequence[str]) -> Sequence[Row[Any]]:
    """Patients of whom each word begins a name, an identifier or the birth date.

    Without a word, those registered last.
    """
    if not words:
        return work.all(_LATEST)
    matching: set[str] | None = None
    for word in words:
        rows = work.all(_BY_WORD, start=word, end=word + _AFTER_EVERY_LETTER)
        found = {row.patient_id for row in rows}
        matching = found if matching is None else matching & found
    return work.all(_BY_IDS, patient_ids=sorted(matching or ())[:FOUND_AT_MOST])


def with_word(work: Reading, word: str) -> Sequence[Row[Any]]:
    """Every patient found by exactly this word, those registered first before the others."""
    return work.all(_WITH_WORD, word=word)


def identified(work: Reading, system: str, value: str) -> str | None:
    """Who carries an identifier already, its kind written with capitals or without."""
    found = work.all(_IDENTIFIED, system=system, value=value)
    return found[0].patient_id if found else None


def add_patient(work: Writing, values: Values, words: Iterable[str]) -> None:
    """Add a patient with identifiers and the words to be found by."""
    work.change(_ADD, **values)
    patient_id = values["id"]
    work.change_many(
        _ADD_IDENTIFIER,
        [
            {"patient_id": patient_id, "system": system, "value": value, "id": str(uuid4())}
            for system, value in values["identifiers"]
        ],
    )
    work.change_many(
        _ADD_WORD, [{"patient_id": patient_id, "word": word} for word in sorted(set(words))]
    )
