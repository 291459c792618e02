"""Scores between sessions: their limits, their corrections, and what a course tells by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from monitor.clinical.outcomes import Outcome
from monitor.errors import BadInput, Conflict, NotFound, NotPermitted
from monitor.services import course_review, course_scores, courses, erasure, patient_record
from monitor.services.course_scores import Named, NewScore
from monitor.store.findings import Fault
from monitor.store.tables import audit_entries
from monitor.store.tables import course_scores as table
from monitor.store.verifying import verify
from tests.people import Cast
from tests.services.acts import TODAY, open_course, score
from tests.services.test_course_review import held_once

ALL_NINE = {f"item_{number}": 1 for number in range(1, 10)}


def keep(cast: Cast, course_id: str, new: NewScore, days: int = 0) -> Named:
    """Record a score so many days after the course was opened, on that very day."""
    cast.clock.move(days=days)
    patient_id = cast.patient.id
    kept = course_scores.record_score(cast.house, cast.nurse, patient_id, course_id, new)
    return Named(patient_id, course_id, kept.id)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def outcome_on(cast: Cast, scale: str = "phq9") -> Outcome:
    review = course_review.review_courses(cast.house, cast.physician, cast.patient.id)
    (course,) = review.courses.courses
    (found,) = [one for one in review.outcomes(course) if one.scale == scale]
    return found


def kept(cast: Cast) -> list[Any]:
    with cast.house.engine.connect() as connection:
        return list(connection.execute(select(table)).all())


def faults(cast: Cast) -> list[Fault]:
    return [fault for verdict in verify(cast.house.engine) for fault in verdict.faults]


@pytest.mark.parametrize(("scale", "highest"), [("phq9", 27), ("madrs", 60), ("qids", 27)])
def test_a_total_is_taken_up_to_the_edges_of_its_scale_and_not_beyond(
    cast: Cast, scale: str, highest: int
) -> None:
    course = open_course(cast, first_on=TODAY)
    for total in (0, highest):
        keep(cast, course.id, NewScore(scale, TODAY, total))
    for total in (-1, highest + 1):
        with pytest.raises(BadInput, match="nothing was saved") as refused:
            keep(cast, course.id, NewScore(scale, TODAY, total))
        assert (refused.value.field, refused.value.allowed) == ("total", f"0 to {highest}")

    assert sorted(row.total for row in kept(cast)) == [0, highest]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewScore("hamd", TODAY, 4), "scale"),
        (NewScore("phq9", TODAY), "total"),
        (NewScore("phq9", TODAY, 9, {**ALL_NINE, "item_4": 4}), "items.item_4"),
        (NewScore("phq9", TODAY, 9, {**ALL_NINE, "item_4": -1}), "items.item_4"),
        (NewScore("phq9", TODAY, 10, ALL_NINE), "total"),
        (NewScore("phq9", TODAY, 9, {"item_1": 1}), "items"),
        (NewScore("phq9", TODAY, 9, {**ALL_NINE, "item_10": 1}), "items"),
        (NewScore("madrs", TODAY, 9, {"item_9": 1}), "items"),
        (NewScore("phq9", TODAY, 2, {"item_9": 3}), "total"),
        (NewScore("phq9", TODAY, 25, {"item_9": 0}), "total"),
        (NewScore("phq9", after(1), 9), "taken_on"),
        (NewScore("phq9", after(-1), 9), "taken_on"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name_and_nothing_is_kept(
    cast: Cast, new: NewScore, field: str
) -> None:
    course = open_course(cast, first_on=TODAY)
    with pytest.raises(BadInput, match="nothing was saved") as refused:
        keep(cast, course.id, new)

    assert refused.value.field == field
    assert refused.value.allowed
    assert kept(cast) == []


@pytest.mark.parametrize(
    ("new", "total", "ninth"),
    [
        (NewScore("phq9", TODAY, None, ALL_NINE), 9, 1),
        (NewScore("phq9", TODAY, 9, ALL_NINE), 9, 1),
        (NewScore("phq9", TODAY, 3, {"item_9": 3}), 3, 3),
        (NewScore("phq9", TODAY, 24, {"item_9": 0}), 24, 0),
        (NewScore("phq9", TODAY, 24), 24, None),
    ],
)
def test_items_give_the_total_and_the_ninth_is_told(
    cast_anywhere: Cast, new: NewScore, total: int, ninth: int | None
) -> None:
    course = open_course(cast_anywhere, first_on=TODAY)
    keep(cast_anywhere, course.id, new)

    (told,) = course_scores.read_scores(
        cast_anywhere.house, cast_anywhere.reader, cast_anywhere.patient.id, course.id
    )

    assert (told.measure.total, told.measure.item_9) == (total, ninth)
    assert told.waits_for_answer == bool(ninth)


def test_a_course_takes_scores_until_the_next_one_is_opened(cast: Cast) -> None:
    first = open_course(cast, first_on=TODAY)
    cast.clock.move(days=40)
    courses.close_course(cast.house, cast.nurse, first.id, "well again")
    second = open_course(cast)
    cast.clock.move(days=5)

    keep(cast, first.id, NewScore("phq9", after(40), 9))
    with pytest.raises(BadInput) as refused:
        keep(cast, first.id, NewScore("phq9", after(41), 9))
    assert refused.value.allowed == f"{TODAY.isoformat()} to {after(40).isoformat()}"
    keep(cast, second.id, NewScore("phq9", after(41), 9))


def test_a_correction_is_a_version_that_tells_who_when_why_before_and_after(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    named = score(cast, NewScore("phq9", TODAY, 14, {"item_9": 0}))
    cast.clock.move(minutes=3)
    right = NewScore("phq9", TODAY, 4, {"item_9": 0})
    told = course_scores.correct_score(cast.house, cast.physician, named, right, "read wrongly")

    assert [(one.said, one.measure.total, one.reason) for one in told.versions] == [
        ("recorded", 14, None),
        ("corrected", 4, "read wrongly"),
    ]
    assert told.versions[1].recorded_by == cast.physician.name
    assert told.versions[1].recorded_at == cast.clock.now
    with pytest.raises(Conflict, match="changed since"):
        course_scores.correct_score(cast.house, cast.nurse, named, right, "late")
    again = replace(named, score_id=told.id)
    with pytest.raises(Conflict, match="already"):
        course_scores.correct_score(cast.house, cast.nurse, again, right, "the same")
    assert len(kept(cast)) == 2


def test_what_was_struck_out_stays_readable_and_counts_for_nothing(cast: Cast) -> None:
    named = score(cast)
    told = course_scores.strike_score(cast.house, cast.nurse, named, "another patient's")
    assert told.struck
    review = course_review.review_courses(cast.house, cast.nurse, cast.patient.id)
    (course,) = review.courses.courses
    assert (review.outcomes(course), len(review.between[course.id])) == ((), 1)
    with pytest.raises(Conflict, match="struck out"):
        course_scores.strike_score(cast.house, cast.nurse, replace(named, score_id=told.id), "x")


def test_a_physician_answers_for_item_9_and_another_value_asks_anew(cast: Cast) -> None:
    named = score(cast)
    with pytest.raises(NotPermitted):
        course_scores.answer_score(cast.house, cast.nurse, named, "no_concern", "asked")
    with pytest.raises(BadInput):
        course_scores.answer_score(cast.house, cast.physician, named, "perhaps", "asked")
    with pytest.raises(BadInput):
        course_scores.answer_score(cast.house, cast.physician, named, "no_concern", " ")
    told = course_scores.answer_score(cast.house, cast.physician, named, "no_concern", "no plan")
    assert not told.waits_for_answer
    assert told.answer is not None
    assert told.answer.reason == "no plan"

    worse = NewScore("phq9", TODAY, 14, {"item_9": 3})
    again = replace(named, score_id=told.id)
    told = course_scores.correct_score(cast.house, cast.nurse, again, worse, "misread")
    assert told.waits_for_answer
    calm = NewScore("phq9", TODAY, 14, {"item_9": 0})
    again = replace(named, score_id=told.id)
    told = course_scores.correct_score(cast.house, cast.nurse, again, calm, "misread")
    assert not told.waits_for_answer
    again = replace(named, score_id=told.id)
    with pytest.raises(Conflict, match="not above 0"):
        course_scores.answer_score(cast.house, cast.physician, again, "concern", "asked")


def test_a_relapse_after_the_course_is_found_without_a_further_session(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    held_once(cast)  # PHQ-9 17 at its session
    course_id = courses.read_courses(cast.house, cast.nurse, cast.patient.id).courses[0].id
    courses.close_course(cast.house, cast.nurse, course_id, "well again")
    keep(cast, course_id, NewScore("phq9", after(14), 8), days=14)
    assert outcome_on(cast).response
    keep(cast, course_id, NewScore("phq9", after(100), 4), days=86)
    lasting = outcome_on(cast)
    assert (lasting.remission, lasting.relapsed_at) == (True, None)
    keep(cast, course_id, NewScore("phq9", after(130), 9, {"item_9": 0}), days=30)

    lost = outcome_on(cast)

    assert (lost.first, lost.latest, lost.response) == (17, 9, False)
    assert lost.relapsed_at is not None
    assert lost.relapsed_at.date() in {after(130), after(131)}


def _in_order(cast: Cast, course_id: str) -> None:
    for days, total in ((10, 20), (20, 6), (30, 15)):
        keep(cast, course_id, NewScore("madrs", after(days), total))


def _backwards(cast: Cast, course_id: str) -> None:
    for days, total in ((30, 15), (10, 20), (20, 6)):
        keep(cast, course_id, NewScore("madrs", after(days), total))


def _corrected(cast: Cast, course_id: str) -> None:
    for days, total in ((10, 20), (20, 6)):
        keep(cast, course_id, NewScore("madrs", after(days), total))
    wrong = keep(cast, course_id, NewScore("qids", after(2), 3))
    right = NewScore("madrs", after(30), 15)
    course_scores.correct_score(cast.house, cast.nurse, wrong, right, "mistyped")


@pytest.mark.parametrize("typed", [_in_order, _backwards, _corrected])
def test_the_order_of_arrival_does_not_matter_and_a_correction_is_as_good_as_right_at_once(
    cast: Cast, typed: Callable[[Cast, str], None]
) -> None:
    course = open_course(cast, first_on=TODAY)
    cast.clock.move(days=31)
    typed(cast, course.id)

    review = course_review.review_courses(cast.house, cast.physician, cast.patient.id)
    (told,) = review.outcomes(review.courses.courses[0])

    assert (told.scale, told.first, told.latest, told.response) == ("madrs", 20, 15, False)
    assert told.responded_at is not None
    assert told.relapsed_at == told.latest_at
    assert told.responded_at < told.relapsed_at


def test_the_record_takes_it_along_the_chain_vouches_for_it_and_an_erasure_takes_it_away(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    named = score(cast)
    course_scores.strike_score(cast.house, cast.nurse, named, "another patient's")
    text = patient_record.export_patient(cast.house, cast.nurse, cast.patient.id).text
    assert "another patient's" in text
    with cast.house.engine.connect() as connection:
        actions = set(connection.execute(select(audit_entries.c.action)).scalars())
    assert {"patients:course_score:record", "patients:course_score:strike"} <= actions
    assert faults(cast) == []

    cast.clock.move(days=400 * 12)
    new = erasure.NewErasure("asked for it", lawful_request=True, name=cast.patient.name)
    erasure.erase_patient(cast.house, cast.administrator, cast.patient.id, new)

    assert kept(cast) == []
    assert faults(cast) == []
    with pytest.raises(NotFound):
        course_scores.strike_score(cast.house, cast.nurse, named, "gone")
