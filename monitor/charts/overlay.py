"""A course's sessions laid over each other from their time zero: today thick, the rest quiet."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.analytics.course import extreme_place
from monitor.analytics.frames import pd
from monitor.charts.axis import MINUS, elapsed_words
from monitor.charts.palette import Palette, Scheme
from monitor.charts.theme import TEXT_SIZE, Part, base_layout, halo, line, palette_of, quiet_axis
from monitor.language.reader import tr

PANEL, TITLE, FOOT, RIGHT, LEFT = 228, 28, 24, 74, 40
STEP, MOST_TICKS = 40, 7
LEAD, LEAST_SPAN = -10.0, 140.0


@dataclass(frozen=True, slots=True)
class Layer:
    """One field of every session: ``frame`` has place, number, minutes and value.

    ``caution`` is the value at which the protocol speaks of it; ``lowest`` says that low is worse.
    """

    title: str
    frame: pd.DataFrame
    caution: float | None = None
    lowest: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """The layers to draw, the place that is today's, and until when the drug was given."""

    layers: tuple[Layer, ...]
    today: int | None = None
    today_word: str = ""
    infusion_ended: float | None = None


def overlay_figure(overlay: Overlay, scheme: Scheme) -> Part:
    """One panel a layer, over the same minutes."""
    look, count = palette_of(scheme), len(overlay.layers)
    height = count * (PANEL + TITLE) + FOOT
    layout = base_layout(look, height)
    layout["margin"] = {"t": 0, "b": FOOT, "l": LEFT, "r": RIGHT, "pad": 0}
    layout["uirevision"] = "overlay"
    end = max(
        [LEAST_SPAN, *(one.frame["minutes"].max() for one in overlay.layers if len(one.frame))]
    )
    ticks = list(range(0, int(end) + 1, STEP))
    layout["xaxis"] = {
        **quiet_axis(look), "range": [LEAD, float(end) + 2], "tickvals": ticks,
        "ticktext": [f"<b>{elapsed_words(tick)}</b>" for tick in ticks], "showticklabels": True,
        "anchor": "free", "position": 0,
    }  # fmt: skip
    shapes: list[Part] = []
    notes: list[Part] = []
    data: list[Part] = []
    plot = count * (PANEL + TITLE)
    for index, layer in enumerate(overlay.layers):
        top = 1 - (index * (PANEL + TITLE) + TITLE) / plot
        bottom = 1 - (index + 1) * (PANEL + TITLE) / plot
        name = f"y{index + 1}" if index else "y"
        reach = _reach(layer)
        layout["yaxis" + name[1:]] = _value_axis(layer, (bottom, top), reach, look)
        shapes += _ground(overlay, layer, (bottom, top), name, look)
        notes.append(_title(layer.title, top, look))
        drawn, words = _lines(overlay, layer, name, look)
        data, notes = data + drawn, notes + words
    return {"data": data, "layout": {**layout, "shapes": shapes, "annotations": notes}}


def _reach(layer: Layer) -> tuple[float, float]:
    told = [float(one) for one in layer.frame["value"]] or [0.0]
    marks = [
        *told,
        *([layer.caution] if layer.caution is not None else []),
        *([0.0] if layer.signed else []),
    ]
    low, high = min(marks), max(marks)
    room = max(4.0, (high - low) * 0.08)
    return low - room, high + room


