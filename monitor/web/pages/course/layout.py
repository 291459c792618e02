"""The course: a row of sessions and what is said of each; or the form that opens one."""

from __future__ import annotations

from typing import Any

from dash import dcc

from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components import Frame, error_panel, header
from monitor.web.components.banner import Back
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.course import ids
from monitor.web.pages.course.looking import look
from monitor.web.pages.course.parts import body
from monitor.web.still import Still
from monitor.web.words import born


async def layout(patient_id: str = "", **_: Any) -> html.Div:
    """Lay out one patient's course; an unknown patient says so."""
    try:
        looked = await in_thread(look, house(), actor(), patient_id)
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
            html.Main(Still(body(looked)), id=ids.BODY, className="course__body"),
        ],
        className="course",
    )
