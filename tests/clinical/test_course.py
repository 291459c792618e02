"""Which session is next and when: missed and moved sessions stay, and count for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from monitor.clinical.course import (
    ARRIVED,
    CANCELLED,
    MISSED,
    PLANNED,
    STARTED,
    Planned,
    Version,
    next_session,
    places,
    series,
    too_near,
)
from monitor.store.data_files import shipped_schedules

SCHEDULES = shipped_schedules()
MONTHLY, SIX, FREE = (
    SCHEDULES[name] for name in ("induction-then-monthly", "six-in-three-weeks", "free")
)
MONDAY = date(2026, 11, 2)
DAY = timedelta(days=1)


def days(*numbers: int) -> list[date]:
    return [MONDAY + DAY * number for number in numbers]


def given(*numbers: int) -> tuple[Planned, ...]:
    return tuple(replace(planned(n, STARTED), id=f"g{n}", dosed=True, over=True) for n in numbers)


def planned(number: int, status: str = PLANNED) -> Planned:
    day = MONDAY + DAY * number
    first = Version(PLANNED, day)
    return Planned(f"p{number}", (first,) if status == PLANNED else (first, Version(status, day)))


def test_three_two_one_one_one_from_a_monday() -> None:
    assert series(MONTHLY, MONDAY) == tuple(days(0, 2, 4, 7, 10, 14, 21, 28))


def test_six_in_three_weeks_from_a_monday() -> None:
    assert series(SIX, MONDAY) == tuple(days(0, 3, 7, 10, 14, 17))


def test_a_series_never_falls_on_a_day_without_sessions_nor_twice_on_one() -> None:
    for start in range(7):
        found = series(MONTHLY, MONDAY + DAY * start)

        assert all(day.weekday() < 5 for day in found)
        assert all(later > day for day, later in pairwise(found))
        assert len(found) == 8


def test_a_series_over_the_end_of_summer_time_keeps_its_days() -> None:
    assert [day.weekday() for day in series(MONTHLY, date(2026, 10, 26))] == [
        0,
        2,
        4,
        0,
        3,
        0,
        0,
        0,
    ]


def test_free_lays_out_and_suggests_nothing() -> None:
    assert series(FREE, MONDAY) == ()
    assert next_session(FREE, given(0), MONDAY + DAY).suggested is None


@pytest.mark.parametrize(
    ("done", "today", "number", "suggested"),
    [
        ((), 0, 1, 0),
        ((0,), 0, 2, 2),
        ((0, 2), 2, 3, 4),
        ((0, 2, 4), 4, 4, 7),
        ((0, 2, 4, 7), 7, 5, 10),
        ((0, 2, 4, 7, 10), 10, 6, 14),
        ((0, 2, 4, 7, 10, 14, 21), 21, 8, 28),
        ((0, 2, 4, 7, 10, 14, 21, 28), 28, 9, 56),
        ((0, 2, 4, 7, 10, 14, 21, 28, 56), 56, 10, 84),
    ],
)
def test_the_next_session_follows_the_schedule(
    done: tuple[int, ...], today: int, number: int, suggested: int
) -> None:
    found = next_session(MONTHLY, given(*done), MONDAY + DAY * today)

    assert (found.number, found.suggested) == (number, MONDAY + DAY * suggested)
    assert found.late_days == 0


def test_a_missed_session_keeps_its_place_and_counts_for_nothing() -> None:
    sessions = (*given(0, 2), planned(4, MISSED), planned(7))

    told = [(one.planned.id, one.number) for one in places(sessions, MONDAY + DAY * 5)]

    assert told == [("g0", 1), ("g2", 2), ("p4", None), ("p7", 3)]
    assert next_session(MONTHLY, sessions, MONDAY + DAY * 5).number == 3


def test_a_moved_session_tells_every_day_it_stood_on() -> None:
    moved = Planned(
        "m", tuple(Version(PLANNED, day) for day in (*days(4, 5), MONDAY + DAY * 4, *days(7)))
    )

    assert moved.now.day == MONDAY + DAY * 7
    assert moved.moved_from == (MONDAY + DAY * 4, MONDAY + DAY * 5)


def test_a_day_that_passed_without_a_word_is_asked_about_and_counts_for_nothing() -> None:
    placed = places((planned(0), planned(2)), MONDAY + DAY)

    assert [(one.unsaid, one.number) for one in placed] == [(True, None), (False, 1)]
    assert not places((planned(0, CANCELLED),), MONDAY + DAY)[0].unsaid


def test_a_session_ended_without_a_dose_counts_for_nothing_and_an_open_one_keeps_its_number() -> (
    None
):
    opened = planned(2, STARTED)
    sessions = (*given(0), opened)

    assert next_session(MONTHLY, sessions, MONDAY + DAY * 2).number == 3
    ended = (*given(0), replace(opened, over=True))
    assert next_session(MONTHLY, ended, MONDAY + DAY * 2).number == 2
    assert places(ended, MONDAY + DAY * 2)[1].number is None


def test_a_course_that_skips_a_month_is_told_so_and_keeps_its_number() -> None:
    done = given(0, 2, 4, 7, 10, 14, 21, 28)

    found = next_session(MONTHLY, done, MONDAY + DAY * (28 + 28 + 31))

    assert (found.number, found.late_days) == (9, 31)
    assert found.suggested == MONTHLY.next_open(MONDAY + DAY * 87)


def test_what_is_planned_next_is_the_first_still_to_come() -> None:
    sessions = (*given(0), planned(1), planned(9), planned(4, ARRIVED), planned(3, CANCELLED))

    found = next_session(MONTHLY, sessions, MONDAY + DAY * 2)

    assert found.planned is not None
    assert found.planned.id == "p4"


def test_a_series_without_an_end_suggests_nothing_after_its_last() -> None:
    assert next_session(SIX, given(0, 3, 7, 10, 14, 17), MONDAY + DAY * 17).suggested is None


@pytest.mark.parametrize(
    ("day", "near"), [(1, False), (2, True), (4, True), (6, False), (7, False)]
)
def test_two_sessions_of_a_course_never_fall_on_one_day(day: int, near: bool) -> None:
    sessions = (*given(2), planned(4), planned(6, MISSED), planned(7, CANCELLED))

    assert too_near(MONTHLY, sessions, MONDAY + DAY * day) is near
    assert not too_near(MONTHLY, sessions, MONDAY + DAY * 4, but="p4")
