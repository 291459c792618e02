"""Giving the drug: an infusion with its pauses, a dose at once, or one device after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.state import Phase
from monitor.demo.acts import Body, entered, minutes, seconds, with_drug
from monitor.demo.routes import FULL_INFUSION_MINUTES
from monitor.demo.scene import NURSE, Entry, Scene, Told

BETWEEN_DEVICES = timedelta(minutes=5)


def first_dose(scene: Scene, at: datetime) -> Entry:
    """What begins the time after the dose; the whole dose is drawn for it."""
    dose_mg, route = scene.booking.dose_mg, scene.booking.guest.route
    if route.word:
        portion_mg = route.portion_mg(dose_mg)
        told = Told(route.protocol_id, dose_mg, portion_mg, portion_mg >= dose_mg)
        return with_drug(entered(at, NURSE, _portion(scene)), told)
    body: Body = {"kind": "infusion_started", "dose_mg": dose_mg}
    return with_drug(entered(at, NURSE, body), Told(route.protocol_id, dose_mg))


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
        last = (given + 1) * portion_mg >= scene.booking.dose_mg
        told = Told(scene.booking.guest.protocol_id, given_mg=portion_mg, ends=last)
        at = zero + BETWEEN_DEVICES * given
        yield with_drug(entered(at, NURSE, _portion(scene)), told)


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
    dirt, dose_mg = scene.story.dirt, scene.booking.dose_mg
    protocol_id = scene.booking.guest.protocol_id
    if dirt.stops_after is not None:
        because: Body = {"kind": "note", "text": dirt.stopped_because}
        at = zero + minutes(dirt.stops_after)
        part_mg = round(dose_mg * dirt.stops_after / FULL_INFUSION_MINUTES, 1)
        stopped = entered(at, NURSE, {"kind": "infusion_ended"}, because)
        return with_drug(stopped, Told(protocol_id, given_mg=part_mg, ends=True))
    end = zero + minutes(FULL_INFUSION_MINUTES) + _paused_for(scene)
    ended = entered(end + seconds(scene, "end", 50), NURSE, {"kind": "infusion_ended"})
    return with_drug(ended, Told(protocol_id, given_mg=dose_mg, ends=True))


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
