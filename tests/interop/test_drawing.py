"""The chart on paper has every mark, bar and word of the chart on the screen, in its place."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from monitor.charts.palette import Scheme
from monitor.charts.session import session_figure
from monitor.interop.drawing import Beside, drawn
from tests.charts import sample

WIDTH = 880.0
SVG = "{http://www.w3.org/2000/svg}"
FIGURE: dict[str, Any] = session_figure(sample.timeline(), Scheme.LIGHT)


def picture(figure: dict[str, Any] = FIGURE, **beside: Any) -> ElementTree.Element:
    return ElementTree.fromstring(drawn(figure, WIDTH, **beside))


def groups(name: str) -> list[ElementTree.Element]:
    return [group for group in picture().iter(f"{SVG}g") if group.get("class") == name]


def expected(trace: dict[str, Any]) -> list[tuple[float, float]]:
    """Where Plotly lays the points of a trace, reckoned here from its layout alone."""
    layout = FIGURE["layout"]
    margin = layout["margin"]
    wide = WIDTH - margin["l"] - margin["r"]
    high = layout["height"] - margin["t"] - margin["b"]
    x_axis, y_axis = layout["xaxis"], layout["yaxis" + trace["yaxis"][1:]]
    (x0, x1), (y0, y1), (foot, head) = x_axis["range"], y_axis["range"], y_axis["domain"]
    return [
        (
            margin["l"] + wide * (x - x0) / (x1 - x0),
            margin["t"] + high * (1 - foot - (head - foot) * (y - y0) / (y1 - y0)),
        )
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if x is not None and y is not None
    ]


MARKED = [
    trace
    for trace in FIGURE["data"]
    if trace.get("mode") == "markers" and trace["x"] and trace["name"] != "elapsed"
]


@pytest.mark.parametrize("trace", MARKED, ids=[trace["name"] for trace in MARKED])
def test_every_mark_lies_where_the_screen_has_it(trace: dict[str, Any]) -> None:
    found = [
        tuple(float(part) for part in str(path.get("data-at")).split())
        for group in groups(trace["name"])
        for path in group
    ]

    wanted = expected(trace)
    assert len(found) == len(wanted) > 0
    for at, wished in zip(found, wanted, strict=True):
        assert at == pytest.approx(wished, abs=0.01)


def test_every_reading_of_the_sample_is_drawn() -> None:
    named = {trace["name"] for trace in MARKED}

    assert {"systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent"} <= named


def test_a_line_is_not_joined_over_a_reading_that_was_not_taken() -> None:
    (trace,) = [t for t in FIGURE["data"] if t["name"] == "trend" and t["yaxis"] == "y4"]
    assert None in trace["y"]

    runs = [path for group in groups("trend") for path in group]
    all_lines = sum(1 for t in FIGURE["data"] if t["name"] == "trend" and t["x"])

    assert len(runs) == all_lines + 1


def test_every_bar_lies_where_the_screen_has_it_and_its_grade_is_told_by_hatching() -> None:
    for trace in (t for t in FIGURE["data"] if t["type"] == "bar" and t["x"]):
        (group,) = groups(trace["name"])
        starts = expected({**trace, "x": trace["base"]})
        lengths = expected(
            {**trace, "x": [b + x for b, x in zip(trace["base"], trace["x"], strict=True)]}
        )
        for bar, start, end in zip(group, starts, lengths, strict=True):
            assert float(str(bar.get("x"))) == pytest.approx(start[0], abs=0.01)
            assert float(str(bar.get("width"))) == pytest.approx(end[0] - start[0], abs=0.02)
    mild, moderate = groups("mild")[0][0].get("fill"), groups("moderate")[0][0].get("fill")
    assert str(mild).startswith("url(#")
    assert str(moderate).startswith("url(#")
    assert mild != moderate


def test_every_word_of_the_figure_is_there() -> None:
    said = " ".join("".join(text.itertext()) for text in picture().iter(f"{SVG}text"))

    for note in FIGURE["layout"]["annotations"]:
        for line in note["text"].replace("<b>", "").replace("</b>", "").split("<br>"):
            assert line in said
    for tick in FIGURE["layout"]["xaxis"]["ticktext"]:
        assert tick in said


def test_words_beside_the_plot_that_look_like_markup_are_words() -> None:
    drawing = picture(before=[Beside(10, '<b>&"#$', bold=True)])

    assert '<b>&"#$' in ["".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]
