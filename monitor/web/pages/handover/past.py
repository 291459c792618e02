"""The handovers of one day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import dcc

from monitor.access.actor import Actor
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.days import asked_day
from monitor.services.handover import list_handovers
from monitor.services.handover_views import HandoverDay
from monitor.services.house import House
from monitor.web import html
from monitor.web.components import Frame, error_panel, freshness, header
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import Back
from monitor.web.components.marks import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.handover import ids
from monitor.web.pages.handover.lists import rows
from monitor.web.still import Still
from monitor.web.words import calendar_day

DAY = timedelta(days=1)


async def layout(day: str = "", **_: Any) -> html.Div:
    """Lay out one day; what cannot be read says so."""
    try:
        view = await in_thread(look, house(), actor(), day[:10])
    except MonitorError as error:
        return html.Div(error_panel(error, "/handover/past"))
    frame = Frame(view.at, view.zone, actor(), house().demo)
    return html.Div(
        [
            header(frame, tr("Past handovers"), back=Back("/handover", tr("Back to handover"))),
            dcc.Store(id=ids.DAY, data=day[:10]),
            html.Main(Still(body(view)), id=ids.PAST, className="hand hand--past"),
        ]
    )


def look(house: House, who: Actor, asked: object) -> HandoverDay:
    """Read the day that was asked for; the address is untrusted."""
    return list_handovers(house, who, asked_day(asked))


def body(view: HandoverDay) -> list[Part]:
    """The day with the ways to its neighbours, and every handover given on it."""
    before, after = view.day - DAY, view.day + DAY
    days = html.Nav(
        [
            html.A(tr("Day before"), href=f"/handover/past?day={before}", className="btn"),
            html.H2(calendar_day(view.day)),
            html.A(tr("Day after"), href=f"/handover/past?day={after}", className="btn"),
        ],
        className="register__days",
        **attributes(aria_label=tr("Days")),
    )
    found: Part = rows(view.handovers, view.zone)
    if not view.handovers:
        found = html.P(tr("Nothing was handed over on this day."), className="soft")
    fresh = freshness(view.version, view.at, None)
    return [fresh, days, html.Section(found, className="card hand__card")]
