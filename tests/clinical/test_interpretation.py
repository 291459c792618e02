"""What each reading was: by the rule of its alert, on both sides of every limit."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clinical.event import Event
from monitor.clinical.interpretation import (
    HIGH_FIELDS,
    LOW_FIELDS,
    Interpretation,
    interpretations,
)
from monitor.clinical.patient import PatientFacts
from monitor.clinical.reading_events import read_event
from monitor.clinical.session import evaluate
from monitor.clinical.state import Level
from tests.clinical.sessions import PROTOCOLS, minute

PROTOCOL = PROTOCOLS["ketamine-iv"]


def told(*sets: Mapping[str, object], ended: bool = False) -> list[Event]:
    """An infusion, and readings five minutes apart."""
    bodies: list[dict[str, object]] = [{"kind": "infusion_started", "dose_mg": 36}]
    if ended:
        bodies.append({"kind": "infusion_ended"})
    bodies += [{"kind": "vitals", **one} for one in sets]
    return [
        read_event({**body, "at": minute(5 * place)}, position=place, default_id=f"e{place}")
        for place, body in enumerate(bodies)
    ]


def of_last(events: list[Event], field: str) -> Interpretation | None:
    """What the newest reading of a field was."""
    found = interpretations(PROTOCOL, PatientFacts(), events, minute(5 * len(events)))
    return found.get((events[-1].id, field))


@pytest.mark.parametrize(
    ("field", "value", "meant"),
    [
        ("systolic_mmhg", 200, Interpretation.CRITICALLY_HIGH),
        ("systolic_mmhg", 199, Interpretation.HIGH),
        ("systolic_mmhg", 160, Interpretation.HIGH),
        ("systolic_mmhg", 159, None),
        ("systolic_mmhg", 101, None),
        ("systolic_mmhg", 100, Interpretation.LOW),
        ("systolic_mmhg", 90, Interpretation.LOW),
        ("systolic_mmhg", 89, Interpretation.CRITICALLY_LOW),
        ("heart_rate_bpm", 131, Interpretation.CRITICALLY_HIGH),
        ("heart_rate_bpm", 111, Interpretation.HIGH),
        ("heart_rate_bpm", 110, None),
        ("heart_rate_bpm", 49, Interpretation.LOW),
        ("heart_rate_bpm", 40, Interpretation.CRITICALLY_LOW),
        ("spo2_percent", 95, None),
        ("spo2_percent", 94, Interpretation.LOW),
        ("spo2_percent", 91, Interpretation.CRITICALLY_LOW),
        ("respiratory_rate_per_min", 25, Interpretation.CRITICALLY_HIGH),
        ("respiratory_rate_per_min", 21, Interpretation.HIGH),
        ("respiratory_rate_per_min", 11, Interpretation.LOW),
        ("respiratory_rate_per_min", 8, Interpretation.CRITICALLY_LOW),
        ("temperature_c", 39.1, Interpretation.CRITICALLY_HIGH),
        ("temperature_c", 38.1, Interpretation.HIGH),
        ("temperature_c", 35.0, Interpretation.LOW),
    ],
)
def test_a_reading_is_told_by_the_limits_of_its_alerts(
    field: str, value: float, meant: Interpretation | None
) -> None:
    more = {"diastolic_mmhg": 80} if field == "systolic_mmhg" else {}
    assert of_last(told({field: value, "oxygen_l_min": 0, **more}), field) is meant


def test_a_saturation_held_by_oxygen_is_urgent_but_not_called_low() -> None:
    held = {"spo2_percent": 97, "oxygen_l_min": 2}
    assert of_last(told(held), "spo2_percent") is None
    assert of_last(told(held, ended=True), "spo2_percent") is Interpretation.NEEDS_OXYGEN
    low = told({"spo2_percent": 90, "oxygen_l_min": 2}, ended=True)
    assert of_last(low, "spo2_percent") is Interpretation.CRITICALLY_LOW
    assert Interpretation.NEEDS_OXYGEN.level is Level.URGENT


def test_the_second_of_two_far_readings_is_critical_the_first_is_not() -> None:
    far = {"systolic_mmhg": 185, "diastolic_mmhg": 90}
    events = told(far, far)
    found = interpretations(PROTOCOL, PatientFacts(), events, minute(20))
    assert [found[event.id, "systolic_mmhg"] for event in events[1:]] == [
        Interpretation.HIGH,
        Interpretation.CRITICALLY_HIGH,
    ]


def test_only_what_was_known_by_then_counts() -> None:
    events = told({"heart_rate_bpm": 140})
    assert interpretations(PROTOCOL, PatientFacts(), events, minute(4)) == {}


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "systolic_mmhg": st.integers(70, 230),
                "heart_rate_bpm": st.integers(30, 160),
                "respiratory_rate_per_min": st.integers(5, 35),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_last_reading_is_told_as_the_alert_on_the_board_tells_it(
    sets: list[dict[str, int]],
) -> None:
    events = told(*({**one, "diastolic_mmhg": 60} for one in sets))
    now = minute(5 * len(events))
    state = evaluate(PROTOCOL, PatientFacts(), events, now)
    found = interpretations(PROTOCOL, PatientFacts(), events, now)
    latest = {alert.code: alert.latest for alert in state.alerts}  # the newest episode of each
    for field in ("systolic_mmhg", "heart_rate_bpm", "respiratory_rate_per_min"):
        codes = [
            code for codes in (HIGH_FIELDS, LOW_FIELDS) for code in codes if codes[code] == field
        ]
        levels = [latest[code] for code in codes if latest.get(code) is not None]
        worst = Level.URGENT if Level.URGENT in levels else (Level.CAUTION if levels else None)
        one = found.get((events[-1].id, field))
        assert (None if one is None else one.level) is worst
