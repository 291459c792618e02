"""The only place that reads the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Read the clock: the instant now, in UTC."""
    return datetime.now(UTC)
