"""How long somebody has to wait after wrong tries, whatever was tried."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from monitor.errors import TooManyTries
from monitor.language.said import say

FREE_TRIES = 5
"""So many wrong ones in a row are answered at once; then each further one has to wait."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
_DOUBLINGS = 5
KEPT_STRANGERS = 4096


@dataclass(frozen=True, slots=True)
class Failures:
    """How many wrong ones in a row, and when the last was."""

    number: int
    last_at: datetime | None

    def wait(self, now: datetime) -> timedelta:
        """How long the next try has to wait."""
        if self.number < FREE_TRIES or self.last_at is None:
            return timedelta()
        doubled: timedelta = FIRST_WAIT * int(2 ** min(self.number - FREE_TRIES, _DOUBLINGS))
        return max(self.last_at + min(doubled, LONGEST_WAIT) - now, timedelta())


def refuse_early(failures: Failures, now: datetime) -> None:
    """Raise TooManyTries while the wait lasts; the try is not even looked at."""
    wait = failures.wait(now)
    if wait > timedelta():
        seconds = round(wait.total_seconds()) + 1
        raise TooManyTries(
            say(
                "Too many wrong tries in a row; nothing was saved. Wait {seconds} s",
                seconds=seconds,
            ),
            allowed=say("one try after {seconds} s", seconds=seconds),
        )


@dataclass(slots=True)
class Strangers:
    """Wrong tries with logins that nobody has: they wait like others, so none is told apart."""

    _kept: OrderedDict[str, Failures] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def reserve_try(self, login: str, now: datetime) -> None:
        """Count a try; raises TooManyTries while the wait lasts. Only the latest are kept."""
        with self._lock:
            before = self._kept.get(login, Failures(0, None))
            refuse_early(before, now)
            self._kept[login] = Failures(before.number + 1, now)
            self._kept.move_to_end(login)
            while len(self._kept) > KEPT_STRANGERS:
                self._kept.popitem(last=False)
