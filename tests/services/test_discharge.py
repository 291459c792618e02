from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.access.roles import Role
from monitor.clinical.state import Finding
from monitor.errors import (
    BadInput,
    Conflict,
    NotFound,
    NotPermitted,
    SessionClosed,
    TooManyTries,
)
from monitor.services import board, discharge, people
from monitor.services.views import NewPerson, SessionView
from monitor.store import sessions as rows
from tests.people import PASSWORD, PINS, Cast
from tests.services.acts import record
from tests.services.day import SET, checks, look, ready_session


def sign(cast: Cast, who: str, session_id: str) -> SessionView:
    return discharge.sign(cast.house, getattr(cast, who), session_id, PINS[who])


def decision(cast: Cast, session_id: str):  # type: ignore[no-untyped-def]
    with cast.house.reading(cast.nurse.clinic_id) as work:
        return rows.decision(work, session_id)


def test_nurse_and_physician_let_the_patient_go(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = ready_session(cast)
    assert look(cast, session_id).state.met

    first = sign(cast, "nurse", session_id)
    cast.clock.move(minutes=2)
    second = sign(cast, "physician", session_id)

    assert first.head.closed_at is None
    assert first.state.phase == "criteria_met"
    assert second.state.phase == "discharged"
    assert second.state.discharged_to == "home"
    assert second.head.closed_at == cast.clock.now
    assert [(s.role, s.lapsed) for s in second.signatures] == [
        ("nurse", False),
        ("physician", False),
    ]


def test_the_decision_keeps_the_findings_as_they_stood(cast: Cast) -> None:
    session_id = ready_session(cast)
    sign(cast, "nurse", session_id)
    sign(cast, "physician", session_id)

    kept = decision(cast, session_id)

    view = look(cast, session_id)
    findings = view.state.findings
    assert kept.findings.keys() == findings.keys()
    assert {each["finding"] for each in kept.findings.values()} == {"met"}
    assert (kept.protocol_id, kept.protocol_version) == ("ketamine-iv", view.protocol.version)
    assert [each["name"] for each in kept.signatures] == [cast.nurse.name, cast.physician.name]
    assert kept.decided_at == cast.clock.now


def test_either_may_sign_first_but_never_both_signatures(cast: Cast) -> None:
    session_id = ready_session(cast)
    sign(cast, "physician", session_id)

    with pytest.raises(Conflict, match="another person"):
        sign(cast, "physician", session_id)
    assert sign(cast, "nurse", session_id).state.phase == "discharged"


def test_two_nurses_are_not_a_physician(cast: Cast) -> None:
    session_id = ready_session(cast)
    sign(cast, "nurse", session_id)

    with pytest.raises(NotPermitted) as refused:
        sign(cast, "nurse_too", session_id)

    assert refused.value.allowed == "physician"
    assert decision(cast, session_id) is None


def test_nobody_signs_before_the_criteria_are_met(cast: Cast) -> None:
    session_id = cast.start().head.id

    with pytest.raises(Conflict, match="criteria are not met") as refused:
        sign(cast, "nurse", session_id)

    assert "Observation time" in str(refused.value.allowed)
    assert look(cast, session_id).signatures == ()


def test_only_going_home_is_signed_by_two(cast: Cast) -> None:
    session_id = ready_session(cast)

    with pytest.raises(BadInput):
        discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"], "hospital")


def test_an_entry_ahead_of_the_clock_has_to_come_first(cast: Cast) -> None:
    session_id = cast.start().head.id
    ahead = (cast.clock.now + timedelta(minutes=1)).isoformat()
    record(cast, cast.nurse, session_id, {"kind": "mobility", "gait": "steady", "at": ahead})
    pin = PINS["physician"]

    with pytest.raises(Conflict, match="does not allow it now"):
        discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "x", pin)
    assert look(cast, session_id).head.closed_at is None
    cast.clock.move(minutes=1)
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "x", pin)
    assert look(cast, session_id).head.closed_at == cast.clock.now


def test_whoever_has_no_pin_cannot_sign(cast: Cast) -> None:
    new = NewPerson("pinless", "N. Demo Pinless", frozenset({Role.NURSE}), PASSWORD)
    person_id = people.add_person(cast.house, cast.administrator, new)
    session_id = ready_session(cast)

    with pytest.raises(NotPermitted, match="no PIN"):
        discharge.sign(
            cast.house, replace(cast.nurse, person_id=person_id), session_id, PINS["nurse"]
        )


