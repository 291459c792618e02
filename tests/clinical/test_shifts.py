"""Which shift an instant falls into, also on the two days on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clinical.drug_register import Totals, totals
from monitor.clinical.shifts import read_shifts, shift_at
from monitor.errors import InvalidSettings
from monitor.store.vocabulary_files import shipped_shifts

ZONE = ZoneInfo("America/Los_Angeles")
PLAN = shipped_shifts()
DAY = '[[shift]]\nname = "day"\nstarts = "07:00"\n'


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "name", "starts", "hours"),
    [
        ("2026-06-10T07:00", "day", "2026-06-10T07:00", 8),
        ("2026-06-10T06:59", "night", "2026-06-09T23:00", 8),
        ("2026-06-10T14:59", "day", "2026-06-10T07:00", 8),
        ("2026-06-10T15:00", "evening", "2026-06-10T15:00", 8),
        ("2026-06-10T23:30", "night", "2026-06-10T23:00", 8),
        ("2026-03-08T06:30", "night", "2026-03-07T23:00", 7),  # the clocks go forward
        ("2026-11-01T06:30", "night", "2026-10-31T23:00", 9),  # the clocks go back
        ("2026-11-01T07:00", "day", "2026-11-01T07:00", 8),
    ],
)
def test_a_shift_lasts_until_the_next_begins(at: str, name: str, starts: str, hours: int) -> None:
    shift = shift_at(PLAN, ZONE, wall(at))

    assert (shift.name, shift.starts_at) == (name, wall(starts))
    assert shift.ends_at - shift.starts_at == timedelta(hours=hours)


def test_both_hours_of_the_night_on_which_the_clocks_go_back_are_one_shift() -> None:
    first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)  # 01:30 summer time
    second = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)  # 01:30 again

    assert shift_at(PLAN, ZONE, first) == shift_at(PLAN, ZONE, second)


def test_an_hour_that_the_clocks_skip_begins_once() -> None:
    plan = read_shifts(DAY + '[[shift]]\nname = "early"\nstarts = "02:30"\n', "x")
    shift = shift_at(plan, ZONE, wall("2026-03-08T05:00"))

    assert shift.name == "early"
    assert shift.starts_at == datetime(2026, 3, 8, 10, 30, tzinfo=UTC)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 365 * 24 * 60))
def test_every_instant_lies_in_exactly_one_shift_and_the_next_follows(minutes: int) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    shift = shift_at(PLAN, ZONE, instant)
    following = shift_at(PLAN, ZONE, shift.ends_at)

    assert shift.starts_at <= instant < shift.ends_at
    assert following.starts_at == shift.ends_at
    assert shift_at(PLAN, ZONE, shift.starts_at) == shift


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[shift",
        "shift = 1",
        DAY + "unit = 1",
        DAY.replace("07:00", "7 am"),
        DAY.replace('"07:00"', "7"),
        DAY.replace('"day"', '""'),
        DAY + DAY,
        DAY + DAY.replace('"day"', '"late"'),
    ],
)
def test_a_plan_with_a_mistake_is_refused(text: str) -> None:
    with pytest.raises(InvalidSettings, match=r"shift|TOML|name|none"):
        read_shifts(text, "shifts.toml")


@pytest.mark.parametrize(
    ("amounts", "left"),
    [
        ([("drawn", 100), ("given", 36), ("wasted", 60)], 4),
        ([("drawn", 100), ("given", 36), ("wasted", 64)], 0),
        ([("drawn", 100), ("given", 36), ("returned", 64)], 0),
        ([("drawn", 100), ("drawn", -100)], 0),
        ([("drawn", 0.3), ("given", 0.1), ("given", 0.2)], 0),
        ([("drawn", 1), ("given", 1.06)], -0.06),
    ],
)
def test_what_was_drawn_is_given_wasted_or_missing(
    amounts: list[tuple[str, float]], left: float
) -> None:
    assert totals(amounts).unaccounted == left


def test_the_cupboard_holds_what_came_less_what_was_drawn() -> None:
    added = totals([("received", 500), ("drawn", 100), ("returned", 20), ("given", 80)])

    assert added.stock == 420
    assert totals([]) == Totals()
