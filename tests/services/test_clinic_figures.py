"""The clinic's figures: closed sessions of a time by their kept summaries, for who may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from monitor.errors import BadInput
from monitor.services import clinic_figures, course_scores, courses, discharge
from monitor.services.clinic_figures import ClinicFigures, ClinicQuestion
from monitor.services.course_scores import Named, NewScore
from monitor.services.memory import SessionMemory
from monitor.store.tables import session_summaries
from monitor.web.pages.clinic import drill
from monitor.web.pages.clinic.asked import asked_by
from tests.people import PINS, Cast
from tests.services.acts import TODAY, record
from tests.services.test_course_review import held_once

WEEK = timedelta(days=7)


def figures(cast: Cast, **asked: Any) -> ClinicFigures:
    question = ClinicQuestion(TODAY - WEEK, TODAY + WEEK, **asked)
    return clinic_figures.read_clinic_figures(cast.house, cast.physician, question)


def treat(cast: Cast, *, dose: float = 35) -> str:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=dose))
    cast.clock.move(minutes=10)
    grades = {"nausea": "moderate", "dizziness": "none"}
    record(cast, cast.nurse, session_id, cast.body("side_effects", grades=grades))
    cast.clock.move(minutes=5)
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "a test", pin)
    cast.clock.move(minutes=5)
    return session_id


def test_closed_sessions_are_in_the_figures_and_open_ones_are_not(cast_anywhere: Cast) -> None:
    done = treat(cast_anywhere)
    cast_anywhere.start()

    found = figures(cast_anywhere)

    assert list(found.frame["id"]) == [done]
    assert (found.routes, found.protocols, found.waiting) == (("iv",), ("ketamine-iv",), 0)


def test_a_session_that_closes_or_changes_is_in_the_next_look(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    first = treat(cast)
    assert len(figures(cast).frame) == 1
    second = treat(cast)

    assert list(figures(cast).frame["id"]) == [first, second]


def test_what_another_server_records_is_in_the_next_look_too(cast_anywhere: Cast) -> None:
    """Its own memory knows nothing of it; the clinic's version in the database does."""
    cast = cast_anywhere
    other = replace(cast.house, memory=SessionMemory())
    week = ClinicQuestion(TODAY - WEEK, TODAY + WEEK)

    def elsewhere() -> list[str]:
        found = clinic_figures.read_clinic_figures(other, cast.physician, week)
        return list(found.frame["id"])

    first = treat(cast)
    assert elsewhere() == [first]
    assert elsewhere() == [first]
    second = treat(cast)
    assert elsewhere() == [first, second]
    body = cast.body("side_effects", grades={"nausea": "severe", "dizziness": "none"})
    body["at"] = (cast.clock.now - timedelta(minutes=7)).isoformat()
    record(cast, cast.nurse, second, body)
    found = clinic_figures.read_clinic_figures(other, cast.physician, week)
    assert list(found.frame["grade_nausea"]) == [2.0, 3.0]


def test_they_are_asked_for_by_route_protocol_dose_and_time(cast: Cast) -> None:
    low, high = treat(cast, dose=20), treat(cast, dose=60)

    assert list(figures(cast, dose_to=0.5).frame["id"]) == [low]
    assert list(figures(cast, dose_from=0.5).frame["id"]) == [high]
    assert figures(cast, route="im").frame.empty
    assert figures(cast, protocol_id="ketamine-im").frame.empty
    long_ago = ClinicQuestion(TODAY - 9 * WEEK, TODAY - 8 * WEEK)
    past = clinic_figures.read_clinic_figures(cast.house, cast.physician, long_ago)
    assert past.frame.empty


@pytest.mark.parametrize(
    "question",
    [
        ClinicQuestion(TODAY, TODAY - WEEK),
        ClinicQuestion(TODAY, TODAY, dose_from=0.6, dose_to=0.4),
    ],
)
def test_what_ends_before_it_begins_is_refused(cast: Cast, question: ClinicQuestion) -> None:
    with pytest.raises(BadInput, match="before"):
        clinic_figures.read_clinic_figures(cast.house, cast.physician, question)


