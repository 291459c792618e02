"""NEWS2 says what it is made of: the points of each part, and what is missing."""

from __future__ import annotations

from typing import Any

from monitor.clinical.patient import PatientFacts
from monitor.clinical.reading_events import read_event
from monitor.clinical.session import evaluate
from monitor.clinical.state import Score
from tests.clinical.sessions import PROTOCOLS, minute

READING = {
    "kind": "vitals",
    "systolic_mmhg": 105,
    "diastolic_mmhg": 70,
    "heart_rate_bpm": 95,
    "spo2_percent": 95,
    "oxygen_l_min": 2,
    "respiratory_rate_per_min": 21,
    "temperature_c": 36.8,
}
PARTS = {
    "respiratory_rate_per_min": 2,
    "spo2_percent": 1,
    "oxygen_l_min": 2,
    "systolic_mmhg": 1,
    "heart_rate_bpm": 1,
    "consciousness": 0,
    "temperature_c": 0,
}


def news2_of(reading: dict[str, Any]) -> Score:
    """The score 5 minutes after a reading of a patient who is awake."""
    said = [reading, {"kind": "consciousness", "acvpu": "A"}]
    events = [
        read_event({**body, "at": minute(10)}, position=number, default_id=f"e{number}")
        for number, body in enumerate(said)
    ]
    state = evaluate(PROTOCOLS["ketamine-iv"], PatientFacts(), events, minute(15))
    return state.scores["news2"]


def test_a_total_shows_the_points_of_each_part_and_when_it_holds() -> None:
    assert news2_of(READING) == Score(7, (), PARTS, minute(15))


def test_without_one_part_the_points_of_the_others_are_shown_but_no_total() -> None:
    reading = {key: value for key, value in READING.items() if key != "temperature_c"}
    others = {name: points for name, points in PARTS.items() if name != "temperature_c"}

    assert news2_of(reading) == Score(None, ("temperature_c",), others)
