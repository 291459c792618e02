"""Criteria of the vital signs: pressure, heart, breathing, oxygen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.clinical.baseline import ACCEPTED
from monitor.clinical.chronicle import Pressure, Word
from monitor.clinical.criteria.judging import (
    Answer,
    finding_of,
    judged,
    latest,
    not_before,
    sets_earliest,
    sets_finding,
    then,
    unanswered,
    verdict,
    why_unjudged,
)
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Finding, Verdict
from monitor.clinical.terms import term
from monitor.language.said import say, say_in, say_list

FRESH = "vital_signs"
RHYTHM, BREATHING_RATE = say("rhythm"), say("breathing rate")


def within_percent(value: int, baseline: int, percent: float) -> bool:
    """Tell whether a value lies within so many percent of its baseline, the bound included."""
    return abs(value - baseline) * 100 <= percent * baseline


def blood_pressure_absolute(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when both sets lie in range. Source: CTCAE grade 3 from 160/100, NEWS2 below 90."""
    number = rule.numbers.number
    lowest, highest = number("systolic_min"), number("systolic_max")
    low_diastolic, high_diastolic = number("diastolic_min"), number("diastolic_max")

    def judge(reading: Pressure) -> Answer:
        if reading.systolic is None or reading.diastolic is None:
            return None
        return (
            lowest <= reading.systolic <= highest
            and low_diastolic <= reading.diastolic <= high_diastolic
        )

    return _pressure_sets(situation, rule, judge)


