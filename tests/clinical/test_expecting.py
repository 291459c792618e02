"""An expectation names any subset of the answer; shorthands mean what the format says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.clinical.expecting import mismatches, open_alerts

ANSWER: dict[str, Any] = {
    "phase": "observing",
    "elapsed_minutes": 100.0,
    "earliest_ready_at": None,
    "findings": {"rhythm": {"finding": "met", "earliest_at": "2026-03-02T20:50:00Z"}},
    "scores": {"news2": {"total": None, "missing": ["temperature_c"]}, "phq9": {"total": 9}},
    "peaks": {"systolic_mmhg": {"value": 196, "at": "2026-03-02T18:40:00Z"}},
    "current": {"spo2_percent": {"value": None, "stale": False}},
    "alerts": [
        {"code": "systolic_high", "level": "caution", "state": "open", "value": 165},
        {"code": "systolic_high", "level": "urgent", "state": "open", "value": 205},
        {"code": "anxiety", "level": "urgent", "state": "resolved", "value": "severe"},
        {"code": "agitation", "level": "caution", "state": "open", "value": 2},
    ],
}
HOLD: list[dict[str, Any]] = [
    {},
    {"phase": "observing"},
    {"elapsed_minutes": 100.05},
    {"elapsed_minutes": 99.95},
    {"earliest_ready_at": "null"},
    {"unheard_of": "null"},
    {"findings": {"rhythm": "met"}},
    {"findings": {"rhythm": {"finding": "met"}}},
    {"findings": {"rhythm": {"earliest_at": datetime(2026, 3, 2, 20, 50, tzinfo=UTC)}}},
    {"findings": {"rhythm": {"earliest_at": "2026-03-02T12:50:00-08:00"}}},
    {"findings": {"aldrete": "null"}},
    {"findings": {"aldrete": {"finding": "null", "earliest_at": "null"}}},
    {"scores": {"news2": "not_computable", "phq9": 9}},
    {"scores": {"news2": "null"}},
    {"scores": {"news2": {"total": "null", "missing": ["temperature_c"]}}},
    {"peaks": {"systolic_mmhg": 196}},
    {"peaks": {"systolic_mmhg": {"value": 196}}},
    {"current": {"spo2_percent": {"value": "null", "stale": False}}},
    {"alerts_open": ["agitation:caution", "systolic_high:urgent"]},
    {"alerts": [{}, {"value": 205}, {"state": "resolved"}, {"code": "agitation"}]},
]
FAIL: list[tuple[dict[str, Any], str]] = [
    ({"phase": "paused"}, "phase"),
    ({"phase": "null"}, "phase"),
    ({"elapsed_minutes": 100.06}, "elapsed_minutes"),
    ({"elapsed_minutes": "100"}, "elapsed_minutes"),
    ({"earliest_ready_at": "2026-03-02T20:50:00Z"}, "earliest_ready_at"),
    ({"findings": {"rhythm": "not_met"}}, "findings.rhythm"),
    ({"findings": {"rhythm": "null"}}, "findings.rhythm"),
    ({"findings": {"rhythm": {"finding": "not_met"}}}, "findings.rhythm.finding"),
    ({"findings": {"rhythm": {"earliest_at": "2026-03-02T20:50:00+01:00"}}},
     "findings.rhythm.earliest_at"),
    ({"findings": {"rhythm": {"earliest_at": "2026-03-02T20:50:00"}}},
     "findings.rhythm.earliest_at"),
    ({"findings": {"aldrete": {"finding": "met"}}}, "findings.aldrete.finding"),
    ({"scores": {"phq9": "not_computable"}}, "scores.phq9"),
    ({"scores": {"phq9": 10}}, "scores.phq9"),
    ({"scores": {"news2": {"missing": []}}}, "scores.news2.missing"),
    ({"peaks": {"systolic_mmhg": 197}}, "peaks.systolic_mmhg"),
    ({"current": {"spo2_percent": {"stale": True}}}, "current.spo2_percent.stale"),
    ({"current": {"spo2_percent": {"stale": 0}}}, "current.spo2_percent.stale"),
    ({"alerts_open": ["systolic_high:urgent", "agitation:caution"]}, "alerts_open"),
    ({"alerts_open": ["systolic_high:urgent"]}, "alerts_open"),
    ({"alerts": []}, "alerts"),
    ({"alerts": [{}, {}, {}]}, "alerts"),
    ({"alerts": [{}, {"value": 206}, {}, {}]}, "alerts"),
]  # fmt: skip


@pytest.mark.parametrize("expect", HOLD, ids=str)
def test_it_holds(expect: dict[str, Any]) -> None:
    assert mismatches(ANSWER, expect) == []


@pytest.mark.parametrize(("expect", "key"), FAIL, ids=str)
def test_it_does_not_hold_and_the_key_is_named(expect: dict[str, Any], key: str) -> None:
    (wrong,) = mismatches(ANSWER, expect)

    assert wrong.key == key


def test_open_alerts_are_sorted_each_once_at_its_highest() -> None:
    assert open_alerts(ANSWER) == ["agitation:caution", "systolic_high:urgent"]
    assert open_alerts({"alerts": []}) == []
