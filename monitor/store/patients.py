"""Patients and the words they are found by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, bindparam, delete, insert, select, update

from monitor.store.erased import PATIENT_IS_THERE
from monitor.store.record_tables import PATIENT_FACTS
from monitor.store.tables import (
    patient_identifiers,
    patient_versions,
    patient_words,
    patients,
)
from monitor.store.words import searchable
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
    patients.c.corrected_at,
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
_IDENTIFIED = (
    select(*COLUMNS)
    .join(patient_identifiers, patient_identifiers.c.patient_id == patients.c.id)
    .where(patient_identifiers.c.value == bindparam("value"))
)
_HELD = select(patient_identifiers.c.patient_id).where(
    patient_identifiers.c.system == bindparam("system"),
    patient_identifiers.c.value == bindparam("value"),
)
_REGISTERED = select(patients.c.registered_at).where(patients.c.id == bindparam("patient_id"))
_VERSIONS = (
    select(patient_versions)
    .where(patient_versions.c.patient_id == bindparam("patient_id"))
    .order_by(patient_versions.c.number)
)
_ADD_VERSION = insert(patient_versions)
_CORRECT = (
    update(patients)
    .where(patients.c.id == bindparam("the_patient"))
    .values({name: bindparam(f"right_{name}") for name in (*PATIENT_FACTS, "corrected_at")})
)
_FORGET_WORDS = delete(patient_words).where(patient_words.c.patient_id == bindparam("the_patient"))


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
    """Who carries an identifier now, its kind written with capitals or without.

    Who was given it first need not carry it any more; who was given it since is found by its words.
    """
    found = [*work.all(_IDENTIFIED, value=value)]
    if words := sorted(searchable(value), key=_tells_apart):
        found += with_word(work, words[-1])
    asked = system.casefold(), value
    carried = (row.id for row in found for one in row.identifiers if _bare(one) == asked)
    return next(carried, None)


def _tells_apart(word: str) -> tuple[bool, int]:
    """What begins every number of a hospital is found with everybody; its digits are not."""
    return any(letter.isdigit() for letter in word), len(word)


def _bare(identifier: Sequence[str]) -> tuple[str, str]:
    system, value = identifier
    return system.casefold(), value


def add_patient(work: Writing, values: Values, words: Iterable[str]) -> None:
    """Add a patient with identifiers and the words to be found by."""
    work.change(_ADD, **values)
    _add_identifiers(work, values)
    _add_words(work, values["id"], words)


def registered_at(work: Reading, patient_id: str) -> datetime:
    """When a patient who is there was registered."""
    (row,) = work.all(_REGISTERED, patient_id=patient_id)
    found: datetime = row.registered_at
    return found


def versions(work: Reading, patient_id: str) -> Sequence[Row[Any]]:
    """Every version of a patient's record, as registered first; none where none was corrected."""
    return work.all(_VERSIONS, patient_id=patient_id)


def version_at(work: Reading, patient_id: str, at: datetime) -> Row[Any] | None:
    """The version known at an instant: before the first correction the one registered."""
    found = versions(work, patient_id)
    known = [row for row in found if not row.number or row.said_at <= at]
    return known[-1] if known else None


def correct_patient(
    work: Writing, values: Values, said: Values, first: Values | None, words: Iterable[str]
) -> None:
    """Say what is known of a patient now; ``first`` is the version before the first correction."""
    patient_id, facts = values["id"], {name: values[name] for name in PATIENT_FACTS}
    if first is not None:
        work.change(_ADD_VERSION, patient_id=patient_id, number=0, **first)
    work.change(_ADD_VERSION, patient_id=patient_id, **facts, **said)
    right = {f"right_{name}": value for name, value in facts.items()}
    work.change(_CORRECT, the_patient=patient_id, right_corrected_at=said["said_at"], **right)
    _add_identifiers(work, values)
    work.change(_FORGET_WORDS, the_patient=patient_id)
    _add_words(work, patient_id, words)


def _add_identifiers(work: Writing, values: Values) -> None:
    """One that stands there already, of whoever once carried it, stays the one row of it."""
    work.change_many(
        _ADD_IDENTIFIER,
        [
            {"patient_id": values["id"], "system": system, "value": value, "id": str(uuid4())}
            for system, value in values["identifiers"]
            if not work.all(_HELD, system=system, value=value)
        ],
    )


def _add_words(work: Writing, patient_id: str, words: Iterable[str]) -> None:
    work.change_many(
        _ADD_WORD, [{"patient_id": patient_id, "word": word} for word in sorted(set(words))]
    )
