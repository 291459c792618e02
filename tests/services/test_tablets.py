"""What tablets say of their unsent entries, and what people call them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.access.actor import Actor
from monitor.errors import BadInput, ChangedMeanwhile, Conflict, NotFound
from monitor.services import board, chairs, handover, moving, open_sign_ins, people, tablets, watch
from monitor.services.tablet_views import TabletUnsent, UnsentPart, UnsentReport
from monitor.services.views import NewChair
from tests.people import PASSWORD, Cast
from tests.services.test_audit import actions, entries

MINUTES = timedelta(minutes=1)


def tablet(cast: Cast, login: str = "nurse") -> Actor:
    """Somebody who has just signed in on a device of their own."""
    return people.sign_in_with_password(cast.house, login, PASSWORD).actor


def said(cast: Cast, who: Actor) -> tuple[TabletUnsent, ...]:
    return board.read_board(cast.house, who).tablets


def report(cast: Cast, who: Actor, session: str, count: int = 3, asking: int = 0) -> None:
    parts = (UnsentPart(session, count),) if count else ()
    tablets.report_unsent(cast.house, who, UnsentReport(parts, asking, 6 * MINUTES))


def test_another_screen_is_told_what_a_tablet_said_and_when(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session, who = cast.start().head.id, tablet(cast)
    report(cast, who, session, asking=1)
    told_at = cast.clock.now
    cast.clock.move(minutes=6)

    (one,) = said(cast, cast.physician)

    assert (one.unsent, one.asking, one.chairs) == (3, 1, (("3", 3),))
    assert (one.said_at, one.oldest_at) == (told_at, told_at - 6 * MINUTES)
    assert (one.number, one.name, one.own) == (1, "", False)
    assert [each.own for each in said(cast, who)] == [True]
    assert handover.read_desk(cast.house, cast.nurse_too).tablets == (one,)


def test_the_last_report_stands_until_the_tablet_says_something_else(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session, who = cast.start().head.id, tablet(cast)
    report(cast, who, session)
    people.lock(cast.house, who)
    cast.clock.move(hours=3)
    assert [one.unsent for one in said(cast, cast.physician)] == [3]

    report(cast, who, session, count=1)
    assert [one.unsent for one in said(cast, cast.physician)] == [1]
    report(cast, who, session, count=0)
    assert said(cast, cast.physician) == ()


def test_what_no_server_takes_any_more_is_not_shown_for_ever(cast: Cast) -> None:
    session, who = cast.start().head.id, tablet(cast)
    report(cast, who, session)
    cast.clock.move(hours=24)
    assert len(said(cast, cast.physician)) == 1
    cast.clock.move(minutes=1)
    assert said(cast, cast.physician) == ()


def test_the_chair_is_the_one_in_which_the_patient_sits_now(cast: Cast) -> None:
    session, who = cast.start().head.id, tablet(cast)
    report(cast, who, session)
    other = chairs.add_chair(cast.house, cast.administrator, "11")
    new = NewChair(cast.chair.id, other.id, cast.nurse.person_id, "DEMO: by the window")
    watch.take_chairs(cast.house, cast.nurse, [other.id])
    moving.move_to_chair(cast.house, cast.nurse, session, new)

    assert [one.chairs for one in said(cast, cast.physician)] == [(("11", 3),)]


def test_a_session_of_another_clinic_counts_and_names_no_chair(cast: Cast) -> None:
    session = cast.start().head.id
    stranger = tablet(cast, "stranger")
    report(cast, stranger, session)

    (one,) = said(cast, stranger)
    assert (one.unsent, one.chairs) == (3, ())
    assert said(cast, cast.physician) == ()
    assert session not in str(entries(cast))[-400:]


def test_each_report_is_written_down_and_moves_the_version(cast: Cast) -> None:
    session, who = cast.start().head.id, tablet(cast)
    before = board.read_board(cast.house, cast.nurse).version
    report(cast, who, session)

    last = entries(cast)[-1]
    assert (last.action, last.subject_id, last.device_id) == (
        "people:device:report",
        who.device_id,
        who.device_id,
    )
    assert (last.detail["unsent"], last.detail["sessions"]) == (3, [session])
    assert board.read_board(cast.house, cast.nurse).version == before + 1


def test_an_access_token_is_no_tablet(cast: Cast) -> None:
    with pytest.raises(BadInput, match="signed in"):
        report(cast, replace(cast.nurse, device_id=None), "x")


def test_a_name_stands_on_the_board_and_in_the_list_of_sign_ins(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session, who = cast.start().head.id, tablet(cast)
    device = str(who.device_id)
    report(cast, who, session)
    tablets.name_tablet(cast.house, cast.administrator, device, "  Window  side ", "")

    assert [one.name for one in said(cast, cast.physician)] == ["Window side"]
    listed = open_sign_ins.list_sign_ins(cast.house, cast.administrator)
    assert [(one.device_name, one.device_number) for one in listed] == [("Window side", 1)]
    named = entries(cast)[actions(cast).index("people:device:name")]
    assert named.detail["after"] == "Window side"
    assert "devices" in str(named.detail)  # the chain vouches for the new name


def test_a_name_is_refused_that_is_empty_known_or_was_changed_meanwhile(cast: Cast) -> None:
    one, two = str(tablet(cast).device_id), str(tablet(cast, "nurse_too").device_id)
    house, who = cast.house, cast.administrator
    tablets.name_tablet(house, who, one, "Window side", "")

    with pytest.raises(Conflict, match="called window side already"):
        tablets.name_tablet(house, who, two, "window side", "")
    with pytest.raises(ChangedMeanwhile):
        tablets.name_tablet(house, who, one, "Door", "")
    with pytest.raises(BadInput):
        tablets.name_tablet(house, who, two, " ", "")
    with pytest.raises(BadInput):
        tablets.name_tablet(house, who, two, "x" * 41, "")
    with pytest.raises(NotFound):
        tablets.name_tablet(house, who, "no device", "Door", "")
    with pytest.raises(NotFound):
        tablets.name_tablet(house, cast.stranger, one, "Door", "Window side")
