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
KEPT_GROUNDS = 256
RowKey = tuple[str, str, str, datetime, bool]
Ground = tuple[object, ...]
"""Whatever a row is made from besides its set."""

MadeOf = tuple[ObservationSet, Ground]

_rows: Kept[RowKey, tuple[MadeOf, Written]] = Kept(KEPT_ROWS)
_grounds: Kept[tuple[str, datetime], Ground] = Kept(KEPT_GROUNDS)


def ground(what: str, zero: datetime, *beside: object) -> Ground:
    """What the rows of a table share; the very one of the last time where it is equal to it.

    So it is compared once a table, and a row's is known for the same at once.
    """
    known = _grounds.take((what, zero))
    if known is None or known != beside:
        return _grounds.keep((what, zero), beside)
    return known


Draw = Callable[[], Component | list[Component]]


def drawn(what: str, found: ObservationSet, beside: Ground, draw: Draw) -> Written:
    """A set's row as it travels to the browser; ``what`` tells rows of different tables apart.

    A kept row counts only while its set and its ground are equal to what it was made from, so it
    can be no other's.
    """
    key = (what, reader(), found.target, found.at, found.in_error)
    made_of = (found, beside)
    known = _rows.take(key)
    if known is not None and known[0] == made_of:
        return known[1]
    return _rows.keep(key, (made_of, written(draw())))[1]
