"""Short texts that people type: names, labels, reasons."""

from __future__ import annotations

from monitor.errors import BadInput
from monitor.language.said import say

LONGEST_NAME = 200
LONGEST_REASON = 2000


def plain(said: str, field: str, longest: int = LONGEST_NAME) -> str:
    """A short text that says something, on one line."""
    text = " ".join(said.split())
    if not text or len(text) > longest or not text.isprintable():
        raise BadInput(
            say("It is empty, too long or unreadable; nothing was saved"),
            field=field,
            allowed=say("1 to {longest} printable characters", longest=longest),
        )
    return text


def reason_of(said: str) -> str:
    """Why somebody decides against a finding or ends otherwise: never empty."""
    return plain(said, "reason", LONGEST_REASON)
