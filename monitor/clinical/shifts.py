"""Shifts of a clinic: where they begin on its wall, and which one an instant falls into. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.errors import InvalidSettings

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one day: from its beginning until the next begins, that instant left out."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """The shifts of every day, by the hour at which they begin."""

    starts: tuple[tuple[time, str], ...]


def read_shifts(text: str, where: str) -> ShiftPlan:
    """Read the file; raises InvalidSettings naming the shift, the key and what is allowed."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"it is no TOML: {error}", where=where) from None
    shifts = found.get("shift")
    if found.keys() != {"shift"} or not isinstance(shifts, list) or not shifts:
        raise InvalidSettings("it lists no shifts", where=where, allowed="[[shift]]")
    read = sorted(_start(entry, f"{where}, shift {n}") for n, entry in enumerate(shifts, 1))
    for index in (0, 1):
        if len({start[index] for start in read}) < len(read):
            allowed = "each name and each hour once"
            raise InvalidSettings("two shifts are the same", where=where, allowed=allowed)
    return ShiftPlan(tuple(read))


def _start(entry: object, where: str) -> tuple[time, str]:
    if not isinstance(entry, Mapping) or entry.keys() != {"name", "starts"}:
        raise InvalidSettings("it is no shift", where=where, allowed="name and starts, no more")
    name, starts = entry["name"], entry["starts"]
    if not isinstance(name, str) or not name.strip():
        raise InvalidSettings("it has no name", where=where, field="name", allowed="a name")
    try:
        at = time.fromisoformat(starts) if isinstance(starts, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        allowed = 'an hour of the day, as "07:00"'
        raise InvalidSettings(f"{starts!r} is none", where=where, field="starts", allowed=allowed)
    return at, name.strip()


def shift_at(plan: ShiftPlan, zone: ZoneInfo, instant: datetime) -> Shift:
    """The shift that an instant falls into; it is longer or shorter where the clocks change."""
    begins = _begins(plan, zone, instant)
    last = max(place for place, (at, _) in enumerate(begins) if at <= instant)
    return Shift(begins[last][1], begins[last][0], begins[last + 1][0])


def _begins(plan: ShiftPlan, zone: ZoneInfo, instant: datetime) -> list[tuple[datetime, str]]:
    """Every beginning around an instant. An hour that the clocks skip begins an hour later."""
    today = instant.astimezone(zone).date()
    days = [today + number * DAY for number in (-2, -1, 0, 1, 2)]
    wall = [(datetime.combine(day, at), name) for day in days for at, name in plan.starts]
    return sorted((at.replace(tzinfo=zone).astimezone(UTC), name) for at, name in wall)
