"""The invented bodies behave as the published cohorts did."""

from __future__ import annotations

import statistics
from dataclasses import replace
from random import Random

import pytest

from monitor.clinical.reading_events import read_event
from monitor.demo.physiology import GRADES, Body, Constitution, Dosing, body_of
from monitor.demo.routes import ROUTES, Route
from monitor.demo.tendencies import TENDENCIES

FULL = Dosing(((0.0, 40.0),))
ROUNDS = (10, 20, 30, 40, 55, 70, 85, 100, 130)
MANY = 1500

# The lowest and the highest share of patients in whom a cohort or trial reported the effect.
PUBLISHED = {
    "dissociation": (0.339, 0.60),
    "dizziness": (0.383, 0.69),
    "sedation": (0.207, 0.564),
    "anxiety": (0.101, 0.45),
    "blurred_vision": (0.119, 0.31),
    "nausea": (0.133, 0.333),
    "vomiting": (0.01, 0.158),
    "confusion": (0.059, 0.25),
    "headache": (0.17, 0.24),
}


@pytest.fixture(scope="module")
def bodies() -> list[tuple[Body, Random]]:
    return [
        (body_of(Constitution(45), chance := Random(f"cohort {n}")), chance) for n in range(MANY)
    ]


def _systolic_change(body: Body, chance: Random, minute: float, field: str) -> float:
    before = [body.vitals(FULL, at, chance)[field] for at in (-20, -10)]
    return body.vitals(FULL, minute, chance)[field] - statistics.mean(before)


@pytest.mark.parametrize(
    ("field", "mean", "deviation"), [("systolic_mmhg", 16.0, 11.2), ("diastolic_mmhg", 11.0, 8.45)]
)
def test_pressure_rises_at_forty_minutes_as_published(
    bodies: list[tuple[Body, Random]], field: str, mean: float, deviation: float
) -> None:
    rises = [_systolic_change(body, chance, 40, field) for body, chance in bodies]

    assert statistics.mean(rises) == pytest.approx(mean, abs=1.0)
    assert statistics.stdev(rises) == pytest.approx(deviation, abs=1.0)


def test_the_mean_pressure_is_highest_at_forty_minutes(bodies: list[tuple[Body, Random]]) -> None:
    means = {
        minute: statistics.mean(
            body.vitals(FULL, minute, chance)["systolic_mmhg"] for body, chance in bodies
        )
        for minute in (0, 10, 20, 30, 40, 55, 70, 100)
    }

    assert max(means, key=lambda minute: means[minute]) == 40


def test_pressure_is_back_within_ninety_minutes_of_the_end(
    bodies: list[tuple[Body, Random]],
) -> None:
    left = [_systolic_change(body, chance, 130, "systolic_mmhg") for body, chance in bodies]

    assert statistics.mean(left) == pytest.approx(0.0, abs=1.5)


@pytest.mark.parametrize("effect", PUBLISHED)
def test_side_effects_are_as_common_as_published(
    bodies: list[tuple[Body, Random]], effect: str
) -> None:
    felt = sum(any(body.grade(effect, FULL, at) != "none" for at in ROUNDS) for body, _ in bodies)
    low, high = PUBLISHED[effect]

    assert low <= felt / MANY <= high


def test_dissociation_is_gone_two_hours_after_the_start(bodies: list[tuple[Body, Random]]) -> None:
    left = sum(body.grade("dissociation", FULL, 120) != "none" for body, _ in bodies)

    assert left / MANY <= 0.01


def test_severe_grades_are_rare_and_moderate_ones_are_not(
    bodies: list[tuple[Body, Random]],
) -> None:
    worst = [
        max(GRADES.index(body.grade(effect, FULL, at)) for at in ROUNDS for effect in TENDENCIES)
        for body, _ in bodies
    ]

    assert 0.001 < sum(grade == 3 for grade in worst) / MANY < 0.08
    assert 0.10 < sum(grade >= 2 for grade in worst) / MANY < 0.60


def _cohort(route: Route) -> list[tuple[Body, Random, Dosing]]:
    first, last = route.lag_minutes, route.lag_minutes + route.absorbed_in
    dosing = Dosing(((first, last),), route.absorbed_in)
    made = []
    for number in range(MANY):
        chance = Random(f"{route.protocol_id} {number}")
        made.append((body_of(Constitution(45), chance, route=route), chance, dosing))
    return made


@pytest.mark.parametrize(
    ("protocol_id", "from_minute", "to_minute"),
    [
        ("ketamine-iv", 40, 40),
        ("ketamine-im", 5, 15),
        ("ketamine-sublingual", 40, 55),
        ("esketamine-nasal", 30, 40),
    ],
)
def test_each_route_has_its_peak_when_its_drug_is_taken_up(
    protocol_id: str, from_minute: int, to_minute: int
) -> None:
    cohort = _cohort(ROUTES[protocol_id])
    means = {
        minute: statistics.mean(
            body.vitals(dosing, minute, chance)["systolic_mmhg"] for body, chance, dosing in cohort
        )
        for minute in range(0, 101, 5)
    }

    assert from_minute <= max(means, key=lambda minute: means[minute]) <= to_minute


