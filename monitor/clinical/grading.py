"""High blood pressure and irregular heart rate, read from the vital signs where nobody graded them.

As the alerts grade them: caution is moderate, urgent is severe. Shown as read, never as answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.clinical.protocol import Protocol
from monitor.clinical.words import MODERATE, NONE, OTHER_EFFECTS, SEVERE, SIDE_EFFECTS

PRESSURE, RHYTHM = "high_blood_pressure", "irregular_heart_rate"
READ_FROM_VITAL_SIGNS = frozenset({PRESSURE, RHYTHM})
ALWAYS_ASKED = tuple(
    effect
    for effect in SIDE_EFFECTS
    if effect not in READ_FROM_VITAL_SIGNS and effect not in OTHER_EFFECTS
)
"""The side effects that every set asks about; the others are told when they are felt."""


# Grades read from vital signs raise no alert; severe dissociation is caution, unless it lasts.
NEVER_URGENT_ALONE = READ_FROM_VITAL_SIGNS | {"dissociation"}

RHYTHM_GRADES: Mapping[str, str] = {"regular": NONE, "irregular": MODERATE}

_LIMITS = ((MODERATE, "caution_from"), (SEVERE, "urgent_from"))


@dataclass(frozen=True, slots=True)
class PressureGrade:
    """A grade with the pressures from which on it is read; either of them is enough."""

    grade: str
    systolic_mmhg: float
    diastolic_mmhg: float


def pressure_grades(protocol: Protocol) -> tuple[PressureGrade, ...]:
    """The grades above none that a blood pressure may have, the mildest first."""
    systolic, diastolic = protocol.alerts["systolic_high"], protocol.alerts["diastolic_high"]
    return tuple(
        PressureGrade(grade, systolic.number(limit), diastolic.number(limit))
        for grade, limit in _LIMITS
    )


def grades_read(fields: Mapping[str, object], protocol: Protocol) -> dict[str, str]:
    """The grades that one set of vital signs says; nothing of what was not measured."""
    read = {}
    systolic, diastolic = fields.get("systolic_mmhg"), fields.get("diastolic_mmhg")
    if isinstance(systolic, int | float) and isinstance(diastolic, int | float):
        read[PRESSURE] = _pressure(systolic, diastolic, protocol)
    rhythm = fields.get("rhythm")
    if rhythm is not None:
        read[RHYTHM] = RHYTHM_GRADES[str(rhythm)]
    return read


def _pressure(systolic: float, diastolic: float, protocol: Protocol) -> str:
    for step in reversed(pressure_grades(protocol)):
        if systolic >= step.systolic_mmhg or diastolic >= step.diastolic_mmhg:
            return step.grade
    return NONE
