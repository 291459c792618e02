"""Courses by a schedule, told from today: the sessions held, missed, moved and still to come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.clinical.course import DAY, STILL_TO_COME, Schedule, series
from monitor.clinical.outcomes import PHQ9
from monitor.clinical.scales.showing import SELF_HARM
from monitor.demo.clinic import booking
from monitor.demo.scene import Booking, CourseTold, Guest
from monitor.demo.screening import open_course
from monitor.demo.stage import Stage
from monitor.demo.stories import Story
from monitor.services import courses
from monitor.services.course_scores import NewScore, record_score
from monitor.services.course_views import When

OPENED_AT, PUT_OFF_AT = time(16, 30), time(15)
PLANNED_AT, MISSED_AT, CLOSED_AT = time(17), time(18), time(18, 30)
SCORED_AT = time(12, 15)
LONGEST_PAST_STAY = timedelta(hours=5)
BETWEEN_PATIENTS = LONGEST_PAST_STAY + timedelta(minutes=15)
WAITS = timedelta(minutes=30)

Do = Callable[[Stage], object]


@dataclass(frozen=True, slots=True)
class CourseSession:
    """One session of a course: its place, the day it was planned for, and what became of it."""

    place: int
    planned_on: date
    day: date
    missed: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A guest's course with its sessions till today, and the next one."""

    guest: Guest
    told: CourseTold
    schedule: Schedule
    sessions: tuple[CourseSession, ...]
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The day on the clinic's wall."""
        return self.now.astimezone(self.zone).date()

    def instant(self, day: date, at: time) -> datetime:
        """A day and time on the clinic's wall."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def laid_out(
    guest: Guest, schedules: Mapping[str, Schedule], now: datetime, zone: ZoneInfo
) -> Course | None:
    """The guest's course as it stands today; None for one who has no schedule."""
    told, today = guest.course, now.astimezone(zone).date()
    if told is None:
        return None
    schedule = schedules[told.schedule_id]
    first = schedule.next_open(today - DAY * told.first_days_ago)
    days = list(series(schedule, first)) or [first]
    while schedule.then_every and not told.closed and days[-1] <= today:
        days.append(schedule.next_open(days[-1] + schedule.then_every))
    sessions = [_session(told, schedule, days, place) for place in range(1, len(days) + 1)]
    if told.closed:
        sessions = sessions[: told.closed[0]]
    return Course(guest, told, schedule, tuple(sessions), now, zone)


def _session(
    told: CourseTold, schedule: Schedule, days: Sequence[date], place: int
) -> CourseSession:
    day = days[place - 1]
    if place in told.missed:
        return CourseSession(place, day, day, missed=told.missed[place])
    if place in told.moved:
        by, why = told.moved[place]
        later = schedule.next_open(day + DAY * by)
        # Before a weekend it would come to lie on the next one: then it is held as planned.
        if all(later + schedule.least_gap <= other for other in days[place:]):
            return CourseSession(place, day, later, moved=why)
    return CourseSession(place, day, day)


@dataclass
class Chairs:
    """Which chair is free when; nobody is put where somebody may still be."""

    labels: Sequence[str]
    taken: list[tuple[str, datetime]]

    def are_free(self, at: datetime, now: datetime) -> bool:
        """Whether a session of this instant is over by now, and there was a chair for it."""
        return at + LONGEST_PAST_STAY <= now and len(self._busy(at)) < len(self.labels)

    def _busy(self, at: datetime) -> set[str]:
        return {chair for chair, start in self.taken if abs(at - start) < BETWEEN_PATIENTS}

    def find(self, at: datetime, identifier: str) -> tuple[str, datetime]:
        """A chair, and when it is free from this instant on; whose turn hangs on the patient."""
        busy = self._busy(at)
        if len(busy) == len(self.labels):
            return self.find(at + WAITS, identifier)
        first = sum(identifier.encode()) % len(self.labels)
        turn = (*self.labels[first:], *self.labels[:first])
        chair = next(label for label in turn if label not in busy)
        self.taken.append((chair, at))
        return chair, at