def test_readiness_lost_in_between_makes_the_first_signature_lapse(cast: Cast) -> None:
    session_id = ready_session(cast)
    sign(cast, "nurse", session_id)
    cast.clock.move(minutes=1)
    record(cast, cast.nurse, session_id, cast.body("side_effects", grades={"dizziness": "severe"}))

    assert [s.lapsed for s in look(cast, session_id).signatures] == [True]
    with pytest.raises(Conflict, match="not met"):
        sign(cast, "physician", session_id)


def test_a_signature_stays_lapsed_when_readiness_returns(cast: Cast) -> None:
    session_id = ready_session(cast)
    sign(cast, "nurse", session_id)
    cast.clock.move(minutes=1)
    record(cast, cast.nurse, session_id, cast.body("mobility", gait="assisted"))
    cast.clock.move(minutes=1)
    record(cast, cast.nurse, session_id, cast.body("mobility", gait="steady"))
    assert look(cast, session_id).state.met

    again = sign(cast, "physician", session_id)

    assert again.head.closed_at is None
    assert [(s.role, s.lapsed) for s in again.signatures] == [("nurse", True), ("physician", False)]
    assert sign(cast, "nurse", session_id).head.closed_at is not None


def test_a_signature_lapses_when_the_vital_signs_grow_old(cast: Cast) -> None:
    session_id = ready_session(cast)
    sign(cast, "nurse", session_id)
    assert [s.lapsed for s in look(cast, session_id).signatures] == [False]

    cast.clock.move(minutes=20)
    assert [s.lapsed for s in look(cast, session_id).signatures] == [True]
    checks(cast, session_id)
    cast.clock.move(minutes=11)
    checks(cast, session_id)

    assert look(cast, session_id).state.met
    assert [s.lapsed for s in look(cast, session_id).signatures] == [True]


class TestOverriding:
    @pytest.fixture
    def session_id(self, cast: Cast) -> str:
        session_id = ready_session(cast)
        record(cast, cast.nurse, session_id, cast.body("mobility", gait="assisted"))
        return session_id

    def override(self, cast: Cast, session_id: str, *criteria: str) -> SessionView:
        reason = "Uses a wheelchair since before treatment"
        pin = PINS["physician"]
        return discharge.override(cast.house, cast.physician, session_id, criteria, reason, pin)

    def test_the_finding_keeps_its_state_and_both_can_sign(
        self, cast: Cast, session_id: str
    ) -> None:
        view = self.override(cast, session_id, "dizziness_and_gait")
        sign(cast, "physician", session_id)
        ended = sign(cast, "nurse", session_id)

        assert view.state.findings["dizziness_and_gait"].finding is Finding.NOT_MET
        assert view.signatures[0].criteria == ("dizziness_and_gait",)
        assert view.signatures[0].reason == "Uses a wheelchair since before treatment"
        assert ended.head.closed_at is not None
        kept = decision(cast, session_id).findings["dizziness_and_gait"]
        assert (kept["finding"], kept["overridden"]) == ("not_met", True)
        assert not any(signature.lapsed for signature in ended.signatures)

    def test_it_stands_only_for_the_finding_it_spoke_of(self, cast: Cast, session_id: str) -> None:
        self.override(cast, session_id, "dizziness_and_gait")
        cast.clock.move(minutes=31)
        checks_but_walk = [cast.body("vitals", **SET), cast.body("red_flags", present=[])]
        record(cast, cast.nurse, session_id, *checks_but_walk)

        view = look(cast, session_id)

        assert view.state.findings["dizziness_and_gait"].finding is Finding.NOT_ASSESSED
        assert view.signatures[0].lapsed
        with pytest.raises(Conflict):
            sign(cast, "physician", session_id)

    def test_what_is_met_or_unknown_or_not_to_be_overridden_is_refused(
        self, cast: Cast, session_id: str
    ) -> None:
        with pytest.raises(Conflict, match="is met"):
            self.override(cast, session_id, "alertness")
        with pytest.raises(BadInput, match="no criterion"):
            self.override(cast, session_id, "happiness")
        with pytest.raises(BadInput, match="No criterion"):
            self.override(cast, session_id)
        record(cast, cast.nurse, session_id, cast.body("red_flags", present=["chest_pain"]))
        with pytest.raises(NotPermitted, match="lets nobody"):
            self.override(cast, session_id, "red_flags")
        assert look(cast, session_id).signatures == ()

    def test_a_reason_is_needed(self, cast: Cast, session_id: str) -> None:
        pin = PINS["physician"]
        with pytest.raises(BadInput) as refused:
            discharge.override(
                cast.house, cast.physician, session_id, ["dizziness_and_gait"], "  ", pin
            )
        assert refused.value.field == "reason"


