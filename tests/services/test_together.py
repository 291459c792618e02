"""Many at once: the same key, the same session, the same chair, guessed PINs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from monitor.errors import (
    ChairTaken,
    ChangedMeanwhile,
    MonitorError,
    NotPermitted,
    NotSignedIn,
    SamePatient,
    TooManyTries,
)
from monitor.services import (
    board,
    chairs,
    discharge,
    handover,
    moving,
    patients,
    people,
    sessions,
    watch,
)
from monitor.services.handover_views import HandoverView
from monitor.services.recording import record_events
from monitor.services.views import NewChair, NewPatient, Receipt, SessionView
from monitor.store.engine import open_engine
from tests.people import PASSWORD, PINS, Cast
from tests.services.handing import asked, marks, watched

AT_ONCE = 8


def all_at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What each act answered, or the error it met."""

    def tried(act: Callable[[], object]) -> object:
        try:
            return act()
        except MonitorError as error:
            return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(tried, acts))


@pytest.fixture
def patient_cast(cast_anywhere: Cast) -> Cast:
    """A cast whose database waits for others as long as a real one does."""
    url = cast_anywhere.house.engine.url
    engine = open_engine(url, busy_timeout=timedelta(seconds=20))
    return replace(cast_anywhere, house=replace(cast_anywhere.house, engine=engine))


def test_one_key_sent_many_times_at_once_is_saved_once(patient_cast: Cast) -> None:
    cast = patient_cast
    session_id = cast.start().head.id
    body = cast.body("mobility", gait="steady")
    nurse = cast.nurse

    answers = all_at_once(
        [lambda: record_events(cast.house, nurse, session_id, "k", [body])] * AT_ONCE
    )

    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert len(receipts) == AT_ONCE
    assert len({receipt.event_ids for receipt in receipts}) == 1
    assert [receipt.replayed for receipt in receipts].count(False) == 1
    assert len(sessions.read_session(cast.house, nurse, session_id).entries) == 2
    cast.house.engine.dispose()


def test_two_processes_recording_at_once_lose_nothing(patient_cast: Cast) -> None:
    cast = patient_cast
    session_id = cast.start().head.id
    before = sessions.read_session(cast.house, cast.nurse, session_id).entries
    first = max(entry.event.position for entry in before)
    body = cast.body("mobility", gait="steady")
    houses = [cast.house, replace(cast.house, memory=type(cast.house.memory)())]

    def act(number: int) -> Callable[[], object]:
        house = houses[number % 2]
        return lambda: record_events(house, cast.nurse, session_id, f"k{number}", [body])

    answers = all_at_once([act(number) for number in range(24)])

    told = {answer.event_ids[0] for answer in answers if isinstance(answer, Receipt)}
    assert len(told) == 24
    for house in houses:
        view = sessions.read_session(house, cast.nurse, session_id)
        new = view.entries[len(before) :]
        assert told == {entry.event.id for entry in new}
        assert [entry.event.position for entry in new] == list(range(first + 1, first + 25))
    cast.house.engine.dispose()


def test_a_chair_is_given_away_once(patient_cast: Cast) -> None:
    cast = patient_cast
    waiting = [
        patients.register_patient(
            cast.house, cast.nurse, NewPatient(f"DEMO {n}", date(1990, 1, 1), weight_kg=70.0)
        )
        for n in range(AT_ONCE)
    ]

    def act(patient_id: str) -> Callable[[], object]:
        new = replace(cast.new_session(), patient_id=patient_id)
        return lambda: sessions.start_session(cast.house, cast.nurse, new)

    answers = all_at_once([act(patient.id) for patient in waiting])

    assert sum(isinstance(answer, ChairTaken) for answer in answers) == AT_ONCE - 1
    assert len(sessions.list_sessions(cast.house, cast.nurse)) == 1
    cast.house.engine.dispose()


def test_a_patient_registered_on_many_tablets_at_once_is_kept_once(patient_cast: Cast) -> None:
    cast = patient_cast
    new = NewPatient("DEMO Inês Carvalho", date(1988, 8, 22), weight_kg=61.0)

    answers = all_at_once(
        [lambda: patients.register_patient(cast.house, cast.nurse, new)] * AT_ONCE
    )

    assert sum(isinstance(answer, SamePatient) for answer in answers) == AT_ONCE - 1
    assert len(patients.find_patients(cast.house, cast.nurse, "carvalho")) == 1
    cast.house.engine.dispose()


