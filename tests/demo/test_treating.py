"""The demo's register of controlled drugs, its handovers and its orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from monitor.clinical.drug_register import totals
from monitor.demo.scene import Told
from monitor.services import handover, register, sessions
from monitor.services.recording import record_events
from monitor.services.register_views import RegisterRow
from monitor.services.running_views import OrderView
from monitor.services.views import SessionView
from tests.databases import copy_to
from tests.demo.conftest import OPENED_AT, Demo, open_demo

INFUSING = ("3", "4", "5")
SESSIONS = text("SELECT session_id FROM register_entries WHERE session_id IS NOT NULL GROUP BY 1")
ORDERED = text("SELECT session_id FROM session_events WHERE kind = 'order' ORDER BY at")


@pytest.fixture(scope="module")
def opened(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as it opens; to be looked at only."""
    demo = open_demo(copy_to(seeded_url, tmp_path_factory.mktemp("looked") / "demo.db"))
    yield demo
    demo.house.engine.dispose()


def _view(demo: Demo, chair: str) -> SessionView:
    found = next(card.session for card in demo.board().cards if card.chair.label == chair)
    assert found is not None
    return found


def _rows(demo: Demo, session_id: str) -> list[RegisterRow]:
    nurse = demo.people.stage.nurse
    return list(register.read_register(demo.house, nurse, session_id=session_id).rows)


def _orders(demo: Demo) -> list[OrderView]:
    with demo.house.engine.connect() as look:
        ids = list(look.execute(ORDERED).scalars())
    nurse = demo.people.stage.nurse
    views = [sessions.read_session(demo.house, nurse, each) for each in dict.fromkeys(ids)]
    return [order for view in views for order in view.running.orders]


def _given_mg(view: SessionView) -> float:
    """What the record of the session says was given; nothing while an infusion runs."""
    if view.protocol.has_infusion:
        ended = view.state.infusion_ended_at is not None
        return view.head.dose_mg if ended else 0.0
    doses = [fact.fields["dose_mg"] for fact in view.state.facts if fact.kind == "dose_given"]
    return sum(dose for dose in doses if isinstance(dose, int | float))


def test_every_draw_and_every_rest_has_a_witness_and_no_cupboard_is_below_nothing(
    opened: Demo,
) -> None:
    nurse = opened.people.stage.nurse
    day = register.read_register(opened.house, nurse)

    assert {row.action for row in day.rows} == {"drawn", "given", "wasted"}
    assert {row.at.date() for row in day.rows} == {OPENED_AT.date()}
    for row in day.rows:
        assert row.session_id
        assert row.witness != row.by
        assert bool(row.witness) is (row.action != "given")
    assert {lot.drug for lot in day.lots} == {"ketamine", "esketamine"}
    assert len(day.lots) >= 4
    assert all(0 <= lot.totals.stock < lot.totals.received for lot in day.lots)


def test_what_the_register_says_was_given_is_what_the_record_says(opened: Demo) -> None:
    with opened.house.engine.connect() as look:
        ids = list(look.execute(SESSIONS).scalars())
    assert len(ids) >= 15
    for session_id in ids:
        view = sessions.read_session(opened.house, opened.people.stage.nurse, session_id)
        given = [row.amount_mg for row in _rows(opened, session_id) if row.action == "given"]
        assert sum(given) == pytest.approx(_given_mg(view)), view.head.patient.name


def test_only_what_is_being_infused_is_not_accounted_for(opened: Demo) -> None:
    form = register.read_form(opened.house, opened.people.stage.nurse)
    running = {_view(opened, chair).head.id: _view(opened, chair) for chair in INFUSING}

    assert {draw.row.session_id for draw in form.open_draws} == set(running)
    for draw in form.open_draws:
        assert draw.left_mg == running[str(draw.row.session_id)].head.dose_mg


def test_an_infusion_stopped_early_leaves_a_rest_that_is_wasted(demo: Demo) -> None:
    view, stage = _view(demo, "3"), demo.people.stage
    cupboard = stage.cupboard(stage.nurse_of("3"))

    cupboard.tell(view.head.id, Told(view.protocol.id, given_mg=12.5, ends=True), OPENED_AT)

    rows = _rows(demo, view.head.id)
    told = totals((row.action, row.amount_mg) for row in rows)
    assert told.given == 12.5
    assert told.wasted == pytest.approx(told.drawn - 12.5)
    cupboard.tell(view.head.id, Told(view.protocol.id, given_mg=12.5, ends=True), OPENED_AT)
    assert _rows(demo, view.head.id) == rows


def test_the_register_and_the_orders_move_on_with_the_room(demo: Demo) -> None:
    by_hand = demo.people.stage
    view = _view(demo, "6")
    asked = {"kind": "order", "at": OPENED_AT.isoformat(), "measure": ["spo2"], "every_minutes": 5}
    record_events(demo.house, by_hand.physician, view.head.id, "by-hand", [asked])

    demo.pass_minutes(22, timedelta(minutes=1))

    (order,) = _view(demo, "6").running.orders
    assert order.seen_by == "Jonas Brandt"
    assert order.state.missed <= 1
    assert order.state.last_at is not None
    assert order.state.last_at > OPENED_AT + timedelta(minutes=12)
    ended = _view(demo, "3")
    assert ended.state.infusion_ended_at is not None
    assert Counter(row.action for row in _rows(demo, ended.head.id))["given"] == 1
    (answered,) = _view(demo, "5").running.orders
    assert answered.state.closed_how == "condition"


def test_two_breaks_of_this_shift_were_handed_over_and_back(opened: Demo) -> None:
    nurse = opened.people.stage.nurse
    listed = handover.list_handovers(opened.house, nurse).handovers
    first = handover.read_handover(opened.house, nurse, listed[-1].id)

    assert [one.ended.meaning for one in listed if one.ended] == ["received"] * 4
    assert [(one.giver, one.takes_back_id is not None) for one in reversed(listed)] == [
        ("Jonas Brandt", False),
        ("Nora Fielding", True),
        ("Nora Fielding", False),
        ("Jonas Brandt", True),
    ]
    assert all(chair.moved for chair in first.chairs)
    assert {chair.chair for chair in first.chairs if chair.note} == {"6", "7"}
    assert {chair.chair for chair in first.chairs if chair.given.session} == {"6", "7", "8"}


def test_orders_end_in_every_way_and_one_is_open(opened: Demo) -> None:
    orders = _orders(opened)
    (waiting,) = [order for order in orders if order.state.is_open]

    assert waiting.state.id == _view(opened, "5").running.orders[0].state.id
    assert waiting.seen_by == "Jonas Brandt"
    assert Counter(order.state.closed_how for order in orders) == {
        None: 1, "condition": 1, "closed": 1, "done": 2
    }  # fmt: skip
    assert all(order.seen_by and order.ordered_by == "Dr Amara Osei" for order in orders)
