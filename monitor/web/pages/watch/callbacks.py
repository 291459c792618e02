"""Take chairs, give them back, put a physician on duty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from dash import Input, Output, State, no_update

from monitor.access.actor import Actor
from monitor.errors import BadInput, MonitorError
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.board import read_board
from monitor.services.house import House
from monitor.services.people import read_clinic
from monitor.services.views import Board
from monitor.services.watch import (
    list_physicians,
    read_watch,
    release_chairs,
    set_duty,
    take_chairs,
)
from monitor.services.watch_views import NewDuty, Watch
from monitor.web import ids as shell
from monitor.web.components.marks import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.watch import ids
from monitor.web.pages.watch.layout import HOURS, chairs_of, duty_words

callback = Callbacks()
Move = Callable[[House, Actor, Sequence[str]], Watch]
MOVED = (
    Output(ids.CHOSEN, "value", allow_duplicate=True),
    Output(ids.CHAIRS_SAID, "children", allow_duplicate=True),
    Output(ids.CHAIRS, "children", allow_duplicate=True),
)


@callback(Output(ids.CHAIRS, "children"), Input(shell.LIVE, "data"))
async def draw_chairs(_turn: int) -> list[Part]:
    return chairs_of(await _board())


@callback(
    *MOVED, Input(ids.TAKE, "n_clicks"), State(ids.CHOSEN, "value"), prevent_initial_call=True
)
async def take(_taps: int, chosen: Any) -> tuple[Any, str, list[Part]]:
    return await _moved(take_chairs, chosen)


@callback(
    *MOVED, Input(ids.RELEASE, "n_clicks"), State(ids.CHOSEN, "value"), prevent_initial_call=True
)
async def give_back(_taps: int, chosen: Any) -> tuple[Any, str, list[Part]]:
    return await _moved(release_chairs, chosen)


@callback(
    Output(ids.DUTY, "children"),
    Output(ids.DUTY_SAID, "children"),
    Input(ids.SET, "n_clicks"),
    State(ids.PHYSICIAN, "value"),
    State(ids.PHONE, "value"),
    State(ids.HOURS, "value"),
    prevent_initial_call=True,
)
async def put_on_duty(_taps: int, *said: Any) -> tuple[list[Part], str]:
    return await in_thread(_duty, *said)


@callback(
    Output(ids.PHONE, "value"),
    Input(ids.PHYSICIAN, "value"),
    prevent_initial_call=True,
)
async def offer_number(chosen: Any) -> Any:
    known = {one.person_id: one for one in await in_thread(list_physicians, house(), actor())}
    found = known.get(chosen) if isinstance(chosen, str) else None
    return found.phone if found and found.phone else no_update


async def _moved(move: Move, chosen: Any) -> tuple[Any, str, list[Part]]:
    ids_of = [str(one) for one in chosen] if isinstance(chosen, list) else []
    try:
        await in_thread(move, house(), actor(), ids_of)
    except MonitorError as error:
        return ids_of, tr(error.sentence()), chairs_of(await _board())
    return [], "", chairs_of(await _board())


async def _board() -> Board:
    # The board only withholds the names from who may not read the watch; that is not "nobody".
    await in_thread(read_watch, house(), actor())
    return await in_thread(read_board, house(), actor())


def _duty(person_id: object, phone: object, hours: object) -> tuple[list[Part], str]:
    zone, told = read_clinic(house(), actor()).zone, ""
    try:
        now = house().clock()
        until = now + timedelta(hours=_hours(hours))
        set_duty(house(), actor(), NewDuty(_person(person_id), str(phone or ""), now, until))
    except MonitorError as error:
        told = tr(error.sentence())
    return duty_words(read_watch(house(), actor()), zone), told


def _person(said: object) -> str:
    if isinstance(said, str) and said:
        return said
    raise BadInput(
        say("No physician was chosen; nothing was saved"),
        field="person_id",
        allowed=say("one of the clinic's physicians"),
    )


def _hours(said: object) -> int:
    if isinstance(said, str) and said in {str(hours) for hours in HOURS}:
        return int(said)
    raise BadInput(
        say("For how long is not said; nothing was saved"),
        field="until_at",
        allowed=", ".join(str(hours) for hours in HOURS),
    )
