"""The chart draws itself again when something on it would differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Input, Output, State, no_update

from monitor.access.actor import Actor
from monitor.charts.palette import Scheme
from monitor.language.reader import reader
from monitor.services.sessions import list_earlier
from monitor.services.views import SessionHead
from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kept import Kept
from monitor.web.kit import Callbacks
from monitor.web.looking import Looked, look
from monitor.web.pages.chart import ids
from monitor.web.pages.chart.asked import Asked, look_for, read_asked
from monitor.web.pages.chart.events import buttons_of
from monitor.web.pages.chart.layout import fresh, over
from monitor.web.pages.chart.look_back import offered
from monitor.web.pages.chart.orders import orders_card
from monitor.web.pages.chart.panels import read_panels
from monitor.web.pages.chart.screen import draw, key_of
from monitor.web.pages.chart.story import story
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

PARTS = 11
KEPT_PERSONS = 96
_earlier: Kept[tuple[str, ...], tuple[SessionHead, ...]] = Kept(KEPT_PERSONS)
_for_persons: Kept[tuple[str, ...], tuple[Written, ...]] = Kept(KEPT_PERSONS)


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
    Output(ids.OFFERED, "children"),
    Output(ids.SWITCHES, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.SCHEME, "data"),
    Input(ids.ASKED, "data"),
    Input(ids.PANELS, "data"),
    State(ids.SESSION, "data"),
    State(ids.DRAWN, "data"),
    ready=True,
)
async def draw_chart(
    _turn: int,
    scheme: str,
    asked: object,
    panels: object,
    session_id: str,
    drawn: list[Any] | None,
) -> tuple[Any, ...]:
    wanted = replace(read_asked(asked), panels=read_panels(panels))
    return await in_thread(_answer, str(session_id), scheme, wanted, drawn)


@callback(
    Output(ids.STORY, "children"),
    Input(ids.CRITERION, "data"),
    State(ids.ASKED, "data"),
    State(ids.SESSION, "data"),
    prevent_initial_call=True,
)
async def tell_criterion(criterion: object, asked: object, session_id: str) -> Any:
    if criterion is None:
        return None
    return Still(await in_thread(_story, str(session_id), read_asked(asked), str(criterion)))


def _story(session_id: str, asked: Asked, criterion: str) -> list[Any]:
    looked = look(house(), actor(), session_id)
    return story(look_for(house(), actor(), looked, asked).looked, criterion)


def _answer(session_id: str, scheme: str, asked: Asked, drawn: list[Any] | None) -> tuple[Any, ...]:
    """Nothing new but how fresh it is, or the whole screen."""
    looked = look(house(), actor(), session_id)
    colours = Scheme.DIM if scheme == Scheme.DIM else Scheme.LIGHT
    shown = look_for(house(), actor(), looked, asked)
    key = list(key_of(looked, colours, shown.key()))
    if key == drawn:
        return written(Still(fresh(looked))), *(no_update,) * PARTS
    screen = draw(looked, colours, shown)
    parts = (screen.figure, screen.beside, screen.read_out, screen.rail, screen.below)
    head, choices, ordered, past = for_person(looked, actor(), colours)
    more = (choices, ordered, past, screen.switches)
    return written(Still(fresh(looked))), data(key), head, *parts, *more


def _earlier_of(looked: Looked, who: Actor) -> tuple[SessionHead, ...]:
    """The sessions before this one, asked for once an hour: what lies before stays as it is."""
    head = looked.view.head
    key = (head.clinic_id, head.id, who.person_id, f"{looked.now:%Y%m%d%H}")
    known = _earlier.take(key)
    return _earlier.keep(key, list_earlier(house(), who, head.id)) if known is None else known


def for_person(looked: Looked, who: Actor, colours: Scheme) -> tuple[Written, ...]:
    """The banner, the list of events, the orders, the past offered: what depends on who looks."""
    key = (*key_of(looked, colours), who.person_id, who.name, reader(), *sorted(who.roles))
    known = _for_persons.take(key)
    if known is None:
        drawn = (
            written(Still(over(looked, who, house().demo))),
            buttons_of(looked, who),
            written(Still(orders_card(looked, who))),
            written(Still(offered(looked, _earlier_of(looked, who)))),
        )
        known = _for_persons.keep(key, drawn)
    return known
