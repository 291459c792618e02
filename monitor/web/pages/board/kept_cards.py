"""What is drawn of a chair, drawn again only when something in it would differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from monitor.language.reader import reader
from monitor.services.views import BoardCard, SessionHead
from monitor.web.kept import Kept
from monitor.web.pages.board.present import Row, present
from monitor.web.written import Written

KEPT_PARTS = 512
ChairKey = tuple[SessionHead, int, datetime, tuple[object, ...], str, str]


class DrawnChair(NamedTuple):
    """What the board shows of one chair: its card, and its place in the strip of the room."""

    card: Written
    place: Written


Draw = Callable[[Row, datetime, str], DrawnChair]

_chairs: Kept[ChairKey, DrawnChair] = Kept(KEPT_PARTS)
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


def drawn(row: Row, now: datetime, zone: str, draw: Draw) -> DrawnChair:
    """One chair as it travels to the browser."""
    key = key_of(row, now, zone)
    if key is None:
        return draw(row, now, zone)
    return _chairs.take(key) or _chairs.keep(key, draw(row, now, zone))


def key_of(row: Row, now: datetime, zone: str) -> ChairKey | None:
    """What a chair's drawing is made from: who sits there, version, minute, what holds, language.

    Within the minute the browser's own clock moves the words that count on.
    """
    if row.view is None:
        return None
    head, state = row.view.head, row.view.state
    minute = now.replace(second=0, microsecond=0)
    rungs = tuple([climb.rung for climb in row.view.running.climbs])
    holds = (state.met, state.phase, state.changes_at, row.why.standing, row.watcher[1], rungs)
    return (head, row.view.version, minute, holds, zone, reader())
