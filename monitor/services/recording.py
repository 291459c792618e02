"""Recording in a session: from what was sent to what is on disk, and then the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.clinical.event import Event
from monitor.clinical.kinds import CORRECTING_KINDS, KINDS
from monitor.clinical.protocol import Protocol
from monitor.clinical.record import AFTER_DISCHARGE, check_record
from monitor.clinical.running_kinds import CONCERN, RATING
from monitor.clinical.running_record import check_running_record
from monitor.errors import (
    BadInput,
    Conflict,
    InvalidEvent,
    KeyReused,
    MonitorError,
    SessionClosed,
)
from monitor.language.said import say
from monitor.services.bodies import FINER, Arrival, at_number, read_entry
from monitor.services.conflict_views import Seen
from monitor.services.conflicts import asks_of, hold_back
from monitor.services.entries import NOTE, SYSTEM_KINDS, Entry, append, of_the_system
from monitor.services.folding import brief_row, pinned_protocol, record_of
from monitor.services.house import House
from monitor.services.memory import Record
from monitor.services.taking_back import check_taking_back
from monitor.services.views import Receipt
from monitor.store import events as rows
from monitor.store.chain import digest
from monitor.store.work import About, Writing

MOST_EVENTS = 200
LONGEST_KEY = 64
_MAY_FOLLOW_THE_END = frozenset({*AFTER_DISCHARGE, NOTE, RATING, CONCERN})


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody wants kept, all or none, under one idempotency key."""

    session_id: str
    key: str
    bodies: Sequence[Mapping[str, object]]
    tablet: datetime | None = None


Check = Callable[[Writing, Row[Any], Record, Sequence[Entry]], None]
"""A last question, in the same transaction: raises, and nothing is kept."""


def record_events(  # noqa: PLR0913, PLR0917  (what a request carries; fixed in docs/architecture.md)
    house: House,
    actor: Actor,
    session_id: str,
    key: str,
    bodies: Sequence[Mapping[str, object]],
    tablet: datetime | None = None,
    seen: Seen | None = None,
) -> Receipt:
    """Keep one or many events, all or none; the same key never keeps them twice.

    ``tablet`` is the tablet's clock at the instant of sending, ``seen`` what it knew when they were
    entered. The receipt exists only when the events are on disk. Raises ChairGivenAway and
    CorrectedMeanwhile where the tablet did not know what somebody has to decide first.
    """
    permit(actor, Permission.RECORD_EVENTS)
    sent = Sent(session_id, key, bodies, tablet)
    if seen is None:
        return keep(sent, house, actor)
    receipt = keep(sent, house, actor, partial(hold_back, seen, actor))
    return replace(receipt, asks=asks_of(house, actor.clinic_id, session_id, receipt, seen))


def keep(sent: Sent, house: House, actor: Actor, check: Check | None = None) -> Receipt:
    """Keep what was sent, in one transaction; the step that every way of recording shares.

    A key that came before is answered with its first receipt, and nothing is asked again.
    """
    session_id, key = sent.session_id, sent.key
    arrival = Arrival.of(actor, house.clock(), sent.tablet)
    body_hash = _check_call(session_id, key, sent.bodies)
    with house.writing(actor.clinic_id) as work:
        before = rows.receipt(work, key)
        if before is not None:
            return _again(before, key, body_hash, actor)
        row = brief_row(work, session_id)
        record = record_of(house, work, row)
        entries = _entries(pinned_protocol(house, work, row), row, record, sent.bodies, arrival)
        if check is not None:
            check(work, row, record, entries)
        longer = append(work, actor, session_id, record, entries)
        receipt = Receipt(key, tuple(entry.event.id for entry in entries), arrival.received_at)
        _keep_receipt(work, actor, session_id, receipt, body_hash)
        about = About(session_id=session_id, detail={"key": key, "events": [*receipt.event_ids]})
        work.audit(AuditAction.EVENTS_RECORDED, arrival.received_at, actor, about)
        work.commit()
    house.memory.keep_record((actor.clinic_id, session_id), longer)
    return receipt


