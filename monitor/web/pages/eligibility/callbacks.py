"""Where the patient stands is drawn again when anything has changed; the form is left alone."""

from __future__ import annotations

from dash import Input, Output, State

from monitor.services.eligibility import read_eligibility
from monitor.web import ids as shell
from monitor.web.brought import Asked
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.eligibility import ids
from monitor.web.pages.eligibility.verdict import verdict
from monitor.web.still import Still

callback = Callbacks()


@callback(
    Output(ids.VERDICT, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.PROTOCOL, "value"),
    State(ids.PATIENT, "data"),
    State(ids.ASKED, "data"),
    prevent_initial_call=True,
)
async def draw_verdict(_turn: int, protocol: str | None, patient_id: str, brought: object) -> Still:
    asked = Asked.of(brought, protocol)
    found = await in_thread(read_eligibility, house(), actor(), patient_id, asked.protocol)
    return Still(verdict(found, asked, actor()))