class TestEndingOtherwise:
    @pytest.mark.parametrize("to", discharge.OTHER_ENDINGS)
    def test_a_physician_ends_with_a_reason_whatever_the_findings(
        self, cast: Cast, to: str
    ) -> None:
        session_id = cast.start().head.id
        pin = PINS["physician"]

        view = discharge.end_otherwise(cast.house, cast.physician, session_id, to, "as it was", pin)

        assert (view.state.discharged_to, view.head.closed_at) == (to, cast.clock.now)
        assert view.signatures[0].reason == "as it was"
        kept = decision(cast, session_id)
        assert (kept.closed_to, kept.reason) == (to, "as it was")
        assert {each["finding"] for each in kept.findings.values()} == {"not_assessed"}

    def test_an_unknown_ending_or_no_reason_is_refused(self, cast: Cast) -> None:
        session_id = cast.start().head.id
        pin = PINS["physician"]
        for to, reason in (("home", "x"), ("away", "x"), ("hospital", "")):
            with pytest.raises(BadInput):
                discharge.end_otherwise(cast.house, cast.physician, session_id, to, reason, pin)
        assert look(cast, session_id).head.closed_at is None

    def test_an_ended_session_is_not_ended_again(self, cast: Cast) -> None:
        session_id = cast.start().head.id
        pin = PINS["physician"]
        discharge.end_otherwise(cast.house, cast.physician, session_id, "died", "arrest", pin)

        with pytest.raises(SessionClosed):
            discharge.end_otherwise(cast.house, cast.physician, session_id, "died", "arrest", pin)
        with pytest.raises(SessionClosed):
            sign(cast, "nurse", session_id)

    def test_its_chair_is_shown_for_an_hour_and_is_free_at_once(self, cast: Cast) -> None:
        session_id = cast.start().head.id
        pin = PINS["physician"]
        discharge.end_otherwise(
            cast.house, cast.physician, session_id, "hospital", "as it was", pin
        )

        shown = board.read_board(cast.house, cast.nurse).cards[0].session
        assert shown is not None
        assert shown.head.id == session_id
        cast.clock.move(minutes=61)
        assert board.read_board(cast.house, cast.nurse).cards[0].session is None
        again = cast.start()
        shown = board.read_board(cast.house, cast.nurse).cards[0].session
        assert shown is not None
        assert shown.head.id == again.head.id


class TestPins:
    def test_a_wrong_pin_signs_nothing(self, cast: Cast) -> None:
        session_id = ready_session(cast)

        with pytest.raises(NotPermitted, match="PIN is wrong"):
            discharge.sign(cast.house, cast.nurse, session_id, "0000")

        assert look(cast, session_id).signatures == ()

    def test_after_five_wrong_ones_even_the_right_one_has_to_wait(self, cast: Cast) -> None:
        session_id = ready_session(cast)
        for _ in range(5):
            with pytest.raises(NotPermitted):
                discharge.sign(cast.house, cast.nurse, session_id, "0000")

        with pytest.raises(TooManyTries, match="Wait 31 s"):
            sign(cast, "nurse", session_id)
        cast.clock.move(seconds=31)
        with pytest.raises(NotPermitted):
            discharge.sign(cast.house, cast.nurse, session_id, "0000")
        with pytest.raises(TooManyTries, match="Wait 61 s"):
            sign(cast, "nurse", session_id)
        cast.clock.move(seconds=61)
        assert len(sign(cast, "nurse", session_id).signatures) == 1

    def test_no_pin_is_tried_for_a_session_that_is_not_there(self, cast: Cast) -> None:
        for _ in range(6):
            with pytest.raises(NotFound):
                discharge.sign(cast.house, cast.nurse, "nowhere", "0000")

        session_id = ready_session(cast)
        assert len(sign(cast, "nurse", session_id).signatures) == 1

    def test_a_right_pin_starts_the_count_anew(self, cast: Cast) -> None:
        session_id = ready_session(cast)
        for pin in ("0000",) * 4 + (PINS["nurse"],):
            try:
                discharge.sign(cast.house, cast.nurse, session_id, pin)
            except NotPermitted:
                continue
        for _ in range(4):
            with pytest.raises(NotPermitted):
                discharge.sign(cast.house, cast.nurse, session_id, "0000")
