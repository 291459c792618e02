"""What was typed on the start screen, and what a use case is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.errors import BadInput
from monitor.language.reader import reading_in
from monitor.services.dosing import check_dose
from monitor.services.views import BoardCard, Chair, NewPatient, NewSession, PatientCard
from monitor.services.weighing import Weighed
from monitor.web.pages.start.present import (
    address,
    asks_back,
    chosen_chair,
    free_chairs,
    last_weight_line,
    new_patient,
    new_session,
    patient_lines,
    told,
    what_is_missing,
)
from tests.web import room

CHOSEN: dict[str, object] = {
    "patient": "p-1",
    "chair": "c-1",
    "protocol": "ketamine-iv",
    "weight": 72,
    "dose": 36.5,
    "number": "",
}


def test_only_chairs_without_an_open_session_are_offered() -> None:
    assert [chair["value"] for chair in free_chairs(room.board())] == ["chair-9"]


def test_a_full_room_is_named_as_what_keeps_a_session_from_starting() -> None:
    taken = tuple(card for card in room.board().cards if card.chair.id != "chair-9")
    full = replace(room.board(), cards=taken)
    assert what_is_missing(full, None).startswith("No chair is free.")
    assert what_is_missing(room.board(), None) == "Choose the patient first."


def test_the_chair_asked_for_is_chosen_if_it_is_free() -> None:
    two = replace(
        room.board(), cards=(*room.board().cards, BoardCard(Chair("chair-10", "10"), None))
    )
    assert chosen_chair(two, "chair-10") == "chair-10"
    assert chosen_chair(two, "chair-5") is None
    assert chosen_chair(room.board(), "chair-5") == "chair-9"


def test_the_address_carries_what_is_chosen_and_nothing_else() -> None:
    assert address() == "/start"
    assert address("p 1&x", "") == "/start?patient=p+1%26x"
    assert address("p", "c") == "/start?patient=p&chair=c"


def test_what_is_not_known_of_a_patient_is_said() -> None:
    lines = dict(patient_lines(PatientCard("p", "Maya", date(1987, 4, 14))))
    assert lines["Allergies"] == "none recorded"
    assert last_weight_line(None, "UTC") == ("Last weight", "not weighed")
    assert "Heart rhythm" not in lines


def test_the_last_weight_is_told_with_its_day_in_the_clinic() -> None:
    last = Weighed(71.5, datetime(2026, 3, 2, 5, 0, tzinfo=UTC))
    assert last_weight_line(last, "America/Los_Angeles")[1] == "71.5 kg, 1 Mar 2026"


def test_what_changes_the_rules_for_a_patient_is_said_of_those_it_is_true_of() -> None:
    card = PatientCard("p", "Maya", date(1987, 4, 14))
    assert "SpO₂ scale" not in dict(patient_lines(card))
    lines = dict(patient_lines(replace(card, spo2_scale=2, known_arrhythmia=True)))
    assert lines["SpO₂ scale"] == "2, hypercapnic respiratory failure"
    assert lines["Heart rhythm"] == "chronic irregular rhythm, documented"


def test_every_number_is_told_with_its_kind() -> None:
    numbers = (("record number", "M-1"), ("insurance", "DEMO 7"))
    lines = dict(patient_lines(PatientCard("p", "Maya", date(1987, 4, 14), numbers)))
    assert lines["Identifier"] == "record number M-1, insurance DEMO 7"


USUAL: dict[str, object] = {
    "spo2_scale": "1",
    "rhythm": "no",
    "kind_1": "",
    "number_1": None,
    "kind_2": "",
    "number_2": None,
}


def typed(*said: object, **more: object) -> dict[str, object]:
    names = ("name", "birth_date", "identifier", "allergies", "weight")
    return {**USUAL, **dict(zip(names, said, strict=True)), **more}


def maya(**more: object) -> dict[str, object]:
    return typed("Maya", "1987-04-14", "M-1", "", None, **more)


def test_a_registration_is_read_whole() -> None:
    assert new_patient(typed(" Maya ", "1987-04-14", "M-1", "", 72)) == NewPatient(
        "Maya", date(1987, 4, 14), (("record number", "M-1"),), "", 72.0
    )
    assert new_patient(typed("Maya", "1987-04-14", None, None, "")) == NewPatient(
        "Maya", date(1987, 4, 14)
    )


def test_scale_2_and_a_known_arrhythmia_are_passed_on() -> None:
    assert new_patient(maya(spo2_scale="2")).spo2_scale == 2
    assert not new_patient(maya(spo2_scale="2")).known_arrhythmia
    assert new_patient(maya(rhythm="yes")).known_arrhythmia
    assert new_patient(maya(rhythm="yes")).spo2_scale == 1


@pytest.mark.parametrize("said", [None, "", "3", "2 ", 2, 2.0, True, ["2"], {"2": "2"}])
def test_a_scale_that_is_none_is_never_guessed(said: object) -> None:
    with pytest.raises(BadInput, match="Choose the SpO₂ scale; nothing was saved") as refused:
        new_patient(maya(spo2_scale=said))
    assert refused.value.field == "spo2_scale"


@pytest.mark.parametrize("said", [None, "", "Yes", 1, True, ["yes"], {"yes": "yes"}])
def test_whether_an_arrhythmia_is_known_is_never_guessed(said: object) -> None:
    with pytest.raises(BadInput, match="arrhythmia is known; nothing was saved") as refused:
        new_patient(maya(rhythm=said))
    assert refused.value.field == "known_arrhythmia"


def test_further_numbers_are_read_in_their_order_and_empty_rows_are_none() -> None:
    second = {"kind_1": " insurance ", "number_1": "DEMO  7"}
    third = {"kind_2": "MRN", "number_2": "D-9"}
    assert new_patient(maya(**second, **third)).identifiers == (
        ("record number", "M-1"),
        ("insurance", "DEMO 7"),
        ("MRN", "D-9"),
    )
    only = typed("Maya", "1987-04-14", " ", "", None, kind_1="  ", **third)
    assert new_patient(only).identifiers == (("MRN", "D-9"),)


@pytest.mark.parametrize(
    ("language", "kind"),
    [("en", "Record number"), ("en", "record number"), ("es", "Número de historia")],
)
def test_our_own_kind_typed_by_hand_is_our_own_kind(language: str, kind: str) -> None:
    with reading_in(language):
        kept = new_patient(maya(kind_1=kind, number_1="D-9")).identifiers

    assert kept == (("record number", "M-1"), ("record number", "D-9"))


def test_a_kind_that_somebody_typed_is_not_put_into_another_language() -> None:
    numbers = (("record number", "M-1"), ("Other", "7"))
    card = PatientCard("p", "Maya", date(1987, 4, 14), numbers)
    with reading_in("es"):
        told = [words for _, words in patient_lines(card)]

    assert "número de historia M-1, Other 7" in told


@pytest.mark.parametrize(
    ("more", "told_of"),
    [
        ({"kind_1": "insurance"}, "Second number is empty: fill in kind and number"),
        ({"number_1": "7"}, "Kind of second number is empty"),
        ({"kind_2": "insurance", "number_2": " "}, "Third number is empty"),
        ({"number_2": "7"}, "Kind of third number is empty"),
        ({"identifier": "x" * 201}, "Record number: It is empty, too long"),
        ({"identifier": ["M-1"]}, "Record number: It is empty, too long"),
        ({"identifier": 7}, "Record number: It is empty, too long"),
        ({"kind_1": "x" * 201, "number_1": "7"}, "Kind of second number: It is"),
        ({"kind_1": ["MRN"], "number_1": "7"}, "Kind of second number: It is"),
        ({"kind_2": "MRN", "number_2": 7}, "Third number: It is"),
        ({"kind_2": "MRN", "number_2": "7\x00"}, "Third number: It is"),
    ],
)
def test_a_number_that_cannot_be_read_is_named_as_on_the_screen(
    more: dict[str, object], told_of: str
) -> None:
    with pytest.raises(BadInput, match=told_of) as refused:
        new_patient(maya(**more))
    assert refused.value.field == "identifiers"
    assert re.search("nothing was saved", told(refused.value))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("", "1987-04-14", "", "", ""), "name"),
        ((["Maya"], "1987-04-14", "", "", ""), "name"),
        (("Maya", "14.4.1987", "", "", ""), "birth_date"),
        (("Maya", None, "", "", ""), "birth_date"),
        (("Maya", 7, "", "", ""), "birth_date"),
        (("Maya", "1987-04-14", "", "", "heavy"), "weight_kg"),
        (("Maya", "1987-04-14", "", ["penicillin"], ""), "allergies"),
        (("Maya", "1987-04-14", "", "x" * 2001, ""), "allergies"),
    ],
)
def test_a_registration_that_cannot_be_read_names_the_field(
    said: tuple[object, ...], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        new_patient(typed(*said))
    assert refused.value.field == field


def test_a_session_is_read_whole_and_its_number_may_be_left_out() -> None:
    assert new_session(CHOSEN, confirmed=True) == NewSession(
        "p-1", "c-1", "ketamine-iv", 36.5, 72.0, None, confirmed=True
    )
    assert new_session({**CHOSEN, "number": 7}, confirmed=False).session_number == 7


@pytest.mark.parametrize("per_kg", [None, "", "0.", True, 0.507, 0.5065, 0.5074])
def test_two_doses_agree_as_far_as_their_fields_show(per_kg: object) -> None:
    assert new_session({**CHOSEN, "per_kg": per_kg}, confirmed=False).dose_mg == 36.5


@pytest.mark.parametrize("per_kg", [0, 0.5, 0.506, 0.508, 5.07])
def test_two_doses_that_say_different_things_start_nothing(per_kg: float) -> None:
    with pytest.raises(BadInput, match="No session was started") as refused:
        new_session({**CHOSEN, "per_kg": per_kg}, confirmed=True)
    assert "36.5 mg" in told(refused.value)
    assert not asks_back(refused.value)


@pytest.mark.parametrize("missing", ["patient", "chair", "protocol", "weight", "dose"])
@pytest.mark.parametrize("said", [None, "", [], True])
def test_a_session_without_an_answer_is_refused(missing: str, said: object) -> None:
    with pytest.raises(BadInput) as refused:
        new_session({**CHOSEN, missing: said}, confirmed=False)
    assert "nothing was saved" in told(refused.value)


def test_an_unlikely_dose_may_be_confirmed_and_an_impossible_one_may_not() -> None:
    with pytest.raises(BadInput) as unlikely:
        check_dose(96, 64, 1.0, confirmed=False)
    assert asks_back(unlikely.value)
    with pytest.raises(BadInput) as impossible:
        check_dose(3200, 64, 1.0, confirmed=False)
    assert not asks_back(impossible.value)
