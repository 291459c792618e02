"""One thing that happened in a session, as it was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a session's append-only record.

    ``at`` is when it happened, ``recorded_at`` when it was entered; both are aware and in UTC.
    ``fields`` holds what the kind carries, under the names and units of the case format
    (``systolic_mmhg``, ``grades`` ...), already checked by :mod:`monitor.clinical.reading_events`.
    ``position`` is the place in the file or in the order of arrival: the last tie-breaker.
    """

    kind: str
    at: datetime
    recorded_at: datetime
    fields: Mapping[str, object]
    id: str
    by: str = "nurse"
    position: int = 0
