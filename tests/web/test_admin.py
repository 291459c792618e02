"""Administration drawn and driven as functions, on a real house: what it shows, what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dash import no_update

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.errors import BadInput
from monitor.services import chairs, people, roster
from monitor.services.views import NewPerson
from monitor.web.pages.admin import callbacks, present
from monitor.web.pages.admin.layout import layout, read
from monitor.web.pages.discharge.layout import key_of
from monitor.web.pages.discharge.layout import read as read_discharge
from tests.people import PASSWORD, Cast
from tests.services.admin_acts import chair, choice, person
from tests.web.reading import attribute, find, words
from tests.web.test_callbacks import act


def about(known: str, revision: int) -> dict[str, object]:
    return {"id": known, "revision": revision}


def drawn(cast: Cast, part: str = "", **query: Any) -> Any:
    return act(cast, cast.administrator, layout, part, **query)


@pytest.mark.parametrize("part", ["", "room", "protocols", "overrides", "clinic"])
@pytest.mark.parametrize("who", ["nurse", "physician"])
def test_whoever_is_no_administrator_sees_nothing_of_it(cast: Cast, part: str, who: str) -> None:
    said = words(act(cast, getattr(cast, who), layout, part, person=cast.nurse.person_id))

    assert "For administrators" in said
    assert "administrator" in said
    assert cast.nurse_too.name not in said
    assert "DEMO Clinic" not in said


def test_nobody_signed_in_sees_nothing_of_it(cast: Cast) -> None:
    said = words(act(cast, None, layout, "clinic"))

    assert "cannot be shown" in said
    assert "Clinic" not in said


def test_every_part_shows_what_is_chosen_in_it(cast: Cast) -> None:
    nurse = cast.nurse.person_id
    assert cast.nurse.name in words(drawn(cast, person=nurse))
    assert "A new person" in words(drawn(cast, person="new"))
    assert "What the chair is called" in str(drawn(cast, "room", chair=cast.chair.id))
    protocol = words(drawn(cast, "protocols", protocol="ketamine-iv"))
    assert "criteria.blood_pressure_absolute.systolic_max" in protocol
    assert "159 mmHg" in protocol
    assert "Heart rhythm" in words(drawn(cast, "overrides", protocol="ketamine-iv"))
    assert "What a zone changes" in words(drawn(cast, "clinic"))


@pytest.mark.parametrize(
    "query",
    [
        {"person": "nobody"},
        {"person": ["a", "b"]},
        {"chair": "<script>"},
        {"sign_in": "x" * 5000},
        {"protocol": "../../etc/passwd"},
        {"done": "<b>hacked</b>"},
        {"done": "unheard of"},
        {"anything": "else"},
    ],
)
@pytest.mark.parametrize("part", ["", "room", "protocols", "overrides", "clinic", "no-such-part"])
def test_an_address_that_makes_no_sense_shows_the_part_and_nothing_of_it(
    cast: Cast, part: str, query: dict[str, object]
) -> None:
    shown = drawn(cast, part, **query)

    assert "Administration" in words(shown)
    assert "hacked" not in words(shown)
    assert "<script>" not in words(shown)


def test_still_to_do_goes_when_it_is_done(cast: Cast) -> None:
    whole = read(cast.house, cast.administrator)
    assert present.to_do(whole) == []

    alone = replace(whole, people=whole.people[:0], chairs=(), protocols=())
    assert [line for line, _ in present.to_do(alone)] == [
        "Add a nurse",
        "Add a physician",
        "Add a chair",
        "Offer a protocol",
    ]
    away = tuple(replace(one, active=False) for one in whole.people)
    closed = tuple(replace(one, in_use=False) for one in whole.chairs)
    assert len(present.to_do(replace(whole, people=away, chairs=closed))) == 3


def test_what_somebody_lacks_is_said(cast: Cast) -> None:
    physician = person(cast, cast.physician)
    assert present.missing_of(physician) == ["no phone number"]
    assert present.missing_of(replace(physician, phone="+1 555 0100")) == []
    assert present.missing_of(replace(physician, has_pin=False, phone="1")) == ["no PIN"]
    assert present.missing_of(replace(physician, active=False)) == []


def typed(**changed: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "login": "newcomer",
        "name": "N. Demo Comer",
        "roles": ["nurse"],
        "phone": "",
        "password": PASSWORD,
        "pin": "8264",
    }
    return {**usual, **changed}


def test_adding_leads_on_to_the_new_person_who_must_choose_their_own(cast: Cast) -> None:
    href, said = act(cast, cast.administrator, callbacks.add_person, 1, typed())

    assert said == ""
    assert href.startswith("/admin?person=")
    kept = next(
        one for one in roster.read_roster(cast.house, cast.administrator) if one.login == "newcomer"
    )
    assert kept.password_temporary
    assert kept.pin_temporary


@pytest.mark.parametrize(
    "changed",
    [
        {"login": None},
        {"login": "NURSE"},
        {"name": ""},
        {"name": {"not": "a text"}},
        {"roles": None},
        {"roles": []},
        {"roles": ["nurse", "emperor"]},
        {"roles": "nurse"},
        {"password": None},
        {"pin": "0000"},
        {"phone": "call me"},
    ],
)
def test_a_refused_form_is_told_and_leads_nowhere(cast: Cast, changed: dict[str, object]) -> None:
    href, said = act(cast, cast.administrator, callbacks.add_person, 1, typed(**changed))

    assert href is no_update
    assert said
    assert len(roster.read_roster(cast.house, cast.administrator)) == 4


def every_button(cast: Cast, revision: int = 1) -> list[tuple[Any, tuple[Any, ...]]]:
    nurse, physician = cast.nurse.person_id, cast.physician.person_id
    form = {"name": "N. Demo", "roles": ["nurse"], "phone": ""}
    place = {"label": "31", "room": ""}
    order = [about(cast.chair.id, revision)]
    return [
        (callbacks.add_person, (typed(),)),
        (callbacks.save_person, (about(nurse, revision), form)),
        (callbacks.set_secrets, (about(nurse, revision), {"password": None, "pin": "8264"})),
        (callbacks.deactivate, (about(nurse, revision),)),
        (callbacks.bring_back, (about(nurse, revision),)),
        (callbacks.end_sign_in, (about("s", 0),)),
        (callbacks.add_chair, (place,)),
        (callbacks.save_chair, (about(cast.chair.id, revision), place)),
        (callbacks.move_up, (about(cast.chair.id, revision), order)),
        (callbacks.move_down, (about(cast.chair.id, revision), order)),
        (callbacks.take_out, (about(cast.chair.id, revision),)),
        (callbacks.put_back, (about(cast.chair.id, revision),)),
        (callbacks.offer, (about("ketamine-iv", revision),)),
        (callbacks.offer_no_more, (about("ketamine-iv", revision),)),
        (callbacks.save_overrides, (about("ketamine-iv", revision), ["rhythm"], [])),
        (callbacks.give_right, (about(physician, revision),)),
        (callbacks.take_right, (about(physician, revision),)),
        (callbacks.save_clinic, (about("clinic", revision), "DEMO", "UTC")),
    ]


def test_every_button_is_refused_to_whoever_is_no_administrator(cast: Cast) -> None:
    before = read(cast.house, cast.administrator)

    for callback, said in every_button(cast):
        for who in (cast.nurse, cast.physician):
            href, told = act(cast, who, callback, 1, *said)
            assert href is no_update, callback
            assert "not allowed to" in told, callback

    assert read(cast.house, cast.administrator) == before


def test_every_button_tells_that_somebody_else_was_there_before(cast: Cast) -> None:
    for callback, said in every_button(cast, revision=7):
        if callback in {callbacks.add_person, callbacks.add_chair, callbacks.end_sign_in}:
            continue
        href, told = act(cast, cast.administrator, callback, 1, *said)
        assert href is no_update, callback
        assert "somebody else" in told, callback


@pytest.mark.parametrize(
    "forged",
    [None, "x", [], {}, {"id": 1, "revision": 1}, {"id": "x"}, {"id": "x", "revision": "1"}],
)
def test_a_form_that_is_not_whole_is_told(cast: Cast, forged: object) -> None:
    for callback, said in every_button(cast):
        if callback in {callbacks.add_person, callbacks.add_chair}:
            continue
        href, told = act(cast, cast.administrator, callback, 1, forged, *said[1:])
        assert href is no_update, callback
        assert told == "This form is not whole; nothing was saved (allowed: load it afresh)"


def test_buttons_do_what_they_say(cast: Cast) -> None:
    keeper = cast.administrator
    other = chairs.add_chair(cast.house, keeper, "4")
    room = [about(one.id, one.revision) for one in chairs.read_room(cast.house, keeper)]
    href, _ = act(cast, keeper, callbacks.move_up, 1, about(other.id, 1), room)
    assert href.startswith(f"/admin/room?chair={other.id}&done=moved")
    assert [one.label for one in chairs.read_room(cast.house, keeper)] == ["4", "3"]
    room = [about(one.id, one.revision) for one in chairs.read_room(cast.house, keeper)]
    act(cast, keeper, callbacks.move_up, 1, about(other.id, 2), room)
    assert [one.label for one in chairs.read_room(cast.house, keeper)] == ["4", "3"]

    seen = choice(cast).revision
    act(
        cast,
        keeper,
        callbacks.save_overrides,
        1,
        about("ketamine-iv", seen),
        ["rhythm", "oxygen"],
        ["oxygen"],
    )
    assert choice(cast).withheld == frozenset({"rhythm"})
    act(cast, keeper, callbacks.offer_no_more, 1, about("ketamine-iv", seen + 1))
    assert not choice(cast).offered
    act(cast, keeper, callbacks.take_out, 1, about(other.id, chair(cast, other.id).revision))
    assert not chair(cast, other.id).in_use


@pytest.mark.parametrize("order", [None, "abc", [], [{"id": "another", "revision": 1}], [None]])
def test_a_room_without_the_chair_is_not_whole(order: object) -> None:
    with pytest.raises(BadInput, match="not whole"):
        present.moved(order, "chair", 1)


def test_the_discharge_screen_offers_what_clinic_and_person_may(cast: Cast) -> None:
    session_id = cast.start().head.id
    before = read_discharge(cast.house, cast.physician, session_id)
    assert before.may_override
    assert before.view.protocol.rules["rhythm"].override
    seen = choice(cast).revision
    keeper = cast.administrator
    act(cast, keeper, callbacks.save_overrides, 1, about("ketamine-iv", seen), ["rhythm"], [])
    physician = person(cast, cast.physician)
    act(cast, keeper, callbacks.take_right, 1, about(physician.id, physician.revision))

    after = read_discharge(cast.house, cast.physician, session_id)

    assert not after.may_override
    assert not after.view.protocol.rules["rhythm"].override
    assert after.view.protocol.rules["oxygen"].override
    assert key_of(after) != key_of(before)


def test_the_way_to_administration_stands_in_an_administrators_menu_alone(cast: Cast) -> None:
    from monitor.web.components import person_menu

    both = NewPerson("both", "B. Demo", frozenset({Role.NURSE, Role.ADMINISTRATOR}), PASSWORD)
    known = people.add_person(cast.house, cast.administrator, both)
    who = Actor(known, cast.administrator.clinic_id, both.name, both.roles)

    def ways(actor: Actor) -> list[object]:
        return [attribute(one, "href") for one in find(person_menu(actor), "A")]

    assert ways(who) == ["/admin", "/audit", "/emergency", *ways(cast.nurse)]
    assert not {"/admin", "/audit", "/emergency"} & set(ways(cast.nurse))
