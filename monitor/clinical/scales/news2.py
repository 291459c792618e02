"""NEWS2, unmodified. Source: Royal College of Physicians 2017 (acknowledged, free to use).

It never gates discharge by itself: its systolic band 111-219 scores 0, so it is blind to the
hypertension that ketamine causes, and the expected confusion scores 3 at once.
"""

from __future__ import annotations

from monitor.clinical.bands import Bands
from monitor.clinical.chronicle import Word
from monitor.clinical.situation import Situation
from monitor.clinical.state import Score
from monitor.clinical.words import NONE

RESPIRATION = Bands((9, 12, 21, 25), (3, 1, 0, 2, 3))
SPO2_SCALE_1 = Bands((92, 94, 96), (3, 2, 1, 0))
SPO2_SCALE_2_ON_AIR = Bands((84, 86, 88), (3, 2, 1, 0))
SPO2_SCALE_2_ON_OXYGEN = Bands((84, 86, 88, 93, 95, 97), (3, 2, 1, 0, 1, 2, 3))
SYSTOLIC = Bands((91, 101, 111, 220), (3, 2, 1, 0, 3))
PULSE = Bands((41, 51, 91, 111, 131), (3, 1, 0, 1, 2, 3))
TEMPERATURE = Bands((35.1, 36.1, 38.1, 39.1), (3, 1, 0, 1, 2))
ON_OXYGEN = 2
NOT_ALERT = 3
ALERT = "A"
MOAAS_AWAKE = 5
"""MOAA/S 5 is A; 3-4 is V, 1-2 is P, 0 is U, and all of these score alike."""

_BANDED = {
    "respiratory_rate_per_min": RESPIRATION,
    "systolic_mmhg": SYSTOLIC,
    "heart_rate_bpm": PULSE,
    "temperature_c": TEMPERATURE,
}
INPUTS = (
    "respiratory_rate_per_min",
    "spo2_percent",
    "oxygen_l_min",
    "systolic_mmhg",
    "heart_rate_bpm",
    "consciousness",
    "temperature_c",
)


def news2(situation: Situation) -> Score:
    """Return the total of the seven parts, or what is missing; a partial total is none."""
    items = {name: _part(situation, name) for name in INPUTS}
    unscored = [name for name, score in items.items() if score is None]
    # On scale 2 a saturation cannot be scored where nobody said air or oxygen: that is missing.
    missing = tuple(name for name in unscored if not _is_there(situation, name))
    known = {name: score for name, score in items.items() if score is not None}
    if missing:
        return Score(None, missing, known)
    return Score(sum(known.values()), (), known, situation.clock)


def _part(situation: Situation, name: str) -> int | None:
    if name == "consciousness":
        return _consciousness(situation)
    if name == "oxygen_l_min":
        flow = _flow(situation)
        return None if flow is None else ON_OXYGEN if flow > 0 else 0
    value = _current_number(situation, name)
    if value is None:
        return None
    return _saturation(situation, value) if name == "spo2_percent" else _BANDED[name].score(value)


def _is_there(situation: Situation, name: str) -> bool:
    return name == "spo2_percent" and _current_number(situation, name) is not None


def _flow(situation: Situation) -> float | None:
    """Return the oxygen as last said, however long ago."""
    words = situation.known.said("oxygen_l_min")
    value = words[-1].value if words else None
    return float(value) if isinstance(value, int | float) else None


def _saturation(situation: Situation, value: float) -> int | None:
    if situation.patient.spo2_scale == 1:
        return SPO2_SCALE_1.score(value)
    flow = _flow(situation)
    if flow is None:
        return None
    return (SPO2_SCALE_2_ON_OXYGEN if flow > 0 else SPO2_SCALE_2_ON_AIR).score(value)


def _current_number(situation: Situation, name: str) -> float | None:
    words = situation.known.said(name)
    if not words or situation.is_stale(words[-1].at, "vital_signs"):
        return None
    value = words[-1].value
    return float(value) if isinstance(value, int | float) else None


def _fresh(situation: Situation, name: str) -> Word | None:
    words = situation.known.said(name)
    if not words or situation.is_stale(words[-1].at, "checks"):
        return None
    return words[-1]


def _consciousness(situation: Situation) -> int | None:
    confusion = _fresh(situation, "confusion")
    if confusion is not None and confusion.value != NONE:
        return NOT_ALERT
    acvpu, moaas = _fresh(situation, "acvpu"), _fresh(situation, "moaas")
    if acvpu is not None and (moaas is None or acvpu.at >= moaas.at):
        return 0 if acvpu.value == ALERT else NOT_ALERT
    if moaas is None or not isinstance(moaas.value, int):
        return None
    return 0 if moaas.value >= MOAAS_AWAKE else NOT_ALERT
