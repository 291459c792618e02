"""A physician orders, a nurse acknowledges and closes; the record keeps every word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.access.actor import Actor
from monitor.clinical.answer import answer
from monitor.errors import InvalidEvent, NotPermitted
from monitor.services import board, sessions
from monitor.services.running_views import OrderView
from monitor.services.views import SessionView
from tests.people import Cast
from tests.services.acts import record

EVERY_5 = {
    "measure": ["blood_pressure"],
    "every_minutes": 5,
    "until": {"field": "systolic_mmhg", "below": 160, "count": 2},
}


@pytest.fixture
def session_id(cast: Cast) -> str:
    """A session with its infusion running."""
    started = cast.start().head.id
    record(cast, cast.nurse, started, cast.body("infusion_started", dose_mg=35))
    return started


def give(cast: Cast, session_id: str, **fields: object) -> str:
    body = cast.body("order", **(fields or EVERY_5))
    return record(cast, cast.physician, session_id, body).event_ids[0]


def about(cast: Cast, who: Actor, session_id: str, kind: str, target: str, **more: object) -> None:
    record(cast, who, session_id, cast.body(kind, target=target, **more))


def measure(cast: Cast, session_id: str, systolic: int) -> str:
    body = cast.body("vitals", systolic_mmhg=systolic, diastolic_mmhg=80)
    return record(cast, cast.nurse, session_id, body).event_ids[0]


def look(cast: Cast, session_id: str) -> SessionView:
    return sessions.read_session(cast.house, cast.nurse, session_id)


def the_order(cast: Cast, session_id: str) -> OrderView:
    (order,) = look(cast, session_id).running.orders
    return order


def test_what_is_ordered_comes_due_beside_the_protocol(cast: Cast, session_id: str) -> None:
    without = answer(look(cast, session_id).state, "x")
    give(cast, session_id)
    view = look(cast, session_id)

    assert answer(view.state, "x") == without
    assert view.next_due is not None
    assert view.next_due.at == cast.clock.now + timedelta(minutes=5)
    assert view.next_due.order is not None
    assert view.next_due.order.ordered_by == cast.physician.name
    assert view.state.changes_at is not None
    assert view.state.changes_at <= view.next_due.at


def test_the_protocols_own_set_is_due_first_where_it_is_earlier(
    cast: Cast, session_id: str
) -> None:
    give(cast, session_id, measure=["temperature"], every_minutes=60)
    due = look(cast, session_id).next_due

    assert due is not None
    assert due.order is None
    assert due.at == cast.clock.now + timedelta(minutes=10)


def test_the_board_knows_what_was_ordered(cast: Cast, session_id: str) -> None:
    give(cast, session_id)
    card = board.read_board(cast.house, cast.nurse).cards[0]

    assert card.session is not None
    assert [order.ordered_by for order in card.session.open_orders] == [cast.physician.name]


def test_a_nurse_acknowledges_and_closes_with_a_note(cast: Cast, session_id: str) -> None:
    target = give(cast, session_id)
    about(cast, cast.nurse, session_id, "order_acknowledged", target)
    cast.clock.move(minutes=3)
    about(cast, cast.nurse_too, session_id, "order_closed", target, note="patient at the scanner")
    order = the_order(cast, session_id)

    assert order.seen_by == cast.nurse.name
    assert (order.ended_by, order.state.closed_how) == (cast.nurse_too.name, "closed")
    assert look(cast, session_id).open_orders == ()


def test_two_below_160_close_it_and_a_correction_opens_it_again(
    cast: Cast, session_id: str
) -> None:
    give(cast, session_id)
    for systolic in (170, 158, 155):
        cast.clock.move(minutes=5)
        last = measure(cast, session_id, systolic)
    assert the_order(cast, session_id).state.closed_how == "condition"

    cast.clock.move(minutes=1)
    wrong = cast.body(
        "corrected", target=last, reason="misread", systolic_mmhg=175, diastolic_mmhg=80
    )
    record(cast, cast.nurse, session_id, wrong)
    assert the_order(cast, session_id).state.is_open


def test_a_physician_corrects_an_order_and_the_old_words_stay(cast: Cast, session_id: str) -> None:
    target = give(cast, session_id)
    cast.clock.move(minutes=1)
    change = cast.body("corrected", target=target, reason="too often", every_minutes=15)
    with pytest.raises(NotPermitted):
        record(cast, cast.nurse, session_id, change)
    record(cast, cast.physician, session_id, change)
    running = look(cast, session_id).running

    assert running.orders[0].state.every == timedelta(minutes=15)
    assert [version.fields["every_minutes"] for version in running.earlier] == [5]
    assert len(look(cast, session_id).entries) == 2  # the fold knows nothing of it


def test_an_order_entered_in_error_is_due_no_more_and_stays_readable(
    cast: Cast, session_id: str
) -> None:
    target = give(cast, session_id)
    about(cast, cast.physician, session_id, "entered_in_error", target, reason="wrong patient")
    running = look(cast, session_id).running

    assert running.orders == ()
    assert [entry.event.id for entry in running.struck] == [target]


def test_a_note_is_corrected_like_everything_else(cast: Cast, session_id: str) -> None:
    note = record(cast, cast.nurse, session_id, cast.body("note", text="asleep")).event_ids[0]
    about(cast, cast.nurse, session_id, "corrected", note, reason="typing", text="awake")
    view = look(cast, session_id)

    assert [entry.event.fields["text"] for entry in view.notes] == ["awake"]
    assert [version.fields["text"] for version in view.running.earlier] == ["asleep"]


def test_as_known_before_it_was_given_there_is_no_order(cast: Cast, session_id: str) -> None:
    before = cast.clock.now
    cast.clock.move(minutes=1)
    give(cast, session_id)

    then = sessions.read_session(cast.house, cast.nurse, session_id, before)
    assert then.running.orders == ()


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("order_acknowledged", {"target": "nothing"}, "target"),
        ("order_acknowledged", {}, "target"),
        ("order_closed", {"target": "ORDER"}, "note"),
        ("order_closed", {"target": "READING", "note": "x"}, "target"),
        ("corrected", {"target": "ORDER", "reason": "x", "measure": []}, "measure"),
        ("corrected", {"target": "ORDER", "reason": "x", "dose_mg": 5}, "dose_mg"),
        ("corrected", {"target": "STARTED", "reason": "x", "drug": "y"}, "target"),
    ],
)
def test_what_speaks_of_nothing_or_breaks_the_order_is_refused(
    cast: Cast, session_id: str, kind: str, more: dict[str, object], field: str
) -> None:
    known = {"ORDER": give(cast, session_id), "READING": measure(cast, session_id, 150)}
    known["STARTED"] = "session_started"
    told = {key: known.get(str(value), value) for key, value in more.items()}
    who = cast.nurse if kind == "order_acknowledged" else cast.physician
    with pytest.raises(InvalidEvent) as refused:
        record(cast, who, session_id, cast.body(kind, **told))

    assert refused.value.field == field
    assert the_order(cast, session_id).state.is_open


def test_several_may_speak_of_what_comes_with_them(cast: Cast, session_id: str) -> None:
    """Tablets send what they kept in one go."""
    target = give(cast, session_id)
    record(
        cast, cast.nurse, session_id,
        cast.body("note", id="n-1", text="typo"),
        cast.body("entered_in_error", target="n-1", reason="typo"),
        cast.body("order_acknowledged", target=target),
    )  # fmt: skip

    assert [entry.event.id for entry in look(cast, session_id).running.struck] == ["n-1"]
    assert the_order(cast, session_id).seen_by == cast.nurse.name


def test_an_export_leaves_orders_out_and_says_so(cast: Cast, session_id: str) -> None:
    target = give(cast, session_id)
    about(cast, cast.nurse, session_id, "order_acknowledged", target)
    about(cast, cast.physician, session_id, "corrected", target, reason="x", every_minutes=9)
    exported = sessions.export_case(cast.house, cast.physician, session_id)

    assert "order" not in exported.text
    assert "corrected" not in exported.text
    ours = ("eligibility", "order", "order_acknowledged", "session_started")
    assert exported.left_out == ours
