"""Courses laid out from today: days by the schedule, chairs that hold one patient at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.demo.clinic import read_clinic
from monitor.demo.course import LONGEST_PAST_STAY, Chairs, Course, held, laid_out
from monitor.demo.scene import CourseTold, Guest
from monitor.store.data_files import shipped_schedules

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # 14:00 on the clinic's wall
PAGE = Path(__file__).parents[2] / "docs" / "demo.md"
SIX = CourseTold("six-in-three-weeks", 7, time(8), "depression")


def _course(told: CourseTold, now: datetime = MONDAY) -> Course:
    guest = replace(read_clinic().guests[-1], course=told)
    found = laid_out(guest, shipped_schedules(), now, ZONE)
    assert found is not None
    return found


def _held(course: Course) -> list[str]:
    bookings = held(course, 1, Chairs(("1", "2"), []))
    return [one.started_at.astimezone(ZONE).strftime("%d.%m. %H:%M") for one in bookings]


def test_sessions_before_today_are_held_and_those_of_the_morning_too() -> None:
    assert _held(_course(SIX)) == ["23.02. 08:00", "26.02. 08:00", "02.03. 08:00"]


def test_a_session_of_today_that_would_not_be_over_is_still_to_come() -> None:
    assert _held(_course(replace(SIX, at=time(11)))) == ["23.02. 11:00", "26.02. 11:00"]


def test_missed_ones_are_not_held_and_moved_ones_are_held_on_their_new_day() -> None:
    told = replace(SIX, first_days_ago=14, missed={2: "ill"}, moved={3: (1, "a strike")})

    assert _held(_course(told))[:2] == ["16.02. 08:00", "24.02. 08:00"]


def test_a_course_that_was_closed_ends_there() -> None:
    told = replace(SIX, first_days_ago=60, closed=(3, "moved away"))

    assert len(_course(told).sessions) == 3


def test_monthly_sessions_follow_until_the_next_one() -> None:
    told = replace(SIX, schedule_id="induction-then-monthly", first_days_ago=100)
    days = [session.day for session in _course(told).sessions]

    assert len(days) > 8
    assert days[-2] <= MONDAY.date() < days[-1]
    assert all(day.weekday() < 5 for day in days)


def test_no_chair_is_given_to_somebody_while_another_may_be_in_it() -> None:
    chairs = Chairs(("1", "2"), [])
    given = [chairs.find(MONDAY, f"DEMO-{number}") for number in range(6)]

    for place, (chair, at) in enumerate(given):
        for other, then in given[:place]:
            assert chair != other or abs(at - then) > LONGEST_PAST_STAY
    assert {at for _, at in given[:2]} == {MONDAY}
    assert max(at for _, at in given) < MONDAY + timedelta(hours=24)


def _there(guest: Guest, place: int) -> bool:
    told = guest.course
    assert told is not None
    return place in told.stories or place in told.missed or place in told.moved


@pytest.mark.parametrize(
    "line", [line for line in PAGE.read_text("utf-8").splitlines() if "|" in line][2:]
)
def test_the_page_about_the_demo_names_people_and_sessions_that_are_in_it(line: str) -> None:
    guests = {guest.name: guest for guest in read_clinic().guests}
    where = line.split("|")[2]
    named = [name for name in guests if name in where]
    places = re.findall(r"([A-Z][a-z]+(?: [A-Z][a-z]+)+) (\d+)", where)

    assert named, line
    assert [name for name, place in places if not _there(guests[name], int(place))] == []


@pytest.mark.parametrize("days", range(60))
def test_on_no_day_do_two_sessions_of_a_course_come_too_near(days: int) -> None:
    """The demo could not begin on a Saturday: what was put off came to lie on the next session."""
    schedules = shipped_schedules()
    for guest in read_clinic().guests:
        course = laid_out(guest, schedules, MONDAY + timedelta(days=days), ZONE)
        if course is not None:
            told = [session.day for session in course.sessions]
            for before, after in pairwise(told):
                assert after - before >= course.schedule.least_gap, (guest.identifier, told)
