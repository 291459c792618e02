"""The review of a patient's courses: what every session came to, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.course_scores import CourseScore
from monitor.clinical.eligibility import Reply, Screening
from monitor.clinical.outcomes import PHQ9, SCALES, Outcome, outcome
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.course_reading import courses_view
from monitor.services.course_scores import scores_by_course
from monitor.services.course_views import Courses, CourseView
from monitor.services.eligibility_views import label_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.patients import card_of
from monitor.services.screening import known_of
from monitor.services.summaries import Summing, sessions_of_patient
from monitor.services.summary_views import SessionTold
from monitor.store import patients as patient_rows
from monitor.store.work import About


@dataclass(frozen=True, slots=True)
class EligibilityChanged:
    """An answer that differs from the time before; ``before`` is None where it is the first."""

    at: datetime
    label: str
    before: Reply | None
    after: Reply
    flagged: bool


@dataclass(frozen=True, slots=True)
class CourseReview:
    """A patient's courses with every session summed up.

    ``sessions`` has every session of the patient by its id, those outside a course too. ``between``
    are the scores taken outside sessions, by course, those struck out too.
    """

    courses: Courses
    sessions: Mapping[str, SessionTold]
    eligibility: tuple[EligibilityChanged, ...]
    between: Mapping[str, tuple[CourseScore, ...]]

    def held(self, course: CourseView) -> tuple[tuple[int, SessionTold], ...]:
        """The sessions of a course that were begun, each with its place in the row."""
        return tuple(
            (place, self.sessions[one.session_id])
            for place, one in enumerate(course.sessions)
            if one.session_id is not None and one.session_id in self.sessions
        )

    def outcomes(self, course: CourseView) -> tuple[Outcome, ...]:
        """How a course went on each scale, with what was scored after it too.

        Scores of sessions count from the first session of the course on, those of a later course do
        not; scores between sessions count where they were recorded for this course.
        """
        within, zone = self._sessions_since(course), ZoneInfo(self.courses.zone)
        between = [
            (one.measure.scale, one.counts_at(zone), one.measure.total)
            for one in self.scored_between(course)
        ]
        found = (
            outcome(
                scale,
                [*_scores(within, scale), *(told[1:] for told in between if told[0] == scale)],
            )
            for scale in SCALES
        )
        return tuple(one for one in found if one is not None)

    def scored_between(self, course: CourseView) -> tuple[CourseScore, ...]:
        """The scores between sessions that count, in the order of their days."""
        return tuple(one for one in self.between.get(course.id, ()) if not one.struck)

    def _sessions_since(self, course: CourseView) -> list[SessionTold]:
        own = [one for _, one in self.held(course)]
        if not own:
            return []
        first, until = own[0].started_at, self._next_course(course)
        return [
            one
            for one in self.sessions.values()
            if one.started_at >= first and (until is None or one.started_at < until)
        ]

    def _next_course(self, course: CourseView) -> datetime | None:
        later = [one.opened_at for one in self.courses.courses if one.opened_at > course.opened_at]
        return min(later, default=None)


def totals_of(one: SessionTold) -> dict[str, int]:
    """The total of each scale that was scored at a session; the last one where several were."""
    asked = one.told.summary.phq9
    totals = {PHQ9: asked.total} if asked is not None and asked.total is not None else {}
    return {**totals, **{each.scale: each.total for each in one.told.ratings}}


def _scores(told: Iterable[SessionTold], scale: str) -> list[tuple[datetime, int]]:
    found: list[tuple[datetime, int]] = []
    for one in told:
        asked = one.told.summary.phq9
        if scale == PHQ9 and asked is not None and asked.total is not None:
            found.append((asked.at, asked.total))
        found += [(each.at, each.total) for each in one.told.ratings if each.scale == scale]
    return found


def review_courses(house: House, actor: Actor, patient_id: str) -> CourseReview:
    """Every course of a patient with what each session came to.

    Closed sessions are summed up once and kept; an open one is summed up as it stands now.
    """
    permit(actor, Permission.REVIEW_COURSE)
    now = house.clock()
    summing = Summing(house, actor.clinic_id)
    with house.reading(actor.clinic_id) as look:
        row = patient_rows.patient(look, patient_id)
        if row is None:
            raise NotFound(say("There is no such patient in this clinic"), field="patient_id")
        courses = courses_view(look, card_of(row), now)
        told = sessions_of_patient(house, look, patient_id, now, summing)
        screenings = known_of(look, [patient_id])[patient_id].screenings
        between = scores_by_course(look, patient_id)
    summing.keep()
    note_look(house, actor, AuditAction.COURSE_REVIEWED, About(subject_id=patient_id))
    changed = tuple(_changes(house, screenings))
    return CourseReview(courses, {one.id: one for one in told}, changed, between)


def _changes(house: House, screenings: Iterable[Screening]) -> Iterable[EligibilityChanged]:
    """Every answer that became another one, and every first answer that flags."""
    known: dict[str, Reply] = {}
    asked = {one.id: one for one in house.questionnaire.questions}
    for one in sorted(screenings, key=lambda each: each.at):
        for key, reply in one.replies.items():
            before = known.get(key)
            known[key] = reply
            flagged = key in asked and reply.answer in asked[key].flagged_by
            if key in asked and (flagged if before is None else before.word != reply.word):
                label = label_of(house.questionnaire, key)
                yield EligibilityChanged(one.at, label, before, reply, flagged)
