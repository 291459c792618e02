"""From a course to the words and marks of its sessions. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from monitor.clinical.course import (
    ARRIVED,
    CANCELLED,
    MISSED,
    PLANNED,
    STARTED,
    STILL_TO_COME,
)
from monitor.language import writing
from monitor.language.reader import tr, tr_plural
from monitor.language.said import Said, say_in
from monitor.services.course_views import CourseView, PlannedVersion, PlannedView
from monitor.web.words import INDICATIONS

DONE, NOW, NEXT, TO_COME, GONE, UNSAID, EMPTY = (
    "done", "now", "next", "planned", "gone", "unsaid", "empty",
)  # fmt: skip

STATUS: dict[str, Said] = {
    PLANNED: say_in("session", "planned"),
    ARRIVED: say_in("patient", "arrived"),
    STARTED: say_in("session", "started"),
    MISSED: say_in("session", "missed"),
    CANCELLED: say_in("session", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One session in the row: how its mark looks, and the word under its date."""

    planned: PlannedView
    shape: str
    word: str


def columns(course: CourseView) -> tuple[Column, ...]:
    """Every session in the order of days."""
    following = course.next.planned.id if course.next.planned else None
    return tuple(_column(one, following, course) for one in course.sessions)


def _column(one: PlannedView, following: str | None, course: CourseView) -> Column:
    if one.unsaid:
        return Column(one, UNSAID, tr("kept or missed?"))
    if one.status in {MISSED, CANCELLED}:
        return Column(one, GONE, tr(STATUS[one.status]))
    if one.status == STARTED:
        return _started(one)
    if one.day == course.today:
        return Column(one, NEXT if one.id == following else TO_COME, tr("today"))
    if one.id == following:
        return Column(one, NEXT, tr_next(one))
    return Column(one, TO_COME, _moved(one) or tr(STATUS[PLANNED]))


def _started(one: PlannedView) -> Column:
    if not one.is_over:
        return Column(one, NOW, tr("in chair"))
    if not one.dosed:
        return Column(one, EMPTY, tr("no dose"))
    return Column(one, DONE, _moved(one) or tr("done"))


def tr_next(one: PlannedView) -> str:
    """Say that it is the next one, and from where it was moved."""
    return _moved(one) or tr("next")


def _moved(one: PlannedView) -> str:
    if not one.moved_from:
        return ""
    return tr("moved from {day}", day=writing.day_and_month(one.moved_from[-1]))


def indication_words(course: CourseView) -> str:
    """What is treated."""
    named = tr(INDICATIONS[course.indication])
    words = course.indication_words
    return f"{named}: {words}" if words else named


def count_words(course: CourseView) -> str:
    """Write ``5 of 8 sessions``."""
    done = sum(one.dosed for one in course.sessions)
    in_series = len(course.schedule.days)
    if 0 < done <= in_series or (done == 0 and in_series):
        return tr("{done} of {all} sessions", done=done, all=in_series)
    return tr_plural("{number} session", "{number} sessions", done)


def kept_words(course: CourseView) -> str:
    """How many were missed, moved, cancelled, or are still to be spoken of."""
    missed = sum(one.status == MISSED for one in course.sessions)
    moved = sum(bool(one.moved_from) for one in course.sessions)
    unsaid = sum(one.unsaid for one in course.sessions)
    parts = [
        tr_plural("{number} missed", "{number} missed", missed) if missed else "",
        tr_plural("{number} moved", "{number} moved", moved) if moved else "",
        tr_plural("{number} not told", "{number} not told", unsaid) if unsaid else "",
    ]
    return ", ".join(part for part in parts if part) or tr("none missed, none moved")


def next_words(course: CourseView) -> tuple[str, str]:
    """The next session, and what the schedule says of it."""
    following = course.next
    if following.planned is not None:
        day = writing.weekday_and_day(following.planned.now.day)
        head = tr("Next: session {number}, {day}", number=following.number, day=day)
    else:
        head = tr("Next: session {number}, not planned", number=following.number)
    return head, _suggested(course)


def _suggested(course: CourseView) -> str:
    following = course.next
    if following.suggested is None:
        return tr("the schedule suggests no day")
    day = writing.weekday_and_day(following.suggested)
    if following.late_days:
        return tr_plural(
            "{number} day after the schedule's own; suggested {day}",
            "{number} days after the schedule's own; suggested {day}",
            following.late_days,
            day=day,
        )
    return tr("the schedule suggests {day}", day=day)


def history_words(said: PlannedVersion, zone: str) -> str:
    """Write one version, its day as on the clinic's wall: ``missed 17 Nov: no driver. P. Nair``."""
    told = tr(
        "{status} {day}. {name}, {said}",
        status=tr(STATUS[said.status]),
        day=writing.day_and_month(said.day),
        name=said.said_by,
        said=writing.day_and_month(said.said_at.astimezone(ZoneInfo(zone)).date()),
    )
    return f"{told}: {said.reason}" if said.reason else told


def may_change(one: PlannedView, course: CourseView) -> bool:
    """Whether it can still be moved, missed or cancelled."""
    return course.closed_at is None and one.status in STILL_TO_COME
