"""Criteria of the mental state: alertness, hallucinations, orientation, dissociation, safety."""

from __future__ import annotations

from monitor.clinical.chronicle import Word
from monitor.clinical.criteria.judging import (
    NEVER,
    Answer,
    finding_of,
    judged,
    latest,
    sets_earliest,
    sets_finding,
    unanswered,
    verdict,
    why_unjudged,
)
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Verdict
from monitor.clinical.words import NONE

FRESH = "checks"


def alertness(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met at full MOAA/S, and the last ACVPU and RASS, if any, normal however old."""
    word = latest(situation, "moaas")
    lowest = rule.numbers.number("moaas_min")
    awake = judged(situation, word, FRESH, lambda value: isinstance(value, int) and value >= lowest)
    acvpu, rass = latest(situation, "acvpu"), latest(situation, "rass")
    parts: list[Answer] = [awake]
    parts.append(acvpu is None or acvpu.value == "A")
    parts.append(rass is None or rass.value == rule.numbers.number("rass"))
    said = [f"MOAA/S {word.value}" if word else "", f"ACVPU {acvpu.value}" if acvpu else ""]
    said.append(f"RASS {rass.value}" if rass else "")
    reason = ", ".join(part for part in said if part)
    why = why_unjudged(situation, word, FRESH, "MOAA/S")
    seen = [seen for seen in (rass, acvpu, word) if seen is not None]
    return verdict(
        rule,
        finding_of(parts),
        "; ".join(part for part in (reason, why) if part),
        situation.clock,
        value=f"MOAA/S {word.value}" if word else "",
        seen=seen,
    )


def hallucinations(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when none at two checks far enough apart and at all between. Source: REMS."""
    words = situation.words_after_zero("hallucinations")
    apart = rule.numbers.duration("apart")

    def judge(word: Word) -> Answer:
        return word.value == NONE

    finding, why = sets_finding(
        words,
        judge,
        apart=apart,
        is_stale=lambda at: situation.is_stale(at, FRESH),
        is_measured=lambda word: word.value is not None,
    )
    said = ", then ".join(str(word.value) for word in words[-2:])
    return verdict(
        rule,
        finding,
        "; ".join(part for part in (said, why) if part),
        sets_earliest(words, judge, apart=apart, clock=situation.clock),
        value=str(words[-1].value) if words else "",
        seen=words[-2:],
    )


def confusion(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when no confusion at the latest check and no error in the last four questions, if any."""
    word, amt4 = latest(situation, "confusion"), latest(situation, "amt4_errors")
    clear = judged(situation, word, FRESH, lambda value: value == NONE)
    most = rule.numbers.number("amt4_errors_max")
    oriented = amt4 is None or (isinstance(amt4.value, int) and amt4.value <= most)
    errors = f"{amt4.value} errors" if amt4 else "four questions not asked"
    why = why_unjudged(situation, word, FRESH, "confusion") or f"confusion {_said(word)}"
    return verdict(
        rule,
        finding_of([clear, oriented]),
        f"{why}; {errors}",
        situation.clock,
        value=_said(word),
        seen=[seen for seen in (amt4, word) if seen is not None],
    )


def dissociation(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when none at the latest check. Source: REMS."""
    word = latest(situation, "dissociation")
    clear = judged(situation, word, FRESH, lambda value: value == NONE)
    reason = why_unjudged(situation, word, FRESH, "dissociation") or _said(word)
    seen = [word] if word is not None else []
    return verdict(rule, finding_of([clear]), reason, situation.clock, value=_said(word), seen=seen)


def suicide_safety(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when asked after the dose, and every concern of the session answered by a physician."""
    word = latest(situation, "suicide_safety")
    waiting = unanswered(situation.alerts, "suicidal_ideation")
    parts: list[Answer] = [True if word is not None else None, not waiting]
    reason = f"suicide safety {NEVER}" if word is None else _said(word).replace("_", " ")
    if waiting:
        reason += "; a concern waits for a physician's note"
    earliest = None if waiting else situation.clock
    seen = [word] if word is not None else []
    value = _said(word).replace("_", " ")
    return verdict(rule, finding_of(parts), reason, earliest, value=value, seen=seen)


def _said(word: Word | None) -> str:
    return str(word.value) if word is not None else ""
