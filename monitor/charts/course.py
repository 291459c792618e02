"""The course as one figure: a column a session, under the row of sessions that the screen draws.

Every row lies on one axis of pixels from the top, so that words beside it stand where they belong.
The same numbers stand in the table below the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.analytics.course import Between, effects_of, scales_of, values
from monitor.analytics.frames import pd
from monitor.charts.course_cells import effect_parts
from monitor.charts.course_marks import Word, box, frame, rule, stroke, texts, trace, zone
from monitor.charts.course_rows import (
    DOSE,
    EFFECT,
    FEWEST_COLUMNS,
    ITEM,
    MINUTES,
    RISE,
    SCORE,
    Band,
    bands,
)
from monitor.charts.palette import Palette, Scheme
from monitor.charts.theme import TEXT_SIZE, Part, base_layout, palette_of, quiet_axis
from monitor.clinical.outcomes import SCALES, response_at_most
from monitor.language import writing
from monitor.language.reader import tr

LATEST = -1
BAR = 0.42
HEAD = 1.25
LONGEST_DEFAULT = 180.0
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the figure is drawn from.

    ``today`` is the place of the session that is open or was the last, None before the first.
    ``open_for`` are the minutes since time zero of an open one. ``caution`` are the rises from
    which the protocol speaks of caution, ``minimum`` how long patients stay at the least; both are
    of the session of ``today``, and without one nothing is said of them. ``between`` are the scores
    taken between sessions: they stand between the columns.
    """

    frame: pd.DataFrame
    always: tuple[str, ...]
    today: int | None = None
    open_for: float | None = None
    caution: tuple[float, float] | None = None
    minimum: float | None = None
    between: tuple[Between, ...] = ()

    @property
    def bands(self) -> tuple[Band, ...]:
        """The rows of the figure."""
        return bands(scales_of(self.frame), effects_of(self.frame, self.always))

    @property
    def held(self) -> tuple[int, ...]:
        """The places in which a session was held."""
        numbers = values(self.frame["number"])
        return tuple(place for place, number in enumerate(numbers) if number is not None)


Points = list[tuple[int, float]]
Places = list[tuple[float, float]]


def course_figure(matrix: Matrix, scheme: Scheme) -> Part:
    """The matrix of a course, in the colours of the room."""
    look, rows = palette_of(scheme), matrix.bands
    height = rows[-1].bottom
    layout = base_layout(look, height)
    layout["margin"] = dict.fromkeys(("t", "b", "l", "r", "pad"), 0)
    last = max(len(matrix.frame), FEWEST_COLUMNS) - 0.5
    layout["xaxis"] = {**quiet_axis(look), "range": [-0.5, last]}
    layout["yaxis"] = {**quiet_axis(look), "range": [height, 0]}
    layout["uirevision"] = "course"
    shapes: list[Part] = []
    data: list[Part] = []
    if matrix.today is not None:
        shapes.append(box(matrix.today - 0.48, matrix.today + 0.48, 0, height, look.plot_infusion))
    for row in rows:
        drawn, traces = _ROWS[row.kind](matrix, row, look, last)
        shapes += drawn
        data += traces
    return {"data": data, "layout": {**layout, "shapes": shapes}}


Drawn = tuple[list[Part], list[Part]]


def _score(matrix: Matrix, row: Band, look: Palette, last: float) -> Drawn:
    """A scale: its totals joined, the band of response shaded, the band of remission deeper."""
    scale = SCALES[row.name]
    own = _points(matrix.frame[row.name])
    between = [
        (one.place, float(one.measure.total))
        for one in matrix.between
        if one.measure.scale == row.name
    ]
    told: Places = sorted([*own, *between])
    inner = Band(row.kind, row.name, row.top + 4, row.bottom - 8)
    shapes = [frame(-0.5, last, inner, look)]
    data: list[Part] = []
    reach = scale.highest * HEAD

    def at(score: float) -> float:
        return inner.at(score / reach)

    if told:
        answer = response_at_most(int(told[0][1]))
        shapes += [zone(last, at(answer), inner.bottom, look), rule(last, at(answer), look.met)]
        shapes += [zone(last, at(scale.remission_to), inner.bottom, look)]
        shapes += [rule(last, at(scale.remission_to), look.met)]
        data.append(texts(_marks(at, answer, scale.remission_to), look.met, look, side="right"))
        placed = [(x, at(score)) for x, score in told]
        size = {"size": [0 if point in between else 9 for point in told]}
        data.append(trace(placed, "lines+markers", look, marker={**size, "color": look.ink}))
        data += _between(between, at, look)
        data.append(texts([(x, at(n) - 15, f"<b>{n:g}</b>") for x, n in told], look.ink, look))
    return shapes, data


