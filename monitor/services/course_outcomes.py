"""How the clinic's courses went; the step inside the clinic's figures.

Scores between sessions are read at every look: a kept summary knows of its own session alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from monitor.analytics.frames import pd
from monitor.analytics.relief import Between, CourseOutcome, course_outcomes
from monitor.clinical.course_scores import STRUCK, end_of_day
from monitor.clinical.outcomes import PHQ9
from monitor.store import course_scores as score_rows
from monitor.store import courses as course_rows
from monitor.store.work import Reading


def outcomes_between(
    look: Reading, frame: pd.DataFrame, days: tuple[date, date], zone: str
) -> tuple[CourseOutcome, ...]:
    """The scored courses of these sessions, with the scores between them of these days."""
    opened = [(row.id, row.patient_id, row.opened_at) for row in course_rows.openings(look)]
    return course_outcomes(frame, opened, _standing(look, days, ZoneInfo(zone)))


def _standing(look: Reading, days: tuple[date, date], zone: ZoneInfo) -> Iterator[Between]:
    """What counts now: of each score the version that nothing replaces, unless struck out."""
    found = score_rows.every_score(look)
    replaced = {row.replaces for row in found}
    since, until = days
    for row in found:
        counts = row.said != STRUCK and row.scale == PHQ9 and row.id not in replaced
        if counts and since <= row.taken_on <= until:
            yield row.course_id, end_of_day(row.taken_on, zone), row.total
