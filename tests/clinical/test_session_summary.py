"""A session in its few numbers says what the session itself says, whatever came in and when."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol
from monitor.clinical.session import evaluate
from monitor.clinical.session_summary import SessionSummary, summarize
from monitor.clinical.state import AlertState
from monitor.clinical.words import GRADE_RANK
from tests.clinical.sessions import PATIENT, PROTOCOLS, ZERO, Body, bodies, minute, read

IV = PROTOCOLS["ketamine-iv"]
LATER = minute(600)
SET: Body = {
    "kind": "vitals", "systolic_mmhg": 124, "diastolic_mmhg": 78, "heart_rate_bpm": 72,
    "rhythm": "regular", "spo2_percent": 98, "oxygen_l_min": 0, "respiratory_rate_per_min": 14,
}  # fmt: skip
QUIET = ("hallucinations", "dizziness", "confusion", "dissociation", "nausea")


def told(record: list[Body], protocol: Protocol = IV) -> SessionSummary:
    return summarize(protocol, PATIENT, named(protocol, record), LATER)


def named(protocol: Protocol, record: list[Body]) -> tuple[Event, ...]:
    """The events in the order in which they happened, each with an id of its own."""
    ordered = sorted(record, key=lambda body: body["at"])
    return read(protocol, [{"id": f"e{place}", **body} for place, body in enumerate(ordered)])


def checks(at: float, **changes: object) -> list[Body]:
    """A whole quiet set, with what is not quiet."""
    grades = {**dict.fromkeys(QUIET, "none"), **dict(changes.pop("grades", {}))}  # type: ignore[call-overload]
    return [
        {**SET, **changes, "at": minute(at)},
        {"kind": "side_effects", "at": minute(at), "grades": grades},
        {"kind": "consciousness", "at": minute(at), "moaas": 5},
        {"kind": "red_flags", "at": minute(at), "present": []},
        {"kind": "mobility", "at": minute(at), "gait": "steady"},
    ]


def ordinary(*more: Body) -> list[Body]:
    """Ready at 86 min but for the minimum; the way home is settled at 125."""
    release = {"line_removed": True, "instructions_given": True, "suicide_safety": "no_concern"}
    escort = {"name": "J. Doe", "phone": "555 0142"}
    return [
        {**SET, "at": minute(-10)},
        {"kind": "infusion_started", "at": ZERO, "dose_mg": 35},
        {**SET, "at": minute(10)},
        {**SET, "at": minute(20), "systolic_mmhg": 150, "diastolic_mmhg": 90},
        {**SET, "at": minute(30)},
        {**SET, "at": minute(40)},
        {"kind": "infusion_ended", "at": minute(40)},
        *checks(55, grades={"dissociation": "moderate"}),
        *checks(70),
        *checks(86),
        *more,
        *checks(105),
        *checks(118),
        *checks(128),
        {"kind": "attested", "at": minute(125), "escort": escort, **release},
        {"kind": "discharged", "at": minute(131), "to": "home"},
    ]


def test_ready_leaves_the_minimum_and_the_way_home_aside_and_met_does_not() -> None:
    summary = told(ordinary())

    assert summary.ready is not None
    assert summary.met is not None
    assert 70 <= summary.ready <= 86
    assert 120 <= summary.met <= 128
    assert (summary.left, summary.discharged_to) == (131, "home")


def test_what_turns_worse_again_was_not_ready_for_good() -> None:
    summary = told(ordinary(*checks(95, grades={"nausea": "moderate"})))

    assert summary.ready is not None
    assert summary.ready > 95


def test_a_rise_is_the_highest_after_the_dose_above_the_baseline_standing_left_out() -> None:
    standing = {"systolic_mmhg": 190, "diastolic_mmhg": 110, "position": "standing"}
    summary = told(ordinary({**SET, **standing, "at": minute(90)}))

    assert summary.rises == {"systolic_mmhg": 26, "diastolic_mmhg": 12}
    assert summary.dose_mg == 35
    assert summary.infusion_ended == 40


def test_grades_are_the_gravest_and_what_nobody_graded_is_read_from_the_vital_signs() -> None:
    summary = told(ordinary({**SET, "systolic_mmhg": 165, "diastolic_mmhg": 95, "at": minute(60)}))

    assert summary.grades["dissociation"] == "moderate"
    assert summary.grades["nausea"] == "none"
    assert summary.grades["high_blood_pressure"] == "moderate"
    assert "anxiety" not in summary.grades  # nobody asked


def test_a_phq9_without_an_item_has_no_total_and_still_tells_item_9() -> None:
    items = {f"item_{number}": 1 for number in range(1, 10)}
    whole = {"kind": "scale", "name": "phq9", "at": minute(-20), "items": items}
    part = {**whole, "at": minute(-15), "items": {"item_1": 2, "item_9": 3}}

    assert (both := told(ordinary(whole)).phq9) is not None
    assert (both.total, both.item_9) == (9, 1)
    assert (last := told(ordinary(whole, part)).phq9) is not None
    assert (last.total, last.item_9) == (None, 3)


def test_a_session_without_a_dose_has_no_minutes() -> None:
    summary = told([{"kind": "arrived", "at": minute(-30)}, {**SET, "at": minute(-10)}])

    assert (summary.time_zero, summary.dose_mg, summary.ready, summary.left) == (None,) * 4
    assert summary.readings == ()


@settings(max_examples=40, deadline=None)
@given(bodies())
def test_whatever_the_record_the_numbers_are_those_of_the_session(
    drawn: tuple[Protocol, list[Body]],
) -> None:
    protocol, record = drawn
    events = read(protocol, record)
    now = max(event.recorded_at for event in events) + timedelta(minutes=1)
    summary = summarize(protocol, PATIENT, events, now)
    state = evaluate(protocol, PATIENT, events, now)

    assert summary.time_zero == state.time_zero
    if summary.met is not None:
        assert summary.ready is None or summary.ready <= summary.met + 24 * 60
        assert summary.met >= 0
    if state.met and state.discharged_to is None:
        assert summary.ready is not None
    for effect, peak in state.peaks.items():
        if effect in summary.grades:
            assert GRADE_RANK[summary.grades[effect]] >= GRADE_RANK[str(peak.value)]
    standing = [one for one in state.alerts if one.state is not AlertState.WITHDRAWN]
    assert [one.code for one in summary.alerts] == [one.code for one in standing]
    assert summary.missed_sets == state.schedule.missed


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60))
def test_looking_later_changes_nothing_once_the_patient_has_left(minutes: int) -> None:
    events = named(IV, ordinary())

    early = summarize(IV, PATIENT, events, minute(132))
    late = summarize(IV, PATIENT, events, minute(132 + minutes))

    assert early == late
