from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.errors import BadInput, ChairTaken, Conflict, NotFound
from monitor.services import board, chairs, patients, sessions
from monitor.services.house import House
from monitor.services.views import NewPatient, PatientCard
from monitor.store import sessions as session_rows
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import ProtocolShelf, load_protocols
from tests.people import Cast, maya
from tests.services.acts import record


def second_patient(cast: Cast, **more: object) -> PatientCard:
    new = NewPatient("DEMO Ólafur Brandt", date(1990, 1, 1), (("MRN", "D-1002"),), weight_kg=80.0)
    return patients.register_patient(cast.house, cast.nurse, replace(new, **more))  # type: ignore[arg-type]


def test_a_session_begins_with_its_patient_chair_dose_and_protocol(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    view = cast.start()

    assert view.head.patient == cast.patient
    assert view.head.chair == cast.chair
    assert (view.head.protocol_id, view.head.protocol_version) == ("ketamine-iv", 3)
    assert (view.head.drug, view.head.route) == ("ketamine", "iv")
    assert view.head.dose_mg_per_kg == 0.5
    assert view.head.session_number == 1
    assert view.state.phase == "arrived"
    assert [entry.event.kind for entry in view.entries] == ["arrived"]


def test_sessions_of_a_patient_are_counted(cast: Cast) -> None:
    first = cast.start()
    chair = chairs.add_chair(cast.house, cast.administrator, "4")
    with cast.house.writing(cast.nurse.clinic_id) as work:
        session_rows.close(work, first.head.id, cast.clock.now, "home")
        work.commit(heartbeat=True)
    cast.clock.move(minutes=1)

    again = replace(cast.new_session(), chair_id=chair.id)
    assert sessions.start_session(cast.house, cast.nurse, again).head.session_number == 2


def test_a_chair_holds_one_open_session(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    cast.start()
    other = replace(cast.new_session(), patient_id=second_patient(cast).id)

    with pytest.raises(ChairTaken, match="Chair 3"):
        sessions.start_session(cast.house, cast.nurse, other)


def test_a_patient_has_one_open_session(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    cast.start()
    chair = chairs.add_chair(cast.house, cast.administrator, "4")

    with pytest.raises(Conflict, match="open session already"):
        sessions.start_session(
            cast.house, cast.nurse, replace(cast.new_session(), chair_id=chair.id)
        )


@pytest.mark.parametrize("field", ["patient_id", "chair_id", "protocol_id"])
def test_what_is_not_there_is_named(cast: Cast, field: str) -> None:
    astray = replace(cast.new_session(), **{field: "nowhere"})  # type: ignore[arg-type]
    with pytest.raises(NotFound) as refused:
        sessions.start_session(cast.house, cast.nurse, astray)
    assert refused.value.field == field


def test_another_clinics_patient_or_chair_cannot_be_used(cast: Cast) -> None:
    theirs = patients.register_patient(cast.house, cast.stranger, maya())
    with pytest.raises(NotFound):
        sessions.start_session(
            cast.house, cast.nurse, replace(cast.new_session(), patient_id=theirs.id)
        )


@pytest.mark.parametrize(
    ("protocol", "dose_mg", "confirmed", "accepted"),
    [
        ("ketamine-iv", 70.0, False, True),
        ("ketamine-iv", 70.1, False, False),
        ("ketamine-iv", 70.1, True, True),
        ("ketamine-iv", 700.0, True, True),
        ("ketamine-iv", 700.1, True, False),
        ("ketamine-iv", 0.0, True, False),
        ("ketamine-iv", -5.0, True, False),
        ("ketamine-im", 105.0, False, True),
        ("ketamine-im", 105.1, False, False),
        ("ketamine-sublingual", 210.0, False, True),
        ("ketamine-sublingual", 210.1, False, False),
        ("esketamine-nasal", 84.0, False, True),
    ],
)
def test_an_impossible_dose_is_refused_and_an_unlikely_one_asked_back(
    cast: Cast, protocol: str, dose_mg: float, confirmed: bool, accepted: bool
) -> None:
    new = replace(cast.new_session(protocol), dose_mg=dose_mg, confirmed=confirmed)

    if accepted:
        assert sessions.start_session(cast.house, cast.nurse, new).head.dose_mg == dose_mg
    else:
        with pytest.raises(BadInput) as refused:
            sessions.start_session(cast.house, cast.nurse, new)
        assert refused.value.field == "dose_mg"
        assert "mg/kg" in str(refused.value.allowed)


def test_the_usual_dose_is_what_the_clinics_protocol_says(cast: Cast) -> None:
    text = cast.house.protocols.text("ketamine-iv")
    stricter = text.replace("unlikely_above = { value = 1.0", "unlikely_above = { value = 0.4")
    house = replace(cast.house, protocols=ProtocolShelf({"ketamine-iv": stricter}))

    with pytest.raises(BadInput) as refused:
        sessions.start_session(house, cast.nurse, cast.new_session())

    assert refused.value.allowed == "at most 0.4 mg/kg (28 mg) unless confirmed"


@pytest.mark.parametrize("dose_mg", [float("nan"), float("inf")])
def test_a_dose_that_is_no_number_is_refused(cast: Cast, dose_mg: float) -> None:
    with pytest.raises(BadInput):
        sessions.start_session(
            cast.house, cast.nurse, replace(cast.new_session(), dose_mg=dose_mg, confirmed=True)
        )


def test_a_dose_needs_a_weight(cast: Cast) -> None:
    light = second_patient(cast, weight_kg=None)
    new = replace(cast.new_session(), patient_id=light.id)
    with pytest.raises(BadInput) as refused:
        sessions.start_session(cast.house, cast.nurse, new)
    assert refused.value.field == "weight_kg"
    with pytest.raises(BadInput):
        sessions.start_session(cast.house, cast.nurse, replace(new, weight_kg=24.9))
    assert sessions.start_session(cast.house, cast.nurse, replace(new, weight_kg=81.0))


def test_a_session_keeps_the_protocol_it_started_with(cast: Cast) -> None:
    session_id = cast.start().head.id
    shelf = load_protocols(protocols_folder())
    newer = shelf.text("ketamine-iv").replace("\nversion = 3\n", "\nversion = 4\n")
    newer = newer.replace("Ketamine infusion", "Changed infusion")
    later = House(
        cast.house.engine,
        cast.clock,
        ProtocolShelf({"ketamine-iv": newer}),
        cast.house.pin_hasher,
    )

    view = sessions.read_session(later, cast.nurse, session_id)

    assert later.protocols["ketamine-iv"].version == 4
    assert (view.protocol.version, view.protocol.title) == (3, "Ketamine infusion")


def test_a_changed_protocol_under_an_old_version_number_is_refused(cast: Cast) -> None:
    cast.start()
    text = cast.house.protocols.text("ketamine-iv") + "\n# changed\n"
    sly = replace(cast.house, protocols=ProtocolShelf({"ketamine-iv": text}))
    chair = chairs.add_chair(cast.house, cast.administrator, "4")
    new = replace(cast.new_session(), patient_id=second_patient(cast).id, chair_id=chair.id)

    with pytest.raises(Conflict, match="still called version 3"):
        sessions.start_session(sly, cast.nurse, new)


@pytest.mark.parametrize("number", [0, 1001])
def test_a_session_number_must_make_sense(cast: Cast, number: int) -> None:
    new = replace(cast.new_session(), session_number=number)
    with pytest.raises(BadInput):
        sessions.start_session(cast.house, cast.nurse, new)
    assert (
        sessions.start_session(
            cast.house, cast.nurse, replace(new, session_number=7)
        ).head.session_number
        == 7
    )


def test_the_future_cannot_be_read(cast: Cast) -> None:
    session_id = cast.start().head.id
    with pytest.raises(BadInput):
        sessions.read_session(
            cast.house, cast.nurse, session_id, cast.clock.now + timedelta(seconds=1)
        )


class TestPatients:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("maya", 1),
            ("LIND may", 1),
            ("D-1001", 1),
            ("1987-04", 1),
            ("1987-04-14 lindqvist", 1),
            ("olafur", 1),
            ("brandt maya", 0),
            ("aya", 0),
            ("%", 2),
            ("", 2),
            ("demo", 2),
        ],
    )
    def test_they_are_found_by_the_beginnings_of_words(
        self, cast_anywhere: Cast, words: str, found: int
    ) -> None:
        second_patient(cast_anywhere)
        cards = patients.find_patients(cast_anywhere.house, cast_anywhere.nurse, words)
        assert len(cards) == found

    def test_an_identifier_stands_for_one_patient(self, cast: Cast) -> None:
        with pytest.raises(Conflict, match="D-1001"):
            second_patient(cast, identifiers=(("MRN", "D-1001"),))
        assert second_patient(cast, identifiers=(("Other", "D-1001"),))

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"name": "a\x00b"}, "name"),
            ({"birth_date": date(2026, 3, 3)}, "birth_date"),
            ({"birth_date": date(1889, 1, 1)}, "birth_date"),
            ({"weight_kg": 24.9}, "weight_kg"),
            ({"weight_kg": 350.1}, "weight_kg"),
            ({"weight_kg": float("nan")}, "weight_kg"),
            ({"spo2_scale": 3}, "spo2_scale"),
            ({"identifiers": (("MRN", ""),)}, "identifiers"),
            ({"identifiers": (("MRN", "7"), ("MRN", "7"))}, "identifiers"),
        ],
    )
    def test_nonsense_is_refused(self, cast: Cast, change: dict[str, object], field: str) -> None:
        with pytest.raises(BadInput) as refused:
            second_patient(cast, **change)
        assert refused.value.field == field

    def test_one_is_read_back_as_registered(self, cast_anywhere: Cast) -> None:
        cast = cast_anywhere
        assert patients.read_patient(cast.house, cast.nurse, cast.patient.id) == cast.patient
        with pytest.raises(NotFound):
            patients.read_patient(cast.house, cast.nurse, "nobody")


