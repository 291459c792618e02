"""Puts the alerts of a session together: what was measured, then what the clock says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from monitor.clinical.alerts.clocked import not_ready_episode, overdue_episodes
from monitor.clinical.alerts.codes import CODES
from monitor.clinical.alerts.episodes import Episode, episodes_of
from monitor.clinical.alerts.knowledge import Assessed, arrived_in_order, assessed, told_again
from monitor.clinical.alerts.standing import alert_of
from monitor.clinical.baseline import baseline_of
from monitor.clinical.chronicle import chronicle
from monitor.clinical.dosing import dosing_of
from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.schedule import (
    Recheck,
    Slots,
    is_owed,
    is_rechecked,
    owed_spans,
    slots_of,
)
from monitor.clinical.situation import Situation
from monitor.clinical.state import Alert, AlertState
from monitor.clinical.versions import facts_at, known_at


@dataclass(frozen=True, slots=True)
class Watcher:
    """One session's record, ready to be looked at as it was known at any instant."""

    protocol: Protocol
    patient: PatientFacts
    events: Sequence[Event]
    ready: dict[datetime, bool] = field(default_factory=dict)
    """Whether all criteria were met at a past instant, as known then, where it was asked."""
    slots_then: dict[datetime, Slots] = field(default_factory=dict)
    """The due times that were known at a past instant, where they were asked."""
    _past: dict[datetime, Assessed] = field(default_factory=dict)

    def of_longer(self, events: Sequence[Event]) -> Watcher:
        """Return the watcher of the same record with more at its end.

        What was known at an instant stays so, whatever is recorded later: what was found out of
        the instants before the first news is taken over.
        """
        news = min((known_at(event) for event in events[len(self.events) :]), default=None)
        return replace(
            self,
            events=events,
            ready=_before(news, self.ready),
            slots_then=_before(news, self.slots_then),
            _past={},  # it grows with the square of the entries: of one instant all that was known
        )

    def situation_at(self, now: datetime) -> Situation:
        """Return what was known at an instant; the clock stands still at a known discharge."""
        facts, struck = facts_at(self.events, now)
        known = chronicle(facts)
        clock = known.first_at("discharged") or now
        dosing = dosing_of(self.protocol, known)
        baseline = baseline_of(self.protocol, known, dosing.time_zero, clock)
        return Situation(
            self.protocol, self.patient, known, now, clock, dosing, baseline, tuple(struck)
        )

    def measured(self, situation: Situation) -> tuple[list[Episode], list[Episode]]:
        """Return the episodes raised by what was measured, and those withdrawn."""
        in_order = self.in_order(situation)
        found = assessed(situation, glancing=in_order)
        withdrawn: list[Episode] = []
        if not in_order:
            instants = self.instants(situation)
            found, withdrawn = told_again(found, self.events, instants, self.assessed_at)
        episodes = [
            episode
            for code, assessments in found.items()
            for episode in episodes_of(code, assessments, closes=CODES[code].closes)
        ]
        return episodes, withdrawn

    def assessed_at(self, instant: datetime) -> Assessed:
        """Return the assessments as they were known at a past instant."""
        if instant not in self._past:
            self._past[instant] = assessed(self.situation_at(instant))
        return self._past[instant]

    def instants(self, situation: Situation) -> list[datetime]:
        """Return every instant up to now at which something became known."""
        recorded = (known_at(event) for event in self.events)
        moved = (fact.known_at for fact in situation.known.facts)
        return sorted({instant for instant in (*recorded, *moved) if instant <= situation.now})

    def in_order(self, situation: Situation) -> bool:
        """Tell whether everything known arrived in the order it happened."""
        return arrived_in_order(situation.known.facts, self.events, situation.now)

    def slots(
        self, situation: Situation, episodes: Sequence[Episode], ahead: datetime | None = None
    ) -> Slots:
        """Return the due times, the rechecks of these episodes included."""
        rechecks = [
            Recheck(episode.known_at(), episode.urgent_known_at(), episode.closed_at)
            for episode in episodes
            if is_rechecked(episode.code)
        ]
        return slots_of(situation, rechecks, ahead)

    def owed_since(self, situation: Situation, at: datetime, after: timedelta) -> datetime:
        """Return when it became known that a set had been owed for so long at an instant."""
        if self._was_told(situation, at):
            return at
        for instant in self._since(situation, at):
            then = self.situation_at(instant)
            if instant not in self.slots_then:
                self.slots_then[instant] = self.slots(then, self.measured(then)[0])
            spans = owed_spans(self.slots_then[instant], then.clock)
            if any(is_owed(span, at, after) for span in spans):
                return instant
        return at

    def come(self, situation: Situation, at: datetime) -> datetime:
        """Return when it was first known that the clock had come to an instant since time zero."""
        if self._was_told(situation, at):
            return at
        for instant in self._since(situation, at):
            then = self.situation_at(instant)
            if then.time_zero == situation.time_zero and then.clock >= at:
                return instant
        return at

    def _was_told(self, situation: Situation, at: datetime) -> bool:
        """Tell whether at an instant all was known that is known now of the time up to it."""
        unknown = (fact.event.at <= at < fact.known_at for fact in situation.known.facts)
        return self.in_order(situation) and not any(unknown)

    def _since(self, situation: Situation, at: datetime) -> list[datetime]:
        """Return an instant, and each later one at which something became known."""
        return [at, *(then for then in self.instants(situation) if then > at)]


T = TypeVar("T")


def _before(news: datetime | None, found: dict[datetime, T]) -> dict[datetime, T]:
    return {at: one for at, one in found.items() if news is None or at < news}


def watch(
    watcher: Watcher, situation: Situation, is_ready_at: Callable[[datetime], bool] | None
) -> tuple[tuple[Alert, ...], Slots]:
    """Return the alerts in the order raised, and the slots.

    ``is_ready_at`` answers whether all criteria were met at an instant, as known then; None
    leaves that alert aside.
    """
    episodes, withdrawn = watcher.measured(situation)
    slots = watcher.slots(situation, episodes)
    episodes += overdue_episodes(
        situation, slots, lambda at, after: watcher.owed_since(situation, at, after)
    )
    late = None
    if is_ready_at is not None:
        late = not_ready_episode(situation, is_ready_at, lambda at: watcher.come(situation, at))
    if late is not None:
        episodes.append(late)
    acks = situation.known.of("alert_acknowledged")
    alerts = [alert_of(episode, acks, situation.protocol) for episode in episodes]
    alerts += [
        replace(
            alert_of(episode, (), situation.protocol), state=AlertState.WITHDRAWN, late_minutes=0
        )
        for episode in withdrawn
    ]
    return tuple(sorted(alerts, key=lambda alert: (alert.raised_at, alert.code))), slots
