"""Nobody starts unscreened; a flag waits for a physician, and stays a flag."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.clinical.eligibility import READINGS, PreDose, Reply
from monitor.errors import BadInput, Conflict, NotEligible, NotFound, NotPermitted
from monitor.services import chairs, discharge, eligibility, sessions
from monitor.services.eligibility_views import Eligibility
from monitor.services.screened_views import NewScreening
from monitor.services.views import SessionView
from tests.fit import fit, reading
from tests.people import PINS, Cast
from tests.services.acts import open_course

IV = "ketamine-iv"


def answer(cast: Cast, new: NewScreening) -> Eligibility:
    return eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, new, IV)


def override(cast: Cast, **flags: str) -> Eligibility:
    return eligibility.override_eligibility(
        cast.house, cast.physician, cast.patient.id, flags, "remitted", PINS["physician"], IV
    )


def start(cast: Cast, new: NewScreening | None = None) -> SessionView:
    asked = replace(cast.new_session(), eligibility=new)
    return sessions.start_session(cast.house, cast.nurse, asked)


def stops(found: Eligibility) -> dict[str, str]:
    return {one.id: one.word for one in found.stops}


def test_without_any_answer_no_session_starts(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    with pytest.raises(NotEligible) as refused:
        start(cast)

    assert refused.value.field == "eligibility"
    assert "on the screen Before the session" in (refused.value.allowed or "")
    assert "no session was started" in refused.value.message
    assert "Psychosis (not asked)" in refused.value.message
    assert "SpO₂ (not measured)" in refused.value.message
    assert sessions.list_sessions(cast.house, cast.nurse) == ()


def test_answers_given_before_let_the_session_start(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    found = answer(cast, fit())
    cast.clock.move(minutes=20)

    view = start(cast)

    assert found.stops == ()
    assert view.screened is not None
    assert view.screened.flags == ()
    assert view.screened.at == found.at


@pytest.mark.parametrize(
    ("new", "named"),
    [
        (fit(psychosis="yes"), "Psychosis (yes)"),
        (fit(pregnancy="unknown"), "Pregnancy (unknown)"),
        (fit(escort="no"), "Escort (no)"),
        (fit(fasting=None), "Fasting (not asked)"),
        (fit(reading(systolic_mmhg=171)), "Blood pressure (171/78, hold from systolic 160)"),
        (fit(reading(spo2_percent=None)), "SpO₂ (not measured)"),
    ],
)
def test_a_flag_given_with_the_start_refuses_it_and_saves_nothing(
    cast: Cast, new: NewScreening, named: str
) -> None:
    with pytest.raises(NotEligible) as refused:
        start(cast, new)

    assert named in refused.value.message
    now = eligibility.read_eligibility(cast.house, cast.nurse, cast.patient.id, IV)
    assert (now.told_at, now.last) == (None, {})


def test_an_overridden_flag_lets_the_session_start_and_stays_on_it(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    answer(cast, fit(psychosis=Reply("yes", "in 2009")))
    found = override(cast, psychosis="yes: in 2009")

    view = start(cast)

    assert [one.id for one in found.flags] == ["psychosis"]
    assert found.stops == ()
    assert view.screened is not None
    (flag,) = view.screened.flags
    assert (flag.label, flag.word, flag.reason) == ("Psychosis", "yes: in 2009", "remitted")
    assert flag.by == cast.physician.name
    again = sessions.read_session(cast.house, cast.nurse, view.head.id)
    assert again.screened == view.screened
    cast.house.memory._records.clear()
    assert sessions.read_session(cast.house, cast.nurse, view.head.id).screened == view.screened


def test_the_session_that_is_exported_leaves_it_out_and_says_so(cast: Cast) -> None:
    session_id = start(cast, fit()).head.id

    exported = sessions.export_case(cast.house, cast.nurse, session_id)

    assert "eligibility" in exported.left_out
    assert "psychosis" not in exported.text


def test_a_nurse_cannot_override(cast: Cast) -> None:
    answer(cast, fit(psychosis="yes"))
    with pytest.raises(NotPermitted) as refused:
        eligibility.override_eligibility(
            cast.house, cast.nurse, cast.patient.id, {"psychosis": "yes"}, "fine", PINS["nurse"]
        )
    assert refused.value.allowed == "physician"
    with pytest.raises(NotEligible):
        start(cast)


@pytest.mark.parametrize(
    ("flags", "error", "said"),
    [
        ({}, BadInput, "No flag was named"),
        ({"mood": "low"}, BadInput, "no flag 'mood'"),
        ({"escort": "no"}, Conflict, "raises no flag"),
        ({"psychosis": "unknown"}, Conflict, "has changed"),
    ],
)
def test_only_a_flag_as_it_stands_is_overridden(
    cast: Cast, flags: dict[str, str], error: type[Exception], said: str
) -> None:
    answer(cast, fit(psychosis="yes"))
    with pytest.raises(error, match=said):
        override(cast, **flags)
    with pytest.raises(NotEligible):
        start(cast)


def test_an_override_takes_a_reason_and_the_right_pin(cast: Cast) -> None:
    answer(cast, fit(psychosis="yes"))
    who, flags = cast.physician, {"psychosis": "yes"}
    with pytest.raises(BadInput):
        eligibility.override_eligibility(
            cast.house, who, cast.patient.id, flags, " ", PINS["physician"], IV
        )
    with pytest.raises(NotPermitted):
        eligibility.override_eligibility(
            cast.house, who, cast.patient.id, flags, "seen", "0000", IV
        )
    assert stops(eligibility.read_eligibility(cast.house, who, cast.patient.id, IV)) == flags


def test_an_answer_given_after_the_override_is_decided_anew(cast: Cast) -> None:
    answer(cast, fit(psychosis="yes"))
    override(cast, psychosis="yes")
    cast.clock.move(minutes=5)
    answer(cast, fit(psychosis=Reply("yes", "hears voices today")))

    with pytest.raises(NotEligible, match="hears voices"):
        start(cast)


def test_readings_are_judged_by_the_protocol_of_the_start(cast: Cast) -> None:
    with pytest.raises(NotFound):
        eligibility.read_eligibility(cast.house, cast.nurse, cast.patient.id, "nothing")
    unjudged = eligibility.read_eligibility(cast.house, cast.nurse, cast.patient.id)
    assert (unjudged.protocol_id, unjudged.readings) == (None, ())


def test_what_was_answered_for_one_session_does_not_start_the_next(cast: Cast) -> None:
    session_id = start(cast, fit()).head.id
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "unwell", pin)

    with pytest.raises(NotEligible, match="Fasting"):
        start(cast)
    cast.clock.move(minutes=1)
    assert start(cast, fit()).head.session_number == 2


def test_answers_and_readings_grow_too_old(cast: Cast) -> None:
    answer(cast, fit())
    cast.clock.move(minutes=61)
    assert set(stops(_now(cast)).values()) == {"too_old"}
    assert "psychosis" not in stops(_now(cast))
    cast.clock.move(hours=11)
    assert "psychosis" in stops(_now(cast))


def _now(cast: Cast) -> Eligibility:
    return eligibility.read_eligibility(cast.house, cast.nurse, cast.patient.id, IV)


def test_in_a_course_the_form_before_a_session_is_shorter(cast: Cast) -> None:
    open_course(cast)
    cast.clock.move(days=2)
    short = {one.id for one in cast.house.questionnaire.asked_before("session")}

    asked = {key for key in stops(_now(cast)) if key not in READINGS}

    assert asked == short


def test_after_a_long_rest_everything_is_asked_again(cast: Cast) -> None:
    open_course(cast)
    cast.clock.move(days=61)

    assert {"allergies", "substance_use", "vascular_disease"} <= set(stops(_now(cast)))


def test_a_confirmed_answer_is_kept_as_such_and_what_changed_is_told(cast: Cast) -> None:
    open_course(cast)
    cast.clock.move(days=2)
    found = answer(
        cast, fit(psychosis=Reply("no", unchanged=True), pregnancy=Reply("yes", "test of today"))
    )

    standing = {one.id: one for one in found.questions}
    assert standing["psychosis"].reply == Reply("no", unchanged=True)
    (change,) = found.changed
    assert (change.id, change.before, change.now) == ("pregnancy", "no", "yes: test of today")
    assert change.now_at - change.before_at >= timedelta(days=2)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewScreening(), "replies"),
        (NewScreening({"mood": Reply("no")}), "replies"),
        (NewScreening({"psychosis": Reply("maybe")}), "replies.psychosis"),
        (NewScreening({"fasting": Reply("yes", unchanged=True)}), "replies.fasting"),
        (NewScreening({"psychosis": Reply("no", "x" * 201)}), "replies.psychosis"),
        (NewScreening({"psychosis": Reply("no", "a\x00b")}), "replies.psychosis"),
        (NewScreening({}, PreDose(systolic_mmhg=122)), "readings.diastolic_mmhg"),
        (NewScreening({}, PreDose(122, 120)), "readings.diastolic_mmhg"),
        (NewScreening({}, PreDose(78, 122)), "readings.diastolic_mmhg"),
        (NewScreening({}, PreDose(1220, 78)), "readings.systolic_mmhg"),
        (NewScreening({}, PreDose(spo2_percent=101)), "readings.spo2_percent"),
        (NewScreening({}, PreDose(heart_rate_bpm=19)), "readings.heart_rate_bpm"),
        (
            NewScreening({}, PreDose(respiratory_rate_per_min=81)),
            "readings.respiratory_rate_per_min",
        ),
    ],
)
def test_nonsense_is_refused_by_field(cast: Cast, new: NewScreening, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        answer(cast, new)
    assert refused.value.field == field
    assert _now(cast).told_at is None


def test_another_clinics_patient_is_not_screened(cast: Cast) -> None:
    with pytest.raises(NotFound):
        eligibility.answer_eligibility(cast.house, cast.stranger, cast.patient.id, fit())
    chair = chairs.add_chair(cast.house, cast.stranger, "1")
    new = replace(cast.new_session(), chair_id=chair.id)
    with pytest.raises(NotFound):
        sessions.start_session(cast.house, cast.stranger, new)
    assert _now(cast).told_at is None
