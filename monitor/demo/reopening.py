"""A demo that was not running for hours begins a new day, its earlier days kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.demo.clinic import DemoClinic, settled
from monitor.demo.scene import Booking
from monitor.demo.stage import Stage
from monitor.services import board, discharge, patients, sessions
from monitor.services.views import BoardCard, SessionView

NEW_DAY_AFTER = timedelta(hours=4)
LEFT = "The demo was not running; nobody saw the patient leave."


def last_sign_of_life(stage: Stage, cards: Sequence[BoardCard]) -> datetime | None:
    """When something was last recorded; None where nothing ever was."""
    began = [head.started_at for head in sessions.list_sessions(stage.house, stage.nurse, 1)]
    return max([*began, *(_last(card.session) for card in cards if card.session)], default=None)


def _last(view: SessionView) -> datetime:
    return max([view.head.started_at, *(entry.received_at for entry in view.entries)])


def close_what_was_left(stage: Stage, cards: Iterable[BoardCard]) -> None:
    """End the sessions that nobody ended, as left unseen."""
    for card in cards:
        if card.session is not None and card.session.head.closed_at is None:
            actor = stage.nurse
            pin = stage.pins[actor.person_id]
            session_id = card.session.head.id
            stage.cupboard(actor).close(session_id)
            discharge.end_otherwise(stage.house, actor, session_id, "left_unseen", LEFT, pin)


def new_day(
    stage: Stage, clinic: DemoClinic, now: datetime, seed: int
) -> tuple[list[Booking], dict[str, str]]:
    """The openings once more, each patient one session further; and the patients' ids."""
    bookings: list[Booking] = []
    patient_ids: dict[str, str] = {}
    for guest in clinic.guests:
        for card in patients.find_patients(stage.house, stage.nurse, guest.identifier)[:1]:
            patient_ids[guest.identifier] = card.id
    for one in clinic.openings:
        number = _next_number(stage, patient_ids[one.guest.identifier])
        started_at = now - one.began_ago
        bookings.append(settled(one, seed, number, started_at, stage.house.protocols))
    return bookings, patient_ids


def _next_number(stage: Stage, patient_id: str) -> int:
    heads = sessions.list_sessions(stage.house, stage.nurse)
    return 1 + max(
        (head.session_number for head in heads if head.patient.id == patient_id), default=0
    )


def room(stage: Stage) -> tuple[BoardCard, ...]:
    """The chairs as they stand."""
    return board.read_board(stage.house, stage.nurse).cards
