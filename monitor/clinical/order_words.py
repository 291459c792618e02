"""What an order may ask for: the things to measure, how often, and until when."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.clinical.fields import refuse, shown
from monitor.language.said import say

MEASURES: dict[str, tuple[str, ...]] = {
    "blood_pressure": ("systolic_mmhg", "diastolic_mmhg"),
    "heart_rate": ("heart_rate_bpm",),
    "spo2": ("spo2_percent",),
    "respiration": ("respiratory_rate_per_min",),
    "temperature": ("temperature_c",),
    "alertness": ("moaas",),
}
"""What can be ordered to be measured, and the fields that measure it."""

MEASURE_OF = {field: measure for measure, fields in MEASURES.items() for field in fields}

FEWEST_MINUTES, MOST_MINUTES = 1, 240
MOST_READINGS = 10


def _whole(field: str, value: object, lowest: int, highest: int) -> int:
    allowed = say("a whole number from {lowest} to {highest}", lowest=lowest, highest=highest)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise refuse(field, say("{shown} is no whole number", shown=shown(value)), allowed)
    if not lowest <= value <= highest:
        raise refuse(field, say("{value:g} is not possible", value=value), allowed)
    return int(value)


def per_minute(field: str, value: object) -> object:
    """Read how often, in minutes."""
    return _whole(field, value, FEWEST_MINUTES, MOST_MINUTES)


def count(field: str, value: object) -> object:
    """Read how many readings in a row."""
    return _whole(field, value, 1, MOST_READINGS)


def number(field: str, value: object) -> object:
    """Read the value a reading is held against."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:  # noqa: PLR2004
        raise refuse(
            field,
            say("{shown} is no such value", shown=shown(value)),
            say("a number from 0 to 1000"),
        )
    return float(value)


def check_order(fields: Mapping[str, object]) -> None:
    """Refuse an order whose parts contradict each other."""
    measure = fields.get("measure")
    if measure and "every_minutes" not in fields:
        raise refuse("every_minutes", say("it is missing"), say("how often to measure, in minutes"))
    until = fields.get("until")
    if until is None:
        return
    assert isinstance(until, Mapping)
    if "field" not in until or ("below" in until) == ("at_least" in until):
        raise refuse(
            "until", say("it is not whole"), say("field with either below or at_least, and count")
        )
    assert measure is None or isinstance(measure, tuple | list)
    if MEASURE_OF[str(until["field"])] not in (measure or ()):
        allowed = say("a field of what is measured")
        raise refuse(
            "until.field",
            say("{until} is not measured by this order", until=until["field"]),
            allowed,
        )
