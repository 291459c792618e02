"""How an invented body answers to ketamine: a pure, seeded model of one session.

The numbers follow published cohorts, so that a demonstration looks like a clinic's day:
blood pressure peaks at the end of a 40-minute infusion, on average 16/11 mmHg above baseline
(SD 11.2/8.45; 138 patients, 2,342 infusions, doi 10.1016/j.genhosppsych.2024.07.001), and is back
within 1.5 h (doi 10.2147/NDT.S273287). How often each side effect is felt follows the KetECT trial
(n = 91) and a large intravenous clinic (n = 203), between which most published figures lie.
What is different by other routes stands in routes.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from monitor.demo.routes import FULL_INFUSION_MINUTES, KETAMINE_IV, ROUTES, Route
from monitor.demo.tendencies import TENDENCIES

PRESSURE_HALF_LIFE_MINUTES = 20.0
FURTHEST_RISE = 2.5  # in standard deviations: how far the diastolic follows a story's systolic
RISE_TOGETHER = 0.7  # how closely the diastolic rise follows the systolic
RISE_HEART_RATE_BPM = (7.0, 6.0)
SPO2_DIP_PERCENT = (0.9, 1.0)
CUFF_SCATTER_MMHG = 3.2
NARROWEST_PULSE_PRESSURE_MMHG = 12  # a pressure told narrower is the chance's, not a body's
PULSE_SCATTER_BPM = 2.0

GRADES = ("none", "mild", "moderate", "severe")
GRADE_STARTS = (0.30, 0.72, 1.08)  # effect at which mild, moderate and severe begin
LEAST_STRENGTH, STRENGTH_SPREAD = 0.40, 0.26
SEVERE_STRENGTH = 1.25


@dataclass(frozen=True, slots=True)
class Dosing:
    """The stretches of time, in minutes since time zero, in which the drug is taken up.

    ``lasting`` is how long a whole dose takes; ``share`` how much of one each stretch brings.
    """

    stretches: tuple[tuple[float, float], ...]
    lasting: float = FULL_INFUSION_MINUTES
    share: float = 1.0

    def exposure(self, minute: float, half_life: float) -> float:
        """Effect-site exposure: 1 when a whole dose is taken up unbroken, 0 before the first."""
        rate = math.log(2) / half_life
        full = 1 - math.exp(-rate * self.lasting)
        taken_up = sum(_share(stretch, minute, rate) for stretch in self.stretches)
        return self.share * taken_up / full


def _share(stretch: tuple[float, float], minute: float, rate: float) -> float:
    start, end = stretch
    if minute <= start:
        return 0.0
    since_end = max(0.0, minute - end)
    return (1 - math.exp(-rate * (min(minute, end) - start))) * math.exp(-rate * since_end)


@dataclass(frozen=True, slots=True)
class Body:
    """What one patient's body does in one session, were nothing measured."""

    systolic_mmhg: float
    diastolic_mmhg: float
    heart_rate_bpm: float
    spo2_percent: float
    respiratory_rate_per_min: float
    temperature_c: float
    systolic_rise: float
    diastolic_rise: float
    heart_rate_rise: float
    spo2_dip: float
    strengths: Mapping[str, float]

    def grade(self, effect: str, dosing: Dosing, minute: float) -> str:
        """The grade of a side effect that an observer would give at this minute."""
        strength = self.strengths.get(effect, 0.0)
        felt = strength * TENDENCIES[effect].course(dosing, minute)
        return GRADES[sum(felt >= start for start in GRADE_STARTS)]

    def vitals(self, dosing: Dosing, minute: float, chance: Random) -> dict[str, float]:
        """One observation set's numbers, with the scatter of cuff, probe and counting."""
        effect = dosing.exposure(minute, PRESSURE_HALF_LIFE_MINUTES)
        systolic = self.systolic_mmhg + effect * self.systolic_rise
        diastolic = self.diastolic_mmhg + effect * self.diastolic_rise
        heart_rate = self.heart_rate_bpm + effect * self.heart_rate_rise
        spo2 = self.spo2_percent - effect * self.spo2_dip + chance.gauss(0, 0.4)
        systolic = round(systolic + chance.gauss(0, CUFF_SCATTER_MMHG))
        diastolic = round(diastolic + chance.gauss(0, CUFF_SCATTER_MMHG * 0.8))
        return {
            "systolic_mmhg": systolic,
            "diastolic_mmhg": min(diastolic, systolic - NARROWEST_PULSE_PRESSURE_MMHG),
            "heart_rate_bpm": round(heart_rate + chance.gauss(0, PULSE_SCATTER_BPM)),
            "spo2_percent": min(100, round(spo2)),
            "respiratory_rate_per_min": round(self.respiratory_rate_per_min + chance.gauss(0, 0.8)),
        }


@dataclass(frozen=True, slots=True)
class Constitution:
    """What is lasting about a patient: the rest changes from session to session."""

    age_years: int
    hypertensive: bool = False


def body_of(
    patient: Constitution,
    chance: Random,
    strengths: Mapping[str, float] | None = None,
    systolic_rise: float | None = None,
    route: Route = ROUTES[KETAMINE_IV],
) -> Body:
    """Draw a body; what a story needs may be fixed, the rest follows the published spread."""
    systolic = 108 + 0.28 * patient.age_years + (14 if patient.hypertensive else 0)
    rise = chance.gauss(0, 1)
    apart = chance.gauss(0, 1) * math.sqrt(1 - RISE_TOGETHER**2)
    drawn = {
        name: strength(route.incidence.get(name, tendency.incidence), chance)
        for name, tendency in TENDENCIES.items()
    }
    if systolic_rise is None:
        systolic_rise = _on(route.systolic_rise, rise)
    else:
        mean, deviation = route.systolic_rise
        rise = min(FURTHEST_RISE, (systolic_rise - mean) / deviation)
    return Body(
        systolic_mmhg=chance.gauss(systolic, 5),
        diastolic_mmhg=chance.gauss(systolic * 0.63, 3),
        heart_rate_bpm=chance.gauss(70, 5),
        spo2_percent=chance.choice((97.0, 98.0, 98.0, 99.0)),
        respiratory_rate_per_min=chance.gauss(14.5, 0.8),
        temperature_c=round(chance.gauss(36.7, 0.2), 1),
        systolic_rise=systolic_rise,
        diastolic_rise=_on(route.diastolic_rise, RISE_TOGETHER * rise + apart),
        heart_rate_rise=chance.gauss(*RISE_HEART_RATE_BPM),
        spo2_dip=max(0.0, chance.gauss(*SPO2_DIP_PERCENT)),
        strengths={**drawn, **(strengths or {})},
    )


def _on(distribution: tuple[float, float], standard: float) -> float:
    mean, deviation = distribution
    return mean + deviation * standard


def strength(incidence: float, chance: Random) -> float:
    """0 for those who never feel it; else how strongly, mostly mild, seldom severe."""
    if chance.random() >= incidence:
        return 0.0
    return min(SEVERE_STRENGTH, LEAST_STRENGTH + abs(chance.gauss(0, STRENGTH_SPREAD)))
