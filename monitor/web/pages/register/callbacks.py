"""The register draws itself again when something was entered."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State

from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.register import ids
from monitor.web.pages.register.layout import body, look
from monitor.web.still import Still

callback = Callbacks()


@callback(Output(ids.BODY, "children"), Input(shell.LIVE, "data"), State(ids.ASKED, "data"))
async def draw_register(_turn: int, asked: Any) -> Still:
    return Still(body(await in_thread(look, house(), actor(), asked)))
