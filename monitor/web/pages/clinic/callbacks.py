"""The figure of side effects comes in the colours of the room."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State

from monitor.charts.effects import effects_figure
from monitor.charts.palette import Scheme
from monitor.clinical.published import PUBLISHED
from monitor.language.reader import tr
from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kept import Kept
from monitor.web.kit import Callbacks
from monitor.web.pages.clinic import ids
from monitor.web.pages.clinic.asked import Asked, asked_by
from monitor.web.pages.clinic.looking import look
from monitor.web.pages.clinic.present import shown_effects
from monitor.web.unchanged import reader_key
from monitor.web.words import SIDE_EFFECTS
from monitor.web.written import Written, data

KEPT, HOUR = 32, "%Y%m%d%H"
_drawn: Kept[tuple[Any, ...], Written] = Kept(KEPT)

callback = Callbacks()
callback.clientside(
    "chart",
    "scheme",
    Output(ids.SCHEME, "data"),
    Input(shell.SCHEME, "data"),
    Input(ids.QUERY, "data"),
)


@callback(
    Output(ids.EFFECTS, "figure"),
    Input(ids.SCHEME, "data"),
    State(ids.QUERY, "data"),
    ready=True,
)
async def draw_effects(scheme: object, said: object) -> Any:
    asked = asked_by(said if isinstance(said, dict) else {})
    return await in_thread(_effects, str(scheme), asked)


def _effects(scheme: str, asked: Asked) -> Any:
    key = (asked.address(show=""), scheme, *reader_key(house(), actor(), HOUR))
    known = _drawn.take(key)
    if known is not None:
        return known
    found = look(house(), actor(), asked)
    colours = Scheme.DIM if scheme == Scheme.DIM else Scheme.LIGHT
    shown = shown_effects(found)
    labels = [tr(SIDE_EFFECTS[name]) for name, _ in shown]
    drawn = data(effects_figure(shown, labels, PUBLISHED, colours))
    return drawn if found.waiting else _drawn.keep(key, drawn)
