"""A clinic's figures: shares with their interval, and nothing that names somebody by being rare."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analytics.clinic import (
    Line,
    alerts_answered,
    chair_use,
    effect_shares,
    leaving,
    line_of,
    overridden,
    responding,
    sessions_frame,
    spread,
)
from monitor.analytics.proportions import FEWEST_SHOWN, is_shown, wilson
from monitor.clinical.session_summary import AlertTold, Questionnaire
from tests.analytics.test_course import EMPTY

START = datetime(2026, 3, 2, 18, tzinfo=UTC)
Told = tuple[tuple[Any, ...], Line]


def session(place: int, patient: str = "p", chair: str = "1", **told: Any) -> Told:
    """The head and the line of a session that began so many days after the first."""
    started = START + timedelta(days=place)
    over = told.pop("overridden", [])
    summary = replace(EMPTY, **told)
    per_kg = summary.dose_mg / 70 if summary.dose_mg else None
    closed = started + timedelta(hours=3)
    head = (f"s{place}", patient, chair, "ketamine-iv", "iv", started, closed)
    return head, json.loads(json.dumps(line_of(summary, over, started, per_kg)))


def framed(told: list[Told]) -> pd.DataFrame:
    return sessions_frame([head for head, _ in told], [line for _, line in told])


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # Newcombe 1998, table I, Wilson score without continuity correction.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(
    count: int, of: int, low: float, high: float
) -> None:
    told = wilson(count, of)

    assert told is not None
    assert (round(told.low, 4), round(told.high, 4)) == (low, high)


@settings(deadline=None)
@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_stays_between_none_and_all(both: tuple[int, int]) -> None:
    told = wilson(*both)

    assert told is not None
    assert 0 <= told.low <= told.share <= told.high <= 1
    assert told.low < told.high
    mirrored = wilson(both[1] - both[0], both[1])
    assert mirrored is not None
    assert mirrored.low == pytest.approx(1 - told.high)


def test_of_nothing_there_is_no_share() -> None:
    assert wilson(0, 0) is None


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_who_sees_no_patients_sees_no_count_below_eleven_and_none_to_subtract_it_from(
    count: int, rest: int
) -> None:
    shown = is_shown(count, count + rest, sees_patients=False)

    assert shown == (count >= FEWEST_SHOWN and rest >= FEWEST_SHOWN)
    assert is_shown(count, sees_patients=False) == (count >= FEWEST_SHOWN)
    assert is_shown(count, count + rest, sees_patients=True)


def test_what_is_told_only_when_felt_is_counted_of_all_that_were_asked() -> None:
    frame = framed(
        [
            session(0, grades={"nausea": "none", "anxiety": "severe"}),
            session(1, grades={"nausea": "mild"}),
            session(2),  # nobody asked
        ]
    )

    shares = effect_shares(frame)

    assert (shares["nausea"][0].count, shares["nausea"][0].of) == (1, 2)
    assert (shares["anxiety"][0].count, shares["anxiety"][0].of) == (1, 2)
    assert (shares["anxiety"][1].count, shares["nausea"][1].count) == (1, 0)
    assert "dizziness" not in shares  # nobody asked for it


def test_alerts_are_told_by_level_with_how_fast_they_were_acknowledged() -> None:
    frame = framed(
        [
            session(
                0,
                alerts=(
                    AlertTold("nausea", "caution", 4.0),
                    AlertTold("systolic_high", "urgent", None),
                ),
            ),
            session(1, alerts=(AlertTold("nausea", "caution", 8.0),)),
        ]
    )

    caution, urgent = alerts_answered(frame)

    assert (caution.count, caution.per_session, caution.unanswered) == (2, 1.0, 0)
    assert caution.minutes is not None
    assert caution.minutes.median == 6
    assert (urgent.count, urgent.minutes, urgent.unanswered) == (1, None, 1)


def test_an_override_is_counted_once_a_session_with_all_its_reasons() -> None:
    twice = [[["escort"], "sister waits"], [["escort", "nausea"], "she insists"]]
    frame = framed([session(0, overridden=twice), session(1)])

    assert overridden(frame) == [
        ("escort", 1, ("sister waits", "she insists")),
        ("nausea", 1, ("she insists",)),
    ]


def test_response_is_told_by_each_patients_own_scored_sessions() -> None:
    def scored(place: int, patient: str, total: int | None) -> Told:
        return session(place, patient, phq9=Questionnaire(total, 0, START))

    frame = framed(
        [scored(0, "a", 20), scored(1, "b", 10), scored(2, "a", 10), scored(3, "b", None),
         scored(4, "b", 6)]
    )  # fmt: skip

    first, second = responding(frame)

    assert (first.number, first.median, first.share.of, first.share.count) == (1, 15, 2, 0)
    assert (second.number, second.median, second.share.of, second.share.count) == (2, 8, 2, 1)


def test_minutes_and_hours_leave_out_what_is_not_known() -> None:
    zero = START + timedelta(minutes=20)
    frame = framed(
        [session(0, time_zero=zero, met=120.0, left=131.0, dose_mg=35.0), session(1, chair="2")]
    )

    assert (found := spread(leaving(frame))) is not None
    assert (found.count, found.median) == (1, 11)
    assert (wait := spread(frame["to_dose"])) is not None
    assert (wait.count, wait.median) == (1, 20)
    assert chair_use(frame) == [("1", 1, 3.0), ("2", 1, 3.0)]
    assert frame["mg_per_kg"].iloc[0] == 0.5


def test_a_clinic_without_a_session_has_no_figures() -> None:
    frame = framed([])

    assert effect_shares(frame) == {}
    assert chair_use(frame) == []
    assert responding(frame) == []
    assert overridden(frame) == []
    assert [one.count for one in alerts_answered(frame)] == [0, 0]
    assert spread(leaving(frame)) is None