def _between(between: Places, at: Callable[[float], float], look: Palette) -> list[Part]:
    """What was scored between sessions: a hollow diamond, so that it is not taken for a session."""
    if not between:
        return []
    placed = [(x, at(score)) for x, score in between]
    hollow = {
        "size": 11, "symbol": "diamond", "color": look.surface,
        "line": {"width": 2, "color": look.ink},
    }  # fmt: skip
    return [trace(placed, "markers", look, marker=hollow)]


def _marks(at: Callable[[float], float], answer: int, remission: int) -> list[Word]:
    """Where response and remission begin, at the left: there the first score stands far above."""
    words = [
        (-0.5, at(answer) - 8, tr("response: {score} or less", score=answer)),
        (-0.5, at(remission) - 8, tr("remission: {score} or less", score=remission)),
    ]
    if at(remission) - at(answer) >= TEXT_SIZE + 2:
        return words
    return words[1:] if answer <= remission else words[:1]


def _item(matrix: Matrix, row: Band, look: Palette, _last: float) -> Drawn:
    """Item 9 of PHQ-9: shown always, boxed where it is above 0."""
    told: Places = [*_points(matrix.frame["item_9"])]
    told += [
        (one.place, one.measure.item_9) for one in matrix.between if one.measure.item_9 is not None
    ]
    above = [(x, score) for x, score in told if score > 0]
    middle = (row.top + row.bottom) / 2
    shapes = [
        box(x - 0.24, x + 0.24, middle - 12, middle + 12, look.caution_soft, look.caution_line)
        for x, _ in above
    ]
    quiet = [(x, middle, "0") for x, score in told if score == 0]
    loud = [(x, middle, f"<b>{score:g} !</b>") for x, score in above]
    return shapes, [texts(quiet, look.ink_2, look), texts(loud, look.caution, look)]


def _dose(matrix: Matrix, row: Band, look: Palette, last: float) -> Drawn:
    """The dose by weight as a bar; the milligrams stand in the table and, where known, above it."""
    mg, per_kg = _points(matrix.frame["dose_mg"]), dict(_points(matrix.frame["mg_per_kg"]))
    highest = max(per_kg.values(), default=1.0)
    foot = row.bottom - 8
    bars = [
        box(x - 0.22, x + 0.22, foot - 20 * per_kg[x] / highest, foot,
             look.ink if _is_most(x, per_kg) else look.plot_line)
        for x, _ in mg
        if x in per_kg
    ]  # fmt: skip
    words = [
        (x, foot - 20 * per_kg.get(x, 0) / highest - 18,
         f"{writing.number(round(dose, 1))}<br>{_per_kg(per_kg.get(x))}")
        for x, dose in mg
    ]  # fmt: skip
    return [*bars, rule(last, foot, look.line_strong, "solid")], [texts(words, look.ink, look)]


def _is_most(place: int, told: Mapping[int, float]) -> bool:
    """Whether a session had the highest dose, and not all had the same."""
    rounded = {x: round(value, 2) for x, value in told.items()}
    highest = max(rounded.values())
    return rounded[place] == highest and min(rounded.values()) < highest


def _per_kg(dose: float | None) -> str:
    return "" if dose is None else writing.number(round(dose, 2))


