"""The day's clock: many times as fast wherever nobody taps, slower while a hand is on a screen.

A hand needs its own time, however fast the clinic's goes: minutes of the clinic passed between two
taps, and routine and alerts ran away from whoever played the nurse. No minute is left out: the
whole clinic goes slower, server and tablets alike. The pace stands in the server's file and in a
cookie of every tablet, which its clock reads; what else the tablets' clocks do says
``tests/journeys/running.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

from playwright.sync_api import BrowserContext

from tests.journeys.running import RunningTime

PROGRAM = "from tests.journeys.day.paced_server import serve; serve()"
COOKIE = "clinic_pace"
KNOWN_AHEAD_S = 0.08  # everybody has read of a change before it begins, so no clock ever goes back
CLOCK = """
(name => {
  const Machine = Date, KNOWN_FOR_MS = 20;
  let pace = [0, 0, 1, 1], known = 0;
  const read = () => {
    const found = document.cookie.split("; ").find(one => one.startsWith(name + "="));
    if (found) pace = found.slice(name.length + 1).split("_").map(Number);
  };
  const now = () => {
    const machine = Machine.now();
    if (machine - known > KNOWN_FOR_MS) { read(); known = machine; }
    const since = machine - pace[1];
    return Math.floor(pace[0] + since * (since < 0 ? pace[3] : pace[2]));
  };
  globalThis.Date = new Proxy(Machine, {
    construct: (_, given, made) => Reflect.construct(Machine, given.length ? given : [now()], made),
    apply: () => new Machine(now()).toString(),
    get: (target, name) => (name === "now" ? now : target[name]),
  });
})(%s)
"""


class Pace(NamedTuple):
    """``anchor`` by the machine is ``start`` in the clinic; time runs ``speed`` times from there.

    Up to it the clinic goes on as fast as it did ``before``.
    """

    start: float
    anchor: float
    speed: float
    before: float

    def at(self, machine: float) -> float:
        """The clinic's instant; it stands where there is no anchor yet."""
        since = machine - self.anchor if self.anchor else 0.0
        return self.start + since * (self.before if since < 0 else self.speed)


@dataclass
class PacedTime(RunningTime):
    """Runs at ``speed``, and at ``by_hand`` while a hand is on a screen."""

    by_hand: float = 1.0
    url: str = ""
    tablets: list[BrowserContext] = field(default_factory=list)
    spent: dict[float, float] = field(default_factory=dict)
    """How many of the clinic's seconds have passed at each speed."""
    hands: int = 0

    def __post_init__(self) -> None:
        self._told(Pace(self.start.timestamp(), 0.0, self.speed, self.speed))

    def begin(self) -> None:
        """Let the day begin."""
        self._told(self.pace._replace(anchor=_machine()))

    def now(self) -> datetime:
        """The instant by the clinic's clock; others read it while the pace is changed."""
        return datetime.fromtimestamp(self.pace.at(_machine()), UTC)

    def carry(self, tablet: BrowserContext) -> BrowserContext:
        """Let this tablet's clock run like the server's."""
        tablet.add_init_script(CLOCK % json.dumps(COOKIE))
        self.tablets.append(tablet)
        self._tell(tablet)
        return tablet

    @contextmanager
    def hand(self) -> Iterator[None]:
        """While a hand is on a screen; hands within hands are one."""
        self.hands += 1
        if self.hands == 1:
            self._go(self.by_hand)
        try:
            yield
        finally:
            self.hands -= 1
            if not self.hands:
                self._go(self.speed)

    def shares(self) -> str:
        """How much of the day went at which speed, in words."""
        self._go(self.pace.speed)
        parts = sorted(self.spent.items(), reverse=True)
        return ", ".join(f"{seconds / 60:.0f} min at {speed:g}x" for speed, seconds in parts)

    def _go(self, speed: float) -> None:
        """At another speed from a moment on that lies far enough ahead for all to know of it."""
        old, anchor = self.pace, _machine() + KNOWN_AHEAD_S
        if old.anchor >= _machine():  # what was to come has not begun
            self._told(old._replace(speed=speed))
            return
        start = old.at(anchor)
        self.spent[old.speed] = self.spent.get(old.speed, 0.0) + start - old.start
        self._told(Pace(start, anchor, speed, old.speed))

    def _told(self, pace: Pace) -> None:
        self.pace = pace
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(pace))
        fresh.replace(self.file)
        for tablet in self.tablets:
            self._tell(tablet)

    def _tell(self, tablet: BrowserContext) -> None:
        start, anchor, speed, before = self.pace
        told = f"{start * 1000:.0f}_{anchor * 1000:.0f}_{speed:g}_{before:g}"
        tablet.add_cookies([{"name": COOKIE, "value": told, "url": self.url}])


def _machine() -> float:
    return datetime.now(UTC).timestamp()


class _Somewhere(Protocol):
    @property
    def time(self) -> PacedTime:
        """The clock of the room."""


class OnAScreen(Protocol):
    """Whoever works on a screen in the room."""

    @property
    def room(self) -> _Somewhere:
        """The room."""


_Who = TypeVar("_Who", bound=OnAScreen)
_Given = ParamSpec("_Given")
_Back = TypeVar("_Back")


def by_hand(
    act: Callable[Concatenate[_Who, _Given], _Back],
) -> Callable[Concatenate[_Who, _Given], _Back]:
    """Let the clinic go slower while somebody does this on a screen."""

    @wraps(act)
    def slowly(who: _Who, /, *given: _Given.args, **named: _Given.kwargs) -> _Back:
        with who.room.time.hand():
            return act(who, *given, **named)

    return slowly
