"""Pause and stop prompts while an infusion runs, on both sides of every limit."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.prompts import Act, prompts
from monitor.clinical.reading_events import read_event
from monitor.clinical.session import evaluate
from tests.clinical.sessions import PROTOCOLS, minute

IV = PROTOCOLS["ketamine-iv"]
QUIET = {"systolic_mmhg": 124, "diastolic_mmhg": 80, "heart_rate_bpm": 72, "spo2_percent": 98}
Told = list[tuple[float, dict[str, Any]]]
START: Told = [(0, {"kind": "infusion_started", "dose_mg": 36})]


def acts(told: Told, now: float, *, arrhythmia: bool = False) -> list[tuple[Act, str]]:
    events: list[Event] = [
        read_event({**body, "at": minute(at)}, position=place, default_id=f"e{place}")
        for place, (at, body) in enumerate([*START, *told])
    ]
    state = evaluate(IV, PatientFacts(known_arrhythmia=arrhythmia), events, minute(now))
    return [(one.act, str(one.reason)) for one in prompts(IV, state)]


def vitals(**values: object) -> dict[str, Any]:
    return {"kind": "vitals", **QUIET, **values}


@pytest.mark.parametrize(
    ("value", "inside", "act"),
    [
        ({"systolic_mmhg": 200}, {"systolic_mmhg": 199}, Act.STOP),
        (
            {"systolic_mmhg": 180, "diastolic_mmhg": 120},
            {"systolic_mmhg": 179, "diastolic_mmhg": 119},
            Act.STOP,
        ),
        ({"heart_rate_bpm": 40}, {"heart_rate_bpm": 45}, Act.STOP),
        ({"heart_rate_bpm": 150}, {"heart_rate_bpm": 149}, Act.STOP),
        ({"heart_rate_bpm": 44}, {"heart_rate_bpm": 45}, Act.PAUSE),
        ({"heart_rate_bpm": 41}, {"heart_rate_bpm": 45}, Act.PAUSE),
        ({"respiratory_rate_per_min": 8}, {"respiratory_rate_per_min": 9}, Act.STOP),
        ({"spo2_percent": 87}, {"spo2_percent": 92}, Act.STOP),
        ({"spo2_percent": 88}, {"spo2_percent": 92}, Act.PAUSE),
        ({"spo2_percent": 91}, {"spo2_percent": 92}, Act.PAUSE),
    ],
)
def test_one_reading_prompts_from_its_limit_on(
    value: dict[str, object], inside: dict[str, object], act: Act
) -> None:
    assert [found for found, _ in acts([(10, vitals(**value))], 11)] == [act]
    assert acts([(10, vitals(**inside))], 11) == []


@pytest.mark.parametrize(
    ("body", "act"),
    [
        ({"kind": "consciousness", "moaas": 3}, None),
        ({"kind": "consciousness", "moaas": 2}, Act.PAUSE),
        ({"kind": "consciousness", "moaas": 1}, Act.STOP),
        ({"kind": "consciousness", "moaas": 0}, Act.STOP),
        ({"kind": "consciousness", "rass": 2}, None),
        ({"kind": "consciousness", "rass": 3}, Act.PAUSE),
        ({"kind": "red_flags", "present": []}, None),
        ({"kind": "red_flags", "present": ["chest_pain"]}, Act.STOP),
    ],
)
def test_alertness_agitation_and_red_flags_prompt(body: dict[str, Any], act: Act | None) -> None:
    assert [found for found, _ in acts([(10, body)], 11)] == ([act] if act else [])


@pytest.mark.parametrize("high", [{"systolic_mmhg": 180}, {"diastolic_mmhg": 110}])
def test_a_high_pressure_prompts_a_pause_only_when_it_was_read_twice(
    high: dict[str, object],
) -> None:
    beyond = vitals(**{"systolic_mmhg": 170, **high})
    assert acts([(10, beyond)], 11) == []
    assert [act for act, _ in acts([(10, beyond), (15, beyond)], 16)] == [Act.PAUSE]
    assert acts([(10, beyond), (15, vitals())], 16) == []
    assert acts([(10, beyond), (15, vitals()), (20, beyond)], 21) == []


def test_a_fast_heart_prompts_a_pause_after_five_minutes_of_it() -> None:
    fast = vitals(heart_rate_bpm=121)
    assert acts([(10, fast), (14.9, fast)], 15) == []
    assert acts([(10, fast), (15, fast)], 15) == [(Act.PAUSE, "heart rate 121 /min for 5 min")]
    assert acts([(10, fast), (12, vitals(heart_rate_bpm=120)), (15, fast)], 15) == []


def test_a_new_irregular_rhythm_prompts_and_a_known_one_does_not() -> None:
    told: Told = [(10, vitals(rhythm="irregular"))]
    assert acts(told, 11) == [(Act.PAUSE, "a new irregular rhythm")]
    assert acts(told, 11, arrhythmia=True) == []


def test_nothing_prompts_before_or_after_the_infusion_and_a_stop_stands_while_it_is_paused() -> (
    None
):
    beyond = vitals(systolic_mmhg=204)
    paused: Told = [(10, beyond), (11, {"kind": "infusion_paused"})]
    assert [act for act, _ in acts(paused, 12)] == [Act.STOP]
    assert acts([*paused, (13, {"kind": "infusion_ended"})], 14) == []
    assert acts([(-5, beyond)], -1) == []
    assert acts([(-5, beyond)], 1) == []


def test_a_pause_that_was_made_is_not_asked_for_again() -> None:
    low: Told = [(10, vitals(spo2_percent=90)), (11, {"kind": "infusion_paused"})]
    assert acts(low, 12) == []


def test_a_stale_or_missing_value_prompts_nothing() -> None:
    told: Told = [(10, vitals(systolic_mmhg=204))]
    assert [act for act, _ in acts(told, 25)] == [Act.STOP]
    assert acts(told, 25.1) == []
    gone = {"kind": "vitals", "not_measured": {"systolic_mmhg": "refused"}, "heart_rate_bpm": 72}
    assert acts([*told, (12, gone)], 13) == []


def test_stops_stand_before_pauses_and_name_no_drug() -> None:
    found = acts([(10, vitals(systolic_mmhg=204, spo2_percent=90))], 11)
    assert found == [(Act.STOP, "systolic 204 mmHg"), (Act.PAUSE, "SpO₂ 90 %")]


def test_a_protocol_without_an_infusion_prompts_nothing() -> None:
    assert PROTOCOLS["ketamine-im"].infusion_prompts is None
