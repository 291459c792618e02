"""Draw the vital signs of a card: figures for the eyes, sentences for the ears."""

from __future__ import annotations

from datetime import datetime

from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components import Part, age, glyph
from monitor.web.components.attributes import attributes
from monitor.web.pages.board.present import Row
from monitor.web.pages.board.readings import Cell, Vitals
from monitor.web.pages.board.standing import Standing
from monitor.web.spoken import heard, seen
from monitor.web.words import clock_time


def vital_signs(row: Row, shown: Vitals, now: datetime, zone: str) -> html.Div:
    """Three cells, what they are compared with, and the age of the oldest."""

    def old(at: datetime | None, *, stale: bool) -> Part:
        if at is None:
            return None
        if row.why.standing is Standing.CLOSED:
            return tr("at {time}", time=clock_time(at, zone))
        return age(at, now, stale)

    cells = [_cell(cell, old(cell.at, stale=cell.stale)) for cell in shown.cells]
    oldest = old(shown.oldest_at, stale=shown.stale) or tr("not measured yet")
    return html.Div(
        [
            html.Dl(cells, className="vitals measured"),
            html.Div(
                [html.Span(shown.compared), html.B(oldest, **attributes(aria_hidden="true"))],
                className="seat__age",
            ),
        ]
    )


def _cell(cell: Cell, old: Part) -> html.Div:
    tones = {"high": "is-high", "flagged": "is-flagged", "past": "is-past"}
    shape = " ".join(
        part
        for part in (
            tones.get(cell.tone, ""),
            "is-stale" if cell.stale else "",
            "" if cell.measured else "is-empty",
        )
        if part
    )
    return html.Div(
        [
            html.Dt([seen(_label(cell)), heard(cell.name)]),
            html.Dd([seen([cell.value, html.Small(cell.beside or "\u00a0")]), _heard(cell, old)]),
        ],
        className=shape,
    )


def _heard(cell: Cell, old: Part) -> html.Span:
    """Value, unit, finding and age of one reading, and that it is too old where it is."""
    words: list[Part] = [cell.said] if old is None else [cell.said, ", ", old]
    is_over = isinstance(old, str)  # what was current when the session ended stays so
    return heard([*words, ", ", tr("too old to count")] if cell.stale and not is_over else words)


def _label(cell: Cell) -> list[Part]:
    if not cell.word:
        return [cell.label]
    picture = glyph(cell.side)
    return [cell.label, " ", html.Em([picture, html.Span(cell.word)])]
