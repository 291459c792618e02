"""What a screen says when it cannot show or save something."""

from __future__ import annotations

from dash.development.base_component import Component

from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Children, Part, glyph
from monitor.web.still import Still


def notice(words: Children, tone: str = "caution", picture: str = "caution") -> html.Div:
    """Show a message that stays until it is solved or closed."""
    return html.Div(
        [
            glyph(picture),
            html.P(words),
            html.Button(
                glyph("close"),
                type="button",
                className="btn btn--icon btn--quiet",
                **attributes(data_close_notice="", aria_label=tr("Close this message")),
            ),
        ],
        className=f"notice notice--{tone}",
        role="alert",
    )


def error_panel(error: MonitorError, retry_to: str) -> html.Div:
    """Say that the whole screen could not be read: what is wrong, and the way to try again."""
    return html.Div(
        [
            html.H2([glyph("unknown"), tr("This cannot be shown now")]),
            html.P(tr(error.sentence())),
            html.P(tr("Nothing on this screen is current. What was acknowledged is safe.")),
            html.A(tr("Try again"), href=retry_to, className="btn btn--primary"),
        ],
        className="card empty",
        role="alert",
    )


def empty_panel(title: str, words: Children, action: Component | None = None) -> html.Div:
    """There is nothing to show, and what one can do about it."""
    return html.Div([html.H2(title), html.P(words), action], className="card empty")


def skeleton(count: int, retry_to: str) -> list[Part]:
    """Draw the shape of cards while the numbers are fetched; after a while say so."""
    late = html.P(
        [tr("Still loading."), " ", html.A(tr("Try again"), href=retry_to, className="btn")],
        className="still",
        hidden=True,
        **attributes(data_still_loading=""),
    )
    shape = "card seat seat--skeleton"
    cards = [html.Div(className=shape, **attributes(aria_hidden="true")) for _ in range(count)]
    return [Still([late, *cards])]
