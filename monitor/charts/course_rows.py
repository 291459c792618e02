"""How deep each row of the course's matrix is, in pixels; the labels beside it have the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SCORE, ITEM, DOSE, RISE, MINUTES, EFFECT = "score", "item", "dose", "rise", "minutes", "effect"
HEIGHTS = {SCORE: 144, ITEM: 32, DOSE: 64, RISE: 76, MINUTES: 104, EFFECT: 26}
"""assets/css/course.css gives the labels the same heights."""

FEWEST_COLUMNS = 10
"""A short course keeps the columns of a longer one, so that they stay readable as columns."""


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the matrix: what it shows, and where it lies, in pixels from the top."""

    kind: str
    name: str
    top: int
    bottom: int

    def at(self, share: float) -> float:
        """A place inside: 0 at its foot, 1 at its head."""
        return self.bottom - share * (self.bottom - self.top)


def bands(scales: Sequence[str], effects: Sequence[str]) -> tuple[Band, ...]:
    """Every row from the top: scores, item 9, dose, rise, minutes, then the side effects."""
    listed = [(SCORE, scales[0]), (ITEM, ITEM)]
    listed += [(SCORE, one) for one in scales[1:]]
    listed += [(DOSE, DOSE), (RISE, RISE), (MINUTES, MINUTES)]
    listed += [(EFFECT, one) for one in effects]
    found: list[Band] = []
    top = 0
    for kind, name in listed:
        found.append(Band(kind, name, top, top + HEIGHTS[kind]))
        top += HEIGHTS[kind]
    return tuple(found)
