"""A medicine with how it was given, what came of it, and what was wrong about it."""

from __future__ import annotations

import pytest

from monitor.clinical.answer import answer
from monitor.clinical.treatments import Treatment
from monitor.errors import InvalidEvent
from monitor.services import sessions
from monitor.services.views import SessionView
from tests.people import Cast
from tests.services.acts import record

LABETALOL = {"name": "labetalol", "dose_mg": 10, "medication_class": "antihypertensive"}


def look(cast: Cast, session_id: str) -> SessionView:
    return sessions.read_session(cast.house, cast.nurse, session_id)


def only(cast: Cast, session_id: str) -> Treatment:
    (treatment,) = look(cast, session_id).running.treatments
    return treatment


@pytest.fixture
def session_id(cast: Cast) -> str:
    """A session in which labetalol was given."""
    started = cast.start().head.id
    record(
        cast, cast.nurse, started,
        cast.body("medication", id="m-1", **LABETALOL),
        cast.body("medication_details", id="d-1", target="m-1", route="iv", ordered_by="Dr A"),
    )  # fmt: skip
    cast.clock.move(minutes=10)
    return started


def test_its_effect_is_asked_for_until_somebody_says_it(cast: Cast, session_id: str) -> None:
    before = answer(look(cast, session_id).state, "x")
    assert only(cast, session_id).effect is None

    effect = cast.body("intervention_effect", target="m-1", effect="partial", note="152/90")
    record(cast, cast.nurse, session_id, effect)

    assert only(cast, session_id).effect == "partial"
    assert answer(look(cast, session_id).state, "x") == before


def test_details_are_corrected_and_the_old_words_stay(cast: Cast, session_id: str) -> None:
    change = cast.body("corrected", target="d-1", reason="heard wrong", ordered_by="Dr B")
    record(cast, cast.nurse, session_id, change)

    assert only(cast, session_id).said("ordered_by") == "Dr B"
    assert only(cast, session_id).said("route") == "iv"
    (old,) = look(cast, session_id).running.earlier
    assert old.fields["ordered_by"] == "Dr A"


def test_a_medicine_entered_in_error_is_asked_about_no_more(cast: Cast, session_id: str) -> None:
    wrong = cast.body("entered_in_error", target="m-1", reason="another patient")
    record(cast, cast.nurse, session_id, wrong)

    assert look(cast, session_id).running.treatments == ()


def test_an_effect_entered_in_error_is_asked_for_again(cast: Cast, session_id: str) -> None:
    effect = cast.body("intervention_effect", id="e-1", target="m-1", effect="full")
    record(cast, cast.nurse, session_id, effect)
    wrong = cast.body("entered_in_error", target="e-1", reason="of another one")
    record(cast, cast.nurse, session_id, wrong)

    assert only(cast, session_id).effect is None
    assert [one.event.id for one in look(cast, session_id).running.struck] == ["e-1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "intervention_effect", "target": "d-1", "effect": "full"},
        {"kind": "intervention_effect", "target": "none", "effect": "full"},
        {"kind": "medication_details", "target": "i-1", "route": "iv"},
        {"kind": "corrected", "target": "d-1", "reason": "x", "target_": "m"},
        {"kind": "corrected", "target": "d-1", "reason": "x", "amount": 5},
    ],
)
def test_what_speaks_of_something_else_is_refused(
    cast: Cast, session_id: str, fields: dict[str, object]
) -> None:
    record(cast, cast.nurse, session_id, cast.body("intervention", id="i-1", what="position"))
    told = {key: value for key, value in fields.items() if key != "kind"}
    with pytest.raises(InvalidEvent):
        record(cast, cast.nurse, session_id, cast.body(str(fields["kind"]), **told))
