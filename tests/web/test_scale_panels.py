"""The scales as panels of the chart: what was scored, where, and never a part as the whole."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from plotly.utils import PlotlyJSONEncoder

from monitor.charts.palette import Scheme
from monitor.charts.scales import ScalePanel, ScalePoint
from monitor.charts.session import session_figure
from monitor.web.looking import look
from monitor.web.pages.chart import ids
from monitor.web.pages.chart.callbacks import draw_chart
from monitor.web.pages.chart.layout import layout
from monitor.web.pages.chart.panels import (
    STRIPS,
    offered_panels,
    panels_of,
    read_panels,
    score_words,
    scored_of,
)
from tests.charts import sample
from tests.people import Cast
from tests.services.acts import record
from tests.services.day import ready_session
from tests.web.reading import words
from tests.web.test_callbacks import act

POINTS = (ScalePoint(-10, 1), ScalePoint(20, None), ScalePoint(40, 3, late=True))
NEWS2 = ScalePanel("news2", "NEWS2", "RCP 2017", 0, 10, 20, (0, 5, 7, 15), POINTS)


def full_set(at: datetime, **more: object) -> dict[str, Any]:
    """Scores by the published bands: breathing 22 is 2, pulse 95 is 1, all else 0."""
    told: dict[str, float] = {"systolic_mmhg": 130, "diastolic_mmhg": 80, "heart_rate_bpm": 95}
    told |= {"spo2_percent": 98, "oxygen_l_min": 0, "respiratory_rate_per_min": 22}
    told |= {"temperature_c": 36.9}
    return {"kind": "vitals", "at": at.isoformat(), "position": "seated", **told, **more}


def awake(at: datetime, moaas: int = 5) -> dict[str, Any]:
    return {"kind": "consciousness", "at": at.isoformat(), "moaas": moaas}


def figure(*panels: ScalePanel) -> dict[str, Any]:
    drawn: dict[str, Any] = session_figure(sample.timeline(scales=panels), Scheme.LIGHT)
    return drawn


def trace(drawn: dict[str, Any], name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [one for one in drawn["data"] if one["name"] == name]
    (only,) = found
    return only


def test_a_panel_is_drawn_on_the_axis_of_the_chart_with_its_numbers() -> None:
    drawn = figure(NEWS2)

    go.Figure(drawn)
    marks = trace(drawn, "news2")
    assert list(zip(marks["x"], marks["y"], marks["text"], strict=True)) == [
        (-10, 1, "1"),
        (40, 3, "3"),
    ]
    assert marks["marker"]["symbol"] == ["circle", "circle-open"]
    assert marks["xaxis"] == trace(drawn, "systolic_mmhg")["xaxis"]


def test_what_lacks_something_breaks_the_line_and_has_no_number() -> None:
    drawn = figure(NEWS2)

    assert trace(drawn, "news2 trend")["y"] == [1, None, 3]
    assert trace(drawn, "news2 trend")["connectgaps"] is False
    assert trace(drawn, "news2 incomplete")["text"] == ["⊘"]


def test_without_a_panel_the_chart_is_what_it_was() -> None:
    assert "yaxis7" not in figure()["layout"]
    taller = figure(NEWS2)["layout"]["height"] - figure()["layout"]["height"]
    assert taller == 62


def test_the_panels_lie_between_the_vital_signs_and_the_side_effects() -> None:
    layout = figure(NEWS2, NEWS2)["layout"]
    depths = [layout[f"yaxis{n}"]["domain"] for n in (4, 7, 8, 5)]
    for above, under in pairwise(depths):
        assert under[1] < above[0]


@pytest.mark.parametrize("top", [0, 10, 11, 20])
def test_every_total_has_room_in_its_panel(top: int) -> None:
    panel = ScalePanel("news2", "", "", 0, 10, 20, (0,), (ScalePoint(0, top),))
    low, high = panel.reach
    assert low < 0 <= top < high


def test_news2_is_told_for_each_set_and_only_where_it_is_whole(cast: Cast) -> None:
    session_id = ready_session(cast)
    cast.clock.now += timedelta(minutes=1)
    whole = cast.clock.now
    record(cast, cast.nurse, session_id, full_set(whole), awake(whole))
    cast.clock.now += timedelta(minutes=35)
    part = cast.clock.now
    body = full_set(part)
    del body["temperature_c"]
    record(cast, cast.nurse, session_id, body, awake(part))

    view = look(cast.house, cast.physician, session_id).view
    told = {one.at: one for one in scored_of(view)["news2"]}
    assert told[whole].score.total == 3
    assert told[part].score.total is None
    assert score_words(told[part]) == "incomplete, missing temperature"


def test_a_late_entry_says_what_was_current_at_its_own_instant(cast: Cast) -> None:
    session_id = ready_session(cast)
    cast.clock.now += timedelta(minutes=5)
    then = cast.clock.now
    record(cast, cast.nurse, session_id, full_set(then), awake(then, 5))
    cast.clock.now += timedelta(minutes=5)
    record(cast, cast.nurse, session_id, awake(cast.clock.now, 3))

    view = look(cast.house, cast.physician, session_id).view
    told = {one.at: one.score.total for one in scored_of(view)["news2"]}
    assert told[then] == 3
    assert [one.score.total for one in scored_of(view)["moaas"]][-2:] == [5, 3]


def test_only_what_a_session_can_have_is_offered_and_off_by_itself(cast: Cast) -> None:
    session_id = ready_session(cast)
    looked = look(cast.house, cast.physician, session_id)

    offered = offered_panels(looked.view)
    assert {"news2", "moaas", "phq9"} <= set(offered)
    assert "rass" not in offered
    axis = sample.timeline().axis
    assert panels_of(looked.view, scored_of(looked.view), ("rass",), axis) == ()


def test_the_chart_draws_what_is_switched_on_with_its_numbers_as_a_table(cast: Cast) -> None:
    session_id = ready_session(cast)
    cast.clock.now += timedelta(minutes=1)
    record(cast, cast.nurse, session_id, full_set(cast.clock.now), awake(cast.clock.now))

    ask = (1, "light", None)
    off = words(act(cast, cast.physician, draw_chart, *ask, None, session_id, None))
    on = words(act(cast, cast.physician, draw_chart, *ask, ["news2"], session_id, None))
    assert "Scales through the session" not in off
    assert "news2 trend" not in off
    assert "Scales through the session" in on
    assert "news2 trend" in on
    assert "Royal College of Physicians 2017, unmodified, SpO₂ scale 1" in on


def test_a_panel_shows_the_past_as_it_was_known_then(cast: Cast) -> None:
    session_id = ready_session(cast)
    then = cast.clock.now
    cast.clock.now += timedelta(minutes=3)
    record(cast, cast.nurse, session_id, full_set(cast.clock.now), awake(cast.clock.now, 3))
    asked = {"at": then.isoformat(), "device": None, "earlier": None}

    past = act(cast, cast.physician, draw_chart, 1, "light", asked, ["moaas"], session_id, None)
    now = act(cast, cast.physician, draw_chart, 1, "light", None, ["moaas"], session_id, None)
    late = f'"{cast.clock.now.isoformat()}'
    assert past[3] != now[3]
    assert late not in words(past)


@pytest.mark.parametrize(
    "asked", [None, 7, "", "nothing-of-this", [], [None, 4], {"news2": 1}, "NEWS2", [["news2"]]]
)
def test_what_is_no_panel_switches_nothing_on(asked: object) -> None:
    assert read_panels(asked) == ()


def test_the_address_names_them_and_the_order_is_the_chart_s() -> None:
    assert read_panels("moaas-news2-moaas-x") == ("news2", "moaas")


def test_every_panel_names_its_variant() -> None:
    assert all(strip.variant and strip.whole for strip in STRIPS.values())


def test_the_page_takes_them_from_the_address(cast: Cast) -> None:
    session_id = ready_session(cast)
    page = act(cast, cast.physician, layout, session_id, "news2-moaas-nothing")
    told = json.dumps(page, cls=PlotlyJSONEncoder)
    assert f'"id": "{ids.PANELS}", "data": ["news2", "moaas"]' in told or (
        f'"data": ["news2", "moaas"], "id": "{ids.PANELS}"' in told
    )