def _rise(matrix: Matrix, row: Band, look: Palette, last: float) -> Drawn:
    """The highest rise of both pressures; from caution on in its colour, and in bold."""
    upper = dict(_points(matrix.frame["systolic_rise"]))
    lower = dict(_points(matrix.frame["diastolic_rise"]))
    foot, room = row.bottom - 8, 34
    caution = matrix.caution
    highest = max([*upper.values(), *lower.values(), *(caution or (1.0,))])
    shapes = [rule(last, foot, look.line_strong, "solid")]
    quiet: list[Word] = []
    loud: list[Word] = []
    for x, value in upper.items():
        below = lower.get(x)
        hot = caution is not None and (
            value >= caution[0] or (below is not None and below >= caution[1])
        )
        height = room * max(value, 0) / highest
        shapes.append(
            box(x - 0.22, x, foot - height, foot, look.caution if hot else look.plot_line)
        )
        if below is not None:
            shade = room * max(below, 0) / highest
            shapes.append(
                box(x + 0.03, x + 0.25, foot - shade, foot, look.plot_band, look.plot_line)
            )
        words = f"{_signed(value)}/{_signed(below)}"
        (loud if hot else quiet).append((x, foot - height - 9, f"<b>{words}</b>" if hot else words))
    return shapes, [texts(quiet, look.ink, look), texts(loud, look.caution, look)]


def _signed(value: float | None) -> str:
    if value is None:
        return "?"
    return f"+{value:g}" if value >= 0 else f"{MINUS}{-value:g}"


def _minutes(matrix: Matrix, row: Band, look: Palette, last: float) -> Drawn:
    """From time zero until ready (a dot) and until leaving (a bar), over the minimum."""
    ready, left = _points(matrix.frame["ready"]), dict(_points(matrix.frame["left"]))
    inner = Band(row.kind, row.name, row.top + 4, row.bottom - 8)
    longest = max([*left.values(), *(one for _, one in ready), LONGEST_DEFAULT])
    still = None if matrix.today in dict(ready) else matrix.open_for
    known = [one for _, one in ready] + ([] if still is None else [still])
    start = min([60.0, *(one - 15 for one in known)])

    def at(minutes: float) -> float:
        return inner.at(0.08 + 0.84 * (minutes - start) / (longest - start))

    shapes, data = [frame(-0.5, last, inner, look)], []
    if matrix.minimum is not None:
        shapes.append(rule(last, at(matrix.minimum), look.line_strong))
        words = f"{matrix.minimum:g}"
        data.append(texts([(-0.5, at(matrix.minimum) - 8, words)], look.ink_2, look, side="right"))
    for x, minutes in left.items():
        shapes.append(stroke((x - 0.14, at(minutes)), (x + 0.14, at(minutes)), look.ink, 3))
    for x, minutes in ready:
        if x in left:
            shapes.append(stroke((x, at(minutes)), (x, at(left[x])), look.ink, 1))
    dots = [(x, at(minutes)) for x, minutes in ready]
    data.append(trace(dots, "markers", look, marker={"size": 9, "color": look.ink}))
    told = [(x + 0.1, at(minutes), f"{minutes:.0f}") for x, minutes in ready]
    data.append(texts(told, look.ink, look, side="right"))
    if still is not None and matrix.today is not None:
        place = (matrix.today, at(min(still, longest)))
        hollow = {"size": 10, "symbol": "circle-open", "color": look.ink, "line": {"width": 2}}
        data.append(trace([place], "markers", look, marker=hollow))
        words = tr("{minutes}, open", minutes=f"{still:.0f}")
        inward = 14 if place[1] < inner.at(0.5) else -14  # never into the row above or below
        data.append(texts([(place[0], place[1] + inward, f"<b>{words}</b>")], look.ink, look))
    return shapes, data


def _effect(matrix: Matrix, row: Band, look: Palette, _last: float) -> Drawn:
    ranks = dict(_points(matrix.frame[f"grade_{row.name}"]))
    return effect_parts(row, {place: ranks.get(place) for place in matrix.held}, look)


_ROWS = {SCORE: _score, ITEM: _item, DOSE: _dose, RISE: _rise, MINUTES: _minutes, EFFECT: _effect}


def _points(column: pd.Series[Any]) -> Points:
    return [(place, value) for place, value in enumerate(values(column)) if value is not None]
