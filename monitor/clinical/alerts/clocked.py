"""The alerts of the clock: a set overdue, and a patient not ready in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.clinical.alerts.assessment import CAUTION, INSIDE, URGENT, Assessment
from monitor.clinical.alerts.codes import NOT_READY, OVERDUE
from monitor.clinical.alerts.episodes import Episode
from monitor.clinical.schedule import MINUTE, Slots, owed_spans
from monitor.clinical.situation import Situation

KnownSince = Callable[[datetime, timedelta], datetime]
"""(instant, threshold) -> when it became known that a set had been owed so long at that instant."""
Come = Callable[[datetime], datetime]
"""(instant) -> when it was first known that the session's clock had come to that instant."""


def overdue_episodes(situation: Situation, slots: Slots, known_since: KnownSince) -> list[Episode]:
    """Return one episode for each set owed too long; the next set closes it."""
    numbers = situation.protocol.alerts[OVERDUE]
    thresholds = (
        (CAUTION, numbers.duration("caution_after")),
        (URGENT, numbers.duration("urgent_after")),
    )
    episodes: list[Episode] = []
    for due, end, closed in owed_spans(slots, situation.clock):
        crossed = [(level, after) for level, after in thresholds if end - due > after]
        if not crossed:
            continue
        owed = (end - due) / MINUTE
        episode = Episode(OVERDUE)
        for level, after in crossed:
            at = due + after
            since = known_since(at, after)
            episode.assessments.append(Assessment(at, level, owed, owed, frozenset(), since, since))
        episode.closed_at = end if closed else None
        episodes.append(episode)
    return episodes


def not_ready_episode(
    situation: Situation, is_ready_at: Callable[[datetime], bool], come: Come
) -> Episode | None:
    """Return the episode of a patient not ready in time, as known then; it never closes."""
    zero = situation.time_zero
    if zero is None:
        return None
    after = situation.protocol.alerts[NOT_READY].duration("after")
    at = zero + after
    if situation.clock < at or is_ready_at(at):
        return None
    minutes, since = after / MINUTE, come(at)
    return Episode(NOT_READY, [Assessment(at, URGENT, minutes, minutes, frozenset(), since, since)])


__all__ = ["INSIDE", "Come", "KnownSince", "not_ready_episode", "overdue_episodes"]
