"""What an order may ask for: the things to measure, how often, and until when."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.clinical.fields import refuse, shown

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
    allowed = f"a whole number from {lowest} to {highest}"
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise refuse(field, f"{shown(value)} is no whole number", allowed)
    if not lowest <= value <= highest:
        raise refuse(field, f"{value:g} is not possible", allowed)
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
        raise refuse(field, f"{shown(value)} is no such value", "a number from 0 to 1000")
    return float(value)


def check_order(fields: Mapping[str, object]) -> None:
    """Refuse an order whose parts contradict each other."""
    measure = fields.get("measure")
    if measure and "every_minutes" not in fields:
        raise refuse("every_minutes", "it is missing", "how often to measure, in minutes")
    until = fields.get("until")
    if until is None:
        return
    assert isinstance(until, Mapping)
    if "field" not in until or ("below" in until) == ("at_least" in until):
        raise refuse("until", "it is not whole", "field with either below or at_least, and count")
    assert measure is None or isinstance(measure, tuple | list)
    if MEASURE_OF[str(until["field"])] not in (measure or ()):
        allowed = "a field of what is measured"
        raise refuse("until.field", f"{until['field']} is not measured by this order", allowed)
