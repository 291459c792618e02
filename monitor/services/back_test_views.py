"""What is asked of a back-test, and how one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.analytics.back_test import BackTest
from monitor.clinical.protocol_changes import Difference
from monitor.clinical.protocol_form import NumberForm


@dataclass(frozen=True, slots=True)
class NewBackTest:
    """A protocol with other numbers, each by its path, tried on the sessions begun on these days.

    Both days belong to the period; None is open. The numbers are put into the version in force, or
    into the one that ``version`` names, or into what the ``draft`` of that number says.
    """

    protocol_id: str
    numbers: Mapping[str, object]
    from_day: date | None = None
    to_day: date | None = None
    version: int | None = None
    draft: int | None = None


@dataclass(frozen=True, slots=True)
class ProtocolNumber:
    """One number that can be changed: where, what it is, its unit, its bounds and its source."""

    path: str
    value: object
    form: NumberForm
    source: str
    cited: str


@dataclass(frozen=True, slots=True)
class TriedSession:
    """A session whose outcome is told: whose, and when."""

    session_id: str
    patient: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class BackTestStand:
    """How far a back-test is: sessions done of how many, and in the end what it found.

    ``texts`` are the protocol in force and the other one, as they were when it was begun.
    """

    id: str
    asked: NewBackTest
    differences: tuple[Difference, ...]
    begun_by: str
    begun_at: datetime
    done: int = 0
    of: int = 0
    stopped: bool = False
    failed: str = ""
    texts: tuple[str, str] = field(default=("", ""), repr=False)
    found: BackTest | None = None
    sessions: Mapping[str, TriedSession] = field(default_factory=dict)

    def is_of_draft(self, protocol_id: str, draft: int) -> bool:
        """Whether it tried this very draft, with no other number put into it."""
        asked = self.asked
        return (asked.protocol_id, asked.draft, dict(asked.numbers)) == (protocol_id, draft, {})

    def counts(self) -> dict[str, int] | None:
        """What it came to, as a signature keeps it; None before its end."""
        said = self.found
        if said is None:
            return None
        return {
            "sessions": said.sessions, "earlier": said.earlier.sessions,
            "later": said.later.sessions, "same": said.same, "newly_ready": said.newly_ready,
            "no_more_ready": said.no_more_ready, "never_ready": said.never_ready,
        }  # fmt: skip

    @property
    def is_running(self) -> bool:
        """Whether it goes on by itself."""
        return self.found is None and not self.stopped and not self.failed
