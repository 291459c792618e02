from __future__ import annotations

from datetime import UTC, datetime

from monitor.clinical.answer import answer
from monitor.clinical.casefile import read_case
from monitor.clinical.session import evaluate
from monitor.services import sessions
from tests.people import PINS, Cast, is_said
from tests.services.acts import override_all, record


def test_an_exported_session_answers_as_the_running_one_did(cast: Cast) -> None:
    session_id = cast.start().head.id
    first = record(
        cast, cast.nurse, session_id,
        cast.body("vitals", systolic_mmhg=122, diastolic_mmhg=78, heart_rate_bpm=70),
        cast.body("attested", escort={"name": 'J. "Demo"', "phone": "555 0142"}),
        cast.body("note", text="Asked for a blanket."),
    ).event_ids[0]  # fmt: skip
    cast.clock.move(minutes=3)
    record(
        cast, cast.nurse, session_id,
        cast.body("infusion_started", dose_mg=35),
        cast.body("corrected", target=first, reason="typed", heart_rate_bpm=72),
    )  # fmt: skip
    cast.clock.move(minutes=1)
    record(cast, cast.nurse, session_id, cast.body("red_flags", present=[]))
    override_all(cast, session_id)
    cast.clock.move(minutes=20)
    running = sessions.read_session(cast.house, cast.nurse, session_id)

    exported = sessions.export_case(cast.house, cast.physician, session_id)

    case = read_case(exported.text, "exported", cast.house.protocols.__getitem__)
    again = evaluate(case.protocol, case.patient, case.events, cast.clock.now)
    assert answer(again, "x") == answer(running.state, "x")
    assert case.zone == "America/Los_Angeles"
    assert exported.left_out == ("eligibility", "note", "override", "session_started")
    assert cast.patient.name not in exported.text
    assert not is_said(PINS["physician"], exported.text)


def test_a_pin_is_told_from_digits_of_an_id_or_an_instant() -> None:
    an_id, at = "4dab2580-2580-456e-b313-c165a88698d5", "2026-11-27T15:17:44.025803+00:00"

    assert not is_said("2580", f'{{"id": "{an_id}", "at": "{at}"}}')
    for told in ("The PIN is 2580.", '{"pin":2580}', "tel:2580", "new-2580", f"{an_id} 2580 {at}"):
        assert is_said("2580", told), told


def test_a_session_can_be_read_as_it_was_known(cast: Cast) -> None:
    session_id = cast.start().head.id
    started = cast.clock.now
    cast.clock.move(minutes=5)
    late: dict[str, object] = {"kind": "mobility", "gait": "steady", "at": started.isoformat()}
    record(cast, cast.nurse, session_id, late)

    then = sessions.read_session(
        cast.house, cast.nurse, session_id, datetime(2026, 3, 2, 20, 4, tzinfo=UTC)
    )
    now = sessions.read_session(cast.house, cast.nurse, session_id)

    assert "gait" not in then.state.current
    assert len(then.entries) == 1
    assert now.state.current["gait"].value == "steady"
