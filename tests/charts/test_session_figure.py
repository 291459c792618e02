"""The drawn chart says what was read, and nothing else."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from monitor.charts.palette import DIM, LIGHT, Scheme
from monitor.charts.session import session_figure
from monitor.clinical.interpretation import Interpretation
from monitor.clinical.state import AlertState, Level
from tests.charts import sample
from tests.charts.sample import SETS, at, event

Figure = dict[str, Any]


def figure(**changes: object) -> Figure:
    return session_figure(sample.timeline(**changes), Scheme.LIGHT)


def with_facts(*more: object) -> Figure:
    facts = sorted((*sample.facts(), *more), key=lambda fact: fact.at)  # type: ignore[attr-defined]
    return figure(state=sample.state(facts=tuple(facts)))


def traces(drawn: Figure, name: str) -> list[dict[str, Any]]:
    return [trace for trace in drawn["data"] if trace["name"] == name]


def points(drawn: Figure, name: str) -> list[tuple[float, float]]:
    (trace,) = [one for one in traces(drawn, name) if one["mode"] == "markers"]
    return list(zip(trace["x"], trace["y"], strict=True))


def texts(drawn: Figure) -> list[str]:
    return [note["text"] for note in drawn["layout"]["annotations"]]


def test_plotly_accepts_every_key_of_the_figure() -> None:
    drawn = figure()

    checked = go.Figure(drawn)

    assert len(checked.data) == len(drawn["data"])


@pytest.mark.parametrize(
    ("field", "value_of"),
    [
        ("systolic_mmhg", lambda row: row.pressure[0]),
        ("diastolic_mmhg", lambda row: row.pressure[1]),
        ("heart_rate_bpm", lambda row: row.heart_rate),
        ("spo2_percent", lambda row: row.spo2),
    ],
)
def test_every_reading_is_drawn_where_and_as_it_was_measured(field: str, value_of: Any) -> None:
    drawn = points(figure(), field)

    assert drawn == [(row.minutes, value_of(row)) for row in SETS]


def test_the_peak_of_the_session_is_never_smoothed_away() -> None:
    highest = max(SETS, key=lambda row: row.pressure[0])

    drawn = points(figure(), "systolic_mmhg")

    assert max(drawn, key=lambda point: point[1]) == (highest.minutes, highest.pressure[0])


def test_a_reading_that_was_not_taken_is_a_gap_with_a_sign_and_its_word() -> None:
    drawn = figure()
    (line,) = [t for t in traces(drawn, "trend") if t["yaxis"] == "y4"]
    (sign,) = traces(drawn, "not measured")

    assert line["y"][line["x"].index(70)] is None
    assert line["connectgaps"] is False
    assert sign["x"] == [70]
    assert "⊘" in sign["text"][0]
    assert "not measured" in sign["text"][0]


def test_both_pressures_of_a_reading_are_joined_by_a_stem() -> None:
    (stem,) = traces(figure(), "stem")

    assert stem["x"][:3] == [-17, -17, None]
    assert stem["y"][:3] == [130, 81, None]
    assert len(stem["x"]) == 3 * len(SETS)


def test_a_reading_beyond_a_limit_is_larger_coloured_and_named_at_the_gravest() -> None:
    drawn = figure()
    (systolic,) = traces(drawn, "systolic_mmhg")
    at_peak, outside, quiet = (systolic["x"].index(minute) for minute in (40, 85, -17))

    assert systolic["marker"]["color"][at_peak] == LIGHT.caution
    assert systolic["marker"]["color"][outside] == LIGHT.caution
    assert systolic["marker"]["color"][quiet] == LIGHT.ink
    assert systolic["marker"]["size"][at_peak] > systolic["marker"]["size"][quiet]
    assert systolic["marker"]["size"][outside] > systolic["marker"]["size"][quiet]
    said = [text for text in texts(drawn) if "high</b>" in text or "band</b>" in text]
    assert said == ["<b>163/98 high</b>", "<b>155/97 above the band</b>"]


def test_what_is_urgent_is_told_apart_by_word_size_and_colour() -> None:
    urgent = {("vitals45", "systolic_mmhg"): Interpretation.CRITICALLY_HIGH}
    drawn = figure(interpretations={**sample.INTERPRETATIONS, **urgent})
    (systolic,) = traces(drawn, "systolic_mmhg")
    high, critical = systolic["x"].index(40), systolic["x"].index(45)

    assert systolic["marker"]["color"][critical] == LIGHT.urgent
    assert systolic["marker"]["size"][critical] > systolic["marker"]["size"][high]
    (word,) = [text for text in texts(drawn) if "critically" in text]
    assert word == "<b>158/96 critically high</b>"


def test_the_ranges_stay_fixed_until_a_reading_would_fall_outside() -> None:
    tall = event("vitals", 60, {"systolic_mmhg": 212, "diastolic_mmhg": 120})

    usual = figure()["layout"]["yaxis"]["range"]
    raised = with_facts(tall)["layout"]["yaxis"]["range"]

    assert usual == [50, 180]
    assert raised[0] == usual[0]
    assert raised[1] > 212


def test_over_a_reading_above_the_range_there_is_room_for_its_word() -> None:
    for systolic in (176, 180, 191, 200, 219):
        tall = event("vitals", 60, {"systolic_mmhg": systolic, "diastolic_mmhg": 109})

        low, high = with_facts(tall)["layout"]["yaxis"]["range"]

        assert (high - systolic) / (high - low) >= 10 / 150, systolic


def test_a_standing_reading_is_drawn_but_not_joined_to_the_seated_ones() -> None:
    standing = event(
        "vitals", 90, {"systolic_mmhg": 120, "diastolic_mmhg": 78, "position": "standing"}
    )

    drawn = with_facts(standing)
    lines = [trace for trace in traces(drawn, "trend") if trace["yaxis"] == "y"]

    assert (90, 120) in points(drawn, "systolic_mmhg")
    assert all(90 not in trace["x"] for trace in lines)
    assert "standing" in " ".join(texts(drawn))


def test_a_late_entry_is_hollow() -> None:
    late = event("vitals", 75, {"systolic_mmhg": 140, "diastolic_mmhg": 85}, recorded=20)

    (systolic,) = traces(with_facts(late), "systolic_mmhg")
    symbols = dict(zip(systolic["x"], systolic["marker"]["symbol"], strict=True))

    assert symbols[75] == "triangle-down-open"
    assert symbols[70] == "triangle-down"


def test_a_corrected_value_stays_visible_as_a_cross() -> None:
    wrong = event("vitals", 70, {"systolic_mmhg": 241, "diastolic_mmhg": 88})

    drawn = figure(struck=(wrong,))
    crosses = [trace for trace in traces(drawn, "struck out") if trace["yaxis"] == "y"]

    assert (70, 241) in [(t["x"][0], t["y"][0]) for t in crosses]
    assert 241 not in [value for _, value in points(drawn, "systolic_mmhg")]


@pytest.mark.parametrize(("grade", "shape"), [("mild", "."), ("moderate", "/"), ("severe", "")])
def test_a_grade_has_its_own_pattern(grade: str, shape: str) -> None:
    (bars,) = traces(figure(), grade)

    assert bars["marker"]["pattern"]["shape"] == shape


def test_a_higher_grade_is_thicker() -> None:
    severe = event("side_effects", 60, {"grades": {"nausea": "severe"}})

    drawn = with_facts(severe)
    widths = [traces(drawn, grade)[0]["width"][0] for grade in ("mild", "moderate", "severe")]

    assert widths == sorted(set(widths))


def test_a_check_answered_none_is_a_ring_and_no_ribbon() -> None:
    (asked,) = traces(figure(), "asked, none")

    assert -10 in asked["x"]
    assert asked["marker"]["symbol"] == "circle-open"


def test_criteria_not_assessed_are_hatched_and_the_earliest_is_a_diamond() -> None:
    drawn = figure()
    (unknown,) = traces(drawn, "not_assessed")
    (earliest,) = traces(drawn, "earliest")

    assert unknown["marker"]["pattern"]["shape"] == "\\"
    assert 120 in earliest["x"]
    assert earliest["marker"]["symbol"] == "diamond"


def test_an_infusion_with_a_pause_has_an_interrupted_bar() -> None:
    paused, resumed = event("infusion_paused", 15, {}), event("infusion_resumed", 20, {})

    drawn = with_facts(paused, resumed)
    spans = {(shape["x0"], shape["x1"]) for shape in drawn["layout"]["shapes"]}

    assert {(0, 15), (15, 20), (20, 40)} <= spans
    assert "1 pause" in " ".join(texts(drawn))


def test_medicines_and_notes_stand_at_their_instant_with_their_clock() -> None:
    drawn = figure()
    said = " ".join(texts(drawn))
    lines = {shape["x0"] for shape in drawn["layout"]["shapes"] if shape["type"] == "line"}

    assert "Ondansetron 4 mg 13:18" in said
    assert "To bathroom 13:57" in said
    assert {43, 82} <= lines


def test_an_urgent_alert_has_another_sign_than_a_caution() -> None:
    urgent = sample.alert("systolic_high", 50, AlertState.OPEN, Level.URGENT)

    calm, grave = figure(), figure(state=sample.state(alerts=(urgent,)))

    assert "◇" in texts(calm)
    assert "▲" in texts(grave)
    assert any("13:25, open" in text for text in texts(grave))


@pytest.mark.parametrize("hidden", [1, 3])
def test_alerts_without_room_for_their_words_are_counted(hidden: int) -> None:
    codes = ("systolic_high", "diastolic_high", "heart_rate_high", "heart_rate_low", "spo2_low")
    fits = tuple(sample.alert(code, 100, AlertState.OPEN) for code in codes[:4])
    further = [sample.alert(codes[4], 100, AlertState.OPEN)] * hidden

    few = texts(figure(state=sample.state(alerts=fits)))
    many = texts(figure(state=sample.state(alerts=(*fits, *further))))

    assert sum(", open" in text for text in few) == len(fits)
    assert not [text for text in few if "more" in text]
    assert sum(", open" in text for text in many) == len(fits)
    assert [text for text in many if "more" in text] == [f"<b>+{hidden} more</b>"]


@pytest.mark.parametrize("minutes", [106, 200, 240, 320, 400])
@pytest.mark.parametrize(("before", "side"), [(2, "left"), (80, "center")])
def test_the_word_now_never_covers_the_sign_of_an_alert_without_words(
    minutes: int, before: int, side: str
) -> None:
    codes = ("systolic_high", "diastolic_high", "heart_rate_high", "heart_rate_low", "spo2_low")
    alerts = tuple(sample.alert(code, minutes - before, AlertState.OPEN) for code in codes)
    now = sample.ZERO + timedelta(minutes=minutes)

    drawn = figure(now=now, state=sample.state(alerts=alerts, at=now, clock=now))

    (word,) = [one for one in drawn["layout"]["annotations"] if one["text"].startswith("<b>now ")]
    assert word["xanchor"] == side


def test_a_withdrawn_alert_is_not_drawn() -> None:
    gone = sample.alert("systolic_high", 50, AlertState.WITHDRAWN)

    said = texts(figure(state=sample.state(alerts=(gone,))))

    assert not [text for text in said if text in {"◇", "▲"}]


def test_nothing_can_be_dragged_zoomed_or_hovered() -> None:
    layout = figure()["layout"]
    axes = [part for name, part in layout.items() if name[1:].startswith("axis")]

    assert layout["dragmode"] is False
    assert len(axes) > 6
    assert all(axis["fixedrange"] for axis in axes)
    assert all(trace["hoverinfo"] == "none" for trace in figure()["data"])


def test_the_same_values_give_the_same_figure_and_stay_as_they_were() -> None:
    timeline = sample.timeline()
    before = copy.deepcopy(timeline)

    first, second = session_figure(timeline, Scheme.DIM), session_figure(timeline, Scheme.DIM)

    assert first == second
    assert timeline == before


def test_the_dim_room_has_its_own_colours_and_the_same_points() -> None:
    timeline = sample.timeline()

    light, dim = session_figure(timeline, Scheme.LIGHT), session_figure(timeline, Scheme.DIM)

    assert points(light, "systolic_mmhg") == points(dim, "systolic_mmhg")
    assert DIM.ink in traces(dim, "systolic_mmhg")[0]["marker"]["color"]
    assert LIGHT.ink not in str(dim)


def test_a_session_before_its_dose_shows_readings_by_the_clock() -> None:
    early = sample.vitals(SETS[0])
    state = sample.state(time_zero=None, facts=(early,), alerts=(), clock=at(-15), at=at(-15))

    drawn = session_figure(
        replace(sample.timeline(state=state, lanes=(), moments=()), now=at(-15)), Scheme.LIGHT
    )

    assert [value for _, value in points(drawn, "systolic_mmhg")] == [130]
    assert set(drawn["layout"]["xaxis2"]["ticktext"]) == {"<b></b>"}


def test_a_session_without_any_entry_is_drawn_empty() -> None:
    state = sample.state(time_zero=None, facts=(), alerts=(), clock=at(0), at=at(0))

    drawn = session_figure(
        replace(sample.timeline(state=state, lanes=(), moments=()), now=at(0)), Scheme.LIGHT
    )

    assert points(drawn, "systolic_mmhg") == []
    assert go.Figure(drawn).layout.height > 0


def test_what_was_typed_is_drawn_as_typed_and_never_read_as_markup() -> None:
    typed = '<b>a</b> & <a href="http://elsewhere">b</a>'
    named = {"name": typed, "medication_class": "antiemetic"}

    said = texts(with_facts(event("medication", 50, named)))

    shown = '&lt;b&gt;a&lt;/b&gt; &amp; &lt;a href="http://elsewhere"&gt;b&lt;/a&gt;'
    assert any(text.startswith(shown) for text in said)
    assert not any("<a" in text for text in said)
