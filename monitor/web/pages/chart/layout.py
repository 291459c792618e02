"""The session chart: what happened, what is news, and what is still missing."""

from __future__ import annotations

from typing import Any

from dash import dcc

from monitor.access.actor import Actor
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components import (
    Frame,
    error_panel,
    freshness,
    glyph,
    patient_banner,
)
from monitor.web.components.alerts import urgent_marks
from monitor.web.components.attributes import attributes
from monitor.web.components.flags import flag_strip
from monitor.web.components.ladder import strips
from monitor.web.components.marks import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.looking import Looked, look
from monitor.web.pages.chart import ids
from monitor.web.pages.chart.panels import read_panels
from monitor.web.still import Still

FIGURE_CONFIG: Any = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
}
EMPTY_FIGURE: Any = {
    "data": [],
    "layout": {
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    },
}


async def layout(session_id: str = "", panels: str = "", **_: Any) -> html.Div:
    """Lay out one session; an unknown one says so. ``panels`` are the scales switched on."""
    try:
        looked = await in_thread(look, house(), actor(), session_id)
    except MonitorError as error:
        return html.Div(error_panel(error, f"/sessions/{session_id}"), className="chart")
    banner_parts = Still(over(looked, actor(), house().demo))
    return html.Div(
        [
            dcc.Store(id=ids.SESSION, data=session_id),
            dcc.Store(id=ids.SCHEME),
            dcc.Store(id=ids.DRAWN),
            dcc.Store(id=ids.ASKED),
            dcc.Store(id=ids.PANELS, data=list(read_panels(panels))),
            dcc.Store(id=ids.CRITERION),
            html.Div(id=ids.OFFERED),
            html.Div(Still(fresh(looked)), id=ids.FRESHNESS),
            html.Div(banner_parts, id=ids.BANNER, className="chart__banner"),
            html.Div([_work(), _aside()], className="chart__page"),
            html.Div(id=ids.STORY),
        ],
        className="chart",
    )


def banner(looked: Looked, who: Actor, demo: bool) -> html.Header:
    """The patient banner with the way to the entry form."""
    view = looked.view
    frame = Frame(looked.now, looked.zone, who, demo)
    return patient_banner(frame, view.head, view.state, before_clock=_record(looked))


def over(looked: Looked, who: Actor, demo: bool) -> list[Part]:
    """The banner; under it the flags, what is to be decided, and whom to call."""
    strip = [*flag_strip(looked.view), *strips(looked), *urgent_marks(looked.view)]
    return [banner(looked, who, demo), *strip]


def fresh(looked: Looked) -> html.Div:
    """How new the drawing is."""
    return freshness(looked.version, looked.now, looked.view.state.changes_at)


def _record(looked: Looked) -> html.A | None:
    if looked.view.state.discharged_to is not None:
        return None
    return html.A(
        [glyph("pen"), html.Span(tr("Record"), className="hide-small")],
        href=f"/record#{looked.view.head.id}",
        className="btn",
        **attributes(aria_label=tr("Record an observation set")),
    )


def _work() -> html.Main:
    return html.Main(
        [
            html.Div(
                [
                    html.Div(
                        id=ids.READ_OUT,
                        className="card read grow",
                        **attributes(data_read_out=""),
                    ),
                    _look_back(),
                    _scales(),
                    _events(),
                ],
                className="chart__bar",
            ),
            html.Div(id=ids.LOOK_BACK, className="card back", hidden=True),
            html.Div(_plot(), className="plot__scroll"),
            html.Div(id=ids.ORDERS, className="below"),
            html.Div(id=ids.BELOW, className="below"),
        ],
        className="chart__work",
    )


def _look_back() -> html.Button:
    """Opens the slider over the plot: assets/js/look-back.js makes it."""
    return html.Button(
        [glyph("due"), html.Span(tr("Look back"), className="hide-small")],
        type="button",
        className="btn",
        **attributes(
            data_look_back="",
            aria_expanded="false",
            aria_controls=ids.LOOK_BACK,
            aria_label=tr("Look back: the session as it was known earlier"),
        ),
    )


def _scales() -> html.Details:
    """Which scales are panels of the chart; the switches come with the drawing."""
    return html.Details(
        [
            html.Summary(
                [glyph("chart"), html.Span(tr("Scales"), className="hide-small")],
                className="btn",
                **attributes(aria_label=tr("Scales as panels of the chart")),
            ),
            html.Div(
                id=ids.SWITCHES,
                className="card chart__events",
                role="group",
                **attributes(aria_label=tr("Scales as panels of the chart")),
            ),
        ],
        className="chart__panels",
    )


def _events() -> html.Details:
    """What else can be recorded; the list comes with the drawing."""
    return html.Details(
        [
            html.Summary([glyph("plus"), tr("Event")], className="btn"),
            html.Div(id=ids.ADD, className="card chart__events"),
        ],
        className="chart__add",
    )


def _plot() -> html.Div:
    return html.Div(
        [
            # Every number of the picture is heard from the slider, and stands in the table below.
            html.Div(id=ids.BESIDE, className="beside", **attributes(aria_hidden="true")),
            html.Div(_figure(), **attributes(aria_hidden="true")),
            html.Div(
                html.Div(className="plot__pin", **attributes(data_pin="")),
                className="plot__glass",
                tabIndex=0,
                role="slider",
                **attributes(
                    data_glass="",
                    aria_label=tr("Observation sets: arrow keys move between them"),
                    aria_valuemin="1",
                    aria_valuemax="1",
                    aria_valuenow="1",
                    aria_valuetext=tr("loading"),
                ),
            ),
        ],
        className="card plot is-loading",
        **attributes(data_plot=""),
    )


def _figure() -> dcc.Graph:
    return dcc.Graph(
        id=ids.FIGURE,
        figure=EMPTY_FIGURE,
        config=FIGURE_CONFIG,
        responsive=True,
        className="plot__figure",
    )


def _aside() -> html.Aside:
    return html.Aside(
        id=ids.RAIL, className="rail", **attributes(aria_label=tr("Discharge readiness"))
    )
