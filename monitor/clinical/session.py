"""The heart: folds a session's events and a protocol into one value, as known at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.changes import changes_at
from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.readiness import all_met, earliest_of, findings_of
from monitor.clinical.scales.derived import latest_score
from monitor.clinical.scales.news2 import news2
from monitor.clinical.schedule import Slots, schedule_of
from monitor.clinical.situation import Situation
from monitor.clinical.state import Score, SessionState, Verdict
from monitor.clinical.summary import current_of, episodes_of, peaks_of, phase_of
from monitor.clinical.watching import Watcher, watch
from monitor.clinical.words import SCALE_ITEMS


def evaluate(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], now: datetime
) -> SessionState:
    """Return the session as it is known at ``now``: a pure function of its arguments.

    ``events`` are those that ``check_record`` returned, in any order; ``now`` is aware. Only what
    had happened and been recorded by ``now`` counts, as if nothing else existed.
    """
    return evaluator(protocol, patient, events)(now)


@dataclass(frozen=True, slots=True)
class Evaluator:
    """``evaluate`` of one session for many instants: each is told what the others found out.

    What an instant has to know of the past was the same for every later one, and to find it out
    for each again took seconds for a long session with many alerts.
    """

    watcher: Watcher

    def __call__(self, now: datetime) -> SessionState:
        """Return the session as it is known at ``now``, which is aware."""
        return _evaluated(self.watcher, now)

    def of_longer(self, events: Sequence[Event]) -> Evaluator:
        """Return the evaluator of ``events``, which begin with those of this one."""
        return Evaluator(self.watcher.of_longer(events))


def evaluator(protocol: Protocol, patient: PatientFacts, events: Sequence[Event]) -> Evaluator:
    """Return what evaluates one session, its arguments as for ``evaluate``, at any instant."""
    return Evaluator(Watcher(protocol, patient, events))


def _evaluated(watcher: Watcher, now: datetime) -> SessionState:
    situation = watcher.situation_at(now)
    situation.alerts, slots = watch(watcher, situation, lambda at: _is_ready_at(watcher, at))
    discharged = bool(situation.known.of("discharged"))
    findings = findings_of(situation, discharged=discharged)
    return _state(situation, watcher.events, findings, slots, discharged=discharged)


def _is_ready_at(watcher: Watcher, at: datetime) -> bool:
    """Tell whether all criteria were met, as known then, the alert that asks this left aside."""
    if at not in watcher.ready:
        situation = watcher.situation_at(at)
        situation.alerts, _ = watch(watcher, situation, None)
        watcher.ready[at] = all_met(findings_of(situation))
    return watcher.ready[at]


def _state(
    situation: Situation,
    events: Sequence[Event],
    findings: dict[str, Verdict],
    slots: Slots,
    *,
    discharged: bool,
) -> SessionState:
    known, dosing, clock = situation.known, situation.dosing, situation.clock
    met = all_met(findings)
    schedule = schedule_of(situation, slots, discharged=discharged)
    ended = known.of("discharged")
    return SessionState(
        at=situation.now,
        clock=clock,
        phase=phase_of(situation, discharged=discharged, met=met),
        time_zero=dosing.time_zero,
        dosing_ended_at=dosing.ended_at,
        infusion_ended_at=dosing.infusion_ended_at,
        elapsed=clock - dosing.time_zero if dosing.time_zero else None,
        baseline=situation.baseline,
        met=met,
        earliest_ready_at=None if discharged else earliest_of(findings.values(), clock),
        findings=findings,
        alerts=situation.alerts,
        scores=_scores(situation),
        peaks=peaks_of(known),
        current=current_of(situation),
        episodes=episodes_of(known),
        schedule=schedule,
        changes_at=changes_at(situation, events, findings, slots, schedule),
        facts=tuple([fact.event for fact in known.facts]),
        struck=situation.struck,
        discharged_to=str(ended[-1].fields["to"]) if ended else None,
    )


def _scores(situation: Situation) -> dict[str, Score]:
    return {
        "news2": news2(situation),
        **{name: latest_score(situation, name) for name in SCALE_ITEMS},
    }
