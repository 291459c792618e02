"""Every alert code: what assesses it, which way is worse, and whether it ever closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.clinical.alerts import effects, vital_signs
from monitor.clinical.alerts.assessment import Assessor, higher, lower


@dataclass(frozen=True, slots=True)
class Code:
    """How one alert code works.

    ``fields`` are the words without which there is nothing to assess; ``closes`` is false where
    an episode lasts to the end; ``rechecked`` where it asks for extra observation sets; ``further``
    where every further crossing opens it again.
    """

    assess: Assessor
    fields: tuple[str, ...]
    worse: Callable[[float, float], bool] = higher
    closes: bool = True
    rechecked: bool = False
    further: bool = False


CODES: dict[str, Code] = {
    "systolic_high": Code(vital_signs.systolic_high, ("systolic_mmhg",), rechecked=True),
    "diastolic_high": Code(vital_signs.diastolic_high, ("diastolic_mmhg",), rechecked=True),
    "systolic_low": Code(vital_signs.systolic_low, ("systolic_mmhg",), lower, rechecked=True),
    "heart_rate_high": Code(vital_signs.heart_rate_high, ("heart_rate_bpm",), rechecked=True),
    "heart_rate_low": Code(vital_signs.heart_rate_low, ("heart_rate_bpm",), lower, rechecked=True),
    "rhythm_irregular": Code(vital_signs.rhythm_irregular, ("rhythm",), rechecked=True),
    "respiration_high": Code(
        vital_signs.respiration_high, ("respiratory_rate_per_min",), rechecked=True
    ),
    "respiration_low": Code(
        vital_signs.respiration_low, ("respiratory_rate_per_min",), lower, rechecked=True
    ),
    "spo2_low": Code(vital_signs.spo2_low, ("spo2_percent", "oxygen_l_min"), lower, rechecked=True),
    "temperature_high": Code(vital_signs.temperature_high, ("temperature_c",)),
    "temperature_low": Code(vital_signs.temperature_low, ("temperature_c",), lower),
    "sedation": Code(effects.sedation, ("moaas", "acvpu", "rass", "sedation"), lower),
    "agitation": Code(effects.agitation, ("rass",)),
    "hallucinations": Code(effects.hallucinations, ("hallucinations",)),
    "confusion": Code(effects.confusion, ("confusion",)),
    "dissociation": Code(effects.dissociation, ("dissociation",)),
    "dizziness": Code(effects.graded("dizziness"), ("dizziness",)),
    "nausea": Code(effects.graded("nausea"), ("nausea",)),
    "headache": Code(effects.graded("headache"), ("headache",)),
    "anxiety": Code(effects.graded("anxiety"), ("anxiety",)),
    "blurred_vision": Code(effects.graded("blurred_vision"), ("blurred_vision",)),
    "palpitations": Code(effects.graded("palpitations"), ("palpitations",)),
    "other": Code(effects.graded("other"), ("other",)),
    "vomiting": Code(effects.vomiting, ("vomiting",)),
    "red_flag": Code(effects.red_flag, ("red_flags",)),
    "emergency": Code(effects.emergency, (), closes=False, further=True),
    "suicidal_ideation": Code(effects.suicidal_ideation, ("suicide_safety",), further=True),
}
"""The codes that look at what was measured, asked or attested."""

OVERDUE, NOT_READY = "observation_overdue", "not_ready_in_time"
"""The codes that look at the clock."""
