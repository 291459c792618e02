"""The course: a row of sessions and what they came to; or the form that opens one."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc

from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components import Frame, Part, error_panel, header
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import Back
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.chart.layout import EMPTY_FIGURE, FIGURE_CONFIG
from monitor.web.pages.course import ids
from monitor.web.pages.course.looking import Looked, look
from monitor.web.pages.course.parts import above, below, row
from monitor.web.pages.course.review import HEART, OXYGEN, PRESSURE
from monitor.web.still import Still
from monitor.web.words import born


async def layout(patient_id: str = "", course: str = "", **_: Any) -> html.Div:
    """Lay out one patient's course; an unknown patient says so."""
    try:
        looked = await in_thread(look, house(), actor(), patient_id, course)
    except MonitorError as error:
        return html.Div(error_panel(error, f"/patients/{patient_id}/course"), className="course")
    courses = looked.courses
    frame = Frame(courses.at, courses.zone, actor(), house().demo)
    who = html.Span(
        [html.B(courses.patient.name), " ", born(courses.patient.birth_date)],
        className="soft nowrap",
    )
    back = Back("/today", tr("Back to the day list"))
    return html.Div(
        [
            header(frame, tr("Course"), after_title=who, back=back),
            dcc.Store(id=ids.PATIENT, data=courses.patient.id),
            dcc.Store(id=ids.COURSE, data=looked.shown.id if looked.shown else ""),
            dcc.Store(id=ids.SCHEME),
            html.Main(
                [
                    html.Div(Still(above(looked)), id=ids.BODY, className="course__part"),
                    html.Div(_figures(looked), className="course__figures"),
                    html.Div(Still(below(looked)), id=ids.BELOW, className="course__part"),
                ],
                className="course__body",
            ),
        ],
        className="course",
    )


def _figures(looked: Looked) -> list[html.Section]:
    if looked.shown is None:
        return []
    return [_matrix(looked), *([_overlay()] if looked.review is not None else [])]


def _matrix(looked: Looked) -> html.Section:
    """The row of sessions and, for who may review, the figure under it in the same columns."""
    assert looked.shown is not None
    reviews = looked.review is not None
    title: list[Part] = [html.H2(tr("Session by session"))]
    if reviews:
        title.append(
            html.Span(tr("missing values stay empty; ? was not assessed"), className="soft")
        )
    body = [
        html.Div(className="matrix__corner"),
        html.Div(Still(row(looked.shown)), id=ids.ROW, className="matrix__row"),
    ]
    if reviews:
        drawn = html.Div(_graph(ids.FIGURE), **attributes(aria_hidden="true"))
        body += [html.Div(id=ids.LABELS, className="matrix__labels"), drawn]
    return html.Section(
        [
            html.Div(title, className="course__title"),
            html.Div(
                html.Div(body, className="matrix"),
                className="matrix__scroll",
                tabIndex=0,
                role="region",
                **attributes(aria_label=tr("Session by session")),
            ),
            html.Div(id=ids.NUMBERS),
        ],
        className="card course__sessions",
        **attributes(aria_label=tr("Session by session")),
    )


def _graph(graph_id: str) -> dcc.Graph:
    return dcc.Graph(
        id=graph_id,
        figure=EMPTY_FIGURE,
        config=FIGURE_CONFIG,
        responsive="auto",  # as deep as what it shows, as wide as there is room
        className="course__figure",
    )


def _overlay() -> html.Section:
    fields = [
        {"value": PRESSURE, "label": tr("Blood pressure")},
        {"value": OXYGEN, "label": tr("SpO₂")},
        {"value": HEART, "label": tr("Heart rate")},
    ]
    title = tr("Sessions laid over each other")
    return html.Section(
        [
            html.H2(title),
            html.P(tr("from time zero of each"), className="soft"),
            dmc.SegmentedControl(
                id=ids.FIELD,
                data=fields,
                value=PRESSURE,
                **attributes(aria_label=tr("What is laid over each other")),
            ),
            html.Div(_graph(ids.OVERLAY), **attributes(aria_hidden="true")),
            html.Div(id=ids.OVERLAY_WORDS),
        ],
        className="card course__overlay",
        **attributes(aria_label=title),
    )