def _value_axis(
    layer: Layer, domain: tuple[float, float], reach: tuple[float, float], look: Palette
) -> Part:
    span = reach[1] - reach[0]
    step = next((one for one in (1, 2, 5, 10, 20) if span / one <= MOST_TICKS), 40)
    first = int(reach[0] // step + 1) * step
    ticks = list(range(first, int(reach[1]) + 1, step))
    return {
        **quiet_axis(look), "domain": list(domain), "range": list(reach), "tickvals": ticks,
        "ticktext": [change_words(tick, signed=layer.signed) for tick in ticks],
        "showticklabels": True, "showgrid": True, "gridcolor": look.plot_grid,
        "zeroline": layer.signed, "zerolinecolor": look.line_strong,
    }  # fmt: skip


def change_words(value: float, *, signed: bool) -> str:
    """Write a value, with its sign where it is a change."""
    return f"+{value:g}" if signed and value > 0 else f"{value:g}".replace("-", MINUS)


def _ground(
    overlay: Overlay, layer: Layer, domain: tuple[float, float], axis: str, look: Palette
) -> list[Part]:
    paper = {"yref": "paper", "y0": domain[0], "y1": domain[1], "layer": "below"}
    found: list[Part] = [
        {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "line": line(look.line, 1), **paper}
    ]
    if overlay.infusion_ended is not None:
        found.append(
            {"type": "rect", "xref": "x", "x0": 0, "x1": overlay.infusion_ended,
             "fillcolor": look.plot_infusion, "opacity": 0.6, "line": {"width": 0}, **paper}
        )  # fmt: skip
    if layer.caution is not None:
        found.append(
            {"type": "line", "xref": "paper", "yref": axis, "x0": 0, "x1": 1, "y0": layer.caution,
             "y1": layer.caution, "line": line(look.caution_line, 1.4, "dot"), "layer": "below"}
        )  # fmt: skip
    return found


def worst_but_today(overlay: Overlay, layer: Layer) -> int | None:
    """The place of the session with the worst value besides today's: it is dashed."""
    today = overlay.today if overlay.today is not None else -1
    return extreme_place(layer.frame, today, lowest=layer.lowest)


def _lines(
    overlay: Overlay, layer: Layer, axis: str, look: Palette
) -> tuple[list[Part], list[Part]]:
    today, worst = overlay.today, worst_but_today(overlay, layer)
    data: list[Part] = []
    notes: list[Part] = []
    drawn_last = sorted(
        layer.frame.groupby("place"), key=lambda one: (one[0] == today, one[0] == worst)
    )
    for place, rows in drawn_last:
        number, points = int(rows["number"].iloc[0]), rows[["minutes", "value"]].astype(float)
        data.append(_trace(points, axis, look, today=place == today, worst=place == worst))
        if place in {today, worst}:
            word = f"<b>{number}</b> {overlay.today_word}"
            colour = look.ink if place == today else look.caution
            word = word if place == today else f"<b>{number}</b>"
            notes.append(_end(points, axis, word, colour, look))
    if layer.caution is not None:
        notes.append(_at_right(layer.caution, axis, tr("caution"), look.caution, look))
    return data, _apart(notes)


def _trace(points: pd.DataFrame, axis: str, look: Palette, *, today: bool, worst: bool) -> Part:
    drawn = (
        line(look.ink, 2.6)
        if today
        else line(look.caution, 2, "dash")
        if worst
        else line(look.plot_line, 1.2)
    )
    return {
        "type": "scatter", "mode": "lines+markers" if today else "lines", "yaxis": axis,
        "x": list(points["minutes"]), "y": list(points["value"]), "line": drawn,
        "marker": {"size": 6, "color": look.ink}, "hoverinfo": "skip", "connectgaps": False,
    }  # fmt: skip


def _end(points: pd.DataFrame, axis: str, words: str, colour: str, look: Palette) -> Part:
    return _at_right(float(points["value"].iloc[-1]), axis, words, colour, look)


def _at_right(y: float, axis: str, words: str, colour: str, look: Palette) -> Part:
    return {
        "x": 1, "xref": "paper", "y": y, "yref": axis, "text": words, "showarrow": False,
        "xanchor": "left", "xshift": 6,
        "font": {"size": TEXT_SIZE, "color": colour, "shadow": halo(look.surface)},
    }  # fmt: skip


def _apart(notes: list[Part]) -> list[Part]:
    """Words at the edge of one panel that would touch are moved apart, the upper one up."""
    ordered = sorted(notes, key=lambda one: -float(one["y"]))
    return [
        {**one, "yshift": (len(ordered) - 1) * 4 - index * 8} for index, one in enumerate(ordered)
    ]


def _title(words: str, top: float, look: Palette) -> Part:
    return {
        "x": 0, "xref": "paper", "y": top, "yref": "paper", "text": f"<b>{words}</b>", "yshift": 6,
        "showarrow": False, "xanchor": "left", "yanchor": "bottom", "xshift": -LEFT + 2,
        "font": {"size": TEXT_SIZE + 1, "color": look.ink},
    }  # fmt: skip
