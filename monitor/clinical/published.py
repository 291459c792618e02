"""Published rates of side effects, to stand beside a clinic's own. Never a limit, never an alert.

Trials count patients who ever had the effect, the REMS counts sessions: they are no like for like,
and each column says what it counts. An effect that a source does not list has no rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.language.said import say


@dataclass(frozen=True, slots=True)
class Published:
    """One source: what it is, what its rates count, and the rates in percent by side effect."""

    title: str
    counts: str
    percent: Mapping[str, float]


PATIENTS, SESSIONS = say("of patients, at any session"), say("of sessions")

PUBLISHED: tuple[Published, ...] = (
    Published(
        say("SPRAVATO REMS, 1,486,213 sessions of nasal esketamine"),
        SESSIONS,
        {"dissociation": 41.0, "sedation": 34.7, "high_blood_pressure": 0.9},
    ),
    Published(
        say("KetECT, racemic ketamine IV, 91 patients"),
        PATIENTS,
        {
            "dissociation": 60,
            "dizziness": 69,
            "sedation": 22,
            "anxiety": 45,
            "blurred_vision": 20,
            "nausea": 27,
            "vomiting": 2,
            "confusion": 25,
            "headache": 22,
        },
    ),
    Published(
        say("Nasal esketamine, pooled trials, 227 patients"),
        PATIENTS,
        {
            "dissociation": 33.9,
            "dizziness": 38.3,
            "sedation": 20.7,
            "anxiety": 10.1,
            "blurred_vision": 11.9,
            "nausea": 26.9,
            "vomiting": 11.5,
            "headache": 20.3,
            "high_blood_pressure": 11.5,
        },
    ),
)
"""KetECT, racemic IV (adverse events of the trial's table); pooled trials of esketamine; REMS after
58 months. ``sedation`` is fatigue in KetECT and somnolence in the pooled trials; ``dizziness`` is
vertigo in KetECT; ``high_blood_pressure`` is *blood pressure increased*."""
