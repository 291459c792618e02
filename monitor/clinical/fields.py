"""What one field of an event may hold: a check returns the clean value or says what is allowed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from monitor.clinical.limits import ENTRY_LIMITS, EntryLimits
from monitor.errors import BadInput, InvalidEvent
from monitor.language.said import say

Check = Callable[[str, object], object]
"""(field, value) -> the clean value; raises InvalidEvent naming the field and what is allowed."""

LONGEST_TEXT = 2000


def refuse(field: str, message: str, allowed: str) -> InvalidEvent:
    """Make the error for one field."""
    return InvalidEvent(message, field=field, allowed=allowed)


def shown(value: object) -> str:
    """Show a value in an error message, shortened."""
    said = repr(value)
    return said if len(said) <= 60 else said[:57] + "..."  # noqa: PLR2004  (a screen's line)


def instant(field: str, value: object) -> datetime:
    """Read an instant that carries an offset; return it in UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise refuse(
                field, say("{shown} is no instant", shown=shown(value)), _INSTANT
            ) from None
    if not isinstance(value, datetime):
        raise refuse(field, say("{shown} is no instant", shown=shown(value)), _INSTANT)
    if value.utcoffset() is None:
        raise refuse(field, say("{isoformat} has no offset", isoformat=value.isoformat()), _INSTANT)
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise refuse(field, say("{isoformat} is not possible", isoformat=value.isoformat()), _YEARS)
    return value.astimezone(UTC)


_INSTANT = say("an instant with an offset, as 2026-03-02T10:00:00-08:00")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
_YEARS = say(
    "an instant from {earliest_year} to {latest_year}",
    earliest_year=EARLIEST_YEAR,
    latest_year=LATEST_YEAR,
)


def number(limits: EntryLimits) -> Check:
    """Make a check for a number inside absolute limits, with no more decimals than its kind has."""
    allowed = limits.allowed()

    def check(field: str, value: object) -> object:
        clean = _plain_number(field, value, allowed)
        scaled = clean * 10**limits.decimals
        if abs(scaled - round(scaled)) > _ROUNDING or not limits.lowest <= clean <= limits.highest:
            raise refuse(field, say("{clean:g} is not possible", clean=clean), allowed)
        return round(scaled) / 10 if limits.decimals else round(clean)

    return check


_ROUNDING = 1e-6


def _plain_number(field: str, value: object, allowed: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(field, say("{shown} is no number", shown=shown(value)), allowed)
    try:
        clean = float(value)
    except OverflowError:
        raise refuse(field, say("the number is too large"), allowed) from None
    if not math.isfinite(clean):
        raise refuse(field, say("{clean} is no number", clean=clean), allowed)
    return clean


def dose(field: str, value: object) -> object:
    """Read a dose in mg, above 0."""
    clean = _plain_number(field, value, say("a number above 0, in mg"))
    if clean <= 0:
        raise refuse(
            field, say("{clean:g} is no dose", clean=clean), say("a number above 0, in mg")
        )
    return clean


def truth(field: str, value: object) -> object:
    """Read true or false."""
    if not isinstance(value, bool):
        raise refuse(
            field,
            say("{shown} is neither true nor false", shown=shown(value)),
            say("true or false"),
        )
    return value


def text(field: str, value: object) -> object:
    """Read a text that says something."""
    if not isinstance(value, str):
        raise refuse(field, say("{shown} is no text", shown=shown(value)), "a text")
    if not value.strip():
        raise refuse(field, say("the text is empty"), say("a text that says something"))
    if len(value) > LONGEST_TEXT:
        raise refuse(
            field,
            say("the text is too long"),
            say("at most {longest_text} characters", longest_text=LONGEST_TEXT),
        )
    if "\x00" in value:
        raise refuse(field, say("the text holds a null character"), say("printable characters"))
    return value.strip()


def free_text(field: str, value: object) -> object:
    """Read a text that may be left empty; empty counts as not said."""
    if isinstance(value, str) and not value.strip():
        return ""
    return text(field, value)


def word(*allowed: str) -> Check:
    """Make a check for one word out of a fixed list."""

    def check(field: str, value: object) -> object:
        if not isinstance(value, str) or value not in allowed:
            raise refuse(
                field,
                say("{shown} is not known", shown=shown(value)),
                say("one of {words}", words=", ".join(allowed)),
            )
        return value

    return check


def words(*allowed: str) -> Check:
    """Make a check for a list of different words out of a fixed list; empty is allowed."""
    single = word(*allowed)

    def check(field: str, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise refuse(
                field,
                say("{shown} is no list", shown=shown(value)),
                say("a list of {words}", words=", ".join(allowed)),
            )
        clean = [single(field, entry) for entry in value]
        if len(set(clean)) != len(clean):
            raise refuse(field, say("the same word stands twice"), say("each word once"))
        return tuple(clean)

    return check


def table(keys: Mapping[str, Check], *, whole: bool = False) -> Check:
    """Make a check for a table with known keys; ``whole`` asks for all of them."""
    allowed = ", ".join(keys)

    def check(field: str, value: object) -> object:
        if not isinstance(value, Mapping):
            raise refuse(
                field,
                say("{shown} is no table", shown=shown(value)),
                say("a table of {allowed}", allowed=allowed),
            )
        for key in value:
            if key not in keys:
                raise refuse(
                    f"{field}.{key}",
                    say("the key is not known"),
                    say("one of {allowed}", allowed=allowed),
                )
        if whole and len(value) < len(keys):
            absent = ", ".join(key for key in keys if key not in value)
            raise refuse(
                field,
                say("{absent} is missing", absent=absent),
                say("all of {allowed}", allowed=allowed),
            )
        return {key: keys[key](f"{field}.{key}", entry) for key, entry in value.items()}

    return check


def vital(field: str) -> Check:
    """Make the check for a numeric vital sign or consciousness score by its own entry limits."""
    return number(ENTRY_LIMITS[field])


def located(error: BadInput, where: str) -> BadInput:
    """Say where in the file or request the error stands."""
    error.where = where
    return error
