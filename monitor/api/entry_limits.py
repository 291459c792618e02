"""The two rules that a tablet may apply by itself, sent as data: entry limits and urgent limits."""

from __future__ import annotations

from typing import Any

from monitor.api.schemas.entry import Derived, DerivedGrade, FieldLimits
from monitor.clinical.grading import NEVER_URGENT_ALONE, RHYTHM_GRADES, pressure_grades
from monitor.clinical.limits import (
    APNOEA_AT_MOST_PER_MIN,
    DOSE_MG_PER_KG,
    ENTRY_LIMITS,
    PROBE_BELOW_PERCENT,
    PULSE_PRESSURE_LOWEST_MMHG,
    USUAL_PULSE_PRESSURE_MMHG,
    WEIGHT_KG,
    EntryLimits,
)
from monitor.clinical.outcomes import SCALES
from monitor.clinical.protocol import Protocol, urgent_limits
from monitor.clinical.running_kinds import RATED
from monitor.clinical.words import SEVERE, SIDE_EFFECTS


def entry_limits(protocol: Protocol) -> dict[str, FieldLimits]:
    """List every number of a set, the dose and the pulse pressure, with their bounds."""
    limits = {field: _shown(found) for field, found in ENTRY_LIMITS.items()}
    limits["spo2_percent"].probe_below = PROBE_BELOW_PERCENT
    limits["respiratory_rate_per_min"].apnoea_at_most = APNOEA_AT_MOST_PER_MIN
    limits["weight_kg"] = _shown(WEIGHT_KG)
    limits["dose_mg_per_kg"] = _shown(DOSE_MG_PER_KG)
    limits["dose_mg_per_kg"].soft = [0, protocol.unlikely_dose_mg_per_kg]
    limits["dose_mg"] = FieldLimits(hard=[0, None], soft=[None, None], step=0.1, unit="mg")
    low, high = USUAL_PULSE_PRESSURE_MMHG
    limits["pulse_pressure_mmhg"] = FieldLimits(
        hard=[PULSE_PRESSURE_LOWEST_MMHG, None], soft=[low, high], step=1, unit="mmHg"
    )
    for scale in RATED:
        highest = SCALES[scale].highest
        limits[f"{scale}_total"] = FieldLimits(
            hard=[0, highest], soft=[None, None], step=1, unit=""
        )
    return limits


def _shown(found: EntryLimits) -> FieldLimits:
    return FieldLimits(
        hard=[found.lowest, found.highest],
        soft=[found.usual_lowest, found.usual_highest],
        step=10**-found.decimals,
        unit=found.unit,
    )


def urgent_by_itself(protocol: Protocol) -> dict[str, Any]:
    """List what one reading alone makes urgent, so that an off-line form can say so."""
    urgent: dict[str, Any] = {}
    for limit in urgent_limits(protocol):
        at_most = limit.to_value
        if limit.below_value is not None:
            # The fields are whole numbers, so below 90 is at most 89.
            at_most = limit.below_value - 1
        bounds = {"at_least": limit.from_value, "at_most": at_most}
        urgent[limit.field] = {name: value for name, value in bounds.items() if value is not None}
    urgent["acvpu"] = {"one_of": ["P", "U"]}
    urgent["grades"] = {
        effect: SEVERE for effect in SIDE_EFFECTS if effect not in NEVER_URGENT_ALONE
    }
    urgent["red_flags"] = True
    return urgent


def derived_grades(protocol: Protocol) -> Derived:
    """Say from where on pressure and rhythm are graded, where nobody grades them."""
    return Derived(
        high_blood_pressure=[
            DerivedGrade(
                grade=step.grade,
                systolic_mmhg=step.systolic_mmhg,
                diastolic_mmhg=step.diastolic_mmhg,
            )
            for step in pressure_grades(protocol)
        ],
        irregular_heart_rate=dict(RHYTHM_GRADES),
    )
