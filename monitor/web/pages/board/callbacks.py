"""The board draws itself again when the room has changed or another order is asked for."""

from __future__ import annotations

from dash import Input, Output

from monitor.services.board import read_board
from monitor.web import ids as shell
from monitor.web.components import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.board import ids
from monitor.web.pages.board.layout import cards, chips, room
from monitor.web.pages.board.present import rows

callback = Callbacks()


@callback(
    Output(ids.CARDS, "children"),
    Output(ids.TALLY, "children"),
    Output(ids.ROOM, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.ORDER, "value"),
)
async def draw_board(_turn: int, order: str) -> tuple[list[Part], list[Part], list[Part]]:
    board = await in_thread(read_board, house(), actor())
    presented = rows(board, order)
    return cards(board, presented), chips(board, presented), room(board, presented)
