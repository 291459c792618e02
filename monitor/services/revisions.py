"""Two people at one form: the later one is told, and overwrites nothing."""

from __future__ import annotations

from monitor.errors import ChangedMeanwhile
from monitor.language.said import say


def require_seen(what: str, seen: int, now: int) -> None:
    """Refuse a change of something that somebody else has changed since it was looked at."""
    if seen != now:
        raise ChangedMeanwhile(
            say("{what} was changed by somebody else meanwhile; nothing was saved", what=what),
            field="revision",
            allowed=say("load it afresh, look at it, and change it again"),
        )
