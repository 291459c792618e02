"""The review of a course: what sessions came to, folded once, kept, and never out of date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from monitor.errors import NotFound
from monitor.services import course_review, courses, discharge, erasure, summaries
from monitor.services.course_review import CourseReview
from monitor.services.course_views import CourseView
from monitor.services.summary_form import numbers_of, readings_of, summed_up
from monitor.store.engine import for_writing
from monitor.store.tables import audit_entries, session_summaries
from tests.fit import fit
from tests.people import PINS, Cast
from tests.services.acts import TODAY, open_course, record
from tests.services.day import ready_session


def reviewed(cast: Cast) -> tuple[CourseReview, CourseView]:
    found = course_review.review_courses(cast.house, cast.physician, cast.patient.id)
    return found, found.courses.courses[0]


def go_home(cast: Cast, session_id: str) -> None:
    for who in ("nurse", "physician"):
        discharge.sign(cast.house, getattr(cast, who), session_id, PINS[who])


def phq9(cast: Cast, each: int, dark: int = 0) -> dict[str, object]:
    items = {f"item_{number}": each for number in range(1, 9)}
    return cast.body("scale", name="phq9", items={**items, "item_9": dark})


def held_once(cast: Cast) -> str:
    """A course with a whole session, scored, gone home."""
    open_course(cast, first_on=TODAY)
    session_id = ready_session(cast)
    record(cast, cast.nurse, session_id, phq9(cast, 2, dark=1))
    record(cast, cast.nurse, session_id, cast.body("rating", scale="madrs", total=28))
    record(cast, cast.nurse, session_id, cast.body("misuse_concern", text="asked for more"))
    go_home(cast, session_id)
    return session_id


def kept(cast: Cast) -> list[Any]:
    with cast.house.engine.connect() as connection:
        return list(connection.execute(select(session_summaries)).all())


def test_a_session_is_told_by_its_numbers_and_what_was_noted(cast_anywhere: Cast) -> None:
    session_id = held_once(cast_anywhere)

    review, course = reviewed(cast_anywhere)

    ((place, told),) = review.held(course)
    assert (place, told.id, told.number) == (0, session_id, 1)
    summary = told.told.summary
    assert summary.dose_mg == 35
    assert told.mg_per_kg == pytest.approx(35 / told.weight_kg)
    assert summary.phq9 is not None
    assert (summary.phq9.total, summary.phq9.item_9) == (17, 1)
    assert course_review.totals_of(told) == {"phq9": 17, "madrs": 28}
    assert [one.words for one in told.told.concerns] == ["asked for more"]
    assert summary.discharged_to == "home"
    assert {one.scale for one in review.outcomes(course)} == {"phq9", "madrs"}


def test_a_closed_session_is_folded_once_and_then_kept(
    cast_anywhere: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_once(cast_anywhere)
    first, _ = reviewed(cast_anywhere)
    assert len(kept(cast_anywhere)) == 1

    def never(*_: object) -> None:
        raise AssertionError("it was folded again")

    monkeypatch.setattr(summaries, "sum_up", never)
    again, _ = reviewed(cast_anywhere)

    assert again.sessions == first.sessions


def test_what_is_kept_is_what_would_be_folded(cast: Cast) -> None:
    held_once(cast)
    review, course = reviewed(cast)
    told = review.held(course)[0][1].told

    assert summed_up(numbers_of(told), readings_of(told)) == told


def test_a_later_entry_makes_what_was_kept_old(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = held_once(cast)
    reviewed(cast)
    record(cast, cast.nurse, session_id, cast.body("misuse_concern", text="a second one"))

    review, course = reviewed(cast)

    told = review.held(course)[0][1].told
    assert [one.words for one in told.concerns] == ["asked for more", "a second one"]
    assert len(kept(cast)) == 1


def test_another_way_of_summing_up_makes_what_was_kept_old(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_once(cast)
    reviewed(cast)
    with for_writing(cast.house.engine).connect() as connection, connection.begin():
        wrong = {**kept(cast)[0].numbers, "dose_mg": 1.0}
        connection.execute(update(session_summaries).values(numbers=wrong))
    review, course = reviewed(cast)
    assert review.held(course)[0][1].told.summary.dose_mg == 1.0

    monkeypatch.setattr(summaries, "MADE_BY", summaries.MADE_BY + 1)
    review, course = reviewed(cast)

    assert review.held(course)[0][1].told.summary.dose_mg == 35
    assert kept(cast)[0].numbers["dose_mg"] == 35


def test_an_open_session_is_told_as_it_stands_and_never_kept(cast: Cast) -> None:
    open_course(cast, first_on=TODAY)
    session_id = ready_session(cast)

    review, course = reviewed(cast)

    told = review.held(course)[0][1]
    assert (told.id, told.closed_at, told.told.summary.left) == (session_id, None, None)
    assert kept(cast) == []


def test_a_database_that_takes_nothing_is_still_reviewed(cast: Cast) -> None:
    if cast.house.engine.dialect.name != "sqlite":
        pytest.skip("it is about SQLite's own way to refuse")
    held_once(cast)
    with for_writing(cast.house.engine).connect() as connection, connection.begin():
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON session_summaries "
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        )

    review, course = reviewed(cast)

    assert len(review.held(course)) == 1
    assert kept(cast) == []


def test_an_erased_patient_leaves_no_summary(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    held_once(cast)
    reviewed(cast)
    assert kept(cast)
    cast.clock.move(days=400 * 12)
    new = erasure.NewErasure("asked for it", lawful_request=True, name=cast.patient.name)

    erasure.erase_patient(cast.house, cast.administrator, cast.patient.id, new)

    assert kept(cast) == []


def test_eligibility_tells_every_answer_that_changed(cast: Cast) -> None:
    from monitor.services import eligibility

    open_course(cast, first_on=TODAY)
    cast.clock.move(minutes=5)
    answers = fit(substance_use="yes")
    eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, answers)

    review, _ = reviewed(cast)

    changed = [one for one in review.eligibility if one.before is not None]
    assert [(one.before and one.before.answer, one.after.answer) for one in changed] == [
        ("no", "yes")
    ]
    assert changed[0].flagged


def test_a_look_leaves_one_audit_entry_and_grows_no_version(cast: Cast) -> None:
    held_once(cast)
    with cast.house.reading(cast.nurse.clinic_id) as look:
        before = look.version()

    reviewed(cast)
    reviewed(cast)

    with cast.house.reading(cast.nurse.clinic_id) as look:
        assert look.version() == before
    with cast.house.engine.connect() as connection:
        done = [row.action for row in connection.execute(select(audit_entries))]
    assert done.count("patients:course:review") == 1


def test_a_patient_without_a_course_has_an_empty_review_and_nobody_is_not_there(
    cast: Cast,
) -> None:
    empty = course_review.review_courses(cast.house, cast.physician, cast.patient.id)
    assert (empty.sessions, empty.courses.courses, empty.eligibility) == ({}, (), ())
    with pytest.raises(NotFound):
        course_review.review_courses(cast.house, cast.physician, "nobody")


def test_a_missed_session_has_its_place_and_no_numbers(cast: Cast) -> None:
    course = open_course(cast, first_on=TODAY)
    courses.miss_session(cast.house, cast.nurse, course.sessions[0].id, "ill")
    cast.clock.now += timedelta(minutes=1)

    review, again = reviewed(cast)

    assert again.sessions[0].status == "missed"
    assert review.held(again) == ()
    assert review.outcomes(again) == ()
