"""The values that courses and the day list hand to screens and machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from monitor.clinical.course import Next, Schedule
from monitor.services.views import Chair, PatientCard


@dataclass(frozen=True, slots=True)
class NewCourse:
    """What is asked when a course opens. With ``first_on`` its whole series is laid out."""

    indication: str
    schedule_id: str
    protocol_id: str
    indication_words: str = ""
    first_on: date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class When:
    """Where a session is put: the day, and if known the time and the chair."""

    day: date
    at: time | None = None
    chair_id: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedVersion:
    """One version of a planned session: what was said of it, when, by whom and why."""

    status: str
    day: date
    at: time | None
    chair: str
    reason: str
    said_at: datetime
    said_by: str


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A planned session as it stands, with its history.

    ``number`` is None where it does not count. ``unsaid``: its day passed and nobody said what
    became of it. ``is_over`` and ``dosed`` speak of the session that it became.
    """

    id: str
    number: int | None
    status: str
    day: date
    at: time | None
    chair_id: str | None
    chair: str
    reason: str
    unsaid: bool
    session_id: str | None
    dosed: bool
    is_over: bool
    moved_from: tuple[date, ...]
    history: tuple[PlannedVersion, ...]


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course: why, by which schedule, what has been and what is to come."""

    id: str
    patient: PatientCard
    indication: str
    indication_words: str
    protocol_id: str
    schedule: Schedule
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_reason: str | None
    sessions: tuple[PlannedView, ...]
    next: Next
    today: date


@dataclass(frozen=True, slots=True)
class Courses:
    """The courses of a patient, the latest first."""

    patient: PatientCard
    courses: tuple[CourseView, ...]
    at: datetime
    today: date
    zone: str
    version: int

    @property
    def open(self) -> CourseView | None:
        """The one that is under way."""
        return next((one for one in self.courses if one.closed_at is None), None)


@dataclass(frozen=True, slots=True)
class DayLine:
    """Somebody who comes on a day: when, where, which session of which course, how far it is.

    ``state`` is one of ``STATES``; ``flags`` are the labels of what stops the start, ``overridden``
    of what a physician decided against.
    """

    patient: PatientCard
    state: str
    planned_id: str | None
    session_id: str | None
    at: time | None
    chair: Chair | None
    number: int | None
    planned_in_series: int
    indication: str
    protocol_id: str
    came_from: tuple[date, ...] = ()
    reason: str = ""
    flags: tuple[str, ...] = ()
    unanswered: int = 0
    overridden: tuple[str, ...] = ()
    since: datetime | None = None


EXPECTED, ARRIVED, ASKED, FLAGGED, SCREENED = (
    "expected", "arrived", "asked", "flagged", "screened",
)  # fmt: skip
IN_CHAIR, LEFT, MISSED, CANCELLED = "in_chair", "left", "missed", "cancelled"
STATES = (EXPECTED, ARRIVED, ASKED, FLAGGED, SCREENED, IN_CHAIR, LEFT, MISSED, CANCELLED)


@dataclass(frozen=True, slots=True)
class DayList:
    """Who comes on a day, in the order of time."""

    day: date
    today: date
    at: datetime
    zone: str
    version: int
    demo: bool
    lines: tuple[DayLine, ...]
