"""The form of a protocol file: every section, every number, its unit and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.clinical.words import CRITERIA


@dataclass(frozen=True, slots=True)
class NumberForm:
    """What one number of a protocol file may be; ``listed`` ones are rising lists."""

    unit: str
    lowest: float
    highest: float
    optional: bool = False
    listed: bool = False
    whole: bool = True

    def allowed(self) -> str:
        """Say what is allowed."""
        kind = "a whole number" if self.whole else "a number"
        if self.listed:
            kind = "a rising list of whole numbers"
        return f"{kind} from {self.lowest:g} to {self.highest:g}, unit {self.unit!r}"


Form = dict[str, NumberForm]


def _minutes(lowest: float = 0, *, optional: bool = False) -> NumberForm:
    return NumberForm("min", lowest, 1440, optional)


_SYSTOLIC = NumberForm("mmHg", 40, 300)
_DIASTOLIC = NumberForm("mmHg", 20, 200)
_PRESSURE_CHANGE = NumberForm("mmHg", 1, 150)
_RATE = NumberForm("/min", 20, 300)
_BREATHS = NumberForm("/min", 0, 80)
_SATURATION = NumberForm("%", 30, 100)
_PERCENT = NumberForm("%", 1, 100)
_CELSIUS = NumberForm("°C", 25, 45, whole=False)
_MOAAS = NumberForm("MOAA/S", 0, 5)
_RASS = NumberForm("RASS", -5, 4)
_POINTS = NumberForm("points", 0, 30)
_BEATS = NumberForm("/min", 1, 150)

SECTIONS: dict[str, Form] = {
    "freshness": {"vital_signs": _minutes(1), "checks": _minutes(1)},
    "baseline": {"window": _minutes(1)},
    "late_entry": {"after": _minutes(1)},
    "dose": {"unlikely_above": NumberForm("mg/kg", 0.01, 10, optional=True, whole=False)},
    "schedule": {
        "during_dosing_every": _minutes(1, optional=True),
        "after_dosing": NumberForm("min", 1, 1440, listed=True),
        "then_every": _minutes(1),
        "early": _minutes(),
        "satisfied_until": _minutes(),
        "recheck_every": _minutes(1),
    },
}

OPTIONAL_SECTIONS = frozenset({"dose"})
"""Sections that a protocol may leave out: the nasal spray is not given by weight."""

PRE_DOSE: Form = {
    "systolic_guide_above": _SYSTOLIC,
    "diastolic_guide_above": _DIASTOLIC,
    "systolic_hold_from": _SYSTOLIC,
    "diastolic_hold_from": _DIASTOLIC,
    "systolic_hold_below": _SYSTOLIC,
    "rate_hold_above": _RATE,
    "rate_hold_below": _RATE,
    "spo2_hold_below": _SATURATION,
    "breaths_hold_above": _BREATHS,
    "breaths_hold_below": _BREATHS,
    "fresh_for": _minutes(1),
}
"""The limits before the dose: a section that older protocol files do not have."""

PRE_DOSE_RISING = (
    ("systolic_hold_below", "systolic_guide_above"),
    ("systolic_guide_above", "systolic_hold_from"),
    ("diastolic_guide_above", "diastolic_hold_from"),
    ("rate_hold_below", "rate_hold_above"),
    ("breaths_hold_below", "breaths_hold_above"),
)

INFUSION_PROMPTS: Form = {
    "pause_systolic_from": _SYSTOLIC,
    "pause_diastolic_from": _DIASTOLIC,
    "pause_rate_above": _RATE,
    "pause_rate_for": _minutes(1),
    "pause_rate_below": _RATE,
    "pause_spo2_to": _SATURATION,
    "pause_moaas_to": _MOAAS,
    "pause_rass_from": _RASS,
    "stop_systolic_from": _SYSTOLIC,
    "stop_diastolic_from": _DIASTOLIC,
    "stop_rate_to": _RATE,
    "stop_rate_from": _RATE,
    "stop_breaths_to": _BREATHS,
    "stop_spo2_below": _SATURATION,
    "stop_moaas_to": _MOAAS,
}
"""The limits while an infusion runs: only where there is one, and not in older files."""

INFUSION_PROMPTS_RISING = (
    ("pause_systolic_from", "stop_systolic_from"),
    ("pause_diastolic_from", "stop_diastolic_from"),
    ("pause_rate_above", "stop_rate_from"),
    ("stop_rate_to", "pause_rate_below"),
    ("pause_rate_below", "pause_rate_above"),
    ("stop_spo2_below", "pause_spo2_to"),
    ("stop_moaas_to", "pause_moaas_to"),
)

CRITERION_NUMBERS: dict[str, Form] = {
    **{criterion: {} for criterion in CRITERIA},
    "observation_time": {
        "since_time_zero": _minutes(optional=True),
        "since_infusion_end": _minutes(optional=True),
        "since_last_dose": _minutes(optional=True),
    },
    "rescue_medication": {"after_rescue": _minutes(), "after_reversal": _minutes()},
    "blood_pressure_absolute": {
        "systolic_min": _SYSTOLIC,
        "systolic_max": _SYSTOLIC,
        "diastolic_min": _DIASTOLIC,
        "diastolic_max": _DIASTOLIC,
        "apart": _minutes(),
    },
    "blood_pressure_relative": {"within_percent": _PERCENT, "apart": _minutes()},
    "blood_pressure_trend": {
        "rise_max": _PRESSURE_CHANGE,
        "peak_above_baseline_max": _PRESSURE_CHANGE,
    },
    "heart_rate": {
        "rate_min": _RATE,
        "rate_max": _RATE,
        "within_percent": _PERCENT,
        "within_rate": _BEATS,
        "apart": _minutes(),
    },
    "respiration": {"rate_min": _BREATHS, "rate_max": _BREATHS},
    "oxygen": {"spo2_min": _SATURATION, "without_oxygen_for": _minutes()},
    "alertness": {"moaas_min": _MOAAS, "rass": _RASS},
    "hallucinations": {"apart": _minutes()},
    "confusion": {"amt4_errors_max": NumberForm("errors", 0, 4)},
    "nausea": {"after_vomiting": _minutes()},
    "orthostatic": {
        "systolic_fall_below": _PRESSURE_CHANGE,
        "diastolic_fall_below": _PRESSURE_CHANGE,
        "seated_within": _minutes(),
        "fresh_for": _minutes(1),
    },
    "aldrete": {"total_min": _POINTS, "core_items_min": _POINTS},
    "mpadss": {"total_min": _POINTS, "ambulation_min": _POINTS},
    "cadss6": {"total_max": _POINTS, "above_before_max": _POINTS},
}

ALERT_NUMBERS: dict[str, Form] = {
    "systolic_high": {
        "caution_from": _SYSTOLIC,
        "caution_rise": _PRESSURE_CHANGE,
        "caution_rise_percent": _PERCENT,
        "urgent_from": _SYSTOLIC,
        "urgent_twice_from": _SYSTOLIC,
        "urgent_twice_rise": _PRESSURE_CHANGE,
        "step": _PRESSURE_CHANGE,
    },
    "diastolic_high": {
        "caution_from": _DIASTOLIC,
        "caution_rise": _PRESSURE_CHANGE,
        "urgent_from": _DIASTOLIC,
        "urgent_twice_from": _DIASTOLIC,
        "urgent_twice_rise": _PRESSURE_CHANGE,
        "step": _PRESSURE_CHANGE,
    },
    "systolic_low": {
        "caution_to": _SYSTOLIC,
        "caution_fall_percent": _PERCENT,
        "urgent_below": _SYSTOLIC,
        "step": _PRESSURE_CHANGE,
    },
    "heart_rate_high": {
        "caution_from": _RATE,
        "urgent_from": _RATE,
        "sustained_above": _RATE,
        "sustained_for": _minutes(1),
        "step": _BEATS,
    },
    "heart_rate_low": {"caution_to": _RATE, "urgent_to": _RATE, "step": _BEATS},
    "rhythm_irregular": {
        "systolic_below": _SYSTOLIC,
        "rate_above": _RATE,
        "rate_below": _RATE,
        "within": _minutes(),
    },
    "respiration_high": {"caution_from": _BREATHS, "urgent_from": _BREATHS, "step": _BREATHS},
    "respiration_low": {"caution_to": _BREATHS, "urgent_to": _BREATHS, "step": _BREATHS},
    "spo2_low": {"caution_to": _SATURATION, "urgent_to": _SATURATION, "step": _PERCENT},
    "temperature_high": {
        "caution_from": _CELSIUS,
        "urgent_from": _CELSIUS,
        "step": NumberForm("°C", 0.1, 5, whole=False),
    },
    "temperature_low": {
        "caution_to": _CELSIUS,
        "step": NumberForm("°C", 0.1, 5, whole=False),
    },
    "sedation": {
        "caution_moaas_to": _MOAAS,
        "urgent_moaas_to": _MOAAS,
        "caution_rass_to": _RASS,
        "urgent_rass_to": _RASS,
        "step": NumberForm("MOAA/S", 1, 5),
    },
    "agitation": {"caution_rass_from": _RASS, "urgent_rass_from": _RASS},
    "hallucinations": {"persisting_from": _minutes()},
    "dissociation": {"persisting_from": _minutes()},
    "confusion": {"onset_after": _minutes()},
    "vomiting": {"sedated_moaas_to": _MOAAS, "sedated_within": _minutes()},
    "observation_overdue": {"caution_after": _minutes(), "urgent_after": _minutes()},
    "not_ready_in_time": {"after": _minutes()},
}

GROUPS = ("observation_time", "vital_signs", "mental_state", "physical", "before_leaving")
ROUTES = ("iv", "im", "sublingual", "intranasal")
TIME_ZERO = ("infusion_started", "dose_given")
RISING = (
    ("alerts.systolic_high", "caution_from", "urgent_from"),
    ("alerts.diastolic_high", "caution_from", "urgent_from"),
    ("alerts.heart_rate_high", "caution_from", "urgent_from"),
    ("alerts.respiration_high", "caution_from", "urgent_from"),
    ("alerts.respiration_low", "urgent_to", "caution_to"),
    ("alerts.heart_rate_low", "urgent_to", "caution_to"),
    ("alerts.spo2_low", "urgent_to", "caution_to"),
    ("alerts.systolic_low", "urgent_below", "caution_to"),
    ("alerts.temperature_high", "caution_from", "urgent_from"),
    ("alerts.systolic_high", "caution_from", "urgent_twice_from"),
    ("alerts.systolic_high", "caution_rise", "urgent_twice_rise"),
    ("alerts.diastolic_high", "caution_from", "urgent_twice_from"),
    ("alerts.diastolic_high", "caution_rise", "urgent_twice_rise"),
    ("alerts.heart_rate_high", "caution_from", "sustained_above"),
    ("alerts.heart_rate_high", "sustained_above", "urgent_from"),
    ("alerts.rhythm_irregular", "rate_below", "rate_above"),
    ("alerts.sedation", "urgent_moaas_to", "caution_moaas_to"),
    ("alerts.sedation", "urgent_rass_to", "caution_rass_to"),
    ("alerts.agitation", "caution_rass_from", "urgent_rass_from"),
    ("alerts.observation_overdue", "caution_after", "urgent_after"),
    ("criteria.blood_pressure_absolute", "systolic_min", "systolic_max"),
    ("criteria.blood_pressure_absolute", "diastolic_min", "diastolic_max"),
    ("criteria.heart_rate", "rate_min", "rate_max"),
    ("criteria.respiration", "rate_min", "rate_max"),
)
"""Pairs of which the first must lie below the second."""


def form_of(path: str) -> NumberForm:
    """What the number at a path of a protocol file may be; raises KeyError where there is none."""
    section, _, key = path.rpartition(".")
    head, _, name = section.partition(".")
    forms: dict[str, dict[str, Form]] = {"criteria": CRITERION_NUMBERS, "alerts": ALERT_NUMBERS}
    if name:
        return forms[head][name][key]
    single = {**SECTIONS, "pre_dose": PRE_DOSE, "infusion_prompts": INFUSION_PROMPTS}
    return single[head][key]
