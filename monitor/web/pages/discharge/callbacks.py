"""The discharge screen draws itself again when something on it would differ."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.discharge import ids
from monitor.web.pages.discharge.layout import fresh, key_of, over, read
from monitor.web.pages.discharge.parts import screen
from monitor.web.still import Still

callback = Callbacks()


@callback(
    Output(ids.FRESHNESS, "children"),
    Output(ids.DRAWN, "data"),
    Output(ids.BANNER, "children"),
    Output(ids.SCREEN, "children"),
    Input(shell.LIVE, "data"),
    State(ids.SESSION, "data"),
    State(ids.DRAWN, "data"),
    prevent_initial_call=True,
)
async def draw_decision(_turn: int, session_id: str, drawn: list[str] | None) -> tuple[Any, ...]:
    return await in_thread(_answer, str(session_id), drawn)


def _answer(session_id: str, drawn: list[str] | None) -> tuple[Any, ...]:
    """Nothing new but how fresh it is, or the whole screen."""
    looked = read(house(), actor(), session_id)
    key = key_of(looked)
    if key == drawn:
        return Still(fresh(looked)), no_update, no_update, no_update
    head = over(looked, actor(), house().demo)
    return Still(fresh(looked)), key, Still(head), Still(screen(looked, actor()))
