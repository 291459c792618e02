"""The chart as it was known at a past minute, to the server or on a device."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.access.actor import Actor
from monitor.errors import BadInput, NotFound
from monitor.services import chairs, patients, people, sessions
from monitor.services.eligibility import answer_eligibility
from monitor.services.recording import record_events
from monitor.services.views import NewPatient
from monitor.web.looking import look
from monitor.web.pages.chart.asked import NOW, Asked, look_for, read_asked
from monitor.web.pages.chart.callbacks import draw_chart, tell_criterion
from monitor.web.pages.chart.look_back import devices_of, known_words, offered
from tests.fit import fit
from tests.people import PASSWORD, Cast
from tests.services.acts import BORN, record
from tests.services.day import ready_session
from tests.web.reading import words
from tests.web.test_callbacks import act

OFF_LINE = timedelta(minutes=12)


def vitals(at: datetime, systolic: int) -> dict[str, Any]:
    return {
        "kind": "vitals",
        "at": at.isoformat(),
        "systolic_mmhg": systolic,
        "diastolic_mmhg": 80,
        "position": "seated",
    }


def shown(cast: Cast, session_id: str, at: datetime, device: str | None = None) -> set[object]:
    """The systolic values that were known then."""
    who, asked = cast.physician, Asked(at, device)
    known = look_for(cast.house, who, look(cast.house, who, session_id), asked).looked.view
    return {
        fact.fields["systolic_mmhg"]
        for fact in known.state.facts
        if fact.kind == "vitals" and "systolic_mmhg" in fact.fields
    }


@pytest.fixture
def nurse(cast: Cast) -> Actor:
    """The nurse as signed in on a tablet."""
    signed_in = people.sign_in_with_password(cast.house, "nurse", PASSWORD, None)
    who = people.identify(cast.house, signed_in.sign_in_token)
    assert who.device_id is not None
    return who


def off_line(cast: Cast, nurse: Actor, session_id: str) -> datetime:
    """Record 171 while the tablet has no contact; answers when, long before it arrives."""
    typed = cast.clock.now
    cast.clock.now += OFF_LINE
    body = {**vitals(typed, 171), "recorded_at": typed.isoformat()}
    record_events(cast.house, nurse, session_id, cast.key(), [body], cast.clock.now)
    return typed


def test_what_was_typed_off_line_is_known_on_its_tablet_before_the_server_knows_it(
    cast: Cast, nurse: Actor
) -> None:
    session_id = ready_session(cast)
    between = off_line(cast, nurse, session_id) + OFF_LINE / 2

    assert 171 not in shown(cast, session_id, between)
    assert 171 in shown(cast, session_id, between, nurse.device_id)
    assert 171 in shown(cast, session_id, cast.clock.now)


def test_on_its_tablet_nothing_is_known_before_it_was_typed(cast: Cast, nurse: Actor) -> None:
    session_id = ready_session(cast)
    before = off_line(cast, nurse, session_id) - timedelta(seconds=1)
    assert 171 not in shown(cast, session_id, before, nurse.device_id)


def test_another_device_knew_only_what_the_server_told_it(cast: Cast, nurse: Actor) -> None:
    session_id = ready_session(cast)
    between = off_line(cast, nurse, session_id) + OFF_LINE / 2
    assert 171 not in shown(cast, session_id, between, "elsewhere")


def test_the_words_say_when_to_whom_and_how_much_came_later(cast: Cast) -> None:
    session_id = ready_session(cast)
    then = cast.clock.now
    cast.clock.now += timedelta(minutes=3)
    record(cast, cast.nurse, session_id, vitals(cast.clock.now, 133))
    looked = look(cast.house, cast.physician, session_id)

    past = look_for(cast.house, cast.physician, looked, Asked(then))
    said = known_words(past, looked)
    assert said.startswith("As known to the server at ")
    assert said.endswith("1 entry came later.")
    now = look_for(cast.house, cast.physician, looked, Asked(cast.clock.now))
    assert known_words(now, looked).endswith("Nothing came later.")
    assert known_words(look_for(cast.house, cast.physician, looked, NOW), looked) == ""


def test_the_chart_draws_the_past_and_signs_nothing_of_it(cast: Cast) -> None:
    session_id = ready_session(cast)
    then = cast.clock.now
    cast.clock.now += timedelta(minutes=3)
    record(cast, cast.nurse, session_id, vitals(cast.clock.now, 133))

    present = words(act(cast, cast.physician, draw_chart, 1, "light", None, None, session_id, None))
    asked = {"at": then.isoformat(), "device": None, "earlier": None}
    past = words(act(cast, cast.physician, draw_chart, 1, "light", asked, None, session_id, None))
    assert "133" in present
    assert "As known to the server" not in present
    assert "As known to the server" in past
    drawn = act(cast, cast.physician, draw_chart, 2, "light", asked, None, session_id, None)
    key = act(cast, cast.physician, draw_chart, 2, "light", None, None, session_id, None)[1]
    assert drawn[1] != key


def test_what_is_offered_are_the_devices_and_the_sessions_before(cast: Cast, nurse: Actor) -> None:
    session_id = ready_session(cast)
    off_line(cast, nurse, session_id)
    looked = look(cast.house, cast.nurse, session_id)
    assert devices_of(looked.view) == {nurse.device_id: nurse.name}
    assert sessions.list_earlier(cast.house, cast.nurse, session_id) == ()
    said = words(offered(looked, (looked.view.head,)))
    assert f"the tablet of {cast.nurse.name}" in said
    assert "Session 1, " in said


@pytest.mark.parametrize(
    "asked",
    [
        "yesterday",
        ["2026-11-26T14:20:00Z"],
        {"at": 5},
        {"at": "20 past two"},
        {"at": "2026-11-26T14:20:00"},
        {"at": "9999-12-31T23:59:59-23:59"},
        {"earlier": {"id": "x"}},
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(asked: object) -> None:
    with pytest.raises(BadInput):
        read_asked(asked)


def test_the_future_and_another_patients_session_are_refused(cast: Cast) -> None:
    session_id = ready_session(cast)
    looked = look(cast.house, cast.nurse, session_id)
    with pytest.raises(BadInput):
        look_for(cast.house, cast.nurse, looked, Asked(cast.clock.now + timedelta(minutes=1)))
    with pytest.raises(NotFound):
        look_for(cast.house, cast.nurse, looked, Asked(earlier="no-such-session"))


def test_a_session_of_another_patient_is_laid_behind_nobody(cast: Cast) -> None:
    session_id = ready_session(cast)
    other = patients.register_patient(cast.house, cast.nurse, NewPatient("DEMO Two", BORN))
    chair = chairs.add_chair(cast.house, cast.administrator, "another")
    answer_eligibility(cast.house, cast.nurse, other.id, fit(), "ketamine-iv")
    new = replace(cast.new_session(), patient_id=other.id, chair_id=chair.id, weight_kg=70.0)
    elsewhere = sessions.start_session(cast.house, cast.nurse, new).head.id

    looked = look(cast.house, cast.nurse, session_id)
    with pytest.raises(BadInput, match="another patient"):
        look_for(cast.house, cast.nurse, looked, Asked(earlier=elsewhere))
    assert sessions.list_earlier(cast.house, cast.nurse, elsewhere) == ()


def test_a_criterion_tells_when_and_why_it_changed(cast: Cast) -> None:
    session_id = ready_session(cast)
    said = words(act(cast, cast.physician, tell_criterion, "oxygen", None, session_id))
    assert "Oxygen" in said
    assert "Met" in said
    assert "Not assessed" in said
    assert act(cast, cast.physician, tell_criterion, None, None, session_id) is None
    with pytest.raises(BadInput):
        act(cast, cast.physician, tell_criterion, "no_such_rule", None, session_id)


def test_another_clinics_chart_tells_nothing(cast: Cast) -> None:
    session_id = ready_session(cast)
    with pytest.raises(NotFound):
        act(cast, cast.stranger, tell_criterion, "oxygen", None, session_id)
