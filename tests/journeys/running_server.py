"""The real server, by a clock that runs faster than the machine's."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.bootstrap import build_house
from monitor.cli.serving import listen
from monitor.settings import load_settings

NEVER_IDLE_MIN = 24 * 60
"""No clinic may set this: here an hour without a touch is a minute of whoever plays the day."""


@dataclass
class RunningClock:
    """Stands at the day's first instant until the day begins, then runs so many times as fast."""

    file: Path
    told: dict[str, float] = field(default_factory=dict)

    def __call__(self) -> datetime:
        """Tell the instant by this clock."""
        if not self.told.get("anchor"):
            self.told = json.loads(self.file.read_text())
        start, anchor = self.told["start"], self.told["anchor"]
        passed = (datetime.now(UTC).timestamp() - anchor) * self.told["speed"] if anchor else 0.0
        return datetime.fromtimestamp(start, UTC) + timedelta(seconds=passed)


def serve() -> None:
    """Serve the clinic of the environment; the file is the first argument."""
    given = load_settings()
    settings = given.model_copy(
        update={"idle_lock_tablet_min": NEVER_IDLE_MIN, "idle_lock_desk_min": NEVER_IDLE_MIN}
    )
    house = build_house(settings, clock=RunningClock(Path(sys.argv[1])))
    listen(house, settings, "Serving by a running clock")
