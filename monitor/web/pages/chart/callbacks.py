"""The chart draws itself again when something on it would differ."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from monitor.access.actor import Actor
from monitor.charts.palette import Scheme
from monitor.language.reader import reader
from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kept import Kept
from monitor.web.kit import Callbacks
from monitor.web.looking import Looked, look
from monitor.web.pages.chart import ids
from monitor.web.pages.chart.events import buttons
from monitor.web.pages.chart.layout import fresh, over
from monitor.web.pages.chart.orders import orders_card
from monitor.web.pages.chart.screen import draw, key_of
from monitor.web.still import Still
from monitor.web.written import Written, data, written

callback = Callbacks()
callback.clientside(
    "chart",
    "scheme",
    Output(ids.SCHEME, "data"),
    Input(shell.SCHEME, "data"),
    Input(ids.SESSION, "data"),
)

PARTS = 9
KEPT_PERSONS = 96
_for_persons: Kept[tuple[str, ...], tuple[Written, Written, Written]] = Kept(KEPT_PERSONS)


@callback(
    Output(ids.FRESHNESS, "children"),
    Output(ids.DRAWN, "data"),
    Output(ids.BANNER, "children"),
    Output(ids.FIGURE, "figure"),
    Output(ids.BESIDE, "children"),
    Output(ids.READ_OUT, "children"),
    Output(ids.RAIL, "children"),
    Output(ids.BELOW, "children"),
    Output(ids.ADD, "children"),
    Output(ids.ORDERS, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.SCHEME, "data"),
    State(ids.SESSION, "data"),
    State(ids.DRAWN, "data"),
    ready=True,
)
async def draw_chart(
    _turn: int, scheme: str, session_id: str, drawn: list[Any] | None
) -> tuple[Any, ...]:
    return await in_thread(_answer, str(session_id), scheme, drawn)


def _answer(session_id: str, scheme: str, drawn: list[Any] | None) -> tuple[Any, ...]:
    """Nothing new but how fresh it is, or the whole screen."""
    looked = look(house(), actor(), session_id)
    colours = Scheme.DIM if scheme == Scheme.DIM else Scheme.LIGHT
    key = list(key_of(looked, colours))
    if key == drawn:
        return written(Still(fresh(looked))), *(no_update,) * PARTS
    screen = draw(looked, colours)
    shown = (screen.figure, screen.beside, screen.read_out, screen.rail, screen.below)
    head, choices, ordered = for_person(looked, actor(), colours)
    return written(Still(fresh(looked))), data(key), head, *shown, choices, ordered


def for_person(looked: Looked, who: Actor, colours: Scheme) -> tuple[Written, Written, Written]:
    """The banner, the list of events and the orders: what depends on who looks."""
    key = (*key_of(looked, colours), who.person_id, who.name, reader(), *sorted(who.roles))
    known = _for_persons.take(key)
    if known is None:
        drawn = (
            written(Still(over(looked, who, house().demo))),
            written(Still(buttons(looked, who))),
            written(Still(orders_card(looked, who))),
        )
        known = _for_persons.keep(key, drawn)
    return known
