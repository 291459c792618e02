"""Bodies about courses, planned sessions and the day list."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from monitor.api.schemas.common import Body, Identity, ShortText, Shown, Text, Utc
from monitor.api.schemas.patients import ChairShown
from monitor.clinical.course import INDICATIONS

HOUR_AND_MINUTE = r"^([01]\d|2[0-3]):[0-5]\d$"


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("is no day such as 2026-03-02")
    return value


Day = Annotated[date, BeforeValidator(_day), Field(examples=["2026-03-02"])]
HourMinute = Annotated[str, Field(pattern=HOUR_AND_MINUTE, examples=["09:30"])]


class NewCourseBody(Body):
    """A course to open. With ``first_on`` its whole series is laid out."""

    indication: Literal[INDICATIONS]  # type: ignore[valid-type]
    indication_words: Text = Field(default="", max_length=200)
    schedule_id: Identity = Field(examples=["induction-then-monthly"])
    protocol_id: Identity = Field(examples=["ketamine-iv"])
    first_on: Day | None = None
    at: HourMinute | None = None


class WhenBody(Body):
    """Where a session is put."""

    day: Day
    at: HourMinute | None = None
    chair_id: Identity | None = None


class MoveBody(WhenBody):
    """Where it is moved; another day needs a reason."""

    reason: Text = ""


class ReasonBody(Body):
    """Why."""

    reason: Annotated[Text, Field(min_length=1)]


class PlannedVersionShown(Shown):
    """One version of a planned session."""

    status: str
    day: date
    at: str | None
    chair: str
    reason: str
    said_at: Utc
    said_by: str


class PlannedShown(Shown):
    """A planned session as it stands, with its history."""

    id: str
    number: int | None = Field(description="Null where it does not count.")
    status: str
    day: date
    at: str | None
    chair: str
    reason: str
    unsaid: bool = Field(description="Its day passed and nobody said what became of it.")
    session_id: str | None
    moved_from: list[date]
    history: list[PlannedVersionShown]


class NextShown(Shown):
    """The session that comes next."""

    number: int
    suggested: date | None
    planned_id: str | None
    late_days: int


class CourseShown(Shown):
    """A course: why, by which schedule, what has been and what is to come."""

    id: str
    patient_id: str
    indication: str
    indication_words: str
    protocol_id: str
    schedule_id: str
    schedule_title: str
    opened_at: Utc
    opened_by: str
    closed_at: Utc | None
    closed_reason: str | None
    sessions: list[PlannedShown]
    next: NextShown


class CoursesShown(Shown):
    """The courses of a patient, the latest first."""

    courses: list[CourseShown]


class ScheduleShown(Shown):
    """A schedule that a course can be opened on."""

    id: str
    title: str
    version: int
    days: list[int]
    then_every_days: int | None


class Schedules(Shown):
    """The schedules of the clinic."""

    schedules: list[ScheduleShown]


class DayLineShown(Shown):
    """Somebody who comes on a day."""

    patient_id: str
    patient_name: ShortText
    birth_date: date
    state: str
    planned_id: str | None
    session_id: str | None
    at: str | None
    chair: ChairShown | None
    number: int | None
    planned_in_series: int
    indication: str
    flags: list[str]
    unanswered: int
    overridden: list[str]
    reason: str


class DayShown(Shown):
    """Who comes on a day, in the order of time."""

    day: date
    today: date
    lines: list[DayLineShown]
