"""A day that an address names: of the calendar, today, or refused with its field."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.errors import BadInput
from monitor.services.days import FIRST_DAY, LAST_DAY, asked_day


@pytest.mark.parametrize("said", [None, ""])
def test_where_no_day_is_named_it_is_today(said: object) -> None:
    assert asked_day(said) is None


@pytest.mark.parametrize("day", [FIRST_DAY, date(2026, 3, 2), LAST_DAY])
def test_a_day_of_the_calendar_is_read(day: date) -> None:
    assert asked_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "said", ["yesterday", "2026-02-30", "1969-12-31", "3000-01-01", "0001-01-01", 7, ["2026-03-02"]]
)
def test_what_is_no_day_is_refused_with_its_field(said: object) -> None:
    with pytest.raises(BadInput) as refused:
        asked_day(said, "on")
    assert refused.value.field == "on"
