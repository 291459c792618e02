"""Readings before the dose against the protocol's limits: beyond one, the start waits.

Label guide above 140/90 mmHg: weigh delaying, no flag. Hold from 160/100 mmHg (proposed by this
project) and below 90 systolic (low-dose procedure); heart rate above 110 or below 50, SpO2 below
94 % on air, respiratory rate below 10 or above 24 (trials, project).
The numbers stand in [pre_dose] of each protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import ge, gt, lt

from monitor.clinical.eligibility import (
    BLOOD_PRESSURE,
    BREATHS,
    HEART_RATE,
    NO_LIMITS,
    NOT_MEASURED,
    READINGS,
    SPO2,
    TOO_OLD,
    Decided,
    PreDose,
    Screening,
    Since,
    Standing,
    held_against,
)
from monitor.clinical.limits import ENTRY_LIMITS, PULSE_PRESSURE_LOWEST_MMHG
from monitor.clinical.protocol import Numbers, Protocol
from monitor.errors import BadInput
from monitor.language.said import filled, say

Beyond = Callable[[float, float], bool]


def judge_readings(
    protocol: Protocol,
    screenings: Sequence[Screening],
    overrides: Sequence[Decided],
    since: Since,
    now: datetime,
) -> tuple[Standing, ...]:
    """Where each reading before the dose stands against the protocol's limits."""
    known = sorted(screenings, key=lambda one: one.at)
    return tuple(
        _read(reading, protocol.pre_dose, known, overrides, since, now) for reading in READINGS
    )


def _read(  # noqa: PLR0913, PLR0917  (one reading against everything that speaks of it)
    reading: str,
    limits: Numbers | None,
    screenings: Sequence[Screening],
    overrides: Sequence[Decided],
    since: Since,
    now: datetime,
) -> Standing:
    latest = next(
        (one for one in reversed(screenings) if one.readings.value(reading) is not None), None
    )
    if latest is None or latest.at < since.session:
        return held_against(Standing(reading, NOT_MEASURED, flagged=True), overrides, since.session)
    if limits is None:
        unlimited = Standing(reading, NO_LIMITS, flagged=True, at=latest.at)
        return held_against(unlimited, overrides, since.session)
    if now - latest.at > limits.duration("fresh_for"):
        old = Standing(reading, TOO_OLD, flagged=True, at=latest.at)
        return held_against(old, overrides, since.session)
    broken = _broken(reading, latest.readings, limits)
    value = latest.readings.value(reading) or NOT_MEASURED
    found = Standing(reading, value, flagged=bool(broken), at=latest.at, limit=broken)
    return held_against(found, overrides, latest.at)


def _broken(reading: str, taken: PreDose, limits: Numbers) -> str:
    """The hold limit that a reading lies beyond, in words; empty inside all of them."""
    for name, value, is_beyond in _holds(reading, taken):
        limit = limits.number(name)
        if value is not None and is_beyond(value, limit):
            return filled(_WORDS[name], limit=limit)
    return ""


def _holds(reading: str, taken: PreDose) -> tuple[tuple[str, int | None, Beyond], ...]:
    return {
        BLOOD_PRESSURE: (
            ("systolic_hold_from", taken.systolic_mmhg, ge),
            ("diastolic_hold_from", taken.diastolic_mmhg, ge),
            ("systolic_hold_below", taken.systolic_mmhg, lt),
        ),
        HEART_RATE: (
            ("rate_hold_above", taken.heart_rate_bpm, gt),
            ("rate_hold_below", taken.heart_rate_bpm, lt),
        ),
        SPO2: (("spo2_hold_below", taken.spo2_percent, lt),),
        BREATHS: (
            ("breaths_hold_above", taken.respiratory_rate_per_min, gt),
            ("breaths_hold_below", taken.respiratory_rate_per_min, lt),
        ),
    }[reading]


_WORDS = {
    "systolic_hold_from": say("hold from systolic {limit:g}"),
    "diastolic_hold_from": say("hold from diastolic {limit:g}"),
    "systolic_hold_below": say("hold below systolic {limit:g}"),
    "rate_hold_above": say("hold above {limit:g}"),
    "rate_hold_below": say("hold below {limit:g}"),
    "spo2_hold_below": say("hold below {limit:g}"),
    "breaths_hold_above": say("hold above {limit:g}"),
    "breaths_hold_below": say("hold below {limit:g}"),
}


def check_possible(readings: PreDose) -> None:
    """Refuse what no living adult has, and half a blood pressure; BadInput names the field.

    The bounds are those of every entry (``limits.py``): both ends are possible.
    """
    for name, value in readings.measured.items():
        limits = ENTRY_LIMITS[name]
        if not limits.lowest <= value <= limits.highest:
            message = say("{value} is not possible; nothing was saved", value=value)
            raise BadInput(message, field=name, allowed=limits.allowed())
    systolic, diastolic = readings.systolic_mmhg, readings.diastolic_mmhg
    if (systolic is None) != (diastolic is None):
        message = say("A blood pressure has two numbers; nothing was saved")
        raise BadInput(message, field="diastolic_mmhg", allowed=say("both or neither"))
    if systolic is None or diastolic is None:
        return
    if systolic - diastolic < PULSE_PRESSURE_LOWEST_MMHG:
        raise BadInput(
            say("{value} is not possible; nothing was saved", value=f"{systolic}/{diastolic}"),
            field="diastolic_mmhg",
            allowed=say("at least {gap} below the systolic", gap=PULSE_PRESSURE_LOWEST_MMHG),
        )


def taken_since(screenings: Sequence[Screening], since: Since) -> PreDose:
    """The latest value of each reading that was taken for the session to come."""
    values: dict[str, int] = {}
    for screening in sorted(screenings, key=lambda one: one.at):
        if screening.at >= since.session:
            values |= screening.readings.measured
    return PreDose(**values)


def above_guide(protocol: Protocol, readings: PreDose) -> bool:
    """Whether the blood pressure lies above the label's guide (140/90): shown, and no flag."""
    limits = protocol.pre_dose
    if limits is None:
        return False
    systolic, diastolic = readings.systolic_mmhg, readings.diastolic_mmhg
    return (systolic is not None and systolic > limits.number("systolic_guide_above")) or (
        diastolic is not None and diastolic > limits.number("diastolic_guide_above")
    )
