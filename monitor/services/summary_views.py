"""A session as a course and a clinic tell of it: its few numbers and what people noted of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.session_summary import SessionSummary


@dataclass(frozen=True, slots=True)
class Rating:
    """The total of a scale of which only the total is kept."""

    scale: str
    total: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern of misuse as it was noted, by whom and when."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overridden:
    """Criteria that a physician decided against, and why."""

    criteria: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SummedUp:
    """A session's numbers and what was noted of it."""

    summary: SessionSummary
    ratings: tuple[Rating, ...] = ()
    concerns: tuple[Concern, ...] = ()
    overridden: tuple[Overridden, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionTold:
    """A session by its head, with what it is summed up to.

    ``caution_rise`` are the rises of the upper and lower pressure from which the session's protocol
    speaks of caution, ``minimum_minutes`` how long it has patients observed.
    """

    id: str
    number: int
    protocol_id: str
    protocol_title: str
    route: str
    drug: str
    chair: str
    weight_kg: float
    started_at: datetime
    closed_at: datetime | None
    caution_rise: tuple[float, float]
    minimum_minutes: float
    told: SummedUp

    @property
    def mg_per_kg(self) -> float | None:
        """The dose that was given by body weight."""
        dose = self.told.summary.dose_mg
        return None if dose is None else dose / self.weight_kg
