"""Criteria of the mental state: alertness, hallucinations, orientation, dissociation, safety."""

from __future__ import annotations

from monitor.clinical.chronicle import Word
from monitor.clinical.criteria.judging import (
    Answer,
    finding_of,
    judged,
    latest,
    sets_earliest,
    sets_finding,
    then,
    unanswered,
    verdict,
    why_unjudged,
)
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Verdict
from monitor.clinical.terms import term
from monitor.clinical.words import NONE
from monitor.language.said import say, say_list

FRESH = "checks"
CONFUSION, DISSOCIATION = say("confusion"), say("dissociation")
NOT_ASKED = say("four questions not asked")


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
    why = why_unjudged(situation, word, FRESH, "MOAA/S")
    seen = [seen for seen in (rass, acvpu, word) if seen is not None]
    return verdict(
        rule,
        finding_of(parts),
        say_list([say_list(said), why], "; "),
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
    said = then([term(word.value) for word in words[-2:]])
    return verdict(
        rule,
        finding,
        say_list([said, why], "; "),
        sets_earliest(words, judge, apart=apart, clock=situation.clock),
        value=term(words[-1].value) if words else "",
        seen=words[-2:],
    )


def confusion(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when no confusion at the latest check and no error in the last four questions, if any."""
    word, amt4 = latest(situation, "confusion"), latest(situation, "amt4_errors")
    clear = judged(situation, word, FRESH, lambda value: value == NONE)
    most = rule.numbers.number("amt4_errors_max")
    oriented = amt4 is None or (isinstance(amt4.value, int) and amt4.value <= most)
    errors = say("{count} errors", count=amt4.value) if amt4 else NOT_ASKED
    why = why_unjudged(situation, word, FRESH, CONFUSION) or say(
        "confusion {grade}", grade=_said(word)
    )
    return verdict(
        rule,
        finding_of([clear, oriented]),
        say_list([why, errors], "; "),
        situation.clock,
        value=_said(word),
        seen=[seen for seen in (amt4, word) if seen is not None],
    )


def dissociation(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when none at the latest check. Source: REMS."""
    word = latest(situation, "dissociation")
    clear = judged(situation, word, FRESH, lambda value: value == NONE)
    reason = why_unjudged(situation, word, FRESH, DISSOCIATION) or _said(word)
    seen = [word] if word is not None else []
    return verdict(rule, finding_of([clear]), reason, situation.clock, value=_said(word), seen=seen)


def suicide_safety(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when asked after the dose, and every concern of the session answered by a physician."""
    word = latest(situation, "suicide_safety")
    waiting = unanswered(situation.alerts, "suicidal_ideation")
    parts: list[Answer] = [True if word is not None else None, not waiting]
    never = say("suicide safety not assessed since the dose")
    waits = say("a concern waits for a physician's note") if waiting else ""
    reason = say_list([never if word is None else _said(word), waits], "; ")
    earliest = None if waiting else situation.clock
    seen = [word] if word is not None else []
    return verdict(rule, finding_of(parts), reason, earliest, value=_said(word), seen=seen)


def _said(word: Word | None) -> str:
    return term(word.value) if word is not None else ""
