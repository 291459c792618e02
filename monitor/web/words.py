"""Words used on more than one screen, and how instants and numbers are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.clinical.state import Finding, Level, Phase

MINUTE = timedelta(minutes=1)
MINUS = "\u2212"

PHASES = {
    Phase.EXPECTED: "Expected",
    Phase.ARRIVED: "Baseline",
    Phase.INFUSING: "Infusing",
    Phase.PAUSED: "Paused",
    Phase.OBSERVING: "Observing",
    Phase.CRITERIA_MET: "Observing",
    Phase.DISCHARGED: "Closed",
}

FINDINGS = {
    Finding.MET: "Met",
    Finding.NOT_MET: "Not met",
    Finding.NOT_ASSESSED: "Not assessed",
}

LEVELS = {Level.URGENT: "Urgent", Level.CAUTION: "Caution"}

SIDE_EFFECTS = {
    "hallucinations": "Hallucinations",
    "dizziness": "Dizziness",
    "confusion": "Confusion",
    "dissociation": "Dissociation",
    "sedation": "Sedation",
    "nausea": "Nausea",
    "vomiting": "Vomiting",
    "headache": "Headache",
    "anxiety": "Anxiety",
    "blurred_vision": "Blurred vision",
    "palpitations": "Palpitations",
    "irregular_heart_rate": "Irregular heart rate",
    "high_blood_pressure": "High blood pressure",
    "other": "Other effect",
}

ALERTS = {
    "systolic_high": "Systolic high",
    "diastolic_high": "Diastolic high",
    "systolic_low": "Systolic low",
    "heart_rate_high": "Heart rate high",
    "heart_rate_low": "Heart rate low",
    "rhythm_irregular": "Irregular rhythm",
    "respiration_high": "Breathing fast",
    "respiration_low": "Breathing slow",
    "spo2_low": "SpO₂ low",
    "temperature_high": "Temperature high",
    "temperature_low": "Temperature low",
    "sedation": "Sedation",
    "agitation": "Agitation",
    "hallucinations": "Hallucinations",
    "confusion": "Confusion",
    "dissociation": "Dissociation",
    "dizziness": "Dizziness",
    "nausea": "Nausea",
    "headache": "Headache",
    "anxiety": "Anxiety",
    "blurred_vision": "Blurred vision",
    "palpitations": "Palpitations",
    "other": "Other effect",
    "vomiting": "Vomiting",
    "red_flag": "Red flag",
    "emergency": "Emergency",
    "suicidal_ideation": "Suicidal thoughts",
    "observation_overdue": "Observation overdue",
    "not_ready_in_time": "Not ready in time",
}

RED_FLAGS = {
    "chest_pain": "chest pain",
    "dyspnoea": "shortness of breath",
    "sudden_severe_headache": "sudden severe headache",
    "visual_loss": "loss of vision",
    "seizure": "seizure",
    "focal_deficit": "weakness or speech trouble",
    "syncope": "fainting",
}

ROUTES = {"iv": "IV", "im": "IM", "sublingual": "sublingual", "intranasal": "nasal"}


def clock_time(at: datetime, zone: str) -> str:
    """Write the hour and minute on the clinic's wall: ``14:35``."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def calendar_day(day: date) -> str:
    """Write a date as people say it: ``14 Apr 1987``."""
    return f"{day.day} {day:%b %Y}"


def whole_minutes(length: timedelta) -> int:
    """Count the full minutes of a duration, never below 0."""
    return max(0, length // MINUTE)


def signed(number: int) -> str:
    """Write a change with its sign, the true minus sign included."""
    if number == 0:
        return "0"
    return f"+{number}" if number > 0 else f"{MINUS}{-number}"


def decimal(number: float) -> str:
    """Write a number without a needless ``.0``: ``36``, ``0.5``."""
    return f"{number:g}"


def listed(parts: Iterable[str]) -> str:
    """Join words in a row with commas."""
    return ", ".join(parts)


def drug_name(drug: str) -> str:
    """Name a drug as written in a sentence."""
    return drug.replace("_", " ")


def route_name(route: str) -> str:
    """Name a route as written in a sentence: ``IV``, ``nasal``."""
    return ROUTES.get(route, route)
