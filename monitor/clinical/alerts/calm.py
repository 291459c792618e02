"""Which codes can be left aside at a glance: nothing said of them comes near a limit.

In most sessions most codes have nothing to tell. Where everything arrived in the order it happened,
a code whose every assessment lies inside raises no episode, so it need not be assessed one instant
after the other. A glance may say "look closer" though nothing is wrong; it must never say "calm"
where an assessor finds a crossing, and a property test holds every code to that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from monitor.clinical.protocol import Numbers
from monitor.clinical.situation import Situation
from monitor.clinical.words import MILD, NONE

Glance = Callable[[Situation], bool]
"""Tells that no assessment of one code can cross a limit."""

_INFINITE = float("inf")


class _Reach(NamedTuple):
    lowest: float
    highest: float


def _reach(situation: Situation, field: str) -> _Reach:
    """Return the extremes of a field; of nothing measured, what crosses no limit."""
    values = [word.value for word in situation.known.said(field)]
    numbers = [value for value in values if isinstance(value, int | float)]
    if not numbers:
        return _Reach(_INFINITE, -_INFINITE)
    return _Reach(min(numbers), max(numbers))


def _said_only(field: str, *harmless: object) -> Glance:
    """Nothing but these words was said on a field."""
    allowed = frozenset(harmless)
    return lambda situation: all(word.value in allowed for word in situation.known.said(field))


def _below(code: str, field: str, *names: str) -> Glance:
    """Every value lies below each of the code's limits of these names."""

    def glance(situation: Situation) -> bool:
        highest = _reach(situation, field).highest
        number = situation.protocol.alerts[code].number
        return all(highest < number(name) for name in names)

    return glance


def _above(code: str, field: str, *names: str) -> Glance:
    """Every value lies above each of the code's limits of these names, where it has them."""

    def glance(situation: Situation) -> bool:
        lowest = _reach(situation, field).lowest
        numbers = situation.protocol.alerts[code]
        return all(lowest > numbers.number(name) for name in names if name in numbers)

    return glance


def _pressure_high(code: str, field: str) -> Glance:
    def glance(situation: Situation) -> bool:
        highest, numbers = _reach(situation, field).highest, situation.protocol.alerts[code]
        limits = ("caution_from", "urgent_from", "urgent_twice_from")
        if any(highest >= numbers.number(name) for name in limits):
            return False
        base = situation.baseline.value(field)
        return base is None or _has_not_risen(numbers, highest, base)

    return glance


def _has_not_risen(numbers: Numbers, highest: float, base: int) -> bool:
    rises = ("caution_rise", "urgent_twice_rise")
    if any(highest - base >= numbers.number(name) for name in rises):
        return False
    name = "caution_rise_percent"
    return name not in numbers or (highest - base) * 100 < numbers.number(name) * base


def _systolic_low(situation: Situation) -> bool:
    lowest, base = _reach(situation, "systolic_mmhg").lowest, situation.baseline.systolic_mmhg
    numbers = situation.protocol.alerts["systolic_low"]
    if lowest <= numbers.number("caution_to") or lowest < numbers.number("urgent_below"):
        return False
    return base is None or (base - lowest) * 100 < numbers.number("caution_fall_percent") * base


def _sedation(situation: Situation) -> bool:
    numbers = situation.protocol.alerts["sedation"]
    alert, rass = _reach(situation, "moaas").lowest, _reach(situation, "rass").lowest
    return (
        alert > max(numbers.number("caution_moaas_to"), numbers.number("urgent_moaas_to"))
        and rass > max(numbers.number("caution_rass_to"), numbers.number("urgent_rass_to"))
        and _said_only("acvpu", "A")(situation)
        and _said_only("sedation", NONE, MILD)(situation)
    )


def _saturated_on_air(situation: Situation) -> bool:
    is_enough = _above("spo2_low", "spo2_percent", "caution_to", "urgent_to")
    return is_enough(situation) and _reach(situation, "oxygen_l_min").highest <= 0


_GRADED = ("dizziness", "nausea", "headache", "anxiety", "blurred_vision", "palpitations", "other")
_ANY_GRADE = ("hallucinations", "confusion", "dissociation", "vomiting")

GLANCES: dict[str, Glance] = {
    "systolic_high": _pressure_high("systolic_high", "systolic_mmhg"),
    "diastolic_high": _pressure_high("diastolic_high", "diastolic_mmhg"),
    "systolic_low": _systolic_low,
    "heart_rate_high": _below(
        "heart_rate_high", "heart_rate_bpm", "caution_from", "urgent_from", "sustained_above"
    ),
    "heart_rate_low": _above("heart_rate_low", "heart_rate_bpm", "caution_to", "urgent_to"),
    "rhythm_irregular": _said_only("rhythm", "regular", None),
    "respiration_high": _below(
        "respiration_high", "respiratory_rate_per_min", "caution_from", "urgent_from"
    ),
    "respiration_low": _above(
        "respiration_low", "respiratory_rate_per_min", "caution_to", "urgent_to"
    ),
    "spo2_low": _saturated_on_air,
    "temperature_high": _below("temperature_high", "temperature_c", "caution_from", "urgent_from"),
    "temperature_low": _above("temperature_low", "temperature_c", "caution_to", "urgent_to"),
    "sedation": _sedation,
    "agitation": _below("agitation", "rass", "caution_rass_from", "urgent_rass_from"),
    **{effect: _said_only(effect, NONE, MILD) for effect in _GRADED},
    **{effect: _said_only(effect, NONE) for effect in _ANY_GRADE},
    "red_flag": _said_only("red_flags", ()),
    "suicidal_ideation": lambda situation: all(
        word.value != "concern" for word in situation.known.said("suicide_safety")
    ),
}
"""The glance of each code; what happens rarely (an emergency) is always assessed."""
