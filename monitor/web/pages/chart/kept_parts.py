"""Parts of the chart, drawn again only when something that they are made from would differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec

from monitor.language.reader import reader
from monitor.web.kept import Kept
from monitor.web.written import Written, written

KEPT_PARTS = 512
Given = ParamSpec("Given")
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


def by_words(most: int) -> Callable[[Callable[Given, Any]], Callable[Given, Written]]:
    """Keep what a function draws by the words that it is told, and by the reader's language.

    For functions that look at nothing else, and are told nothing but words and flags.
    """

    def kept(draw: Callable[Given, Any]) -> Callable[Given, Written]:
        @lru_cache(maxsize=most, typed=True)
        def remembered(_language: str, *told: Any) -> Written:
            return written(draw(*told))  # type: ignore[call-arg]

        @wraps(draw)
        def drawn(*told: Given.args, **_named: Given.kwargs) -> Written:
            return remembered(reader(), *told)

        return drawn

    return kept
