"""How a sheet is spread over pages: as many lines as a page of A4 and of Letter both hold.

Pure. Sizes are of paper, in millimetres; the style sheet draws the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.clinical.due_ahead import DueRow
from monitor.services.downtime import Sheet
from monitor.web.pages.downtime.facts import told

LINES_ON_FIRST = 16
"""Lines of the grid beside a head of usual length."""

LINES_ON_LATER = 32
LINES_ON_BLANK = 20
FEWEST_ON_FIRST = 5
BLANK_AT_LEAST = 3
CHARACTERS_A_LINE = 130
USUAL_LINES = 13
LINES_OF_TEXT_A_ROW = 2
"""So many lines of the head take the height of one line of the grid."""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page of a sheet: its lines, None for an empty one, and its place among its pages."""

    sheet: Sheet
    lines: tuple[DueRow | None, ...]
    number: int
    of: int


def pages_of(sheet: Sheet) -> tuple[SheetPage, ...]:
    """The pages of one session: every due time, then empty lines to the foot of the last one."""
    parts = list(_parts(sheet.due, first_holds(sheet)))
    return tuple(
        SheetPage(sheet, lines, number, len(parts)) for number, lines in enumerate(parts, start=1)
    )


def first_holds(sheet: Sheet) -> int:
    """How many lines the first page has left beside what is told above them."""
    lines = sum(-(-len(words) // CHARACTERS_A_LINE) for words in told(sheet))
    more = max(0, lines - USUAL_LINES)
    return max(FEWEST_ON_FIRST, LINES_ON_FIRST - -(-more // LINES_OF_TEXT_A_ROW))


def _parts(due: Sequence[DueRow], first: int) -> Iterator[tuple[DueRow | None, ...]]:
    rest: list[DueRow | None] = [*due, *[None] * BLANK_AT_LEAST]
    holds = first
    while rest:
        lines, rest = rest[:holds], rest[holds:]
        yield (*lines, *[None] * (holds - len(lines)))
        holds = LINES_ON_LATER
