"""A session as it stands at one instant: the one value that every screen, file and answer reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from monitor.clinical.event import Event


class Phase(StrEnum):
    """Where the session is."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    INFUSING = "infusing"
    PAUSED = "paused"
    OBSERVING = "observing"
    CRITERIA_MET = "criteria_met"
    DISCHARGED = "discharged"


class Finding(StrEnum):
    """The three answers a criterion can have; only ``met`` counts."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"


class Level(StrEnum):
    """How grave an alert is."""

    CAUTION = "caution"
    URGENT = "urgent"


class AlertState(StrEnum):
    """Where an alert episode stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Verdict(NamedTuple):
    """What one discharge criterion says now, with the evidence.

    ``value`` is the decisive value in short words ("133/84", "98 % on air"); ``measured_at`` the
    instant it speaks of; ``limit`` the protocol's rule in short words.
    """

    criterion: str
    finding: Finding
    reason: str
    earliest_at: datetime | None
    evidence: tuple[str, ...] = ()
    value: str = ""
    measured_at: datetime | None = None
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The pre-dose reference: ``accepted``, or why there is none."""

    status: str  # accepted | missing | late | after_medication
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    heart_rate_bpm: int | None = None
    spo2_percent: int | None = None
    measured_at: datetime | None = None

    def value(self, field: str) -> int | None:
        """The baseline of one vital sign, or None."""
        got = getattr(self, field, None)
        return got if isinstance(got, int) else None


@dataclass(frozen=True, slots=True)
class Alert:
    """One episode of one alert code.

    ``known_at`` is when it became known, ``urgent_at`` when it became known to be urgent,
    ``reopened_at`` when it last became open, ``answered`` whether a physician's note has answered
    it since, ``closed_at`` when it closed. ``level`` only rises; ``latest`` is that of
    what was assessed last, None where it was within the limits.
    """

    code: str
    level: Level
    state: AlertState
    raised_at: datetime
    value: object
    late_minutes: float
    known_at: datetime
    answered: bool
    closed_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    note: str | None = None
    reopened_at: datetime | None = None
    urgent_at: datetime | None = None
    latest: Level | None = None


class Score(NamedTuple):
    """A scale's total, or None with what is missing; ``items`` shows the derived ones too."""

    total: int | None
    missing: tuple[str, ...] = ()
    items: Mapping[str, int] | None = None
    at: datetime | None = None


class Peak(NamedTuple):
    """The most extreme value of the session, with its first instant."""

    value: object
    at: datetime


class Current(NamedTuple):
    """The latest word on a field; ``value`` None means not measured (``not_measured`` says why)."""

    value: object
    at: datetime
    age: timedelta
    stale: bool
    not_measured: str | None = None


@dataclass(frozen=True, slots=True)
class SideEffectEpisode:
    """From the first grade above none to the next none."""

    side_effect: str
    onset_at: datetime
    peak: str
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the next observation set is due, and how the past ones went."""

    next_due_at: datetime | None
    overdue_minutes: float
    missed: int


@dataclass(frozen=True, slots=True)
class SessionState:
    """Everything a screen needs, computed from (protocol, patient, events, at) alone.

    ``clock`` is ``at``, or the instant of discharge: ages and durations run to it.
    ``facts`` are the current versions of all known events in order of happening: corrections
    applied; struck-out events, corrections and strikings-out left out.
    ``struck`` are the versions that no longer count, as they were said.
    ``changes_at`` is the next instant at which any of this would differ without a new event.
    """

    at: datetime
    clock: datetime
    phase: Phase
    time_zero: datetime | None
    dosing_ended_at: datetime | None
    infusion_ended_at: datetime | None
    elapsed: timedelta | None
    baseline: Baseline
    met: bool
    earliest_ready_at: datetime | None
    findings: Mapping[str, Verdict]
    alerts: tuple[Alert, ...]
    scores: Mapping[str, Score]
    peaks: Mapping[str, Peak]
    current: Mapping[str, Current]
    episodes: tuple[SideEffectEpisode, ...]
    schedule: Schedule
    changes_at: datetime | None
    facts: tuple[Event, ...]
    struck: tuple[Event, ...]
    discharged_to: str | None = None

    @property
    def readiness(self) -> str:
        """``criteria_met`` only if every enabled criterion is met."""
        return "criteria_met" if self.met else "not_ready"

    def open_alerts(self) -> tuple[Alert, ...]:
        """Alerts that still wait for somebody."""
        return tuple(alert for alert in self.alerts if alert.state is AlertState.OPEN)
