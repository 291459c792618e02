"""The weight a new session starts from: what the patient weighed last, wherever that was said."""

from __future__ import annotations

from dataclasses import replace

from monitor.services import discharge, patients, sessions
from monitor.services.patient_corrections import correct_patient
from monitor.services.views import NewPatient
from monitor.services.weighing import Weighed, read_last_weight
from tests.people import PINS, Cast, maya
from tests.services.acts import BORN


def last(cast: Cast) -> Weighed | None:
    return read_last_weight(cast.house, cast.nurse, cast.patient.id)


def held(cast: Cast, weight_kg: float | None) -> float:
    """A session that is over; answers the weight it had."""
    new = replace(cast.new_session(), weight_kg=weight_kg)
    view = sessions.start_session(cast.house, cast.nurse, new)
    cast.clock.move(minutes=1)
    ended = discharge.end_otherwise
    ended(cast.house, cast.physician, view.head.id, "hospital", "fell", PINS["physician"])
    cast.clock.move(days=30)
    return view.head.weight_kg


def corrected(cast: Cast, number: int, **right: object) -> None:
    new = replace(maya(), **right)  # type: ignore[arg-type]
    correct_patient(cast.house, cast.nurse, cast.patient.id, number, new, "misread")


def test_it_is_that_of_the_latest_session(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    registered_at = cast.clock.now
    assert last(cast) == Weighed(70.0, registered_at)
    cast.clock.move(days=7)

    assert held(cast, None) == 70.0
    second = cast.clock.now
    assert held(cast, 64.5) == 64.5

    assert last(cast) == Weighed(64.5, second)
    assert held(cast, None) == 64.5


def test_a_correction_of_the_weight_counts_from_when_it_was_made_and_no_other(cast: Cast) -> None:
    cast.clock.move(days=7)
    held(cast, 64.5)
    corrected(cast, 0, allergies="latex")
    assert last(cast) is not None
    assert last(cast).kg == 64.5  # type: ignore[union-attr]

    cast.clock.move(minutes=1)
    corrected(cast, 1, weight_kg=66.0)

    assert last(cast) == Weighed(66.0, cast.clock.now)
    assert held(cast, None) == 66.0
    held(cast, 67.0)
    assert last(cast).kg == 67.0  # type: ignore[union-attr]


def test_nobody_weighed_the_patient_yet(cast: Cast) -> None:
    other = patients.register_patient(cast.house, cast.nurse, NewPatient("DEMO Two", BORN))
    assert read_last_weight(cast.house, cast.nurse, other.id) is None
