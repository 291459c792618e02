"""The board draws itself again when the room has changed or another order is asked for."""

from __future__ import annotations

from dash import Input, Output

from monitor.access.permissions import Permission, may
from monitor.services.board import read_board
from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.board import ids
from monitor.web.pages.board.layout import Drawing, drawing

callback = Callbacks()


@callback(
    Output(ids.CARDS, "children"),
    Output(ids.TALLY, "children"),
    Output(ids.ROOM, "children"),
    Output(ids.UNSENT, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.ORDER, "value"),
    ready=True,
)
async def draw_board(_turn: int, order: str) -> Drawing:
    return await in_thread(_answer, order)


def _answer(order: str) -> Drawing:
    who = actor()
    may_call = may(who, Permission.RECORD_EVENTS)
    return drawing(read_board(house(), who), order, may_call=may_call)
