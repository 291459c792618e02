"""Courses out of their scores: response, relapse, lasting relief, at sessions and between them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.analytics.proportions import Share
from monitor.analytics.relief import Between, CourseOutcome, course_outcomes, relief
from monitor.clinical.session_summary import Questionnaire
from tests.analytics.test_clinic import START, Told, framed, session

OPENED = [("one", "p", START - timedelta(days=2))]


def scored(place: int, total: int | None, patient: str = "p", **told: Any) -> Told:
    asked = None if total is None else Questionnaire(total, 0, START)
    return session(place, patient, phq9=asked, dose_mg=35.0, **told)


def between(day: int, total: int, course: str = "one") -> Between:
    return course, START + timedelta(days=day), total


def went(*later: Between) -> CourseOutcome:
    """A course with 20, then 16 at its two sessions, and what was scored later."""
    (found,) = course_outcomes(framed([scored(0, 20), scored(7, 16)]), OPENED, later)
    return found


def counts(one: Share | None) -> tuple[int, int] | None:
    return None if one is None else (one.count, one.of)


def test_a_score_after_the_sessions_changes_the_answer() -> None:
    assert counts(relief([went()]).response) == (0, 1)
    after = relief([went(between(30, 10))])
    assert (counts(after.response), counts(after.remission)) == ((1, 1), (0, 1))
    assert counts(relief([went(between(30, 4))]).remission) == (1, 1)


def test_a_score_between_the_sessions_is_not_the_latest_one() -> None:
    told = relief([went(between(3, 4))])

    assert (counts(told.response), counts(told.relapse)) == ((0, 1), (1, 1))


@pytest.mark.parametrize(("day", "of"), [(96, None), (98, (1, 1))])
def test_relief_is_asked_of_courses_scored_three_months_after_the_last_dose(
    day: int, of: tuple[int, int] | None
) -> None:
    assert counts(relief([went(between(30, 6), between(day, 7))]).lasting) == of


def test_who_relapsed_by_then_has_no_lasting_relief() -> None:
    told = relief([went(between(30, 6), between(100, 11))])

    assert (counts(told.relapse), counts(told.lasting)) == ((1, 1), (0, 1))


def test_a_session_belongs_to_the_course_that_was_opened_last_before_it() -> None:
    opened = [*OPENED, ("two", "p", START + timedelta(days=50)), ("other", "q", START)]
    frame = framed([scored(0, 20), scored(60, 18), scored(70, 8), scored(71, 3, "nobody")])

    found = course_outcomes(frame, opened, [between(80, 20), between(80, 1, "other")])

    assert [(one.course, one.outcome.first, one.outcome.latest, one.scored) for one in found] == [
        ("one", 20, 20, 2),
        ("two", 18, 8, 2),
    ]


def test_a_course_that_was_scored_once_or_never_is_in_no_share() -> None:
    once = course_outcomes(framed([scored(0, 20)]), OPENED, [])
    never = course_outcomes(framed([scored(0, None)]), OPENED, [])

    assert (len(once), never) == (1, ())
    assert relief(once) == relief(()) == relief(never)
    assert relief(once).response is None
    assert course_outcomes(framed([]), OPENED, [between(3, 4)]) == ()
