"""What was typed on the start screen, and what a use case is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.errors import BadInput
from monitor.services.dosing import check_dose
from monitor.services.views import BoardCard, Chair, NewPatient, NewSession, PatientCard
from monitor.web.pages.start.present import (
    address,
    asks_back,
    chosen_chair,
    free_chairs,
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
    assert lines["Last weight"] == "not weighed"
    assert "Heart rhythm" not in lines


def typed(*said: object) -> dict[str, object]:
    names = ("name", "birth_date", "identifier", "allergies", "weight")
    return dict(zip(names, said, strict=True))


def test_a_registration_is_read_whole() -> None:
    assert new_patient(typed(" Maya ", "1987-04-14", "M-1", "", 72)) == NewPatient(
        "Maya", date(1987, 4, 14), (("record number", "M-1"),), "", 72.0
    )
    assert new_patient(typed("Maya", "1987-04-14", None, None, "")).weight_kg is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("", "1987-04-14", "", "", ""), "name"),
        ((["Maya"], "1987-04-14", "", "", ""), "name"),
        (("Maya", "14.4.1987", "", "", ""), "birth_date"),
        (("Maya", None, "", "", ""), "birth_date"),
        (("Maya", 7, "", "", ""), "birth_date"),
        (("Maya", "1987-04-14", "", "", "heavy"), "weight_kg"),
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
