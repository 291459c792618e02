"""What is written out once is what Dash would have sent."""

from __future__ import annotations

import json
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from dash import dcc
from dash._utils import to_json

from monitor.charts.palette import Scheme
from monitor.language.reader import reading_in
from monitor.web import html
from monitor.web.looking import Looked
from monitor.web.pages.board.layout import drawing
from monitor.web.pages.chart.screen import draw
from monitor.web.written import Written, data, written
from tests.charts import sample, view
from tests.web import room
from tests.web.reading import walk, words


def as_dash(part: Any) -> Any:
    return json.loads(to_json(part))  # type: ignore[no-untyped-call]


def test_components_elements_and_values_are_written_as_dash_writes_them() -> None:
    tree = html.Div(
        [
            html.B("é \u2028 </script>"),
            dcc.Store(id="kept", data={"a": [1, None, 2.5, True]}),
            None,
        ],
        className=None,
        **{"data-at": "12:00"},
    )

    assert json.loads(written(tree).utf8) == as_dash(tree)


def test_a_written_part_inside_another_is_taken_as_it_is() -> None:
    inner = written(html.Span("once"))
    outer = html.Ul([html.Li(inner), html.Li("twice")])

    assert written(inner) is inner
    assert inner.utf8 in written(outer).utf8
    assert json.loads(written(outer).utf8) == as_dash(outer)


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        data({"y": [float("nan")]})
    with pytest.raises(TypeError):
        written(html.Span(timedelta(1)))


def test_every_property_of_board_and_chart_is_one_that_dash_knows() -> None:
    parts: list[Written] = [*drawing(room.board(), "urgency")]
    shown = draw(Looked(view.view(), "America/Los_Angeles", sample.NOW), Scheme.LIGHT)
    parts += [shown.beside, shown.read_out, shown.rail, shown.below]

    # Walking makes Dash's own component of each, which refuses what it does not know.
    drawn = [len(list(walk(part))) for part in parts]
    assert (
        len([count for count in drawn if count > 8]) >= len(parts) - 1
    )  # no tablet holds anything unsent


def test_what_is_kept_for_one_reader_is_never_told_to_one_of_another_language() -> None:
    looked = Looked(view.view(), "America/Los_Angeles", sample.NOW)
    with reading_in("en"):
        english = draw(looked, Scheme.LIGHT)
        board = words(drawing(room.board(), "urgency")[0])
    with reading_in("es"):
        spanish = draw(looked, Scheme.LIGHT)
        tablero = words(drawing(room.board(), "urgency")[0])
    with reading_in("en"):
        again = draw(looked, Scheme.LIGHT)

    assert words(english.rail) != words(spanish.rail)
    assert words(english.below) != words(spanish.below)
    assert board != tablero
    assert again is english


def test_written_parts_keep_their_places_and_their_order_among_others() -> None:
    once, twice = written(html.B("one")), written(html.Ul([written(html.Li("two"))]))
    outer = {"a": [once, "between", twice, once], "b": MappingProxyType({"c": (twice, None)})}

    one, two = once.utf8.decode(), twice.utf8.decode()
    assert written(outer).utf8.decode() == (
        f'{{"a":[{one},"between",{two},{one}],"b":{{"c":[{two},null]}}}}'
    )
