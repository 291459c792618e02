"""Bodies of the course's review and of the clinic's figures."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from monitor.api.schemas.common import Shown, Utc


class OutcomeShown(Shown):
    """How a course went on one scale, by the definitions of docs/screens/course.md."""

    scale: str
    first: int
    latest: int
    latest_at: Utc
    fall_percent: float | None
    response: bool
    remission: bool
    responded_at: Utc | None
    relapsed_at: Utc | None


class ConcernShown(Shown):
    """A concern of misuse as it was noted."""

    words: str
    by: str
    at: Utc


class ReviewedSessionShown(Shown):
    """What one session came to; minutes count from time zero, rises from its own baseline."""

    id: str
    number: int
    started_at: Utc
    closed_at: Utc | None
    protocol_id: str
    route: str
    dose_mg: float | None
    mg_per_kg: float | None
    systolic_rise: int | None
    diastolic_rise: int | None
    lowest_spo2: int | None
    peak_grades: dict[str, str]
    ready_min: float | None = Field(description="Ready, had there been no minimum.")
    met_min: float | None
    left_min: float | None
    totals: dict[str, int] = Field(description="The totals of scales of depression.")
    phq9_item_9: int | None
    concerns: list[ConcernShown]


class ReviewedCourseShown(Shown):
    """A course with its sessions that were held, in the order of days."""

    id: str
    opened_at: Utc
    outcomes: list[OutcomeShown]
    sessions: list[ReviewedSessionShown]


class CourseReviewShown(Shown):
    """Every course of a patient."""

    courses: list[ReviewedCourseShown]


class SpreadShown(Shown):
    """The middle of some values and where half of them lie.

    ``count`` is null where the rest of the sessions or alerts is too few to be told.
    """

    count: int | None
    median: float
    lower: float
    upper: float


class ShareShown(Shown):
    """So many of so many, with Wilson's 95 % interval; shares from 0 to 1."""

    count: int
    of: int
    share: float
    low: float
    high: float


class EffectShown(Shown):
    """A side effect in the sessions in which it was assessed; null is not shown."""

    effect: str
    any_grade: ShareShown | None
    moderate_or_more: ShareShown | None


class ChairUseShown(Shown):
    """Sessions at a chair and the hours for which it was taken."""

    chair: str
    sessions: int
    hours: float


class AlertsShown(Shown):
    """Alerts of one level and the minutes until they were acknowledged."""

    level: str
    count: int
    per_session: float
    minutes: SpreadShown | None
    unanswered: int | None


class OverriddenShown(Shown):
    """A criterion that was overridden; reasons only for who sees patients."""

    criterion: str
    sessions: int
    reasons: list[str] | None


class RespondingShown(Shown):
    """PHQ-9 at the patients' n-th scored session against their first score."""

    number: int
    median: float
    responded: ShareShown


class CoursesWentShown(Shown):
    """Courses by PHQ-9, scores between and after their sessions too; null where none is told.

    Response and remission at the latest score, of courses scored twice; relapse of those that ever
    responded; lasting of those that did and were scored three months after their last dose.
    """

    response: ShareShown | None
    remission: ShareShown | None
    relapse: ShareShown | None
    lasting: ShareShown | None


class ClinicFiguresShown(Shown):
    """The closed sessions of a time. Counts under 11 are left out for who sees no patients."""

    since: date
    until: date
    suppressed: bool = Field(description="Whether this role is shown no count under 11.")
    sessions: int | None
    waiting: int = Field(description="Sessions not summed up yet: they are in no figure.")
    minutes_to_readiness: SpreadShown | None
    minutes_from_met_to_leaving: SpreadShown | None
    late_sets: int | None
    missed_sets: int | None
    chairs: list[ChairUseShown]
    side_effects: list[EffectShown]
    alerts: list[AlertsShown]
    overrides: list[OverriddenShown]
    response: list[RespondingShown]
    courses: CoursesWentShown
