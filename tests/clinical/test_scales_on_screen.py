"""The scales as they are asked and shown: which, when, what is derived, and item 9 in sight."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.reading_events import read_event
from monitor.clinical.scales.derived import DERIVED
from monitor.clinical.scales.forms import FORMS, Moment, asked_scales
from monitor.clinical.scales.showing import (
    asked_so_far,
    derived_now,
    needs_person,
    self_harm_answer,
)
from monitor.clinical.session import evaluate
from monitor.clinical.words import SCALE_ITEMS
from tests.clinical.sessions import PROTOCOLS, minute

EXTENDED = PROTOCOLS["ketamine-iv-extended"]
USUAL = PROTOCOLS["ketamine-iv"]
PATIENT = PatientFacts()
READING = {
    "kind": "vitals",
    "systolic_mmhg": 120,
    "diastolic_mmhg": 80,
    "heart_rate_bpm": 70,
    "spo2_percent": 98,
    "oxygen_l_min": 0,
}
AWAKE = {"activity": 2, "respiration": 2, "consciousness": 2}


def _event(at: float, body: dict[str, Any], name: str) -> Event:
    said = {**body, "at": minute(at)}
    return read_event(said, position=0, default_id=name)


def _phq9(at: float, ninth: int, name: str = "phq9") -> Event:
    items = {f"item_{number}": 0 for number in range(1, 9)} | {"item_9": ninth}
    return _event(at, {"kind": "scale", "name": "phq9", "items": items}, name)


def _dosed() -> list[Event]:
    return [
        _event(-10, READING, "before"),
        _event(0, {"kind": "infusion_started", "dose_mg": 36}, "start"),
    ]


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_asks_exactly_the_items_and_scores_of_its_scale(name: str) -> None:
    form = FORMS[name]
    asked = {item.id: item for item in form.items}
    assert set(asked) == set(SCALE_ITEMS[name])
    for item, (lowest, highest) in SCALE_ITEMS[name].items():
        scores = sorted(answer.score for answer in asked[item].answers)
        assert scores == list(range(lowest, highest + 1))
    most = sum(highest for _, highest in SCALE_ITEMS[name].values())
    assert form.highest == most + 2 * len(DERIVED.get(name, ()))
    assert form.variant


def test_cadss6_goes_by_item_number_alone() -> None:
    """Its wording is copyrighted."""
    labels = [item.label for item in FORMS["cadss6"].items]
    assert labels == [f"Item {number}" for number in (1, 2, 6, 7, 15, 22)]


def test_a_protocol_without_scale_criteria_asks_phq9_before_the_dose_alone() -> None:
    asked = asked_scales(USUAL)
    assert [(each.form.name, each.moment) for each in asked] == [("phq9", Moment.BEFORE)]


def test_the_extended_protocol_asks_all_four() -> None:
    asked = {each.form.name: each.moment for each in asked_scales(EXTENDED)}
    assert asked == {
        "phq9": Moment.BEFORE,
        "aldrete": Moment.AFTER,
        "mpadss": Moment.AFTER,
        "cadss6": Moment.BOTH,
    }


def test_derived_items_come_from_the_readings_that_are_current() -> None:
    events = [*_dosed(), _event(30, {**READING, "systolic_mmhg": 145}, "after")]
    at = minute(40)
    assert derived_now(EXTENDED, PATIENT, events, at, "aldrete").items == {
        "circulation": 1,
        "oxygen": 2,
    }
    assert derived_now(EXTENDED, PATIENT, events, at, "mpadss").items == {"vital_signs": 1}


def test_a_derived_item_of_stale_readings_is_missing_and_says_what_it_lacks() -> None:
    events = [*_dosed(), _event(30, READING, "after")]
    score = derived_now(EXTENDED, PATIENT, events, minute(46), "aldrete")
    assert score.items == {}
    assert {"systolic_mmhg", "spo2_percent"} <= set(score.missing)


def test_what_is_derived_now_is_what_the_scale_scores_when_it_is_asked() -> None:
    events = [*_dosed(), _event(30, {**READING, "spo2_percent": 91}, "after")]
    at = minute(35)
    now = derived_now(EXTENDED, PATIENT, events, at, "aldrete")
    asked = _event(35, {"kind": "scale", "name": "aldrete", "items": AWAKE}, "asked")
    score = evaluate(EXTENDED, PATIENT, (*events, asked), at).scores["aldrete"]
    assert score.items is not None
    assert now.items == {name: score.items[name] for name in DERIVED["aldrete"]}
    assert score.total == 9


def test_every_scale_keeps_the_total_of_its_own_instant() -> None:
    first = _event(35, {"kind": "scale", "name": "aldrete", "items": AWAKE}, "first")
    second = _event(95, {"kind": "scale", "name": "aldrete", "items": AWAKE}, "second")
    readings = [_event(34, {**READING, "spo2_percent": 91}, "a"), _event(94, READING, "b")]
    events = [*_dosed(), *readings, first, second]
    found = asked_so_far(EXTENDED, PATIENT, events, minute(240))
    assert [(one.entry.id, one.score.total) for one in found] == [("second", 10), ("first", 9)]


def test_item_9_stays_in_sight_however_old_and_a_later_answer_replaces_it() -> None:
    events = [_phq9(-60, 2), *_dosed()]
    state = evaluate(USUAL, PATIENT, events, minute(200))
    assert state.scores["phq9"].total is None
    said = self_harm_answer(state)
    assert said is not None
    assert (said.score, said.at) == (2, minute(-60))
    later = evaluate(USUAL, PATIENT, (*events, _phq9(10, 0, "later")), minute(200))
    assert (answer := self_harm_answer(later)) is not None
    assert answer.score == 0


def test_item_9_struck_out_is_no_answer() -> None:
    struck = _event(
        -50, {"kind": "entered_in_error", "target": "phq9", "reason": "wrong patient"}, "struck"
    )
    state = evaluate(USUAL, PATIENT, [_phq9(-60, 3), struck], minute(0) + timedelta(seconds=1))
    assert self_harm_answer(state) is None


def test_any_answer_above_0_to_the_ninth_item_of_phq9_needs_a_person_and_no_other_answer() -> None:
    marked = {
        (form.name, item.id, one.score)
        for form in FORMS.values()
        for item in form.items
        for one in item.answers
        if needs_person(form.name, item.id, one.score)
    }

    assert marked == {("phq9", "item_9", score) for score in (1, 2, 3)}
