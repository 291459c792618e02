"""Whether the database takes what is written; told to every screen while it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from monitor.errors import MonitorError, StoreFull, StoreLocked, StoreMissing, StoreUnavailable
from monitor.store.work import Writing

FULL, LOCKED, UNWRITABLE = "full", "locked", "unwritable"
TRIED_AGAIN_AFTER_S = 3.0
"""How soon it is tried again while it takes nothing: the screens say it as long."""
TRIED_WHEN_QUIET_FOR_S = 60.0
"""Where nobody writes, it is tried this often: a nurse is told before she types."""
LOCKED_FOR_S = 5.0
"""A single change that had to give way is no fault; nothing written for this long is."""


class StoreHealth:
    """The fault that keeps the database from being written; empty while there is none.

    Every change tells it how it went. What a screen asks anyway has it tried, at most once at a
    time and beside the request, so that nobody waits for it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._fault = ""
        self._wrote_at = self._tried_at = clock()
        self._trying = False

    @property
    def fault(self) -> str:
        """``full``, ``locked``, ``unwritable`` or empty."""
        return self._fault

    def wrote(self) -> None:
        """Something was written: there is no fault any more."""
        with self._lock:
            self._fault, self._wrote_at = "", self._clock()

    def failed(self, error: BaseException | None) -> None:
        """A change ended with this error; of those that a user caused nothing is noted."""
        fault = fault_of(error)
        if not fault:
            return
        with self._lock:
            self._tried_at = self._clock()
            if fault == LOCKED and self._tried_at - self._wrote_at < LOCKED_FOR_S:
                return
            self._fault = fault

    def is_due(self) -> bool:
        """Whether to try now: soon while there is a fault, now and then where nobody writes."""
        now = self._clock()
        since = now - max(self._tried_at, self._wrote_at)
        return since >= (TRIED_AGAIN_AFTER_S if self._fault else TRIED_WHEN_QUIET_FOR_S)

    def try_beside(self, write: Callable[[], None]) -> None:
        """Where it is due, have it written to by a thread of its own."""
        with self._lock:
            if self._trying or not self.is_due():
                return
            self._trying, self._tried_at = True, self._clock()
        Thread(target=self._try, args=(write,), name="store-health", daemon=True).start()

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except MonitorError as error:
            self.failed(error)
        else:
            self.wrote()
        finally:
            with self._lock:
                self._trying = False


def fault_of(error: BaseException | None) -> str:
    """The fault that an error tells of, or empty.

    A database that is gone is another matter: nothing is read from it either, and the screens
    lose contact.
    """
    if isinstance(error, StoreMissing) or not isinstance(error, StoreUnavailable):
        return ""
    if isinstance(error, StoreFull):
        return FULL
    return LOCKED if isinstance(error, StoreLocked) else UNWRITABLE


class NotedWriting(Writing):
    """A change that tells how the database took it."""

    def __init__(self, engine: Engine, clinic_id: str, health: StoreHealth) -> None:
        super().__init__(engine, clinic_id)
        self.health = health

    def __enter__(self) -> Self:
        try:
            super().__enter__()
        except StoreUnavailable as error:
            self.health.failed(error)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.health.failed(error)
        super().__exit__(kind, error, trace)

    def commit(self, *, changes: bool = True, heartbeat: bool = False) -> int:
        """Make it last, as every change does."""
        version = super().commit(changes=changes, heartbeat=heartbeat)
        self.health.wrote()
        return version
