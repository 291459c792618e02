"""One person, one record: the same name and birth date are asked back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.errors import BadInput, Conflict, SamePatient
from monitor.services import patients
from monitor.services.views import NewPatient
from tests.people import Cast, maya

BORN = date(1988, 8, 22)
INES = NewPatient("DEMO Inês Carvalho", BORN, (("MRN", "D-2001"),), weight_kg=61.0)


@pytest.mark.parametrize(
    "name",
    ["DEMO Inês Carvalho", "demo ines carvalho", "Carvalho, Inês DEMO", " DEMO Inês-Carvalho "],
)
def test_the_same_person_is_asked_back_however_the_name_is_written(
    cast_anywhere: Cast, name: str
) -> None:
    cast = cast_anywhere
    known = patients.register_patient(cast.house, cast.nurse, INES)
    again = NewPatient(name, BORN)

    with pytest.raises(SamePatient, match="is it the same person") as refused:
        patients.register_patient(cast.house, cast.nurse_too, again)

    assert "MRN D-2001" in refused.value.message
    assert patients.same_person(cast.house, cast.nurse, again) == known
    assert patients.find_patients(cast.house, cast.nurse, "carvalho") == (known,)


@pytest.mark.parametrize("system", ["MRN", "mrn", "Mrn"])
def test_a_number_of_another_patient_is_refused_with_its_kind_in_capitals_or_not(
    cast_anywhere: Cast, system: str
) -> None:
    cast = cast_anywhere
    patients.register_patient(cast.house, cast.nurse, INES)
    somebody = NewPatient("DEMO Bruno Prado", BORN, ((system, "D-2001"),))

    with pytest.raises(Conflict, match="belongs to another patient; nothing was saved"):
        patients.register_patient(cast.house, cast.nurse, somebody)

    other = replace(somebody, identifiers=((system, "d-2001"), ("insurance", "D-2001")))
    assert patients.register_patient(cast.house, cast.nurse, other).identifiers == other.identifiers


def test_the_same_number_twice_is_refused_with_its_kind_in_capitals_or_not(cast: Cast) -> None:
    twice = replace(INES, identifiers=(("MRN", "D-2001"), ("mrn", "D-2001")))

    with pytest.raises(BadInput, match="stands twice; nothing was saved"):
        patients.register_patient(cast.house, cast.nurse, twice)


def test_another_person_of_that_name_and_birth_date_is_registered_when_confirmed(
    cast: Cast,
) -> None:
    known = patients.register_patient(cast.house, cast.nurse, INES)
    other = replace(INES, identifiers=(), confirmed=True)

    registered = patients.register_patient(cast.house, cast.nurse, other)

    assert registered.id != known.id
    assert len(patients.find_patients(cast.house, cast.nurse, "carvalho")) == 2


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("DEMO Inês Carvalho", date(1988, 8, 23)),
        ("DEMO Inês Carvalhosa", BORN),
        ("DEMO Carvalho", BORN),
        ("DEMO 1988-08-22", BORN),
    ],
)
def test_another_name_or_another_birth_date_is_another_person(
    cast: Cast, name: str, born: date
) -> None:
    patients.register_patient(cast.house, cast.nurse, INES)

    assert patients.register_patient(cast.house, cast.nurse, NewPatient(name, born)).name == name


def test_the_same_person_in_another_clinic_is_none_of_ours(cast: Cast) -> None:
    assert patients.same_person(cast.house, cast.nurse, maya()) == cast.patient
    assert patients.same_person(cast.house, cast.stranger, maya()) is None
    assert patients.register_patient(cast.house, cast.stranger, maya()).id != cast.patient.id
