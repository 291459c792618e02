"""A figure as vectors for paper: the very mapping that the screen draws, written as SVG.

Every mark, bar, line and word of the figure is taken from it as it stands, so paper and screen
cannot differ. Positions are pixels from the top left corner, as Plotly would lay them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from monitor.interop.marks_drawn import mark

Figure = Mapping[str, Any]
FONT = "Libertinus Serif, DejaVu Sans Mono"
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
BASELINES = {"top": 0.75, "middle": 0.32, "bottom": -0.2}
LINE_HEIGHT = 1.3
SIDE_SIZE = 11.0
BOLD = "<b>"
HALO = 'stroke="#fff" stroke-width="2.5" paint-order="stroke"'


@dataclass(frozen=True, slots=True)
class Beside:
    """Words left or right of the plot, so many pixels below its upper edge."""

    depth: float
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Plane:
    """Where the plotting area lies on the drawing, and how its axes run."""

    left: float
    top: float
    width: float
    height: float
    axes: Mapping[str, Mapping[str, Any]]

    def across(self, value: float) -> float:
        """Pixels from the left of an instant of the time axis."""
        low, high = map(float, self.axes["x"]["range"])
        return self.left + (value - low) / (high - low) * self.width

    def down(self, value: float, axis: str) -> float:
        """Pixels from the top of a value on a panel's axis; ``paper`` counts from below."""
        if axis == "paper":
            return self.top + (1 - value) * self.height
        low, high = map(float, self.axes[axis]["range"])
        bottom, top = map(float, self.axes[axis]["domain"])
        share = bottom + (value - low) / (high - low) * (top - bottom)
        return self.top + (1 - share) * self.height


def plane_of(figure: Figure, width: float) -> Plane:
    """The plotting area of a figure drawn so many pixels wide."""
    layout = figure["layout"]
    margin = layout["margin"]
    axes = {key.replace("axis", ""): axis for key, axis in layout.items() if "axis" in key}
    return Plane(
        margin["l"],
        margin["t"],
        width - margin["l"] - margin["r"],
        layout["height"] - margin["t"] - margin["b"],
        axes,
    )


def drawn(
    figure: Figure,
    width: float,
    before: Iterable[Beside] = (),
    after: Iterable[Beside] = (),
) -> str:
    """The figure as SVG, with the words left and right of its rows."""
    plane, layout = plane_of(figure, width), figure["layout"]
    above = [shape for shape in layout["shapes"] if shape.get("layer") == "above"]
    below = [shape for shape in layout["shapes"] if shape.get("layer") != "above"]
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    parts = [
        *(_pattern(trace, index) for index, trace in enumerate(bars)),
        *_grid(plane),
        *(_shape(shape, plane) for shape in below),
        *(_bars(trace, index, plane) for index, trace in enumerate(bars)),
        *(_scatter(trace, plane) for trace in figure["data"] if trace["type"] == "scatter"),
        *(_shape(shape, plane) for shape in above),
        *_ticks(plane, layout["font"]["color"]),
        *(_annotation(note, plane) for note in layout["annotations"]),
        *_beside(before, plane.left - 6, plane, "end", layout["font"]["color"]),
        *_beside(after, plane.left + plane.width + 6, plane, "start", layout["font"]["color"]),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{layout["height"]:g}" '
        f'viewBox="0 0 {width:g} {layout["height"]:g}" font-family="{FONT}">'
    )
    return "\n".join([head, *(part for part in parts if part), "</svg>"])


def _grid(plane: Plane) -> list[str]:
    axis = plane.axes["x"]
    if not axis.get("showgrid"):
        return []
    top, bottom = plane.top, plane.top + plane.height
    look = f'stroke="{axis["gridcolor"]}" stroke-width="1"'
    return [_line(plane.across(at), top, plane.across(at), bottom, look) for at in axis["tickvals"]]


def _ticks(plane: Plane, colour: str) -> list[str]:
    said: list[str] = []
    foot, head = plane.top + plane.height + 15, plane.top - 8
    for name, y in (("x", foot), ("x2", head)):
        axis = plane.axes[name]
        for at, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
            said.append(_words(plane.across(at), y, words, 11, colour, "middle"))
    for name, axis in plane.axes.items():
        if name.startswith("y") and axis.get("showticklabels"):
            for at, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
                y = plane.down(at, name) + 3.5
                said.append(_words(plane.left - 4, y, words.strip(), 10, colour, "end"))
    return said


def _shape(shape: Mapping[str, Any], plane: Plane) -> str:
    in_x = plane.across if shape["xref"] == "x" else (lambda v: plane.left + v * plane.width)
    x0, x1 = in_x(shape["x0"]), in_x(shape["x1"])
    y0, y1 = (plane.down(shape[key], shape["yref"]) for key in ("y0", "y1"))
    look = _stroke(shape.get("line", {})) + f' opacity="{shape.get("opacity", 1):g}"'
    if shape["type"] == "line":
        return _line(x0, y0, x1, y1, look)
    fill = shape.get("fillcolor", "none")
    return _rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), f'fill="{fill}"{look}')


def _stroke(line: Mapping[str, Any]) -> str:
    if not line.get("width", 0 if "color" not in line else 1):
        return ""
    dash = line.get("dash", "solid")
    dashes = "" if dash == "solid" else f' stroke-dasharray="{dash.replace("px", "")}"'
    return f' stroke="{line.get("color", "#000")}" stroke-width="{line.get("width", 1):g}"{dashes}'


