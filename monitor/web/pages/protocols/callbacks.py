"""Saving a draft and setting it aside; the signature goes by assets/js/discharge.js."""

from __future__ import annotations

from typing import Any

from dash import ALL, Input, Output, State, no_update

from monitor.errors import MonitorError
from monitor.services.protocol_versions import draft_protocol, set_draft_aside
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.admin.present import told
from monitor.web.pages.protocols import ids
from monitor.web.pages.protocols.present import address, new_draft

callback = Callbacks()
FIELDS = {"type": ids.NUMBER, "path": ALL}


@callback(
    output=[Output(ids.GO, "href", allow_duplicate=True), Output(ids.SAID, "children")],
    inputs={"taps": Input(ids.SAVE, "n_clicks"), "about": State(ids.ABOUT, "data")},
    state={
        "values": State(FIELDS, "value"),
        "named": State(FIELDS, "id"),
        "reason": State(ids.REASON, "value"),
    },
    prevent_initial_call=True,
)
async def save(
    taps: object, about: object, values: object, named: object, reason: object
) -> tuple[Any, str]:
    if not taps:
        return no_update, ""
    try:
        new = new_draft(about, values, named, reason)
        room = await in_thread(draft_protocol, house(), actor(), new)
    except MonitorError as error:
        return no_update, told(error)
    return address(room.stand.id, saved=room.last_draft), ""


@callback(
    output=[Output(ids.GO, "href", allow_duplicate=True), Output(ids.ASIDE_SAID, "children")],
    inputs={"taps": Input(ids.ASIDE, "n_clicks"), "about": State(ids.ABOUT, "data")},
    prevent_initial_call=True,
)
async def aside(taps: object, about: object) -> tuple[Any, str]:
    if not taps:
        return no_update, ""
    new = new_draft(about, None, None, None)
    try:
        room = await in_thread(set_draft_aside, house(), actor(), new.protocol_id, new.seen)
    except MonitorError as error:
        return no_update, told(error)
    return address(room.stand.id, aside=room.last_draft), ""
