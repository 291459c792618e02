"""How a course goes on a scale of depression: response, remission and relapse as defined here.

Response is a fall of at least half from the first score. Remission is a score at or below a mark of
the scale: PHQ-9 below 5; MADRS at most 10 (KetECT trial); QIDS-SR16 at most 5, its lowest band.
Relapse, as this project proposes it, is a score after response that has risen back above half of
the first. A score is stated with the definition it is judged by; nothing is concluded from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PHQ9, MADRS, QIDS = "phq9", "madrs", "qids"
PERCENT = 100
HALF = 50
LASTING_FROM, BEYOND = timedelta(days=90), timedelta(days=120)
"""Relief is told as lasting from three months after the last session; four months end that."""


@dataclass(frozen=True, slots=True)
class OutcomeScale:
    """A scale of depression: its name, its highest total and the total at which remission ends."""

    id: str
    title: str
    highest: int
    remission_to: int


SCALES: Mapping[str, OutcomeScale] = {
    one.id: one
    for one in (
        OutcomeScale(PHQ9, "PHQ-9", 27, 4),
        OutcomeScale(MADRS, "MADRS", 60, 10),
        OutcomeScale(QIDS, "QIDS-SR16", 27, 5),
    )
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The first score against the latest one; ``fall_percent`` is below 0 where it rose.

    ``relapsed_at`` is the first instant after response at which it was lost again, and stays lost.
    """

    scale: str
    first: int
    latest: int
    latest_at: datetime
    fall_percent: float | None
    response: bool
    remission: bool
    responded_at: datetime | None = None
    relapsed_at: datetime | None = None


def fall_percent(first: int, latest: int) -> float | None:
    """The fall from the first score in percent of it; None where the first was 0."""
    return None if first == 0 else PERCENT * (first - latest) / first


def is_response(first: int, latest: int) -> bool:
    """Whether the score has fallen by at least half; from 0 there is nothing to fall."""
    fall = fall_percent(first, latest)
    return fall is not None and fall >= HALF


def is_remission(scale: str, latest: int) -> bool:
    """Whether the score lies in the scale's band of remission."""
    return latest <= SCALES[scale].remission_to


def response_at_most(first: int) -> int:
    """The highest whole score that is a response to the first one."""
    return first // 2


def outcome(scale: str, scores: Iterable[tuple[datetime, int]]) -> Outcome | None:
    """The outcome on one scale out of its scores in any order; None where it was never scored."""
    told = sorted(scores)
    if not told:
        return None
    first, (latest_at, latest) = told[0][1], told[-1]
    responded: datetime | None = None
    relapsed: datetime | None = None
    for at, score in told[1:]:
        if is_response(first, score):
            responded, relapsed = responded or at, None
        elif responded is not None:
            relapsed = relapsed or at
    return Outcome(
        scale=scale,
        first=first,
        latest=latest,
        latest_at=latest_at,
        fall_percent=fall_percent(first, latest),
        response=len(told) > 1 and is_response(first, latest),
        remission=is_remission(scale, latest),
        responded_at=responded,
        relapsed_at=relapsed,
    )
