"""A figure's numbers as a table that is folded away until somebody wants it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.web import html
from monitor.web.components import glyph
from monitor.web.components.attributes import attributes


def numbers_table(
    summary: str, label: str, titles: Sequence[str], rows: Sequence[html.Tr]
) -> html.Details:
    """``summary`` opens it; ``label`` is its name for somebody who hears it."""
    table = html.Table(
        [
            html.Caption(label, className="spoken"),
            html.Thead(html.Tr([html.Th(one, scope="col") for one in titles])),
            html.Tbody(list(rows)),
        ]
    )
    scroll = html.Div(
        table,
        className="course__table",
        tabIndex=0,
        role="region",
        **attributes(aria_label=label),
    )
    return html.Details(
        [html.Summary([glyph("down"), summary]), scroll], className="course__numbers"
    )
