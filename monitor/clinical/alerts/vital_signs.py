"""Alert limits of the vital signs; the numbers stand in the protocol, with their sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.clinical.alerts.assessment import (
    CAUTION,
    INSIDE,
    URGENT,
    Assessment,
    Assessor,
    Reading,
    assessment,
    higher,
    lower,
    merged,
    readings,
)
from monitor.clinical.chronicle import Word
from monitor.clinical.situation import Situation


def _made(reading: Reading, level: int) -> Assessment:
    return assessment(reading.fact, level, reading.number, reading.number)


def _rise(situation: Situation, at: datetime, number: float, base: int | None) -> float | None:
    """Return the rise from baseline, judged only after time zero."""
    zero = situation.time_zero
    return number - base if base is not None and zero is not None and at > zero else None


def systolic_high(situation: Situation) -> list[Assessment]:
    """High or risen systolic pressure; twice in a row far above is urgent."""
    numbers, base = situation.protocol.alerts["systolic_high"], situation.baseline.systolic_mmhg
    percent = numbers.number("caution_rise_percent")
    return _pressure_high(situation, "systolic_mmhg", "systolic_high", base, percent)


def diastolic_high(situation: Situation) -> list[Assessment]:
    """High or risen diastolic pressure; twice in a row far above is urgent."""
    base = situation.baseline.diastolic_mmhg
    return _pressure_high(situation, "diastolic_mmhg", "diastolic_high", base, None)


def _pressure_high(
    situation: Situation, field: str, code: str, base: int | None, percent: float | None
) -> list[Assessment]:
    number = situation.protocol.alerts[code].number
    caution, caution_rise = number("caution_from"), number("caution_rise")
    urgent, twice, twice_rise = (
        number("urgent_from"),
        number("urgent_twice_from"),
        number("urgent_twice_rise"),
    )
    found: list[Assessment] = []
    was_far = False
    for reading in readings(situation.known.said(field), higher):
        rise = _rise(situation, reading.at, reading.number, base)
        is_far = reading.number >= twice or (rise is not None and rise >= twice_rise)
        level = INSIDE
        if reading.number >= urgent or (is_far and was_far):
            level = URGENT
        elif reading.number >= caution or _risen(rise, base, caution_rise, percent):
            level = CAUTION
        found.append(_made(reading, level))
        was_far = is_far
    return found


def _risen(rise: float | None, base: int | None, most: float, percent: float | None) -> bool:
    if rise is None or base is None:
        return False
    return rise >= most or (percent is not None and rise * 100 >= percent * base)


def systolic_low(situation: Situation) -> list[Assessment]:
    """Low or fallen systolic pressure."""
    number, base = (
        situation.protocol.alerts["systolic_low"].number,
        situation.baseline.systolic_mmhg,
    )
    caution, urgent = number("caution_to"), number("urgent_below")
    percent = number("caution_fall_percent")
    found: list[Assessment] = []
    for reading in readings(situation.known.said("systolic_mmhg"), lower):
        rise = _rise(situation, reading.at, reading.number, base)
        fallen = rise is not None and base is not None and -rise * 100 >= percent * base
        if reading.number < urgent:
            level = URGENT
        else:
            level = CAUTION if reading.number <= caution or fallen else INSIDE
        found.append(_made(reading, level))
    return found


def heart_rate_high(situation: Situation) -> list[Assessment]:
    """Fast heart: very fast once, or fast in all readings for some minutes, is urgent."""
    numbers = situation.protocol.alerts["heart_rate_high"]
    caution, urgent = numbers.number("caution_from"), numbers.number("urgent_from")
    sustained, lasting = numbers.number("sustained_above"), numbers.duration("sustained_for")
    found: list[Assessment] = []
    since: datetime | None = None
    for reading in readings(situation.known.said("heart_rate_bpm"), higher):
        if reading.number <= sustained:
            since = None
        elif since is None:
            since = reading.at
        if reading.number >= urgent or (since is not None and reading.at - since >= lasting):
            level = URGENT
        else:
            level = CAUTION if reading.number >= caution else INSIDE
        found.append(_made(reading, level))
    return found


def _high(field: str, code: str) -> Assessor:
    """Make the assessor of a field whose high values are judged one by one."""

    def assess(situation: Situation) -> list[Assessment]:
        number = situation.protocol.alerts[code].number
        caution, urgent = number("caution_from"), number("urgent_from")
        return [
            _made(reading, (reading.number >= caution) + (reading.number >= urgent))
            for reading in readings(situation.known.said(field), higher)
        ]

    return assess


def _low(field: str, code: str) -> Assessor:
    """Make the assessor of a field whose low values are judged one by one."""

    def assess(situation: Situation) -> list[Assessment]:
        numbers = situation.protocol.alerts[code]
        caution = numbers.number("caution_to")
        urgent = numbers.number("urgent_to") if "urgent_to" in numbers else float("-inf")
        return [
            _made(reading, (reading.number <= caution) + (reading.number <= urgent))
            for reading in readings(situation.known.said(field), lower)
        ]

    return assess


def spo2_low(situation: Situation) -> list[Assessment]:
    """Low saturation, or oxygen needed after the end of dosing.

    A saturation in range of which nobody said whether it was on air is no assessment: it can
    raise this alert but not close it.
    """
    numbers, ended_at = situation.protocol.alerts["spo2_low"], situation.dosing.ended_at
    caution, urgent = numbers.number("caution_to"), numbers.number("urgent_to")
    found: list[Assessment] = []
    for fact in situation.known.of("vitals"):
        saturation, flow = fact.fields.get("spo2_percent"), fact.fields.get("oxygen_l_min")
        assert saturation is None or isinstance(saturation, int)
        assert flow is None or isinstance(flow, int | float)
        level: int | None = None
        if saturation is not None:
            level = (saturation <= caution) + (saturation <= urgent)
            if level == INSIDE and flow is None:
                level = None
        if flow and ended_at is not None and fact.at > ended_at:
            level = URGENT
        if level is not None:
            value = saturation if saturation is not None else f"oxygen {flow:g} L/min"
            found.append(assessment(fact, level, value, saturation))
    return merged(found, lower)


def rhythm_irregular(situation: Situation) -> list[Assessment]:
    """Irregular rhythm; with a red flag, a low pressure or an extreme rate close by it is urgent.

    A documented chronic arrhythmia is no news by itself, but is with one of these.
    """
    known = situation.patient.known_arrhythmia
    found: list[Assessment] = []
    for word in situation.known.said("rhythm"):
        if word.value is None:
            continue
        since = _unstable_since(situation, word) if word.value == "irregular" else None
        level = INSIDE
        if word.value == "irregular":
            level = CAUTION - known if since is None else URGENT
        made = assessment(word.fact, level, word.value)
        if since is not None:  # where the rhythm was known, nothing was noticed before that
            made = made._replace(known_at=since, noticed_at=since if known else made.noticed_at)
        found.append(made)
    return merged(found, higher)


def _unstable_since(situation: Situation, word: Word) -> datetime | None:
    """Return since when it is known that an irregular rhythm came with something grave close by."""
    numbers = situation.protocol.alerts["rhythm_irregular"]
    slow, fast = numbers.number("rate_below"), numbers.number("rate_above")
    low = numbers.number("systolic_below")
    grave: dict[str, Callable[[object], bool]] = {
        "red_flags": bool,
        "systolic_mmhg": lambda value: isinstance(value, int) and value < low,
        "heart_rate_bpm": lambda value: isinstance(value, int) and not slow <= value <= fast,
    }
    known = [
        max(near.fact.known_at, word.fact.known_at)
        for field, is_grave in grave.items()
        for near in situation.known.said(field)
        if abs(near.at - word.at) <= numbers.duration("within") and is_grave(near.value)
    ]
    return min(known, default=None)


respiration_high = _high("respiratory_rate_per_min", "respiration_high")
respiration_low = _low("respiratory_rate_per_min", "respiration_low")
heart_rate_low = _low("heart_rate_bpm", "heart_rate_low")
temperature_high = _high("temperature_c", "temperature_high")
temperature_low = _low("temperature_c", "temperature_low")
