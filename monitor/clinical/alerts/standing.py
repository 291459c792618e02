"""Where an episode stands: open, acknowledged, resolved; and whether a physician has answered it.

An acknowledgement clears nothing: it says that somebody has seen. What is new after it (a higher
level, a value worse by a step, a red flag not seen yet, a further concern, a late entry) opens the
episode again; news is judged against the latest assessment known at the acknowledgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clinical.alerts.assessment import INSIDE, Assessment
from monitor.clinical.alerts.codes import CODES
from monitor.clinical.alerts.episodes import Episode, is_late
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import Alert, AlertState, Level
from monitor.clinical.versions import Fact

LEVELS = {1: Level.CAUTION, 2: Level.URGENT}


@dataclass(slots=True)
class _Watch:
    """What has been seen of an episode on the way through its acknowledgements."""

    open_since: datetime
    acknowledged: Fact | None = None
    answered: bool = False

    def acknowledge(self, fact: Fact) -> None:
        self.acknowledged = fact
        if fact.event.by == "physician" and fact.fields.get("note"):
            self.answered = True

    def reopen(self, at: datetime) -> None:
        self.open_since, self.acknowledged, self.answered = at, None, False


def alert_of(episode: Episode, acknowledgements: Sequence[Fact], protocol: Protocol) -> Alert:
    """Judge one episode by the acknowledgements of its code, in the order they happened."""
    late_after = protocol.late_entry.duration("after")
    acks = [fact for fact in acknowledgements if fact.fields["code"] == episode.code]
    watch = _watched(episode, acks, protocol, late_after)
    late = [one for one in episode.crossings() if is_late(one, late_after)]
    ack = acks[-1] if acks and acks[-1].at >= episode.known_at() else None
    seen = watch.acknowledged or (ack if episode.closed_at else None)
    worse = CODES[episode.code].worse if episode.code in CODES else max_worse
    return Alert(
        code=episode.code,
        level=LEVELS[episode.level()],
        state=_state(episode, watch, late, acks),
        raised_at=episode.raised_at,
        value=episode.worst(worse),
        late_minutes=max(((one.known_at - one.at) / _MINUTE for one in late), default=0),
        known_at=episode.known_at(),
        answered=watch.answered,
        closed_at=episode.closed_at,
        acknowledged_at=seen.at if seen else None,
        acknowledged_by=seen.event.by if seen else None,
        note=str(seen.fields["note"]) if seen and seen.fields.get("note") else None,
        reopened_at=watch.open_since,
        urgent_at=episode.urgent_known_at(),
        latest=LEVELS.get(episode.assessments[-1].level),
    )


_MINUTE = timedelta(minutes=1)


def max_worse(one: float, other: float) -> bool:
    """Tell that more minutes are worse."""
    return one > other


def _state(
    episode: Episode, watch: _Watch, late: Sequence[Assessment], acks: Sequence[Fact]
) -> AlertState:
    if episode.closed_at is not None:
        last_ack = acks[-1].at if acks else None
        waits = any(last_ack is None or last_ack < one.known_at for one in late)
        return AlertState.OPEN if waits else AlertState.RESOLVED
    return AlertState.ACKNOWLEDGED if watch.acknowledged else AlertState.OPEN


def _watched(
    episode: Episode, acks: Sequence[Fact], protocol: Protocol, late_after: timedelta
) -> _Watch:
    watch = _Watch(episode.known_at())
    if not acks:
        return watch
    news = sorted(episode.crossings(), key=lambda one: one.known_at)
    steps: list[tuple[datetime, int, Assessment | Fact]] = [
        *((one.known_at, 0, one) for one in news),
        *((fact.at, 1, fact) for fact in acks if fact.at >= episode.known_at()),
    ]
    for at, _, step in sorted(steps, key=lambda step: step[:2]):
        if isinstance(step, Fact):
            watch.acknowledge(step)
        elif watch.acknowledged is None or at <= watch.acknowledged.at:
            continue
        elif _is_news(step, episode, watch.acknowledged.at, protocol, late_after):
            watch.reopen(at)
    return watch


def _is_news(
    one: Assessment, episode: Episode, seen_at: datetime, protocol: Protocol, late_after: timedelta
) -> bool:
    seen = [other for other in episode.assessments if other.known_at <= seen_at]
    code = CODES.get(episode.code)
    return (
        is_late(one, late_after)
        or (code is not None and code.further)
        or one.level > (seen[-1].level if seen else INSIDE)
        or bool(one.flags - frozenset().union(*(other.flags for other in seen)))
        or _is_worse_by_a_step(one, episode.code, seen, protocol)
    )


def _is_worse_by_a_step(
    one: Assessment, code: str, seen: Sequence[Assessment], protocol: Protocol
) -> bool:
    numbers = protocol.alerts.get(code)
    if numbers is None or "step" not in numbers or not seen:
        return False
    before = seen[-1].number
    if one.number is None or before is None or not CODES[code].worse(one.number, before):
        return False
    # Tenths of a degree are no exact binary numbers: compare in hundredths.
    return round(abs(one.number - before) * 100) >= round(numbers.number("step") * 100)
