"""Eligibility: what was answered before a course and a session, and what stops the start.

A flag stops the start until a physician overrides it with a reason. Whatever is unknown,
was never asked or counts no longer raises one (design law: unknown is never normal). Sources of the
questions stand in data/vocabulary/eligibility.toml, those of the readings in the protocol's
[pre_dose]: label guide above 140/90 mmHg, hold from 160/100 mmHg, heart rate above 110 or below 50,
SpO2 below 94 % on air, respiratory rate below 10 or above 24.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from monitor.clinical.protocol import Quantity

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = (YES, NO, UNKNOWN)
COURSE, SESSION = "course", "session"
OCCASIONS = (COURSE, SESSION)
NOT_ASKED, TOO_OLD, NOT_MEASURED, NO_LIMITS = "not_asked", "too_old", "not_measured", "no_limits"
UNANSWERED = frozenset({NOT_ASKED, TOO_OLD, NOT_MEASURED, NO_LIMITS})
"""Words of a flag that somebody can still answer; any other waits for a physician."""
JUST_AFTER = timedelta(microseconds=1)

BLOOD_PRESSURE, HEART_RATE, SPO2, BREATHS = (
    "blood_pressure", "heart_rate", "spo2", "respiratory_rate",
)  # fmt: skip
READINGS = (BLOOD_PRESSURE, HEART_RATE, SPO2, BREATHS)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: which answers flag, before what it is asked, whether it may be confirmed."""

    id: str
    label: str
    text: str
    group: str
    flagged_by: frozenset[str]
    before: tuple[str, ...]
    may_be_unchanged: bool
    source: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of the questions, and how long an answer counts.

    Answers before a session count for ``session_answers``; a course opens on answers not older than
    ``before_course``; after ``without_session`` without a session everything is asked again.
    """

    id: str
    version: int
    questions: tuple[Question, ...]
    session_answers: timedelta
    before_course: timedelta
    without_session: timedelta
    quantities: tuple[Quantity, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def question(self, question_id: str) -> Question:
        """The question of this id; raises KeyError where there is none."""
        return {one.id: one for one in self.questions}[question_id]

    def asked_before(self, occasion: str) -> tuple[Question, ...]:
        """The questions asked before every course, or before every session."""
        return tuple(one for one in self.questions if occasion in one.before)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; ``unchanged`` says that it was confirmed as it stood, by a tap of its own."""

    answer: str
    note: str = ""
    unchanged: bool = False

    @property
    def word(self) -> str:
        """What was said, whole: an override speaks of exactly this."""
        return f"{self.answer}: {self.note}" if self.note else self.answer


@dataclass(frozen=True, slots=True)
class PreDose:
    """Readings taken before a dose, on room air; None was not measured."""

    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    heart_rate_bpm: int | None = None
    spo2_percent: int | None = None
    respiratory_rate_per_min: int | None = None

    @property
    def measured(self) -> dict[str, int]:
        """What was measured, by the name of its field."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: value for name, value in values if value is not None}

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was measured."""
        return not self.measured

    def value(self, reading: str) -> str | None:
        """One reading in words, or None where it was not measured."""
        if reading == BLOOD_PRESSURE:
            whole = None not in (self.systolic_mmhg, self.diastolic_mmhg)
            return f"{self.systolic_mmhg}/{self.diastolic_mmhg}" if whole else None
        said = {
            HEART_RATE: self.heart_rate_bpm,
            SPO2: self.spo2_percent,
            BREATHS: self.respiratory_rate_per_min,
        }[reading]
        return None if said is None else str(said)


@dataclass(frozen=True, slots=True)
class Screening:
    """What was answered at one instant: any questions, any readings."""

    id: str
    at: datetime
    replies: Mapping[str, Reply]
    readings: PreDose = field(default_factory=PreDose)


