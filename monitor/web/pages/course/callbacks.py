"""The course draws itself again when anything has changed; a form that is being filled stays."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.course import ids
from monitor.web.pages.course.looking import look
from monitor.web.pages.course.parts import body
from monitor.web.still import Still

callback = Callbacks()


@callback(
    Output(ids.BODY, "children"),
    Input(shell.LIVE, "data"),
    State(ids.PATIENT, "data"),
    prevent_initial_call=True,
)
async def draw_course(_turn: int, patient_id: str) -> Any:
    looked = await in_thread(look, house(), actor(), patient_id)
    return Still(body(looked)) if looked.courses.open is not None else no_update
