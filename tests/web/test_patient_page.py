"""The screen of a patient's record: what it shows to whom, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from dash import no_update

from monitor.access.roles import Role
from monitor.services.patient_corrections import read_history
from monitor.services.patients import register_patient
from monitor.services.views import NewPatient
from monitor.web.pages.patient import ids
from monitor.web.pages.patient.callbacks import save, save_confirmed
from monitor.web.pages.patient.layout import layout
from tests.people import Cast
from tests.web.reading import attribute, find, words
from tests.web.test_callbacks import act


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    """The form as it comes, but for what is said otherwise."""
    return {
        "patient": cast.patient.id,
        "seen": 0,
        "name": cast.patient.name,
        "birth_date": "1987-04-14",
        "kinds": ["MRN", ""],
        "numbers": ["D-1001", ""],
        "weight": 70,
        "allergies": "penicillin",
        "spo2_scale": "1",
        "rhythm": "no",
        "reason": "read wrongly",
        "asked": None,
        **changed,
    }


def history(cast: Cast) -> Any:
    return read_history(cast.house, cast.nurse, cast.patient.id)


def test_the_form_comes_with_what_is_known(cast: Cast) -> None:
    form = act(cast, cast.nurse, layout, cast.patient.id)

    fields = {str(attribute(one, "id")): attribute(one, "value") for one in find(form, "TextInput")}
    assert fields["start-name"] == cast.patient.name
    assert fields["start-birth-date"] == "1987-04-14"
    assert fields["start-allergies"] == "penicillin"
    assert fields[str({"type": ids.KIND, "row": 1})] == "MRN"
    assert fields[str({"type": ids.NUMBER, "row": 1})] == "D-1001"
    assert fields[str({"type": ids.NUMBER, "row": 2})] == ""
    chosen = {attribute(one, "id"): attribute(one, "value") for one in find(form, "RadioGroup")}
    assert chosen == {"start-spo2-scale": "1", "start-rhythm": "no"}


def test_who_may_not_correct_reads_it(cast: Cast) -> None:
    read = act(cast, cast.reader, layout, cast.patient.id)

    assert find(read, "TextInput") == []
    assert "penicillin" in words(read)
    refused = act(cast, cast.administrator, layout, cast.patient.id)
    assert cast.patient.name not in words(refused)


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.ADMINISTRATOR, Role.AUDITOR])
@pytest.mark.parametrize("callback", [save, save_confirmed])
def test_a_callback_called_by_hand_corrects_nothing_for_who_may_not(
    cast: Cast, role: Role, callback: Any
) -> None:
    asked = ["DEMO Other", "1987-04-14"]
    form = typed(cast, name="DEMO Other", asked=asked)

    answer = act(cast, cast.of(role), callback, 1, form)

    assert answer["go"] is no_update
    assert "is not allowed to correct a patient's record" in answer["said"]
    assert act(cast, None, callback, 1, form)["go"] is no_update
    elsewhere = act(cast, cast.stranger, callback, 1, form)
    assert "no such patient in this clinic" in elsewhere["said"]
    assert [one.number for one in history(cast).versions] == [0]


def test_a_correction_is_saved_and_told_with_what_it_changed(cast: Cast) -> None:
    right = {"rhythm": "yes", "spo2_scale": "2", "weight": "", "kinds": ["MRN", "insurance"]}

    answer = act(cast, cast.nurse, save, 1, typed(cast, **right, numbers=["D-1001", "44"]))

    assert answer["go"] == f"/patients/{cast.patient.id}"
    assert answer["said"] == ""
    told = words(act(cast, cast.nurse, layout, cast.patient.id))
    assert "MRN D-1001, insurance 44" in told
    assert "70 kg" in told
    assert "not weighed" in told
    assert "no known arrhythmia" in told
    assert "chronic irregular rhythm, documented" in told
    assert "read wrongly" in told
    assert [one.number for one in history(cast).versions] == [1, 0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Enter the full name; nothing was saved"),
        ({"birth_date": "14.4.87"}, "That is no date; nothing was saved"),
        ({"kinds": ["MRN", "x"]}, "Number 2 is empty"),
        ({"numbers": ["D-1001", "9"]}, "Kind of number 2 is empty"),
        ({"numbers": ["D" * 201, ""]}, "Number 1: It is empty, too long or unreadable"),
        ({"weight": "heavy"}, "Enter the weight in kg"),
        ({"weight": 10**400}, "Enter the weight in kg"),
        ({"weight": float("nan")}, "Enter the weight in kg"),
        ({"weight": float("-inf")}, "Enter the weight in kg"),
        ({"numbers": ["+++", ""]}, "A number has a letter or a digit"),
        ({"kinds": ["MRN"] * 21, "numbers": [*map(str, range(21))]}, "too many numbers"),
        ({"weight": 900}, "is no weight of a patient"),
        ({"spo2_scale": "3"}, "Choose the SpO₂ scale; nothing was saved"),
        ({"rhythm": None}, "Choose whether an arrhythmia is known"),
        ({"reason": ""}, "Enter why it is corrected; nothing was saved"),
        ({"seen": 4, "weight": 71}, "corrected the record meanwhile"),
        ({"seen": None, "weight": 71}, "corrected the record meanwhile"),
        ({}, "The record says that already"),
        ({"patient": "another"}, "no such patient"),
        ({"kinds": None, "numbers": "x", "name": 7}, "Enter the full name"),
        ({"kinds": ["MRN", "x"], "numbers": ["D-1001"]}, "Number 2 is empty"),
        ({"kinds": [{"a": 1}], "numbers": [7]}, "Kind of number 1"),
    ],
)
def test_what_cannot_be_saved_is_told_and_the_screen_stays(
    cast: Cast, changed: dict[str, Any], said: str
) -> None:
    answer = act(cast, cast.nurse, save, 1, typed(cast, **changed))

    assert answer["go"] is no_update
    assert answer["unasked"]
    assert said in answer["said"]
    assert [one.number for one in history(cast).versions] == [0]


def test_what_may_be_another_person_is_asked_back_and_saved_when_it_was_asked(cast: Cast) -> None:
    register_patient(cast.house, cast.nurse, NewPatient("DEMO Ines", date(1988, 8, 22)))
    both = typed(cast, name="DEMO Ines", birth_date="1988-08-22")

    asked = act(cast, cast.nurse, save, 1, both)
    other = act(cast, cast.nurse, save, 1, typed(cast, name="DEMO Ada", birth_date="1977-01-01"))

    assert "There is already DEMO Ines" in asked["said"]
    assert "still of the same person?" in asked["said"]
    assert "still of the same person?" in other["said"]
    assert not asked["unasked"]
    assert not other["unasked"]
    # What was typed since is asked about anew.
    again = act(cast, cast.nurse, save_confirmed, 1, {**both, "asked": other["asked"]})
    assert again["go"] is no_update
    sure = {**both, "asked": again["asked"]}
    assert act(cast, cast.nurse, save_confirmed, 1, sure)["go"] == f"/patients/{cast.patient.id}"
