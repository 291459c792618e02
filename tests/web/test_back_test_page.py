"""The screen of the back-test: an address in, what is tried and what it came to out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.analytics.back_test import Outcome, told
from monitor.clinical.protocol_changes import Difference
from monitor.errors import BadInput, NotPermitted
from monitor.services import discharge
from monitor.services.back_test_views import BackTestStand, NewBackTest, TriedSession
from monitor.services.back_tests import read_back_test
from monitor.web.pages.back_test.callbacks import run, take_number, tell_number
from monitor.web.pages.back_test.layout import layout
from monitor.web.pages.back_test.present import Asked, asked_by, number_of, number_words
from monitor.web.pages.back_test.result import stand_parts
from tests.people import PINS, Cast
from tests.services.day import ready_session
from tests.web.reading import find, words
from tests.web.test_callbacks import act

MINIMUM = "criteria.observation_time.since_time_zero"
ADDRESS = Asked("ketamine-iv", {MINIMUM: "200"}).address()
QUERY = ADDRESS.partition("?")[2]
ZONE = "America/Los_Angeles"
NO_PERIOD = {"from": "", "to": ""}


def stand(cast: Cast, **changed: Any) -> BackTestStand:
    usual: dict[str, Any] = {
        "id": "b1",
        "asked": NewBackTest("ketamine-iv", {MINIMUM: 90}),
        "differences": (Difference(MINIMUM, 120, 90, "min", "label"),),
        "begun_by": "Dr A. Rahman",
        "begun_at": cast.clock.now,
        "done": 3,
        "of": 8,
    }
    return BackTestStand(**{**usual, **changed})


def shown(cast: Cast, one: BackTestStand | None) -> str:
    return words(stand_parts(cast.house, one, ZONE))


def test_an_address_asks_what_it_was_made_from() -> None:
    asked = Asked("ketamine-iv", {MINIMUM: "90", "schedule.after_dosing": "10; 20"}, "2026-03-02")
    query = {"protocol": "ketamine-iv", "from": "2026-03-02"}
    query["numbers"] = f"{MINIMUM}:90~schedule.after_dosing:10; 20"
    assert asked_by(query) == asked
    assert asked.question().numbers == {MINIMUM: 90, "schedule.after_dosing": [10, 20]}
    assert asked.question().from_day == date(2026, 3, 2)
    assert asked.with_number(MINIMUM, None).numbers == {"schedule.after_dosing": "10; 20"}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("90", 90),
        ("0.75", 0.75),
        ("0,75", 0.75),
        ("-4", -4),
        ("10; 20;30", [10, 20, 30]),
        ("[5]", [5]),
        ("ninety", "ninety"),
        ("true", "true"),
        ("", ""),
        ("NaN", None),
    ],
)
def test_a_number_is_read_as_it_was_typed(said: str, number: object) -> None:
    read = number_of(said)
    assert read == number if number is not None else read != read  # noqa: PLR0124  (NaN)


@given(st.text(max_size=200), st.text(max_size=60))
def test_an_address_by_hand_is_read_or_asks_for_nothing(numbers: str, day: str) -> None:
    asked = asked_by({"protocol": "ketamine-iv", "numbers": numbers, "from": day, "to": 5})
    assert asked.to_day == ""
    try:
        asked.question()
    except BadInput as wrong:
        assert wrong.field == "from"  # noqa: PT017


def test_the_page_shows_each_number_with_unit_bounds_and_source(cast: Cast) -> None:
    drawn = words(
        act(cast, cast.physician, layout, protocol="ketamine-iv", numbers=f"{MINIMUM}:90")
    )
    assert "now 120 min; 0 to 1440 min" in drawn
    assert "SPRAVATO" in drawn
    assert "120 \\u2192 90 min" in drawn or "120 → 90 min" in drawn


def test_a_nurse_is_told_who_may(cast: Cast) -> None:
    drawn = words(act(cast, cast.nurse, layout, protocol="ketamine-iv"))
    assert "For physicians" in drawn
    assert MINIMUM not in drawn
    with pytest.raises(NotPermitted):
        act(cast, cast.nurse, tell_number, MINIMUM, QUERY)


def test_a_number_is_taken_into_the_address(cast: Cast) -> None:
    said: dict[str, Any] = {"said": "protocol=ketamine-iv", "period": NO_PERIOD}
    href, wrong = act(
        cast, cast.physician, take_number, _taps=1, path=MINIMUM, value=" 200 ", **said
    )
    assert (href, wrong) == (ADDRESS, "")
    _, wrong = act(cast, cast.physician, take_number, _taps=1, path=None, value="200", **said)
    assert wrong == "Choose a number and type its new value."


def test_what_cannot_be_tried_is_said_beside_the_button(cast: Cast) -> None:
    _, wrong = act(cast, cast.physician, run, _taps=1, said=QUERY, period=NO_PERIOD)
    assert "No session that is over" in wrong
    period = {"from": "tomorrow", "to": ""}
    _, wrong = act(cast, cast.physician, run, _taps=1, said=QUERY, period=period)
    assert wrong.startswith("That is no day (allowed: a day as")


def test_it_is_tried_from_the_screen(cast: Cast) -> None:
    session_id = ready_session(cast)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])
    href, wrong = act(cast, cast.physician, run, _taps=1, said=QUERY, period=NO_PERIOD)
    assert (href, wrong) == (ADDRESS, "")
    stood = read_back_test(cast.house, cast.physician)
    assert stood is not None
    assert stood.of == 1


def test_each_state_of_a_back_test_is_told(cast: Cast) -> None:
    assert "Nothing has been tried" in shown(cast, None)
    assert "3 of 8 sessions" in shown(cast, stand(cast))
    assert "Stopped. Nothing was changed" in shown(cast, stand(cast, stopped=True))
    assert "Number for support: b1" in shown(cast, stand(cast, failed="b1"))
    nothing = shown(cast, stand(cast, found=told([Outcome("s", 90.0, 90.0)])))
    assert "No alert would appear or vanish." in nothing
    assert "No session would have been different." in nothing


def test_sessions_that_differ_lead_to_their_charts(cast: Cast) -> None:
    outcomes = [
        Outcome("s1", 134.0, 112.0, ("systolic_high caution",)),
        Outcome("s2", 120.0, None),
        Outcome("s3", None, 80.0, (), ("systolic_high urgent",)),
    ]
    began = cast.clock.now - timedelta(days=3)
    sessions = {one.session_id: TriedSession(one.session_id, "DEMO Ada", began) for one in outcomes}
    drawn = shown(cast, stand(cast, found=told(outcomes), sessions=sessions))
    for expected in (
        "134 min, would be 112 min",
        "would not have been ready",
        "would have been ready",
        "appears: Systolic high, caution",
        "vanishes: Systolic high, urgent",
        "by 22 min in the middle, 22 to 22",
    ):
        assert expected in drawn, expected
    parts = stand_parts(cast.house, stand(cast, found=told(outcomes), sessions=sessions), ZONE)
    assert sorted(one.href for one in find(parts, "A")) == [
        "/sessions/s1",
        "/sessions/s2",
        "/sessions/s3",
    ]


@pytest.mark.parametrize(
    ("value", "said"), [(120, "120"), (0.5, "0.5"), ([1, 2], "1; 2"), ("x", "x")]
)
def test_a_number_is_written_as_it_is_typed(value: object, said: str) -> None:
    assert number_words(value) == said
