"""The rules that only a whole record can break: ids, corrections, and the order of a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol as Shape

from monitor.clinical.event import Event
from monitor.clinical.fields import located, refuse
from monitor.clinical.kinds import CORRECTING_KINDS, INFUSION_KINDS
from monitor.clinical.versions import (
    check_version,
    corrected,
    corrections_by_target,
    order_of,
    read_changes,
)
from monitor.errors import BadInput, InvalidEvent
from monitor.language.said import say

ONCE = ("arrived", "infusion_started", "infusion_ended", "discharged")
"""Kinds that a session, as finally corrected, holds at most once."""

AFTER_DISCHARGE = ("alert_acknowledged", *CORRECTING_KINDS)
"""Kinds that may lie after the discharge: they speak of the record, not of the patient."""

_ORDERED = frozenset((*ONCE, *INFUSION_KINDS))
"""Kinds whose order matters; the others do only where a discharge must come after them."""

_LOOKED_AT = _ORDERED.union(CORRECTING_KINDS)

_FOLLOWS = {
    "infusion_started": ("nothing",),
    "infusion_paused": ("infusion_started", "infusion_resumed"),
    "infusion_resumed": ("infusion_paused",),
    "infusion_ended": ("infusion_started", "infusion_resumed", "infusion_paused"),
}
"""What each infusion event may follow: start, (pause, resume)*, end; a pause may be left open."""


Kinds = set[str]
"""The kinds of a record's events: whole rules are over where none of theirs is among them."""


class HasInfusion(Shape):
    """What of a protocol decides which events it allows."""

    @property
    def has_infusion(self) -> bool:
        """Whether the drug is infused."""
        ...

    @property
    def id(self) -> str:
        """The protocol's name."""
        ...


def check_record(protocol: HasInfusion, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events with corrections read; raise InvalidEvent naming the first bad one."""
    listed = tuple(events)
    kinds = {event.kind for event in listed}
    checked = _read_corrections(listed, kinds)
    final = _finally_corrected(checked, kinds)
    _check_once(final)
    _check_infusion(protocol, final)
    _check_discharge(final)
    return checked


@dataclass(frozen=True, slots=True)
class Known:
    """The ids and kinds of a record that was checked: enough to take most further events."""

    ids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def and_also(self, events: Sequence[Event]) -> Known:
        """These, and those of further events."""
        ids = self.ids.union(event.id for event in events)
        return Known(ids, self.kinds.union(event.kind for event in events))

    def takes(self, new: Sequence[Event]) -> bool:
        """Whether ``check_record`` of all would return the further events as they are.

        So it is where their ids are their own and no rule looks at their kinds; once there is a
        discharge, the rules look at all. Where it is not so, ``check_record`` has to tell.
        """
        ids = {event.id for event in new}
        return (
            len(ids) == len(new)
            and self.ids.isdisjoint(ids)
            and "discharged" not in self.kinds
            and _LOOKED_AT.isdisjoint(event.kind for event in new)
        )


NOTHING_KNOWN = Known()


def place(event: Event) -> str:
    """Name an event by its number in the file and its kind."""
    return f"event {event.position + 1} ({event.kind})"


def _at_event(event: Event, error: BadInput) -> BadInput:
    return located(error, place(event))


def _read_corrections(events: tuple[Event, ...], kinds: Kinds) -> tuple[Event, ...]:
    by_id = {event.id: event for event in events}
    if len(by_id) < len(events):
        raise _used_twice(events)
    if kinds.isdisjoint(CORRECTING_KINDS):
        return events
    checked = tuple(_read_correction(event, by_id) for event in events)
    _check_versions(checked, by_id)
    return checked


def _used_twice(events: Sequence[Event]) -> BadInput:
    """The error for the first event whose id stands before."""
    before: set[str] = set()
    for event in events:
        if event.id in before:
            break
        before.add(event.id)
    message = say("{id!r} is used twice", id=event.id)
    return _at_event(event, refuse("id", message, say("an id of its own")))


def _read_correction(event: Event, by_id: dict[str, Event]) -> Event:
    if event.kind not in CORRECTING_KINDS:
        return event
    target = by_id.get(str(event.fields["target"]))
    try:
        _check_target(event, target)
        if event.kind == "corrected" and target is not None:
            changes = event.fields["changes"]
            assert isinstance(changes, dict)
            return replace(event, fields={**event.fields, "changes": read_changes(target, changes)})
    except InvalidEvent as error:
        raise _at_event(event, error) from None
    return event


def _check_target(event: Event, target: Event | None) -> None:
    said = event.fields["target"]
    if target is None:
        raise refuse(
            "target",
            say("{said!r} is no known id", said=said),
            say("the id of an event of this session"),
        )
    if target.kind in CORRECTING_KINDS:
        raise refuse(
            "target",
            say("{said!r} is itself a {kind}", said=said, kind=target.kind),
            say("an event about the patient"),
        )
    if target.recorded_at > event.recorded_at:
        raise refuse(
            "target", say("{said!r} was recorded later", said=said), say("an event recorded before")
        )


def _check_versions(events: Sequence[Event], by_id: dict[str, Event]) -> None:
    correcting = [event for event in events if event.kind == "corrected"]
    for target_id, corrections in corrections_by_target(correcting).items():
        version = by_id[target_id]
        for correction in corrections:
            version = corrected(version, (correction,))
            try:
                check_version(version)
            except InvalidEvent as error:
                raise _at_event(correction, error) from None


def _finally_corrected(events: Sequence[Event], kinds: Kinds) -> list[Event]:
    """Return the events that the rules of order look at, as finally corrected, in their order."""
    spoken_of = () if kinds.isdisjoint(CORRECTING_KINDS) else events
    about = corrections_by_target([one for one in spoken_of if one.kind in CORRECTING_KINDS])
    ended = "discharged" in kinds
    final = []
    for event in events if ended else [event for event in events if event.kind in _ORDERED]:
        spoken = about.get(event.id, [])
        if not any(word.kind == "entered_in_error" for word in spoken):
            final.append(corrected(event, spoken))
    return sorted(final, key=order_of)


def _check_once(final: Sequence[Event]) -> None:
    seen: set[str] = set()
    for event in final:
        if event.kind in ONCE and event.kind in seen:
            raise _at_event(
                event, refuse("kind", say("{kind} stands twice", kind=event.kind), "once a session")
            )
        seen.add(event.kind)


def _check_infusion(protocol: HasInfusion, final: Sequence[Event]) -> None:
    before = "nothing"
    for event in final:
        if event.kind not in INFUSION_KINDS:
            continue
        if not protocol.has_infusion:
            message = say("{id} has no infusion", id=protocol.id)
            raise _at_event(event, refuse("kind", message, "dose_given"))
        if before not in _FOLLOWS[event.kind]:
            message = say("{kind} follows {before}", kind=event.kind, before=before)
            allowed = say("start, then pause and resume in turn, then end")
            raise _at_event(event, refuse("kind", message, allowed))
        before = event.kind


def _check_discharge(final: Sequence[Event]) -> None:
    discharged = next((event for event in final if event.kind == "discharged"), None)
    if discharged is None:
        return
    for event in final:
        if event.at > discharged.at and event.kind not in AFTER_DISCHARGE:
            allowed = say("alert_acknowledged, or an instant not after the discharge")
            message = say("{kind} was measured after the discharge", kind=event.kind)
            raise _at_event(event, refuse("at", message, allowed))
