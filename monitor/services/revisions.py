"""Two people at one form: the later one is told, and overwrites nothing."""

from __future__ import annotations

from monitor.errors import ChangedMeanwhile


def require_seen(what: str, seen: int, now: int) -> None:
    """Refuse a change of something that somebody else has changed since it was looked at."""
    if seen != now:
        raise ChangedMeanwhile(
            f"{what} was changed by somebody else meanwhile; nothing was saved",
            field="revision",
            allowed="load it afresh, look at it, and change it again",
        )
