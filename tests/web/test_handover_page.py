"""The screens of handover, drawn from a real house."""

from __future__ import annotations

from typing import Any

from monitor.access.actor import Actor
from monitor.services import chairs, handover, watch
from monitor.services.handover_views import Change, ChangeKind
from monitor.web.pages.board.callbacks import draw_board
from monitor.web.pages.handover import ids
from monitor.web.pages.handover.callbacks import draw_day, draw_desk, draw_handover
from monitor.web.pages.handover.layout import layout
from monitor.web.pages.handover.one import layout as layout_of_one
from monitor.web.pages.handover.past import layout as layout_of_past
from monitor.web.pages.handover.words import change_words
from tests.people import PINS, Cast
from tests.services.acts import record
from tests.services.handing import given, marks, received, watched
from tests.web.reading import attribute, find, words
from tests.web.test_callbacks import act


def desk(cast: Cast, who: Actor, drawn: list[str]) -> tuple[Any, Any, Any]:
    places = [ids.shown(chair) for chair in drawn]
    return act(cast, who, draw_desk, 1, drawn, places)


def buttons(tree: Any, name: str) -> list[str]:
    return [attribute(one, name) for one in find(tree, "Button") if hasattr(one, name)]


def test_a_nurse_sees_her_chairs_and_whom_she_can_hand_over_to(cast: Cast) -> None:
    watched(cast)
    page = act(cast, cast.nurse, layout)
    said = words(page)
    for told in (cast.patient.name, "not yet", "none stands", "Readiness is judged after"):
        assert told in said
    assert cast.nurse_too.name in said
    assert "Dr A. Demo Rahman" not in said
    assert buttons(page, "data-hand-pick") == [cast.chair.id]


def test_what_is_drawn_again_says_which_chair_is_hers_no_more_and_which_is_new(cast: Cast) -> None:
    watched(cast)
    other = chairs.add_chair(cast.house, cast.administrator, "4")
    watch.take_chairs(cast.house, cast.nurse_too, [cast.chair.id])
    watch.take_chairs(cast.house, cast.nurse, [other.id])
    _, beside, (shown,) = desk(cast, cast.nurse, [cast.chair.id])
    assert "do not watch over this chair any more" in words(shown)
    assert "further chairs" in words(beside)


def test_a_physician_reads_and_hands_nothing_over(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    page = act(cast, cast.physician, layout)
    assert "Nurses hand over" in words(page)
    assert "P. Demo Nair to M. Demo Okoye" in words(page)
    one = act(cast, cast.physician, layout_of_one, handover_id=view.head.id)
    assert cast.patient.name in words(one)
    assert buttons(one, "data-hand-sign") == []


def test_what_changed_stands_on_the_page_to_be_ticked(cast: Cast) -> None:
    session_id = watched(cast)
    view = given(cast)
    before = act(cast, cast.nurse_too, draw_handover, 1, view.head.id)
    assert buttons(before, "data-hand-read") == []
    cast.clock.move(minutes=1)
    body = cast.body("vitals", systolic_mmhg=204, diastolic_mmhg=90, heart_rate_bpm=70)
    record(cast, cast.nurse, session_id, body)
    record(cast, cast.nurse, session_id, cast.body("dose_given", dose_mg=20, route="im"))
    after = act(cast, cast.nurse_too, draw_handover, 2, view.head.id)
    assert len(buttons(after, "data-hand-read")) == 1
    assert "Chair 3: new urgent alert: Systolic high" in words(after)
    assert "204/90" in words(after)


def test_every_kind_of_change_has_its_words(cast: Cast) -> None:
    about = {ChangeKind.PHASE: "infusing"}
    for what in ChangeKind:
        said = change_words(Change("3", what, about.get(what, "systolic_high")))
        assert said.startswith("Chair 3: ")
        assert "{" not in said


def test_a_received_handover_shows_what_was_shown_and_both_signatures(cast: Cast) -> None:
    watched(cast)
    view = received(cast, given(cast, reason="break").head.id)
    page = act(cast, cast.nurse_too, layout_of_one, handover_id=view.head.id)
    said = words(page)
    assert "P. Demo Nair, nurse, 12:00" in said
    assert "M. Demo Okoye, nurse, 12:00" in said
    assert "watches over it from then on" in said
    assert "Give back to P. Demo Nair" in said
    back = act(cast, cast.nurse_too, layout, takes_back=view.head.id)
    pressed = [
        words(one) for one in find(back, "Button") if getattr(one, "aria-pressed", "") == "true"
    ]
    assert {"Hand over", "Back from the break", cast.nurse.name} <= set(pressed)
    listed = act(cast, cast.physician, draw_day, 1, "2026-03-02")
    assert "received 12:00" in words(listed)
    assert "That is no day" in words(act(cast, cast.physician, layout_of_past, day="yesterday"))


def test_the_board_says_that_a_handover_waits(cast: Cast) -> None:
    watched(cast)
    view = given(cast)
    cards, *_ = act(cast, cast.physician, draw_board, 1, "urgency")
    assert "PN \u2192\u00a0MO" in words(cards)
    seen = marks(cast, view.head.id)
    handover.receive(cast.house, cast.nurse_too, view.head.id, PINS["nurse_too"], seen)
    cards, *_ = act(cast, cast.physician, draw_board, 1, "urgency")
    assert "MO" in words(cards)
    assert "\u2192" not in words(cards)


def test_an_unknown_handover_says_so(cast: Cast) -> None:
    assert "no such handover" in words(act(cast, cast.nurse, layout_of_one, handover_id="x"))
    watched(cast)
    view = given(cast)
    other = act(cast, cast.stranger, layout_of_one, handover_id=view.head.id)
    assert cast.patient.name not in words(other)
