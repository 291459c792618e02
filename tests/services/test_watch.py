"""Each chair has a responsible nurse, each shift a physician with a number; alerts reach them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.clinical.ladder import Rung
from monitor.errors import BadInput, InvalidEvent, NotFound
from monitor.services import board, sessions, watch
from monitor.services.house import House
from monitor.services.watch_views import NewDuty
from monitor.store.work import Writing
from tests.people import Cast
from tests.services.acts import record

HOURS = timedelta(hours=1)
PHONE = "+1 (555) 010-0199"


def duty(cast: Cast, **other: object) -> NewDuty:
    now = cast.clock.now
    new = NewDuty(cast.physician.person_id, PHONE, now - HOURS, now + 7 * HOURS)
    return replace(new, **other)  # type: ignore[arg-type]


def alarmed(cast: Cast) -> str:
    """A session with an urgent alert that nobody has answered."""
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=5)
    body = cast.body("vitals", systolic_mmhg=204, diastolic_mmhg=90)
    record(cast, cast.nurse, session_id, body)
    return session_id


def rung(cast: Cast, session_id: str) -> Rung | None:
    found = sessions.read_session(cast.house, cast.nurse, session_id).running.climbs
    return found[0].rung if found else None


def test_a_nurse_takes_chairs_and_another_takes_them_over(cast: Cast) -> None:
    taken = watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    assert taken.chairs[cast.chair.id].name == cast.nurse.name
    watch.take_chairs(cast.house, cast.nurse_too, [cast.chair.id])
    now = watch.read_watch(cast.house, cast.physician)
    assert now.chairs[cast.chair.id].person_id == cast.nurse_too.person_id
    assert now.chairs[cast.chair.id].since == cast.clock.now


def test_only_chairs_of_ones_own_are_given_back(cast: Cast) -> None:
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    with pytest.raises(BadInput, match="that you watch over"):
        watch.release_chairs(cast.house, cast.nurse_too, [cast.chair.id])
    assert watch.release_chairs(cast.house, cast.nurse, [cast.chair.id]).chairs == {}


def test_whoever_takes_a_chair_while_it_is_given_back_keeps_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [cast.chair.id]
    watch.take_chairs(cast.house, cast.nurse, chosen)
    begin = House.writing

    def just_after_another(house: House, clinic_id: str) -> Writing:
        monkeypatch.undo()
        watch.take_chairs(cast.house, cast.nurse_too, chosen)
        return begin(house, clinic_id)

    monkeypatch.setattr(House, "writing", just_after_another)
    with pytest.raises(BadInput, match="that you watch over"):
        watch.release_chairs(cast.house, cast.nurse, chosen)

    now = watch.read_watch(cast.house, cast.physician)
    assert now.chairs[cast.chair.id].person_id == cast.nurse_too.person_id


@pytest.mark.parametrize("chosen", [[], ["no-such-chair"]])
def test_no_chair_or_an_unknown_one_is_refused_and_nothing_moves(
    cast: Cast, chosen: list[str]
) -> None:
    with pytest.raises((BadInput, NotFound)):
        watch.take_chairs(cast.house, cast.nurse, [cast.chair.id, *chosen] if chosen else [])
    assert watch.read_watch(cast.house, cast.nurse).chairs == {}


def test_the_duty_set_last_counts_while_it_lasts(cast: Cast) -> None:
    watch.set_duty(cast.house, cast.nurse, duty(cast))
    now = cast.clock.move(seconds=1)
    short = duty(cast, phone="5550199", from_at=now, until_at=now + HOURS)
    watch.set_duty(cast.house, cast.administrator, short)
    assert (current := watch.read_watch(cast.house, cast.nurse).duty) is not None
    assert current.phone == "5550199"
    cast.clock.move(hours=1)
    assert (current := watch.read_watch(cast.house, cast.nurse).duty) is not None
    assert current.phone == PHONE
    cast.clock.move(hours=6)
    assert watch.read_watch(cast.house, cast.nurse).duty is None


def test_a_duty_of_later_is_shown_and_does_not_count_yet(cast: Cast) -> None:
    now = cast.clock.now
    watch.set_duty(cast.house, cast.nurse, duty(cast, from_at=now + HOURS))
    found = watch.read_watch(cast.house, cast.nurse)
    assert found.duty is None
    assert [one.from_at for one in found.coming] == [now + HOURS]


@pytest.mark.parametrize("phone", ["", "call me", "12", "5550100; drop", "1" * 41, "+()-"])
def test_what_is_no_phone_number_is_refused(cast: Cast, phone: str) -> None:
    with pytest.raises(BadInput) as refused:
        watch.set_duty(cast.house, cast.nurse, duty(cast, phone=phone))
    assert refused.value.field == "phone"
    assert watch.read_watch(cast.house, cast.nurse).duty is None


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(0, 0), (1, 0.5), (-3, -1), (0, 36.1), (31 * 24 + 1, 31 * 24 + 2)],
)
def test_a_duty_that_cannot_be_is_refused(cast: Cast, begins: float, ends: float) -> None:
    now = cast.clock.now
    span = duty(cast, from_at=now + begins * HOURS, until_at=now + ends * HOURS)
    with pytest.raises(BadInput, match="cannot be a duty"):
        watch.set_duty(cast.house, cast.nurse, span)


def test_an_instant_without_offset_and_a_nurse_on_duty_are_refused(cast: Cast) -> None:
    naive = datetime(2026, 3, 2, 12)  # noqa: DTZ001  (what is refused)
    with pytest.raises(BadInput, match="without an offset"):
        watch.set_duty(cast.house, cast.nurse, duty(cast, from_at=naive))
    with pytest.raises(NotFound, match="no such physician"):
        watch.set_duty(cast.house, cast.nurse, duty(cast, person_id=cast.nurse.person_id))


def test_an_unanswered_alert_climbs_and_a_call_that_reached_somebody_holds_it(cast: Cast) -> None:
    session_id = alarmed(cast)
    assert rung(cast, session_id) is Rung.NURSE
    cast.clock.move(minutes=3)
    assert rung(cast, session_id) is Rung.PHYSICIAN
    cast.clock.move(minutes=2)
    called = cast.body("call", code="systolic_high", called="Dr Demo", answer="reached")
    record(cast, cast.nurse, session_id, {**called, "phone": PHONE, "words": "is coming"})
    cast.clock.move(minutes=2)
    assert rung(cast, session_id) is Rung.PHYSICIAN
    cast.clock.move(minutes=1)
    assert rung(cast, session_id) is Rung.EVERYBODY


def test_a_physicians_note_ends_the_climb_and_a_nurses_does_not(cast: Cast) -> None:
    session_id = alarmed(cast)
    seen = cast.body("alert_acknowledged", code="systolic_high", note="on my way")
    record(cast, cast.nurse, session_id, seen)
    assert rung(cast, session_id) is Rung.NURSE
    record(cast, cast.physician, session_id, seen)
    assert rung(cast, session_id) is None


def test_the_screens_change_when_an_alert_climbs_by_the_clock(cast: Cast) -> None:
    session_id = alarmed(cast)
    state = sessions.read_session(cast.house, cast.nurse, session_id).state
    assert state.changes_at is not None
    assert state.changes_at <= cast.clock.now + timedelta(minutes=3)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"answer": "reached", "called": "Dr Demo"}, "code"),
        ({"code": "systolic_high", "answer": "reached"}, "called"),
        ({"code": "systolic_high", "called": "Dr Demo"}, "answer"),
        ({"code": "too_loud", "called": "Dr Demo", "answer": "reached"}, "code"),
        ({"code": "systolic_high", "called": "Dr Demo", "answer": "maybe"}, "answer"),
    ],
)
def test_a_call_says_about_what_whom_and_what_came_of_it(
    cast: Cast, fields: dict[str, object], named: str
) -> None:
    session_id = alarmed(cast)
    with pytest.raises(InvalidEvent) as refused:
        record(cast, cast.nurse, session_id, cast.body("call", **fields))
    assert refused.value.field == named
    assert rung(cast, session_id) is Rung.NURSE


def test_the_board_says_who_watches_and_who_is_to_be_called(cast: Cast) -> None:
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    watch.set_duty(cast.house, cast.nurse, duty(cast))
    alarmed(cast)
    found = board.read_board(cast.house, cast.nurse)
    assert found.watch.chairs[cast.chair.id].name == cast.nurse.name
    assert found.watch.duty is not None
    assert found.watch.duty.phone == PHONE
    (card,) = found.cards
    assert card.session is not None
    assert [climb.rung for climb in card.session.running.climbs] == [Rung.NURSE]


def test_another_clinics_watch_is_not_seen(cast: Cast) -> None:
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    watch.set_duty(cast.house, cast.nurse, duty(cast))
    elsewhere = watch.read_watch(cast.house, cast.stranger)
    assert elsewhere.chairs == {}
    assert elsewhere.duty is None
