"""A share with its interval, and when a count is too small to be shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
FEWEST_SHOWN = 11
"""Below this a count could name somebody to who may not see patients."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's 95 % interval; shares from 0 to 1."""

    count: int
    of: int
    share: float
    low: float
    high: float


def wilson(count: int, of: int) -> Share | None:
    """The share of ``count`` in ``of`` with Wilson's score interval (1927); None of nothing.

    It stays inside 0 to 1 and keeps some width at 0 of n and n of n, unlike the plain interval.
    """
    if of == 0:
        return None
    share = count / of
    z2 = Z_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    reach = Z_95 / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == of else min(1.0, middle + reach)
    return Share(count, of, share, low, high)


def is_shown(count: int, of: int | None = None, *, sees_patients: bool) -> bool:
    """Whether a count may be shown: whoever sees no patients sees none below eleven.

    Nor one of which the rest is below eleven: subtraction would tell it.
    """
    if sees_patients:
        return True
    rest = FEWEST_SHOWN if of is None else of - count
    return count >= FEWEST_SHOWN and rest >= FEWEST_SHOWN


def is_stronger_shown(strong: Share, felt: Share, *, sees_patients: bool) -> bool:
    """Whether the share at least moderate may be shown: the mild are the rest of those felt."""
    return is_shown(strong.count, strong.of, sees_patients=sees_patients) and is_shown(
        strong.count, felt.count, sees_patients=sees_patients
    )
