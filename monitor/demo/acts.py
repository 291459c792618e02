"""The form of what is done: when, by whom, and bodies that say when each thing was so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.demo.scene import Entry, Scene, Told

ENTRY_TAKES = timedelta(seconds=40)
LEAST_GAP = timedelta(seconds=45)

Body = dict[str, object]


def entered(at: datetime, by: str, *bodies: Body, later: timedelta = ENTRY_TAKES) -> Entry:
    """What was so at an instant and is entered a little later."""
    return Entry(at + later, by, tuple({"at": at, **body} for body in bodies))


def with_drug(entry: Entry, told: Told) -> Entry:
    """The same, which the register of controlled drugs has to tell of too."""
    return replace(entry, told=told)


def put_off(entry: Entry, at: datetime) -> Entry:
    """The same, done later: what it speaks of is later by as much."""
    later = at - entry.at
    moved = tuple({**body, "at": _instant(body) + later} for body in entry.bodies)
    return replace(entry, at=at, bodies=moved)


def _instant(body: Body) -> datetime:
    at = body["at"]
    assert isinstance(at, datetime)
    return at


def soonest(scene: Scene) -> datetime:
    """When the next thing can be so that is entered after what was done last."""
    return scene.since + LEAST_GAP - ENTRY_TAKES


def minutes(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


def seconds(scene: Scene, purpose: str, most: float) -> timedelta:
    """A chance delay that stays the same until something new is recorded."""
    return timedelta(seconds=scene.chance(purpose).uniform(0, most))
