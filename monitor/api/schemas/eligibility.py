"""Bodies about eligibility: questions, answers, flags, overrides."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from monitor.api.schemas.common import Body, Identity, Pin, Shown, Text, Utc

MOST_REPLIES = 60
LONGEST_NOTE = 200
Word = Annotated[str, Field(min_length=1, max_length=300)]
QuestionId = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9_]+$")]


class ReplyBody(Body):
    """One answer; ``unchanged`` says that it was confirmed as it stood the time before."""

    answer: Literal["yes", "no", "unknown"]
    note: Text = Field(default="", max_length=LONGEST_NOTE)
    unchanged: bool = False


class PreDoseBody(Body):
    """Readings before the dose, on room air; null was not measured."""

    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    heart_rate_bpm: int | None = None
    spo2_percent: int | None = None
    respiratory_rate_per_min: int | None = None


class ScreeningBody(Body):
    """What is answered at once: any of the questions, any of the readings."""

    replies: dict[QuestionId, ReplyBody] = Field(default={}, max_length=MOST_REPLIES)
    readings: PreDoseBody = PreDoseBody()


class AnswerBody(ScreeningBody):
    """Answers and readings of now; readings are judged by ``protocol_id``, or the course's own."""

    protocol_id: Identity | None = None


class EligibilityOverrideBody(Body):
    """A physician decides against flags, each named with the word that was seen."""

    pin: Pin
    flags: dict[QuestionId, Word] = Field(min_length=1, max_length=MOST_REPLIES)
    reason: Text = Field(min_length=1)
    protocol_id: Identity | None = None


class QuestionShown(Shown):
    """One question."""

    id: str
    label: str
    text: str
    group: str
    flagged_by: list[str]
    before: list[str]
    may_be_unchanged: bool


class Questions(Shown):
    """Everything that is asked."""

    version: int
    questions: list[QuestionShown]


class DecidedShown(Shown):
    """Who decided against a flag, when and why."""

    by: str
    reason: str
    at: Utc


class StandingShown(Shown):
    """Where a question or a reading stands; ``stops`` while no physician has decided against it."""

    id: str
    label: str
    word: str
    flagged: bool
    stops: bool
    at: Utc | None
    unchanged: bool
    limit: str
    decided: DecidedShown | None


class ChangeShown(Shown):
    """An answer that differs from the one before it."""

    id: str
    label: str
    before: str
    before_at: Utc
    now: str
    now_at: Utc


class LastReplyShown(Shown):
    """The latest answer to a question, however old."""

    id: str
    answer: str
    note: str
    at: Utc


class EligibilityShown(Shown):
    """Where a patient stands before the next session, judged now."""

    patient_id: str
    protocol_id: str | None
    course_id: str | None
    may_start: bool = Field(description="Nothing stops a start on this protocol now.")
    may_open_course: bool
    questions: list[StandingShown]
    readings: list[StandingShown]
    for_course: list[StandingShown]
    changed: list[ChangeShown]
    last: list[LastReplyShown]
    above_guide: bool
    told_at: Utc | None
    told_by: str


class FlagShown(Shown):
    """A flag under which a session was started, and who decided against it."""

    id: str
    label: str
    word: str
    by: str
    reason: str
    decided_at: Utc


class ScreenedShown(Shown):
    """What a session was started on."""

    at: Utc
    flags: list[FlagShown]
