"""Criteria of leaving: escort, instructions, the line, and alerts that wait for somebody."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.clinical.chronicle import Word
from monitor.clinical.criteria.judging import Answer, finding_of, verdict
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Alert, AlertState, Level, Verdict
from monitor.clinical.terms import terms
from monitor.language.said import say, say_in

OVERDUE = "observation_overdue"
GIVEN, NOT_GIVEN = say_in("instructions", "given"), say_in("instructions", "not given")
OUT, STILL_IN = say_in("line", "out"), say_in("line", "still in")
NOT_ATTESTED, NONE_WAITS = say("not attested"), say("none waits")


def escort(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when a responsible adult is named with a phone number, at any time of the session."""
    word = _latest(situation.known.said("escort"))
    named = word.value if word is not None else None
    value = str(named["name"]) if isinstance(named, Mapping) else ""
    return _attested(situation, rule, word, value or say("nobody named"))


def instructions(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when the latest attestation says the instructions were given, at any time."""
    word = _latest(situation.known.said("instructions_given"))
    return _attested(situation, rule, word, _yes_no(word, GIVEN, NOT_GIVEN))


def line_removed(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when the latest attestation since the infusion's end says the line is out."""
    ended_at = situation.dosing.infusion_ended_at
    words = [
        word
        for word in situation.words_after_zero("line_removed")
        if ended_at is not None and word.at >= ended_at
    ]
    word = _latest(words)
    return _attested(situation, rule, word, _yes_no(word, OUT, STILL_IN))


def _latest(words: list[Word]) -> Word | None:
    return words[-1] if words else None


def _yes_no(word: Word | None, yes: str, no: str) -> str:
    if word is None:
        return NOT_ATTESTED
    return yes if word.value else no


def _attested(situation: Situation, rule: CriterionRule, word: Word | None, said: str) -> Verdict:
    part: Answer = None if word is None else word.value is not False
    seen = [word] if word is not None else []
    value = said if word is not None else ""
    return verdict(rule, finding_of([part]), said, situation.clock, value=value, seen=seen)


def open_alerts(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when every urgent alert is answered and no set is overdue; never not assessed."""
    waiting = [alert for alert in situation.alerts if is_unanswered(alert)]
    overdue = [
        alert
        for alert in situation.alerts
        if alert.code == OVERDUE and alert.state is AlertState.OPEN
    ]
    names = sorted({alert.code for alert in [*waiting, *overdue]})
    reason = say("waiting: {alerts}", alerts=terms(names)) if names else NONE_WAITS
    # A set made now would end the waiting for it; a physician's note cannot be foreseen.
    foreseen = all(alert.code == OVERDUE and alert.closed_at is None for alert in waiting)
    earliest = situation.clock if foreseen else None
    return verdict(
        rule,
        finding_of([not names]),
        reason,
        earliest,
        value=say("{count} open", count=len({id(alert) for alert in [*waiting, *overdue]})),
        at=situation.clock,
    )


def is_unanswered(alert: Alert) -> bool:
    """Tell whether an urgent alert still waits for a physician's note, resolved or not."""
    return (
        alert.level is Level.URGENT
        and alert.state is not AlertState.WITHDRAWN
        and not alert.answered
    )
