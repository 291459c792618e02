"""Parts of the chart, drawn again only when something that they are made from would differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from monitor.language.reader import reader
from monitor.web.kept import Kept
from monitor.web.written import Written, written

KEPT_PARTS = 512
MadeOf = tuple[object, ...]

_parts: Kept[tuple[str, str, str], tuple[MadeOf, Written]] = Kept(KEPT_PARTS)


def part(what: str, session_id: str, made_of: MadeOf, draw: Callable[[], Any]) -> Written:
    """A part of a session's screen as it travels to the browser.

    ``made_of`` is everything that ``draw`` looks at, besides the reader's language: a kept part
    counts only while all of it is equal to what the part was made from.
    """
    key = (what, session_id, reader())
    known = _parts.take(key)
    if known is not None and known[0] == made_of:
        return known[1]
    return _parts.keep(key, (made_of, written(draw())))[1]
