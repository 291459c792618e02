"""The course's figures: Plotly takes every key, and they say what the frame says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from monitor.analytics.course import between_places, course_frame, overlay_frame
from monitor.charts.course import Matrix, course_figure
from monitor.charts.course_rows import HEIGHTS, MINUTES, bands
from monitor.charts.overlay import Layer, Overlay, overlay_figure
from monitor.charts.palette import Scheme
from monitor.clinical.course_scores import Measure
from monitor.clinical.session_summary import Reading
from tests.analytics.test_course import held, rise

CSS = Path(__file__).parents[2] / "assets" / "css" / "course.css"


USUAL: dict[str, Any] = {"today": 2, "caution": (30.0, 20.0), "minimum": 120.0}


def matrix(**changes: Any) -> Matrix:
    told = [
        held(0, 1, {"phq9": 21}, dose_mg=35, rises=rise(12, 9), ready=96, left=131,
             grades={"nausea": "moderate", "dizziness": "none"}),
        held(2, 2, {"phq9": 9, "madrs": 12}, dose_mg=42, rises=rise(38, 22), ready=158, left=166,
             grades={"nausea": "severe"}),
    ]  # fmt: skip
    frame = course_frame(told, 4)
    return Matrix(frame, ("nausea", "dizziness"), **{**USUAL, **changes})


def words(drawn: dict[str, Any]) -> list[tuple[float, str]]:
    return [
        (x, re.sub(r"<[^>]+>", " ", text).strip())
        for trace in drawn["data"]
        if trace.get("mode") == "text"
        for x, text in zip(trace["x"], trace["text"], strict=True)
    ]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_plotly_accepts_every_key(scheme: Scheme) -> None:
    drawn = course_figure(matrix(open_for=40.0), scheme)

    assert len(go.Figure(drawn).data) == len(drawn["data"])


def test_every_number_stands_in_its_own_column_and_a_missed_one_has_none() -> None:
    told = words(course_figure(matrix(), Scheme.LIGHT))

    assert {"21", "+12/+9", "96", "moderate", "none"} <= {text for x, text in told if int(x) == 0}
    assert {"9", "12", "+38/+22", "158", "severe", "?"} <= {text for x, text in told if int(x) == 2}
    assert [text for x, text in told if x in {1, 3}] == []
    assert "response: 10 or less" in {text for _, text in told}


def test_a_session_under_way_says_so_until_it_is_ready() -> None:
    frame = course_frame([held(0, 1)], 1)

    told = words(course_figure(Matrix(frame, (), today=0, open_for=52.0), Scheme.LIGHT))

    assert "52, open" in {text for _, text in told}


@pytest.mark.parametrize("minutes", [0.0, 5.0, 37.0, 119.0, 300.0])
def test_a_session_under_way_stays_in_its_own_row(minutes: float) -> None:
    frame = course_frame([held(0, 1)], 1)
    row = next(one for one in bands(("phq9",), ()) if one.kind == MINUTES)

    drawn = course_figure(Matrix(frame, (), today=0, open_for=minutes), Scheme.LIGHT)

    told = next(one for one in drawn["data"] if "open" in str(one.get("text")))
    dot = next(one for one in drawn["data"] if "circle-open" in str(one.get("marker")))
    assert row.top < dot["y"][0] < row.bottom
    assert row.top + 6 < told["y"][0] < row.bottom - 6


def test_a_course_without_a_session_is_drawn_empty() -> None:
    drawn = course_figure(Matrix(course_frame([], 0), ("nausea",)), Scheme.LIGHT)

    go.Figure(drawn)
    assert words(drawn) == []


def test_the_labels_beside_are_as_deep_as_the_rows() -> None:
    css = CSS.read_text(encoding="utf-8")

    for kind, height in HEIGHTS.items():
        found = re.search(rf"\.matrix__label--{kind} {{ height: (\d+)px", css)
        assert found, kind
        assert int(found[1]) == height


def layer(**told: Any) -> Layer:
    sessions = [
        held(place, place + 1, baseline={"systolic_mmhg": 120},
             readings=(Reading(0, 120, 70), Reading(40, 120 + 10 * place, 80)))
        for place in range(3)
    ]  # fmt: skip
    frame = overlay_frame(sessions, "systolic_mmhg", above_baseline=True)
    return Layer("Systolic", frame, **{"caution": 30.0, "signed": True, **told})


def test_today_is_thick_and_the_highest_of_the_others_dashed() -> None:
    drawn = overlay_figure(Overlay((layer(),), 2, "today", 40.0), Scheme.LIGHT)

    go.Figure(drawn)
    looks = [(one["line"]["dash"], one["line"]["width"]) for one in drawn["data"]]
    assert looks == [("solid", 1.2), ("dash", 2), ("solid", 2.6)]
    notes = [note["text"] for note in drawn["layout"]["annotations"]]
    assert "<b>3</b> today" in notes
    assert "<b>2</b>" in notes


def test_no_reading_is_an_empty_panel() -> None:
    empty = layer().frame.iloc[:0]

    drawn = overlay_figure(Overlay((Layer("SpO2", empty, lowest=True),)), Scheme.DIM)

    go.Figure(drawn)
    assert drawn["data"] == []


def test_without_a_session_no_limit_is_drawn_that_no_protocol_gave() -> None:
    drawn = course_figure(matrix(today=None, caution=None, minimum=None), Scheme.LIGHT)

    go.Figure(drawn)
    told = {text for _, text in words(drawn)}
    assert "120" not in told
    assert "120" in {text for _, text in words(course_figure(matrix(), Scheme.LIGHT))}
    assert "+38/+22" in told


def test_a_score_between_sessions_is_a_diamond_with_its_number_and_its_ninth_item() -> None:
    days = [date(2026, 3, 2 + 7 * place) for place in range(4)]
    scored = [Measure("phq9", 14, {"item_9": 2}, date(2026, 3, 4))]
    whole = matrix(between=between_places(days, scored))

    drawn = course_figure(whole, Scheme.LIGHT)

    (diamond,) = [one for one in drawn["data"] if one.get("marker", {}).get("symbol") == "diamond"]
    assert diamond["x"] == [0.5]
    assert {text for x, text in words(drawn) if x == 0.5} == {"14", "2 !"}
    assert len(go.Figure(drawn).data) == len(drawn["data"])
