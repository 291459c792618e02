"""The optional panels: totals of scales, one strip each, under the vital signs."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from monitor.charts.palette import Palette
from monitor.charts.rows import Rows
from monitor.charts.theme import TEXT_SIZE, TICK_SIZE, Part, line, quiet_axis, scatter

FIRST_AXIS = 7
"""The axes before it belong to the vital signs, the side effects and the criteria."""

INCOMPLETE = "⊘"
POINT = 8
ROOM = 0.45
"""What a panel keeps free over its highest point for the number, as a share of its range."""


@dataclass(frozen=True, slots=True)
class ScalePoint:
    """A scale at one place of the axis; ``total`` None is a score that lacks something."""

    minutes: float
    total: int | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class ScalePanel:
    """One scale's strip: its name and variant, its usual range, the ticks, what was scored.

    The range grows in steps up to ``highest`` where a score would fall outside it.
    """

    code: str
    title: str
    variant: str
    low: int
    usual: int
    highest: int
    ticks: tuple[int, ...]
    points: tuple[ScalePoint, ...] = ()

    @property
    def reach(self) -> list[float]:
        """From a little under the lowest total to what leaves room for a number over each mark."""
        top = max((p.total for p in self.points if p.total is not None), default=self.usual)
        high = self.usual if top <= self.usual else min(ceil(top / 5) * 5, self.highest)
        span = high - self.low
        return [self.low - span * 0.15, high + span * ROOM]


def scale_axes(panels: tuple[ScalePanel, ...], rows: Rows, palette: Palette) -> Part:
    """The value axis of each panel that is switched on."""
    return {
        f"yaxis{FIRST_AXIS + place}": {
            **quiet_axis(palette),
            "domain": rows.domain(rows.scales[place]),
            "range": panel.reach,
            "showticklabels": True,
            "tickvals": [tick for tick in panel.ticks if tick <= panel.reach[1]],
            "ticktext": [f"{tick} " for tick in panel.ticks if tick <= panel.reach[1]],
        }
        for place, panel in enumerate(panels)
    }


def scale_traces(panels: tuple[ScalePanel, ...], palette: Palette) -> list[Part]:
    """The totals with their numbers; a score that lacks something breaks the line, as ⊘."""
    drawn: list[Part] = []
    for place, panel in enumerate(panels):
        axis = f"y{FIRST_AXIS + place}"
        drawn += [_line(panel, axis, palette), _marks(panel, axis, palette)]
        drawn += _incomplete(panel, axis, palette)
    return drawn


def _line(panel: ScalePanel, axis: str, palette: Palette) -> Part:
    return scatter(
        [point.minutes for point in panel.points],
        [point.total for point in panel.points],
        axis,
        "lines",
        name=f"{panel.code} trend",
        line=line(palette.plot_line, 1.2),
    )


def _marks(panel: ScalePanel, axis: str, palette: Palette) -> Part:
    told = [point for point in panel.points if point.total is not None]
    return scatter(
        [point.minutes for point in told],
        [point.total for point in told],
        axis,
        "markers+text",
        name=panel.code,
        text=[f"{point.total}" for point in told],
        textposition="top center",
        textfont={"size": TICK_SIZE, "color": palette.ink},
        marker={
            "symbol": ["circle-open" if point.late else "circle" for point in told],
            "size": POINT,
            "color": palette.ink,
            "line": {"width": 1.4, "color": palette.ink},
        },
    )


def _incomplete(panel: ScalePanel, axis: str, palette: Palette) -> list[Part]:
    missing = [point.minutes for point in panel.points if point.total is None]
    if not missing:
        return []
    middle = sum(panel.reach) / 2
    return [
        scatter(
            missing,
            [middle] * len(missing),
            axis,
            "text",
            name=f"{panel.code} incomplete",
            text=[INCOMPLETE] * len(missing),
            textposition="middle center",
            textfont={"size": TEXT_SIZE, "color": palette.ink_2},
        )
    ]
