"""A day of the clinic's calendar: whether there is one, and between which instants it lies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.errors import BadInput
from monitor.language.said import say

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 12, 31)
"""Days outside have no midnight, or none after it, in some zone of the calendar."""


def check_day(day: date | None, field: str = "day") -> None:
    """Refuse a day that no clinic's calendar holds; raises BadInput. None stands for today."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(say("That is no day"), field=field, allowed=f"{FIRST_DAY} to {LAST_DAY}")


def asked_day(said: object, field: str = "day") -> date | None:
    """The day named in an address, which is untrusted; None stands for today, where none is named.

    Raises BadInput for what is no day of the calendar.
    """
    if not said:
        return None
    try:
        day = date.fromisoformat(str(said))
    except ValueError:
        raise BadInput(say("That is no day"), field=field, allowed="2026-03-02") from None
    check_day(day, field)
    return day


def bounds_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the midnight at which the day begins on the clinic's wall, and the next, in UTC."""
    begins, ends = (
        datetime.combine(each, time(), ZoneInfo(zone)).astimezone(UTC)
        for each in (day, day + timedelta(days=1))
    )
    return begins, ends
