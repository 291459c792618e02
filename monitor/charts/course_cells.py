"""The peak grade of a side effect, one cell a session: pattern, edge and word say it together."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.charts.course_rows import Band
from monitor.charts.palette import Palette
from monitor.charts.theme import TICK_SIZE, Part, halo
from monitor.clinical.terms import term
from monitor.clinical.words import GRADES
from monitor.language.reader import tr

NOT_ASSESSED, MODERATE = -1, 2
WIDTH, GAP = 0.92, 3
_SHAPES = {NOT_ASSESSED: "\\", 0: "", 1: ".", 2: "/", 3: ""}


def effect_parts(
    row: Band, ranks: Mapping[int, float | None], look: Palette
) -> tuple[list[Part], list[Part]]:
    """The cells of one side effect; None was not assessed in a session that was held."""
    told = {place: NOT_ASSESSED if rank is None else int(rank) for place, rank in ranks.items()}
    data = [_bars(row, rank, told, look) for rank in _SHAPES if rank in told.values()]
    return [], [*data, _words(row, told, look)]


def _bars(row: Band, rank: int, told: Mapping[int, int], look: Palette) -> Part:
    places = [place for place, each in told.items() if each == rank]
    ink, ground = _colours(rank, look)
    return {
        "type": "bar",
        "x": places,
        "y": [row.bottom - row.top - 2 * GAP] * len(places),
        "base": [row.top + GAP] * len(places),
        "width": [WIDTH] * len(places),
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "color": ink if rank == len(GRADES) - 1 else ground,
            "line": {
                "color": ink if rank > 0 else look.line,
                "width": 1.5 if rank == MODERATE else 1,
            },
            "pattern": {
                "shape": _SHAPES[rank],
                "fgcolor": ink,
                "bgcolor": ground,
                "size": 4 if rank == 1 else 6,
                "solidity": 0.35,
                "fillmode": "replace",
            },
        },
    }


def _colours(rank: int, look: Palette) -> tuple[str, str]:
    return {
        NOT_ASSESSED: (look.line_strong, look.unknown_soft),
        0: (look.line, "rgba(0,0,0,0)"),
        1: (look.effect_1, look.effect_soft),
        2: (look.effect_2, look.effect_soft),
        3: (look.effect_3, look.effect_3),
    }[rank]


def _words(row: Band, told: Mapping[int, int], look: Palette) -> Part:
    inks = {NOT_ASSESSED: look.ink_2, 0: look.ink_3, 3: look.surface}
    colours = [inks.get(rank, look.effect) for rank in told.values()]
    shadows = ["none" if rank == len(GRADES) - 1 else halo(look.surface) for rank in told.values()]
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(told),
        "y": [(row.top + row.bottom) / 2] * len(told),
        "text": [_word(rank) for rank in told.values()],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "textfont": {"size": TICK_SIZE, "color": colours, "shadow": shadows},
    }


def _word(rank: int) -> str:
    if rank == NOT_ASSESSED:
        return "?"
    word = tr(term(GRADES[rank]))
    return f"<b>{word}</b>" if rank > 0 else word