def test_what_is_not_summed_up_yet_is_told_and_comes_with_the_next_looks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        treat(cast)
    monkeypatch.setattr(clinic_figures, "MADE_IN_ONE_LOOK", 2)

    first, second = figures(cast), figures(cast)

    assert (len(first.frame), first.waiting) == (2, 1)
    assert (len(second.frame), second.waiting) == (3, 0)


def test_all_can_be_summed_up_beforehand(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    treat(cast)
    treat(cast)

    made = [clinic_figures.keep_summaries(cast.house, cast.nurse, 1) for _ in range(3)]

    assert made == [1, 1, 0]
    with cast.house.engine.connect() as connection:
        kept = connection.execute(select(func.count()).select_from(session_summaries)).scalar()
    assert kept == 2


def test_whoever_sees_no_patients_is_known_not_to(cast: Cast) -> None:
    question = ClinicQuestion(TODAY, TODAY)

    administrator = clinic_figures.read_clinic_figures(cast.house, cast.administrator, question)

    assert not administrator.sees_patients
    assert figures(cast).sees_patients


def test_every_figure_leads_to_its_sessions(cast: Cast) -> None:
    one = treat(cast)
    frame = figures(cast).frame

    for show in ("all", "dose", "effect.nausea", "chair." + frame["chair"].iloc[0]):
        assert list(drill.picked(frame, show)["id"]) == [one], show
    for show in ("effect.dizziness", "override.escort", "urgent", "scored", "nonsense", ""):
        assert drill.picked(frame, show).empty, show


def test_the_address_is_the_question() -> None:
    asked = asked_by({"route": "iv", "dose": "high", "period": "30", "evil": "x", "show": "all"})
    question = asked.question(TODAY)

    assert (question.since, question.until) == (TODAY - timedelta(days=30), TODAY)
    assert (question.route, question.dose_from, question.dose_to) == ("iv", 0.61, None)
    assert asked.address(show="") == "/clinic?period=30&route=iv&dose=high"
    with pytest.raises(BadInput, match="no day"):
        asked_by({"from": "yesterday"}).question(TODAY)


def test_scores_between_sessions_are_in_the_next_look_and_follow_their_corrections(
    cast_anywhere: Cast,
) -> None:
    """The sessions' summaries are kept; what is scored after them is read at every look."""
    cast = cast_anywhere
    held_once(cast)  # PHQ-9 of 17
    ((first,), (course,)) = figures(cast).outcomes, _courses(cast)
    assert (first.outcome.latest, first.scored, first.outcome.response) == (17, 1, False)

    cast.clock.move(days=3)
    seen = _keep(cast, course, NewScore("phq9", TODAY + timedelta(days=3), 8))
    assert [one.outcome.response for one in figures(cast).outcomes] == [True]

    new = NewScore("phq9", TODAY + timedelta(days=3), 9)
    again = course_scores.correct_score(cast.house, cast.nurse, seen, new, "misread")
    assert [one.outcome.latest for one in figures(cast).outcomes] == [9]
    assert [one.outcome.response for one in figures(cast).outcomes] == [False]

    named = Named(cast.patient.id, course, again.id)
    course_scores.strike_score(cast.house, cast.nurse, named, "another patient's")
    assert [one.scored for one in figures(cast).outcomes] == [1]


def test_what_is_scored_on_another_scale_or_after_the_time_is_in_no_figure(cast: Cast) -> None:
    held_once(cast)
    (course,) = _courses(cast)
    cast.clock.move(days=8)
    for scale, days in (("madrs", 2), ("phq9", 8)):
        _keep(cast, course, NewScore(scale, TODAY + timedelta(days=days), 3))

    assert [one.scored for one in figures(cast).outcomes] == [1]


def _courses(cast: Cast) -> list[str]:
    found = courses.read_courses(cast.house, cast.nurse, cast.patient.id)
    return [one.id for one in found.courses]


def _keep(cast: Cast, course: str, new: NewScore) -> Named:
    kept = course_scores.record_score(cast.house, cast.nurse, cast.patient.id, course, new)
    return Named(cast.patient.id, course, kept.id)
