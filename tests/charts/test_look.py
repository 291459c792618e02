"""The figures take their colours from the tokens, and their rows match the words beside them."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.charts.packing import MOST_ROWS, Label, pack
from monitor.charts.palette import DIM, LIGHT, Palette
from monitor.charts.rows import (
    EFFECT_ROW,
    HEADING,
    LANE_ROW,
    MARGIN_BOTTOM,
    MARGIN_TOP,
    SCALE_HEIGHT,
    lay_rows,
)
from tests.charts import sample

STYLES = Path(__file__).parents[2] / "assets" / "css"


def tokens(scheme: str) -> dict[str, str]:
    text = (STYLES / "tokens.css").read_text(encoding="utf-8")
    light, dim = text.rsplit('[data-scheme="dim"] {', 1)
    part = light if scheme == "light" else dim
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})", part))


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dim", DIM)])
def test_every_colour_of_a_figure_is_the_token_of_its_name(scheme: str, palette: Palette) -> None:
    wanted = tokens(scheme)

    ours = {field.name.replace("_", "-"): getattr(palette, field.name) for field in fields(palette)}

    assert len(ours) > 20
    assert {name: wanted.get(name) for name in ours} == ours


def css_height(name: str) -> int:
    text = (STYLES / "chart.css").read_text(encoding="utf-8")
    found = re.search(rf"\.beside__{name} {{[^}}]*?height: (\d+)px", text)
    assert found, name
    return int(found.group(1))


def test_the_words_beside_the_plot_are_as_high_as_its_rows() -> None:
    rows = lay_rows(header_rows=2, effects=7, lanes=13)

    assert css_height("top") == MARGIN_TOP
    assert css_height("foot") == MARGIN_BOTTOM
    assert css_height("head--2") == rows.header.height
    assert css_height("pressure") == rows.heart_rate.top - rows.pressure.top
    assert css_height("heart") == rows.spo2.top - rows.heart_rate.top
    assert css_height("spo2") == rows.breathing.top - rows.spo2.top
    assert css_height("breathing") == rows.breathing.height
    assert css_height("heading") == HEADING
    assert css_height("scale") == SCALE_HEIGHT
    assert css_height("effect") == EFFECT_ROW
    assert css_height("lane") == LANE_ROW


def test_the_words_begin_below_the_labels_however_many_rows_these_take() -> None:
    with_the_count_of_the_rest = MOST_ROWS + 1
    for count in range(1, with_the_count_of_the_rest + 1):
        assert css_height(f"head--{count}") == lay_rows(count, 3, 13).header.height


def test_no_label_covers_another() -> None:
    axis = sample.timeline().axis
    labels = tuple(Label(f"Label number {at}", float(at), "event") for at in range(0, 120, 12))

    placed = pack(labels, axis)

    rows = {item.row for item in placed}
    assert len(rows) > 1
    same = [item.label.at for item in placed if item.row == 0]
    assert all(later - earlier > 20 for earlier, later in pairwise(same))
