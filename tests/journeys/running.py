"""A clinic whose time runs many times as fast, for the server and every tablet alike.

The tablets' wall clock runs (`Date`: what is written down, what is due, how old, when to lock);
what a browser waits for does not (`setTimeout`, `performance.now`: asking the server each second,
giving up on an answer). Playwright's own clock would have to be pushed on from outside and would
make a tablet ask the server sixty times a second. So each tablet asks once in sixty seconds of the
clinic, and its mark of freshness, which counts the clinic's seconds, is late all day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext

PROGRAM = "from tests.journeys.running_server import serve; serve()"
RUN = """
(([start, anchor, speed]) => {
  const Machine = Date;
  const now = () => Math.floor(start + (Machine.now() - anchor) * speed);
  globalThis.Date = new Proxy(Machine, {
    construct: (_, given, made) => Reflect.construct(Machine, given.length ? given : [now()], made),
    apply: () => new Machine(now()).toString(),
    get: (target, name) => (name === "now" ? now : target[name]),
  });
})(%s)
"""


@dataclass
class RunningTime:
    """The clock of the day; it stands until ``begin``."""

    file: Path
    start: datetime
    speed: float
    anchor: float = 0.0

    def __post_init__(self) -> None:
        self._write()

    def begin(self) -> None:
        """Let the day begin."""
        self.anchor = datetime.now(UTC).timestamp()
        self._write()

    def now(self) -> datetime:
        """The instant by the clinic's clock."""
        passed = datetime.now(UTC).timestamp() - self.anchor if self.anchor else 0.0
        return self.start + timedelta(seconds=passed * self.speed)

    def minutes(self) -> float:
        """Minutes of the clinic since the day began."""
        return (self.now() - self.start).total_seconds() / 60

    def carry(self, tablet: BrowserContext) -> BrowserContext:
        """Let this tablet's clock run like the server's."""
        told = [self.start.timestamp() * 1000, self.anchor * 1000, self.speed]
        tablet.add_init_script(RUN % json.dumps(told))
        return tablet

    def _write(self) -> None:
        told = {"start": self.start.timestamp(), "anchor": self.anchor, "speed": self.speed}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(told))
        fresh.replace(self.file)
