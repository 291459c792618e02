"""Giving the drug: an infusion with its pauses, a dose at once, or one device after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.state import Phase
from monitor.demo.acts import Body, entered, minutes, seconds
from monitor.demo.routes import FULL_INFUSION_MINUTES
from monitor.demo.scene import NURSE, Entry, Scene

BETWEEN_DEVICES = timedelta(minutes=5)


def first_dose(scene: Scene) -> Body:
    """What begins the time after the dose."""
    dose_mg = scene.booking.dose_mg
    if not scene.booking.guest.route.word:
        return {"kind": "infusion_started", "dose_mg": dose_mg}
    return _portion(scene)


def dosing(scene: Scene) -> Iterator[Entry]:
    """What is still to do until the whole dose is given."""
    zero = scene.state.time_zero
    if zero is None:
        return
    if scene.booking.guest.route.word:
        yield from _devices(scene, zero)
    elif scene.state.infusion_ended_at is None:
        yield from _infusion(scene, zero)


def _portion(scene: Scene) -> Body:
    route = scene.booking.guest.route
    portion_mg = route.portion_mg(scene.booking.dose_mg)
    return {"kind": "dose_given", "dose_mg": portion_mg, "route": route.word}


def _devices(scene: Scene, zero: datetime) -> Iterator[Entry]:
    given = scene.count("dose_given")
    portion_mg = scene.booking.guest.route.portion_mg(scene.booking.dose_mg)
    if given * portion_mg < scene.booking.dose_mg:
        yield entered(zero + BETWEEN_DEVICES * given, NURSE, _portion(scene))


def _infusion(scene: Scene, zero: datetime) -> Iterator[Entry]:
    pause, length = scene.story.pause or (0.0, 0.0)
    if scene.state.phase is Phase.PAUSED:
        paused_at = _last(scene, "infusion_paused").at
        yield entered(paused_at + minutes(length), NURSE, {"kind": "infusion_resumed"})
    elif length and not scene.count("infusion_paused"):
        yield entered(zero + minutes(pause), NURSE, {"kind": "infusion_paused"})
    else:
        yield _end(scene, zero)


def _end(scene: Scene, zero: datetime) -> Entry:
    dirt = scene.story.dirt
    if dirt.stops_after is not None:
        because: Body = {"kind": "note", "text": dirt.stopped_because}
        at = zero + minutes(dirt.stops_after)
        return entered(at, NURSE, {"kind": "infusion_ended"}, because)
    end = zero + minutes(FULL_INFUSION_MINUTES) + _paused_for(scene)
    return entered(end + seconds(scene, "end", 50), NURSE, {"kind": "infusion_ended"})


def _paused_for(scene: Scene) -> timedelta:
    total, since = timedelta(), None
    for fact in scene.state.facts:
        if fact.kind == "infusion_paused":
            since = fact.at
        elif fact.kind == "infusion_resumed" and since is not None:
            total, since = total + (fact.at - since), None
    return total


def _last(scene: Scene, kind: str) -> Event:
    return [fact for fact in scene.state.facts if fact.kind == kind][-1]
