"""The due times on paper are those of the board, as far ahead as a stay may last."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clinical.due_ahead import due_ahead, longest_infusion, longest_stay
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.session import evaluate
from tests.clinical.sessions import PATIENT, PROTOCOLS, Body, bodies, minute, read

MINUTE = timedelta(minutes=1)


@settings(max_examples=60, deadline=None)
@given(bodies(), st.integers(0, 260))
def test_the_first_line_is_what_the_board_says_is_due(
    drawn: tuple[Protocol, list[Body]], asked: int
) -> None:
    protocol, record = drawn
    events, now = read(protocol, record), minute(asked)
    state = evaluate(protocol, PATIENT, events, now)
    rows = due_ahead(protocol, PATIENT, events, now)

    if state.time_zero is None:
        assert {row.at for row in rows} == {None}
        return
    if state.discharged_to is None:
        due = state.schedule.next_due_at
        assert rows[0].at == due
    known = [row.at for row in rows if row.at is not None]
    assert all(later - earlier > 2 * MINUTE for earlier, later in pairwise(known))
    assert all(row.at - state.time_zero == row.elapsed for row in rows if row.at is not None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ketamine-im", [5, 10, 20, 30, 40, 55, 70, 85, 100, 130, 160]),
        ("ketamine-sublingual", [15, 30, 45, 60, 75, 90, 120, 150, 180]),
        ("esketamine-nasal", [10, 20, 30, 40, 55, 70, 85, 100, 130, 160]),
    ],
)
def test_after_a_dose_the_lines_go_to_the_longest_stay(name: str, expected: list[int]) -> None:
    protocol = PROTOCOLS[name]
    assert longest_stay(protocol) == 180 * MINUTE
    assert longest_infusion(protocol) == timedelta(0)
    route = {"ketamine-im": "im", "ketamine-sublingual": "sublingual"}.get(name, "intranasal")
    dose: Body = {"kind": "dose_given", "at": minute(0), "dose_mg": 35, "route": route}

    before = due_ahead(protocol, PatientFacts(), (), minute(0))
    after = due_ahead(protocol, PatientFacts(), read(protocol, [dose]), minute(1))

    assert [row.elapsed for row in before] == [one * MINUTE for one in expected]
    assert [row.at for row in after] == [minute(one) for one in expected]


def test_an_infusion_that_runs_longer_than_it_may_still_has_its_next_lines() -> None:
    protocol = PROTOCOLS["ketamine-iv"]
    assert longest_infusion(protocol) == 60 * MINUTE
    start: Body = {"kind": "infusion_started", "at": minute(0), "dose_mg": 35, "id": "s"}
    made: Body = {"kind": "vitals", "at": minute(70), "systolic_mmhg": 120, "diastolic_mmhg": 80,
                  "heart_rate_bpm": 70, "spo2_percent": 98, "id": "v"}  # fmt: skip
    rows = due_ahead(protocol, PatientFacts(), read(protocol, [start, made]), minute(71))

    assert [row.at for row in rows if row.at][:2] == [minute(80), minute(90)]
    assert next(row.after_end for row in rows if row.after_end) == 15 * MINUTE
