"""Where every row of the chart lies, in pixels from the top of the plotting area."""

from __future__ import annotations

from dataclasses import dataclass

HEADER_ROW = 17
PANEL_GAP = 8
HEADING = 22
EFFECT_ROW = 17
LANE_ROW = 14
FOOT = 6
MARGIN_TOP = 24
MARGIN_BOTTOM = 28
MARGIN_LEFT = 132
MARGIN_RIGHT = 116
FIRST_SCREEN = 738
"""What header, prompt and read-out leave of a screen 900 high: the clock axis must stand on it."""

FEWEST_LANES = 5
SCALE_HEIGHT = 54
PANEL_HEIGHTS = (("pressure", 150), ("heart_rate", 54), ("spo2", 44), ("breathing", 44))


@dataclass(frozen=True, slots=True)
class Row:
    """One horizontal strip."""

    top: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Rows:
    """All strips of one chart, and how high the whole is."""

    header: Row
    pressure: Row
    heart_rate: Row
    spo2: Row
    breathing: Row
    effects: Row
    lanes: Row
    height: int
    scales: tuple[Row, ...] = ()
    """The optional panels, in the order they were switched on."""

    def domain(self, row: Row) -> list[float]:
        """The row as Plotly's share of the plotting area, counted from below."""
        return [1 - row.bottom / self.height, 1 - row.top / self.height]

    def paper(self, pixels: float) -> float:
        """A depth in pixels as a paper coordinate."""
        return 1 - pixels / self.height

    @property
    def figure_height(self) -> int:
        return self.height + MARGIN_TOP + MARGIN_BOTTOM


def lay_rows(header_rows: int, effects: int, lanes: int, scales: int = 0) -> Rows:
    """Stack the strips: events, four panels, scales that are switched on, ribbons, criteria."""
    header = Row(0, header_rows * HEADER_ROW + 4)
    placed: dict[str, Row] = {}
    depth = header.bottom
    for name, height in PANEL_HEIGHTS:
        placed[name] = Row(depth, height)
        depth = placed[name].bottom + PANEL_GAP
    pitch = SCALE_HEIGHT + PANEL_GAP
    shown = tuple(Row(depth + place * pitch, SCALE_HEIGHT) for place in range(scales))
    depth += scales * pitch
    effect_row = Row(depth - PANEL_GAP + HEADING, effects * EFFECT_ROW)
    lane_row = Row(effect_row.bottom + HEADING, lanes * LANE_ROW + FOOT)
    return Rows(
        header=header,
        effects=effect_row,
        lanes=lane_row,
        height=max(lane_row.bottom, 1),
        scales=shown,
        **placed,
    )


def lanes_that_fit(header_rows: int, effects: int) -> int:
    """How many criteria may have a lane of their own with the clock axis still on the screen."""
    room = FIRST_SCREEN - lay_rows(header_rows, effects, 0).figure_height
    return max(room // LANE_ROW, FEWEST_LANES)
