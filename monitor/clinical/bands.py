"""A score as a table: each band starts at its number, so there is no gap and no overlap."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bands:
    """Scores by band: ``scores[0]`` below the first start, ``scores[i]`` from there on."""

    starts: tuple[float, ...]
    scores: tuple[int, ...]

    def score(self, value: float) -> int:
        """Return the score of the band that the value lies in."""
        return self.scores[bisect_right(self.starts, value)]
