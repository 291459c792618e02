"""From where a patient stands to the words of the screen. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.clinical.eligibility import COURSE, SESSION, TOO_OLD, Change, Question, Standing
from monitor.language import writing
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.eligibility_views import Eligibility
from monitor.services.screening import WORDS, said
from monitor.web.components.flags import replied
from monitor.web.words import clock_time

GROUPS = {"mind": say("Mind"), "body": say("Body"), "today": say("Today")}
FIELDS = (
    ("systolic_mmhg", say("Systolic, mmHg")),
    ("diastolic_mmhg", say("Diastolic, mmHg")),
    ("heart_rate_bpm", say("Heart rate, /min")),
    ("spo2_percent", say("SpO₂ on air, %")),
    ("respiratory_rate_per_min", say("Breathing, /min")),
)
ANSWERS = (("yes", say("Yes")), ("no", say("No")), ("unknown", say("Unknown")))


def asked_now(found: Eligibility) -> tuple[tuple[Question, Standing], ...]:
    """The questions to answer now: of each session, and of the course where they count no more."""
    by_id = {one.id: one for one in found.questions}
    return tuple(
        (question, by_id[question.id])
        for question in found.questionnaire.questions
        if SESSION in question.before or not _is_carried(found, by_id[question.id])
    )


def carried(found: Eligibility) -> tuple[tuple[Question, Standing], ...]:
    """The answers of the course that count for this session without being asked again."""
    by_id = {one.id: one for one in found.questions}
    return tuple(
        (question, by_id[question.id])
        for question in found.questionnaire.questions
        if question.before == (COURSE,) and _is_carried(found, by_id[question.id])
    )


def _is_carried(found: Eligibility, standing: Standing) -> bool:
    fresh = standing.at is not None and standing.word != TOO_OLD
    return found.course_id is not None and fresh


def is_answered(standing: Standing) -> bool:
    """Whether the answer counts now."""
    return standing.reply is not None and standing.word != TOO_OLD


def last_words(found: Eligibility, question: Question) -> str:
    """What was answered the last time: ``no, 12 Nov``."""
    if question.id not in found.last:
        return tr("never asked before")
    reply, at = found.last[question.id]
    answer = tr(WORDS[reply.answer])
    return ", ".join(part for part in (answer, reply.note, day_of(found, at)) if part)


def day_of(found: Eligibility, at: datetime) -> str:
    """The day on the clinic's wall, or the hour of today."""
    local = at.astimezone(ZoneInfo(found.zone))
    if local.date() == found.at.astimezone(ZoneInfo(found.zone)).date():
        return clock_time(at, found.zone)
    return writing.day_and_month(local.date())


def confirmable(found: Eligibility) -> dict[str, tuple[str, str]]:
    """What one tap on *unchanged* would answer: of each question the last answer and its note."""
    open_now = {question.id for question, standing in asked_now(found) if not is_answered(standing)}
    return {
        key: (reply.answer, reply.note)
        for key, (reply, _at) in found.last.items()
        if key in open_now and found.questionnaire.question(key).may_be_unchanged
    }


def unchanged_since(found: Eligibility) -> str:
    """The day of the oldest answer that would be confirmed."""
    instants = [found.last[key][1] for key in confirmable(found)]
    return day_of(found, min(instants)) if instants else ""


def standing_words(found: Eligibility, standing: Standing) -> str:
    """What stands of a question or reading, in the reader's language."""
    return tr(said(standing))


def change_words(found: Eligibility, change: Change) -> str:
    """Write ``no, 12 Nov; now yes: test of today``."""
    return tr(
        "{before}, {day}; now {now}",
        before=replied(change.before),
        day=day_of(found, change.before_at),
        now=replied(change.now),
    )
