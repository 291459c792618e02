"""What a function draws of a few words, kept by these words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec

from monitor.language.reader import reader
from monitor.web.written import Written, written

Given = ParamSpec("Given")


def by_words(most: int) -> Callable[[Callable[Given, Any]], Callable[Given, Written]]:
    """Keep what a function draws by the words that it is told, and by the reader's language.

    For functions that look at nothing else, and are told what compares as it reads: words, flags,
    who is signed in.
    """

    def kept(draw: Callable[Given, Any]) -> Callable[Given, Written]:
        @lru_cache(maxsize=most, typed=True)
        def remembered(_language: str, *told: Any, **named: Any) -> Written:
            return written(draw(*told, **named))

        @wraps(draw)
        def drawn(*told: Given.args, **named: Given.kwargs) -> Written:
            return remembered(reader(), *told, **named)  # type: ignore[arg-type]

        return drawn

    return kept
