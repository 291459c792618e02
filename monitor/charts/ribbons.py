"""Side effects over time: one ribbon each, thicker and denser with the grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from typing import NamedTuple

from monitor.charts.axis import MINUTE, TimeAxis
from monitor.charts.packing import minutes_of
from monitor.charts.palette import Palette
from monitor.charts.rows import EFFECT_ROW
from monitor.charts.theme import TEXT_SIZE, Part, halo, note, scatter
from monitor.charts.timeline import Timeline
from monitor.clinical.event import Event
from monitor.clinical.terms import term
from monitor.language.reader import tr

AXIS = "y5"
GRADES = ("mild", "moderate", "severe")
UNKNOWN = "not assessed"
THICKNESS = {"mild": 6, "moderate": 9, "severe": 13, UNKNOWN: 6}
PATTERN = {"mild": ".", "moderate": "/", "severe": "", UNKNOWN: "\\"}


class Check(NamedTuple):
    """One answer about one side effect."""

    minutes: float
    grade: str


class Ribbon(NamedTuple):
    """A stretch between two checks over which a grade held as far as anybody asked."""

    start: float
    end: float
    grade: str


Asked = Mapping[str, tuple[Check, ...]]
"""The answers about each side effect, by its code."""

Lasting = tuple[tuple[Ribbon, ...], ...]
"""The ribbons of each side effect, row by row."""


def checks(facts: Iterable[Event], axis: TimeAxis) -> Asked:
    """Every time each side effect was asked about, with the answer, by its code."""
    found: dict[str, list[Check]] = {}
    for fact in facts:
        grades = fact.fields.get("grades")
        if fact.kind == "side_effects" and isinstance(grades, Mapping):
            minutes = axis.position(fact.at)
            for code, grade in grades.items():
                found.setdefault(code, []).append(Check(minutes, str(grade)))
    return {code: tuple(answers) for code, answers in found.items()}


def ribbons(answers: tuple[Check, ...], end: float, lasting: float = inf) -> tuple[Ribbon, ...]:
    """Each grade above none from its check to the next; the latest runs to ``end``.

    Where nobody asked again for longer than ``lasting`` minutes, the rest is not assessed.
    """
    following = [*(check.minutes for check in answers[1:]), end][: len(answers)]
    joined: list[Ribbon] = []
    for check, until in zip(answers, following, strict=True):
        if check.grade not in GRADES or until <= check.minutes:
            continue
        known = min(until, check.minutes + lasting)
        last = joined[-1] if joined else None
        if last is not None and (last.end, last.grade) == (check.minutes, check.grade):
            joined[-1] = Ribbon(last.start, known, check.grade)
        else:
            joined.append(Ribbon(check.minutes, known, check.grade))
        if known < until:
            joined.append(Ribbon(known, until, UNKNOWN))
    return tuple(joined)


def effect_traces(
    timeline: Timeline, asked_of: Asked, lasting: Lasting, look: Palette
) -> list[Part]:
    """One bar trace a grade, and the circles of the checks answered none."""
    drawn: dict[str, list[tuple[Ribbon, float]]] = {grade: [] for grade in (*GRADES, UNKNOWN)}
    none: list[tuple[float, float]] = []
    for row, effect in enumerate(timeline.effects):
        answers = asked_of.get(effect.code, ())
        for ribbon in lasting[row]:
            drawn[ribbon.grade].append((ribbon, centre(row)))
        none += [(check.minutes, centre(row)) for check in answers if check.grade == "none"]
    traces = [_bars(grade, stretches, look) for grade, stretches in drawn.items()]
    asked = scatter(
        [minutes for minutes, _ in none],
        [y for _, y in none],
        AXIS,
        "markers",
        name="asked, none",
        marker={
            "symbol": "circle-open",
            "size": 5,
            "color": look.line_strong,
            "line": {"width": 1},
        },
    )
    return [*traces, asked]


def effect_words(lasting: Lasting, axis: TimeAxis, look: Palette) -> list[Part]:
    """The peak grade in words, on its ribbon where there is room, otherwise after it."""
    return [
        _peak_word(stretches, row, axis, look) for row, stretches in enumerate(lasting) if stretches
    ]


def ribbons_of(timeline: Timeline, asked_of: Asked, axis: TimeAxis) -> Lasting:
    """The ribbons of each side effect of the chart, in the order of its rows."""
    count_for, end = timeline.checks_count_for, axis.position(timeline.clock)
    minutes = inf if count_for is None else count_for / MINUTE
    return tuple(
        ribbons(asked_of.get(effect.code, ()), end, minutes) for effect in timeline.effects
    )


def centre(row: int) -> float:
    """The middle of a row, in pixels from the top of the ribbons."""
    return (row + 0.5) * EFFECT_ROW


def _bars(grade: str, stretches: list[tuple[Ribbon, float]], look: Palette) -> Part:
    colour = {
        "mild": look.effect_1,
        "moderate": look.effect_2,
        "severe": look.effect_3,
        UNKNOWN: look.line_strong,
    }[grade]
    return {
        "type": "bar",
        "orientation": "h",
        "name": grade,
        "base": [ribbon.start for ribbon, _ in stretches],
        "x": [ribbon.end - ribbon.start for ribbon, _ in stretches],
        "y": [y for _, y in stretches],
        "width": [THICKNESS[grade]] * len(stretches),
        "xaxis": "x",
        "yaxis": AXIS,
        "hoverinfo": "none",
        "marker": {
            "color": colour,
            "line": {"color": colour, "width": 1},
            "pattern": {
                "shape": PATTERN[grade],
                "fgcolor": colour,
                "bgcolor": look.unknown_soft if grade == UNKNOWN else look.effect_soft,
                "size": 4 if grade in {"mild", UNKNOWN} else 6,
                "solidity": 0.45 if grade == "mild" else 0.5,
                "fillmode": "replace",
            },
        },
    }


def _peak_word(stretches: tuple[Ribbon, ...], row: int, axis: TimeAxis, look: Palette) -> Part:
    worst = max(GRADES.index(ribbon.grade) for ribbon in stretches if ribbon.grade in GRADES)
    grade = GRADES[worst]
    first = next(ribbon for ribbon in stretches if ribbon.grade == grade)
    start, end = first.start, first.end
    word = tr(term(grade))
    fits = end - start >= minutes_of(word, axis, bold=True) * 1.2
    last = _chained_end(stretches, end)
    text = word if fits else tr("peak {value}", value=word)
    return note(
        (start + end) / 2 if fits else last,
        centre(row),
        f"<b>{text}</b>",
        look.effect,
        yref=AXIS,
        xanchor="center" if fits else "left",
        xshift=0 if fits else 7,
        font={"size": TEXT_SIZE, "color": look.effect, "shadow": halo(look.surface)},
    )


def _chained_end(stretches: tuple[Ribbon, ...], end: float) -> float:
    """Where the ribbon that goes on from ``end`` without a gap comes to its end."""
    for ribbon in stretches:
        if ribbon.start == end:
            end = ribbon.end
    return end
