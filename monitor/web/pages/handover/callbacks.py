"""What is shown of a handover draws itself again; what is being written stays."""

from __future__ import annotations

from typing import Any

from dash import ALL, Input, Output, State

from monitor.services.handover import read_desk, read_handover
from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.handover import ids
from monitor.web.pages.handover.layout import beside, content, fresh
from monitor.web.pages.handover.one import body
from monitor.web.pages.handover.past import body as past_body
from monitor.web.pages.handover.past import look
from monitor.web.still import Still

callback, callback_of_one, callback_of_past = Callbacks(), Callbacks(), Callbacks()
SHOWN = {"page": ids.PAGE, "part": "shown", "chair": ALL}


@callback(
    Output(ids.FRESH, "children"),
    Output(ids.BESIDE, "children"),
    Output(SHOWN, "children"),
    Input(shell.LIVE, "data"),
    State(ids.DRAWN, "data"),
    State(SHOWN, "id"),
    prevent_initial_call=True,
)
async def draw_desk(_turn: int, drawn: Any, places: Any) -> tuple[Still, Still, list[Still]]:
    desk = await in_thread(read_desk, house(), actor())
    chairs = [Still(content(desk, str(place.get("chair")))) for place in places]
    return Still(fresh(desk)), Still(beside(desk, drawn)), chairs


@callback_of_one(
    Output(ids.BODY, "children"),
    Input(shell.LIVE, "data"),
    State(ids.ASKED, "data"),
    prevent_initial_call=True,
)
async def draw_handover(_turn: int, handover_id: str) -> Still:
    return Still(body(await in_thread(read_handover, house(), actor(), handover_id)))


@callback_of_past(
    Output(ids.PAST, "children"),
    Input(shell.LIVE, "data"),
    State(ids.DAY, "data"),
    prevent_initial_call=True,
)
async def draw_day(_turn: int, asked: Any) -> Still:
    return Still(past_body(await in_thread(look, house(), actor(), asked)))
