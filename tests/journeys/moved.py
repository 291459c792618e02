"""A clinic whose time the test moves on: the server's clock and the tablets' together.

To server and tablets two hours pass, to the test a moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.journeys.clinic import Clinic, gather, prepared, served

PROGRAM = "from tests.journeys.moved_server import serve; serve()"
# Two hours pass in seconds and nobody touches the screen meanwhile: locking is shown elsewhere.
SELDOM_LOCKED = {"MONITOR_IDLE_LOCK_TABLET_MIN": "60", "MONITOR_IDLE_LOCK_DESK_MIN": "120"}


@dataclass
class MovedTime:
    """Moves the server's clock and every tablet's at once."""

    file: Path
    tablets: list[BrowserContext] = field(default_factory=list)
    passed: timedelta = timedelta()

    def carry(self, tablet: BrowserContext) -> BrowserContext:
        """Let this tablet's clock be moved too."""
        tablet.clock.install(time=datetime.now(UTC) + self.passed)
        self.tablets.append(tablet)
        return tablet

    def pass_minutes(self, minutes: float) -> None:
        """Let so many minutes pass everywhere."""
        self.passed += timedelta(minutes=minutes)
        self._write()
        for tablet in self.tablets:
            tablet.clock.fast_forward(int(minutes * 60_000))

    def _write(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self.passed.total_seconds()))
        fresh.replace(self.file)

    def __post_init__(self) -> None:
        self._write()


@contextmanager
def serving_moved(folder: Path) -> Iterator[tuple[Clinic, MovedTime]]:
    """A clinic with people and free chairs, served by a clock that the test moves."""
    with prepared(folder) as (house, clinic):
        gather(house, clinic)
    time = MovedTime(folder / "seconds-ahead")
    with served(clinic, folder, PROGRAM, str(time.file), **SELDOM_LOCKED):
        yield clinic, time
