"""The real server, by a clock whose pace is changed while it runs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.bootstrap import build_house
from monitor.cli.serving import listen
from monitor.settings import load_settings
from tests.journeys.day.pace import Pace
from tests.journeys.running_server import NEVER_IDLE_MIN


@dataclass
class PacedClock:
    """Reads its pace anew whenever the file was written; stands until the day begins."""

    file: Path
    written: int = 0
    pace: Pace | None = None

    def __call__(self) -> datetime:
        """Tell the instant by this clock."""
        return datetime.fromtimestamp(self._read().at(datetime.now(UTC).timestamp()), UTC)

    def _read(self) -> Pace:
        written = self.file.stat().st_mtime_ns
        if self.pace is None or written != self.written:
            self.pace, self.written = Pace(*json.loads(self.file.read_text())), written
        return self.pace


def serve() -> None:
    """Serve the clinic of the environment; the file is the first argument."""
    given = load_settings()
    settings = given.model_copy(
        update={"idle_lock_tablet_min": NEVER_IDLE_MIN, "idle_lock_desk_min": NEVER_IDLE_MIN}
    )
    house = build_house(settings, clock=PacedClock(Path(sys.argv[1])))
    listen(house, settings, "Serving by a paced clock")
