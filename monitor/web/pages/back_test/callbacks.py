"""Each button: what was typed, one use case, and the address or the stand that it becomes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from dash import Input, Output, State, no_update

from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.back_tests import (
    begin_back_test,
    list_numbers,
    read_back_test,
    stop_back_test,
)
from monitor.services.people import read_clinic
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.admin.present import told
from monitor.web.pages.back_test import ids
from monitor.web.pages.back_test.present import Asked, asked_by, bounds_words
from monitor.web.pages.back_test.result import stand_parts
from monitor.web.still import Still

callback = Callbacks()
PERIOD = {"from": State(ids.FROM, "value"), "to": State(ids.TO, "value")}


def _asked(said: object, period: dict[str, object]) -> Asked:
    """What the address asks, with the period as it stands in the form."""
    query = dict(parse_qsl(said)) if isinstance(said, str) else {}
    return asked_by({**query, **{name: value or "" for name, value in period.items()}})


@callback(
    Output(ids.ABOUT, "children"),
    Input(ids.NUMBER, "value"),
    State(ids.ASKED, "data"),
    prevent_initial_call=True,
)
async def tell_number(path: object, said: object) -> str:
    asked = _asked(said, {})
    numbers = await in_thread(list_numbers, house(), actor(), asked.protocol)
    known = next((one for one in numbers if one.path == path), None)
    return f"{bounds_words(known)}. {tr(known.cited)}" if known else ""


@callback(
    output=[Output(ids.GO, "href", allow_duplicate=True), Output(ids.SAID, "children")],
    inputs={"_taps": Input(ids.TAKE, "n_clicks"), "said": State(ids.ASKED, "data")},
    state={
        "path": State(ids.NUMBER, "value"),
        "value": State(ids.VALUE, "value"),
        "period": PERIOD,
    },
    prevent_initial_call=True,
)
async def take_number(
    _taps: int, said: object, path: object, value: object, period: dict[str, object]
) -> tuple[Any, str]:
    if not isinstance(path, str) or not isinstance(value, str) or not value.strip():
        return no_update, tr("Choose a number and type its new value.")
    return _asked(said, period).with_number(path, value.strip()).address(), ""


@callback(
    output=[
        Output(ids.GO, "href", allow_duplicate=True),
        Output(ids.SAID, "children", allow_duplicate=True),
    ],
    inputs={"_taps": Input(ids.RUN, "n_clicks"), "said": State(ids.ASKED, "data")},
    state={"period": PERIOD},
    prevent_initial_call=True,
)
async def run(_taps: int, said: object, period: dict[str, object]) -> tuple[Any, str]:
    asked = _asked(said, period)
    try:
        await in_thread(begin_back_test, house(), actor(), asked.question())
    except MonitorError as error:
        return no_update, told(error)
    return asked.address(), ""


@callback(
    Output(ids.STAND, "children"),
    Output(ids.EACH, "disabled"),
    Output(ids.RUNS, "hidden"),
    Input(ids.EACH, "n_intervals"),
    prevent_initial_call=True,
)
async def follow(_turn: int) -> tuple[Any, bool, bool]:
    stand = await in_thread(read_back_test, house(), actor())
    clinic = await in_thread(read_clinic, house(), actor())
    rests = stand is None or not stand.is_running
    return Still(stand_parts(house(), stand, clinic.zone)), rests, rests


@callback(
    Output(ids.SAID, "children", allow_duplicate=True),
    Input(ids.STOP, "n_clicks"),
    prevent_initial_call=True,
)
async def stop(taps: int | None) -> Any:
    if not taps:
        return no_update
    try:
        await in_thread(stop_back_test, house(), actor())
    except MonitorError as error:
        return told(error)
    return ""
