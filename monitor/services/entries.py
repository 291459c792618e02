"""Entries of a session's record, on their way into the store and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.clinical.event import Event
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.record import NOTHING_KNOWN, Known
from monitor.clinical.running_kinds import NOTE as NOTE
from monitor.clinical.running_kinds import RUNNING_KINDS
from monitor.services.memory import Record
from monitor.services.views import StoredEvent
from monitor.store import events as rows
from monitor.store import sessions as heads
from monitor.store.work import Reading, Writing

STARTED, OVERRIDE, SIGNATURE = "session_started", "override", "signature"
ELIGIBILITY, CHAIR_CHANGED = "eligibility", "chair_changed"
SYSTEM_KINDS = frozenset({STARTED, ELIGIBILITY, CHAIR_CHANGED, OVERRIDE, SIGNATURE, *RUNNING_KINDS})
"""Kinds of the running system: kept like every entry, and never seen by the fold.

A correction of such an entry, or its striking out, is of the running system too.
"""
_MAY_BE_OURS = SYSTEM_KINDS.union(CORRECTING_KINDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event about to be kept, with what the tablet said about time.

    ``skew_seconds`` is the server's clock less the tablet's.
    """

    event: Event
    claimed_at: datetime
    tablet_recorded_at: datetime | None = None
    skew_seconds: float | None = None


def append(
    work: Writing, actor: Actor, session_id: str, record: Record, entries: Sequence[Entry]
) -> Record:
    """Write entries at the end of a record and answer the longer record."""
    listed = [_row(entry, actor, session_id) for entry in entries]
    rows.add_events(work, listed)
    longer = extended(record, [_stored(entry, actor) for entry in entries])
    heads.advance(work, session_id, longer.last_seq)
    return longer


def read_record(work: Reading, session_id: str, known: Record | None) -> Record:
    """The record of a session: what is known of it already, and what came since."""
    record = known or Record(0)
    found = rows.events_after(work, session_id, record.last_seq)
    return extended(record, [_read(row) for row in found])


def extended(record: Record, more: Sequence[StoredEvent]) -> Record:
    """A record with further entries at its end."""
    if not more:
        return record
    known = (entry.event for entry in record.system)
    ours = of_the_system(known, [entry.event for entry in more])
    facts = tuple(entry for entry in more if entry.event.id not in ours)
    system = tuple(entry for entry in more if entry.event.id in ours)
    events = tuple(entry.event for entry in facts)
    return Record(
        more[-1].event.position,
        record.entries + facts,
        record.system + system,
        record.events + events,
        _known(record, events),
    )


def _known(record: Record, more: Sequence[Event]) -> Known | None:
    before = record.known if record.events else NOTHING_KNOWN
    return before.and_also(more) if before is not None else None


def of_the_system(known: Iterable[Event], more: Sequence[Event]) -> frozenset[str]:
    """The ids of those further events that are of the running system: kept from the fold."""
    if _MAY_BE_OURS.isdisjoint(event.kind for event in more):
        return frozenset()
    ids = {event.id for event in known}
    ours: set[str] = set()
    for event in more:
        about = event.fields.get("target") if event.kind in CORRECTING_KINDS else None
        if event.kind in SYSTEM_KINDS or about in ids:
            ids.add(event.id)
            ours.add(event.id)
    return frozenset(ours)


_PLAIN = (str, int, float)


def written(fields: Mapping[str, object]) -> dict[str, Any]:
    """The fields of an event as JSON holds them."""
    return {key: _plain(value) for key, value in fields.items()}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return written(value)
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value


def _row(entry: Entry, actor: Actor, session_id: str) -> dict[str, Any]:
    event = entry.event
    return {
        "session_id": session_id,
        "seq": event.position,
        "id": event.id,
        "kind": event.kind,
        "at": event.at,
        "claimed_at": entry.claimed_at,
        "tablet_recorded_at": entry.tablet_recorded_at,
        "tablet_skew_seconds": entry.skew_seconds,
        "received_at": event.recorded_at,
        "by_role": event.by,
        "person_id": actor.person_id,
        "device_id": actor.device_id,
        "token_id": actor.token_id,
        "body": written(event.fields),
    }


def _stored(entry: Entry, actor: Actor) -> StoredEvent:
    return StoredEvent(
        event=entry.event,
        person_name=actor.name,
        received_at=entry.event.recorded_at,
        tablet_recorded_at=entry.tablet_recorded_at,
        device_id=actor.device_id,
        claimed_at=entry.claimed_at,
        tablet_skew_seconds=entry.skew_seconds,
        person_id=actor.person_id,
    )


def _read(row: Row[Any]) -> StoredEvent:
    event = Event(
        row.kind, row.at, row.received_at, _fields(row.body), row.id, row.by_role, row.seq
    )
    return StoredEvent(
        event=event,
        person_name=row.person_name,
        received_at=row.received_at,
        tablet_recorded_at=row.tablet_recorded_at,
        device_id=row.device_id,
        claimed_at=row.claimed_at,
        tablet_skew_seconds=row.tablet_skew_seconds,
        person_id=row.person_id,
    )


def _fields(body: Mapping[str, Any]) -> dict[str, object]:
    fields = {key: _lived(value) for key, value in body.items()}
    changes = fields.get("changes")
    if isinstance(changes, dict) and isinstance(changes.get("new_at"), str):
        changes["new_at"] = datetime.fromisoformat(changes["new_at"])
    return fields


def _lived(value: Any) -> object:
    if isinstance(value, dict):
        return {key: _lived(each) for key, each in value.items()}
    return tuple(value) if isinstance(value, list) else value
