"""Words used on more than one screen, and how instants and numbers are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.access.roles import Role, role_said
from monitor.clinical.state import AlertState, Finding, Level, Phase
from monitor.clinical.terms import FIELDS, ITEMS, TERMS, term
from monitor.language import writing
from monitor.language.catalogue import MEDICINE, SHIFT
from monitor.language.reader import tr, tr_in
from monitor.language.said import Said, say, say_in

MINUTE = timedelta(minutes=1)
MINUS = "\u2212"

IDENTIFIER_SYSTEM = say("record number")
"""The kind that the form of registering gives the first number."""

PHASES = {
    Phase.EXPECTED: say("Expected"),
    Phase.ARRIVED: say("Baseline"),
    Phase.INFUSING: say("Infusing"),
    Phase.PAUSED: say("Paused"),
    Phase.OBSERVING: say("Observing"),
    Phase.CRITERIA_MET: say("Observing"),
    Phase.DISCHARGED: say("Closed"),
}

FINDINGS = {
    Finding.MET: say("Met"),
    Finding.NOT_MET: say("Not met"),
    Finding.NOT_ASSESSED: say("Not assessed"),
}

LEVELS = {Level.URGENT: say("Urgent"), Level.CAUTION: say("Caution")}

SIDE_EFFECTS = {
    "hallucinations": say("Hallucinations"),
    "dizziness": say("Dizziness"),
    "confusion": say("Confusion"),
    "dissociation": say("Dissociation"),
    "sedation": say("Sedation"),
    "nausea": say("Nausea"),
    "vomiting": say("Vomiting"),
    "headache": say("Headache"),
    "anxiety": say("Anxiety"),
    "blurred_vision": say("Blurred vision"),
    "palpitations": say("Palpitations"),
    "irregular_heart_rate": say("Irregular heart rate"),
    "high_blood_pressure": say("High blood pressure"),
    "other": say("Other effect"),
}

INDICATIONS = {
    "depression": say("depression"),
    "post_traumatic_stress": say("post-traumatic stress"),
    "anxiety": say_in("indication", "anxiety"),
    "chronic_pain": say("chronic pain"),
    "other": say_in("indication", "other"),
}

ALERTS = {
    "systolic_high": say("Systolic high"),
    "diastolic_high": say("Diastolic high"),
    "systolic_low": say("Systolic low"),
    "heart_rate_high": say("Heart rate high"),
    "heart_rate_low": say("Heart rate low"),
    "rhythm_irregular": say("Irregular rhythm"),
    "respiration_high": say("Breathing fast"),
    "respiration_low": say("Breathing slow"),
    "spo2_low": say("SpO₂ low"),
    "temperature_high": say("Temperature high"),
    "temperature_low": say("Temperature low"),
    "sedation": say("Sedation"),
    "agitation": say("Agitation"),
    "hallucinations": say("Hallucinations"),
    "confusion": say("Confusion"),
    "dissociation": say("Dissociation"),
    "dizziness": say("Dizziness"),
    "nausea": say("Nausea"),
    "headache": say("Headache"),
    "anxiety": say("Anxiety"),
    "blurred_vision": say("Blurred vision"),
    "palpitations": say("Palpitations"),
    "other": say("Other effect"),
    "vomiting": say("Vomiting"),
    "red_flag": say("Red flag"),
    "emergency": say("Emergency"),
    "suicidal_ideation": say("Suicidal thoughts"),
    "observation_overdue": say("Observation overdue"),
    "not_ready_in_time": say("Not ready in time"),
}

RED_FLAGS = {
    "chest_pain": say("chest pain"),
    "dyspnoea": say("shortness of breath"),
    "sudden_severe_headache": say("sudden severe headache"),
    "visual_loss": say("loss of vision"),
    "seizure": say("seizure"),
    "focal_deficit": say("weakness or speech trouble"),
    "syncope": say("fainting"),
}

STATES = {
    AlertState.OPEN.value: say_in("alert", "open"),
    AlertState.ACKNOWLEDGED.value: say_in("alert", "acknowledged"),
    AlertState.RESOLVED.value: say_in("alert", "resolved"),
    AlertState.WITHDRAWN.value: say_in("alert", "withdrawn"),
}
LEVEL_WORDS = {"caution": say_in("level", "caution"), "urgent": say_in("level", "urgent")}
EMERGENCIES = {
    "cardiac_arrest": say("cardiac arrest"),
    "respiratory_arrest": say("respiratory arrest"),
    "anaphylaxis": say("anaphylaxis"),
    "seizure": say("seizure"),
    "fall": say("fall"),
    "other": say_in("emergency", "other"),
}

DRUGS = {"ketamine": say("ketamine"), "esketamine": say("esketamine")}
GRADES = {
    "none": say_in("grade", "none"),
    "mild": say_in("grade", "mild"),
    "moderate": say_in("grade", "moderate"),
    "severe": say_in("grade", "severe"),
}

ROUTES = {
    "iv": say("IV"),
    "im": say("IM"),
    "sublingual": say("sublingual"),
    "intranasal": say("nasal"),
    "oral": say("oral"),
    "subcutaneous": say("subcutaneous"),
    "inhaled": say("inhaled"),
    "topical": say("on the skin"),
    "other": say("another route"),
}


def clock_time(at: datetime, zone: str) -> str:
    """Write the hour and minute on the clinic's wall: ``14:35``."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour:02}:{local.minute:02}"


