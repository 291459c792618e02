"""The ladder of an unanswered urgent alert: its rungs, its calls, and what ends the climb."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clinical.ladder import NO_ANSWER, REACHED, Call, Rung, climbs, next_step
from monitor.clinical.state import Alert, AlertState, Level

RAISED = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
EACH = timedelta(minutes=3)
ALERT = Alert("systolic_high", Level.URGENT, AlertState.OPEN, RAISED, 204, 0, RAISED, False)


def minute(number: float) -> datetime:
    return RAISED + timedelta(minutes=number)


def rung(now: float, *calls: Call, alert: Alert = ALERT) -> Rung | None:
    found = climbs([alert], calls, minute(now), EACH)
    return found[0].rung if found else None


def call(at: float, answer: str = REACHED, code: str = "systolic_high") -> Call:
    return Call(code, minute(at), "Dr Amara Osei", answer)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (0, Rung.NURSE),
        (2.99, Rung.NURSE),
        (3, Rung.PHYSICIAN),
        (5.99, Rung.PHYSICIAN),
        (6, Rung.EVERYBODY),
        (600, Rung.EVERYBODY),
    ],
)
def test_it_climbs_a_rung_at_each_of_the_clinics_times(now: float, expected: Rung) -> None:
    assert rung(now) is expected


def test_a_call_that_reached_somebody_holds_its_rung_for_as_long_again() -> None:
    assert rung(6.99, call(4)) is Rung.PHYSICIAN
    assert rung(7, call(4)) is Rung.EVERYBODY


def test_a_call_without_an_answer_holds_nothing() -> None:
    assert rung(6, call(5, NO_ANSWER)) is Rung.EVERYBODY


def test_a_call_about_another_alert_or_an_earlier_episode_does_not_count() -> None:
    assert rung(6, call(5, code="spo2_low")) is Rung.EVERYBODY
    assert rung(6, call(-1)) is Rung.EVERYBODY


def test_a_call_made_later_is_not_known_yet() -> None:
    (found,) = climbs([ALERT], [call(5)], minute(4), EACH)
    assert found.calls == ()


def test_an_alert_known_late_climbs_from_when_it_was_known() -> None:
    late = replace(ALERT, known_at=minute(20))
    assert rung(22, alert=late) is Rung.NURSE
    assert rung(23, alert=late) is Rung.PHYSICIAN


def test_an_alert_that_opened_again_climbs_from_there() -> None:
    again = replace(ALERT, reopened_at=minute(30))
    assert rung(32, alert=again) is Rung.NURSE


def test_a_caution_that_became_urgent_later_climbs_from_there() -> None:
    later = replace(ALERT, urgent_at=minute(20))
    assert rung(22, alert=later) is Rung.NURSE
    assert rung(23, alert=later) is Rung.PHYSICIAN


def test_a_nurses_acknowledgement_does_not_end_the_climb() -> None:
    assert rung(4, alert=replace(ALERT, state=AlertState.ACKNOWLEDGED)) is Rung.PHYSICIAN


@pytest.mark.parametrize(
    "over",
    [
        {"answered": True},
        {"state": AlertState.RESOLVED},
        {"state": AlertState.WITHDRAWN},
        {"level": Level.CAUTION},
        # Entered late and closed since: it stays open for an answer, and nobody is called.
        {"closed_at": RAISED + timedelta(minutes=15), "late_minutes": 45},
    ],
)
def test_what_is_answered_closed_withdrawn_or_no_more_than_a_caution_does_not_climb(
    over: dict[str, object],
) -> None:
    assert rung(60, alert=replace(ALERT, **over)) is None  # type: ignore[arg-type]


def test_the_longest_waiting_stands_first() -> None:
    later = replace(ALERT, code="spo2_low", known_at=minute(1))
    found = climbs([later, ALERT], [], minute(2), EACH)
    assert [one.alert.code for one in found] == ["systolic_high", "spo2_low"]
    assert next_step(found) == minute(3)


def test_on_the_last_rung_the_clock_changes_nothing_more() -> None:
    assert next_step(climbs([ALERT], [], minute(60), EACH)) is None


@given(
    now=st.floats(0, 60),
    made=st.lists(st.tuples(st.floats(0, 60), st.sampled_from([REACHED, NO_ANSWER])), max_size=5),
)
def test_nothing_changes_before_the_next_step(now: float, made: list[tuple[float, str]]) -> None:
    calls = [call(at, answer) for at, answer in made if at <= now]
    (found,) = climbs([ALERT], calls, minute(now), EACH)
    if found.climbs_at is None:
        return
    assert found.climbs_at > minute(now)
    (before,) = climbs([ALERT], calls, found.climbs_at - timedelta(microseconds=1), EACH)
    (then,) = climbs([ALERT], calls, found.climbs_at, EACH)
    assert before.rung is found.rung
    assert then.rung is not found.rung
