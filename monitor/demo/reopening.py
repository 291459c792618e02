"""A demo that was not running for hours begins a new day, its earlier days kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.demo.clinic import PROTOCOL, DemoClinic, settled
from monitor.demo.scene import NURSE, Booking
from monitor.demo.stage import Stage
from monitor.services import board, discharge, patients, sessions
from monitor.services.views import BoardCard, SessionView

NEW_DAY_AFTER = timedelta(hours=4)
LEFT = "The demo was not running; nobody saw the patient leave."


def last_sign_of_life(stage: Stage, cards: Sequence[BoardCard]) -> datetime | None:
    """When something was last recorded; None where nothing ever was."""
    began = [
        head.started_at for head in sessions.list_sessions(stage.house, stage.actors[NURSE], 1)
    ]
    return max([*began, *(_last(card.session) for card in cards if card.session)], default=None)


def _last(view: SessionView) -> datetime:
    return max([view.head.started_at, *(entry.received_at for entry in view.entries)])


def close_what_was_left(stage: Stage, cards: Iterable[BoardCard]) -> None:
    """End the sessions that nobody ended, as left unseen."""
    for card in cards:
        if card.session is not None and card.session.head.closed_at is None:
            pin = stage.pins[NURSE]
            actor = stage.actors[NURSE]
            discharge.end_otherwise(
                stage.house, actor, card.session.head.id, "left_unseen", LEFT, pin
            )


def new_day(
    stage: Stage, clinic: DemoClinic, now: datetime, seed: int
) -> tuple[list[Booking], dict[str, str]]:
    """The openings once more, each patient one session further; and the patients' ids."""
    bookings, patient_ids = [], {}
    for one in clinic.openings:
        card = patients.find_patients(stage.house, stage.actors[NURSE], one.guest.identifier)[0]
        patient_ids[one.guest.identifier] = card.id
        number = _next_number(stage, card.id)
        protocol = stage.house.protocols[PROTOCOL]
        bookings.append(settled(one, seed, number, now - one.began_ago, protocol))
    return bookings, patient_ids


def _next_number(stage: Stage, patient_id: str) -> int:
    heads = sessions.list_sessions(stage.house, stage.actors[NURSE])
    return 1 + max(
        (head.session_number for head in heads if head.patient.id == patient_id), default=0
    )


def room(stage: Stage) -> tuple[BoardCard, ...]:
    """The chairs as they stand."""
    return board.read_board(stage.house, stage.actors[NURSE]).cards
