"""The demo clinic's past weeks and its present hour, played through the use cases."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from argon2 import PasswordHasher

from monitor.access.roles import Role
from monitor.demo.clinic import PROTOCOL, DemoClinic, read_clinic
from monitor.demo.later import plan_ahead
from monitor.demo.planner import plan
from monitor.demo.reopening import (
    NEW_DAY_AFTER,
    close_what_was_left,
    last_sign_of_life,
    new_day,
    room,
)
from monitor.demo.scene import NURSE, Booking, Entry, Guest
from monitor.demo.stage import Stage, set_stage
from monitor.services import chairs, patients, people
from monitor.services.founding import console_actor, found_clinic, is_founded
from monitor.services.house import House
from monitor.services.memory import SessionMemory
from monitor.services.views import NewPatient

DEFAULT_SEED = 2026
SYSTEM = "DEMO"
LONGEST_HISTORY = timedelta(days=200)

# The demo's words are printed on the screen anyway; costly hashes would only slow its start.
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


class ToldClock:
    """A clock that stands where it was last put."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The instant it was put to."""
        return self.now


@dataclass(frozen=True, slots=True, order=True)
class _Act:
    """One thing to do at one instant; ``order`` keeps acts of one instant in their place."""

    at: datetime
    order: tuple[int, int]
    entry: Entry | None


def seed(house: House, now: datetime, seed: int = DEFAULT_SEED) -> None:
    """Found the demo clinic and bring it up to ``now``; one left alone for hours begins anew."""
    clinic = read_clinic()
    if is_founded(house):
        _reopen(house, clinic, now, seed)
    else:
        bring_up(house, clinic, clinic.bookings(now, seed, house.protocols[PROTOCOL]), now)


def _reopen(house: House, clinic: DemoClinic, now: datetime, seed: int) -> None:
    clock = ToldClock(now)
    stage = set_stage(_backdated(house, clock), clinic)
    cards = room(stage)
    last = last_sign_of_life(stage, cards)
    if last is not None and now - last < NEW_DAY_AFTER:
        return
    clock.now = (last or now - NEW_DAY_AFTER) + timedelta(minutes=1)
    close_what_was_left(stage, cards)
    clock.now = now
    bookings, patient_ids = new_day(stage, clinic, now, seed)
    _play(stage, clock, bookings, patient_ids, now)
    plan_ahead(stage, clinic, patient_ids, now)


def _backdated(house: House, clock: ToldClock) -> House:
    return replace(house, clock=clock, pin_hasher=QUICK_HASHER, memory=SessionMemory())


def bring_up(house: House, clinic: DemoClinic, bookings: Iterable[Booking], now: datetime) -> Stage:
    """Found the clinic and play its bookings, each act at its own instant, up to ``now``."""
    clock = ToldClock(now - LONGEST_HISTORY)
    past = _backdated(house, clock)
    _found(past, clinic)
    stage = set_stage(past, clinic)
    patient_ids = {guest.identifier: _register(stage, guest) for guest in clinic.guests}
    _play(stage, clock, bookings, patient_ids, now)
    plan_ahead(stage, clinic, patient_ids, now)
    return stage


def _found(house: House, clinic: DemoClinic) -> None:
    first = next(person for person in clinic.people if Role.ADMINISTRATOR in person.roles)
    found_clinic(house, clinic.name, clinic.zone, first)
    administrator = console_actor(house, first.login)
    for person in clinic.people:
        if person is not first:
            people.add_person(house, administrator, person)
    for label in sorted({one.chair for one in clinic.openings}):
        chairs.add_chair(house, administrator, label)


def _register(stage: Stage, guest: Guest) -> str:
    new = NewPatient(
        name=guest.name,
        birth_date=guest.birth_date,
        identifiers=((SYSTEM, guest.identifier),),
        allergies=guest.allergies,
        weight_kg=guest.weight_kg,
    )
    return patients.register_patient(stage.house, stage.actors[NURSE], new).id


def _play(
    stage: Stage,
    clock: ToldClock,
    bookings: Iterable[Booking],
    patient_ids: dict[str, str],
    now: datetime,
) -> None:
    """Do everything that was done in all sessions, in the order in which it was done."""
    booked = list(bookings)
    session_ids: dict[int, str] = {}
    scripts = [_script(stage, place, booking, now) for place, booking in enumerate(booked)]
    for act in heapq.merge(*scripts):
        place = act.order[0]
        clock.now = act.at
        if act.entry is None:
            booking = booked[place]
            session_ids[place] = stage.start(booking, patient_ids[booking.guest.identifier])
        else:
            stage.perform(session_ids[place], act.entry)
    clock.now = now


def _script(stage: Stage, place: int, booking: Booking, now: datetime) -> Iterator[_Act]:
    protocol = stage.house.protocols[PROTOCOL]
    yield _Act(booking.started_at, (place, 0), None)
    for step, entry in enumerate(plan(booking, protocol, until=now), start=1):
        yield _Act(entry.at, (place, step), entry)