def held(course: Course, seed: int, chairs: Chairs) -> list[Booking]:
    """Every session of the course that has taken place by now, in order."""
    kept = [one for one in course.sessions if one.day <= course.today and not one.missed]
    bookings = []
    for number, session in enumerate(kept, start=1):
        story = course.told.stories.get(session.place, Story())
        planned_at = course.instant(session.day, course.told.at)
        if session.day == course.today and not chairs.are_free(planned_at, course.now):
            break  # comes later in the day
        chair, at = chairs.find(planned_at, course.guest.identifier)
        bookings.append(booking(seed, course.guest, chair, at, number=number, story=story))
    return bookings


def told_of(course: Course, patient_id: str) -> list[tuple[datetime, Do]]:
    """What is said of the course, in the order of time: opened, moved, missed, closed."""
    return sorted(_said(course, patient_id), key=lambda one: one[0])


def _said(course: Course, patient_id: str) -> Iterator[tuple[datetime, Do]]:
    guest, sessions = course.guest, course.sessions
    first = sessions[0].planned_on
    opened = course.instant(min(first, course.today) - DAY, OPENED_AT)
    yield opened, lambda stage: open_course(stage.house, stage.nurse, guest, patient_id, first)
    laid_out_at_once = len(course.schedule.days)
    for session in sessions:
        if session.place > laid_out_at_once:
            before = course.instant(sessions[session.place - 2].day, PLANNED_AT)
            yield before, _plan(course, patient_id, session)
        if session.moved:
            yield (
                course.instant(session.planned_on - DAY, PUT_OFF_AT),
                _move(course, patient_id, session),
            )
        if session.missed and session.day < course.today:
            yield course.instant(session.day, MISSED_AT), _miss(patient_id, session)
    for days, total in course.told.scores.items():
        at = course.instant(first + DAY * days, SCORED_AT)
        if at <= course.now:
            yield at, _score(patient_id, total)
    if course.told.closed:
        why = course.told.closed[1]
        yield course.instant(sessions[-1].day, CLOSED_AT), _close(patient_id, why)


def _plan(course: Course, patient_id: str, session: CourseSession) -> Do:
    when = When(session.planned_on, course.told.at)
    return lambda stage: courses.plan_session(
        stage.house, stage.nurse, _open(stage, patient_id), when
    )


def _move(course: Course, patient_id: str, session: CourseSession) -> Do:
    when = When(session.day, course.told.at)
    return lambda stage: courses.move_session(
        stage.house, stage.nurse, _planned(stage, patient_id, session), when, session.moved
    )


def _miss(patient_id: str, session: CourseSession) -> Do:
    return lambda stage: courses.miss_session(
        stage.house, stage.nurse, _planned(stage, patient_id, session), session.missed
    )


def _close(patient_id: str, why: str) -> Do:
    return lambda stage: courses.close_course(
        stage.house, stage.nurse, _open(stage, patient_id), why
    )


def _score(patient_id: str, total: int) -> Do:
    """A PHQ-9 filled in at home and read out on the telephone."""

    def do(stage: Stage) -> object:
        course = courses.read_courses(stage.house, stage.nurse, patient_id).courses[0]
        day = stage.house.clock().astimezone(stage.zone).date()
        new = NewScore(PHQ9, day, total, {SELF_HARM: 0})
        return record_score(stage.house, stage.nurse, patient_id, course.id, new)

    return do


def _open(stage: Stage, patient_id: str) -> str:
    found = courses.read_courses(stage.house, stage.nurse, patient_id).open
    assert found is not None
    return found.id


def _planned(stage: Stage, patient_id: str, session: CourseSession) -> str:
    """The session that stands on the day that was planned."""
    found = courses.read_courses(stage.house, stage.nurse, patient_id).open
    assert found is not None
    return next(
        one.id
        for one in found.sessions
        if one.day == session.planned_on and one.status in STILL_TO_COME
    )
