"""The grades read from vital signs lie where the alerts' own limits lie."""

from __future__ import annotations

import pytest

from monitor.clinical.grading import grades_read, pressure_grades
from monitor.clinical.protocol import Protocol
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import load_protocols


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return load_protocols(protocols_folder())["ketamine-iv"]


def test_caution_is_moderate_and_urgent_is_severe(protocol: Protocol) -> None:
    steps = [
        (one.grade, one.systolic_mmhg, one.diastolic_mmhg) for one in pressure_grades(protocol)
    ]

    assert steps == [
        (grade, high.number(limit), low.number(limit))
        for high, low in [(protocol.alerts["systolic_high"], protocol.alerts["diastolic_high"])]
        for grade, limit in [("moderate", "caution_from"), ("severe", "urgent_from")]
    ]


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_grade_starts_at_its_number_of_either_pressure(protocol: Protocol, beyond: int) -> None:
    moderate, severe = pressure_grades(protocol)
    below = {"systolic_mmhg": moderate.systolic_mmhg - 1, "diastolic_mmhg": 60}

    def read(**said: float) -> str:
        return grades_read({**below, **said}, protocol)["high_blood_pressure"]

    assert read() == "none"
    assert read(systolic_mmhg=moderate.systolic_mmhg + beyond) == "moderate"
    assert read(diastolic_mmhg=moderate.diastolic_mmhg + beyond) == "moderate"
    assert read(systolic_mmhg=severe.systolic_mmhg - 1) == "moderate"
    assert read(diastolic_mmhg=severe.diastolic_mmhg - 1) == "moderate"
    assert read(systolic_mmhg=severe.systolic_mmhg + beyond) == "severe"
    assert read(diastolic_mmhg=severe.diastolic_mmhg + beyond) == "severe"


def test_what_was_not_measured_is_not_graded(protocol: Protocol) -> None:
    assert grades_read({"heart_rate_bpm": 70}, protocol) == {}
    assert grades_read({"systolic_mmhg": 240}, protocol) == {}
    assert grades_read({"rhythm": "regular"}, protocol) == {"irregular_heart_rate": "none"}
    assert grades_read({"rhythm": "irregular"}, protocol) == {"irregular_heart_rate": "moderate"}
