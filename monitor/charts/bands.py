"""The shaded ranges of the panels, read from the session's protocol and baseline."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.charts.timeline import Band
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import Baseline

PERCENT = 100
FULL_SATURATION = 100


def bands(protocol: Protocol, baseline: Baseline) -> Mapping[str, Band]:
    """One band for each panel's fields: around the baseline where there is one, else the limits."""
    return {
        "systolic_mmhg": _pressure(protocol, baseline.systolic_mmhg, "systolic"),
        "diastolic_mmhg": _pressure(protocol, baseline.diastolic_mmhg, "diastolic"),
        "heart_rate_bpm": _heart_rate(protocol, baseline.heart_rate_bpm),
        "spo2_percent": Band(protocol.rules["oxygen"].numbers.number("spo2_min"), FULL_SATURATION),
        "respiratory_rate_per_min": Band(
            protocol.rules["respiration"].numbers.number("rate_min"),
            protocol.rules["respiration"].numbers.number("rate_max"),
        ),
    }


def _pressure(protocol: Protocol, middle: int | None, side: str) -> Band:
    """Around the baseline by the protocol's percentage; without one, the absolute limits."""
    caution = None
    if side == "systolic":
        caution = protocol.alerts["systolic_high"].number("caution_from")
    if middle is None:
        limits = protocol.rules["blood_pressure_absolute"].numbers
        return Band(limits.number(f"{side}_min"), limits.number(f"{side}_max"), None, caution)
    share = protocol.rules["blood_pressure_relative"].numbers.number("within_percent") / PERCENT
    return Band(middle * (1 - share), middle * (1 + share), middle, caution)


def _heart_rate(protocol: Protocol, middle: int | None) -> Band:
    """The larger of the percentage and the beats around the baseline; without one, the limits."""
    numbers = protocol.rules["heart_rate"].numbers
    if middle is None:
        return Band(numbers.number("rate_min"), numbers.number("rate_max"))
    share = numbers.number("within_percent") / PERCENT
    reach = max(middle * share, numbers.number("within_rate"))
    return Band(middle - reach, middle + reach, middle)
