"""The demo moves on: the invented people do the next thing when its time has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from threading import Event as Stop

import structlog

from monitor.clinical.running_kinds import CALL
from monitor.demo.acts import LEAST_GAP
from monitor.demo.clinic import DemoClinic, booking, read_clinic, settled
from monitor.demo.later import next_called
from monitor.demo.nurse import next_entry
from monitor.demo.scene import Booking, Guest, Scene
from monitor.demo.seeding import DEFAULT_SEED, SYSTEM
from monitor.demo.shift import keep_duty
from monitor.demo.stage import Stage, set_stage
from monitor.errors import MonitorError
from monitor.services import board, clinic_figures, patients
from monitor.services.house import House
from monitor.services.signatures import DISCHARGE
from monitor.services.views import BoardCard, SessionView

TICK_SECONDS = 3.0
CHAIR_RESTS = timedelta(minutes=20)
TOO_LATE = timedelta(minutes=3)
SUMMED_AT_ONCE = 6
"""So many past sessions at each tick: half a second of work, for a minute after the start."""

log = structlog.get_logger(__name__)


def run(house: House, stop: Stop, seed: int = DEFAULT_SEED) -> None:
    """Let the clinic move on with the clock until told to stop; meant for a thread of its own.

    Its past months are summed up meanwhile, some sessions at a time: all at once would keep the
    screens waiting, and before the start everybody.
    """
    people = People(set_stage(house, read_clinic()), read_clinic(), seed)
    summed_up = False
    while not stop.wait(TICK_SECONDS):
        # Apart: what is refused in one of them must not keep the other waiting.
        _attempt(people.look_round)
        summed_up = summed_up or bool(_attempt(lambda: sum_up(people.stage)))


def _attempt(act: Callable[[], bool | None]) -> bool | None:
    """Do it, or leave it to the next tick.

    Somebody at a screen may have been quicker, or the store is busy.
    """
    try:
        return act()
    except MonitorError as error:
        log.info("demo_act_refused", code=error.code)
        return None


def sum_up(stage: Stage) -> bool:
    """Sum up some closed sessions for the clinic's figures; answers whether that were all."""
    made = clinic_figures.keep_summaries(stage.house, stage.physician, SUMMED_AT_ONCE)
    return made < SUMMED_AT_ONCE


@dataclass
class People:
    """The invented nurses and physicians of one running demo."""

    stage: Stage
    clinic: DemoClinic
    seed: int
    begun: int = 0
    bookings: dict[str, Booking] = field(default_factory=dict)
    on_duty_until: datetime | None = None

    def look_round(self) -> None:
        """Do whatever is due now, at most one act a chair."""
        room = board.read_board(self.stage.house, self.stage.nurse)
        if self.on_duty_until is None or room.at >= self.on_duty_until:
            self.on_duty_until = keep_duty(self.stage, room.at)
        for card in room.cards:
            if _is_open(card):
                self._move_on(card.session, room.at)
            elif _has_rested(card, room.at):
                self._begin(card, room.cards, room.at)

    def _move_on(self, view: SessionView | None, now: datetime) -> None:
        booked = self._booking_of(view) if view else None
        if view is None or booked is None:
            return
        scene = _scene(booked, view)
        entry = next_entry(scene)
        if entry is not None and now - entry.at > TOO_LATE:
            # The program was not running when it was due: done now, and measured now.
            entry = next_entry(replace(scene, since=now - LEAST_GAP))
        if entry is not None and entry.at <= now:
            self.stage.perform(view.head.id, view.head.chair.label, entry)

    def _booking_of(self, view: SessionView) -> Booking | None:
        """What the demo knows of this session; None for a patient who is not one of its own."""
        known = self.bookings.get(view.head.id)
        guest = self._guest(dict(view.head.patient.identifiers).get(SYSTEM, ""))
        if known is None and guest is not None:
            known = replace(self._booked(view, guest), dose_mg=view.head.dose_mg)
            self.bookings[view.head.id] = known
        return known

    def _booked(self, view: SessionView, guest: Guest) -> Booking:
        number, started_at = view.head.session_number, view.head.started_at
        for one in self.clinic.openings:
            if one.guest == guest:
                return settled(one, self.seed, number, started_at, self.stage.house.protocols)
        return booking(self.seed, guest, view.head.chair.label, started_at, number=number)

    def _guest(self, identifier: str) -> Guest | None:
        found = (guest for guest in self.clinic.guests if guest.identifier == identifier)
        return next(found, None)

    def _begin(self, card: BoardCard, cards: Iterable[BoardCard], now: datetime) -> None:
        """The next patient takes the chair."""
        here = {_identifier(other) for other in cards if other.session}
        waiting = [
            guest
            for guest in self.clinic.guests
            if guest.identifier not in here and not _waits_for_physician(guest)
        ]
        if not waiting:
            return
        called = self._called(waiting, card.chair.label)
        if called is None:
            return
        self.begun += 1
        guest, patient_id = called
        booked = booking(self.seed, guest, card.chair.label, now, number=1)
        self.stage.start(booked, patient_id)

    def _called(self, waiting: list[Guest], chair: str) -> tuple[Guest, str] | None:
        """Who comes today and has waited, else anybody of the demo's own."""
        house, actor = self.stage.house, self.stage.nurse
        patient_id = next_called(self.stage)
        if patient_id is not None:
            card = patients.read_patient(house, actor, patient_id)
            guest = self._guest(dict(card.identifiers).get(SYSTEM, ""))
            if guest in waiting:
                return (guest, patient_id) if guest else None
        anybody = [guest for guest in waiting if guest in self.clinic.walk_ins]
        if not anybody:
            return None
        guest = Random(f"{self.seed}:{chair}:{self.begun}").choice(anybody)
        found = patients.find_patients(house, actor, guest.identifier)
        return (guest, found[0].id) if found else None


def _waits_for_physician(guest: Guest) -> bool:
    return guest.later is not None and bool(guest.later.flags)


def _is_open(card: BoardCard) -> bool:
    return card.session is not None and card.session.head.closed_at is None


def _has_rested(card: BoardCard, now: datetime) -> bool:
    closed_at = card.session.head.closed_at if card.session else None
    return closed_at is None or now - closed_at > CHAIR_RESTS


def _identifier(card: BoardCard) -> str:
    identifiers = dict(card.session.head.patient.identifiers) if card.session else {}
    return identifiers.get(SYSTEM, "")


def _since(view: SessionView) -> datetime:
    received = [entry.received_at for entry in view.entries]
    signed = [signature.signed_at for signature in view.signatures]
    return max([view.head.started_at, *received, *signed])


def _scene(booked: Booking, view: SessionView) -> Scene:
    overridden = {
        criterion
        for signature in view.signatures
        if not signature.lapsed
        for criterion in signature.criteria
    }
    calls = len(view.running.of(CALL))
    signed_by = _signed_by(view)
    orders = tuple(order.state for order in view.running.orders)
    since = _since(view)
    return Scene(booked, view.state, since, signed_by, frozenset(overridden), calls, orders)


def _signed_by(view: SessionView) -> frozenset[str]:
    return frozenset(
        signature.role
        for signature in view.signatures
        if signature.meaning == DISCHARGE and not signature.lapsed
    )
