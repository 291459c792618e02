"""What one can do from a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.clinical.state import Schedule
from monitor.services.views import BoardCard
from monitor.web.pages.board.cards import card
from monitor.web.pages.board.present import present, rows, tally
from tests.web import room
from tests.web.reading import attribute, find, words

RECORD = "btn btn--primary"


def drawn(chair: str) -> Any:
    row = next(each for each in rows(room.board()) if each.chair == chair)
    return card(row, room.NOW, room.ZONE)


def links(chair: str) -> dict[str, str]:
    return {words(link) or "": attribute(link, "href") for link in find(drawn(chair), "A")}


@pytest.mark.parametrize("chair", list("12345678"))
def test_the_whole_band_opens_the_chart(chair: str) -> None:
    band = find(drawn(chair), "A")[0]
    assert attribute(band, "href") == f"/sessions/session-{chair}"
    assert f"Open the chart of chair {chair}" in attribute(band, "aria-label")


@pytest.mark.parametrize("chair", list("1235678"))
def test_every_open_session_is_recorded_with_one_tap(chair: str) -> None:
    assert links(chair)["Record"] == f"/record#session-{chair}"


@pytest.mark.parametrize(
    ("chair", "calls"),
    [("5", True), ("2", True), ("1", True), ("7", False), ("6", False), ("3", False), ("8", False)],
)
def test_recording_is_blue_only_where_a_set_is_called_for(chair: str, calls: bool) -> None:
    record = next(link for link in find(drawn(chair), "A") if words(link) == "Record")
    assert (attribute(record, "className") == RECORD) is calls


def test_criteria_met_leads_to_the_decision() -> None:
    assert links("6")["Decide"] == "/sessions/session-6/discharge"
    assert "Decide" not in links("3")


def test_a_chair_without_open_session_offers_a_new_one() -> None:
    assert links("9")["New session"] == "/start?chair=chair-9"
    assert links("4")["New session"] == "/start?chair=chair-4"
    assert "Record" not in links("4")


def test_an_open_alert_is_acknowledged_from_its_card_and_a_seen_one_is_not() -> None:
    (button,) = find(drawn("5"), "Button")
    assert attribute(button, "data-code") == "systolic_high"
    assert find(drawn("7"), "Button") == []


def test_what_is_measured_can_be_hatched_when_contact_is_lost() -> None:
    (values,) = find(drawn("3"), "Dl")
    assert "measured" in attribute(values, "className").split()


def test_only_an_urgent_band_calls() -> None:
    calling = [
        chair
        for chair in "12345678"
        if "is-unacknowledged" in attribute(find(drawn(chair), "A")[0], "className")
    ]
    assert calling == ["5"]


def test_a_card_names_its_patient_with_the_birth_date() -> None:
    said = words(drawn("3"))
    assert "Maya Lindqvist" in said
    assert "born 14 Apr 1987" in said


def test_what_does_not_fit_is_counted() -> None:
    assert "+1 more" in words(drawn("5"))


def test_recording_is_blue_on_a_caution_card_whose_set_is_due() -> None:
    late = room.caution()
    due = replace(late, schedule=Schedule(room.ago(2), 2.0, 0))
    session = room.view("7", "Grace Thornbury", date(1990, 6, 27), due)
    row = present(BoardCard(session.head.chair, session), room.ZONE)
    record = next(
        link for link in find(card(row, room.NOW, room.ZONE), "A") if words(link) == "Record"
    )
    assert attribute(record, "className") == RECORD


def test_a_room_that_may_not_be_read_shows_taken_chairs_without_anything_to_do() -> None:
    """An administrator is told that a chair is in use, and that the room is not simply quiet."""
    taken = BoardCard(room.board().cards[0].chair, None, taken=True, readable=False)
    free = BoardCard(room.board().cards[1].chair, None, readable=False)
    row = present(taken, room.ZONE)

    drawing = card(row, room.NOW, room.ZONE)

    assert "Chair in use" in (words(drawing) or "")
    assert find(drawing, "A") == []
    assert find(card(present(free, room.ZONE), room.NOW, room.ZONE), "A") == []
    assert tally([row, present(free, room.ZONE)]) == [("1 of 2 chairs in use", "dot", "unknown")]
