"""Orders: due slots, the condition that ends one, and laws that hold whatever was measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clinical.event import Event
from monitor.clinical.order_state import OrderState, Window
from monitor.clinical.orders import changes_at, next_due, orders_of
from monitor.clinical.running_kinds import read_running_fields
from monitor.errors import InvalidEvent

GIVEN = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
WINDOW = Window(timedelta(minutes=2), timedelta(minutes=5))
BELOW_160 = {"field": "systolic_mmhg", "below": 160, "count": 2}
PRESSURE = {"measure": ["blood_pressure"], "every_minutes": 5}


def minute(number: float) -> datetime:
    return GIVEN + timedelta(minutes=number)


def order(**fields: Any) -> Event:
    return Event("order", GIVEN, GIVEN, read_running_fields("order", fields), "o")


def about(kind: str, at: float, **fields: Any) -> Event:
    fields = {"target": "o", **fields}
    return Event(kind, minute(at), minute(at), read_running_fields(kind, fields), f"{kind}{at}")


def pressure(at: float, systolic: int = 150, **more: Any) -> Event:
    fields = {"systolic_mmhg": systolic, "diastolic_mmhg": 80, **more}
    return Event("vitals", minute(at), minute(at), fields, f"v{at}")


def standing(now: float, *facts: Event, by: Event, running: tuple[Event, ...] = ()) -> OrderState:
    known = [fact for fact in facts if fact.at <= minute(now)]
    spoken = [event for event in running if event.at <= minute(now)]
    found = orders_of([by, *spoken], known, minute(now), WINDOW)
    return found[0]


@pytest.mark.parametrize(
    ("now", "measured", "due", "overdue"),
    [
        (0, [], 5, 0),
        (5, [], 5, 0),
        (9, [], 5, 4),
        (6, [2.9], 5, 1),  # more than 2 min before its slot: for none
        (6, [3], 10, 0),  # a little early counts for the slot to come
        (9, [6], 10, 0),
        (30, [5, 10], 15, 15),  # lateness is not forgotten when the next slot comes due
        (30, [5, 29], 35, 0),  # a late one ends the waiting
    ],
)
def test_a_measurement_ends_the_waiting_and_moves_no_slot(
    now: float, measured: list[float], due: float, overdue: float
) -> None:
    state = standing(now, *(pressure(at) for at in measured), by=order(**PRESSURE))

    assert state.due_at == minute(due)
    assert state.overdue == timedelta(minutes=overdue)


def test_slots_without_a_measurement_are_missed_once_the_next_has_come() -> None:
    by = order(measure=["heart_rate"], every_minutes=10)

    assert standing(19, by=by).missed == 0
    assert standing(20.5, by=by).missed == 1
    assert standing(41, by=by).missed == 3


@pytest.mark.parametrize(
    ("values", "run", "closed"),
    [
        ([159], 1, False),
        ([159, 160], 0, False),  # 160 is not below 160
        ([160, 159, 159], 2, True),
        ([159, 165, 150], 1, False),
        ([150, 150, 200], 2, True),  # once closed it stays closed
    ],
)
def test_two_below_160_in_a_row_end_the_order(values: list[int], run: int, closed: bool) -> None:
    facts = [pressure(5 * place, value) for place, value in enumerate(values, start=1)]
    state = standing(60, *facts, by=order(**PRESSURE, until=BELOW_160))

    assert state.run == run
    assert (state.closed_how == "condition") is closed
    assert (state.due_at is None) is closed


def test_a_condition_of_at_least_holds_from_its_value_on() -> None:
    by = order(
        measure=["spo2"],
        every_minutes=5,
        until={"field": "spo2_percent", "at_least": 95, "count": 1},
    )
    low, right = (
        Event("vitals", minute(at), minute(at), {"spo2_percent": value}, f"s{at}")
        for at, value in ((5, 94), (10, 95))
    )

    assert standing(11, low, by=by).is_open
    assert standing(11, low, right, by=by).closed_at == minute(10)


def test_the_worst_of_two_at_one_instant_counts_and_a_standing_one_does_not() -> None:
    by = order(**PRESSURE, until=BELOW_160)
    twice = Event("vitals", minute(5), minute(5), dict(pressure(5, 165).fields), "again")

    assert standing(9, pressure(5, 150), twice, by=by).run == 0
    assert standing(9, pressure(5, 150, position="standing"), by=by).run == 0


def test_what_was_not_measured_neither_counts_nor_breaks_the_row() -> None:
    refused = {"not_measured": {"systolic_mmhg": "refused", "diastolic_mmhg": "refused"}}
    gap = Event("vitals", minute(10), minute(10), refused, "gap")
    state = standing(16, pressure(5), gap, pressure(15), by=order(**PRESSURE, until=BELOW_160))

    assert state.closed_at == minute(15)


def test_a_refused_pressure_leaves_its_slot_due_and_a_refused_rate_does_not() -> None:
    reasons = dict.fromkeys(("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm"), "refused")
    refused = Event("vitals", minute(5), minute(5), {"not_measured": reasons}, "r")

    assert standing(6, refused, by=order(**PRESSURE)).due_at == minute(5)
    rate = order(measure=["heart_rate"], every_minutes=5)
    assert standing(6, refused, by=rate).due_at == minute(10)


def test_each_thing_that_was_ordered_has_to_be_measured() -> None:
    by = order(measure=["blood_pressure", "heart_rate"], every_minutes=10)

    assert standing(11, pressure(10), by=by).due_at == minute(10)
    assert standing(11, pressure(10, heart_rate_bpm=70), by=by).due_at == minute(20)


def test_until_a_time_the_last_slot_lies_at_the_latest_there() -> None:
    by = order(**PRESSURE, until_at=minute(12).isoformat())

    assert standing(9, pressure(5), by=by).due_at == minute(10)
    assert standing(11, pressure(10), by=by).due_at is None
    assert standing(11, pressure(10), by=by).changes_at == minute(12)
    assert standing(12, by=by).closed_how == "time"


def test_the_earliest_end_counts() -> None:
    by = order(**PRESSURE, until=BELOW_160)
    ends = (
        about("order_cancelled", 12, reason="not needed"),
        about("order_closed", 8, note="asleep"),
    )
    state = standing(20, pressure(5), pressure(10), by=by, running=ends)

    assert (state.closed_how, state.closed_at) == ("closed", minute(8))
    assert state.ending is not None
    assert state.ending.fields["note"] == "asleep"


def test_an_order_in_words_is_due_at_once_and_done_by_a_tap() -> None:
    by = order(text="Call me when she is awake")
    done = about("order_done", 7)

    assert standing(3, by=by).due_at == GIVEN
    assert standing(8, by=by, running=(done,)).closed_how == "done"


def test_an_order_in_words_that_repeats_goes_on_after_each_tap() -> None:
    by = order(text="Offer water", every_minutes=30)
    state = standing(40, by=by, running=(about("order_done", 31),))

    assert state.is_open
    assert state.due_at == minute(60)


def test_nothing_is_due_after_the_discharge() -> None:
    left = Event("discharged", minute(20), minute(20), {"to": "home"}, "d")
    state = standing(20, left, by=order(**PRESSURE))

    assert (state.closed_how, state.due_at, state.changes_at) == ("session", None, None)


def test_acknowledging_changes_no_due_time() -> None:
    seen = about("order_acknowledged", 1)
    state = standing(4, by=order(**PRESSURE), running=(seen,))

    assert state.seen == seen
    assert state.due_at == minute(5)


def test_of_several_orders_the_earliest_is_due_next() -> None:
    often, rarely = order(**PRESSURE), order(measure=["temperature"], every_minutes=30)
    found = orders_of([rarely, often], [], minute(1), WINDOW)
    first = next_due(found)

    assert first is not None
    assert first.due_at == minute(5)
    assert changes_at(found) == minute(5)
    assert next_due([]) is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "measure"),
        ({"measure": []}, "measure"),
        ({"measure": ["mood"], "every_minutes": 5}, "measure"),
        ({"measure": ["blood_pressure"]}, "every_minutes"),
        ({**PRESSURE, "every_minutes": 0}, "every_minutes"),
        ({**PRESSURE, "every_minutes": 241}, "every_minutes"),
        ({**PRESSURE, "every_minutes": 2.5}, "every_minutes"),
        ({**PRESSURE, "every_minutes": True}, "every_minutes"),
        ({**PRESSURE, "until": {"field": "systolic_mmhg"}}, "until"),
        ({**PRESSURE, "until": {**BELOW_160, "at_least": 90}}, "until"),
        ({**PRESSURE, "until": {**BELOW_160, "count": 0}}, "until.count"),
        ({**PRESSURE, "until": {"field": "heart_rate_bpm", "below": 90}}, "until.field"),
        ({**PRESSURE, "until_at": "at three"}, "until_at"),
        ({**PRESSURE, "until_at": "2026-03-02T15:00:00"}, "until_at"),
        ({"text": "x", "drug": "y"}, "drug"),
    ],
)
def test_an_order_that_cannot_be_kept_is_refused(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        order(**fields)

    assert refused.value.field == field
    assert refused.value.allowed


READINGS = st.lists(
    st.tuples(st.integers(1, 180), st.integers(120, 200)), max_size=25, unique_by=lambda one: one[0]
)
LAW = settings(max_examples=150, deadline=None, derandomize=True)


@LAW
@given(READINGS, st.integers(1, 60), st.integers(1, 4), st.integers(0, 200))
def test_what_an_order_says_holds_until_it_says_that_it_changes(
    readings: list[tuple[int, int]], every: int, times: int, now: int
) -> None:
    """Between now and ``changes_at`` only the overdue time moves."""
    until = {**BELOW_160, "count": times}
    by = order(measure=["blood_pressure"], every_minutes=every, until=until)
    facts = [pressure(at, value) for at, value in readings if at <= now]
    state = standing(now, *facts, by=by)
    ahead = state.changes_at or minute(now + 300)
    shortly = (ahead - timedelta(microseconds=1) - GIVEN) / timedelta(minutes=1)
    later = orders_of([by], facts, GIVEN + timedelta(minutes=shortly), WINDOW)[0]

    assert ahead > minute(now)
    assert (later.due_at, later.missed, later.closed_at) == (
        state.due_at,
        state.missed,
        state.closed_at,
    )


@LAW
@given(READINGS, st.integers(1, 60), st.integers(0, 200))
def test_a_slot_lies_on_the_grid_and_after_the_latest_measurement(
    readings: list[tuple[int, int]], every: int, now: int
) -> None:
    by = order(measure=["blood_pressure"], every_minutes=every)
    facts = [pressure(at, value) for at, value in readings if at <= now]
    state = standing(now, *facts, by=by)

    assert state.due_at is not None
    assert (state.due_at - GIVEN) % timedelta(minutes=every) == timedelta(0)
    assert state.due_at > GIVEN
    if state.last_at is not None:
        assert state.due_at > state.last_at
    assert state.overdue == max(timedelta(0), minute(now) - state.due_at)


@LAW
@given(READINGS, st.integers(1, 4), st.integers(0, 200))
def test_an_order_is_closed_exactly_if_so_many_in_a_row_were_below(
    readings: list[tuple[int, int]], times: int, now: int
) -> None:
    until = {**BELOW_160, "count": times}
    facts = [pressure(at, value) for at, value in readings if at <= now]
    state = standing(now, *facts, by=order(**PRESSURE, until=until))
    below = "".join(
        "y" if value < 160 else "n" for _, value in sorted(r for r in readings if r[0] <= now)
    )

    assert state.is_open is ("y" * times not in below)