def _check_call(session_id: str, key: str, bodies: Sequence[Mapping[str, object]]) -> str:
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        allowed = say(
            "1 to {longest_key} characters, a UUID made by the sender", longest_key=LONGEST_KEY
        )
        raise BadInput(
            say("The idempotency key is missing or too long"), field="key", allowed=allowed
        )
    if not 1 <= len(bodies) <= MOST_EVENTS:
        raise BadInput(
            say("Nothing was sent, or too much at once; nothing was saved"),
            field="events",
            allowed=f"1 to {MOST_EVENTS} events",
        )
    try:
        return digest([session_id, list(bodies)])
    except (UnicodeEncodeError, TypeError, ValueError, RecursionError):
        raise InvalidEvent(say("It holds what JSON cannot say; nothing was saved")) from None


def _again(before: Row[Any], key: str, body_hash: str, actor: Actor) -> Receipt:
    # Nobody is told that their entry is kept where the record names somebody else.
    if (before.body_hash, before.person_id) != (body_hash, actor.person_id):
        raise KeyReused(
            say("This key has been used for another entry; this one was not saved"),
            field="Idempotency-Key",
            allowed=say("a new key for each entry"),
        )
    return Receipt(key, tuple(before.event_ids), before.received_at, replayed=True)


def _entries(
    protocol: Protocol,
    row: Row[Any],
    record: Record,
    bodies: Sequence[Mapping[str, object]],
    arrival: Arrival,
) -> list[Entry]:
    """Read the bodies and hold them against the whole record; nothing half right passes."""
    entries: list[Entry] = []
    for number, body in enumerate(bodies, start=1):
        try:
            entry = read_entry(body, arrival, record.last_seq + number)
            _check_open(row, entry)
            _check_target(record, entry, arrival)
        except MonitorError as error:
            raise at_number(error, number, len(bodies)) from None
        entries.append(entry)
    return _held_against(protocol, record, entries)


def _held_against(protocol: Protocol, record: Record, entries: list[Entry]) -> list[Entry]:
    new = [entry.event for entry in entries]
    facts_alone = SYSTEM_KINDS.isdisjoint(event.kind for event in new)
    if facts_alone and record.known is not None and record.known.takes(new):
        return entries
    known = [entry.event for entry in record.system]
    ours = of_the_system(known, new)
    try:
        facts = check_record(
            protocol, (*record.events, *(event for event in new if event.id not in ours))
        )
        running = [event for event in new if event.id in ours]
        checked = (*facts[len(record.events) :], *check_running_record(facts, known, running))
    except MonitorError as error:
        raise at_number(error, 1, 1) from None
    clean = {event.id: event for event in checked}
    return [_with_event(entry, clean.get(entry.event.id, entry.event)) for entry in entries]


def _with_event(entry: Entry, event: Event) -> Entry:
    return entry if event is entry.event else replace(entry, event=event)


def _check_open(row: Row[Any], entry: Entry) -> None:
    """After the end only what speaks of the record, or was measured before the end."""
    if row.closed_at is None or entry.event.kind in _MAY_FOLLOW_THE_END:
        return
    if entry.event.at > row.closed_at:
        raise SessionClosed(
            say("The session has ended, and this was measured after its end; it was not saved"),
            field="at",
            allowed=say("entries measured before the end, corrections, acknowledgements, notes"),
        )


def _check_target(record: Record, entry: Entry, arrival: Arrival) -> None:
    """Correcting or striking out is held to the rules of what it speaks of."""
    if entry.event.kind not in CORRECTING_KINDS:
        return
    said = entry.event.fields["target"]
    kept = (*record.events, *(entry.event for entry in record.system))
    target = next((event for event in kept if event.id == said), None)
    if target is None:
        return  # check_record refuses it, naming the field
    if target.kind in FINER:
        permit(arrival.actor, FINER[target.kind])
    if target.kind == "discharged":
        raise Conflict(say("A signed end cannot be corrected here"), field="target")
    # An acknowledgement by a physician may be the answer that an alert waits for.
    answers = target.kind == "alert_acknowledged" and target.by == Role.PHYSICIAN
    if answers or (target.kind in KINDS and KINDS[target.kind].physician_only):
        permit(arrival.actor, Permission.DECIDE_CLINICALLY)
    check_taking_back(record, entry.event, target, arrival)


def _keep_receipt(
    work: Writing, actor: Actor, session_id: str, receipt: Receipt, body_hash: str
) -> None:
    values = {
        "key": receipt.key,
        "session_id": session_id,
        "person_id": actor.person_id,
        "body_hash": body_hash,
        "event_ids": list(receipt.event_ids),
        "received_at": receipt.received_at,
    }
    rows.add_receipt(work, values)
