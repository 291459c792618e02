"""The register of controlled drugs, added up: what came, was drawn, given, wasted or is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RECEIVED, DRAWN, GIVEN, WASTED, RETURNED = "received", "drawn", "given", "wasted", "returned"
ACTIONS = (RECEIVED, DRAWN, GIVEN, WASTED, RETURNED)
OUT_OF_A_DRAW = frozenset({GIVEN, WASTED, RETURNED})
WITNESSED = frozenset({RECEIVED, DRAWN, WASTED, RETURNED})
"""What a second person has to see; a dose given may have a witness."""

LEAST_MG = 0.05
"""Smaller differences are of writing numbers, not of drugs."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Milligrams by what happened to them, reversed entries taken off."""

    received: float = 0.0
    drawn: float = 0.0
    given: float = 0.0
    wasted: float = 0.0
    returned: float = 0.0

    @property
    def unaccounted(self) -> float:
        """What was drawn and neither given, wasted nor returned; 0 where all is told."""
        left = self.drawn - self.given - self.wasted - self.returned
        return 0.0 if abs(left) < LEAST_MG else round(left, 2)

    @property
    def stock(self) -> float:
        """What the cupboard should hold; below 0 more was drawn than ever came."""
        return round(self.received - self.drawn + self.returned, 2)


def totals(amounts: Iterable[tuple[str, float]]) -> Totals:
    """Add up (action, mg); a reversed entry's amount is negative."""
    sums = dict.fromkeys(ACTIONS, 0.0)
    for action, amount_mg in amounts:
        sums[action] += amount_mg
    return Totals(**{action: round(amount, 4) for action, amount in sums.items()})
