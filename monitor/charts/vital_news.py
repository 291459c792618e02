"""The words over the panels: what is news about a stretch of readings, at its gravest one."""

from __future__ import annotations

from monitor.charts import news as telling
from monitor.charts.axis import TimeAxis
from monitor.charts.news import News
from monitor.charts.palette import Palette
from monitor.charts.theme import Part, note
from monitor.charts.timeline import Band
from monitor.charts.vitals import PRESSURE, Panel, Point

MOST_WORDS = 6
WORD_ROOM = 0.13
Told = tuple[Point, News | None]
"""A reading with what is news about it."""


def news(
    points: tuple[Point, ...], band: Band | None, panel: Panel, axis: TimeAxis, palette: Palette
) -> list[Part]:
    """A word at the gravest reading of each stretch that is news, and at no other."""
    told = [(point, point.news(band)) for point in points]
    gravest = [_gravest(run, band) for run in _runs(told)]
    return [
        word_at(one, f"{one[0].value:g}", panel, axis, palette) for one in gravest[-MOST_WORDS:]
    ]


def pressure_news(
    systolic: tuple[Point, ...],
    diastolic: tuple[Point, ...],
    bands: tuple[Band | None, Band | None],
    axis: TimeAxis,
    palette: Palette,
) -> list[Part]:
    """As :func:`news`, for both pressures of a reading together: ``163/98 high``."""
    above, below = bands
    lower = {point.minutes: point for point in diastolic}
    told: list[Told] = []
    for point in systolic:
        under = lower.get(point.minutes)
        if point.value is not None and under is not None:
            told.append((point, telling.graver(point.news(above), under.news(below))))
    said = []
    for run in _runs(told)[-MOST_WORDS:]:
        gravest = _gravest(run, above)
        number = f"{gravest[0].value:g}/{lower[gravest[0].minutes].value or 0.0:g}"
        said.append(word_at(gravest, number, PRESSURE, axis, palette))
    return said


def word_at(told: Told, number: str, panel: Panel, axis: TimeAxis, palette: Palette) -> Part:
    """What is news over a mark, in its colour, turned inwards at the right edge."""
    point, what = told
    near_edge = point.minutes > axis.end - (axis.end - axis.start) * WORD_ROOM
    return note(
        point.minutes,
        point.value or 0.0,
        f"<b>{number} {telling.word(what)}</b>",
        telling.colour(what, palette, palette.ink_2),
        yref=panel.axis,
        yshift=12,
        xshift=-4 if near_edge else 4,
        xanchor="right" if near_edge else "left",
    )


def _runs(told: list[Told]) -> list[list[Told]]:
    """The stretches of readings that are all news."""
    runs: list[list[Told]] = [[]]
    for point, what in told:
        if what is None:
            runs.append([])
        else:
            runs[-1].append((point, what))
    return [run for run in runs if run]


def _gravest(run: list[Told], band: Band | None) -> Told:
    return max(run, key=lambda one: (telling.rank(one[1]), _beyond(one[0].value or 0.0, band)))


def _beyond(value: float, band: Band | None) -> float:
    return 0.0 if band is None else max(value - band.high, band.low - value)
