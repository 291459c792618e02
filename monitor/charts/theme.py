"""The look of every figure: two templates built from one colour file."""

from __future__ import annotations

from typing import Any

from monitor.charts.palette import PALETTES, Palette, Scheme
from monitor.charts.rows import MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP

FONT = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'
TICK_SIZE = 11
TEXT_SIZE = 12
Part = dict[str, Any]


def palette_of(scheme: Scheme) -> Palette:
    """The colours of one scheme."""
    return PALETTES[scheme]


def base_layout(palette: Palette, height: int) -> Part:
    """What all figures share: paper, type, margins, and that nothing can be dragged or zoomed."""
    return {
        "height": height,
        "autosize": True,
        "margin": {
            "t": MARGIN_TOP,
            "b": MARGIN_BOTTOM,
            "l": MARGIN_LEFT,
            "r": MARGIN_RIGHT,
            "pad": 0,
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.ink_2},
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
        "barmode": "overlay",
        "bargap": 0,
        "uirevision": "session",
    }


def quiet_axis(palette: Palette) -> Part:
    """An axis that draws nothing of its own and cannot be moved."""
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "showticklabels": False,
        "tickfont": {"size": TICK_SIZE, "color": palette.ink_2},
    }


def line(colour: str, width: float = 1.0, dash: str = "solid") -> Part:
    """A line's look."""
    return {"color": colour, "width": width, "dash": dash}


def halo(colour: str) -> str:
    """A soft edge of the paper's colour, so that words stay readable over lines and patterns."""
    return ", ".join(f"{x}px {y}px 2px {colour}" for x in (-2, 0, 2) for y in (-2, 0, 2))


def vertical(x: float, look: Part, top: float = 1.0, bottom: float = 0.0) -> Part:
    """A line through the whole depth of the plot, or the given part of it."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": bottom,
        "y1": top,
        "line": look,
        "layer": "below",
    }


def box(x: tuple[float, float], y: tuple[float, float], fill: str, **more: Any) -> Part:
    """A filled rectangle under the traces; ``y`` on paper unless ``yref`` says otherwise."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": x[0],
        "x1": x[1],
        "y0": y[0],
        "y1": y[1],
        "fillcolor": fill,
        "line": {"width": 0},
        "layer": "below",
        **more,
    }


def note(x: float, y: float, text: str, colour: str, **more: Any) -> Part:
    """A text at a place, without an arrow; ``y`` on paper unless ``yref`` says otherwise."""
    return {
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "paper",
        "text": text,
        "showarrow": False,
        "font": {"size": TEXT_SIZE, "color": colour},
        "xanchor": "left",
        "yanchor": "middle",
        **more,
    }


def scatter(x: list[Any], y: list[Any], yaxis: str, mode: str, **more: Any) -> Part:
    """Points or lines on one panel; never joined over a gap, never with a hover label."""
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "xaxis": "x",
        "yaxis": yaxis,
        "mode": mode,
        "connectgaps": False,
        "hoverinfo": "none",
        "cliponaxis": False,
        **more,
    }
