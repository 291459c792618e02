"""From a session's row to its view: events read once, folded when something may have changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.session import Evaluator, evaluate, evaluator
from monitor.clinical.state import SessionState
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.entries import CHAIR_CHANGED, NOTE, read_record
from monitor.services.house import House
from monitor.services.memory import Folded, Record
from monitor.services.running import running_of, with_running
from monitor.services.running_views import Running, StoredEvent
from monitor.services.screened import screened_of
from monitor.services.signatures import signatures_of
from monitor.services.views import Chair, PatientCard, SessionHead, SessionView
from monitor.store import patients as patient_rows
from monitor.store import sessions as rows
from monitor.store.erased import is_erased_session
from monitor.store.work import Reading

KEPT_FOR = timedelta(seconds=1)
"""Ages and clocks inside a state move on all the time: none is older than this on a screen."""

KEPT_IN_THE_ROOM_FOR = timedelta(seconds=5)
"""The board draws a chair once a minute and counts on by itself: there a little older will do."""

KEPT_CLOSED_FOR = timedelta(minutes=5)
"""After the end every clock stands still; only an entry changes anything."""


def head_row(work: Reading, session_id: str) -> Row[Any]:
    """The row of a session of this clinic with its patient and chair, or NotFound."""
    return _there(rows.head(work, session_id))


def brief_row(work: Reading, session_id: str) -> Row[Any]:
    """The row of a session of this clinic, or NotFound."""
    return _there(rows.brief(work, session_id))


def _there(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise NotFound(say("There is no such session in this clinic"))
    if is_erased_session(row):
        raise NotFound(say("This session was erased by a lawful act"))
    return row


def head_of(row: Row[Any]) -> SessionHead:
    """A session's row as the screens show it."""
    patient = PatientCard(
        id=row.patient_id,
        name=row.patient_name,
        birth_date=row.birth_date,
        identifiers=tuple((system, value) for system, value in row.identifiers),
        allergies=row.allergies,
        weight_kg=row.patient_weight_kg,
        spo2_scale=row.spo2_scale,
        known_arrhythmia=row.known_arrhythmia,
    )
    return SessionHead(
        id=row.id,
        clinic_id=row.clinic_id,
        patient=patient,
        chair=Chair(row.chair_id, row.chair_label, row.chair_room),
        protocol_id=row.protocol_id,
        protocol_version=row.protocol_version,
        drug=row.drug,
        route=row.route,
        dose_mg=row.dose_mg,
        weight_kg=row.weight_kg,
        session_number=row.session_number,
        started_at=row.started_at,
        closed_at=row.closed_at,
    )


def facts_of(row: Row[Any]) -> PatientFacts:
    """What of the patient changes how readings are judged."""
    return PatientFacts(row.birth_date, row.spo2_scale, row.known_arrhythmia)


def facts_known(work: Reading, row: Row[Any], now: datetime) -> PatientFacts:
    """What of the patient counts for a session: as known now, or at its end where it is over.

    What was corrected later changes nothing of what somebody was sent home on.
    """
    return facts_known_at(work, row, min(now, row.closed_at or now))


def facts_known_at(work: Reading, row: Row[Any], at: datetime) -> PatientFacts:
    """What of the patient was known at an instant; a version is asked for where one came since."""
    if row.corrected_at is None or row.corrected_at <= at:
        return facts_of(row)
    known = patient_rows.version_at(work, row.patient_id, at)
    return facts_of(known if known is not None else row)


def pinned_protocol(house: House, work: Reading, row: Row[Any]) -> Protocol:
    """The protocol as it was when the session started, whatever its file says today."""
    name, version = row.protocol_id, row.protocol_version
    known = house.memory.protocol(work.clinic_id, name, version)
    if known is not None:
        return known
    pinned = rows.protocol_version(work, name, version)
    if pinned is None:
        raise NotFound(say("The protocol of this session is not there"))
    shelf = house.protocols
    is_the_files = name in shelf and shelf.text(name) == pinned.text  # that one is read already
    protocol = shelf[name] if is_the_files else read_protocol(pinned.text, name)
    house.memory.keep_protocol(work.clinic_id, protocol, name, version)
    return protocol


def record_of(house: House, work: Reading, row: Row[Any]) -> Record:
    """The session's events; the store is asked only for those that came since the last look."""
    key = (work.clinic_id, row.id)
    known = house.memory.record(key)
    if known is not None and known.last_seq == row.last_seq:
        return known
    if known is not None and known.last_seq > row.last_seq:
        known = None
    record = read_record(work, row.id, known)
    house.memory.keep_record(key, record)
    return record


def folded(  # noqa: PLR0913, PLR0917  (what a fold is made from, and how old it may be)
    house: House,
    row: Row[Any],
    facts: PatientFacts,
    protocol: Protocol,
    record: Record,
    now: datetime,
    kept_for: timedelta = KEPT_FOR,
) -> Folded:
    """The session now: folded anew when an event came, an instant passed, or it is too old."""
    key = row.clinic_id, row.id
    kept = house.memory.folded(key)
    if (
        kept is not None
        and (kept.last_seq, kept.facts) == (record.last_seq, facts)
        and kept.state.at <= now < kept.until
        and (now - kept.state.at < kept_for or kept.state.discharged_to is not None)
    ):
        return kept
    at = _going_on(kept, protocol, facts, record)
    state, running = _with_running(house, protocol, record, at(now))
    signatures = signatures_of(protocol, facts, record, state)
    latest = now + (KEPT_IN_THE_ROOM_FOR if state.discharged_to is None else KEPT_CLOSED_FOR)
    until = min(latest, _changes_at(state, record, now) or latest)
    found_out = at.of_longer(record.events)
    fresh = Folded(record.last_seq, facts, state, signatures, until, running, found_out)
    house.memory.keep_folded(key, fresh)
    return fresh


