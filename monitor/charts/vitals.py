"""The four panels: blood pressure, heart rate, SpO2, breathing rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import NamedTuple

from monitor.charts import news as telling
from monitor.charts.axis import TimeAxis
from monitor.charts.news import News
from monitor.charts.palette import Palette
from monitor.charts.theme import TEXT_SIZE, Part, box, line, note, scatter
from monitor.charts.timeline import Band
from monitor.clinical.event import Event
from monitor.clinical.interpretation import Interpretation, Interpretations
from monitor.language.reader import tr

NOT_MEASURED = "⊘"
POINT = 10
ROUND_POINT = 8
POINT_OUTSIDE = 13
POINT_URGENT = 17
STRUCK_POINT = 8
ROOM_FOR_A_WORD = 0.5


@dataclass(frozen=True, slots=True)
class Panel:
    """One vital sign's strip: its fields, its fixed range, the ticks that are written."""

    axis: str
    fields: tuple[str, ...]
    low: float
    high: float
    step: float
    ticks: tuple[float, ...]
    more_ticks: tuple[float, ...] = ()


PRESSURE = Panel(
    "y", ("systolic_mmhg", "diastolic_mmhg"), 50, 180, 20, (60, 80, 100, 160), (200, 240)
)
HEART_RATE = Panel("y2", ("heart_rate_bpm",), 45, 105, 15, (50, 100), (130, 160))
SPO2 = Panel("y3", ("spo2_percent",), 88, 101, 4, (94, 98))
BREATHING = Panel("y4", ("respiratory_rate_per_min",), 6, 26, 6, (12, 20), (30, 40))
PANELS = (PRESSURE, HEART_RATE, SPO2, BREATHING)


class Point(NamedTuple):
    """One reading of one field as it is drawn; ``value`` None is a reading that was not taken."""

    minutes: float
    value: float | None
    standing: bool = False
    late: bool = False
    interpretation: Interpretation | None = None

    def news(self, band: Band | None) -> News | None:
        """What is news about it, drawn over this band."""
        return None if self.value is None else telling.news(self.interpretation, self.value, band)


def readings(
    facts: Iterable[Event],
    field: str,
    axis: TimeAxis,
    late_after: timedelta,
    interpretations: Interpretations | None = None,
) -> tuple[Point, ...]:
    """Every word on a field, in order: its value, or that it was not measured."""
    return readings_of(facts, (field,), axis, late_after, interpretations)[field]


def readings_of(
    facts: Iterable[Event],
    fields: Iterable[str],
    axis: TimeAxis,
    late_after: timedelta,
    interpretations: Interpretations | None = None,
) -> dict[str, tuple[Point, ...]]:
    """The same for several fields, in one walk over the facts."""
    known = interpretations or {}
    points: dict[str, list[Point]] = {field: [] for field in fields}
    for fact in facts:
        if fact.kind != "vitals":
            continue
        said, at, minutes = fact.fields, fact.at, axis.position(fact.at)
        standing = said.get("position") == "standing"
        late = fact.recorded_at - at > late_after
        refused = said.get("not_measured")
        for field, found in points.items():
            value = said.get(field)
            if value is None and not (isinstance(refused, Mapping) and field in refused):
                continue
            number = float(value) if isinstance(value, int | float) else None
            found.append(Point(minutes, number, standing, late, known.get((fact.id, field))))
    return {field: tuple(found) for field, found in points.items()}


def fixed_range(panel: Panel, points: Iterable[Point]) -> list[float]:
    """The panel's own range; whole steps are added only where a reading would fall outside it.

    A reading so high is news, so there is room over it for its word below what stands above.
    """
    values = [point.value for point in points if point.value is not None]
    low, high = panel.low, panel.high
    while values and min(values) < low + panel.step / 4:
        low -= panel.step
    if values and max(values) > high - panel.step / 4:
        high += panel.step * ceil((max(values) - high) / panel.step + ROOM_FOR_A_WORD)
    return [low, high]


def trend(points: tuple[Point, ...], panel: Panel, palette: Palette) -> Part:
    """The thin line from reading to reading: broken where one is missing, without standing ones."""
    seated = [point for point in points if not point.standing]
    return scatter(
        [point.minutes for point in seated],
        [point.value for point in seated],
        panel.axis,
        "lines",
        name="trend",
        line=line(palette.plot_line, 1.2),
    )


