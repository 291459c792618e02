"""The marks that the course's figure is drawn with: boxes, rules, points and words in columns."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.charts.course_rows import Band
from monitor.charts.palette import Palette
from monitor.charts.theme import TEXT_SIZE, Part, halo, line

Place = tuple[float, float]
Word = tuple[float, float, str]


def box(  # noqa: PLR0913, PLR0917 - a rectangle has four sides and two colours
    x0: float, x1: float, y0: float, y1: float, fill: str, edge: str | None = None
) -> Part:
    return {
        "type": "rect", "xref": "x", "yref": "y", "x0": x0, "x1": x1, "y0": y0, "y1": y1,
        "fillcolor": fill, "line": line(edge, 1) if edge else {"width": 0}, "layer": "below",
    }  # fmt: skip


def frame(x0: float, x1: float, inner: Band, look: Palette) -> Part:
    return box(x0, x1, inner.top, inner.bottom, "rgba(0,0,0,0)", look.line)


def zone(last: float, top: float, bottom: float, look: Palette) -> Part:
    return {**box(-0.5, last, top, bottom, look.met), "opacity": 0.1}


def rule(last: float, y: float, colour: str, dash: str = "dash") -> Part:
    return stroke((-0.5, y), (last, y), colour, 1, dash)


def stroke(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float,
    dash: str = "solid",
) -> Part:
    return {
        "type": "line", "xref": "x", "yref": "y", "x0": start[0], "y0": start[1], "x1": end[0],
        "y1": end[1], "line": line(colour, width, dash), "layer": "below",
    }  # fmt: skip


def trace(points: Sequence[tuple[float, float]], mode: str, look: Palette, **more: object) -> Part:
    return {
        "type": "scatter", "x": [x for x, _ in points], "y": [y for _, y in points], "mode": mode,
        "line": line(look.ink, 2), "hoverinfo": "skip", "cliponaxis": False, **more,
    }  # fmt: skip


def texts(
    words: Sequence[Word],
    colour: str,
    look: Palette,
    side: str = "center",
) -> Part:
    return {
        "type": "scatter", "mode": "text", "x": [x for x, _, _ in words],
        "y": [y for _, y, _ in words], "text": [said for _, _, said in words],
        "textposition": f"middle {side}", "hoverinfo": "skip", "cliponaxis": False,
        "textfont": {"size": TEXT_SIZE, "color": colour, "shadow": halo(look.surface)},
    }  # fmt: skip