def view_of(
    house: House, work: Reading, row: Row[Any], now: datetime, kept_for: timedelta = KEPT_FOR
) -> SessionView:
    """The whole session as it stands now, its ages at most so much behind."""
    protocol = pinned_protocol(house, work, row)
    record = record_of(house, work, row)
    facts = facts_known(work, row, now)
    state = folded(house, row, facts, protocol, record, now, kept_for)
    return _assembled(row, protocol, record, state)


def view_at(
    house: House, work: Reading, row: Row[Any], at: datetime, device_id: str | None = None
) -> SessionView:
    """The session as it was known at a past instant, as if nothing had been entered since.

    On a device its own entries count from when they were typed there, sent or not.
    """
    protocol = pinned_protocol(house, work, row)
    whole = record_of(house, work, row)
    if device_id is not None:
        whole = _as_typed_on(whole, device_id)
    known = Record(
        whole.last_seq,
        tuple(entry for entry in whole.entries if entry.received_at <= at),
        tuple(entry for entry in whole.system if entry.received_at <= at),
        tuple(event for event in whole.events if event.recorded_at <= at),
    )
    facts = facts_known(work, row, at)
    then = evaluate(protocol, facts, known.events, at)
    state, running = _with_running(house, protocol, known, then)
    signatures = signatures_of(protocol, facts, known, state)
    told = Folded(known.last_seq, facts, state, signatures, at, running)
    view = _assembled(row, protocol, known, told)
    view = replace(view, head=replace(view.head, chair=_chair_at(view.head.chair, whole, at)))
    if row.closed_at is not None and row.closed_at > at:
        view = replace(view, head=replace(view.head, closed_at=None))
    return view


def _as_typed_on(record: Record, device_id: str) -> Record:
    """The record with the entries of one device known from the instant they were typed there."""
    listed = (*record.entries, *record.system)
    typed = {one.event.id: one.typed_at for one in listed if one.device_id == device_id}

    def dated(event: Event) -> Event:
        return replace(event, recorded_at=typed.get(event.id, event.recorded_at))

    def earlier(entry: StoredEvent) -> StoredEvent:
        known_at = typed.get(entry.event.id, entry.received_at)
        return replace(entry, event=dated(entry.event), received_at=known_at)

    return Record(
        record.last_seq,
        tuple(map(earlier, record.entries)),
        tuple(map(earlier, record.system)),
        tuple(map(dated, record.events)),
    )


def _chair_at(chair: Chair, record: Record, at: datetime) -> Chair:
    """The chair in which the session was then: that from which it moved next, if it ever did."""
    for entry in record.system:
        if entry.event.kind == CHAIR_CHANGED and entry.received_at > at:
            fields = entry.event.fields
            return Chair(str(fields["from_chair_id"]), str(fields["from_chair"]))
    return chair


def _going_on(
    kept: Folded | None, protocol: Protocol, facts: PatientFacts, record: Record
) -> Evaluator:
    """What evaluates the record; the last one's findings of the past go on in it."""
    events, last = record.events, None if kept is None else kept.evaluator
    if last is None or (last.watcher.patient, last.watcher.protocol) != (facts, protocol):
        return evaluator(protocol, facts, events)
    known = last.watcher.events
    begins = not known or (len(known) <= len(events) and events[len(known) - 1] is known[-1])
    return last.of_longer(events) if begins else evaluator(protocol, facts, events)


def _with_running(
    house: House, protocol: Protocol, record: Record, state: SessionState
) -> tuple[SessionState, Running]:
    running = running_of(protocol, record, state, house.climbs_after)
    return with_running(state, running), running


def _changes_at(state: SessionState, record: Record, now: datetime) -> datetime | None:
    # An entry measured up to two minutes ahead becomes known to the fold only then.
    system = (entry.event for entry in record.system)
    ahead = [event.at for event in (*record.events, *system) if event.at > now]
    known = [state.changes_at] if state.changes_at else []
    return min((*ahead, *known), default=None)


def _assembled(row: Row[Any], protocol: Protocol, record: Record, now: Folded) -> SessionView:
    head, facts = head_of(row), now.facts
    if facts != facts_of(row):
        judged = replace(
            head.patient, spo2_scale=facts.spo2_scale, known_arrhythmia=facts.known_arrhythmia
        )
        head = replace(head, patient=judged)
    return SessionView(
        head=head,
        protocol=protocol,
        state=now.state,
        entries=record.entries,
        signatures=now.signatures,
        notes=now.running.of(NOTE),
        moves=tuple(entry for entry in record.system if entry.event.kind == CHAIR_CHANGED),
        version=record.last_seq,
        running=now.running,
        screened=screened_of(record),
    )
