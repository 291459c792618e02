"""Courses: planned by a schedule; what is moved or missed stays readable and counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from monitor.errors import BadInput, Conflict, MonitorError, NotEligible, NotFound
from monitor.services import chairs, courses, day, discharge, eligibility, patients, sessions
from monitor.services.course_views import CourseView, DayList, NewCourse, PlannedView, When
from monitor.services.views import NewPatient, SessionView
from tests.fit import fit
from tests.people import PINS, Cast
from tests.services.acts import TODAY, open_course, record

MARCH = [date(2026, 3, number) for number in (2, 4, 6, 9, 12, 16, 23, 30)]


def now(cast: Cast) -> CourseView:
    found = courses.read_courses(cast.house, cast.nurse, cast.patient.id).open
    assert found is not None
    return found


def today(cast: Cast, on: date | None = None) -> DayList:
    return day.read_day(cast.house, cast.nurse, on)


def treat(cast: Cast, *, dose: bool = True, planned_id: str | None = None) -> SessionView:
    """A whole session of now: screened, started, dosed or not, ended."""
    new = replace(cast.new_session(), planned_id=planned_id)
    view = sessions.start_session(cast.house, cast.nurse, new)
    if dose:
        record(cast, cast.nurse, view.head.id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=5)
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, view.head.id, "hospital", "a test", pin)
    return view


def test_a_course_opens_with_its_whole_series(cast_anywhere: Cast) -> None:
    course = open_course(cast_anywhere, first_on=TODAY, at=time(9, 30))

    assert [one.day for one in course.sessions] == MARCH
    assert [one.number for one in course.sessions] == list(range(1, 9))
    assert {one.status for one in course.sessions} == {"planned"}
    assert {one.at for one in course.sessions} == {time(9, 30)}
    assert (course.next.number, course.next.suggested) == (1, TODAY)
    assert course.schedule.title.startswith("3 + 2 + 1")


def test_no_course_opens_before_the_full_screen_stands(cast: Cast) -> None:
    new = NewCourse("depression", "six-in-three-weeks", "ketamine-iv")
    with pytest.raises(NotEligible, match="no course was opened"):
        courses.open_course(cast.house, cast.nurse, cast.patient.id, new)
    eligibility.answer_eligibility(
        cast.house, cast.nurse, cast.patient.id, fit(substance_use="yes")
    )
    with pytest.raises(NotEligible, match="Substance use"):
        courses.open_course(cast.house, cast.nurse, cast.patient.id, new)
    eligibility.override_eligibility(
        cast.house,
        cast.physician,
        cast.patient.id,
        {"substance_use": "yes"},
        "sober",
        PINS["physician"],
    )
    assert courses.open_course(cast.house, cast.nurse, cast.patient.id, new).sessions == ()


def test_a_patient_has_one_open_course(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    first = open_course(cast, first_on=TODAY)
    with pytest.raises(Conflict, match="open course already"):
        open_course(cast)
    closed = courses.close_course(cast.house, cast.nurse, first.id, "moved away")
    assert {one.status for one in closed.sessions} == {"cancelled"}
    assert closed.closed_reason == "moved away"
    with pytest.raises(Conflict, match="closed"):
        courses.close_course(cast.house, cast.nurse, first.id, "again")
    with pytest.raises(Conflict, match="closed"):
        courses.plan_session(cast.house, cast.nurse, first.id, When(date(2026, 3, 3)))
    second = open_course(cast)
    assert [one.id for one in _all(cast)] == [second.id, first.id]


def _all(cast: Cast) -> tuple[CourseView, ...]:
    return courses.read_courses(cast.house, cast.nurse, cast.patient.id).courses


def test_a_session_becomes_the_planned_one_of_today_and_takes_its_number(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    open_course(cast, first_on=TODAY)
    first = treat(cast)
    cast.clock.move(days=2)
    second = treat(cast)

    course = now(cast)

    assert [first.head.session_number, second.head.session_number] == [1, 2]
    told = [(one.status, one.number, one.dosed) for one in course.sessions[:3]]
    assert told == [("started", 1, True), ("started", 2, True), ("planned", 3, False)]
    assert course.sessions[0].session_id == first.head.id
    assert course.next.suggested == date(2026, 3, 6)


def test_a_missed_session_keeps_its_day_and_the_next_takes_its_number(cast: Cast) -> None:
    open_course(cast, first_on=TODAY)
    treat(cast)
    cast.clock.move(days=3)
    unsaid = now(cast).sessions[1]
    assert (unsaid.unsaid, unsaid.number) == (True, None)
    courses.miss_session(cast.house, cast.nurse, unsaid.id, "no driver")
    cast.clock.move(days=1)

    treated = treat(cast)

    assert treated.head.session_number == 2
    missed = now(cast).sessions[1]
    assert (missed.status, missed.number, missed.reason) == ("missed", None, "no driver")
    assert [said.status for said in missed.history] == ["planned", "missed"]
    assert missed.history[1].said_by == cast.nurse.name


def test_a_moved_session_tells_where_it_stood(cast: Cast) -> None:
    course = open_course(cast, first_on=TODAY)
    second = course.sessions[1]
    when = When(date(2026, 3, 5), time(14, 0), cast.chair.id)
    moved = courses.move_session(cast.house, cast.nurse, second.id, when, "work")

    found = _of(moved, second.id)
    assert (found.day, found.at, found.chair, found.reason) == (
        date(2026, 3, 5), time(14, 0), "3", "work",
    )  # fmt: skip
    assert found.moved_from == (date(2026, 3, 4),)
    assert found.number == 2


def _of(course: CourseView, planned_id: str) -> PlannedView:
    return next(one for one in course.sessions if one.id == planned_id)


def test_another_time_or_chair_on_the_same_day_needs_no_reason(cast: Cast) -> None:
    first = open_course(cast, first_on=TODAY).sessions[0]
    courses.note_arrival(cast.house, cast.nurse, first.id)

    moved = courses.move_session(
        cast.house, cast.nurse, first.id, When(TODAY, time(15, 0), cast.chair.id)
    )

    assert (_of(moved, first.id).status, _of(moved, first.id).chair) == ("arrived", "3")
    with pytest.raises(BadInput) as refused:
        courses.move_session(cast.house, cast.nurse, first.id, When(date(2026, 3, 3)))
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("when", "field"),
    [
        (When(date(2026, 3, 1)), "day"),
        (When(date(2027, 3, 4)), "day"),
        (When(date(2026, 3, 6)), "day"),
        (When(date(2026, 3, 5), None, "nowhere"), "chair_id"),
    ],
)
def test_a_session_is_not_put_where_it_cannot_be(cast: Cast, when: When, field: str) -> None:
    course = open_course(cast, first_on=TODAY)
    before = now(cast).sessions

    with pytest.raises(MonitorError) as refused:
        courses.move_session(cast.house, cast.nurse, course.sessions[1].id, when, "why not")
    assert refused.value.field == field
    with pytest.raises(MonitorError):
        courses.plan_session(cast.house, cast.nurse, course.id, when)
    assert now(cast).sessions == before


def test_a_chair_is_planned_for_one_patient_at_a_time(cast: Cast) -> None:
    mine = open_course(cast, first_on=TODAY)
    when = When(date(2026, 3, 4), time(9, 0), cast.chair.id)
    courses.move_session(cast.house, cast.nurse, mine.sessions[1].id, when)
    other = patients.register_patient(
        cast.house, cast.nurse, NewPatient("DEMO Two", date(1990, 1, 1))
    )
    eligibility.answer_eligibility(cast.house, cast.nurse, other.id, fit())
    new = NewCourse("other", "free", "ketamine-iv", "tinnitus")
    theirs = courses.open_course(cast.house, cast.nurse, other.id, new)

    with pytest.raises(Conflict, match="Chair 3 is planned"):
        courses.plan_session(cast.house, cast.nurse, theirs.id, when)
    later = replace(when, at=time(13, 0))
    assert courses.plan_session(cast.house, cast.nurse, theirs.id, later).sessions[0].chair == "3"


def test_a_session_without_a_dose_counts_for_nothing(cast: Cast) -> None:
    open_course(cast, first_on=TODAY)
    treat(cast, dose=False)
    cast.clock.move(days=2)

    assert now(cast).sessions[0].number is None
    assert treat(cast).head.session_number == 1


def test_a_number_out_of_order_is_refused_in_a_course(cast: Cast) -> None:
    open_course(cast, first_on=TODAY)
    new = replace(cast.new_session(), session_number=4)

    with pytest.raises(BadInput, match="number 1") as refused:
        sessions.start_session(cast.house, cast.nurse, new)

    assert refused.value.field == "session_number"
    started = sessions.start_session(cast.house, cast.nurse, replace(new, session_number=1))
    assert started.head.session_number == 1


def test_one_planned_for_another_day_may_be_held_today(cast: Cast) -> None:
    course = open_course(cast, first_on=date(2026, 3, 4))
    treated = treat(cast, planned_id=course.sessions[0].id)

    found = _of(now(cast), course.sessions[0].id)

    assert (found.day, found.session_id) == (TODAY, treated.head.id)
    assert found.moved_from == (date(2026, 3, 4),)
    again = replace(cast.new_session(), planned_id=found.id)
    with pytest.raises(Conflict, match="is started"):
        sessions.start_session(cast.house, cast.nurse, again)


def test_another_patients_planned_session_is_not_started(cast: Cast) -> None:
    course = open_course(cast, first_on=TODAY)
    other = patients.register_patient(
        cast.house, cast.nurse, NewPatient("DEMO Two", date(1990, 1, 1), weight_kg=70.0)
    )
    new = replace(cast.new_session(), patient_id=other.id, planned_id=course.sessions[0].id)
    with pytest.raises(NotFound, match="no such planned session"):
        sessions.start_session(cast.house, cast.nurse, new)


@pytest.mark.parametrize("act", [courses.miss_session, courses.cancel_session])
def test_what_has_ended_is_not_ended_again(cast: Cast, act) -> None:  # type: ignore[no-untyped-def]
    first = open_course(cast, first_on=TODAY).sessions[0]
    act(cast.house, cast.nurse, first.id, "ill")

    for again in (courses.miss_session, courses.cancel_session):
        with pytest.raises(Conflict, match=r"is (missed|cancelled)"):
            again(cast.house, cast.nurse, first.id, "ill")
    with pytest.raises(Conflict):
        courses.note_arrival(cast.house, cast.nurse, first.id)
    with pytest.raises(Conflict):
        courses.move_session(cast.house, cast.nurse, first.id, When(date(2026, 3, 3)), "well")


def test_the_future_is_not_missed_and_nobody_arrives_on_another_day(cast: Cast) -> None:
    second = open_course(cast, first_on=TODAY).sessions[1]
    with pytest.raises(Conflict, match="still to come"):
        courses.miss_session(cast.house, cast.nurse, second.id, "will be ill")
    with pytest.raises(Conflict, match="planned for 2026-03-04"):
        courses.note_arrival(cast.house, cast.nurse, second.id)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewCourse("sadness", "free", "ketamine-iv"), "indication"),
        (NewCourse("other", "free", "ketamine-iv"), "indication_words"),
        (NewCourse("depression", "daily", "ketamine-iv"), "schedule_id"),
        (NewCourse("depression", "free", "nothing"), "protocol_id"),
        (NewCourse("depression", "free", "ketamine-iv", first_on=date(2026, 3, 1)), "first_on"),
    ],
)
def test_a_course_must_make_sense(cast: Cast, new: NewCourse, field: str) -> None:
    eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, fit())
    with pytest.raises(MonitorError) as refused:
        courses.open_course(cast.house, cast.nurse, cast.patient.id, new)
    assert refused.value.field == field
    assert _all(cast) == ()


class TestDay:
    def test_it_tells_how_far_everybody_is(self, cast_anywhere: Cast) -> None:
        cast = cast_anywhere
        the_day = date(2026, 3, 4)
        first = open_course(cast, first_on=the_day, at=time(9, 30)).sessions[0]
        cast.clock.move(days=2)
        seen = []

        def look() -> None:
            (line,) = today(cast).lines
            seen.append((line.state, line.number, line.flags, line.unanswered))

        look()
        courses.note_arrival(cast.house, cast.nurse, first.id)
        cast.clock.move(minutes=1)
        answered = fit(psychosis="yes", fasting=None)
        eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, answered)
        look()
        eligibility.override_eligibility(
            cast.house,
            cast.physician,
            cast.patient.id,
            {"psychosis": "yes"},
            "ok",
            PINS["physician"],
        )
        look()
        cast.clock.move(minutes=1)
        eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, fit(psychosis=None))
        look()
        new = replace(cast.new_session(), eligibility=None)
        view = sessions.start_session(cast.house, cast.nurse, new)
        look()
        pin = PINS["physician"]
        discharge.end_otherwise(cast.house, cast.physician, view.head.id, "hospital", "x", pin)
        look()

        assert [one[0] for one in seen] == [
            "expected", "flagged", "asked", "screened", "in_chair", "left",
        ]  # fmt: skip
        assert seen[1][2:] == (("Psychosis",), 1)
        assert seen[2][2:] == ((), 1)

    def test_a_session_without_a_course_stands_on_it_too(self, cast: Cast) -> None:
        view = cast.start()

        (line,) = today(cast).lines

        assert (line.state, line.session_id, line.planned_id) == ("in_chair", view.head.id, None)
        assert line.chair == cast.chair or (line.chair and line.chair.label == "3")

    def test_it_is_the_day_on_the_clinics_wall(self, cast: Cast) -> None:
        cast.clock.now = cast.clock.now.replace(day=3, hour=7)  # 23:00 of the 2nd in Los Angeles
        assert today(cast).day == TODAY
        assert today(cast).today == TODAY

    def test_what_was_moved_away_is_gone_and_what_was_missed_stays(self, cast: Cast) -> None:
        course = open_course(cast, first_on=TODAY)
        courses.miss_session(cast.house, cast.nurse, course.sessions[0].id, "ill")
        when = When(date(2026, 3, 5))
        courses.move_session(cast.house, cast.nurse, course.sessions[1].id, when, "work")

        assert [one.state for one in today(cast).lines] == ["missed"]
        assert today(cast, date(2026, 3, 4)).lines == ()
        assert [one.number for one in today(cast, date(2026, 3, 5)).lines] == [1]

    def test_it_stands_in_the_order_of_time(self, cast: Cast) -> None:
        open_course(cast, first_on=TODAY, at=time(13, 0))
        for number, at in enumerate((time(9, 0), None)):
            new = NewPatient(f"DEMO P{number}", date(1990, 1, 1))
            other = patients.register_patient(cast.house, cast.nurse, new)
            eligibility.answer_eligibility(cast.house, cast.nurse, other.id, fit())
            asked = NewCourse("anxiety", "free", "ketamine-iv", first_on=TODAY, at=at)
            courses.open_course(cast.house, cast.nurse, other.id, asked)

        assert [one.at for one in today(cast).lines] == [time(9, 0), time(13, 0), None]
        assert len(chairs.list_chairs(cast.house, cast.nurse)) == 1

    def test_nobody_of_another_clinic_is_on_it(self, cast: Cast) -> None:
        open_course(cast, first_on=TODAY)
        cast.start()

        assert day.read_day(cast.house, cast.stranger).lines == ()
