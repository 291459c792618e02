"""The session's chart for paper: the screen's own figure as vectors, with the words of its rows."""

from __future__ import annotations

from monitor.charts import marks
from monitor.charts.packing import rows_used
from monitor.charts.palette import Scheme
from monitor.charts.ribbons import centre as effect_centre
from monitor.charts.rows import LANE_ROW, Row, Rows, lay_rows
from monitor.charts.session import session_figure
from monitor.charts.timeline import Lane, Timeline
from monitor.clinical.state import Finding
from monitor.interop.document import Picture
from monitor.interop.drawing import Beside, drawn
from monitor.language.reader import tr
from monitor.web.pages.chart.beside_names import KEY_CRITERIA, KEY_EFFECTS

WIDTH = 880.0
FIRST_LINE, LINE = 12.0, 13.0
HEADING_DEPTH = 8.0


def chart_of(timeline: Timeline, treatment: str) -> Picture:
    """The figure that the screen draws in a light room, in vectors."""
    rows = lay_rows(
        rows_used(marks.place(timeline, timeline.axis)),
        len(timeline.effects),
        len(timeline.lanes),
    )
    figure = session_figure(timeline, Scheme.LIGHT)
    svg = drawn(figure, WIDTH, _before(timeline, rows, treatment), _after(timeline, rows))
    words = tr("The session's chart; every number in it stands in the table of observation sets.")
    return Picture(svg, words)


def _before(timeline: Timeline, rows: Rows, treatment: str) -> list[Beside]:
    panels: list[tuple[Row, list[str]]] = [
        (rows.pressure, [tr("Blood pressure"), "mmHg", tr("▼ systolic"), tr("▲ diastolic")]),
        (rows.heart_rate, [tr("Heart rate"), "/min"]),
        (rows.spo2, ["SpO₂", "%"]),
        (rows.breathing, [tr("Breathing rate"), "/min"]),
    ]
    said = [
        Beside(row.top + FIRST_LINE + place * LINE, words, bold=place == 0)
        for row, lines in panels
        for place, words in enumerate(lines)
    ]
    said.append(Beside(FIRST_LINE, treatment, bold=True))
    said.append(Beside(rows.effects.top - HEADING_DEPTH, _keyed(tr("Side effects"), KEY_EFFECTS)))
    for place, effect in enumerate(timeline.effects):
        said.append(Beside(rows.effects.top + effect_centre(place) + 4, effect.label))
    if timeline.lanes:
        words = _keyed(tr("Discharge criteria"), KEY_CRITERIA)
        said.append(Beside(rows.lanes.top - HEADING_DEPTH, words))
    for place, lane in enumerate(timeline.lanes):
        said.append(Beside(_lane_depth(rows, place), lane.label))
    said.append(Beside(rows.height + 15, tr("clock time")))
    return said


def _keyed(title: str, key: str) -> str:
    return f"{title}: {tr(key)}"


def _lane_depth(rows: Rows, place: int) -> float:
    return rows.lanes.top + (place + 0.5) * LANE_ROW + 7


def _after(timeline: Timeline, rows: Rows) -> list[Beside]:
    return [
        Beside(_lane_depth(rows, place), _last(lane)) for place, lane in enumerate(timeline.lanes)
    ]


def _last(lane: Lane) -> str:
    words = {
        Finding.MET: tr("met"),
        Finding.NOT_MET: tr("not met"),
        Finding.NOT_ASSESSED: tr("not assessed"),
    }
    return words[lane.spans[-1].finding]
