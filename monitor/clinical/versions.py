"""What is known at an instant: corrections applied, struck-out events set aside, nothing lost.

A correction replaces the fields it names; of several, the last recorded wins. From the instant at
which it is known the older version counts for nothing, but stays readable (``Fact.versions``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from monitor.clinical.event import Event
from monitor.clinical.fields import refuse
from monitor.clinical.kinds import CORRECTING_KINDS, KINDS, MERGED_TABLES, Kind
from monitor.clinical.reading_events import check_instants, check_whole
from monitor.language.said import say


@dataclass(slots=True)
class Fact:
    """The version of an event that counts, and since when it has been known.

    ``versions`` are the older ones, oldest first, with the instant at which each became known.
    """

    event: Event
    known_at: datetime
    versions: tuple[tuple[datetime, Event], ...] = ()

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.event.at

    @property
    def kind(self) -> str:
        """The kind of the event."""
        return self.event.kind

    @property
    def fields(self) -> Mapping[str, object]:
        """What the event carries, as corrected."""
        return self.event.fields


def known_at(event: Event) -> datetime:
    """Return the instant from which an event is known: when it had happened and was recorded."""
    return event.recorded_at if event.recorded_at > event.at else event.at


order_of = attrgetter("at", "recorded_at", "position")
"""The key that puts events in the order in which they happened."""


def facts_at(events: Iterable[Event], now: datetime) -> tuple[list[Fact], list[Event]]:
    """Return the facts known at ``now`` in the order they happened, and the struck-out events."""
    plain: list[Event] = []
    correcting: list[Event] = []
    for event in events:
        if event.at <= now and event.recorded_at <= now:
            (correcting if event.kind in CORRECTING_KINDS else plain).append(event)
    if not correcting:
        plain.sort(key=order_of)
        return [Fact(event, known_at(event)) for event in plain], []
    # An event whose first version lies after `now` may have been moved before it.
    return _facts_with_corrections(events, correcting, now)


def _facts_with_corrections(
    events: Iterable[Event], correcting: Sequence[Event], now: datetime
) -> tuple[list[Fact], list[Event]]:
    about = corrections_by_target(correcting)
    facts: list[Fact] = []
    struck: list[Event] = []
    for event in events:
        if event.kind in CORRECTING_KINDS or event.recorded_at > now:
            continue
        spoken = about.get(event.id, ())
        if any(word.kind == "entered_in_error" for word in spoken):
            struck.append(corrected(event, spoken))
            continue
        fact = _fact(event, spoken)
        if fact.at <= now:
            facts.append(fact)
    facts.sort(key=lambda fact: order_of(fact.event))
    return facts, struck


def corrections_by_target(correcting: Iterable[Event]) -> dict[str, list[Event]]:
    """Group corrections and strikings-out by the event they speak of, in the order recorded."""
    about: dict[str, list[Event]] = {}
    for event in sorted(
        correcting, key=lambda event: (event.recorded_at, event.at, event.position)
    ):
        about.setdefault(str(event.fields["target"]), []).append(event)
    return about


def _fact(event: Event, spoken: Sequence[Event]) -> Fact:
    versions: list[tuple[datetime, Event]] = [(known_at(event), event)]
    for correction in spoken:
        newer = corrected(versions[-1][1], (correction,))
        versions.append((max(known_at(newer), known_at(correction)), newer))
    since, current = versions.pop()
    return Fact(current, since, tuple(versions))


def corrected(event: Event, corrections: Iterable[Event]) -> Event:
    """Return the event with its corrections applied, the last recorded winning field by field."""
    for correction in corrections:
        if correction.kind == "corrected":
            event = _apply(event, correction.fields["changes"])
    return event


def _apply(event: Event, changes: object) -> Event:
    assert isinstance(changes, Mapping)
    fields = dict(event.fields)
    for key, value in changes.items():
        if key in MERGED_TABLES and isinstance(value, Mapping):
            before = fields.get(key, {})
            assert isinstance(before, Mapping)
            fields[key] = {**before, **value}
        elif key != "new_at":
            fields[key] = value
    _settle_not_measured(fields, changes)
    return replace(event, fields=fields, at=changes.get("new_at", event.at))


def _settle_not_measured(fields: dict[str, object], changes: Mapping[str, object]) -> None:
    """Let the newer word on a field win: a value, or the reason why there is none."""
    newly = changes.get("not_measured")
    if isinstance(newly, Mapping):
        for field in newly:
            if field not in changes:
                fields.pop(field, None)
    reasons = fields.get("not_measured")
    if isinstance(reasons, Mapping):
        kept = {
            field: reason
            for field, reason in reasons.items()
            if field not in changes or (isinstance(newly, Mapping) and field in newly)
        }
        if kept:
            fields["not_measured"] = kept
        else:
            del fields["not_measured"]


def read_changes(
    target: Event, changes: Mapping[str, object], kinds: Mapping[str, Kind] = KINDS
) -> dict[str, object]:
    """Check a correction's new fields by the kind of its target and return them clean."""
    kind = kinds[target.kind]
    clean: dict[str, object] = {}
    for key, value in changes.items():
        if key == "new_at":
            clean[key] = value
        elif key in kind.fields:
            clean[key] = kind.fields[key](key, value)
        else:
            allowed = ", ".join((*kind.fields, "new_at"))
            raise refuse(
                key,
                say("{kind} does not know this key", kind=target.kind),
                say("one of {allowed}", allowed=allowed),
            )
    return clean


def check_version(event: Event) -> None:
    """Refuse a corrected version that would itself have been refused."""
    check_instants("new_at", event.at, event.recorded_at)
    check_whole(event.kind, event.fields)
