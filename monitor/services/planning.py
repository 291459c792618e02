"""Planned sessions, read and written: the step inside every use case that plans or starts one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.clinical.course import (
    CANCELLED,
    MISSED,
    STARTED,
    STILL_TO_COME,
    Planned,
    Schedule,
    Version,
    held,
)
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say, say_in
from monitor.store import clinics
from monitor.store import courses as rows
from monitor.store.data_files import pinned_schedule
from monitor.store.work import Reading, Writing

Versions = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """A course's row with everything that became of its planned sessions."""

    row: Row[Any]
    versions: Mapping[str, Versions]
    heads: Mapping[str, Row[Any]]
    planned: tuple[Planned, ...]

    @property
    def schedule(self) -> Schedule:
        """The schedule as it was when the course was opened."""
        return pinned_schedule(self.row.schedule_text)

    @property
    def next_number(self) -> int:
        """The number of the session that would start now."""
        return len(held(self.planned)) + 1


def records_of(work: Reading, courses: Sequence[Row[Any]]) -> dict[str, CourseRecord]:
    """These courses with their planned sessions, in a handful of reads."""
    if not courses:
        return {}
    found = rows.planned_of(work, [row.id for row in courses])
    started = sorted({row.session_id for row in found if row.session_id})
    heads = {row.id: row for row in rows.session_heads(work, started)}
    dosed = rows.dosed_among(work, started)
    return {row.id: _record(row, found, heads, dosed) for row in courses}


def _record(
    course: Row[Any], found: Versions, heads: Mapping[str, Row[Any]], dosed: frozenset[str]
) -> CourseRecord:
    own = [row for row in found if row.course_id == course.id]
    versions = {key: tuple(each) for key, each in groupby(own, key=lambda row: str(row.id))}
    planned = tuple(_planned(key, said, heads, dosed) for key, said in versions.items())
    return CourseRecord(course, versions, heads, planned)


def _planned(
    planned_id: str, said: Versions, heads: Mapping[str, Row[Any]], dosed: frozenset[str]
) -> Planned:
    session_id = said[-1].session_id
    head = heads.get(session_id) if session_id else None
    return Planned(
        planned_id,
        tuple(Version(row.status, row.day, _time(row.at), row.reason) for row in said),
        dosed=session_id in dosed,
        over=head is not None and head.closed_at is not None,
    )


def _time(said: str | None) -> time | None:
    return None if said is None else time.fromisoformat(said)


def today_in(work: Reading, now: datetime) -> date:
    """The day on the clinic's wall."""
    return now.astimezone(ZoneInfo(clinics.the_clinic(work).zone)).date()


def course_there(work: Reading, course_id: str) -> Row[Any]:
    """The course of this clinic, or NotFound."""
    row = rows.course(work, course_id)
    if row is None:
        raise NotFound(say("There is no such course in this clinic"), field="course_id")
    return row


def planned_there(work: Reading, planned_id: str) -> Versions:
    """The versions of a planned session of this clinic, or NotFound."""
    said = rows.versions_of(work, planned_id)
    if not said:
        message = say("There is no such planned session in this clinic")
        raise NotFound(message, field="planned_id")
    return said


def write_version(
    work: Writing, actor: Actor, now: datetime, before: Row[Any] | None, **values: Any
) -> str:
    """Add a version that says where a planned session stands now; answers its id."""
    kept = ("id", "course_id", "patient_id", "status", "day", "at", "chair_id", "session_id")
    carried = {name: getattr(before, name) for name in kept} if before is not None else {}
    fresh = {"id": str(uuid4()), "at": None, "chair_id": None, "session_id": None}
    version = before.version + 1 if before is not None else 1
    row = {**fresh, **carried, "reason": "", **values, "version": version}
    rows.add_version(work, {**row, "said_at": now, "person_id": actor.person_id})
    return str(row["id"])


@dataclass(frozen=True, slots=True)
class Link:
    """The planned session that a session to start is; ``before`` None plans it on the spot."""

    course: CourseRecord
    before: Row[Any] | None

    def write(self, work: Writing, actor: Actor, now: datetime, session: Mapping[str, Any]) -> str:
        """Say that it has started, today, in this chair."""
        day = today_in(work, now)
        said = {"chair_id": session["chair_id"], "session_id": session["id"], "day": day}
        if self.before is None:
            own = {"course_id": self.course.row.id, "patient_id": session["patient_id"]}
            return write_version(work, actor, now, None, status=STARTED, **own, **said)
        return write_version(work, actor, now, self.before, status=STARTED, **said)


def link_of(work: Reading, patient_id: str, planned_id: str | None, now: datetime) -> Link | None:
    """Which planned session a start is: the one named, else today's; None without a course."""
    courses = rows.open_courses(work, [patient_id])
    if planned_id is not None:
        before = planned_there(work, planned_id)[-1]
        if before.patient_id != patient_id:
            message = say("The patient has no such planned session")
            raise NotFound(message, field="planned_id")
        _check_to_come(before)
        courses = [row for row in courses if row.id == before.course_id]
        if not courses:
            message = say("Its course is closed; no session was started")
            raise Conflict(message, field="planned_id")
        return Link(records_of(work, courses)[before.course_id], before)
    if not courses:
        return None
    record = records_of(work, courses)[courses[0].id]
    return Link(record, _of_today(record.versions.values(), today_in(work, now)))


def _of_today(versions: Iterable[Versions], today: date) -> Row[Any] | None:
    latest = [said[-1] for said in versions]
    found = [row for row in latest if row.day == today and row.status in STILL_TO_COME]
    return min(found, key=lambda row: (row.at or "", row.id), default=None)


_SAID = {
    STARTED: say_in("planned session", "started"),
    MISSED: say_in("planned session", "missed"),
    CANCELLED: say_in("planned session", "cancelled"),
}


def _check_to_come(row: Row[Any]) -> None:
    if row.status not in STILL_TO_COME:
        raise Conflict(
            say("The planned session is {status}; nothing was changed", status=_SAID[row.status]),
            field="planned_id",
            allowed=say("one that is still to come"),
        )


def require_to_come(said: Versions) -> Row[Any]:
    """The latest version of a planned session that is still to come, or Conflict."""
    _check_to_come(said[-1])
    return said[-1]


def check_number(record: CourseRecord, asked: int | None) -> int:
    """The number of the next session of a course; another one is refused."""
    number = record.next_number
    if asked is not None and asked != number:
        raise BadInput(
            say(
                "The next session of this course is number {number}; no session was started",
                number=number,
            ),
            field="session_number",
            allowed=say("{number}, or none", number=number),
        )
    return number
