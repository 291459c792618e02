"""One episode per alert code at a time: where it opens, rises and closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.clinical.alerts.assessment import INSIDE, URGENT, Assessment
from monitor.clinical.words import GRADE_RANK

CLOSING = 2
"""Consecutive assessments inside every limit that close an episode."""


@dataclass(slots=True)
class Episode:
    """One episode: its assessments from the first crossing on, and its closing, if any."""

    code: str
    assessments: list[Assessment] = field(default_factory=list)
    closed_at: datetime | None = None

    @property
    def raised_at(self) -> datetime:
        """When it was measured first."""
        return self.assessments[0].at

    def crossings(self) -> list[Assessment]:
        """The assessments beyond a limit."""
        return [one for one in self.assessments if one.level > INSIDE]

    def level(self) -> int:
        """The highest level: it can only rise."""
        return max(one.level for one in self.assessments)

    def known_at(self) -> datetime:
        """When it first became known, at whatever level."""
        return min(one.noticed_at for one in self.crossings())

    def urgent_known_at(self) -> datetime | None:
        """When it first became known to be urgent."""
        known = (one.known_at for one in self.assessments if one.level == URGENT)
        return min(known, default=None)

    def sources(self) -> frozenset[str]:
        """The events that its crossings rest on."""
        return frozenset().union(*(one.sources for one in self.crossings()))

    def worst(self, worse: Callable[[float, float], bool]) -> object:
        """The worst value since it opened."""
        flags = frozenset().union(*(one.flags for one in self.assessments))
        if flags:
            return sorted(flags)
        crossings = self.crossings()
        # A full MOAA/S beside a RASS of -4 is not what raised it.
        is_number = any(isinstance(one.value, int | float) for one in crossings)
        numbers = [one.number for one in self.assessments if one.number is not None]
        if not is_number or not numbers:
            graded = all(one.value in GRADE_RANK for one in crossings)
            return max(crossings, key=_grade if graded else _gravity).value
        worst = numbers[0]
        for number in numbers:
            worst = number if worse(number, worst) else worst
        return worst


_GRAVITY = {
    **GRADE_RANK,
    **{letter: rank for rank, letter in enumerate("VPU", start=1)},
    **{f"RASS -{score}": score for score in range(1, 6)},
}
"""How grave a value that is no number is, beside the others of its kind."""


def _grade(one: Assessment) -> int:
    """A grade by itself: a mild one that is urgent for its time is not worse than a severe one."""
    return GRADE_RANK[str(one.value)]


def _gravity(one: Assessment) -> tuple[int, int]:
    return (one.level, _GRAVITY.get(str(one.value), 0))


def episodes_of(code: str, assessments: Sequence[Assessment], *, closes: bool) -> list[Episode]:
    """Cut a code's assessments, in the order they happened, into episodes."""
    episodes: list[Episode] = []
    current: Episode | None = None
    inside = 0
    for one in assessments:
        if current is None:
            if one.level == INSIDE:
                continue
            current = Episode(code)
            episodes.append(current)
        current.assessments.append(one)
        inside = inside + 1 if one.level == INSIDE else 0
        if closes and inside == CLOSING:
            current.closed_at = one.at
            current, inside = None, 0
    return episodes


def is_late(one: Assessment, after: timedelta) -> bool:
    """Tell whether a crossing became known too long after it was measured."""
    return one.level > INSIDE and one.known_at - one.at > after
