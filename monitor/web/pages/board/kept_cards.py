"""What is drawn of a chair, drawn again only when something in it would differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.language.reader import reader
from monitor.services.views import SessionHead
from monitor.web.components import Part
from monitor.web.kept import Kept
from monitor.web.pages.board.present import Row
from monitor.web.written import Written, written

KEPT_PARTS = 512
PartKey = tuple[SessionHead, int, str, str, str]

_parts: Kept[tuple[str, PartKey], Written] = Kept(KEPT_PARTS)


def drawn(what: str, row: Row, now: datetime, zone: str, draw: Callable[[], Part]) -> Written:
    """A part of one chair, as it travels to the browser; ``what`` tells its parts apart."""
    made_of = key_of(row, now, zone)
    if made_of is None:
        return written(draw())
    key = (what, made_of)
    return _parts.take(key) or _parts.keep(key, written(draw()))


def key_of(row: Row, now: datetime, zone: str) -> PartKey | None:
    """What a chair's drawing is made from: who sits there, version, minute, what holds, language.

    Within the minute the browser's own clock moves the words that count on.
    """
    if row.view is None:
        return None
    head, state = row.view.head, row.view.state
    rungs = "".join(climb.rung.value for climb in row.view.running.climbs)
    standing = f"{row.why.standing} {row.watcher[1]} {rungs}"
    minute = f"{now:%Y%m%d%H%M} {state.met} {state.phase} {state.changes_at} {standing}"
    return (head, row.view.version, minute, zone, reader())
