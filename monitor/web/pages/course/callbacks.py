"""The course draws itself again when anything has changed; a form that is being filled stays."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from monitor.charts.course import course_figure
from monitor.charts.overlay import overlay_figure
from monitor.charts.palette import Scheme
from monitor.web import ids as shell
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.course import ids
from monitor.web.pages.course.after import overlay_words
from monitor.web.pages.course.looking import Looked, look
from monitor.web.pages.course.matrix import labels, table
from monitor.web.pages.course.parts import above, below, row
from monitor.web.pages.course.review import matrix_of, overlay_of, reviewed
from monitor.web.still import Still
from monitor.web.written import data

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
    looked = await in_thread(look, house(), actor(), patient_id, course_id)
    if looked.courses.open is None or looked.shown is None:
        return no_update, no_update, no_update
    return Still(above(looked)), Still(row(looked.shown)), Still(below(looked))


@callback(
    Output(ids.LABELS, "children"),
    Output(ids.FIGURE, "figure"),
    Output(ids.NUMBERS, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.SCHEME, "data"),
    State(ids.PATIENT, "data"),
    State(ids.COURSE, "data"),
)
async def draw_matrix(_turn: int, scheme: str, patient_id: str, course_id: str) -> tuple[Any, ...]:
    looked = await in_thread(look, house(), actor(), patient_id, course_id)
    return _matrix(looked, scheme)


@callback(
    Output(ids.OVERLAY, "figure"),
    Output(ids.OVERLAY_WORDS, "children"),
    Input(shell.LIVE, "data"),
    Input(ids.SCHEME, "data"),
    Input(ids.FIELD, "value"),
    State(ids.PATIENT, "data"),
    State(ids.COURSE, "data"),
)
async def draw_overlay(
    _turn: int, scheme: str, field: str, patient_id: str, course_id: str
) -> tuple[Any, ...]:
    looked = await in_thread(look, house(), actor(), patient_id, course_id)
    return _overlay(looked, scheme, field)


def _scheme(said: str) -> Scheme:
    return Scheme.DIM if said == Scheme.DIM else Scheme.LIGHT


def _matrix(looked: Looked, scheme: str) -> tuple[Any, ...]:
    if looked.review is None or looked.shown is None:
        return no_update, no_update, no_update
    told = reviewed(looked.review, looked.shown)
    figure = course_figure(matrix_of(told), _scheme(scheme))
    return Still(labels(told)), data(figure), Still(table(told))


def _overlay(looked: Looked, scheme: str, field: str) -> tuple[Any, ...]:
    if looked.review is None or looked.shown is None:
        return no_update, no_update
    overlay = overlay_of(reviewed(looked.review, looked.shown), field)
    return data(overlay_figure(overlay, _scheme(scheme))), Still(overlay_words(overlay))
