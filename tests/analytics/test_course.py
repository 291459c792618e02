"""A course as a frame: what is not there is missing, and nothing is made up for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analytics.course import (
    Held,
    between_places,
    course_frame,
    effects_of,
    extreme_place,
    latest_peak,
    overlay_frame,
    scales_of,
    values,
)
from monitor.clinical.course_scores import Measure
from monitor.clinical.session_summary import Reading, SessionSummary

EMPTY = SessionSummary(
    time_zero=None, dose_mg=None, infusion_ended=None, ready=None, met=None, left=None,
    discharged_to=None, baseline={}, rises={}, lowest_spo2=None, grades={}, phq9=None, alerts=(),
    missed_sets=0, readings=(),
)  # fmt: skip


def held(place: int, number: int, totals: dict[str, int] | None = None, **told: object) -> Held:
    summary = replace(EMPTY, **told)  # type: ignore[arg-type]
    return Held(place, number, summary, summary.dose_mg and summary.dose_mg / 70, totals or {})


def rise(upper: int, lower: int) -> dict[str, int]:
    return {"systolic_mmhg": upper, "diastolic_mmhg": lower}


def test_a_missed_session_keeps_an_empty_column_and_a_missing_value_stays_missing() -> None:
    frame = course_frame([held(0, 1, {"phq9": 20}, dose_mg=35), held(2, 2, dose_mg=35)], 4)

    assert values(frame["number"]) == [1, None, 2, None]
    assert values(frame["phq9"]) == [20, None, None, None]
    assert values(frame["dose_mg"]) == [35, None, 35, None]
    assert values(frame["item_9"]) == [None] * 4


def test_a_course_without_a_session_is_a_frame_without_a_value() -> None:
    frame = course_frame([], 3)

    assert len(frame) == 3
    assert scales_of(frame) == ("phq9",)
    assert latest_peak(frame) is None
    assert effects_of(frame, ("nausea",)) == ("nausea",)


def test_scales_show_where_they_were_scored_and_effects_where_they_were_felt() -> None:
    frame = course_frame(
        [held(0, 1, {"madrs": 30}, grades={"anxiety": "mild", "other": "none"})], 1
    )

    assert scales_of(frame) == ("phq9", "madrs")
    assert effects_of(frame, ("nausea",)) == ("nausea", "anxiety")


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 90), st.integers(-30, 60)), min_size=1, max_size=24))
def test_the_latest_peak_stands_beside_the_median_of_all_before_it(
    rises: list[tuple[int, int]],
) -> None:
    told = [held(place, place + 1, rises=rise(*both)) for place, both in enumerate(rises)]

    peak = latest_peak(course_frame(told, len(told)))

    assert peak is not None
    assert (peak.systolic, peak.diastolic) == rises[-1]
    before = rises[:-1]
    assert peak.earlier == len(before)
    assert peak.median_systolic == (median(one for one, _ in before) if before else None)
    assert peak.median_diastolic == (median(one for _, one in before) if before else None)


def test_readings_are_laid_over_each_other_above_their_own_baseline() -> None:
    readings = (Reading(0, 120, 80), Reading(10, 150, 90), Reading(20))
    told = [
        held(0, 1, baseline={"systolic_mmhg": 120}, readings=readings),
        held(1, 2, readings=readings),
    ]

    rises = overlay_frame(told, "systolic_mmhg", above_baseline=True)
    plain = overlay_frame(told, "systolic_mmhg", above_baseline=False)

    assert list(rises["value"]) == [0, 30]  # without a baseline there is no rise to draw
    assert list(plain["value"]) == [120, 150, 120, 150]


def test_the_worst_of_the_others_is_found_after_time_zero_only() -> None:
    told = [
        held(0, 1, readings=(Reading(-5, spo2_percent=85), Reading(10, spo2_percent=97))),
        held(1, 2, readings=(Reading(10, spo2_percent=93),)),
        held(2, 3, readings=(Reading(10, spo2_percent=80),)),
    ]
    frame = overlay_frame(told, "spo2_percent", above_baseline=False)

    assert extreme_place(frame, 2, lowest=True) == 1
    assert extreme_place(frame, 2, lowest=False) == 0
    assert extreme_place(frame[frame["place"] == 2], 2, lowest=True) is None


MONDAYS = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]


def phq9(month: int, day: int, total: int = 9, scale: str = "phq9") -> Measure:
    return Measure(scale, total, {}, date(2026, month, day))


def test_a_score_between_sessions_stands_between_their_columns_in_whatever_order_it_came() -> None:
    scored = [phq9(2, 27), phq9(3, 2), phq9(3, 4), phq9(3, 4, 20, "madrs"), phq9(3, 12), phq9(7, 1)]
    placed = between_places(MONDAYS, scored)

    days = {one.measure.taken_on: one.place for one in placed}
    assert -0.5 < days[date(2026, 2, 27)] < 0
    assert 0 < days[date(2026, 3, 2)] < days[date(2026, 3, 4)] < 1
    assert days[date(2026, 3, 12)] == 1.5
    assert 2 < days[date(2026, 7, 1)] < 2.5
    assert between_places(MONDAYS, scored[::-1]) == placed
    assert len(placed) == len(scored)


def test_after_the_last_session_scores_use_the_room_that_there_is() -> None:
    later = [phq9(month, 1) for month in (4, 5, 6, 7)]

    wide = [one.place for one in between_places(MONDAYS, later, 10)]
    narrow = [one.place for one in between_places(MONDAYS, later)]

    assert wide == sorted(wide)
    assert (wide[0] - 2) == pytest.approx(0.9)
    assert 2 < narrow[0] < narrow[-1] <= 2.45
    assert [-0.5 < one.place < 0.5 for one in between_places([], later)] == [True] * 4


def test_a_scale_scored_between_sessions_alone_has_its_row() -> None:
    placed = between_places(MONDAYS, [phq9(3, 4, 20, "madrs")])

    assert scales_of(course_frame([held(0, 1, {"phq9": 20})], 3, placed)) == ("phq9", "madrs")
