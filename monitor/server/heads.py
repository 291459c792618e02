"""Writes the heads of the audit chains outside the database while the server runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from monitor.errors import InvalidSettings, MonitorError
from monitor.services.house import House
from monitor.settings import Settings
from monitor.store.chain_heads import append_heads, heads
from monitor.store.chain_walk import Head

log = structlog.get_logger("monitor.audit")


@contextmanager
def heads_kept(house: House, settings: Settings) -> Iterator[None]:
    """Write the heads at once, every so many minutes, and when the server ends.

    Raises InvalidSettings at the start where the file cannot be written; later that is logged.
    """
    keeper = HeadKeeper(house, settings.head_file)
    try:
        keeper.write()
    except OSError as error:
        raise InvalidSettings(
            f"{settings.head_file} cannot be written ({error.strerror})",
            field="MONITOR_HEAD_FILE",
            allowed="a file that this user may add to",
        ) from None
    ended = Event()
    clock = Thread(target=keeper.keep, args=(ended, settings.head_every_min * 60.0), daemon=True)
    clock.start()
    try:
        yield
    finally:
        ended.set()
        clock.join()
        keeper.write_or_say()


class HeadKeeper:
    """Writes a head once, as long as it stays the same."""

    def __init__(self, house: House, file: Path | None) -> None:
        self._house = house
        self._file = file
        self._written: frozenset[Head] = frozenset()

    def keep(self, ended: Event, every_s: float) -> None:
        """Write again and again until the end."""
        while not ended.wait(every_s):
            self.write_or_say()

    def write_or_say(self) -> None:
        """Write; a disk or a database that is gone is said in the log, and tried again later."""
        try:
            self.write()
        except (OSError, MonitorError, SQLAlchemyError) as error:
            log.error("audit_head_not_written", kind=type(error).__name__)

    def write(self) -> None:
        """Write the heads that have changed since the last time."""
        now = heads(self._house.engine)
        new = [head for head in now if head not in self._written]
        if self._file is not None and new:
            append_heads(self._file, self._house.clock(), new)
        elif self._file is None:
            for head in new:
                log.info("audit_head", clinic=head.clinic_id, seq=head.seq, hash=head.hash)
        self._written = frozenset(now)
