"""The real server, by a clock that is ahead of the machine's by what stands in a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.bootstrap import build_house
from monitor.cli.serving import listen
from monitor.settings import load_settings


@dataclass(frozen=True)
class MovedClock:
    """The machine's clock, ahead by the seconds that stand in a file."""

    file: Path

    def __call__(self) -> datetime:
        """Tell the moved instant."""
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))


def serve() -> None:
    """Serve the clinic of the environment; the file is the first argument."""
    settings = load_settings()
    house = build_house(settings, clock=MovedClock(Path(sys.argv[1])))
    listen(house, settings, "Serving by a moved clock")
