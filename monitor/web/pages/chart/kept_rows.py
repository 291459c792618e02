"""What is drawn of one observation set, drawn again only when something in it would differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from dash.development.base_component import Component

from monitor.language.reader import reader
from monitor.web.kept import Kept
from monitor.web.pages.chart.sets import ObservationSet
from monitor.web.written import Written, written

KEPT_ROWS = 8192
RowKey = tuple[str, str, str, datetime, bool]
MadeOf = tuple[ObservationSet, tuple[object, ...]]

_rows: Kept[RowKey, tuple[MadeOf, Written]] = Kept(KEPT_ROWS)


def drawn(
    what: str, found: ObservationSet, beside: tuple[object, ...], draw: Callable[[], Component]
) -> Written:
    """A set's row as it travels to the browser; ``what`` tells rows of different tables apart.

    ``beside`` is whatever the drawing is made from besides the set. A kept row counts only while
    both are equal to what it was made from, so it can be no other's.
    """
    key = (what, reader(), found.target, found.at, found.in_error)
    made_of = (found, beside)
    known = _rows.take(key)
    if known is not None and known[0] == made_of:
        return known[1]
    return _rows.keep(key, (made_of, written(draw())))[1]
