"""An assessment: one instant at which what an alert code looks at was measured, and its level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from monitor.clinical.chronicle import Word
from monitor.clinical.situation import Situation
from monitor.clinical.versions import Fact

INSIDE, CAUTION, URGENT = 0, 1, 2
"""Levels of an assessment: inside every limit, or beyond the caution or the urgent one."""


class Assessment(NamedTuple):
    """What one code says of one instant.

    ``number`` is what a worsening is measured on, where there is one; ``flags`` the red flags seen;
    ``sources`` the events it rests on. It is known from ``known_at``, when what had been recorded
    gave it its level; ``noticed_at`` is when it was first known to be beyond any limit at all.
    """

    at: datetime
    level: int
    value: object
    number: float | None
    sources: frozenset[str]
    known_at: datetime
    noticed_at: datetime
    flags: frozenset[str] = frozenset()


Assessor = Callable[[Situation], list[Assessment]]

_NO_FLAGS: frozenset[str] = frozenset()


def assessment(
    fact: Fact,
    level: int,
    value: object,
    number: float | None = None,
    flags: frozenset[str] = _NO_FLAGS,
) -> Assessment:
    """Make the assessment that one fact gives."""
    sources, known_at = frozenset((fact.event.id,)), fact.known_at
    return Assessment(fact.event.at, level, value, number, sources, known_at, known_at, flags)


class Reading(NamedTuple):
    """The worst of the values of one field measured at one instant."""

    at: datetime
    number: float
    fact: Fact


def readings(words: Iterable[Word], worse: Callable[[float, float], bool]) -> list[Reading]:
    """Return the measured values of a field, one an instant: of several the worst counts."""
    found: list[Reading] = []
    for word in words:
        value = word.value
        if value is None:
            continue
        assert isinstance(value, int | float)
        if found and found[-1].at == word.at:
            if worse(value, found[-1].number):
                found[-1] = Reading(word.at, value, word.fact)
        else:
            found.append(Reading(word.at, value, word.fact))
    return found


def higher(one: float, other: float) -> bool:
    """Tell whether a high value is worse than another."""
    return one > other


def lower(one: float, other: float) -> bool:
    """Tell whether a low value is worse than another."""
    return one < other


def merged(
    assessments: Sequence[Assessment], worse: Callable[[float, float], bool]
) -> list[Assessment]:
    """Put the assessments of one instant together: the worst counts."""
    ordered = sorted(assessments, key=lambda one: one.at)
    together: list[Assessment] = []
    for one in ordered:
        if together and together[-1].at == one.at:
            together[-1] = _worst(together[-1], one, worse)
        else:
            together.append(one)
    return together


def _worst(one: Assessment, other: Assessment, worse: Callable[[float, float], bool]) -> Assessment:
    leading, second = (other, one) if other.level > one.level else (one, other)
    number = leading.number if leading.number is not None else second.number
    if one.number is not None and other.number is not None:
        number = other.number if worse(other.number, one.number) else one.number
    sources = leading.sources if second.level == INSIDE else leading.sources | second.sources
    return leading._replace(
        number=number,
        sources=sources,
        known_at=max(one.known_at, other.known_at),
        noticed_at=max(one.noticed_at, other.noticed_at),
        flags=one.flags | other.flags,
    )