def test_guessing_many_pins_at_once_is_counted_all_the_same(patient_cast: Cast) -> None:
    cast = patient_cast
    session_id = cast.start().head.id
    device = people.sign_in_with_password(cast.house, "nurse", PASSWORD).device_token

    def guess(number: int) -> Callable[[], object]:
        pin = f"{number:04d}"
        return lambda: people.sign_in_with_pin(cast.house, device, cast.nurse.person_id, pin)

    def forge(number: int) -> Callable[[], object]:
        pin = f"{number:04d}"
        return lambda: discharge.sign(cast.house, cast.physician, session_id, pin)

    refusals = all_at_once([guess(number) for number in range(2, 26)])
    looked_at = [str(answer) for answer in refusals if "PIN is wrong" in str(answer)]
    forged = all_at_once([forge(number) for number in range(24)])

    assert all(isinstance(answer, NotSignedIn) for answer in refusals)
    assert len(looked_at) == 2  # the third already asks for the password
    assert sum(isinstance(answer, NotPermitted) for answer in forged) == 5
    assert sum(isinstance(answer, TooManyTries) for answer in forged) == 19
    assert all(int(pin) > 25 for pin in PINS.values())  # nobody guessed right
    cast.house.engine.dispose()


def test_a_handover_signed_by_many_hands_at_once_is_given_and_received_once(
    patient_cast: Cast,
) -> None:
    cast = patient_cast
    watched(cast)
    new, pin, hands = asked(cast), PINS["nurse"], 4  # more tries of a PIN at once are put off

    answers = all_at_once([lambda: handover.give(cast.house, cast.nurse, new, pin)] * hands)

    (view,) = [answer for answer in answers if isinstance(answer, HandoverView)]
    assert sum("waits in a handover" in str(answer) for answer in answers) == hands - 1
    seen, second = marks(cast, view.head.id), PINS["nurse_too"]
    answers = all_at_once(
        [lambda: handover.receive(cast.house, cast.nurse_too, view.head.id, second, seen)] * hands
    )
    assert sum(isinstance(answer, HandoverView) for answer in answers) == 1
    assert sum("received it already" in str(answer) for answer in answers) == hands - 1
    held = watch.read_watch(cast.house, cast.nurse).chairs
    assert [one.person_id for one in held.values()] == [cast.nurse_too.person_id]
    cast.house.engine.dispose()


def test_a_free_chair_is_taken_once_by_those_who_move_and_those_who_start(
    patient_cast: Cast,
) -> None:
    cast = patient_cast
    house, nurse = cast.house, cast.nurse
    free = chairs.add_chair(house, cast.administrator, "free")
    acts: list[Callable[[], object]] = []
    for n in range(AT_ONCE):
        patient = patients.register_patient(
            house, nurse, NewPatient(f"DEMO {n}", date(1990, 1, 1), weight_kg=70.0)
        )
        new = replace(cast.new_session(), patient_id=patient.id)
        if n % 2:
            acts.append(
                partial(sessions.start_session, house, nurse, replace(new, chair_id=free.id))
            )
            continue
        own = chairs.add_chair(house, cast.administrator, f"own {n}")
        started = sessions.start_session(house, nurse, replace(new, chair_id=own.id)).head.id
        move = NewChair(own.id, free.id, nurse.person_id, "more room")
        acts.append(partial(moving.move_to_chair, house, nurse, started, move))

    answers = all_at_once(acts)

    assert sum(isinstance(answer, ChairTaken) for answer in answers) == AT_ONCE - 1
    (won,) = [answer for answer in answers if isinstance(answer, SessionView)]
    assert won.head.chair.id == free.id
    cards = board.read_board(house, nurse).cards
    sitting = [card.session.head.patient.id for card in cards if card.session]
    assert len(sitting) == len(set(sitting)) == AT_ONCE // 2 + (not won.moves)
    house.engine.dispose()


def test_one_session_moved_by_many_at_once_moves_once(patient_cast: Cast) -> None:
    cast = patient_cast
    session_id = cast.start().head.id
    room = [chairs.add_chair(cast.house, cast.administrator, f"n{n}") for n in range(AT_ONCE)]
    moves = [NewChair(cast.chair.id, to.id, cast.nurse.person_id, "more room") for to in room]

    answers = all_at_once(
        [partial(moving.move_to_chair, cast.house, cast.nurse, session_id, new) for new in moves]
    )

    assert sum(isinstance(answer, ChangedMeanwhile) for answer in answers) == AT_ONCE - 1
    taken = [card for card in board.read_board(cast.house, cast.nurse).cards if card.taken]
    assert len(taken) == 1
    view = sessions.read_session(cast.house, cast.nurse, session_id)
    assert [move.event.fields["to_chair_id"] for move in view.moves] == [taken[0].chair.id]
    cast.house.engine.dispose()
