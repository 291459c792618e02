"""Criteria made of scales, where a protocol asks for them: Aldrete, MPADSS, CADSS-6."""

from __future__ import annotations

from datetime import datetime

from monitor.clinical.chronicle import Word
from monitor.clinical.criteria.judging import NEVER, Answer, finding_of, then, verdict
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.scales.derived import scored
from monitor.clinical.situation import Situation
from monitor.clinical.state import Finding, Score, Verdict
from monitor.clinical.terms import item
from monitor.clinical.versions import Fact
from monitor.language.said import say, say_list

FRESH = "checks"
ALDRETE_CORE = ("consciousness", "respiration", "oxygen")


def aldrete(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met at the total with full core items and no item 0: a total alone hides a failing item."""
    facts = _after_zero(situation, "aldrete")
    can_help = situation.baseline.systolic_mmhg is not None
    earliest = situation.clock if can_help else None
    if not facts or situation.is_stale(facts[-1].at, FRESH):
        return _unjudged(rule, facts, earliest)
    score = scored(situation, facts[-1], count_standing=False)
    items = score.items or {}
    least = rule.numbers.number("core_items_min")
    parts: list[Answer] = [_at_least(score.total, rule.numbers.number("total_min"))]
    parts += [_at_least(items.get(item), least) for item in ALDRETE_CORE]
    parts += [value > 0 for value in items.values()]
    return _judged(rule, parts, [score], facts[-1:], earliest)


def mpadss(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met at the two latest ones, each walking unaided and no item 0. Source: Chung."""
    facts = _after_zero(situation, "mpadss")
    base = situation.baseline
    can_help = base.systolic_mmhg is not None and base.heart_rate_bpm is not None
    earliest = situation.clock if can_help else None
    if not facts or situation.is_stale(facts[-1].at, FRESH):
        return _unjudged(rule, facts, earliest)
    two = facts[-2:]
    scores = [scored(situation, fact, count_standing=False) for fact in two]
    parts: list[Answer] = [] if len(two) > 1 else [None]
    for score in scores:
        items = score.items or {}
        parts.append(_at_least(score.total, rule.numbers.number("total_min")))
        parts.append(_at_least(items.get("ambulation"), rule.numbers.number("ambulation_min")))
        parts += [value > 0 for value in items.values()]
    return _judged(rule, parts, scores, two, earliest)


def cadss6(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when low, and hardly above the one before the dose. No cut-off is validated."""
    facts = _after_zero(situation, "cadss6")
    before = _total_before_zero(situation)
    earliest = situation.clock if before is not None else None
    if not facts or situation.is_stale(facts[-1].at, FRESH):
        return _unjudged(rule, facts, earliest)
    score = scored(situation, facts[-1])
    above = rule.numbers.number("above_before_max")
    parts: list[Answer] = [_at_most(score.total, rule.numbers.number("total_max"))]
    parts.append(None if before is None else _at_most(score.total, before + above))
    return _judged(rule, parts, [score], facts[-1:], earliest)


def _total_before_zero(situation: Situation) -> int | None:
    zero = situation.time_zero
    for fact in reversed(situation.known.of("scale")):
        if zero is not None and fact.at <= zero and fact.fields["name"] == "cadss6":
            total = scored(situation, fact).total
            if total is not None:
                return total
    return None


def _after_zero(situation: Situation, name: str) -> list[Fact]:
    zero = situation.time_zero
    return [
        fact
        for fact in situation.known.of("scale")
        if fact.fields["name"] == name and zero is not None and fact.at > zero
    ]


def _at_least(value: int | None, bound: float) -> Answer:
    return None if value is None else value >= bound


def _at_most(value: int | None, bound: float) -> Answer:
    return None if value is None else value <= bound


def _unjudged(rule: CriterionRule, facts: list[Fact], earliest: datetime | None) -> Verdict:
    reason = say("too old") if facts else NEVER
    return verdict(rule, Finding.NOT_ASSESSED, reason, earliest)


def _judged(
    rule: CriterionRule,
    parts: list[Answer],
    scores: list[Score],
    facts: list[Fact],
    earliest: datetime | None,
) -> Verdict:
    totals = [
        str(score.total) if score.total is not None else say("incomplete") for score in scores
    ]
    missing = sorted({name for score in scores for name in score.missing})
    lacks = say("missing {items}", items=say_list([item(name) for name in missing]))
    reason = say_list([then(totals), lacks if missing else ""], "; ")
    seen = [Word(fact.at, None, fact) for fact in facts]
    return verdict(rule, finding_of(parts), reason, earliest, value=totals[-1], seen=seen)
