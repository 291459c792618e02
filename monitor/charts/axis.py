"""One true time axis: minutes from time zero, T+ on top, the clinic's clock below.

Positions are differences of UTC instants, so an hour that the clinic's clock repeats or leaves out
changes the words under the axis and never the distance between two readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil, floor
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
MINUS = "\u2212"
LEAD_MINUTES = 20.0
SHOWN_AFTER_ZERO = 140.0
SHOWN_AFTER_NOW = 20.0
TICK_STEPS = (20, 30, 60, 120, 240)
MOST_TICKS = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """One labelled instant of the axis."""

    minutes: float
    elapsed: str
    clock: str


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Where instants lie, and what is written above and below them."""

    zero: datetime
    zone: ZoneInfo
    start: float
    end: float
    counted: bool

    def position(self, instant: datetime) -> float:
        """Minutes from time zero; a UTC difference, whatever the clock on the wall did."""
        return (instant - self.zero) / MINUTE

    def clock(self, instant: datetime) -> str:
        """The clinic's wall clock; the zone's name is added where it differs from time zero's."""
        local = instant.astimezone(self.zone)
        shifted = local.utcoffset() != _offset(self.zero, self.zone)
        words = f"{local.hour:02}:{local.minute:02}"
        return f"{words} {local:%Z}" if shifted else words

    def ticks(self) -> tuple[Tick, ...]:
        """Round minutes from time zero, few enough to stay readable on a narrow tablet."""
        return _ticks(self)

    def tick(self, minutes: int) -> Tick:
        """The tick at a whole minute."""
        instant = self.zero + minutes * MINUTE
        return Tick(
            float(minutes), elapsed_words(minutes) if self.counted else "", self.clock(instant)
        )


@lru_cache(maxsize=256)
def _ticks(axis: TimeAxis) -> tuple[Tick, ...]:
    step = _step(axis.end - axis.start)
    first = ceil(axis.start / step) * step
    count = floor((axis.end - first) / step) + 1
    return tuple(axis.tick(first + index * step) for index in range(count))


@lru_cache(maxsize=256)
def _offset(zero: datetime, zone: ZoneInfo) -> timedelta | None:
    return zero.astimezone(zone).utcoffset()


def elapsed_words(minutes: float) -> str:
    """``T+40``, ``T0``, or for what came before ``20 min`` with the true minus sign."""
    whole = floor(minutes) if minutes >= 0 else ceil(minutes)
    if whole == 0:
        return "T0"
    return f"T+{whole}" if whole > 0 else f"{MINUS}{-whole} min"


def session_axis(
    zero: datetime | None, earliest: datetime, now: datetime, zone: ZoneInfo
) -> TimeAxis:
    """The axis of one session: two hours and more from the start, growing only in whole ticks."""
    if zero is None:
        start = earliest.replace(minute=earliest.minute // 10 * 10, second=0, microsecond=0)
        axis = TimeAxis(start, zone, 0.0, SHOWN_AFTER_ZERO, counted=False)
        return _reaching(axis, now)
    before = (earliest - zero) / MINUTE
    lead = -ceil(max(-before, LEAD_MINUTES) / 10) * 10.0
    return _reaching(TimeAxis(zero, zone, lead, SHOWN_AFTER_ZERO, counted=True), now)


def _reaching(axis: TimeAxis, now: datetime) -> TimeAxis:
    needed = axis.position(now) + SHOWN_AFTER_NOW
    end = max(axis.end, ceil(needed / 20) * 20.0)
    return TimeAxis(axis.zero, axis.zone, axis.start, end, axis.counted)


def _step(span: float) -> int:
    for step in TICK_STEPS:
        if span / step <= MOST_TICKS:
            return step
    return TICK_STEPS[-1] * ceil(span / TICK_STEPS[-1] / MOST_TICKS)
