"""The words over the panels: what is news about a stretch of readings, at its gravest one."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.charts import news as telling
from monitor.charts.axis import TimeAxis
from monitor.charts.news import News
from monitor.charts.packing import minutes_of
from monitor.charts.palette import Palette
from monitor.charts.theme import Part, note
from monitor.charts.timeline import Band
from monitor.charts.vitals import PRESSURE, Panel, Point

MOST_WORDS = 6
Told = tuple[Point, News | None]
"""A reading with what is news about it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the words are written on: the axis with the line of now, and the colours."""

    axis: TimeAxis
    now: float
    palette: Palette

    def turns_inwards(self, minutes: float, words: str) -> bool:
        """Whether words right of this instant would run out of the plot, or over the line of now.

        They stay right where there is no room at their left either.
        """
        width = minutes_of(words, self.axis, bold=True)
        over_now = minutes <= self.now < minutes + width
        return (minutes + width > self.axis.end or over_now) and minutes - width > self.axis.start


def news(points: tuple[Point, ...], band: Band | None, panel: Panel, ground: Ground) -> list[Part]:
    """A word at the gravest reading of each stretch that is news, and at no other."""
    told = [(point, point.news(band)) for point in points]
    gravest = [_gravest(run, band) for run in _runs(told)]
    return [word_at(one, f"{one[0].value:g}", panel, ground) for one in gravest[-MOST_WORDS:]]


def pressure_news(
    systolic: tuple[Point, ...],
    diastolic: tuple[Point, ...],
    bands: tuple[Band | None, Band | None],
    ground: Ground,
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
        said.append(word_at(gravest, number, PRESSURE, ground))
    return said


def word_at(told: Told, number: str, panel: Panel, ground: Ground) -> Part:
    """What is news over a mark, in its colour, turned inwards at the right edge and before now."""
    point, what = told
    words, palette = f"{number} {telling.word(what)}", ground.palette
    inwards = ground.turns_inwards(point.minutes, words)
    return note(
        point.minutes,
        point.value or 0.0,
        f"<b>{words}</b>",
        telling.colour(what, palette, palette.ink_2),
        yref=panel.axis,
        yshift=12,
        xshift=-4 if inwards else 4,
        xanchor="right" if inwards else "left",
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