def calendar_day(day: date) -> str:
    """Write a date as the reader does: ``14 Apr 1987``."""
    return writing.day(day)


def whole_minutes(length: timedelta) -> int:
    """Count the full minutes of a duration, never below 0."""
    return max(0, length // MINUTE)


def signed(number: int) -> str:
    """Write a change with its sign, the true minus sign included."""
    if number == 0:
        return "0"
    return f"+{number}" if number > 0 else f"{MINUS}{-number}"


def decimal(number: float) -> str:
    """Write a number without a needless ``.0``: ``36``, ``0.5`` or ``0,5``."""
    return writing.number(number)


def listed(parts: Iterable[str]) -> str:
    """Join words in a row with commas."""
    return ", ".join(parts)


def field_name(name: str) -> str:
    """Name a field of an entry as a table shows it."""
    return tr(FIELDS[name]) if name in FIELDS else record_word(name)


def record_terms() -> Mapping[str, Said]:
    """Every word of the record that a screen may name, by its code."""
    roles = {role.value: role_said(role) for role in Role}
    return {**ITEMS, **TERMS, **STATES, **DRUGS, **roles, **LEVEL_WORDS}


def record_word(word: object) -> str:
    """Tell one word of the record: a grade, a rhythm, a symptom; a number stands as it is."""
    if isinstance(word, float):
        return writing.number(word)
    return tr(term(word))


def numbers_of(identifiers: Iterable[tuple[str, str]]) -> list[str]:
    """A patient's numbers, each with its kind: two may be the same but for that.

    Our own kind is told in the reader's language, others as they were typed.
    """
    return [f"{identifier_kind(kind)} {value}".strip() for kind, value in identifiers]


def identifier_kind(kind: str) -> str:
    """Name the kind of an identifier as the reader does."""
    return tr(IDENTIFIER_SYSTEM) if kind == str(IDENTIFIER_SYSTEM) else kind


def born(on: date) -> str:
    """Write a birth date as every patient screen does: ``born 14 Apr 1987``."""
    return tr("born {date}", date=calendar_day(on))


def role_name(role: str) -> str:
    """Name what a person is in the clinic."""
    return tr(role_said(role)) if role in set(Role) else role


def grade_word(grade: str) -> str:
    """Name how strong a side effect is: ``mild``."""
    return tr(GRADES[grade]) if grade in GRADES else grade


def emergency_word(what: str) -> str:
    """Name an emergency: ``respiratory arrest``."""
    return tr(EMERGENCIES[what]) if what in EMERGENCIES else what.replace("_", " ")


def drug_name(drug: str) -> str:
    """Name a drug as written in a sentence."""
    return tr(DRUGS[drug]) if drug in DRUGS else drug.replace("_", " ")


def medicine_name(name: str) -> str:
    """Name a medicine of the clinic's list to the reader; what was typed stays as it is."""
    return tr_in(MEDICINE, name)


def shift_name(name: str) -> str:
    """Name a shift to the reader; one that the clinic named itself stays as it is."""
    return tr_in(SHIFT, name)


def route_name(route: str) -> str:
    """Name a route as written in a sentence: ``IV``, ``nasal``."""
    return tr(ROUTES[route]) if route in ROUTES else route


def lowered(label: str) -> str:
    """Write a label as it stands within a sentence; an abbreviation keeps its letters."""
    first = label.split(" ", 1)[0]
    keeps = first.isupper() or any(letter.isupper() for letter in first[1:])
    return label if keeps else label[:1].lower() + label[1:]
