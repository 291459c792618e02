"""What was said of a planned session, told in the clinic's own days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.services.course_views import PlannedVersion
from monitor.web.pages.course.present import history_words


@pytest.mark.parametrize(
    ("zone", "said_on"), [("UTC", "27 Nov"), ("America/Los_Angeles", "26 Nov")]
)
def test_an_evening_west_of_greenwich_is_still_that_day(zone: str, said_on: str) -> None:
    at = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
    version = PlannedVersion("missed", date(2026, 11, 25), None, "2", "no driver", at, "P. Nair")

    told = history_words(version, zone)

    assert told.endswith(f"P. Nair, {said_on}: no driver")
