"""Chairs are renamed, ordered, taken out of use and brought back; none vanishes under a patient."""

from __future__ import annotations

import pytest

from monitor.access.audit import AuditAction
from monitor.errors import BadInput, ChairTaken, ChangedMeanwhile, Conflict, NotFound
from monitor.services import board, chairs, discharge, sessions
from tests.people import PINS, Cast
from tests.services.admin_acts import chair
from tests.services.test_audit import entries


def labels(cast: Cast) -> list[str]:
    return [card.chair.label for card in board.read_board(cast.house, cast.nurse).cards]


def test_a_renamed_chair_is_renamed_on_the_board_and_written_down(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    cast.start()
    seen = chair(cast)

    kept = chairs.change_chair(
        cast.house, cast.administrator, seen.id, " 3 b ", "West", seen.revision
    )

    assert kept == chair(cast)
    assert (kept.label, kept.room, kept.occupied) == ("3 b", "West", True)
    last = entries(cast)[-1]
    assert last.action == AuditAction.CHAIR_CHANGED
    assert (last.detail["before"]["label"], last.detail["after"]["label"]) == ("3", "3 b")
    assert labels(cast) == ["3 b"]


@pytest.mark.parametrize("label", ["", "  ", "x" * 21, "\u202e3"])
def test_a_label_says_something_short(cast: Cast, label: str) -> None:
    seen = chair(cast)
    with pytest.raises(BadInput) as refused:
        chairs.change_chair(cast.house, cast.administrator, seen.id, label, "", seen.revision)
    with pytest.raises(BadInput):
        chairs.add_chair(cast.house, cast.administrator, label)
    assert refused.value.field == "label"
    assert chair(cast) == seen


def test_no_two_chairs_have_one_label_in_whatever_letter_case(cast: Cast) -> None:
    other = chairs.add_chair(cast.house, cast.administrator, "Window")
    chairs.take_out_of_use(cast.house, cast.administrator, other.id, 1)
    seen = chair(cast)

    with pytest.raises(Conflict, match="Window already, out of use"):
        chairs.add_chair(cast.house, cast.administrator, "WINDOW")
    with pytest.raises(Conflict, match="already"):
        chairs.change_chair(cast.house, cast.administrator, seen.id, "window", "", seen.revision)
    assert chairs.change_chair(
        cast.house, cast.administrator, other.id, "WINDOW", "", chair(cast, other.id).revision
    )


def test_a_chair_out_of_use_is_off_the_board_and_takes_nobody(cast: Cast) -> None:
    seen = chair(cast)

    away = chairs.take_out_of_use(cast.house, cast.administrator, seen.id, seen.revision)

    assert labels(cast) == []
    assert chairs.list_chairs(cast.house, cast.nurse) == ()
    with pytest.raises(Conflict, match="out of use; no session was started"):
        cast.start()
    chairs.bring_chair_back(cast.house, cast.administrator, seen.id, away.revision)
    assert labels(cast) == ["3"]
    assert cast.start().head.chair.label == "3"


def test_a_chair_with_an_open_session_stays_in_use(cast: Cast) -> None:
    session_id = cast.start().head.id
    seen = chair(cast)

    with pytest.raises(ChairTaken, match="holds an open session"):
        chairs.take_out_of_use(cast.house, cast.administrator, seen.id, seen.revision)
    discharge.end_otherwise(
        cast.house, cast.physician, session_id, "hospital", "as it was", PINS["physician"]
    )
    chairs.take_out_of_use(cast.house, cast.administrator, seen.id, seen.revision)
    closed = sessions.read_session(cast.house, cast.nurse, session_id)
    assert closed.head.chair.label == "3"


def test_twice_out_or_twice_back_is_told(cast: Cast) -> None:
    seen = chair(cast)
    house, keeper = cast.house, cast.administrator
    with pytest.raises(Conflict, match="in use already"):
        chairs.bring_chair_back(house, keeper, seen.id, seen.revision)
    away = chairs.take_out_of_use(house, keeper, seen.id, seen.revision)
    with pytest.raises(Conflict, match="out of use already"):
        chairs.take_out_of_use(house, keeper, seen.id, away.revision)


def test_the_order_of_the_room_is_the_order_of_the_board(cast: Cast) -> None:
    house, keeper = cast.house, cast.administrator
    for label in ("1", "2"):
        chairs.add_chair(house, keeper, label)
    room = chairs.read_room(house, keeper)
    assert [one.label for one in room] == ["3", "1", "2"]

    chairs.order_chairs(house, keeper, [(one.id, one.revision) for one in (*room[1:], room[0])])

    detail = entries(cast)[-1].detail
    assert (detail["before"], detail["after"]) == (["3", "1", "2"], ["1", "2", "3"])
    assert labels(cast) == ["1", "2", "3"]


def test_an_order_of_a_room_that_has_changed_is_refused(cast: Cast) -> None:
    house, keeper = cast.house, cast.administrator
    chairs.add_chair(house, keeper, "1")
    room = chairs.read_room(house, keeper)
    seen = [(one.id, one.revision) for one in reversed(room)]

    for wrong in ([], seen[:1], [*seen, seen[0]], [*seen[:1], ("nowhere", 1)]):
        with pytest.raises(ChangedMeanwhile):
            chairs.order_chairs(house, keeper, wrong)
    chairs.order_chairs(house, keeper, seen)
    with pytest.raises(ChangedMeanwhile):
        chairs.order_chairs(house, keeper, seen)
    with pytest.raises(ChangedMeanwhile):
        chairs.change_chair(house, keeper, room[0].id, "9", "", room[0].revision)
    assert labels(cast) == ["1", "3"]


def test_a_chair_of_another_clinic_is_not_found(cast: Cast) -> None:
    seen = chair(cast)
    with pytest.raises(NotFound):
        chairs.take_out_of_use(cast.house, cast.stranger, seen.id, seen.revision)
    assert chairs.read_room(cast.house, cast.stranger) == ()
