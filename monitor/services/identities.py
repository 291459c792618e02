"""Identities that nobody guesses, and that lie together on disk when they were made together."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

LONGEST_EVENT_ID = 36
EVENT_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_EVENT_ID}}}")
"""What a tablet may call an entry: the whole of a text that it gives as the entry's id."""

_RANDOM_BYTES, _RANDOM, _LOW_BITS = 10, (1 << 74) - 1, 62
_VERSION_7, _VARIANT = 0x7, 0b10


def ordered_id(at: datetime) -> str:
    """A UUID of version 7: milliseconds first, so that what came together lies together."""
    milliseconds = int(at.timestamp() * 1000)
    random = int.from_bytes(secrets.token_bytes(_RANDOM_BYTES)) & _RANDOM
    high, low = random >> _LOW_BITS, random & ((1 << _LOW_BITS) - 1)
    whole = milliseconds << 80 | _VERSION_7 << 76 | high << 64 | _VARIANT << 62 | low
    digits = f"{whole:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
