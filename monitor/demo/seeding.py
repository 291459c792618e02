"""The demo clinic's past months and its present hour, played through the use cases."""

from __future__ import annotations

import gc
import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.demo.clinic import DemoClinic, read_clinic
from monitor.demo.course import LONGEST_PAST_STAY, Chairs, Course, held, laid_out, told_of
from monitor.demo.handing import break_of
from monitor.demo.later import plan_ahead
from monitor.demo.planner import plan
from monitor.demo.reopening import (
    NEW_DAY_AFTER,
    close_what_was_left,
    last_sign_of_life,
    new_day,
    room,
)
from monitor.demo.scene import PHYSICIAN, Booking, BreakTold, Entry, Guest
from monitor.demo.shift import BEGAN_BEFORE, begin_shift
from monitor.demo.stage import Stage, set_stage
from monitor.services import chairs, patients, people, roster
from monitor.services.founding import console_actor, found_clinic, is_founded
from monitor.services.house import House
from monitor.services.memory import SessionMemory
from monitor.services.views import NewPatient
from monitor.store.engine import carry_over, without_waiting

DEFAULT_SEED = 2026
SYSTEM = "DEMO"
LONGEST_HISTORY = timedelta(days=250)
SIGNATURES = 2
REGISTER_KEPT_FOR = timedelta(days=7)
"""Older rows would only slow the start: the register shows a day, and lots of weeks."""
NOT_FIT = "Not fit to go home by the evening; admitted for the night."

# The demo's words are printed on the screen anyway; costly hashes would only slow its start.
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)

Tell = Callable[[int, int], None]
"""Told how many of how many sessions have been played."""


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
    do: Callable[[], object] = field(compare=False)


def _nobody(_done: int, _of: int) -> None:
    """Tell nobody."""


def seed(house: House, now: datetime, seed: int = DEFAULT_SEED, tell: Tell = _nobody) -> None:
    """Found the demo clinic and bring it up to ``now``; one left alone for hours begins anew."""
    clinic = read_clinic()
    if is_founded(house):
        _reopen(house, clinic, now, seed)
        return
    zone = ZoneInfo(clinic.zone)
    bookings = clinic.bookings(now, seed, house.protocols)
    told = [laid_out(guest, house.schedules, now, zone) for guest in clinic.guests]
    courses = [course for course in told if course is not None]
    labels = sorted({one.chair for one in clinic.openings})
    free = Chairs(labels, [(one.chair, one.started_at) for one in bookings])
    past = [one for course in courses for one in held(course, seed, free)]
    bring_up(house, clinic, [*bookings, *past], now, courses, tell)


def bring_up(  # noqa: PLR0913, PLR0917  (a clinic is made of these)
    house: House,
    clinic: DemoClinic,
    bookings: Iterable[Booking],
    now: datetime,
    courses: Sequence[Course] = (),
    tell: Tell = _nobody,
) -> None:
    """Found the clinic and play its bookings, each act at its own instant, up to ``now``."""
    clock = ToldClock(now - LONGEST_HISTORY)
    with _backdated(house, clock) as past:
        _found(past, clinic)
        stage = replace(set_stage(past, clinic), registers_from=now - REGISTER_KEPT_FOR)
        patient_ids = {guest.identifier: _register(stage, guest) for guest in clinic.guests}
        play = _Play(stage, clock, patient_ids, tell)
        play.until(now, list(bookings), courses, clinic.breaks)
        plan_ahead(stage, clinic, patient_ids, now)
    carry_over(house.engine)


def _reopen(house: House, clinic: DemoClinic, now: datetime, seed: int) -> None:
    clock = ToldClock(now)
    with _backdated(house, clock) as past:
        stage = set_stage(past, clinic)
        cards = room(stage)
        last = last_sign_of_life(stage, cards)
        if last is not None and now - last < NEW_DAY_AFTER:
            return
        clock.now = (last or now - NEW_DAY_AFTER) + timedelta(minutes=1)
        close_what_was_left(stage, cards)
        clock.now = now
        bookings, patient_ids = new_day(stage, clinic, now, seed)
        _Play(stage, clock, patient_ids, _nobody).until(now, bookings, (), clinic.breaks)
        plan_ahead(stage, clinic, patient_ids, now)
    carry_over(house.engine)


@contextmanager
def _backdated(house: House, clock: ToldClock) -> Iterator[House]:
    """The house at another hour, in a hurry: it neither waits for the disk nor tidies memory."""
    engine = without_waiting(house.engine)
    gc.disable()
    try:
        yield replace(
            house, engine=engine, clock=clock, pin_hasher=QUICK_HASHER, memory=SessionMemory()
        )
    finally:
        gc.enable()
        if engine is not house.engine:
            engine.dispose()


