"""Labels over one another's heads: a row for each, none covering another."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.charts.axis import TimeAxis

NARROWEST_PLOT = 516
CHARACTER = 6.3
BOLD_CHARACTER = 6.9
PADDING = 10.0
MARK = 10.0
MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Label:
    """A text that belongs to an instant, and how it sits there: right of it, or centred."""

    text: str
    at: float
    kind: str
    until: float | None = None
    centred: bool = False
    bold: bool = False
    stays_right: bool = False
    """Its text never stands left of its instant."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its row (None: no room, only its mark is drawn) and the side of its text."""

    label: Label
    row: int | None
    leftward: bool = False
    beyond: bool = False
    """The text does not fit into the bar it belongs to, and stands behind its end."""


def minutes(pixels: float, axis: TimeAxis) -> float:
    """How many minutes so many pixels cover on the narrowest plot the chart is shown on."""
    return pixels * (axis.end - axis.start) / NARROWEST_PLOT


def minutes_of(text: str, axis: TimeAxis, *, bold: bool = False) -> float:
    """How many minutes a text covers there."""
    return minutes(len(text) * (BOLD_CHARACTER if bold else CHARACTER), axis)


def is_beyond(label: Label, axis: TimeAxis) -> bool:
    """Whether a bar is too short for its text."""
    if label.until is None:
        return False
    return label.at + minutes_of(label.text, axis, bold=label.bold) > label.until


def pack(labels: tuple[Label, ...], axis: TimeAxis) -> tuple[Placed, ...]:
    """Give each label the first row with room; the earlier in the tuple, the higher its claim."""
    rows: list[list[tuple[float, float]]] = [[] for _ in range(MOST_ROWS)]
    placed: list[Placed] = []
    for label in labels:
        right, left = _extents(label, axis)
        beyond_edge = right[1] > axis.end + (axis.end - axis.start) / 10
        leftward = beyond_edge and left[0] >= axis.start and not label.stays_right
        extent = left if leftward else right
        row = next((i for i, taken in enumerate(rows) if _has_room(taken, extent)), None)
        if row is not None:
            rows[row].append(extent)
        placed.append(Placed(label, row, leftward, is_beyond(label, axis)))
    return tuple(placed)


def rows_used(placed: tuple[Placed, ...]) -> int:
    """How many rows the labels take; one at least."""
    return 1 + max((item.row for item in placed if item.row is not None), default=0)


def _extents(label: Label, axis: TimeAxis) -> tuple[tuple[float, float], tuple[float, float]]:
    width = minutes_of(label.text, axis, bold=label.bold)
    pad = minutes(PADDING, axis)
    if label.centred:
        around = (label.at - width / 2 - pad, label.at + width / 2 + pad)
        return around, around
    mark = minutes(MARK, axis)
    if label.until is not None:
        end = label.until + width if is_beyond(label, axis) else label.until
        bar = (label.at - pad / 2, end + pad / 2)
        return bar, bar
    return (label.at - mark, label.at + mark + width + pad), (
        label.at - mark - width - pad,
        label.at + mark,
    )


def _has_room(taken: list[tuple[float, float]], extent: tuple[float, float]) -> bool:
    return all(extent[1] <= low or high <= extent[0] for low, high in taken)
