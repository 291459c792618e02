"""A handover: read and signed by both, and the responsibility moves with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import (
    BadInput,
    ChangedSinceShown,
    Conflict,
    NotFound,
    NotPermitted,
    TooManyTries,
)
from monitor.services import board, chairs, discharge, handover, people, roster, watch
from monitor.services.handover_views import ChairGiven, Change, ChangeKind, HandoverView
from monitor.services.views import NewPerson
from tests.people import PASSWORD, PINS, Cast
from tests.services.acts import record
from tests.services.handing import asked, given, marks, received, watched
from tests.services.roles import NURSE
from tests.services.test_audit import entries


def holder(cast: Cast) -> str | None:
    found = watch.read_watch(cast.house, cast.physician).chairs.get(cast.chair.id)
    return found.person_id if found else None


def alarm(cast: Cast, session_id: str) -> None:
    cast.clock.move(minutes=1)
    body = cast.body("vitals", systolic_mmhg=204, diastolic_mmhg=90)
    record(cast, cast.nurse, session_id, body)


def what_changed(cast: Cast, view: HandoverView) -> list[str]:
    now = handover.read_handover(cast.house, cast.nurse_too, view.head.id)
    return [change.what for change in now.changes]


def test_the_responsibility_moves_at_the_second_signature_and_not_before(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    watched(cast)
    view = given(cast)
    assert view.head.waits
    assert holder(cast) == cast.nurse.person_id
    waits = board.read_board(cast.house, cast.physician).watch.handovers[cast.chair.id]
    assert (waits.giver, waits.receiver) == (cast.nurse.name, cast.nurse_too.name)
    cast.clock.move(seconds=30)
    done = received(cast, view.head.id)
    assert holder(cast) == cast.nurse_too.person_id
    assert board.read_board(cast.house, cast.physician).watch.handovers == {}
    assert [(one.name, one.role, one.meaning) for one in done.signatures] == [
        (cast.nurse.name, "nurse", "given"),
        (cast.nurse_too.name, "nurse", "received"),
    ]
    assert done.signatures[1].at == cast.clock.now
    assert [one.moved for one in done.chairs] == [True]
    changed = [entry for entry in entries(cast) if entry.action.startswith("room:handover:")]
    written = [(entry.action, entry.person_id) for entry in changed if "read" not in entry.action]
    assert written == [
        (AuditAction.HANDOVER_GIVEN, cast.nurse.person_id),
        (AuditAction.HANDOVER_RECEIVED, cast.nurse_too.person_id),
    ]


def test_what_was_shown_is_kept_as_it_was(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = watched(cast)
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=20)
    record(
        cast, cast.nurse, session_id,
        cast.body("vitals", systolic_mmhg=184, diastolic_mmhg=96, spo2_percent=97),
        cast.body("note", text="prefers the lights off"),
        cast.body("medication", name="ondansetron", dose_mg=4, medication_class="antiemetic"),
    )  # fmt: skip
    order = cast.body("order", measure=["blood_pressure"], every_minutes=5)
    record(cast, cast.physician, session_id, {**order, "text": "and call me"})
    cast.clock.move(minutes=6)
    (one,) = handover.read_desk(cast.house, cast.nurse).chairs
    chosen = (ChairGiven(cast.chair.id, asked(cast).chairs[0].seen, "  sister waits outside "),)
    view = given(cast, chairs=chosen)
    cast.clock.move(minutes=30)
    record(cast, cast.nurse, session_id, cast.body("infusion_ended"))

    kept = handover.read_handover(cast.house, cast.physician, view.head.id).chairs[0]
    assert kept.given == replace(one, at=kept.given.at)
    session = kept.given.session
    assert session is not None
    assert kept.note == "sister waits outside"
    assert (session.phase, session.elapsed_minutes) == ("infusing", 26.0)
    told = {m.field: (m.value, kept.given.at - m.at) for m in session.measured}
    assert told["systolic_mmhg"][0] == 184
    assert told["systolic_mmhg"][1].total_seconds() == 360
    assert ("systolic_high", "caution", "open") in {
        (alert.code, alert.level, alert.state) for alert in session.alerts
    }
    assert [note.text for note in session.notes] == ["prefers the lights off"]
    assert [(t.what, t.amount, t.unit) for t in session.treatments] == [("ondansetron", 4, "mg")]
    assert [(o.measure, o.every_minutes, o.seen) for o in session.orders] == [
        (["blood_pressure"], 5, False)
    ]
    assert (session.overdue_minutes, session.overdue) == (16, True)
    assert session.missed >= 1
    assert "blood_pressure_absolute" in session.waiting_for


def test_the_next_nurse_is_called_for_an_urgent_alert(cast: Cast) -> None:
    session_id = watched(cast)
    alarm(cast, session_id)
    received(cast, given(cast).head.id)
    (card,) = board.read_board(cast.house, cast.physician).cards
    assert card.session is not None
    assert [climb.rung.value for climb in card.session.running.climbs] == ["nurse"]
    found = board.read_board(cast.house, cast.physician).watch.chairs[cast.chair.id]
    assert found.name == cast.nurse_too.name


def test_the_second_signs_on_the_tablet_of_the_first_with_a_pin_of_her_own(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    seen = marks(cast, view.head.id)
    with pytest.raises(NotPermitted, match="PIN is wrong"):
        handover.receive(cast.house, cast.nurse, view.head.id, PINS["nurse"], seen)
    assert holder(cast) == cast.nurse.person_id
    refused = [entry for entry in entries(cast) if entry.action == AuditAction.PIN_REFUSED]
    assert [entry.subject_id for entry in refused] == [cast.nurse_too.person_id]
    handover.receive(cast.house, cast.nurse, view.head.id, PINS["nurse_too"], seen)
    assert holder(cast) == cast.nurse_too.person_id
    last = entries(cast)[-1]
    assert (last.action, last.person_id) == (
        AuditAction.HANDOVER_RECEIVED,
        cast.nurse_too.person_id,
    )
    assert last.detail["signed_in"] == cast.nurse.person_id


def test_a_new_alert_since_the_first_signature_is_read_before_the_second(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    session_id = watched(cast)
    view = given(cast)
    seen = marks(cast, view.head.id)
    alarm(cast, session_id)
    with pytest.raises(ChangedSinceShown, match="has changed"):
        handover.receive(cast.house, cast.nurse_too, view.head.id, PINS["nurse_too"], seen)
    assert holder(cast) == cast.nurse.person_id
    now = handover.read_handover(cast.house, cast.nurse_too, view.head.id)
    assert Change("3", ChangeKind.ALERT_URGENT, "systolic_high") in now.changes
    done = received(cast, view.head.id)
    assert done.chairs[0].changes == now.changes
    assert holder(cast) == cast.nurse_too.person_id


def test_a_reading_without_an_alert_asks_for_nothing_again(cast: Cast) -> None:
    session_id = watched(cast)
    view = given(cast)
    seen = marks(cast, view.head.id)
    cast.clock.move(minutes=1)
    body = cast.body("vitals", systolic_mmhg=122, diastolic_mmhg=78)
    record(cast, cast.nurse, session_id, body)
    handover.receive(cast.house, cast.nurse_too, view.head.id, PINS["nurse_too"], seen)
    assert holder(cast) == cast.nurse_too.person_id


def test_a_session_that_ended_meanwhile_is_said(cast: Cast) -> None:
    session_id = watched(cast)
    view = given(cast)
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "pain", pin)
    assert what_changed(cast, view) == ["session_ended"]
    received(cast, view.head.id)
    assert holder(cast) == cast.nurse_too.person_id


def test_what_happened_meanwhile_is_named_kind_by_kind(cast: Cast) -> None:
    session_id = watched(cast)
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    alarm(cast, session_id)
    drug = cast.body("medication", name="ondansetron", medication_class="antiemetic")
    given_id = record(cast, cast.nurse, session_id, drug).event_ids[0]
    ordered = record(cast, cast.physician, session_id, cast.body("order", text="call me"))
    view = given(cast)
    cast.clock.move(minutes=1)
    target = ordered.event_ids[0]
    seen = cast.body("alert_acknowledged", code="systolic_high")
    record(cast, cast.nurse, session_id, seen)
    record(cast, cast.nurse, session_id, cast.body("order_acknowledged", target=target))
    effect = cast.body("intervention_effect", target=given_id, effect="full")
    record(cast, cast.nurse, session_id, effect)
    record(cast, cast.nurse, session_id, cast.body("note", text="better"))
    record(cast, cast.nurse, session_id, cast.body("infusion_paused"))
    assert set(what_changed(cast, view)) == {
        "alert_seen", "order_seen", "effect_over", "note", "phase",
    }  # fmt: skip
    cast.clock.move(minutes=30)
    assert "overdue" in what_changed(cast, view)


def test_a_chair_that_a_third_nurse_has_taken_stays_with_her(cast: Cast) -> None:
    watched(cast)
    other = chairs.add_chair(cast.house, cast.administrator, "4")
    watch.take_chairs(cast.house, cast.nurse, [other.id])
    view = given(cast)
    third = third_nurse(cast)
    watch.take_chairs(cast.house, third, [cast.chair.id])
    assert what_changed(cast, view) == ["responsible"]
    done = received(cast, view.head.id)
    assert {one.chair: one.moved for one in done.chairs} == {"3": False, "4": True}
    assert holder(cast) == third.person_id
    again = handover.read_handover(cast.house, cast.nurse, view.head.id)
    assert {one.chair: one.moved for one in again.chairs} == {"3": False, "4": True}


def third_nurse(cast: Cast) -> Actor:
    new = NewPerson("third", "T. Demo Third", NURSE, PASSWORD, "6173")
    person_id = people.add_person(cast.house, cast.administrator, new)
    return replace(cast.nurse, person_id=person_id, name=new.name)


def test_a_handover_of_chairs_that_are_all_taken_cannot_be_received(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    third = third_nurse(cast)
    watch.take_chairs(cast.house, third, [cast.chair.id])
    with pytest.raises(Conflict, match="taken all"):
        received(cast, view.head.id)
    assert holder(cast) == third.person_id
    handover.withdraw(cast.house, third, view.head.id)  # nothing is stuck
    assert watch.read_watch(cast.house, cast.nurse).handovers == {}


def test_a_chair_that_was_given_back_meanwhile_goes_to_the_next_nurse(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    watch.release_chairs(cast.house, cast.nurse, [cast.chair.id])
    assert what_changed(cast, view) == ["nobody"]
    received(cast, view.head.id)
    assert holder(cast) == cast.nurse_too.person_id


def test_some_of_the_chairs_can_be_kept(cast: Cast) -> None:
    watched(cast)
    other = chairs.add_chair(cast.house, cast.administrator, "4")
    watch.take_chairs(cast.house, cast.nurse, [other.id])
    chosen = tuple(one for one in asked(cast).chairs if one.chair_id == other.id)
    received(cast, given(cast, chairs=chosen).head.id)
    assert holder(cast) == cast.nurse.person_id
    found = watch.read_watch(cast.house, cast.nurse).chairs
    assert found[other.id].person_id == cast.nurse_too.person_id


def test_nobody_hands_over_to_herself(cast: Cast) -> None:
    watched(cast)
    with pytest.raises(BadInput, match="herself") as refused:
        given(cast, receiver_id=cast.nurse.person_id)
    assert refused.value.field == "receiver_id"
    assert watch.read_watch(cast.house, cast.nurse).handovers == {}


@pytest.mark.parametrize("named", ["physician", "administrator", "stranger"])
def test_only_a_nurse_of_the_clinic_receives(cast: Cast, named: str) -> None:
    watched(cast)
    with pytest.raises(NotFound, match="no such nurse"):
        given(cast, receiver_id=getattr(cast, named).person_id)


def test_what_cannot_be_handed_over_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    watched(cast)
    chosen = asked(cast).chairs
    other = chairs.add_chair(cast.house, cast.administrator, "4")
    foreign = (ChairGiven(other.id, "x"),)
    wrong: list[tuple[dict[str, object], type[Exception], str]] = [
        ({"reason": "lunch"}, BadInput, "Why"),
        ({"chairs": ()}, BadInput, "No chair"),
        ({"chairs": chosen * 2}, BadInput, "one twice"),
        ({"chairs": foreign}, Conflict, "do not watch over chair 4"),
        ({"chairs": (ChairGiven("nowhere", "x"),)}, NotFound, "no such chair"),
        ({"chairs": (replace(chosen[0], note="x" * 2001),)}, BadInput, "note of chair 3"),
        ({"chairs": (replace(chosen[0], note="a\x00b"),)}, BadInput, "note of chair 3"),
        ({"chairs": (replace(chosen[0], seen="old"),)}, ChangedSinceShown, "Chair 3"),
        ({"unsent": 2}, Conflict, "still on the tablet"),
        ({"takes_back_id": "nothing"}, NotFound, "no such handover"),
    ]
    for asked_for, kind, words in wrong:
        with pytest.raises(kind, match=words):
            given(cast, **asked_for)
    assert handover.list_handovers(cast.house, cast.nurse).handovers == ()


def test_a_wrong_pin_signs_nothing(cast: Cast) -> None:
    watched(cast)
    with pytest.raises(NotPermitted, match="PIN is wrong"):
        handover.give(cast.house, cast.nurse, asked(cast), "0000")
    assert handover.list_handovers(cast.house, cast.nurse).handovers == ()


def test_a_chair_waits_in_one_handover_only(cast: Cast) -> None:
    watched(cast)
    given(cast)
    with pytest.raises(Conflict, match="waits in a handover"):
        given(cast)


def test_it_is_received_once(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    received(cast, view.head.id)
    with pytest.raises(Conflict, match="received it already"):
        received(cast, view.head.id)
    with pytest.raises(Conflict, match="received it already"):
        handover.withdraw(cast.house, cast.nurse, view.head.id)


def test_who_gave_it_withdraws_it_and_nobody_else_does(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    with pytest.raises(NotPermitted, match="who gave it"):
        handover.withdraw(cast.house, cast.nurse_too, view.head.id)
    done = handover.withdraw(cast.house, cast.nurse, view.head.id)
    assert done.head.ended is not None
    assert done.head.ended.meaning == "withdrawn"
    assert holder(cast) == cast.nurse.person_id
    with pytest.raises(Conflict, match="has withdrawn it"):
        handover.receive(cast.house, cast.nurse_too, view.head.id, PINS["nurse_too"], {})
    assert given(cast).head.waits


def test_a_nurse_who_has_left_meanwhile_signs_no_more(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    seen = marks(cast, view.head.id)
    person = next(
        one for one in roster.read_roster(cast.house, cast.administrator)
        if one.id == cast.nurse_too.person_id
    )  # fmt: skip
    roster.deactivate_person(cast.house, cast.administrator, person.id, person.revision)
    with pytest.raises(Conflict, match="cannot sign any more"):
        handover.receive(cast.house, cast.nurse, view.head.id, PINS["nurse_too"], seen)
    assert holder(cast) == cast.nurse.person_id


def test_a_break_goes_back_by_a_second_handover(cast: Cast) -> None:
    watched(cast)
    away = received(cast, given(cast, reason="break").head.id)
    cast.clock.move(minutes=20)
    desk = handover.read_desk(cast.house, cast.nurse_too)
    assert [one.id for one in desk.given_back] == [away.head.id]
    prepared = handover.read_desk(cast.house, cast.nurse_too, away.head.id).takes_back
    assert prepared is not None
    assert (prepared.giver_id, prepared.chairs) == (cast.nurse.person_id, ("3",))
    new = replace(asked(cast, cast.nurse_too), receiver_id=prepared.giver_id, reason="break")
    new = replace(new, takes_back_id=prepared.id)
    back = handover.give(cast.house, cast.nurse_too, new, PINS["nurse_too"])
    assert handover.read_desk(cast.house, cast.nurse_too).given_back == ()
    seen = marks(cast, back.head.id)
    done = handover.receive(cast.house, cast.nurse, back.head.id, PINS["nurse"], seen)
    assert done.head.takes_back_id == away.head.id
    assert holder(cast) == cast.nurse.person_id
    assert handover.read_desk(cast.house, cast.nurse).given_back == ()


def test_only_what_one_received_goes_back(cast: Cast) -> None:
    watched(cast)
    away = given(cast, reason="break")
    assert handover.read_desk(cast.house, cast.nurse_too, away.head.id).takes_back is None
    handover.withdraw(cast.house, cast.nurse, away.head.id)
    with pytest.raises(Conflict, match="did not receive"):
        given(cast, takes_back_id=away.head.id)


def test_notes_count_from_the_last_handover_of_the_chair(cast: Cast) -> None:
    session_id = watched(cast)
    record(cast, cast.nurse, session_id, cast.body("note", text="before"))
    cast.clock.move(minutes=1)
    first = received(cast, given(cast).head.id)
    assert [n.text for n in first.chairs[0].given.session.notes] == ["before"]  # type: ignore[union-attr]
    cast.clock.move(minutes=1)
    record(cast, cast.nurse_too, session_id, cast.body("note", text="after"))
    (chair,) = handover.read_desk(cast.house, cast.nurse_too).chairs
    assert chair.session is not None
    assert [note.text for note in chair.session.notes] == ["after"]


def test_past_handovers_are_read_day_by_day(cast: Cast) -> None:
    watched(cast)
    view = received(cast, given(cast).head.id)
    today = handover.list_handovers(cast.house, cast.physician)
    assert [(one.id, one.chairs) for one in today.handovers] == [(view.head.id, ("3",))]
    cast.clock.move(days=1)
    assert handover.list_handovers(cast.house, cast.physician).handovers == ()
    then = handover.list_handovers(cast.house, cast.physician, today.day)
    assert [one.id for one in then.handovers] == [view.head.id]
    with pytest.raises(BadInput, match="no day"):
        handover.list_handovers(cast.house, cast.nurse, today.day.replace(year=1900))


def test_what_is_kept_of_a_handover_cannot_be_changed(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    watched(cast)
    received(cast, given(cast).head.id)
    changes = (
        "UPDATE handovers SET reason = 'break'",
        "DELETE FROM handover_chairs",
        "UPDATE handover_endings SET how = 'withdrawn'",
    )
    for change in changes:
        with pytest.raises(Conflict), cast.house.engine.begin() as connection:
            connection.execute(text(change))
    assert len(handover.list_handovers(cast.house, cast.nurse).handovers) == 1


def test_another_clinics_handovers_are_not_seen(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    assert handover.list_handovers(cast.house, cast.stranger).handovers == ()
    assert handover.read_desk(cast.house, cast.stranger).waiting == ()
    with pytest.raises(NotFound):
        handover.read_handover(cast.house, cast.stranger, view.head.id)


def test_after_five_wrong_pins_neither_signature_is_taken(cast: Cast) -> None:
    """Whoever is signed in, it is the receiver's PIN that is guessed, and hers that waits."""
    watched(cast)
    waiting = given(cast).head.id
    seen = marks(cast, waiting)
    for _ in range(5):
        with pytest.raises(NotPermitted):
            handover.receive(cast.house, cast.nurse, waiting, "0000", seen)

    with pytest.raises(TooManyTries):
        handover.receive(cast.house, cast.nurse, waiting, PINS["nurse_too"], seen)

    handover.withdraw(cast.house, cast.nurse, waiting)
    new = asked(cast)
    for _ in range(5):
        with pytest.raises(NotPermitted):
            handover.give(cast.house, cast.nurse, new, "0000")

    with pytest.raises(TooManyTries):
        handover.give(cast.house, cast.nurse, new, PINS["nurse"])
