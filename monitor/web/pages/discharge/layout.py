"""The discharge decision: every finding with its evidence, and two signatures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc

from monitor.access.actor import Actor
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.house import House
from monitor.services.protocol_choices import read_override_rights
from monitor.web import html
from monitor.web.components import Frame, error_panel, freshness, patient_banner
from monitor.web.components.alerts import urgent_marks
from monitor.web.components.banner import Back
from monitor.web.components.flags import flag_strip
from monitor.web.components.ladder import strips
from monitor.web.components.marks import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.looking import Looked, look, look_back
from monitor.web.pages.discharge import ids, present
from monitor.web.pages.discharge.parts import screen
from monitor.web.still import Still


async def layout(session_id: str = "", **_: Any) -> html.Div:
    """Lay out the decision about one session; an unknown one says so."""
    try:
        looked = await in_thread(read, house(), actor(), session_id)
    except MonitorError as error:
        to = f"/sessions/{session_id}/discharge"
        return html.Div(error_panel(error, to), className="discharge")
    return html.Div(
        [
            dcc.Store(id=ids.SESSION, data=session_id),
            dcc.Store(id=ids.DRAWN, data=key_of(looked)),
            html.Div(Still(fresh(looked)), id=ids.FRESHNESS),
            html.Div(Still(over(looked, actor(), house().demo)), id=ids.BANNER),
            html.Div(Still(screen(looked, actor())), id=ids.SCREEN, className="discharge__screen"),
        ],
        className="discharge",
    )


def read(around: House, who: Actor, session_id: str) -> Looked:
    """The session now, or as it stood when it was closed."""
    looked = look_back(around, who, look(around, who, session_id))
    rights = read_override_rights(around, who, looked.view.head.protocol_id)
    view = present.narrowed(looked.view, rights.withheld)
    return replace(looked, view=view, may_override=rights.person_may)


def banner(looked: Looked, who: Actor, demo: bool) -> html.Header:
    """The patient banner, leading back to the chart."""
    view = looked.view
    frame = Frame(looked.now, looked.zone, who, demo)
    back = Back(f"/sessions/{view.head.id}", tr("Back to the chart"))
    return patient_banner(frame, view.head, view.state, back=back)


def over(looked: Looked, who: Actor, demo: bool) -> list[Part]:
    """The banner; under it the flags, what is to be decided, and whom to call."""
    strip = [*flag_strip(looked.view), *strips(looked), *urgent_marks(looked.view)]
    return [banner(looked, who, demo), *strip]


def fresh(looked: Looked) -> html.Div:
    """How new the drawing is."""
    return freshness(looked.version, looked.now, looked.view.state.changes_at)


def key_of(looked: Looked) -> list[str]:
    """What the drawing is made from; with the same key it is not sent again."""
    open_to = " ".join(rule.id for rule in looked.view.protocol.criteria if rule.override)
    return [looked.told(), f"{looked.now:%Y%m%d%H%M}", f"{looked.may_override} {open_to}"]
