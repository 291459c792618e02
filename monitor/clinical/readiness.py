"""May she go home? Every criterion by name, and what they say together. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from monitor.clinical.criteria import (
    leaving,
    mental_state,
    physical,
    scores,
    time_and_medicine,
    vital_signs,
)
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Finding, Verdict
from monitor.language.said import say

Criterion = Callable[[Situation, CriterionRule], Verdict]

CRITERIA: dict[str, Criterion] = {
    "observation_time": time_and_medicine.observation_time,
    "rescue_medication": time_and_medicine.rescue_medication,
    "blood_pressure_absolute": vital_signs.blood_pressure_absolute,
    "blood_pressure_relative": vital_signs.blood_pressure_relative,
    "blood_pressure_trend": vital_signs.blood_pressure_trend,
    "heart_rate": vital_signs.heart_rate,
    "rhythm": vital_signs.rhythm,
    "respiration": vital_signs.respiration,
    "oxygen": vital_signs.oxygen,
    "alertness": mental_state.alertness,
    "hallucinations": mental_state.hallucinations,
    "confusion": mental_state.confusion,
    "dissociation": mental_state.dissociation,
    "dizziness_and_gait": physical.dizziness_and_gait,
    "nausea": physical.nausea,
    "other_effects": physical.other_effects,
    "red_flags": physical.red_flags,
    "suicide_safety": mental_state.suicide_safety,
    "escort": leaving.escort,
    "instructions": leaving.instructions,
    "line_removed": leaving.line_removed,
    "open_alerts": leaving.open_alerts,
    "orthostatic": physical.orthostatic,
    "aldrete": scores.aldrete,
    "mpadss": scores.mpadss,
    "cadss6": scores.cadss6,
}
"""The function that decides each criterion."""


def findings_of(situation: Situation, *, discharged: bool = False) -> dict[str, Verdict]:
    """Judge every enabled criterion; before time zero none is assessed.

    After the discharge no earliest instant is given: nothing is waited for any more.
    """
    if situation.time_zero is None:
        return {rule.id: _before_zero(rule) for rule in situation.protocol.criteria}
    verdicts = {rule.id: CRITERIA[rule.id](situation, rule) for rule in situation.protocol.criteria}
    if discharged:
        return {key: verdict._replace(earliest_at=None) for key, verdict in verdicts.items()}
    return verdicts


def _before_zero(rule: CriterionRule) -> Verdict:
    return Verdict(rule.id, Finding.NOT_ASSESSED, say("before the dose"), None, limit=rule.limit)


def all_met(findings: Mapping[str, Verdict]) -> bool:
    """Tell whether every enabled criterion is met; only met counts."""
    return all(verdict.finding is Finding.MET for verdict in findings.values())


def earliest_of(verdicts: Iterable[Verdict], now: datetime) -> datetime | None:
    """Return the earliest instant at which all could be met; None where any cannot be foreseen."""
    latest = now
    for verdict in verdicts:
        if verdict.earliest_at is None:
            return None
        latest = max(latest, verdict.earliest_at)
    return latest
