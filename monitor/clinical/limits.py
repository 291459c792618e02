"""What can be true of a person at all, and what is asked back once before it is believed.

A value outside its *absolute* limits is refused: no living adult has it, or it is in another unit.
A value outside its *usual* limits is confirmed by whoever enters it, then saved. A value that could
be an emergency is never refused. Source: plausibility table of the clinical reference (outlier
files of MIMIC-Extract, cuff and oximeter ranges), for a clinic to approve.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.language.said import filled, say

_WHOLE = say("a whole number from {lowest:g} to {highest:g}")
_DECIMAL = say("a number with at most one decimal from {lowest:g} to {highest:g}")


@dataclass(frozen=True, slots=True)
class EntryLimits:
    """The bounds of one number on entry, both included, with its unit and its decimals."""

    unit: str
    lowest: float
    highest: float
    usual_lowest: float
    usual_highest: float
    decimals: int = 0

    def allowed(self) -> str:
        """Say the absolute bounds in words, with the unit."""
        kind = _WHOLE if self.decimals == 0 else _DECIMAL
        words = filled(kind, lowest=self.lowest, highest=self.highest)
        return say("{bounds} {unit}", bounds=words, unit=self.unit) if self.unit else words


ENTRY_LIMITS: dict[str, EntryLimits] = {
    "systolic_mmhg": EntryLimits("mmHg", 40, 300, 85, 190),
    "diastolic_mmhg": EntryLimits("mmHg", 20, 200, 45, 115),
    "heart_rate_bpm": EntryLimits("/min", 20, 300, 45, 140),
    "spo2_percent": EntryLimits("%", 30, 100, 93, 100),
    "oxygen_l_min": EntryLimits("L/min", 0, 15, 0, 0, decimals=1),
    "respiratory_rate_per_min": EntryLimits("/min", 0, 80, 10, 28),
    "temperature_c": EntryLimits("°C", 25, 45, 35.0, 38.5, decimals=1),
    "moaas": EntryLimits("", 0, 5, 0, 5),
    "rass": EntryLimits("", -5, 4, -5, 4),
    "amt4_errors": EntryLimits("errors", 0, 4, 0, 4),
}

PULSE_PRESSURE_LOWEST_MMHG = 5
"""Systolic less diastolic below this means swapped or mistyped fields."""

USUAL_PULSE_PRESSURE_MMHG = (20, 100)
"""A pulse pressure outside this is asked back once: transposition, or the wrong arm."""

PROBE_BELOW_PERCENT = 70
"""An oximeter is not calibrated below this: the probe is checked and the reading repeated."""

APNOEA_AT_MOST_PER_MIN = 5
"""So few breaths are asked back as apnoea; the value is saved all the same."""

WEIGHT_KG = EntryLimits("kg", 25, 350, 40, 160, decimals=1)
DOSE_MG_PER_KG = EntryLimits("mg/kg", 0, 10, 0, 10, decimals=1)
"""What a dose by weight can be at all; what is usual for a route stands in its protocol."""
