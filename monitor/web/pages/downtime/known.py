"""What is known of a session as rows of words: its baseline and the latest values. Pure."""

from __future__ import annotations

from monitor.clinical.state import SessionState
from monitor.language.reader import tr
from monitor.web.words import clock_time, decimal, record_word

VALUES = (
    ("heart_rate_bpm", "/min"),
    ("rhythm", ""),
    ("spo2_percent", "%"),
    ("oxygen_l_min", "L/min"),
    ("respiratory_rate_per_min", "/min"),
    ("temperature_c", "°C"),
    ("moaas", ""),
)
ACCEPTED = "accepted"


def short_name(field: str) -> str:
    """The short head of a column of values."""
    names = {
        "heart_rate_bpm": tr("HR"),
        "rhythm": tr("rhythm"),
        "spo2_percent": "SpO₂",
        "oxygen_l_min": "O₂",
        "respiratory_rate_per_min": tr("RR"),
        "temperature_c": tr("Temp"),
        "moaas": "MOAA/S",
    }
    return names[field]


def baseline_words(state: SessionState, zone: str) -> list[str]:
    """The baseline with its time, or in one word why there is none."""
    base = state.baseline
    if base.status != ACCEPTED or base.measured_at is None:
        return [tr("Baseline"), tr("none: {why}", why=record_word(base.status))]
    upper = f"{base.systolic_mmhg}/{base.diastolic_mmhg}"
    name = tr("Baseline {time}", time=clock_time(base.measured_at, zone))
    return [name, upper, *(_number(base.value(field), unit) for field, unit in VALUES)]


def latest_words(state: SessionState, zone: str) -> list[tuple[str, str]]:
    """Each latest value with its time, the pressures first."""
    told = [_pressure(state, zone)]
    for field, unit in VALUES:
        now = state.current.get(field)
        if now is None or now.value is None:
            told.append((_number(None, unit), ""))
        else:
            told.append((_number(now.value, unit), clock_time(now.at, zone)))
    return told


def known_rows(state: SessionState, zone: str) -> list[list[str]]:
    """Baseline and latest values as rows of words, the cells of both as many as the heads."""
    base = baseline_words(state, zone)
    latest = [f"{said} {at}".strip() for said, at in latest_words(state, zone)]
    return [[*base, *[""] * (len(latest) + 1 - len(base))], [tr("Latest"), *latest]]


def _pressure(state: SessionState, zone: str) -> tuple[str, str]:
    upper, lower = state.current.get("systolic_mmhg"), state.current.get("diastolic_mmhg")
    if upper is None or lower is None or upper.value is None or lower.value is None:
        return tr("not taken"), ""
    return f"{upper.value}/{lower.value}", clock_time(upper.at, zone)


def _number(value: object, unit: str) -> str:
    if value is None:
        return tr("not taken")
    if isinstance(value, int | float):
        return f"{decimal(value)} {unit}".strip()
    return record_word(value)
