"""The course draws itself again when anything has changed; a form that is being filled stays."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State

from monitor.web import ids as shell
from monitor.web.context import in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.course import ids
from monitor.web.pages.course.drawing import matrix_parts, overlay_parts, page_parts

callback = Callbacks()
callback.clientside(
    "chart",
    "scheme",
    Output(ids.SCHEME, "data"),
    Input(shell.SCHEME, "data"),
    Input(ids.PATIENT, "data"),
)


@callback(
    Output(ids.BODY, "children"),
    Output(ids.ROW, "children"),
    Output(ids.BELOW, "children"),
    Input(shell.LIVE, "data"),
    State(ids.PATIENT, "data"),
    State(ids.COURSE, "data"),
    prevent_initial_call=True,
)
async def draw_course(_turn: int, patient_id: str, course_id: str) -> tuple[Any, ...]:
    return await in_thread(page_parts, str(patient_id), str(course_id or ""))


@callback(
    Output(ids.LABELS, "children"),
    Output(ids.FIGURE, "figure"),
    Output(ids.NUMBERS, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.SCHEME, "data"),
    State(ids.PATIENT, "data"),
    State(ids.COURSE, "data"),
    ready=True,
)
async def draw_matrix(_turn: int, scheme: str, patient_id: str, course_id: str) -> tuple[Any, ...]:
    return await in_thread(matrix_parts, str(scheme), str(patient_id), str(course_id or ""))


@callback(
    Output(ids.OVERLAY, "figure"),
    Output(ids.OVERLAY_WORDS, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.SCHEME, "data"),
    Input(ids.FIELD, "value"),
    State(ids.PATIENT, "data"),
    State(ids.COURSE, "data"),
    ready=True,
)
async def draw_overlay(
    _turn: int, scheme: str, field: str, patient_id: str, course_id: str
) -> tuple[Any, ...]:
    return await in_thread(
        overlay_parts, str(scheme), str(field), str(patient_id), str(course_id or "")
    )
