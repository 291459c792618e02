"""Which codes can be left aside at a glance: nothing said of them comes near a limit.

In most sessions most codes have nothing to tell. Where everything arrived in the order it happened,
a code whose every assessment lies inside raises no episode, so it need not be assessed one instant
after the other. A glance may say "look closer" though nothing is wrong; it must never say "calm"
where an assessor finds a crossing, and a property test holds every code to that.
"""

from __future__ import annotations

from collections.abc import Callable

from monitor.clinical.protocol import Numbers
from monitor.clinical.situation import Situation
from monitor.clinical.words import MILD, NONE

Glance = Callable[[Situation], bool]
"""Tells that no assessment of one code can cross a limit."""

_INFINITE = float("inf")


_NUMBER = (int, float)


def _numbers(situation: Situation, field: str) -> list[float]:
    said = situation.known.said(field)
    return [word.value for word in said if isinstance(word.value, _NUMBER)]


def _highest(situation: Situation, field: str) -> float:
    """Return the highest number on a field; of nothing measured, what crosses no limit."""
    return max(_numbers(situation, field), default=-_INFINITE)


def _lowest(situation: Situation, field: str) -> float:
    """Return the lowest number on a field; of nothing measured, what crosses no limit."""
    return min(_numbers(situation, field), default=_INFINITE)


def _said_only(field: str, *harmless: object) -> Glance:
    """Nothing but these words was said on a field."""
    allowed = frozenset(harmless)
    return lambda situation: allowed.issuperset(
        [word.value for word in situation.known.said(field)]
    )


def _below(code: str, field: str, *names: str) -> Glance:
    """Every value lies below each of the code's limits of these names."""

    def glance(situation: Situation) -> bool:
        number = situation.protocol.alerts[code].number
        return _highest(situation, field) < min([number(name) for name in names])

    return glance


def _above(code: str, field: str, *names: str) -> Glance:
    """Every value lies above each of the code's limits of these names, where it has them."""

    def glance(situation: Situation) -> bool:
        numbers = situation.protocol.alerts[code]
        limits = [numbers.number(name) for name in names if name in numbers]
        return _lowest(situation, field) > max(limits)

    return glance


def _pressure_high(code: str, field: str) -> Glance:
    def glance(situation: Situation) -> bool:
        highest, numbers = _highest(situation, field), situation.protocol.alerts[code]
        limits = ("caution_from", "urgent_from", "urgent_twice_from")
        if highest >= min([numbers.number(name) for name in limits]):
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
    lowest, base = _lowest(situation, "systolic_mmhg"), situation.baseline.systolic_mmhg
    numbers = situation.protocol.alerts["systolic_low"]
    if lowest <= numbers.number("caution_to") or lowest < numbers.number("urgent_below"):
        return False
    return base is None or (base - lowest) * 100 < numbers.number("caution_fall_percent") * base


def _sedation(situation: Situation) -> bool:
    numbers = situation.protocol.alerts["sedation"]
    alert, rass = _lowest(situation, "moaas"), _lowest(situation, "rass")
    return (
        alert > max(numbers.number("caution_moaas_to"), numbers.number("urgent_moaas_to"))
        and rass > max(numbers.number("caution_rass_to"), numbers.number("urgent_rass_to"))
        and _IS_AWAKE(situation)
        and _IS_GRADED_AWAKE(situation)
    )


def _saturated_on_air(situation: Situation) -> bool:
    return _IS_SATURATED(situation) and _highest(situation, "oxygen_l_min") <= 0


_IS_AWAKE = _said_only("acvpu", "A")
_IS_GRADED_AWAKE = _said_only("sedation", NONE, MILD)
_IS_SATURATED = _above("spo2_low", "spo2_percent", "caution_to", "urgent_to")


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
