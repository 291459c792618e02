"""What is drawn of a chair, drawn again only when something in it would differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.language.reader import reader
from monitor.services.views import BoardCard, SessionHead
from monitor.web.components import Part
from monitor.web.kept import Kept
from monitor.web.pages.board.present import Row, present
from monitor.web.written import Written, written

KEPT_PARTS = 512
PartKey = tuple[SessionHead, int, str, str, str]

_parts: Kept[tuple[str, PartKey], Written] = Kept(KEPT_PARTS)
_rows: Kept[tuple[str, str, str], Row] = Kept(KEPT_PARTS)


def kept_row(card: BoardCard, zone: str) -> Row:
    """Present one chair, anew only when its session was folded anew or somebody else sits there."""
    if card.session is None:
        return present(card, zone)
    key = (card.session.head.id, zone, reader())
    known = _rows.take(key)
    if known is not None and _is_same(known.card, card):
        return known
    return _rows.keep(key, present(card, zone))


def _is_same(one: BoardCard, other: BoardCard) -> bool:
    """Whether two cards hold the very same fold; as long as one is kept, it is no other's."""
    before, now = one.session, other.session
    if before is None or now is None:
        return False
    is_folded_once = before.state is now.state and before.running is now.running
    return is_folded_once and (one.chair, before.head) == (other.chair, now.head)


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