def test_the_spray_raises_pressures_as_often_as_its_label_says() -> None:
    rises = []
    for body, chance, dosing in _cohort(ROUTES["esketamine-nasal"]):
        before, after = (body.vitals(dosing, at, chance) for at in (-10, 35))
        rises.append(
            [after[f"{one}_mmhg"] - before[f"{one}_mmhg"] for one in ("systolic", "diastolic")]
        )

    assert 0.05 <= sum(systolic >= 40 for systolic, _ in rises) / MANY <= 0.12
    assert 0.09 <= sum(diastolic >= 25 for _, diastolic in rises) / MANY <= 0.17


SPRAY = {
    "dissociation": (0.339, 0.41),
    "dizziness": (0.383, 0.47),
    "anxiety": (0.10, 0.15),
    "blurred_vision": (0.10, 0.15),
    "nausea": (0.26, 0.34),
    "vomiting": (0.08, 0.158),
    "headache": (0.17, 0.23),
}


@pytest.mark.parametrize("effect", SPRAY)
def test_the_spray_is_felt_as_often_as_in_its_trials(effect: str) -> None:
    cohort = _cohort(ROUTES["esketamine-nasal"])
    felt = sum(
        any(body.grade(effect, dosing, at) != "none" for at in ROUNDS) for body, _, dosing in cohort
    )
    low, high = SPRAY[effect]

    assert low <= felt / MANY <= high


def test_three_devices_are_a_whole_dose_and_one_is_a_third() -> None:
    route = ROUTES["esketamine-nasal"]
    devices = [(minute, minute + route.absorbed_in) for minute in (0.0, 5.0, 10.0)]
    whole = Dosing(tuple(devices), route.absorbed_in, 1 / 3)
    one = Dosing(tuple(devices[:1]), route.absorbed_in, 1 / 3)

    assert route.dose_mg(70.0, 1) == 56.0
    assert route.dose_mg(70.0, 2) == 84.0
    assert 0.85 < whole.exposure(40, 20) < 1
    assert one.exposure(35, 20) == pytest.approx(1 / 3)


def test_a_pause_lets_the_effect_fade_and_an_early_stop_keeps_it_small() -> None:
    paused = Dosing(((0.0, 20.0), (35.0, 55.0)))
    stopped = Dosing(((0.0, 20.0),))

    assert paused.exposure(34, 20) < paused.exposure(20, 20)
    assert paused.exposure(55, 20) < FULL.exposure(40, 20)
    assert stopped.exposure(40, 20) < stopped.exposure(20, 20) < 1


def test_exposure_is_nothing_before_and_one_at_the_end_of_a_full_infusion() -> None:
    assert FULL.exposure(-5, 20) == 0
    assert FULL.exposure(0, 20) == 0
    assert FULL.exposure(40, 20) == pytest.approx(1.0)


def test_the_same_seed_makes_the_same_body_and_another_seed_another() -> None:
    first = body_of(Constitution(50), Random("a"))

    assert first == body_of(Constitution(50), Random("a"))
    assert first != body_of(Constitution(50), Random("b"))


def test_what_a_story_fixes_stays_fixed() -> None:
    body = body_of(Constitution(60, hypertensive=True), Random("x"), {"anxiety": 1.2}, 55.0)

    assert body.systolic_rise == 55.0
    assert body.grade("anxiety", FULL, 40) == "severe"


def test_every_drawn_set_is_one_that_can_be_entered(bodies: list[tuple[Body, Random]]) -> None:
    said = {
        "kind": "vitals",
        "at": "2026-03-02T10:00:00-08:00",
        "rhythm": "regular",
        "oxygen_l_min": 0,
    }

    for body, chance in bodies[:400]:
        for minute in (-10, 40, 100):
            assert read_event({**said, **body.vitals(FULL, minute, chance)}).kind == "vitals"


def test_a_diastolic_that_rises_furthest_stays_below_the_systolic() -> None:
    body = body_of(Constitution(30), Random("far"), route=ROUTES["esketamine-nasal"])
    far = replace(body, systolic_rise=5.0, diastolic_rise=50.0)
    said = {"kind": "vitals", "at": "2026-03-02T10:00:00-08:00", "oxygen_l_min": 0}

    drawn = [far.vitals(FULL, 40, Random(f"far {n}")) for n in range(200)]

    assert all(read_event({**said, **vitals}).kind == "vitals" for vitals in drawn)
    assert min(one["systolic_mmhg"] - one["diastolic_mmhg"] for one in drawn) == 12
