"""The discharge criteria over time: a bar while met, hatched while not assessed, ◇ the earliest."""

from __future__ import annotations

from monitor.charts.axis import TimeAxis
from monitor.charts.palette import Palette
from monitor.charts.rows import LANE_ROW
from monitor.charts.theme import Part, line, scatter
from monitor.charts.timeline import Lane
from monitor.clinical.state import Finding

AXIS = "y6"
BAR = 7
UNKNOWN_BAR = 8
SOON = 0.5  # minutes; what is possible at once needs no mark ahead


def lane_traces(lanes: tuple[Lane, ...], axis: TimeAxis, now: float, look: Palette) -> list[Part]:
    """All lanes: thin lines while not met, bars while met or not assessed, and the earliest."""
    return [
        _not_met_lines(lanes, axis, look),
        _bars(lanes, Finding.MET, axis, look),
        _bars(lanes, Finding.NOT_ASSESSED, axis, look),
        _waits(lanes, axis, now, look),
        _earliest(lanes, axis, now, look),
    ]


def centre(row: int) -> float:
    """The middle of a lane, in pixels from the top of the lanes."""
    return (row + 0.5) * LANE_ROW + 3


def _bars(lanes: tuple[Lane, ...], finding: Finding, axis: TimeAxis, look: Palette) -> Part:
    found = [
        (axis.position(span.start), axis.position(span.end), centre(row))
        for row, lane in enumerate(lanes)
        for span in lane.spans
        if span.finding is finding
    ]
    met = finding is Finding.MET
    return {
        "type": "bar",
        "orientation": "h",
        "name": finding.value,
        "base": [start for start, _, _ in found],
        "x": [end - start for start, end, _ in found],
        "y": [y for _, _, y in found],
        "width": [BAR if met else UNKNOWN_BAR] * len(found),
        "xaxis": "x",
        "yaxis": AXIS,
        "hoverinfo": "none",
        "marker": _met_look(look) if met else _unknown_look(look),
    }


def _met_look(look: Palette) -> Part:
    return {"color": look.met_fill, "line": {"width": 0}}


def _unknown_look(look: Palette) -> Part:
    return {
        "color": look.unknown_soft,
        "line": {"width": 1, "color": look.line_strong},
        "pattern": {
            "shape": "\\",
            "fgcolor": look.line_strong,
            "bgcolor": look.unknown_soft,
            "size": 5,
            "solidity": 0.25,
            "fillmode": "replace",
        },
    }


def _not_met_lines(lanes: tuple[Lane, ...], axis: TimeAxis, look: Palette) -> Part:
    x: list[float | None] = []
    y: list[float | None] = []
    for row, lane in enumerate(lanes):
        for span in lane.spans:
            if span.finding is Finding.NOT_MET:
                x += [axis.position(span.start), axis.position(span.end), None]
                y += [centre(row), centre(row), None]
    return scatter(x, y, AXIS, "lines", name="not_met", line=line(look.line_strong, 1))


def _coming(lanes: tuple[Lane, ...], axis: TimeAxis, now: float) -> list[tuple[float, float]]:
    return [
        (min(axis.position(lane.earliest_at), axis.end), centre(row))
        for row, lane in enumerate(lanes)
        if lane.earliest_at is not None
        and lane.spans
        and lane.spans[-1].finding is not Finding.MET
        and axis.position(lane.earliest_at) > now + SOON
    ]


def _waits(lanes: tuple[Lane, ...], axis: TimeAxis, now: float, look: Palette) -> Part:
    x: list[float | None] = []
    y: list[float | None] = []
    for at, height in _coming(lanes, axis, now):
        x += [now, at, None]
        y += [height, height, None]
    return scatter(x, y, AXIS, "lines", name="waiting", line=line(look.ink_3, 1, "2px,2px"))


def _earliest(lanes: tuple[Lane, ...], axis: TimeAxis, now: float, look: Palette) -> Part:
    coming = _coming(lanes, axis, now)
    return scatter(
        [at for at, _ in coming],
        [height for _, height in coming],
        AXIS,
        "markers",
        name="earliest",
        marker={
            "symbol": "diamond",
            "size": 9,
            "color": look.surface,
            "line": {"width": 1.5, "color": look.ink},
        },
    )
