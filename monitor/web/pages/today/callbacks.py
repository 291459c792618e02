"""The day list draws itself again when anything in the clinic has changed."""

from __future__ import annotations

from dash import Input, Output, State

from monitor.services.day import read_day
from monitor.services.days import asked_day
from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.today import ids
from monitor.web.pages.today.layout import lines, tally
from monitor.web.still import Still

callback = Callbacks()


@callback(
    Output(ids.LIST, "children"),
    Output(ids.TALLY, "children"),
    Input(shell.LIVE, "data"),
    State(ids.DAY, "data"),
    prevent_initial_call=True,
)
async def draw_day(_turn: int, on: str) -> tuple[Still, str]:
    day = await in_thread(read_day, house(), actor(), asked_day(on, "on"))
    return Still(lines(day, actor())), tally(day)
