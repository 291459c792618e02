"""The answer about one session: the same as `monitor replay` prints."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from monitor.api.schemas.common import Shown, Utc

Value = int | float | str | list[str] | None


class BaselineShown(Shown):
    """The reference reading before the dose, or why there is none."""

    status: Literal["accepted", "missing", "late", "after_medication"]
    systolic_mmhg: int | None
    diastolic_mmhg: int | None
    heart_rate_bpm: int | None
    spo2_percent: int | None
    measured_at: Utc | None


class FindingShown(Shown):
    """What one criterion says now."""

    finding: Literal["met", "not_met", "not_assessed"]
    reason: str
    earliest_at: Utc | None
    evidence: list[str]


class AlertShown(Shown):
    """One episode of one alert."""

    code: str
    level: Literal["caution", "urgent"]
    state: Literal["open", "acknowledged", "resolved", "withdrawn"]
    raised_at: Utc
    value: Value
    late_minutes: float


class ScoreShown(Shown):
    """A total, or null with what is missing."""

    total: int | None
    missing: list[str] = Field(default_factory=list)


class PeakShown(Shown):
    """The most extreme value, with its first instant."""

    value: Value
    at: Utc


class CurrentShown(Shown):
    """The latest word on a field; null means not measured."""

    value: Value
    at: Utc
    age_minutes: float
    stale: bool


class EpisodeShown(Shown):
    """From the first grade above none to the next none."""

    side_effect: str
    onset_at: Utc
    peak: str
    resolved_at: Utc | None


class ScheduleShown(Shown):
    """When the next set is due."""

    next_due_at: Utc | None
    overdue_minutes: float
    missed: int


class StateShown(Shown):
    """A session as it stands, or stood, at one instant."""

    title: str
    at: Utc
    phase: Literal[
        "expected", "arrived", "infusing", "paused", "observing", "criteria_met", "discharged"
    ]
    elapsed_minutes: float | None
    baseline: BaselineShown
    readiness: Literal["criteria_met", "not_ready"]
    earliest_ready_at: Utc | None
    findings: dict[str, FindingShown]
    alerts: list[AlertShown]
    scores: dict[str, ScoreShown]
    peaks: dict[str, PeakShown]
    current: dict[str, CurrentShown]
    episodes: list[EpisodeShown]
    schedule: ScheduleShown
