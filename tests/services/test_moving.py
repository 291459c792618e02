"""Change of chair: one session a chair, one chair a patient, and somebody answers for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from sqlalchemy import text

from monitor.access.audit import AuditAction
from monitor.errors import (
    BadInput,
    ChairTaken,
    ChangedMeanwhile,
    Conflict,
    InvalidEvent,
    MonitorError,
    NotFound,
    SessionClosed,
)
from monitor.services import board, chairs, discharge, handover, moving, patients, sessions, watch
from monitor.services.views import Chair, NewChair, NewPatient, SessionView
from tests.people import PINS, Cast
from tests.services.acts import record
from tests.services.handing import given
from tests.services.test_audit import entries

_numbers = count(1)


def another_chair(cast: Cast, label: str = "4") -> Chair:
    return chairs.add_chair(cast.house, cast.administrator, label)


def another_session(cast: Cast, chair: Chair) -> SessionView:
    name = f"DEMO Other {next(_numbers)}"
    new = NewPatient(name, date(1990, 1, 1), weight_kg=70.0)
    patient = patients.register_patient(cast.house, cast.nurse, new)
    started = replace(cast.new_session(), patient_id=patient.id, chair_id=chair.id)
    return sessions.start_session(cast.house, cast.nurse, started)


def to(cast: Cast, chair: Chair, **other: str) -> NewChair:
    new = NewChair(cast.chair.id, chair.id, cast.nurse.person_id, "a bed was needed")
    return replace(new, **other)


def test_a_session_moves_and_the_old_chair_is_free(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id, new = cast.start().head.id, another_chair(cast)
    cast.clock.move(minutes=5)
    view = moving.move_to_chair(cast.house, cast.nurse, session_id, to(cast, new))
    assert view.head.chair.label == "4"
    shown = board.read_board(cast.house, cast.physician).cards
    assert {card.chair.label: card.taken for card in shown} == {"3": False, "4": True}
    (moved,) = view.moves
    assert (moved.person_name, moved.event.at) == (cast.nurse.name, cast.clock.now)
    fields = moved.event.fields
    assert (fields["from_chair"], fields["to_chair"]) == ("3", "4")
    assert (fields["reason"], fields["responsible"]) == ("a bed was needed", cast.nurse.name)
    (written,) = [one for one in entries(cast) if one.action == AuditAction.SESSION_MOVED]
    assert (written.person_id, written.session_id) == (cast.nurse.person_id, session_id)
    assert another_session(cast, cast.chair).head.chair.id == cast.chair.id


def test_as_known_before_it_sat_in_the_old_chair(cast: Cast) -> None:
    session_id, new, before = cast.start().head.id, another_chair(cast), cast.clock.now
    cast.clock.move(minutes=5)
    moving.move_to_chair(cast.house, cast.nurse, session_id, to(cast, new))
    cast.clock.move(minutes=5)
    then = sessions.read_session(cast.house, cast.nurse, session_id, before)
    assert then.head.chair.label == "3"
    assert sessions.read_session(cast.house, cast.nurse, session_id).head.chair.label == "4"


def test_it_changes_no_answer_and_an_exported_case_leaves_it_out(cast: Cast) -> None:
    session_id, new = cast.start().head.id, another_chair(cast)
    before = sessions.export_case(cast.house, cast.nurse, session_id)
    moving.move_to_chair(cast.house, cast.nurse, session_id, to(cast, new))
    after = sessions.export_case(cast.house, cast.nurse, session_id)
    assert after.text == before.text
    assert set(after.left_out) - set(before.left_out) == {"chair_changed"}


def test_nobody_records_it_as_an_event_or_strikes_it_out(cast: Cast) -> None:
    session_id, new = cast.start().head.id, another_chair(cast)
    with pytest.raises(InvalidEvent):
        record(cast, cast.nurse, session_id, cast.body("chair_changed", to_chair_id=new.id))
    view = moving.move_to_chair(cast.house, cast.nurse, session_id, to(cast, new))
    target = view.moves[0].event.id
    struck = cast.body("entered_in_error", target=target, reason="not so")
    with pytest.raises(InvalidEvent):
        record(cast, cast.nurse, session_id, struck)


def test_the_nurse_of_the_new_chair_answers_for_it_and_is_confirmed(cast: Cast) -> None:
    session_id, new = cast.start().head.id, another_chair(cast)
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    watch.take_chairs(cast.house, cast.nurse_too, [new.id])
    with pytest.raises(ChangedMeanwhile, match=cast.nurse_too.name):
        moving.move_to_chair(cast.house, cast.nurse, session_id, to(cast, new))
    confirmed = to(cast, new, responsible_id=cast.nurse_too.person_id)
    moving.move_to_chair(cast.house, cast.nurse, session_id, confirmed)
    found = watch.read_watch(cast.house, cast.nurse).chairs
    assert {found[cast.chair.id].name, found[new.id].name} == {
        cast.nurse.name,
        cast.nurse_too.name,
    }


def test_where_nobody_watches_the_nurse_of_the_old_chair_goes_along(cast: Cast) -> None:
    session_id, new = cast.start().head.id, another_chair(cast)
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    moving.move_to_chair(cast.house, cast.physician, session_id, to(cast, new))
    assert watch.read_watch(cast.house, cast.nurse).chairs[new.id].name == cast.nurse.name
    back = NewChair(new.id, another_chair(cast, "5").id, cast.nurse_too.person_id, "back")
    with pytest.raises(BadInput, match="say who does"):
        moving.move_to_chair(cast.house, cast.nurse, session_id, back)


def test_what_cannot_be_moved_stays_where_it_is(cast: Cast) -> None:
    session_id, taken, gone = cast.start().head.id, another_chair(cast), another_chair(cast, "5")
    another_session(cast, taken)
    chairs.take_out_of_use(cast.house, cast.administrator, gone.id, 1)
    wrong: list[tuple[NewChair, type[MonitorError], str]] = [
        (to(cast, taken), ChairTaken, "Chair 4 holds"),
        (to(cast, gone), Conflict, "out of use"),
        (to(cast, cast.chair), BadInput, "in chair 3 already"),
        (to(cast, taken, from_chair_id=gone.id), ChangedMeanwhile, "in chair 3 now"),
        (to(cast, Chair("nowhere", "?")), NotFound, "no such chair"),
        (to(cast, taken, reason=" "), BadInput, "empty"),
    ]
    for new, kind, words in wrong:
        with pytest.raises(kind, match=words):
            moving.move_to_chair(cast.house, cast.nurse, session_id, new)
    view = sessions.read_session(cast.house, cast.nurse, session_id)
    assert (view.head.chair.label, view.moves) == ("3", ())


def test_a_session_that_has_ended_moves_no_more(cast: Cast) -> None:
    session_id, new = cast.start().head.id, another_chair(cast)
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "pain", pin)
    with pytest.raises(SessionClosed):
        moving.move_to_chair(cast.house, cast.nurse, session_id, to(cast, new))


def test_a_handover_that_waits_says_that_the_session_has_moved(cast: Cast) -> None:
    session_id, new = cast.start().head.id, another_chair(cast)
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    view = given(cast)
    moving.move_to_chair(cast.house, cast.nurse, session_id, to(cast, new))
    now = handover.read_handover(cast.house, cast.nurse_too, view.head.id)
    assert [change.what for change in now.changes] == ["session_ended"]


def test_the_database_itself_lets_no_chair_hold_two_and_no_patient_sit_on_two(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    first, new = cast.start().head, another_chair(cast)
    other = another_session(cast, new).head
    changes = (
        f"UPDATE sessions SET chair_id = '{first.chair.id}' WHERE id = '{other.id}'",
        f"UPDATE sessions SET patient_id = '{first.patient.id}' WHERE id = '{other.id}'",
    )
    for change in changes:
        with pytest.raises(Conflict), cast.house.engine.begin() as connection:
            connection.execute(text(change))
    held = {row.head.id: row.head.chair.label for row in _open(cast)}
    assert held == {first.id: "3", other.id: "4"}


def _open(cast: Cast) -> list[SessionView]:
    cards = board.read_board(cast.house, cast.nurse).cards
    return [card.session for card in cards if card.session is not None]
