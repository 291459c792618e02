"""The register: what is missing first, then totals by shift and lot, then every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import dcc

from monitor.access.actor import Actor
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.days import asked_day
from monitor.services.house import House
from monitor.services.register import read_register
from monitor.services.register_views import RegisterView
from monitor.web import html
from monitor.web.components import TO_BOARD, Frame, Part, error_panel, freshness, header
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.register import ids
from monitor.web.pages.register.parts import lots_card, missing_card, rows_card, shifts_card
from monitor.web.still import Still
from monitor.web.words import calendar_day

DAY = timedelta(days=1)


async def layout(day: str = "", session: str = "", **_: Any) -> html.Div:
    """Lay out one day, or one session's part; what cannot be read says so."""
    asked = {"day": day[:10], "session": session[:64]}
    try:
        view = await in_thread(look, house(), actor(), asked)
    except MonitorError as error:
        return html.Div(error_panel(error, "/register"))
    frame = Frame(view.at, view.zone, actor(), house().demo)
    entering = html.Button(
        tr("Enter …"),
        type="button",
        className="btn btn--primary",
        **attributes(data_dialog="register", data_session=view.session_id or "none"),
    )
    return html.Div(
        [
            header(frame, tr("Controlled drugs"), before_clock=entering, back=TO_BOARD),
            dcc.Store(id=ids.ASKED, data=asked),
            html.Main(Still(body(view)), id=ids.BODY, className="register"),
        ]
    )


def look(house: House, who: Actor, asked: object) -> RegisterView:
    """Read what was asked for; the address is untrusted."""
    told = asked if isinstance(asked, Mapping) else {}
    day, session = str(told.get("day") or ""), str(told.get("session") or "")
    return read_register(house, who, asked_day(day), session or None)


def body(view: RegisterView) -> list[Part]:
    """Everything under the header."""
    return [
        freshness(view.version, view.at, None),
        _days(view),
        *missing_card(view),
        shifts_card(view),
        lots_card(view),
        rows_card(view),
    ]


def _days(view: RegisterView) -> html.Nav:
    if view.session_id is not None:
        chart = html.A(tr("To the chart"), href=f"/sessions/{view.session_id}", className="btn")
        whole = html.A(tr("The whole day"), href=f"/register?day={view.day}", className="btn")
        words: list[Part] = [chart, html.H2(tr("One session's part")), whole]
    else:
        before, after = view.day - DAY, view.day + DAY
        words = [
            html.A(tr("Day before"), href=f"/register?day={before}", className="btn"),
            html.H2(calendar_day(view.day)),
            html.A(tr("Day after"), href=f"/register?day={after}", className="btn"),
        ]
    return html.Nav(words, className="register__days", **attributes(aria_label=tr("Days")))