def _found(house: House, clinic: DemoClinic) -> None:
    first = next(person for person in clinic.people if Role.ADMINISTRATOR in person.roles)
    found_clinic(house, clinic.name, clinic.zone, first)
    administrator = console_actor(house, first.login)
    for person in clinic.people:
        if person is not first:
            people.add_person(house, administrator, person)
    _name_director(house, administrator)
    for label in sorted({one.chair for one in clinic.openings}):
        chairs.add_chair(house, administrator, label)


def _name_director(house: House, administrator: Actor) -> None:
    """The first physician of the demo signs its protocols."""
    found = (one for one in roster.read_roster(house, administrator) if Role.PHYSICIAN in one.roles)
    one = next(found)
    roster.name_director(house, administrator, one.id, True, one.revision)


def _register(stage: Stage, guest: Guest) -> str:
    new = NewPatient(
        name=guest.name,
        birth_date=guest.birth_date,
        identifiers=((SYSTEM, guest.identifier),),
        allergies=guest.allergies,
        weight_kg=guest.weight_kg,
    )
    return patients.register_patient(stage.house, stage.nurse, new).id


@dataclass
class _Play:
    """Everything that was done in all sessions and courses, in the order in which it was done."""

    stage: Stage
    clock: ToldClock
    patient_ids: dict[str, str]
    tell: Tell
    session_ids: dict[int, str] = field(default_factory=dict)

    def until(
        self,
        now: datetime,
        booked: list[Booking],
        courses: Sequence[Course],
        breaks: Sequence[BreakTold],
    ) -> None:
        """Play up to ``now``."""
        scripts = [self._script(place, one, now) for place, one in enumerate(booked)]
        told = [self._told(-place, one, now) for place, one in enumerate(courses, start=1)]
        shift = self._shift(-len(courses) - 1, breaks, now)
        for act in heapq.merge(*scripts, *told, shift):
            self.clock.now = act.at
            act.do()
            if act.order[1] == 0:
                self.tell(len(self.session_ids), len(booked))
        self.clock.now = now

    def _script(self, place: int, booking: Booking, now: datetime) -> Iterator[_Act]:
        yield _Act(booking.started_at, (place, 0), lambda: self._start(place, booking))
        for step, entry in enumerate(_whole_stay(self.stage, booking, now), start=1):
            yield _Act(entry.at, (place, step), self._entry(place, booking, entry))

    def _start(self, place: int, booking: Booking) -> None:
        patient_id = self.patient_ids[booking.guest.identifier]
        self.session_ids[place] = self.stage.start(booking, patient_id)

    def _entry(self, place: int, booking: Booking, entry: Entry) -> Callable[[], object]:
        return lambda: self.stage.perform(self.session_ids[place], booking.chair, entry)

    def _told(self, place: int, course: Course, now: datetime) -> Iterator[_Act]:
        patient_id = self.patient_ids[course.guest.identifier]
        for step, (at, do) in enumerate(told_of(course, patient_id), start=1):
            if at <= now:
                yield _Act(at, (place, step), self._say(do))

    def _shift(self, place: int, breaks: Sequence[BreakTold], now: datetime) -> Iterator[_Act]:
        """The room's day: chairs are shared out, then the breaks, in the order they are told."""
        began = now - BEGAN_BEFORE
        done: list[tuple[datetime, Callable[[], object]]] = [
            (began, lambda: begin_shift(self.stage, now))
        ]
        done += [each for one in breaks for each in break_of(self.stage, one, now)]
        for step, (at, do) in enumerate(done, start=1):
            yield _Act(at, (place, step), do)

    def _say(self, do: Callable[[Stage], object]) -> Callable[[], object]:
        return lambda: do(self.stage)


def _whole_stay(stage: Stage, booking: Booking, now: datetime) -> Iterator[Entry]:
    """What is done in a session; whoever cannot go home in time is admitted."""
    protocol = stage.house.protocols[booking.guest.protocol_id]
    evening = booking.started_at + LONGEST_PAST_STAY
    entries = plan(booking, protocol, until=min(now, evening))
    yield from entries
    signed = sum(entry.is_signature for entry in entries)
    if evening <= now and signed < SIGNATURES and not any(entry.to for entry in entries):
        yield Entry(evening, PHYSICIAN, reason=NOT_FIT, to="hospital")