class TestBoard:
    def test_every_chair_is_there_in_the_order_of_the_room(self, cast_anywhere: Cast) -> None:
        cast = cast_anywhere
        for label in ("4", "10", "1"):
            chairs.add_chair(cast.house, cast.administrator, label)
        session_id = cast.start().head.id

        room = board.read_board(cast.house, cast.nurse)

        assert [card.chair.label for card in room.cards] == ["3", "4", "10", "1"]
        assert [card.session.head.id for card in room.cards if card.session] == [session_id]
        assert (room.clinic_name, room.zone, room.demo) == (
            "DEMO Clinic",
            "America/Los_Angeles",
            False,
        )

    def test_a_chair_is_added_once(self, cast: Cast) -> None:
        with pytest.raises(Conflict):
            chairs.add_chair(cast.house, cast.administrator, " 3 ")

    def test_it_moves_on_with_the_clock_without_any_event(self, cast: Cast) -> None:
        session_id = cast.start().head.id
        record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
        before = board.read_board(cast.house, cast.nurse)
        seen = []
        for _ in range(40):
            cast.clock.move(seconds=30)
            now = board.read_board(cast.house, cast.nurse)
            assert now.cards[0].session is not None
            seen.append(now.cards[0].session.state)

        assert before.version == now.version
        overdue = [state.schedule.overdue_minutes for state in seen]
        assert overdue[-1] == pytest.approx(10, abs=0.1)
        codes = [[alert.code for alert in state.open_alerts()] for state in seen]
        assert codes[0] == []
        assert codes[-1] == ["observation_overdue"]
        assert all(
            state.elapsed is not None and abs(state.elapsed - timedelta(seconds=30 * n)) < KEPT
            for n, state in enumerate(seen, start=1)
        )

    def test_another_process_sees_what_this_one_recorded(self, cast: Cast) -> None:
        session_id = cast.start().head.id
        other = replace(cast.house, memory=type(cast.house.memory)())
        board.read_board(other, cast.nurse)
        record(cast, cast.nurse, session_id, cast.body("mobility", gait="steady"))

        card = board.read_board(other, cast.nurse).cards[0]

        assert card.session is not None
        assert card.session.state.current["gait"].value == "steady"


KEPT = timedelta(seconds=1.5)