def marks(
    points: tuple[Point, ...], panel: Panel, band: Band | None, palette: Palette, symbol: str
) -> Part:
    """The readings themselves, one mark each, exactly where they were measured.

    The graver, the larger: so that they are told apart without their colours.
    """
    taken = [point for point in points if point.value is not None]
    sizes = {telling.OUTSIDE: POINT_OUTSIDE, telling.CAUTION: POINT_OUTSIDE}
    sizes |= {telling.QUIET: ROUND_POINT if symbol == "circle" else POINT}
    told = [point.news(band) for point in taken]
    colour_of = {one: telling.colour(one, palette, palette.ink) for one in set(told)}
    size_of = {one: sizes.get(telling.tone(one), POINT_URGENT) for one in colour_of}
    colours = [colour_of[one] for one in told]
    return scatter(
        [point.minutes for point in taken],
        [point.value for point in taken],
        panel.axis,
        "markers",
        name=panel.fields[0] if symbol != "triangle-up" else panel.fields[-1],
        marker={
            "opacity": 1,
            "symbol": [symbol + ("-open" if point.late else "") for point in taken],
            "size": [size_of[one] for one in told],
            "color": colours,
            "line": {
                "width": 1,
                "color": [
                    colour if point.late else palette.surface
                    for point, colour in zip(taken, colours, strict=True)
                ],
            },
        },
    )


def stems(systolic: tuple[Point, ...], diastolic: tuple[Point, ...], palette: Palette) -> Part:
    """The line between the two pressures of one reading."""
    lower = {point.minutes: point.value for point in diastolic}
    x: list[float | None] = []
    y: list[float | None] = []
    for point in systolic:
        under = lower.get(point.minutes)
        if point.value is None or under is None:
            continue
        x += [point.minutes, point.minutes, None]
        y += [point.value, under, None]
    return scatter(x, y, PRESSURE.axis, "lines", name="stem", line=line(palette.ink_2, 1.2))


def not_measured(points: tuple[Point, ...], panel: Panel, at: float, palette: Palette) -> Part:
    """A barred ring with its words where a reading was due and not taken."""
    missing = [point.minutes for point in points if point.value is None]
    return scatter(
        missing,
        [at] * len(missing),
        panel.axis,
        "text",
        name="not measured",
        text=["<br>".join([tr("not measured"), NOT_MEASURED])] * len(missing),
        textposition="middle center",
        textfont={"size": TEXT_SIZE, "color": palette.ink_2},
    )


def struck(points: tuple[Point, ...], panel: Panel, palette: Palette) -> Part:
    """Values that no longer count, corrected or entered in error: crossed, still readable."""
    taken = [point for point in points if point.value is not None]
    return scatter(
        [point.minutes for point in taken],
        [point.value for point in taken],
        panel.axis,
        "markers",
        name="struck out",
        marker={
            "symbol": "x-thin",
            "size": STRUCK_POINT,
            "line": {"width": 1.4, "color": palette.ink_3},
        },
    )


def band_shapes(
    band: Band, depth: Callable[[float], float], span: tuple[float, float], palette: Palette
) -> list[Part]:
    """The shaded band, the baseline through it, and the line at which caution begins.

    On paper, not on the panel's own axis: so they lie under the infusion and the event lines.
    """
    shapes = [box(span, (depth(band.low), depth(band.high)), palette.plot_band)]
    for value, look in (
        (band.baseline, line(palette.plot_line, 1, "7px,5px")),
        (band.caution_from, line(palette.caution_line, 1.2, "2px,4px")),
    ):
        if value is not None:
            height = depth(value)
            shapes.append(box(span, (height, height), "rgba(0,0,0,0)", type="line", line=look))
    return shapes


def standing_words(points: tuple[Point, ...], foot: float, palette: Palette) -> list[Part]:
    """A word at the foot of the panel under each reading taken standing."""
    return [
        note(point.minutes, foot, tr("standing"), palette.ink_3, yanchor="bottom", xanchor="center")
        for point in points
        if point.standing
    ]
