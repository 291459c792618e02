"""Side effects per 100 sessions with their intervals, published rates as ticks beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.analytics.proportions import Share
from monitor.charts.palette import Scheme
from monitor.charts.theme import TEXT_SIZE, Part, base_layout, palette_of, quiet_axis
from monitor.clinical.published import Published

ROW, TOP, FOOT, LEFT = 34, 8, 26, 160
SYMBOLS = ("line-ns", "diamond-open", "square-open")
STEP = 10


def effects_figure(
    shares: Sequence[tuple[str, Share]],
    labels: Sequence[str],
    published: Sequence[Published],
    scheme: Scheme,
) -> Part:
    """One row an effect, in the given order: a dot with its interval, a mark for each source.

    ``labels`` name the rows; they stand in the figure, so that it never says another row than its.
    """
    look = palette_of(scheme)
    layout = base_layout(look, TOP + FOOT + ROW * max(len(shares), 1))
    layout["margin"] = {"t": TOP, "b": FOOT, "l": LEFT, "r": 12, "pad": 0}
    rates = [one.percent[name] for name, _ in shares for one in published if name in one.percent]
    reach = max([STEP * 2.0, *(100 * share.high for _, share in shares), *rates])
    ticks = list(range(0, int(reach) + STEP, STEP))
    layout["xaxis"] = {
        **quiet_axis(look), "range": [-2, reach + 4], "tickvals": ticks, "showticklabels": True,
        "showgrid": True, "gridcolor": look.plot_grid, "zeroline": True,
        "zerolinecolor": look.line_strong,
    }  # fmt: skip
    layout["yaxis"] = {
        **quiet_axis(look), "range": [len(shares) - 0.5, -0.5], "showticklabels": True,
        "tickvals": list(range(len(shares))), "ticktext": [f"{label}  " for label in labels],
        "tickfont": {"size": TEXT_SIZE + 1, "color": look.ink},
    }  # fmt: skip
    data = [_ticks(shares, one, SYMBOLS[place], look.accent) for place, one in enumerate(published)]
    return {"data": [*data, _dots(shares, look.ink)], "layout": layout}


def _dots(shares: Sequence[tuple[str, Share]], ink: str) -> Part:
    middles = [100 * share.share for _, share in shares]
    return {
        "type": "scatter", "mode": "markers", "x": middles, "y": list(range(len(shares))),
        "marker": {"size": 9, "color": ink}, "hoverinfo": "skip", "cliponaxis": False,
        "error_x": {
            "type": "data", "symmetric": False, "color": ink, "thickness": 2, "width": 5,
            "array": [100 * (share.high - share.share) for _, share in shares],
            "arrayminus": [100 * (share.share - share.low) for _, share in shares],
        },
    }  # fmt: skip


def _ticks(
    shares: Sequence[tuple[str, Share]], source: Published, symbol: str, colour: str
) -> Part:
    rows = _rates(shares, source.percent)
    return {
        "type": "scatter", "mode": "markers", "x": [rate for _, rate in rows],
        "y": [row for row, _ in rows], "hoverinfo": "skip", "cliponaxis": False,
        "marker": {
            "size": 13, "symbol": symbol, "color": colour, "line": {"color": colour, "width": 2.5}
        },
    }  # fmt: skip


def _rates(
    shares: Sequence[tuple[str, Share]], percent: Mapping[str, float]
) -> list[tuple[int, float]]:
    return [(row, percent[name]) for row, (name, _) in enumerate(shares) if name in percent]
