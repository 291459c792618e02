"""The observation sets of a session: what was entered together, by whom, and the words before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.interpretation import Interpretation, Interpretations
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.state import Level
from monitor.clinical.versions import facts_at
from monitor.services.views import SessionView, StoredEvent
from monitor.web.pages.chart.told import interpretations_of

OBSERVED = frozenset({"vitals", "side_effects", "consciousness", "red_flags", "mobility", "scale"})


@dataclass(frozen=True, slots=True)
class Word:
    """One field of a set: what it says now, what it said before, or why it was not measured."""

    value: object = None
    before: tuple[object, ...] = ()
    not_measured: str | None = None
    said: bool = False


@dataclass(frozen=True, slots=True)
class ObservationSet:
    """Everything measured and asked at one instant; ``in_error`` sets count for nothing.

    ``late_after`` is the protocol's word on how long after its instant an entry is late;
    ``measured_by`` who measured what was copied from paper; ``typed_at`` the tablet's instant;
    ``interpretations`` what of it was beyond a limit of an alert.
    """

    at: datetime
    events: tuple[Event, ...]
    earlier: tuple[Event, ...]
    people: tuple[str, ...]
    received_at: datetime
    late_after: timedelta
    in_error: bool = False
    measured_by: tuple[str, ...] = ()
    typed_at: datetime | None = None
    interpretations: Mapping[str, Interpretation] = field(default_factory=dict)

    @property
    def is_late(self) -> bool:
        """Whether it was entered long after it was measured."""
        return self.received_at - self.at > self.late_after

    @property
    def target(self) -> str:
        """The event that a correction of this set speaks of first."""
        return next((one for one in self.events if one.kind == "vitals"), self.events[0]).id

    def word(self, field: str) -> Word:
        """The set's word on one field of its vital signs or of the consciousness."""
        return self._word(field, lambda event: event.fields)

    def grade(self, effect: str) -> Word:
        """The set's word on one side effect."""
        return self._word(effect, lambda event: _table(event, "grades"))

    def _word(self, field: str, of: object) -> Word:
        assert callable(of)
        before = tuple(of(event)[field] for event in self.earlier if field in of(event))
        for event in reversed(self.events):
            if field in of(event):
                value = of(event)[field]
                return Word(value, tuple(old for old in before if old != value), said=True)
            reason = _table(event, "not_measured").get(field)
            if reason is not None:
                return Word(None, before, str(reason), said=True)
        return Word(None, before, said=bool(before))


def observation_sets(
    view: SessionView, interpretations: Interpretations | None = None
) -> tuple[ObservationSet, ...]:
    """All sets, newest first: the ones that count and the ones entered in error.

    ``interpretations`` are the session's own; where they are at hand, they need not be found anew.
    """
    if interpretations is None:
        interpretations = interpretations_of(view)
    current = {fact.id: fact for fact in view.state.facts if fact.kind in OBSERVED}
    older: dict[str, list[Event]] = {}
    for event in earlier_versions(view):
        if event.kind in OBSERVED:
            older.setdefault(event.id, []).append(event)
    stored = {entry.event.id: entry for entry in view.entries}
    late_after = view.protocol.late_entry.duration("after")
    told = Told(stored, view.from_paper, late_after, interpretations)
    counting = _grouped(current.values(), older, told)
    gone = [old[-1] for event_id, old in older.items() if event_id not in current]
    struck = [
        replace(found, in_error=True, interpretations={}) for found in _grouped(gone, {}, told)
    ]
    return tuple(sorted((*counting, *struck), key=lambda found: found.at, reverse=True))


def earlier_versions(view: SessionView) -> tuple[Event, ...]:
    """What was said and no longer counts: versions since corrected, events entered in error."""
    events = [entry.event for entry in view.entries]
    if {event.kind for event in events}.isdisjoint(CORRECTING_KINDS):
        return ()
    facts, struck = facts_at(events, view.state.at)
    corrected = [version for fact in facts for _, version in fact.versions]
    return (*corrected, *struck)


@dataclass(frozen=True, slots=True)
class Told:
    """What stands beside the events: who entered them when, and who measured them on paper."""

    stored: Mapping[str, StoredEvent]
    from_paper: Mapping[str, str]
    late_after: timedelta
    interpretations: Interpretations

    def judged(self, events: Iterable[Event]) -> dict[str, Interpretation]:
        """What is known of the fields of these events: of several the gravest."""
        ids = {event.id for event in events}
        found: dict[str, Interpretation] = {}
        for (event_id, name), one in self.interpretations.items():
            if event_id in ids and (name not in found or one.level is Level.URGENT):
                found[name] = one
        return found


def _grouped(
    events: Iterable[Event], older: Mapping[str, list[Event]], told: Told
) -> list[ObservationSet]:
    together: dict[datetime, list[Event]] = {}
    for event in events:
        together.setdefault(event.at, []).append(event)
    found = []
    for at, members in together.items():
        entries = [told.stored[event.id] for event in members if event.id in told.stored]
        copied = (told.from_paper.get(event.id, "") for event in members)
        found.append(
            ObservationSet(
                at=at,
                events=tuple(members),
                earlier=tuple(old for event in members for old in older.get(event.id, ())),
                people=tuple(dict.fromkeys(entry.person_name for entry in entries)),
                received_at=max(
                    (entry.received_at for entry in entries),
                    default=max(event.recorded_at for event in members),
                ),
                late_after=told.late_after,
                measured_by=tuple(dict.fromkeys(name for name in copied if name)),
                typed_at=max(
                    (e.tablet_recorded_at for e in entries if e.tablet_recorded_at), default=None
                ),
                interpretations=told.judged(members),
            )
        )
    return found


def _table(event: Event, name: str) -> Mapping[str, object]:
    found = event.fields.get(name)
    return found if isinstance(found, Mapping) else {}