def _pattern(trace: Mapping[str, Any], index: int) -> str:
    """The hatching of a bar: on paper without colours it alone tells the grades apart."""
    look = trace["marker"].get("pattern")
    if look is None or not look["shape"]:
        return ""
    size, colour = look["size"], look["fgcolor"]
    inside = {
        "/": f'<path d="M0 {size} L{size} 0 M-1 1 L1 -1 M{size - 1} {size + 1} '
        f'L{size + 1} {size - 1}" stroke="{colour}" stroke-width="1"/>',
        "\\": f'<path d="M0 0 L{size} {size} M-1 {size - 1} L1 {size + 1} M{size - 1} -1 '
        f'L{size + 1} 1" stroke="{colour}" stroke-width="1"/>',
        ".": f'<circle cx="{size / 2:g}" cy="{size / 2:g}" r="1" fill="{colour}"/>',
    }[look["shape"]]
    ground = f'<rect width="{size}" height="{size}" fill="{look["bgcolor"]}"/>'
    return (
        f'<pattern id="hatch{index}" width="{size}" height="{size}" '
        f'patternUnits="userSpaceOnUse">{ground}{inside}</pattern>'
    )


def _bars(trace: Mapping[str, Any], index: int, plane: Plane) -> str:
    look = trace["marker"]
    hatched = look.get("pattern", {}).get("shape")
    fill = f"url(#hatch{index})" if hatched else look["color"]
    bars = []
    for base, length, at, thick in zip(
        trace["base"], trace["x"], trace["y"], trace["width"], strict=True
    ):
        left, right = plane.across(base), plane.across(base + length)
        top = plane.down(at - thick / 2, trace["yaxis"])
        high = plane.down(at + thick / 2, trace["yaxis"]) - top
        edge = _stroke(look.get("line", {}))
        bars.append(_rect(left, top, right - left, high, f'fill="{fill}"{edge}'))
    return _group(trace["name"], bars)


def _scatter(trace: Mapping[str, Any], plane: Plane) -> str:
    mode = trace["mode"]
    points = [
        None if x is None or y is None else (plane.across(x), plane.down(y, trace["yaxis"]))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if mode == "lines":
        look = f'fill="none"{_stroke(trace["line"])}'
        runs = (" L".join(f"{x:.2f} {y:.2f}" for x, y in run) for run in _runs(points))
        return _group(trace["name"], [f'<path d="M{run}" {look}/>' for run in runs])
    if mode == "markers":
        return _group(trace["name"], _marks(trace, points))
    font = trace["textfont"]
    said = [
        _block(x, y, words, font["size"], font["color"], "middle", "middle")
        for (x, y), words in zip((p for p in points if p), trace["text"], strict=True)
    ]
    return _group(trace["name"], said)


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Never joined over a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _marks(trace: Mapping[str, Any], points: Sequence[tuple[float, float] | None]) -> list[str]:
    look = trace.get("marker", {})
    edge = look.get("line", {})
    drawn_marks = []
    for index, point in enumerate(points):
        if point is None:
            continue
        symbol, size, colour, rim = (
            _each(value, index)
            for value in (
                look["symbol"], look["size"], look.get("color", "none"), edge.get("color")
            )
        )  # fmt: skip
        width = edge.get("width", 1)
        drawn_marks.append(mark(symbol, point, size, (colour, rim or colour, width)))
    return drawn_marks


def _each(value: Any, index: int) -> Any:
    return value[index] if isinstance(value, list) else value


def _annotation(note: Mapping[str, Any], plane: Plane) -> str:
    """A word of the figure; one that the screen lifts off what lies under it is lifted here too."""
    x = plane.across(note["x"]) + note.get("xshift", 0)
    y = plane.down(note["y"], note["yref"]) - note.get("yshift", 0)
    font, anchor = note["font"], ANCHORS[note["xanchor"]]
    said = _block(x, y, note["text"], font["size"], font["color"], anchor, note["yanchor"])
    return f"<g {HALO}>{said}</g>" if font.get("shadow") else said


def _block(  # noqa: PLR0913, PLR0917  (where, what and how a text stands)
    x: float, y: float, words: str, size: float, colour: str, anchor: str, stands: str
) -> str:
    lines = words.split("<br>")
    step = size * LINE_HEIGHT
    over = {"top": 0.0, "middle": (len(lines) - 1) / 2, "bottom": len(lines) - 1.0}[stands]
    first = y + BASELINES[stands] * size - over * step
    return "".join(
        _words(x, first + index * step, line, size, colour, anchor)
        for index, line in enumerate(lines)
    )


def _words(  # noqa: PLR0913, PLR0917  (as above)
    x: float, y: float, words: str, size: float, colour: str, anchor: str
) -> str:
    """One line of a figure's markup: bold or not, everything else as it was typed."""
    weight = ' font-weight="bold"' if words.startswith(BOLD) else ""
    plain = escape(unescape(words.replace("<b>", "").replace("</b>", "")))
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"'
        f"{weight}>{plain}</text>"
    )


def _beside(rows: Iterable[Beside], x: float, plane: Plane, anchor: str, colour: str) -> list[str]:
    at = 2.0 if anchor == "end" else x
    return [
        _words(at, plane.top + row.depth, _marked(row), SIDE_SIZE, colour, "start") for row in rows
    ]


def _marked(row: Beside) -> str:
    text = escape(row.text)
    return f"<b>{text}</b>" if row.bold else text


def _group(name: str, parts: Sequence[str]) -> str:
    return f"<g class={quoteattr(name)}>{''.join(parts)}</g>" if parts else ""


def _line(x0: float, y0: float, x1: float, y1: float, look: str) -> str:
    return f'<path d="M{x0:.2f} {y0:.2f} L{x1:.2f} {y1:.2f}" {look}/>'


def _rect(x: float, y: float, width: float, height: float, look: str) -> str:
    size = f'width="{width:.2f}" height="{height:.2f}"'
    return f'<rect x="{x:.2f}" y="{y:.2f}" {size} {look}/>'