def blood_pressure_relative(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when both sets lie within the percentage of baseline, nothing rounded. Source: MPADSS."""
    systolic, diastolic = situation.baseline.systolic_mmhg, situation.baseline.diastolic_mmhg
    percent = rule.numbers.number("within_percent")

    def judge(reading: Pressure) -> Answer:
        if None in (reading.systolic, reading.diastolic) or systolic is None or diastolic is None:
            return None
        assert reading.systolic is not None
        assert reading.diastolic is not None
        return within_percent(reading.systolic, systolic, percent) and within_percent(
            reading.diastolic, diastolic, percent
        )

    return _pressure_sets(situation, rule, judge, needs_baseline=True)


def _pressure_sets(
    situation: Situation,
    rule: CriterionRule,
    judge: Callable[[Pressure], Answer],
    *,
    needs_baseline: bool = False,
) -> Verdict:
    readings = situation.pressures_after_zero()
    apart = rule.numbers.duration("apart")
    finding, why = sets_finding(
        readings,
        judge,
        apart=apart,
        is_stale=lambda at: situation.is_stale(at, FRESH),
        is_measured=lambda reading: reading.systolic is not None,
    )
    earliest: datetime | None = sets_earliest(readings, judge, apart=apart, clock=situation.clock)
    if needs_baseline and situation.baseline.systolic_mmhg is None:
        why, earliest = _no_baseline(situation), None
    said = then([reading.said for reading in readings[-2:]])
    return verdict(
        rule,
        finding,
        say_list([said, why], "; "),
        earliest,
        value=_pressure_value(situation, readings, change=needs_baseline),
        seen=[_word(reading) for reading in readings[-2:]],
    )


def _no_baseline(situation: Situation) -> str:
    status = situation.baseline.status
    if status == ACCEPTED:
        return say("not in the baseline")
    return say("no baseline ({why})", why=term(status))


def _pressure_value(situation: Situation, readings: list[Pressure], *, change: bool) -> str:
    if not readings or readings[-1].systolic is None or readings[-1].diastolic is None:
        return ""
    last, base = readings[-1], situation.baseline
    if not change:
        return last.said
    if base.systolic_mmhg is None or base.diastolic_mmhg is None:
        return ""
    assert last.systolic is not None
    assert last.diastolic is not None
    systolic = 100 * (last.systolic - base.systolic_mmhg) / base.systolic_mmhg
    diastolic = 100 * (last.diastolic - base.diastolic_mmhg) / base.diastolic_mmhg
    return _signed(f"{systolic:+.0f} % / {diastolic:+.0f} %")


def _word(reading: Pressure) -> Word:
    return Word(reading.at, reading.systolic, reading.fact)


def blood_pressure_trend(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when the latest pressure no longer rises and lies below the session's highest.

    A highest value hardly above baseline needs no decline. Source: label, "until values decline".
    """
    readings = situation.pressures_after_zero()
    last = readings[-1] if readings else None
    if last is None or last.systolic is None or situation.is_stale(last.at, FRESH):
        word = _word(last) if last is not None else None
        why = why_unjudged(situation, word, FRESH, say("blood pressure"))
        return verdict(rule, Finding.NOT_ASSESSED, why, situation.clock)
    rising = _not_rising(readings, rule.numbers.number("rise_max"))
    below, peak = _below_peak(situation, last.systolic, rule)
    previous = readings[-2].said if len(readings) > 1 else say_in("reading", "none")
    return verdict(
        rule,
        finding_of([rising, below]),
        say(
            "{last} after {previous}; highest systolic {peak}",
            last=last.said,
            previous=previous,
            peak=peak,
        ),
        situation.clock,
        value=_change(readings),
        seen=[_word(reading) for reading in readings[-2:]],
    )


def _not_rising(readings: list[Pressure], most: float) -> Answer:
    last, previous = readings[-1], readings[-2] if len(readings) > 1 else None
    if previous is None or previous.systolic is None or previous.diastolic is None:
        return None
    assert last.systolic is not None
    assert last.diastolic is not None
    return last.systolic - previous.systolic <= most and last.diastolic - previous.diastolic <= most


def _below_peak(situation: Situation, systolic: int, rule: CriterionRule) -> tuple[Answer, int]:
    readings = situation.pressures_after_zero(standing=True)
    peak = max(reading.systolic for reading in readings if reading.systolic is not None)
    if systolic < peak:
        return True, peak
    base = situation.baseline.systolic_mmhg
    if base is None:
        return None, peak
    return peak - base <= rule.numbers.number("peak_above_baseline_max"), peak


def _change(readings: list[Pressure]) -> str:
    last, previous = readings[-1], readings[-2] if len(readings) > 1 else None
    if previous is None or previous.systolic is None or last.systolic is None:
        return ""
    return _signed(f"{last.systolic - previous.systolic:+d}")


def _signed(change: str) -> str:
    """Write a change with a minus sign, which a hyphen is not."""
    return change.replace("-", "\N{MINUS SIGN}")


def heart_rate(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when both sets lie in range and near baseline. Source: trial limits, MPADSS."""
    number, base = rule.numbers.number, situation.baseline.heart_rate_bpm
    lowest, highest = number("rate_min"), number("rate_max")
    percent, beats = number("within_percent"), number("within_rate")

    def judge(word: Word) -> Answer:
        if not isinstance(word.value, int):
            return None
        if not lowest <= word.value <= highest:
            return False
        if base is None:
            return None
        return abs(word.value - base) <= beats or within_percent(word.value, base, percent)

    words = situation.words_after_zero("heart_rate_bpm")
    apart = rule.numbers.duration("apart")
    finding, why = sets_finding(
        words,
        judge,
        apart=apart,
        is_stale=lambda at: situation.is_stale(at, FRESH),
        is_measured=lambda word: word.value is not None,
    )
    earliest: datetime | None = sets_earliest(words, judge, apart=apart, clock=situation.clock)
    if base is None:
        why, earliest = _no_baseline(situation), None
    against = say("baseline {value}", value=base) if base is not None else ""
    reason = say_list([_listed(words), against, why])
    return verdict(rule, finding, reason, earliest, value=_said(words), seen=words[-2:])


def _listed(words: list[Word]) -> str:
    return then([str(word.value) if word.value else say("not measured") for word in words[-2:]])


def _said(words: list[Word]) -> str:
    return str(words[-1].value) if words and words[-1].value is not None else ""


def rhythm(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when the latest rhythm is regular and a physician has seen every irregularity.

    With a documented chronic arrhythmia any rhythm will do, as long as it was felt.
    """
    word, known = latest(situation, "rhythm"), situation.patient.known_arrhythmia
    regular = judged(situation, word, FRESH, lambda value: known or value == "regular")
    waiting = unanswered(situation.alerts, "rhythm_irregular")
    finding = finding_of([regular, not waiting])
    said = why_unjudged(situation, word, FRESH, RHYTHM) or _value(word)
    waits = say("an irregular rhythm waits for a physician's note") if waiting else ""
    reason = say_list([said, waits], "; ")
    earliest = None if waiting else situation.clock
    return verdict(rule, finding, reason, earliest, value=_value(word), seen=_seen(word))


def respiration(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when the latest breathing rate scores 0 in NEWS2."""
    lowest, highest = rule.numbers.number("rate_min"), rule.numbers.number("rate_max")
    word = latest(situation, "respiratory_rate_per_min")
    good = judged(
        situation, word, FRESH, lambda value: isinstance(value, int) and lowest <= value <= highest
    )
    reason = why_unjudged(situation, word, FRESH, BREATHING_RATE) or f"{_value(word)} /min"
    return verdict(
        rule, finding_of([good]), reason, situation.clock, value=_value(word), seen=_seen(word)
    )


def oxygen(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met with enough saturation on room air, said in the same set, and none given shortly before.

    Source: trial limits; a saturation on oxygen is none on air.
    """
    wait = rule.numbers.duration("without_oxygen_for")
    given = [word for word in situation.words_after_zero("oxygen_l_min") if _is_given(word)]
    free_at = given[-1].at + wait if given else None
    earliest = not_before(situation.clock, free_at)
    word = latest(situation, "spo2_percent")
    why = why_unjudged(situation, word, FRESH, "SpO₂")
    if word is None or why:
        return verdict(rule, Finding.NOT_ASSESSED, why, earliest, seen=_seen(word))
    assert isinstance(word.value, int)
    enough = word.value >= rule.numbers.number("spo2_min")
    flow = word.fact.fields.get("oxygen_l_min")
    on_air = None if flow is None else flow == 0
    without = not any(word.at - oxygen.at < wait for oxygen in given)
    shown = _shown(word.value, flow, on_air)
    lately = "" if without else say("oxygen given lately")
    reason = say_list([shown, lately], "; ")
    finding = finding_of([enough, on_air, without])
    return verdict(rule, finding, reason, earliest, value=shown, seen=[word])


def _shown(percent: int, flow: object, on_air: bool | None) -> str:
    if on_air is None:
        return say("{percent} % oxygen not said", percent=percent)
    if on_air:
        return say("{percent} % on air", percent=percent)
    return say("{percent} % on {flow} L/min", percent=percent, flow=flow)


def _is_given(word: Word) -> bool:
    return isinstance(word.value, int | float) and word.value > 0


def _value(word: Word | None) -> str:
    return term(word.value) if word is not None and word.value is not None else ""


def _seen(word: Word | None) -> list[Word]:
    return [word] if word is not None else []
