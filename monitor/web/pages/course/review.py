"""From the review of a course to the values its figures, table and letter are made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.analytics.course import (
    Between,
    Held,
    between_places,
    course_frame,
    latest_peak,
    overlay_frame,
)
from monitor.analytics.frames import pd
from monitor.charts.course import Matrix
from monitor.charts.course_rows import FEWEST_COLUMNS
from monitor.charts.overlay import Layer, Overlay
from monitor.clinical.course_scores import CourseScore
from monitor.clinical.grading import ALWAYS_ASKED, READ_FROM_VITAL_SIGNS
from monitor.clinical.outcomes import Outcome
from monitor.clinical.session_summary import MINUTE
from monitor.language.reader import tr
from monitor.services.course_review import CourseReview, totals_of
from monitor.services.course_views import CourseView
from monitor.services.summary_views import SessionTold
from monitor.web.words import signed

PRESSURE, OXYGEN, HEART = "pressure", "oxygen", "heart"
ALWAYS = (*ALWAYS_ASKED, *sorted(READ_FROM_VITAL_SIGNS))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A course with its sessions in their places, as figures, table and letter tell of it."""

    course: CourseView
    held: tuple[tuple[int, SessionTold], ...]
    frame: pd.DataFrame
    outcomes: tuple[Outcome, ...]
    at: datetime
    between: tuple[CourseScore, ...] = ()
    placed: tuple[Between, ...] = ()

    @property
    def today(self) -> tuple[int, SessionTold] | None:
        """The session that is open or was the last, with its place."""
        dosed = [one for one in self.held if one[1].told.summary.time_zero is not None]
        return dosed[-1] if dosed else (self.held[-1] if self.held else None)

    @property
    def is_open(self) -> bool:
        """Whether that session is still under way."""
        return self.today is not None and self.today[1].closed_at is None

    def number(self, place: int) -> int:
        """The number of a session in its course; those without a dose have their own."""
        planned = self.course.sessions[place]
        return planned.number if planned.number is not None else dict(self.held)[place].number


def reviewed(review: CourseReview, course: CourseView) -> Reviewed:
    """Lay a course's sessions out in their places."""
    held = review.held(course)
    rows = _rows(course, held)
    between = review.scored_between(course)
    days = [one.day for one in course.sessions]
    placed = between_places(days, [one.measure for one in between], FEWEST_COLUMNS)
    frame = course_frame(rows, len(course.sessions), placed)
    outcomes = review.outcomes(course)
    return Reviewed(course, held, frame, outcomes, review.courses.at, between, placed)


def _rows(course: CourseView, held: Iterable[tuple[int, SessionTold]]) -> list[Held]:
    return [
        Held(
            place,
            course.sessions[place].number or one.number,
            one.told.summary,
            one.mg_per_kg,
            totals_of(one),
        )
        for place, one in held
    ]


def matrix_of(told: Reviewed) -> Matrix:
    """What the figure of the course is drawn from."""
    if told.today is None:
        return Matrix(told.frame, ALWAYS, between=told.placed)
    place, session = told.today
    zero = session.told.summary.time_zero
    still = (told.at - zero) / MINUTE if told.is_open and zero is not None else None
    limits = session.caution_rise, session.minimum_minutes
    return Matrix(told.frame, ALWAYS, place, still, *limits, told.placed)


def overlay_of(told: Reviewed, field: str) -> Overlay:
    """What the sessions laid over each other are drawn from."""
    rows = _rows(told.course, told.held)
    today = told.today
    ended = today[1].told.summary.infusion_ended if today else None
    caution = today[1].caution_rise if today else (None, None)
    word = tr("today") if told.is_open else tr("latest")
    return Overlay(tuple(_layers(rows, field, caution)), today[0] if today else None, word, ended)


def _layers(
    rows: list[Held], field: str, caution: tuple[float | None, float | None]
) -> Iterable[Layer]:
    if field == OXYGEN:
        frame = overlay_frame(rows, "spo2_percent", above_baseline=False)
        yield Layer(tr("SpO₂, %"), frame, lowest=True)
    elif field == HEART:
        frame = overlay_frame(rows, "heart_rate_bpm", above_baseline=False)
        yield Layer(tr("Heart rate, per minute"), frame)
    else:
        upper = overlay_frame(rows, "systolic_mmhg", above_baseline=True)
        lower = overlay_frame(rows, "diastolic_mmhg", above_baseline=True)
        yield Layer(tr("Systolic, mmHg above baseline"), upper, caution[0], signed=True)
        yield Layer(tr("Diastolic, mmHg above baseline"), lower, caution[1], signed=True)


def peak_of(told: Reviewed) -> tuple[str, str]:
    """The rise of the latest session in words, beside the median of the earlier ones."""
    peak = latest_peak(told.frame)
    if peak is None:
        return tr("no rise is known"), tr("it needs a baseline and a reading after the dose")
    shown = f"{signed(peak.systolic)} / {signed(peak.diastolic)}"
    head = (
        tr("{rise} peak today", rise=shown)
        if told.is_open
        else tr("{rise} peak, latest", rise=shown)
    )
    if peak.median_systolic is None or peak.median_diastolic is None:
        return head, tr("no earlier session to compare")
    median = f"{signed(round(peak.median_systolic))} / {signed(round(peak.median_diastolic))}"
    return head, tr("earlier sessions: median {rise}", rise=median)


def is_caution(told: Reviewed) -> bool:
    """Whether the latest rise reached what its protocol calls caution."""
    peak, today = latest_peak(told.frame), told.today
    if peak is None or today is None:
        return False
    return peak.systolic >= today[1].caution_rise[0] or peak.diastolic >= today[1].caution_rise[1]
