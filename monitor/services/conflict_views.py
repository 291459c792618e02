"""What a tablet knew when something was entered on it, and what it is asked for that reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.services.running_views import StoredEvent

ENTERED_ELSEWHERE, TABLET_CLOCK = "entered_elsewhere", "tablet_clock"


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood on the tablet: where the patient sat, up to which entry, how wrong its clock was.

    What is None was not said, and nothing is asked about it. ``skew`` is the server's clock less
    the tablet's as the tablet took it to be when it showed the time of measuring. ``confirmed``
    names the questions that somebody has answered: keep it all the same.
    """

    chair_id: str | None = None
    last_seq: int | None = None
    skew: timedelta | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about what has been kept: both sides stand in the record until it is answered.

    ``entered_elsewhere``: ``others`` were measured at the same time and entered elsewhere.
    ``tablet_clock``: kept as measured ``kept_at``, while the tablet showed ``shown_at``.
    """

    code: str
    others: tuple[StoredEvent, ...] = ()
    kept_at: datetime | None = None
    shown_at: datetime | None = None
