"""What a tablet could not know: held back until somebody answers, or kept and asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.access.actor import Actor
from monitor.errors import ChairGivenAway, CorrectedMeanwhile, SessionClosed
from monitor.services import chairs, discharge, moving, patients, recording, sessions, watch
from monitor.services.conflict_views import Seen
from monitor.services.views import NewChair, NewPatient, Receipt
from tests.fit import fit
from tests.people import PINS, Cast, maya
from tests.services.acts import record

MINUTES = timedelta(minutes=1)


def known(cast: Cast, session: str) -> Seen:
    """What a tablet knows that has just read the session."""
    view = sessions.read_session(cast.house, cast.nurse, session)
    return Seen(view.head.chair.id, view.version, timedelta())


def send(  # noqa: PLR0917
    cast: Cast, session: str, seen: Seen, body: dict[str, object], who: Actor | None = None,
    key: str = "", ahead: timedelta = timedelta(),
) -> Receipt:  # fmt: skip
    """Send what was typed when the tablet knew ``seen``; its clock is ``ahead`` at sending."""
    tablet = cast.clock.now + ahead
    by = who or cast.nurse
    return recording.record_events(
        cast.house, by, session, key or cast.key(), [body], tablet, seen
    )  # fmt: skip


def rate(cast: Cast, beats: int) -> dict[str, object]:
    return cast.body("vitals", heart_rate_bpm=beats)


def rates(cast: Cast, session: str) -> list[object]:
    view = sessions.read_session(cast.house, cast.nurse, session)
    return [
        fact.fields["heart_rate_bpm"]
        for fact in view.state.facts
        if "heart_rate_bpm" in fact.fields
    ]


def elsewhere(cast: Cast) -> Actor:
    return replace(cast.nurse, device_id="another tablet")


class TestChairGivenAway:
    @pytest.fixture
    def session(self, cast: Cast) -> str:
        return cast.start().head.id

    def move_and_seat(self, cast: Cast, session: str, *, seat: bool = True) -> str:
        """The patient moves to another chair, and somebody else sits down in the old one."""
        other = chairs.add_chair(cast.house, cast.administrator, "9")
        watch.take_chairs(cast.house, cast.nurse, [other.id])
        cast.clock.move(minutes=1)
        new = NewChair(cast.chair.id, other.id, cast.nurse.person_id, "DEMO: by the door")
        moving.move_to_chair(cast.house, cast.nurse, session, new)
        cast.clock.move(minutes=1)
        if not seat:
            return ""
        told = NewPatient("DEMO Ruth Somebody", maya().birth_date, (("MRN", "D-7"),), "", 60.0)
        patient = patients.register_patient(cast.house, cast.nurse, told)
        seated = replace(cast.new_session(), patient_id=patient.id, eligibility=fit())
        return sessions.start_session(cast.house, cast.nurse, seated).head.id

    def test_what_was_typed_for_a_chair_of_another_patient_is_asked_first(
        self, cast_anywhere: Cast
    ) -> None:
        cast = cast_anywhere
        session = cast.start().head.id
        seen = known(cast, session)
        other = self.move_and_seat(cast, session)
        with pytest.raises(ChairGivenAway, match="given to another patient"):
            send(cast, session, seen, rate(cast, 71))
        assert rates(cast, session) == rates(cast, other) == []

        sure = replace(seen, confirmed=frozenset({ChairGivenAway.code}))
        send(cast, session, sure, rate(cast, 71))
        assert (rates(cast, session), rates(cast, other)) == ([71], [])

    def test_also_when_the_other_patient_has_left_already(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        other = self.move_and_seat(cast, session)
        body = rate(cast, 71)
        cast.clock.move(minutes=1)
        pin = PINS["physician"]
        discharge.end_otherwise(cast.house, cast.physician, other, "hospital", "DEMO", pin)
        cast.clock.move(minutes=1)
        with pytest.raises(ChairGivenAway):
            send(cast, session, seen, body)

    def seat_in_passing(self, cast: Cast, session: str) -> str:
        """The patient moves away; somebody comes into the old chair from another, and out again."""
        self.move_and_seat(cast, session, seat=False)
        spare = [chairs.add_chair(cast.house, cast.administrator, name).id for name in ("10", "11")]
        watch.take_chairs(cast.house, cast.nurse, spare)
        told = NewPatient("DEMO Ruth Somebody", maya().birth_date, (("MRN", "D-7"),), "", 60.0)
        patient = patients.register_patient(cast.house, cast.nurse, told)
        seated = replace(
            cast.new_session(), patient_id=patient.id, chair_id=spare[0], eligibility=fit()
        )
        third = sessions.start_session(cast.house, cast.nurse, seated).head.id
        cast.clock.move(minutes=1)
        self.move(cast, third, spare[0], cast.chair.id)
        cast.clock.move(minutes=1)
        self.move(cast, third, cast.chair.id, spare[1])
        cast.clock.move(minutes=1)
        return third

    def move(self, cast: Cast, session: str, old: str, new: str) -> None:
        chair = NewChair(old, new, cast.nurse.person_id, "DEMO: by the door")
        moving.move_to_chair(cast.house, cast.nurse, session, chair)

    def test_also_when_a_third_patient_came_and_went_by_moves(self, cast_anywhere: Cast) -> None:
        cast = cast_anywhere
        session = cast.start().head.id
        seen = known(cast, session)
        third = self.seat_in_passing(cast, session)
        with pytest.raises(ChairGivenAway, match="given to another patient"):
            send(cast, session, seen, rate(cast, 74))
        assert rates(cast, session) == rates(cast, third) == []
        sure = replace(seen, confirmed=frozenset({ChairGivenAway.code}))
        send(cast, session, sure, rate(cast, 74))
        assert rates(cast, session) == [74]

    def test_also_when_the_patient_is_back_in_the_chair_by_then(self, cast_anywhere: Cast) -> None:
        cast = cast_anywhere
        session = cast.start().head.id
        seen = known(cast, session)
        self.seat_in_passing(cast, session)
        body = rate(cast, 75)
        cast.clock.move(minutes=1)
        now = sessions.read_session(cast.house, cast.nurse, session).head.chair.id
        self.move(cast, session, now, cast.chair.id)
        cast.clock.move(minutes=1)
        with pytest.raises(ChairGivenAway):
            send(cast, session, seen, body)
        send(cast, session, seen, rate(cast, 76))  # measured after the return
        assert rates(cast, session) == [76]
        # Whoever knew of the moves knew whose it was.
        send(cast, session, known(cast, session), body)
        assert sorted(map(str, rates(cast, session))) == ["75", "76"]

    def test_nor_is_the_patient_s_own_return_somebody_else(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        self.move_and_seat(cast, session, seat=False)
        body = rate(cast, 77)
        cast.clock.move(minutes=1)
        now = sessions.read_session(cast.house, cast.nurse, session).head.chair.id
        self.move(cast, session, now, cast.chair.id)
        send(cast, session, seen, body)
        assert rates(cast, session) == [77]

    def test_what_was_measured_before_the_move_is_not_asked(self, cast: Cast, session: str) -> None:
        seen, body = known(cast, session), rate(cast, 72)
        self.move_and_seat(cast, session)
        send(cast, session, seen, body)
        assert rates(cast, session) == [72]

    def test_nor_is_a_move_after_which_the_chair_stayed_free(
        self, cast: Cast, session: str
    ) -> None:
        seen = known(cast, session)
        self.move_and_seat(cast, session, seat=False)
        send(cast, session, seen, rate(cast, 73))
        assert rates(cast, session) == [73]


def test_a_second_correction_of_the_same_entry_is_asked_first(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session = cast.start().head.id
    target = record(cast, cast.nurse, session, rate(cast, 70)).event_ids[0]
    seen = known(cast, session)
    cast.clock.move(minutes=1)

    def correction(beats: int) -> dict[str, object]:
        return cast.body("corrected", target=target, reason="DEMO: read off", heart_rate_bpm=beats)

    record(cast, cast.nurse_too, session, correction(75))
    with pytest.raises(CorrectedMeanwhile, match=cast.nurse_too.name):
        send(cast, session, seen, correction(79))
    struck = cast.body("entered_in_error", target=target, reason="DEMO: of another patient")
    with pytest.raises(CorrectedMeanwhile):
        send(cast, session, seen, struck)
    assert rates(cast, session) == [75]

    sure = replace(seen, confirmed=frozenset({CorrectedMeanwhile.code}))
    send(cast, session, sure, correction(79))
    assert rates(cast, session) == [79]


def test_ones_own_second_correction_on_the_same_tablet_is_not_asked(cast: Cast) -> None:
    session = cast.start().head.id
    target = record(cast, cast.nurse, session, rate(cast, 70)).event_ids[0]
    seen = known(cast, session)
    for beats in (71, 72):
        body = cast.body("corrected", target=target, reason="DEMO: typed", heart_rate_bpm=beats)
        send(cast, session, seen, body)
    assert rates(cast, session) == [72]


def test_a_correction_of_another_entry_is_not_asked(cast: Cast) -> None:
    session = cast.start().head.id
    one = record(cast, cast.nurse, session, rate(cast, 70)).event_ids[0]
    two = record(cast, cast.nurse, session, rate(cast, 71)).event_ids[0]
    seen = known(cast, session)
    body = cast.body("corrected", target=one, reason="DEMO: read off", heart_rate_bpm=60)
    record(cast, cast.nurse_too, session, body)
    send(cast, session, seen, {**body, "target": two})
    assert rates(cast, session) == [60, 60]


class TestEnteredElsewhere:
    @pytest.fixture
    def session(self, cast: Cast) -> str:
        return cast.start().head.id

    def test_both_are_kept_and_the_question_names_the_other(self, cast_anywhere: Cast) -> None:
        cast = cast_anywhere
        session = cast.start().head.id
        seen = known(cast, session)
        record(cast, cast.nurse_too, session, rate(cast, 80))
        cast.clock.move(minutes=5)
        receipt = send(cast, session, seen, rate(cast, 81))

        (ask,) = receipt.asks
        assert ask.code == "entered_elsewhere"
        told = [(one.person_name, one.event.fields["heart_rate_bpm"]) for one in ask.others]
        assert told == [(cast.nurse_too.name, 80)]
        assert rates(cast, session) == [80, 81]

    def test_the_same_key_again_is_asked_the_same(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        record(cast, cast.nurse_too, session, rate(cast, 80))
        body = rate(cast, 81)
        first = send(cast, session, seen, body, key="k")
        record(cast, cast.nurse_too, session, rate(cast, 82))
        cast.house.memory._records.clear()
        again = send(cast, session, seen, body, key="k")
        assert again.replayed
        assert again.asks == first.asks

    def test_also_of_oneself_on_another_tablet(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        record(cast, elsewhere(cast), session, rate(cast, 80))
        assert [ask.code for ask in send(cast, session, seen, rate(cast, 81)).asks] == [
            "entered_elsewhere"
        ]

    def test_not_of_oneself_on_the_same_one(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        record(cast, cast.nurse, session, rate(cast, 80))
        assert send(cast, session, seen, rate(cast, 81)).asks == ()

    def test_not_of_what_the_tablet_knew(self, cast: Cast, session: str) -> None:
        record(cast, cast.nurse_too, session, rate(cast, 80))
        assert send(cast, session, known(cast, session), rate(cast, 81)).asks == ()

    def test_not_of_another_time(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        record(cast, cast.nurse_too, session, rate(cast, 80))
        cast.clock.move(minutes=6)
        assert send(cast, session, seen, rate(cast, 81)).asks == ()

    def test_not_of_another_kind(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        record(cast, cast.nurse_too, session, cast.body("consciousness", moaas=5))
        assert send(cast, session, seen, rate(cast, 81)).asks == ()

    def test_not_of_what_has_been_struck_out(self, cast: Cast, session: str) -> None:
        seen = known(cast, session)
        other = record(cast, cast.nurse_too, session, rate(cast, 80)).event_ids[0]
        struck = cast.body("entered_in_error", target=other, reason="DEMO: of another patient")
        record(cast, cast.nurse_too, session, struck)
        assert send(cast, session, seen, rate(cast, 81)).asks == ()


class TestClock:
    @pytest.fixture
    def session(self, cast: Cast) -> str:
        cast.start()
        cast.clock.move(minutes=30)
        return sessions.list_sessions(cast.house, cast.nurse)[0].id

    def test_a_clock_that_was_set_between_typing_and_sending_is_asked_about(
        self, cast: Cast, session: str
    ) -> None:
        seen, body = known(cast, session), rate(cast, 80)
        # Typed when the tablet's clock was right; a quarter of an hour ahead when it is sent.
        (ask,) = send(cast, session, seen, body, ahead=15 * MINUTES).asks
        assert ask.code == "tablet_clock"
        assert (ask.shown_at, ask.kept_at) == (cast.clock.now, cast.clock.now - 15 * MINUTES)

    def test_a_clock_that_is_wrong_all_the_time_showed_the_right_time(
        self, cast: Cast, session: str
    ) -> None:
        ahead = 15 * MINUTES
        body = {**rate(cast, 80), "at": (cast.clock.now + ahead).isoformat()}
        seen = replace(known(cast, session), skew=-ahead)
        assert send(cast, session, seen, body, ahead=ahead).asks == ()
        assert rates(cast, session) == [80]

    def test_a_minute_is_the_time_that_a_message_takes(self, cast: Cast, session: str) -> None:
        seen, body = known(cast, session), rate(cast, 80)
        assert send(cast, session, seen, body, ahead=MINUTES).asks == ()


def test_what_says_nothing_of_what_it_saw_is_asked_nothing(cast: Cast) -> None:
    session = cast.start().head.id
    record(cast, cast.nurse_too, session, rate(cast, 80))
    receipt = send(cast, session, Seen(), rate(cast, 81), ahead=20 * MINUTES)
    assert receipt.asks == ()


def test_after_the_end_nothing_is_kept_whatever_is_confirmed(cast: Cast) -> None:
    session = cast.start().head.id
    seen = replace(
        known(cast, session), confirmed=frozenset({"chair_given_away", "corrected_meanwhile"})
    )
    cast.clock.move(minutes=1)
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session, "hospital", "DEMO", pin)
    cast.clock.move(minutes=1)
    with pytest.raises(SessionClosed):
        send(cast, session, seen, rate(cast, 81))
