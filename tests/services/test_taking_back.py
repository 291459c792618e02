"""A red flag, an emergency or a concern is not made to vanish by whoever entered it."""

from __future__ import annotations

import pytest

from monitor.errors import NotPermitted
from monitor.services.sessions import read_session
from monitor.services.taking_back import SLIP
from tests.people import Cast
from tests.services.acts import record

FLAGS: dict[str, object] = {"kind": "red_flags", "present": ["chest_pain", "syncope"]}
EMERGENCY: dict[str, object] = {"kind": "emergency", "what": "seizure"}
CONCERN: dict[str, object] = {"kind": "attested", "suicide_safety": "concern"}
MINUTES = SLIP.total_seconds() / 60
TAKING: list[tuple[dict[str, object], dict[str, object]]] = [
    (FLAGS, {"kind": "entered_in_error"}),
    (FLAGS, {"kind": "corrected", "present": []}),
    (FLAGS, {"kind": "corrected", "present": ["syncope", "seizure"]}),
    (EMERGENCY, {"kind": "entered_in_error"}),
    (EMERGENCY, {"kind": "corrected", "what": "fall"}),
    (CONCERN, {"kind": "entered_in_error"}),
    (CONCERN, {"kind": "corrected", "suicide_safety": "no_concern"}),
]


@pytest.fixture
def session_id(cast: Cast) -> str:
    return cast.start().head.id


def alarmed(cast: Cast, session_id: str, alarm: dict[str, object]) -> str:
    """Enter it, and let the time for a slip of the finger pass."""
    body = cast.body(str(alarm["kind"]), **{k: v for k, v in alarm.items() if k != "kind"})
    (event_id,) = record(cast, cast.nurse, session_id, body).event_ids
    return event_id


def word(cast: Cast, target: str, said: dict[str, object]) -> dict[str, object]:
    more = {key: value for key, value in said.items() if key != "kind"}
    return cast.body(str(said["kind"]), target=target, reason="wrong", **more)


@pytest.mark.parametrize(("alarm", "said"), TAKING)
def test_taking_an_alarm_back_needs_a_physician(
    cast: Cast, session_id: str, alarm: dict[str, object], said: dict[str, object]
) -> None:
    target = alarmed(cast, session_id, alarm)
    cast.clock.move(minutes=MINUTES + 0.1)

    for who in (cast.nurse, cast.nurse_too):
        with pytest.raises(NotPermitted, match="call a physician") as refused:
            record(cast, who, session_id, word(cast, target, said))
    assert refused.value.field == "target"
    before = read_session(cast.house, cast.nurse, session_id)
    assert [alert.state for alert in before.state.alerts if alert.level == "urgent"] == ["open"]

    record(cast, cast.physician, session_id, word(cast, target, said))


@pytest.mark.parametrize(("alarm", "said"), TAKING)
def test_a_slip_of_the_finger_is_taken_back_by_whoever_made_it_and_nobody_else(
    cast: Cast, session_id: str, alarm: dict[str, object], said: dict[str, object]
) -> None:
    target = alarmed(cast, session_id, alarm)
    cast.clock.move(minutes=MINUTES)

    with pytest.raises(NotPermitted):
        record(cast, cast.nurse_too, session_id, word(cast, target, said))
    record(cast, cast.nurse, session_id, word(cast, target, said))


@pytest.mark.parametrize(
    ("alarm", "code"),
    [(FLAGS, "red_flag"), (EMERGENCY, "emergency"), (CONCERN, "suicidal_ideation")],
)
def test_what_somebody_has_acknowledged_is_no_slip_any_more(
    cast: Cast, session_id: str, alarm: dict[str, object], code: str
) -> None:
    target = alarmed(cast, session_id, alarm)
    record(cast, cast.nurse_too, session_id, cast.body("alert_acknowledged", code="systolic_high"))
    record(cast, cast.nurse_too, session_id, cast.body("alert_acknowledged", code=code))

    with pytest.raises(NotPermitted):
        record(cast, cast.nurse, session_id, word(cast, target, {"kind": "entered_in_error"}))


def test_what_takes_nothing_back_is_free(cast: Cast, session_id: str) -> None:
    flags = alarmed(cast, session_id, FLAGS)
    none = alarmed(cast, session_id, {"kind": "red_flags", "present": []})
    escort = alarmed(cast, session_id, {"kind": "attested", "instructions_given": True})
    emergency = alarmed(cast, session_id, EMERGENCY)
    cast.clock.move(minutes=10)
    earlier = (cast.clock.now - 5 * SLIP).isoformat()
    more = ["chest_pain", "syncope", "seizure"]

    free: list[tuple[str, dict[str, object]]] = [
        (flags, {"kind": "corrected", "present": more}),
        (flags, {"kind": "corrected", "new_at": earlier}),
        (none, {"kind": "entered_in_error"}),
        (escort, {"kind": "corrected", "instructions_given": False}),
        (emergency, {"kind": "corrected", "new_at": earlier}),
    ]
    for target, said in free:
        record(cast, cast.nurse_too, session_id, word(cast, target, said))

    stored = read_session(cast.house, cast.nurse, session_id).entries
    kinds = [entry.event.kind for entry in stored]
    assert kinds.count("corrected") + kinds.count("entered_in_error") == len(free)


def test_a_flag_that_a_correction_added_is_held_like_one_entered_at_once(
    cast: Cast, session_id: str
) -> None:
    target = alarmed(cast, session_id, {"kind": "red_flags", "present": []})
    added: dict[str, object] = {"kind": "corrected", "present": ["seizure"]}
    record(cast, cast.nurse, session_id, word(cast, target, added))
    cast.clock.move(minutes=10)

    with pytest.raises(NotPermitted):
        record(cast, cast.nurse, session_id, word(cast, target, {"kind": "entered_in_error"}))
