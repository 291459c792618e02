"""Callbacks called as the functions they are, on a real house."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio
import pytest
from dash import no_update

from monitor.access.actor import Actor
from monitor.errors import NotPermitted, NotSignedIn
from monitor.services.eligibility import answer_eligibility
from monitor.services.patients import find_patients
from monitor.web.context import set_context
from monitor.web.pages.board.callbacks import draw_board
from monitor.web.pages.board.layout import layout as board_layout
from monitor.web.pages.start.callbacks import (
    find,
    register,
    register_another,
    start,
    start_confirmed,
)
from monitor.web.pages.start.layout import layout as start_layout
from tests.fit import fit
from tests.people import Cast
from tests.web.reading import attribute, words
from tests.web.reading import find as find_all

Answer = TypeVar("Answer")


def act(
    cast: Cast,
    who: Actor | None,
    callback: Callable[..., Awaitable[Answer]],
    *said: Any,
    **named: Any,
) -> Answer:
    """Call a callback as this person."""

    async def call() -> Answer:
        with set_context(cast.house, who):
            return await callback(*said, **named)

    return anyio.run(call)


def chosen(cast: Cast, **changed: object) -> dict[str, object]:
    usual = {
        "patient": cast.patient.id,
        "chair": cast.chair.id,
        "protocol": "ketamine-iv",
        "weight": 70.0,
        "dose": 35.0,
        "number": None,
    }
    return {**usual, **changed}


def test_the_board_draws_cards_tally_and_room(cast: Cast) -> None:
    session = cast.start()
    cards, tally, room, _ = act(cast, cast.nurse, draw_board, 1, "urgency")
    assert session.head.patient.name in words(cards)
    assert words(tally) == "all quiet"
    assert [attribute(link, "href") for link in find_all(room, "A")] == ["#chair-3"]


def test_nobody_signed_in_sees_no_board(cast: Cast) -> None:
    with pytest.raises(NotSignedIn):
        act(cast, None, draw_board, 1, "urgency")
    panel = act(cast, None, board_layout)
    assert "cannot be shown" in words(panel)
    assert cast.patient.name not in words(panel)


def test_another_clinic_sees_its_own_empty_room(cast: Cast) -> None:
    cast.start()
    cards, *_ = act(cast, cast.stranger, draw_board, 1, "urgency")
    assert "No chairs yet" in words(cards)
    assert cast.patient.name not in words(cards)


def test_an_unknown_order_is_the_order_of_urgency(cast: Cast) -> None:
    asked = act(cast, cast.nurse, draw_board, 1, "'; drop table")
    usual = act(cast, cast.nurse, draw_board, 1, "urgency")
    assert words(asked[0]) == words(usual[0])


def test_patients_are_found_by_two_letters_or_more(cast: Cast) -> None:
    assert words(act(cast, cast.nurse, find, "l", "")) == ""
    (hit,) = find_all(act(cast, cast.nurse, find, "lind", "chair-x"), "A")
    assert cast.patient.name in words(hit)
    assert attribute(hit, "href") == f"/start?patient={cast.patient.id}&chair=chair-x"
    assert words(act(cast, cast.nurse, find, "nobody", "")) == "No patient found."


def test_an_administrator_finds_no_patients(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        act(cast, cast.administrator, find, "lind", "")


def typed(cast: Cast, name: str, born: str, **more: object) -> dict[str, object]:
    said: dict[str, object] = {"name": name, "birth_date": born, "chair": cast.chair.id}
    rules = {"spo2_scale": "1", "rhythm": "no"}
    numbers = dict.fromkeys(("kind_1", "number_1", "kind_2", "number_2"))
    return {**said, "identifier": "", "allergies": "", "weight": None, **rules, **numbers, **more}


def test_registering_leads_on_with_the_new_patient(cast: Cast) -> None:
    new = typed(cast, "DEMO Inês Carvalho", "1988-08-22", identifier="D-2001", weight=61.0)
    answer = act(cast, cast.nurse, register, 1, new)
    assert (answer["said"], answer["unasked"]) == ("", True)
    assert answer["go"].startswith("/start?patient=")
    assert answer["go"].endswith(f"&chair={cast.chair.id}")


def test_what_changes_the_rules_and_every_number_are_kept(cast: Cast) -> None:
    more = {"identifier": "D-2001", "kind_1": "insurance", "number_1": "DEMO 7"}
    new = typed(cast, "DEMO Inês Carvalho", "1988-08-22", spo2_scale="2", rhythm="yes", **more)
    assert act(cast, cast.nurse, register, 1, new)["said"] == ""
    (kept,) = find_patients(cast.house, cast.nurse, "demo 7")
    assert (kept.spo2_scale, kept.known_arrhythmia) == (2, True)
    assert kept.identifiers == (("record number", "D-2001"), ("insurance", "DEMO 7"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"spo2_scale": ["2"]}, "Choose the SpO₂ scale; nothing was saved"),
        ({"rhythm": None}, "Choose whether an arrhythmia is known; nothing was saved"),
        ({"kind_1": 7, "number_1": "7"}, "Kind of second number: It is empty, too long or"),
        (
            {"kind_1": "MRN", "number_1": "7", "kind_2": "MRN", "number_2": "7"},
            "The same identifier stands twice; nothing was saved",
        ),
        (
            {"kind_2": "MRN", "number_2": "D-1001"},
            "MRN D-1001 belongs to another patient; nothing was saved",
        ),
    ],
)
def test_a_fact_or_a_number_that_is_refused_registers_nobody(
    cast: Cast, more: dict[str, object], said: str
) -> None:
    new = typed(cast, "DEMO Inês Carvalho", "1988-08-22", **more)
    for callback in (register, register_another):
        answer = act(cast, cast.nurse, callback, 1, new)
        assert answer["go"] is no_update
        assert said in answer["said"]
    assert find_patients(cast.house, cast.nurse, "carvalho") == ()


def test_the_form_begins_with_what_is_usual(cast: Cast) -> None:
    form = act(cast, cast.nurse, start_layout)
    usual = {attribute(one, "id"): attribute(one, "value") for one in find_all(form, "RadioGroup")}
    assert usual == {"start-spo2-scale": "1", "start-rhythm": "no"}


def test_a_refused_registration_is_told_and_leads_nowhere(cast: Cast) -> None:
    answer = act(cast, cast.nurse, register, 1, typed(cast, "DEMO Inês Carvalho", "1887-08-22"))
    assert answer["go"] is no_update
    assert answer["unasked"]
    assert "birth date" in answer["said"]


def test_the_same_name_and_birth_date_are_asked_back_and_then_registered(cast: Cast) -> None:
    same = typed(cast, "lindqvist, Maya Demo", cast.patient.birth_date.isoformat())

    asked = act(cast, cast.nurse, register, 1, same)

    assert asked["go"] is no_update
    assert not asked["unasked"]
    assert "is it the same person?" in asked["said"]
    (hit,) = asked["same"]
    assert attribute(hit, "href") == f"/start?patient={cast.patient.id}&chair={cast.chair.id}"
    another = act(cast, cast.nurse, register_another, 1, same)
    assert another["go"].startswith("/start?patient=")
    assert cast.patient.id not in another["go"]


def screen(cast: Cast) -> None:
    """Answer everything before the session without a flag."""
    answer_eligibility(cast.house, cast.nurse, cast.patient.id, fit(), "ketamine-iv")


def test_starting_leads_to_the_chart(cast: Cast) -> None:
    unscreened = act(cast, cast.nurse, start, _taps=1, chosen=chosen(cast))
    assert unscreened["go"] is no_update
    assert "Psychosis (not asked)" in unscreened["said"]
    screen(cast)
    answer = act(cast, cast.nurse, start, _taps=1, chosen=chosen(cast))
    assert answer["go"].startswith("/sessions/")
    assert answer["unasked"]


def test_an_unlikely_dose_is_asked_back_and_then_started(cast: Cast) -> None:
    screen(cast)
    unlikely = chosen(cast, dose=90.0)
    asked = act(cast, cast.nurse, start, _taps=1, chosen=unlikely)
    assert asked["go"] is no_update
    assert not asked["unasked"]
    assert "unlikely" in asked["said"]
    assert act(cast, cast.nurse, start_confirmed, _taps=1, chosen=unlikely)["go"] is not no_update


def test_an_impossible_dose_cannot_be_confirmed(cast: Cast) -> None:
    impossible = chosen(cast, dose=9000.0)
    asked = act(cast, cast.nurse, start, _taps=1, chosen=impossible)
    assert asked["unasked"]
    confirmed = act(cast, cast.nurse, start_confirmed, _taps=1, chosen=impossible)
    assert confirmed["go"] is no_update


def test_a_taken_chair_and_a_forbidden_act_are_told(cast: Cast) -> None:
    cast.start()
    taken = act(cast, cast.nurse, start, _taps=1, chosen=chosen(cast))
    assert taken["go"] is no_update
    assert "none was started" in taken["said"]
    forbidden = act(cast, cast.administrator, start, _taps=1, chosen=chosen(cast))
    assert "not allowed" in forbidden["said"]


@pytest.mark.parametrize("patient", ["", "unknown", ["a", "b"], 7])
def test_the_start_screen_bears_any_query(cast: Cast, patient: object) -> None:
    drawn = act(cast, cast.nurse, start_layout, patient=patient, chair=["x"], more="y")
    assert cast.patient.name not in words(drawn)


def test_the_start_screen_shows_the_patient_chosen(cast: Cast) -> None:
    drawn = act(cast, cast.nurse, start_layout, patient=cast.patient.id)
    assert cast.patient.name in words(drawn)
    assert "penicillin" in words(drawn)


def test_a_stranger_cannot_open_our_patient(cast: Cast) -> None:
    drawn = act(cast, cast.stranger, start_layout, patient=cast.patient.id)
    assert cast.patient.name not in words(drawn)
