"""A session in its few numbers: what a course and a clinic are told from, folded once and kept.

Facts alone: what was given, what was the most, when it was ready, when the patient left. Minutes
are counted from time zero and are not rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.first_met import MINIMUM, MOST_STEPS, next_change
from monitor.clinical.grading import grades_read
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.session import evaluator
from monitor.clinical.state import Finding, SessionState
from monitor.clinical.words import GRADE_RANK, SIDE_EFFECTS

MINUTE = timedelta(minutes=1)
ARRANGEMENTS = frozenset({"escort", "instructions", "line_removed"})
"""Criteria about leaving, not about the patient; they are settled when it is time to go."""

ASKED_LAST = frozenset({"suicide_safety"})
"""Asked when it is time to go: not having been asked yet holds nothing up, a concern does."""

_PRESSURES = ("systolic_mmhg", "diastolic_mmhg")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One PHQ-9 as it was answered: ``total`` is None where an item is missing."""

    total: int | None
    item_9: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """Vital signs at one instant after or before time zero; None where not measured then."""

    minutes: float
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    heart_rate_bpm: int | None = None
    spo2_percent: int | None = None


@dataclass(frozen=True, slots=True)
class AlertTold:
    """One episode of an alert: minutes from becoming known to being acknowledged, if it was."""

    code: str
    level: str
    answered_after: float | None


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """The numbers of one session.

    ``dose_mg`` is what was given in all. ``baseline`` and ``rises`` have the vital signs that are
    known; a rise is the highest after time zero less the baseline. ``ready`` is when the patient
    would have been ready, had there been no minimum; ``met`` when all criteria were met; ``left``
    when the patient left. ``grades`` has the gravest grade of each side effect that was asked for.
    """

    time_zero: datetime | None
    dose_mg: float | None
    infusion_ended: float | None
    ready: float | None
    met: float | None
    left: float | None
    discharged_to: str | None
    baseline: Mapping[str, int]
    rises: Mapping[str, int]
    lowest_spo2: int | None
    grades: Mapping[str, str]
    phq9: Questionnaire | None
    alerts: tuple[AlertTold, ...]
    missed_sets: int
    readings: tuple[Reading, ...]


def summarize(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], now: datetime
) -> SessionSummary:
    """Fold a session into its numbers, as known at ``now``."""
    at = evaluator(protocol, patient, events)
    state = at(now)
    zero = state.time_zero
    ready, met = _ready(list(_states(at, events, state)), zero)
    after = [fact for fact in state.facts if zero is not None and fact.at > zero]
    baseline = {
        name: value
        for name in (*_PRESSURES, "heart_rate_bpm", "spo2_percent")
        if (value := state.baseline.value(name)) is not None
    }
    return SessionSummary(
        time_zero=zero,
        dose_mg=_given(state.facts),
        infusion_ended=_minutes(state.infusion_ended_at, zero),
        ready=ready,
        met=met,
        left=_minutes(state.clock if state.discharged_to else None, zero),
        discharged_to=state.discharged_to,
        baseline=baseline,
        rises=_rises(after, baseline),
        lowest_spo2=min(_values(after, "spo2_percent"), default=None),
        grades=_grades(state.facts, protocol),
        phq9=_phq9(state.facts),
        alerts=tuple(_alerts(state)),
        missed_sets=state.schedule.missed,
        readings=tuple(_readings(state.facts, zero)) if zero is not None else (),
    )


def _minutes(at: datetime | None, zero: datetime | None) -> float | None:
    return None if at is None or zero is None else (at - zero) / MINUTE


def _given(facts: Sequence[Event]) -> float | None:
    """Milligrams given in all; None before any dose."""
    doses = [
        dose
        for fact in facts
        if fact.kind in {"infusion_started", "dose_given"}
        and isinstance(dose := fact.fields.get("dose_mg"), int | float)
    ]
    return sum(doses) if doses else None


def _values(facts: Sequence[Event], name: str) -> list[int]:
    found = (fact.fields.get(name) for fact in facts if fact.kind == "vitals")
    return [int(value) for value in found if isinstance(value, int | float)]


