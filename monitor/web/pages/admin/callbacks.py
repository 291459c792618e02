"""Each button: what was typed, one use case, and the address of what it has become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from dash import Input, Output, State, no_update

from monitor.access.actor import Actor
from monitor.errors import MonitorError
from monitor.services import (
    chairs,
    clinic,
    open_sign_ins,
    people,
    protocol_choices,
    roster,
    second_factor,
)
from monitor.services.admin_views import ChairKept, ClinicKept, PersonKept, ProtocolChoice
from monitor.services.house import House
from monitor.services.views import Chair
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.present import (
    address,
    moved,
    new_person,
    person_change,
    roles_of,
    secrets,
    seen,
    text,
    told,
    withheld,
)

Kept = TypeVar("Kept")
Answer = tuple[Any, Any]
Act = Callable[[House, Actor], Kept]
Where = Callable[[Kept], str]

ABOUT, ORDER = State(ids.ABOUT, "data"), State(ids.ORDER, "data")
PERSON = {
    "name": State(ids.NAME, "value"),
    "roles": State(ids.ROLES, "value"),
    "phone": State(ids.PHONE, "value"),
}
SECRETS = {"password": State(ids.PASSWORD, "value"), "pin": State(ids.PIN, "value")}
NEW_PERSON = {"login": State(ids.LOGIN, "value"), **PERSON, **SECRETS}
DEMANDED = State(ids.DEMANDED_ROLES, "value")
CHAIR = {"label": State(ids.LABEL, "value"), "room": State(ids.ROOM, "value")}

callback = Callbacks()


def answers(place: str = ids.ACT_SAID) -> list[Output]:
    return [
        Output(ids.GO, "href", allow_duplicate=True),
        Output(place, "children", allow_duplicate=True),
    ]


async def done(act: Act[Kept], where: Where[Kept]) -> Answer:
    """Do it and lead on to what it has become; what is refused changes nothing on the screen."""
    try:
        return where(await in_thread(act, house(), actor())), ""
    except MonitorError as error:
        return no_update, told(error)


def _person(done: str) -> Where[PersonKept]:
    return lambda one: address(person=one.id, done=done, seen=one.revision)


def right_kept(one: PersonKept) -> str:
    return address("overrides", person=one.id, done="saved", seen=one.revision)


def _chair(done: str) -> Where[ChairKept]:
    return lambda one: address("room", chair=one.id, done=done, seen=one.revision)


def _protocol(part: str) -> Where[ProtocolChoice]:
    return lambda one: address(part, protocol=one.protocol.id, done="saved", seen=one.revision)


@callback(
    output=answers(ids.SAID),
    inputs={"_taps": Input(ids.ADD_PERSON, "n_clicks"), "typed": NEW_PERSON},
    prevent_initial_call=True,
)
async def add_person(_taps: int, typed: dict[str, object]) -> Answer:
    return await done(
        lambda around, who: people.add_person(around, who, new_person(typed)),
        lambda known: address(person=known, done="added"),
    )


@callback(
    output=answers(ids.SAID),
    inputs={"_taps": Input(ids.SAVE_PERSON, "n_clicks"), "about": ABOUT, "typed": PERSON},
    prevent_initial_call=True,
)
async def save_person(_taps: int, about: object, typed: dict[str, object]) -> Answer:
    def act(around: House, who: Actor) -> PersonKept:
        known, revision = seen(about)
        return roster.change_person(around, who, known, person_change(typed), revision)

    return await done(act, _person("saved"))


@callback(
    output=answers(),
    inputs={"_taps": Input(ids.SET_SECRETS, "n_clicks"), "about": ABOUT, "typed": SECRETS},
    prevent_initial_call=True,
)
async def set_secrets(_taps: int, about: object, typed: dict[str, object]) -> Answer:
    def act(around: House, who: Actor) -> PersonKept:
        known, revision = seen(about)
        return roster.set_secrets(around, who, known, *secrets(typed), revision)

    return await done(act, _person("set"))


@callback(*answers(), Input(ids.TAKE_FACTOR, "n_clicks"), ABOUT, prevent_initial_call=True)
async def take_factor(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: roster.take_second_factor(around, who, *seen(about)), _person("saved")
    )


@callback(*answers(), Input(ids.DEACTIVATE, "n_clicks"), ABOUT, prevent_initial_call=True)
async def deactivate(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: roster.deactivate_person(around, who, *seen(about)), _person("saved")
    )


@callback(*answers(), Input(ids.BRING_BACK, "n_clicks"), ABOUT, prevent_initial_call=True)
async def bring_back(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: roster.bring_back_person(around, who, *seen(about)), _person("saved")
    )


@callback(*answers(), Input(ids.END_SIGN_IN, "n_clicks"), ABOUT, prevent_initial_call=True)
async def end_sign_in(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: open_sign_ins.end_sign_in(around, who, seen(about)[0]),
        lambda _none: address(done="ended"),
    )


@callback(
    output=answers(ids.SAID),
    inputs={"_taps": Input(ids.ADD_CHAIR, "n_clicks"), "typed": CHAIR},
    prevent_initial_call=True,
)
async def add_chair(_taps: int, typed: dict[str, object]) -> Answer:
    def act(around: House, who: Actor) -> Chair:
        return chairs.add_chair(around, who, text(typed["label"]), text(typed["room"]))

    return await done(act, lambda one: address("room", chair=one.id, done="added"))


@callback(
    output=answers(ids.SAID),
    inputs={"_taps": Input(ids.SAVE_CHAIR, "n_clicks"), "about": ABOUT, "typed": CHAIR},
    prevent_initial_call=True,
)
async def save_chair(_taps: int, about: object, typed: dict[str, object]) -> Answer:
    def act(around: House, who: Actor) -> ChairKept:
        known, revision = seen(about)
        label, room = text(typed["label"]), text(typed["room"])
        return chairs.change_chair(around, who, known, label, room, revision)

    return await done(act, _chair("saved"))


@callback(*answers(), Input(ids.MOVE_UP, "n_clicks"), ABOUT, ORDER, prevent_initial_call=True)
async def move_up(_taps: int, about: object, order: object) -> Answer:
    return await done(_moving(about, order, -1), _moved(about))


@callback(*answers(), Input(ids.MOVE_DOWN, "n_clicks"), ABOUT, ORDER, prevent_initial_call=True)
async def move_down(_taps: int, about: object, order: object) -> Answer:
    return await done(_moving(about, order, 1), _moved(about))


def _moving(about: object, order: object, by: int) -> Act[tuple[ChairKept, ...]]:
    return lambda around, who: chairs.order_chairs(around, who, moved(order, seen(about)[0], by))


def _moved(about: object) -> Where[tuple[ChairKept, ...]]:
    def where(room: tuple[ChairKept, ...]) -> str:
        turn = sum(one.revision for one in room)
        return address("room", chair=seen(about)[0], done="moved", seen=turn)

    return where


@callback(*answers(), Input(ids.TAKE_OUT, "n_clicks"), ABOUT, prevent_initial_call=True)
async def take_out(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: chairs.take_out_of_use(around, who, *seen(about)), _chair("saved")
    )


@callback(*answers(), Input(ids.PUT_BACK, "n_clicks"), ABOUT, prevent_initial_call=True)
async def put_back(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: chairs.bring_chair_back(around, who, *seen(about)), _chair("saved")
    )


@callback(*answers(), Input(ids.OFFER, "n_clicks"), ABOUT, prevent_initial_call=True)
async def offer(_taps: int, about: object) -> Answer:
    return await done(_offering(about, True), _protocol("protocols"))


@callback(*answers(), Input(ids.OFFER_NO_MORE, "n_clicks"), ABOUT, prevent_initial_call=True)
async def offer_no_more(_taps: int, about: object) -> Answer:
    return await done(_offering(about, False), _protocol("protocols"))


def _offering(about: object, offered: bool) -> Act[ProtocolChoice]:
    def act(around: House, who: Actor) -> ProtocolChoice:
        known, revision = seen(about)
        return protocol_choices.offer_protocol(around, who, known, offered, revision)

    return act


@callback(
    output=answers(ids.SAID),
    inputs={
        "_taps": Input(ids.SAVE_OVERRIDES, "n_clicks"),
        "about": ABOUT,
        "overridable": State(ids.OVERRIDABLE, "data"),
        "left_open": State(ids.LEFT_OPEN, "value"),
    },
    prevent_initial_call=True,
)
async def save_overrides(
    _taps: int, about: object, overridable: object, left_open: object
) -> Answer:
    def act(around: House, who: Actor) -> ProtocolChoice:
        known, revision = seen(about)
        shut = withheld(overridable, left_open)
        return protocol_choices.withhold_overrides(around, who, known, shut, revision)

    return await done(act, _protocol("overrides"))


@callback(*answers(), Input(ids.GIVE_RIGHT, "n_clicks"), ABOUT, prevent_initial_call=True)
async def give_right(_taps: int, about: object) -> Answer:
    return await done(_allowing(about, True), right_kept)


@callback(*answers(), Input(ids.TAKE_RIGHT, "n_clicks"), ABOUT, prevent_initial_call=True)
async def take_right(_taps: int, about: object) -> Answer:
    return await done(_allowing(about, False), right_kept)


def _allowing(about: object, allowed: bool) -> Act[PersonKept]:
    def act(around: House, who: Actor) -> PersonKept:
        known, revision = seen(about)
        return roster.allow_override(around, who, known, allowed, revision)

    return act


@callback(
    output=answers(ids.SAID),
    inputs={
        "_taps": Input(ids.SAVE_CLINIC, "n_clicks"),
        "about": ABOUT,
        "name": State(ids.CLINIC_NAME, "value"),
        "zone": State(ids.ZONE, "value"),
    },
    prevent_initial_call=True,
)
async def save_clinic(_taps: int, about: object, name: object, zone: object) -> Answer:
    def act(around: House, who: Actor) -> ClinicKept:
        return clinic.change_clinic(around, who, text(name), text(zone), seen(about)[1])

    return await done(act, lambda one: address("clinic", done="saved", seen=one.revision))


@callback(
    *answers(), Input(ids.SAVE_DEMAND, "n_clicks"), ABOUT, DEMANDED, prevent_initial_call=True
)
async def save_demand(_taps: int, about: object, roles: object) -> Answer:
    def act(around: House, who: Actor) -> ClinicKept:
        return second_factor.demand_second_factor(around, who, roles_of(roles), seen(about)[1])

    return await done(act, lambda one: address("clinic", done="saved", seen=one.revision))
