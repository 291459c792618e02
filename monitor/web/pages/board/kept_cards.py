"""Cards that are drawn again only when something in them would differ."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from monitor.web.kept import Kept
from monitor.web.pages.board.cards import card
from monitor.web.pages.board.present import Row
from monitor.web.plain import plain

KEPT_CARDS = 256
CardKey = tuple[str, str, int, str, str]

_cards: Kept[CardKey, Any] = Kept(KEPT_CARDS)


def drawn_card(row: Row, now: datetime, zone: str) -> Any:
    """The card of one chair, as it travels to the browser."""
    key = key_of(row, now, zone)
    if key is None:
        return plain(card(row, now, zone))
    return _cards.take(key) or _cards.keep(key, plain(card(row, now, zone)))


def key_of(row: Row, now: datetime, zone: str) -> CardKey | None:
    """What a card is made from: session, version, minute, what holds until when; the zone.

    Within the minute the browser's own clock moves the words that count on.
    """
    if row.view is None:
        return None
    head, state = row.view.head, row.view.state
    minute = f"{now:%Y%m%d%H%M} {state.met} {state.phase} {state.changes_at} {row.why.standing}"
    return (head.clinic_id, head.id, row.view.version, minute, zone)
