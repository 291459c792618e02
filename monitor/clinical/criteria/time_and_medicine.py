"""Criteria of time: how long observed, how long since a rescue medicine."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.clinical.criteria.judging import (
    finding_of,
    minutes,
    not_before,
    verdict,
    whole_minutes,
)
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Finding, Verdict
from monitor.language.said import Said, filled, say, say_list

RESCUE_CLASSES = ("antihypertensive", "benzodiazepine", "sedating_antiemetic", "premedication")
"""Classes that, given after time zero, begin the shorter wait; a reversal begins the longer one."""


SINCE_START = say("{done} of {needed} since start")
SINCE_END = say("{done} of {needed} since end")
SINCE_DOSE = say("{done} of {needed} since last dose")


def observation_time(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when every duration that the protocol asks for is full. Source: label, REMS."""
    dosing, clock = situation.dosing, situation.clock
    assert dosing.time_zero is not None
    waits = _waits(situation, rule)
    full_at = max(begun + wait for _, begun, wait in waits)
    shown = say_list(
        [
            filled(what, done=whole_minutes(clock - begun), needed=minutes(wait))
            for what, begun, wait in waits
        ],
        "; ",
    )
    if dosing.running:
        reason, finding = say("still infusing; {waits}", waits=shown), Finding.NOT_MET
    else:
        reason, finding = shown, finding_of([clock >= full_at])
    value = minutes(clock - dosing.time_zero)
    return verdict(rule, finding, reason, not_before(clock, full_at), value=value, at=clock)


def _waits(situation: Situation, rule: CriterionRule) -> list[tuple[Said, datetime, timedelta]]:
    dosing, numbers = situation.dosing, rule.numbers
    assert dosing.time_zero is not None
    waits = []
    if "since_time_zero" in numbers:
        waits.append((SINCE_START, dosing.time_zero, numbers.duration("since_time_zero")))
    if "since_infusion_end" in numbers:
        # A running infusion counts as if it ended now: the earliest it could.
        ended_at = dosing.infusion_ended_at or situation.clock
        waits.append((SINCE_END, ended_at, numbers.duration("since_infusion_end")))
    doses = [dose for dose in dosing.doses if dose > dosing.time_zero]
    if not situation.protocol.has_infusion:
        doses = list(dosing.doses)
    if doses and "since_last_dose" in numbers:
        waits.append((SINCE_DOSE, doses[-1], numbers.duration("since_last_dose")))
    return waits


def rescue_medication(situation: Situation, rule: CriterionRule) -> Verdict:
    """Met when the wait since the last rescue medicine given after time zero is over.

    Source: RCEM for reversals; the shorter wait is a proposal for the clinic to approve.
    """
    zero, clock = situation.time_zero, situation.clock
    assert zero is not None
    over_at: datetime | None = None
    waiting: str = say("none counted")
    for fact in situation.known.of("medication"):
        wait = _wait_after(str(fact.fields["medication_class"]), rule)
        if wait is None or fact.at <= zero:
            continue
        if over_at is None or fact.at + wait > over_at:
            over_at = fact.at + wait
            waiting = say(
                "{medicine}: {done} of {needed}",
                medicine=str(fact.fields["name"]),
                done=whole_minutes(clock - fact.at),
                needed=minutes(wait),
            )
    finding = finding_of([over_at is None or clock >= over_at])
    return verdict(rule, finding, waiting, not_before(clock, over_at), value=waiting, at=clock)


def _wait_after(medication_class: str, rule: CriterionRule) -> timedelta | None:
    if medication_class == "reversal":
        return rule.numbers.duration("after_reversal")
    if medication_class in RESCUE_CLASSES:
        return rule.numbers.duration("after_rescue")
    return None
