"""The register of controlled drugs: witnessed, reversed, added up by shift and by lot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from monitor.clinical.drug_register import Totals
from monitor.errors import BadInput, Conflict, InvalidEvent, KeyReused, NotFound, NotPermitted
from monitor.services import register
from monitor.services.register_views import NewRow, RegisterRow, Witness
from monitor.store.tables import register_entries
from tests.people import PINS, Cast


def second(cast: Cast, pin: str = PINS["nurse_too"]) -> Witness:
    return Witness(cast.nurse_too.person_id, pin)


def row(action: str, amount_mg: float, **more: Any) -> NewRow:
    lot = {} if "draw_id" in more else {"drug": "ketamine", "lot": "A12", "strength": "50 mg/mL"}
    return NewRow(str(uuid4()), action, amount_mg, **{**lot, **more})


def enter(cast: Cast, action: str, amount_mg: float, **more: Any) -> RegisterRow:
    new = row(action, amount_mg, **more)
    return register.enter(cast.house, cast.nurse, new, second(cast))


def test_drawn_given_and_wasted_leave_what_is_not_accounted_for(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    enter(cast, "received", 500)
    draw = enter(cast, "drawn", 100, session_id=session_id)
    enter(cast, "given", 36, draw_id=draw.id)
    enter(cast, "wasted", 60, draw_id=draw.id)
    view = register.read_register(cast.house, cast.physician)

    assert [(one.row.id, one.left_mg) for one in view.open_draws] == [(draw.id, 4)]
    assert [one.by for one in view.rows] == [cast.nurse.name] * 4
    assert {one.witness for one in view.rows} == {cast.nurse_too.name}
    (shift,) = view.shifts
    assert shift.totals == Totals(500, 100, 36, 60, 0)
    (lot,) = view.lots
    assert (lot.lot, lot.totals.stock, lot.totals.unaccounted) == ("A12", 400, 4)
    enter(cast, "wasted", 4, draw_id=draw.id)
    assert register.read_register(cast.house, cast.nurse).open_draws == ()


def test_a_session_shows_its_own_part_and_a_day_its_own_rows(cast: Cast) -> None:
    session_id = cast.start().head.id
    draw = enter(cast, "drawn", 50, session_id=session_id)
    enter(cast, "given", 50, draw_id=draw.id)
    enter(cast, "received", 100)
    today = register.read_register(cast.house, cast.nurse)
    part = register.read_register(cast.house, cast.nurse, session_id=session_id)
    cast.clock.move(days=1)
    tomorrow = register.read_register(cast.house, cast.nurse)
    before = register.read_register(cast.house, cast.nurse, today.day)

    assert [one.action for one in part.rows] == ["drawn", "given"]
    assert {one.session_id for one in part.rows} == {session_id}
    assert tomorrow.rows == ()
    assert before.rows == today.rows


def test_a_reversed_row_counts_for_nothing_and_both_stay(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    draw = enter(cast, "drawn", 100, session_id=session_id)
    wrong = enter(cast, "wasted", 46, draw_id=draw.id)
    with pytest.raises(Conflict, match="has come out of this draw"):
        register.reverse(cast.house, cast.nurse, draw.id, "wrong lot", second(cast))

    undone = register.reverse(cast.house, cast.nurse, wrong.id, "64, misheard", second(cast))

    view = register.read_register(cast.house, cast.nurse)
    assert (undone.reverses_id, undone.reason) == (wrong.id, "64, misheard")
    assert [one.reversed_by for one in view.rows if one.id == wrong.id] == [undone.id]
    assert [one.left_mg for one in view.open_draws] == [100]
    assert view.shifts[0].totals.wasted == 0
    with pytest.raises(Conflict, match="reversed already"):
        register.reverse(cast.house, cast.nurse, wrong.id, "again", second(cast))
    with pytest.raises(Conflict, match="reversed already"):
        register.reverse(cast.house, cast.nurse, undone.id, "again", second(cast))

    register.reverse(cast.house, cast.nurse, draw.id, "wrong lot", second(cast))
    assert register.read_register(cast.house, cast.nurse).open_draws == ()
    with pytest.raises(Conflict, match="was reversed"):
        enter(cast, "given", 10, draw_id=draw.id)


@pytest.mark.parametrize("action", ["received", "drawn", "wasted", "returned"])
def test_without_a_witness_only_a_dose_given_is_entered(cast: Cast, action: str) -> None:
    draw = enter(cast, "drawn", 100, session_id=cast.start().head.id)
    out = {"draw_id": draw.id} if action in {"wasted", "returned"} else {}
    with pytest.raises(BadInput, match="second person"):
        register.enter(cast.house, cast.nurse, row(action, 10, **out))
    given = register.enter(cast.house, cast.nurse, row("given", 36, draw_id=draw.id))

    assert given.witness == ""
    assert len(register.read_register(cast.house, cast.nurse).rows) == 2


def test_a_witness_is_another_person_of_the_clinic_with_the_right_pin(cast: Cast) -> None:
    new = row("received", 100)
    for person, pin in (
        (cast.nurse, PINS["nurse"]),
        (cast.administrator, PINS["administrator"]),
        (cast.stranger, "9999"),
    ):
        with pytest.raises(BadInput) as refused:
            register.enter(cast.house, cast.nurse, new, Witness(person.person_id, pin))
        assert refused.value.field == "witness"
    with pytest.raises(NotPermitted, match="PIN is wrong"):
        register.enter(cast.house, cast.nurse, new, second(cast, "0000"))

    assert register.read_register(cast.house, cast.nurse).rows == ()


def test_more_than_was_drawn_cannot_come_out(cast: Cast) -> None:
    draw = enter(cast, "drawn", 100, session_id=cast.start().head.id)
    enter(cast, "given", 60, draw_id=draw.id)
    with pytest.raises(Conflict, match="Only 40"):
        enter(cast, "wasted", 41, draw_id=draw.id)

    assert enter(cast, "wasted", 40, draw_id=draw.id).amount_mg == 40


def test_the_same_row_sent_again_is_kept_once_and_another_is_refused(cast: Cast) -> None:
    new = row("received", 100)
    first = register.enter(cast.house, cast.nurse, new, second(cast))

    assert register.enter(cast.house, cast.nurse, new, None) == first
    other = NewRow(new.id, "received", 90, drug="ketamine", lot="A12", strength="x")
    with pytest.raises(KeyReused):
        register.enter(cast.house, cast.nurse, other, second(cast))
    assert len(register.read_register(cast.house, cast.nurse).rows) == 1


@pytest.mark.parametrize(
    "other", [{"lot": "B7"}, {"strength": "10 mg/mL"}, {"session_id": "s"}, {"draw_id": "d"}]
)
def test_an_id_stands_for_one_lot_and_one_draw(cast: Cast, other: dict[str, Any]) -> None:
    new = row("drawn", 100)
    register.enter(cast.house, cast.nurse, new, second(cast))

    with pytest.raises(KeyReused):
        register.enter(cast.house, cast.nurse, replace(new, **other), second(cast))


def test_what_came_out_of_a_draw_may_be_sent_again_for_that_draw_alone(cast: Cast) -> None:
    session_id = cast.start().head.id
    draw, another = (enter(cast, "drawn", 50, session_id=session_id) for _ in range(2))
    new = row("given", 20, draw_id=draw.id)
    first = register.enter(cast.house, cast.nurse, new)

    assert register.enter(cast.house, cast.nurse, new) == first
    with pytest.raises(KeyReused):
        register.enter(cast.house, cast.nurse, replace(new, draw_id=another.id))
    with pytest.raises(KeyReused):
        register.enter(cast.house, cast.nurse, replace(new, session_id="another"))


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(3000, 1, 1), date.max])
def test_a_day_at_the_end_of_the_calendar_is_refused(cast: Cast, day: date) -> None:
    with pytest.raises(BadInput) as refused:
        register.read_register(cast.house, cast.nurse, day)

    assert refused.value.field == "day"


@pytest.mark.parametrize(
    ("action", "more", "error"),
    [
        ("spilt", {}, BadInput),
        ("received", {"drug": "aspirin"}, BadInput),
        ("received", {"lot": " "}, BadInput),
        ("drawn", {"session_id": "nobody"}, NotFound),
        ("given", {"draw_id": "none"}, NotFound),
        ("given", {}, NotFound),
    ],
)
def test_what_cannot_be_right_is_refused(
    cast: Cast, action: str, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        enter(cast, action, 10, **more)
    for amount in (0, -1, float("nan"), float("inf"), 1e9):
        with pytest.raises(BadInput):
            enter(cast, "received", amount)
    with pytest.raises(InvalidEvent, match="future"):
        enter(cast, "received", 1, at=cast.clock.now + timedelta(hours=1))
    with pytest.raises(BadInput, match="id made by the sender"):
        register.enter(cast.house, cast.nurse, NewRow("x", "received", 1, drug="ketamine"))

    assert register.read_register(cast.house, cast.nurse).rows == ()


def test_a_dose_is_given_in_the_session_it_was_drawn_for(cast: Cast) -> None:
    loose = enter(cast, "drawn", 100)
    with pytest.raises(BadInput, match="given to somebody"):
        enter(cast, "given", 10, draw_id=loose.id)
    session_id = cast.start().head.id

    assert (
        enter(cast, "given", 10, draw_id=loose.id, session_id=session_id).session_id == session_id
    )


def test_another_clinic_sees_and_reaches_nothing(cast: Cast) -> None:
    draw = enter(cast, "drawn", 100, session_id=cast.start().head.id)
    with pytest.raises(NotFound):
        register.reverse(cast.house, cast.stranger, draw.id, "mine", None)
    with pytest.raises(NotFound):
        register.enter(cast.house, cast.stranger, row("given", 1, draw_id=draw.id))

    assert register.read_register(cast.house, cast.stranger).rows == ()
    assert cast.nurse.name not in dict(register.read_form(cast.house, cast.stranger).witnesses)


def test_no_row_can_be_changed_or_removed(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    enter(cast, "received", 100)
    with pytest.raises(Conflict, match="contradicts"), cast.house.engine.begin() as connection:
        connection.execute(register_entries.delete())
    with cast.house.engine.connect() as connection:
        assert len(connection.execute(select(register_entries.c.id)).all()) == 1


def test_the_form_offers_controlled_drugs_open_draws_and_other_people(cast: Cast) -> None:
    draw = enter(cast, "drawn", 100, session_id=cast.start().head.id)
    form = register.read_form(cast.house, cast.nurse)

    assert "ketamine" in form.drugs
    assert "ondansetron" not in form.drugs
    assert [one.row.id for one in form.open_draws] == [draw.id]
    assert {name for _, name in form.witnesses} == {cast.nurse_too.name, cast.physician.name}
