"""When a patient would have been ready to leave, had there been no shortest observation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.clinical.protocol import Protocol
from monitor.clinical.state import Finding

NOT_THE_BODY = frozenset({"observation_time", "before_leaving"})
"""Groups of criteria that speak of the clock and of the way home, not of the patient's body."""


def would_have_been_ready_at(
    protocol: Protocol, told: Iterable[tuple[datetime, Mapping[str, Finding]]]
) -> datetime | None:
    """The first instant after which no criterion of mind and body was *not met* any more.

    ``told`` are the findings at every instant at which they may have changed, in order. All of
    these criteria must be met at once at that instant; a reading that only grows old afterwards
    takes nothing back, one that is not met does. The esketamine REMS monitoring form asks for it.
    """
    asked = [rule.id for rule in protocol.criteria if rule.group not in NOT_THE_BODY]
    ready: datetime | None = None
    for at, findings in told:
        said = [findings.get(criterion) for criterion in asked]
        if Finding.NOT_MET in said:
            ready = None
        elif ready is None and said and all(finding is Finding.MET for finding in said):
            ready = at
    return ready