def _rises(after: Sequence[Event], baseline: Mapping[str, int]) -> dict[str, int]:
    """The highest pressure after time zero less the baseline; measured standing left out."""
    lying = [fact for fact in after if fact.fields.get("position") != "standing"]
    return {
        name: max(values) - baseline[name]
        for name in _PRESSURES
        if name in baseline and (values := _values(lying, name))
    }


def _grades(facts: Sequence[Event], protocol: Protocol) -> dict[str, str]:
    """The gravest grade of each side effect, as graded or, where nobody graded it, as read."""
    told: dict[str, str] = {}
    read: dict[str, str] = {}
    for fact in facts:
        if fact.kind == "side_effects":
            _keep_gravest(told, fact.fields["grades"])
        elif fact.kind == "vitals":
            _keep_gravest(read, grades_read(fact.fields, protocol))
    whole = {**read, **told}
    return {effect: whole[effect] for effect in SIDE_EFFECTS if effect in whole}


def _keep_gravest(kept: dict[str, str], said: object) -> None:
    if isinstance(said, Mapping):
        for effect, grade in said.items():
            known = kept.get(effect)
            if known is None or GRADE_RANK[str(grade)] > GRADE_RANK[known]:
                kept[str(effect)] = str(grade)


def _phq9(facts: Sequence[Event]) -> Questionnaire | None:
    """The last PHQ-9 of the session; one that lacks items has no total."""
    for fact in reversed(facts):
        items = fact.fields.get("items")
        if fact.kind == "scale" and fact.fields["name"] == "phq9" and isinstance(items, Mapping):
            said = [items.get(f"item_{number}") for number in range(1, 10)]
            known = [int(value) for value in said if value is not None]
            total = sum(known) if len(known) == len(said) else None
            return Questionnaire(total, items.get("item_9"), fact.at)
    return None


def _alerts(state: SessionState) -> Iterator[AlertTold]:
    for alert in state.alerts:
        if alert.state != "withdrawn":
            seen = alert.acknowledged_at
            after = None if seen is None else max(0.0, (seen - alert.known_at) / MINUTE)
            yield AlertTold(alert.code, str(alert.level), after)


def _readings(facts: Sequence[Event], zero: datetime) -> Iterator[Reading]:
    for fact in facts:
        if fact.kind == "vitals" and fact.fields.get("position") != "standing":
            said = {
                name: int(value)
                for name in (*_PRESSURES, "heart_rate_bpm", "spo2_percent")
                if isinstance(value := fact.fields.get(name), int | float)
            }
            if said:
                yield Reading((fact.at - zero) / MINUTE, **said)


def _states(
    at: Callable[[datetime], SessionState], events: Sequence[Event], last: SessionState
) -> Iterator[SessionState]:
    """The session at every instant after time zero at which a verdict may have changed."""
    zero, end = last.time_zero, last.clock
    if zero is None:
        return
    known = sorted({max(event.at, event.recorded_at) for event in events})
    instant: datetime | None = zero
    for _ in range(MOST_STEPS):
        if instant is None or instant > end:
            return
        state = at(instant)
        if state.discharged_to is not None and state.clock < instant:
            return
        yield state
        instant = next_change(state, instant, known)


def _ready(
    states: Sequence[SessionState], zero: datetime | None
) -> tuple[float | None, float | None]:
    """Minutes until ready without the minimum, and until every criterion was met."""
    ready: datetime | None = None
    met: datetime | None = None
    for state in states:
        patient = [
            verdict.finding
            for name, verdict in state.findings.items()
            if not _is_left_aside(name, verdict.finding)
        ]
        if all(finding is Finding.MET for finding in patient):
            ready = ready or state.at
        elif any(finding is Finding.NOT_MET for finding in patient):
            ready = None  # what turned worse again had not been ready for good
        met = (met or state.at) if state.met else met
    return _minutes(ready, zero), _minutes(met, zero)


def _is_left_aside(criterion: str, finding: Finding) -> bool:
    """Whether a criterion says nothing of whether the patient is ready but for the minimum."""
    unasked = criterion in ASKED_LAST and finding is Finding.NOT_ASSESSED
    return unasked or criterion == MINIMUM or criterion in ARRANGEMENTS
