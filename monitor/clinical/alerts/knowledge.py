"""When each assessment became known where entries were late or corrected; what was withdrawn.

An assessment is known from the first instant at which what had been recorded by then gave it its
level. Where everything arrived in the order it happened that is simply when it was recorded; else
the past is told again, instant by instant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from monitor.clinical.alerts.assessment import CAUTION, INSIDE, Assessment
from monitor.clinical.alerts.calm import GLANCES
from monitor.clinical.alerts.codes import CODES
from monitor.clinical.alerts.episodes import Episode, episodes_of
from monitor.clinical.event import Event
from monitor.clinical.situation import Situation
from monitor.clinical.versions import Fact, known_at

Assessed = dict[str, list[Assessment]]
_Given = defaultdict[tuple[str, datetime], dict[int, datetime]]
AssessedAt = Callable[[datetime], Assessed]
"""Returns the assessments as they were known at a past instant."""


def assessed(situation: Situation, *, glancing: bool = False) -> Assessed:
    """Assess every code of which anything was said, in the order it happened.

    With ``glancing`` a code that is calm at a glance is left aside.
    """
    said = situation.known.words.keys()
    found: Assessed = {}
    for name, code in CODES.items():
        if code.fields and said.isdisjoint(code.fields):
            continue
        if glancing and name in GLANCES and GLANCES[name](situation):
            continue
        assessments = code.assess(situation)
        if assessments:
            found[name] = assessments
    return found


def arrived_in_order(facts: Sequence[Fact], events: Sequence[Event], now: datetime) -> bool:
    """Tell whether nothing known was late, corrected or judged by a baseline accepted later."""
    for event in events:
        if event.kind == "entered_in_error" and known_at(event) <= now:
            return False
    for fact in facts:
        if fact.versions or fact.event.kind == "baseline_accepted":
            return False
    for earlier, later in pairwise(facts):
        if later.known_at < earlier.known_at:
            return False
        if later.known_at > earlier.known_at and later.event.at <= earlier.event.at:
            return False
    return True


def told_again(
    found: Assessed, events: Sequence[Event], instants: Sequence[datetime], assessed_at: AssessedAt
) -> tuple[Assessed, list[Episode]]:
    """Return the assessments with when they became known, and the withdrawn episodes.

    ``instants`` are all those at which something became known, in order.
    """
    past = [(instant, assessed_at(instant)) for instant in instants]
    given = _first_given(past)
    dated = {
        code: [_dated(one, given[code, one.at]) for one in ones] for code, ones in found.items()
    }
    return dated, _withdrawn(found, events, past)


def _first_given(past: Iterable[tuple[datetime, Assessed]]) -> _Given:
    """Return when each instant measured was first known to be inside, or at a level or above."""
    given: _Given = defaultdict(dict)
    for instant, then in past:
        for code, ones in then.items():
            for one in ones:
                first = given[code, one.at]
                for level in range(CAUTION, one.level + 1) if one.level else (INSIDE,):
                    first.setdefault(level, instant)
    return given


def _dated(one: Assessment, first: Mapping[int, datetime]) -> Assessment:
    """Say since when this assessment had its level, and since when it was beyond any limit."""
    known_at = first.get(one.level)
    if known_at is None:
        return one
    return one._replace(known_at=known_at, noticed_at=first[min(one.level, CAUTION)])


def _withdrawn(
    found: Assessed, events: Sequence[Event], past: list[tuple[datetime, Assessed]]
) -> list[Episode]:
    """Return the episodes that only a value since corrected or struck out had raised."""
    changed = {known_at(event) for event in events if event.kind in _CHANGING}
    gone: dict[tuple[str, datetime], Episode] = {}
    for (_, before), (instant, after) in pairwise(past):
        if instant in changed:
            for episode in _vanished(before, after, found):
                gone[episode.code, episode.raised_at] = episode
    return list(gone.values())


_CHANGING = ("corrected", "entered_in_error")


def _vanished(before: Assessed, *later: Assessed) -> list[Episode]:
    """Return the episodes of which nothing crosses a limit any more, then nor now."""
    vanished: list[Episode] = []
    for code, ones in before.items():
        crossing = frozenset().union(
            *(one.sources for then in later for one in then.get(code, ()) if one.level > INSIDE)
        )
        episodes = episodes_of(code, ones, closes=CODES[code].closes)
        vanished += [episode for episode in episodes if not episode.sources() & crossing]
    return vanished