@dataclass(frozen=True, slots=True)
class Decided:
    """A physician's override: the flags decided against, each with the word that it had."""

    at: datetime
    flags: Mapping[str, str]
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """From when on an answer counts: asked for this session, or carried from the course."""

    session: datetime
    course: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one question or reading now.

    ``word`` is the answer or value, or why there is none; ``limit`` the bound that a reading broke.
    """

    id: str
    word: str
    flagged: bool
    at: datetime | None = None
    reply: Reply | None = None
    limit: str = ""
    decided: Decided | None = None

    @property
    def is_unanswered(self) -> bool:
        """Whether an answer or a reading of now would settle it, without a physician."""
        return self.word in UNANSWERED

    @property
    def stops(self) -> bool:
        """Whether it stops the start: flagged, and no physician has decided against it."""
        return self.flagged and self.decided is None


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that differs from the one before."""

    id: str
    before: str
    before_at: datetime
    now: str
    now_at: datetime


def counted_since(
    questions: Questionnaire,
    course_opened_at: datetime | None,
    last_session_at: datetime | None,
    now: datetime,
) -> Since:
    """From when on an answer counts for a session now: never from before the last session.

    What was said at the very instant of the last start was said for that session.
    """
    session = now - questions.session_answers
    if last_session_at is not None:
        session = max(session, last_session_at + JUST_AFTER)
    carried = carried_since(questions, course_opened_at, last_session_at, session, now)
    return Since(session, carried)


def counted_since_before_course(questions: Questionnaire, now: datetime) -> Since:
    """From when on an answer counts for a course that opens now."""
    start = now - questions.before_course
    return Since(start, start)


def carried_since(
    questions: Questionnaire,
    course_opened_at: datetime | None,
    last_session_at: datetime | None,
    since_session: datetime,
    now: datetime,
) -> datetime:
    """From when on an answer asked only before a course counts for a session now.

    Without a course nothing is carried. A course carries what it opened on, until it has rested for
    too long: then everything is asked again.
    """
    if course_opened_at is None:
        return since_session
    last = max(course_opened_at, last_session_at or course_opened_at)
    if now - last > questions.without_session:
        return min(since_session, now - questions.session_answers)
    return course_opened_at - questions.before_course


def judge(
    questions: Questionnaire,
    asked: Iterable[Question],
    screenings: Sequence[Screening],
    overrides: Sequence[Decided],
    since: Since,
) -> tuple[Standing, ...]:
    """Where each question stands; of several answers the latest counts."""
    known = sorted(screenings, key=lambda one: one.at)
    return tuple(_asked(question, known, overrides, since) for question in asked)


def _asked(
    question: Question,
    screenings: Sequence[Screening],
    overrides: Sequence[Decided],
    since: Since,
) -> Standing:
    start = since.session if SESSION in question.before else since.course
    latest = next((one for one in reversed(screenings) if question.id in one.replies), None)
    if latest is None:
        return held_against(
            Standing(question.id, NOT_ASKED, flagged=True), overrides, since.session
        )
    reply = latest.replies[question.id]
    if latest.at < start:
        old = Standing(question.id, TOO_OLD, flagged=True, at=latest.at, reply=reply)
        return held_against(old, overrides, since.session)
    flagged = reply.answer in question.flagged_by
    now = Standing(question.id, reply.word, flagged=flagged, at=latest.at, reply=reply)
    return held_against(now, overrides, max(start, latest.at))


def held_against(standing: Standing, overrides: Sequence[Decided], since: datetime) -> Standing:
    """The same, with the latest override that was made of exactly this since then."""
    if not standing.flagged:
        return standing
    made = [
        one for one in overrides if one.at >= since and one.flags.get(standing.id) == standing.word
    ]
    if not made:
        return standing
    latest = max(made, key=lambda one: one.at)
    return Standing(
        standing.id, standing.word, True, standing.at, standing.reply, standing.limit, latest
    )


def changes(screenings: Sequence[Screening], since: datetime) -> tuple[Change, ...]:
    """Every answer given since an instant that differs from the one before it, in order."""
    last: dict[str, tuple[Reply, datetime]] = {}
    changed = []
    for screening in sorted(screenings, key=lambda one: one.at):
        for question, reply in screening.replies.items():
            known = last.get(question)
            if known is not None and known[0].word != reply.word and screening.at >= since:
                changed.append(Change(question, known[0].word, known[1], reply.word, screening.at))
            last[question] = (reply, screening.at)
    return tuple(changed)
