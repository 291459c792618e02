"""Criteria of the body: walking, standing, nausea, other effects, red-flag symptoms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.clinical.chronicle import Pressure, Word
from monitor.clinical.criteria.judging import (
    Answer,
    finding_of,
    judged,
    latest,
    minutes,
    not_before,
    verdict,
    why_unjudged,
)
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Finding, Verdict
from monitor.clinical.terms import term, terms
from monitor.clinical.versions import Fact
from monitor.clinical.words import GRADE_RANK, MILD, MODERATE, NONE, OTHER_EFFECTS
from monitor.language.said import say, say_in, say_list

FRESH = "checks"
DIZZINESS, WALK, NAUSEA, FLAGS = say("dizziness"), say("walk"), say("nausea"), say("red flags")
NO_FLAGS = say_in("red flags", "none")
SLIGHT = (NONE, MILD)


def dizziness_and_gait(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met with mild dizziness at most and a steady walk. Source: MPADSS ambulation."""
    dizziness, gait = latest(situation, "dizziness"), latest(situation, "gait")
    parts = [
        judged(situation, dizziness, FRESH, lambda value: value in SLIGHT),
        judged(situation, gait, FRESH, lambda value: value == "steady"),
    ]
    said = [
        why_unjudged(situation, dizziness, FRESH, DIZZINESS)
        or say("dizziness {grade}", grade=_said(dizziness)),
        why_unjudged(situation, gait, FRESH, WALK) or say("walk {gait}", gait=_said(gait)),
    ]
    seen = [word for word in (gait, dizziness) if word is not None]
    value = say_list([term(word.value) for word in reversed(seen)])
    return verdict(
        rule, finding_of(parts), say_list(said, "; "), situation.clock, value=value, seen=seen
    )


def nausea(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met with mild nausea at most and no vomiting for a while; vomiting never asked is fine."""
    word, clock = latest(situation, "nausea"), situation.clock
    wait = rule.numbers.duration("after_vomiting")
    vomited = [word for word in situation.words_after_zero("vomiting") if word.value != NONE]
    quiet_at = vomited[-1].at + wait if vomited else None
    parts: list[Answer] = [
        judged(situation, word, FRESH, lambda value: value in SLIGHT),
        quiet_at is None or clock >= quiet_at,
    ]
    said = why_unjudged(situation, word, FRESH, NAUSEA) or say("nausea {grade}", grade=_said(word))
    reason = say_list([said, *(_vomited(last, clock) for last in vomited[-1:])], "; ")
    seen = [*vomited[-1:], *([word] if word is not None else [])]
    return verdict(
        rule, finding_of(parts), reason, not_before(clock, quiet_at), value=_said(word), seen=seen
    )


def _vomited(word: Word, clock: datetime) -> str:
    ago = minutes(clock - word.at)
    return say("vomiting {grade} {minutes} ago", grade=term(word.value), minutes=ago)


def other_effects(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when each other effect that was ever moderate or severe has since been mild at most."""
    parts: list[Answer] = []
    said: list[str] = []
    seen: list[Word] = []
    for effect in OTHER_EFFECTS:
        words = situation.words_after_zero(effect)
        if not any(GRADE_RANK[str(word.value)] >= GRADE_RANK[MODERATE] for word in words):
            continue
        answer = judged(situation, words[-1], FRESH, lambda value: value in SLIGHT)
        parts.append(answer)
        seen.append(words[-1])
        now = say("{effect} {grade}", effect=term(effect), grade=term(words[-1].value))
        said.append(say("{what} too old", what=now) if answer is None else now)
    reason = say_list(said) or say("none ever moderate")
    return verdict(rule, finding_of(parts), reason, situation.clock, value=reason, seen=seen)


def red_flags(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when asked lately with none present, and each earlier one cleared by a physician.

    Source: label, symptoms that need emergency care at any blood pressure.
    """
    word = latest(situation, "red_flags")
    asked = judged(situation, word, FRESH, lambda value: not value)
    uncleared = _uncleared(situation)
    said = why_unjudged(situation, word, FRESH, FLAGS) or _flags(word)
    reason = say_list([said, _waits(uncleared)], "; ")
    return verdict(
        rule,
        finding_of([asked, not uncleared]),
        reason,
        None if uncleared else situation.clock,
        value=_flags(word) if word is not None else "",
        seen=[word] if word is not None else [],
    )


def _flags(word: Word | None) -> str:
    value = word.value if word is not None else ()
    assert isinstance(value, tuple)
    return terms(value) if value else NO_FLAGS


def _waits(uncleared: list[str]) -> str:
    if not uncleared:
        return ""
    return say("not cleared by a physician: {flags}", flags=terms(uncleared))


def _uncleared(situation: Situation) -> list[str]:
    """Name the red flags that no clearance at or after the instant they became known covers."""
    cleared_at = situation.known.last_at("red_flags_cleared")
    waiting: list[str] = []
    for fact in situation.known.of("red_flags"):
        present = fact.fields["present"]
        assert isinstance(present, tuple)
        for flag in present:
            since = flag_known_at(fact, flag)
            if (cleared_at is None or cleared_at < since) and flag not in waiting:
                waiting.append(flag)
    return waiting


def flag_known_at(fact: Fact, flag: str) -> datetime:
    """Return the first instant at which this entry said that the flag was present."""
    for known_at, version in fact.versions:
        present = version.fields["present"]
        if isinstance(present, tuple) and flag in present:
            return known_at
    return fact.known_at


def orthostatic(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when no reading of the latest standing run falls too far. Source: sit-to-stand study."""
    readings = situation.pressures_after_zero(standing=True)
    before, run = _latest_standing_run(readings)
    if not run:
        return verdict(rule, Finding.NOT_ASSESSED, say("not measured standing"), situation.clock)
    parts = _falls(situation, rule, before, run)
    reason = say(
        "standing {standing} after {before}",
        standing=say_list([reading.said for reading in run]),
        before=before.said if before else say("no seated reading"),
    )
    word = Word(run[-1].at, run[-1].systolic, run[-1].fact)
    return verdict(
        rule, finding_of(parts), reason, situation.clock, value=run[-1].said, seen=[word]
    )


def _latest_standing_run(readings: Sequence[Pressure]) -> tuple[Pressure | None, list[Pressure]]:
    """Return the latest unbroken run of standing readings and the reading just before it."""
    end = len(readings)
    while end and not readings[end - 1].standing:
        end -= 1
    start = end
    while start and readings[start - 1].standing:
        start -= 1
    return (readings[start - 1] if start else None), list(readings[start:end])


def _falls(
    situation: Situation, rule: CriterionRule, before: Pressure | None, run: Sequence[Pressure]
) -> list[Answer]:
    numbers = rule.numbers
    fresh = situation.clock - run[-1].at <= numbers.duration("fresh_for")
    if before is None or before.systolic is None or before.diastolic is None or not fresh:
        return [None]
    seated = before.fact.fields.get("position", "seated") == "seated"
    if not seated or run[0].at - before.at > numbers.duration("seated_within"):
        return [None]
    return [_falls_little(rule, before, reading) for reading in run]


def _falls_little(rule: CriterionRule, before: Pressure, reading: Pressure) -> Answer:
    if reading.systolic is None or reading.diastolic is None:
        return None
    assert before.systolic is not None
    assert before.diastolic is not None
    return before.systolic - reading.systolic < rule.numbers.number(
        "systolic_fall_below"
    ) and before.diastolic - reading.diastolic < rule.numbers.number("diastolic_fall_below")


def _said(word: Word | None) -> str:
    return term(word.value) if word is not None else ""
