"""Holds what moves with time against the facts that moved it, and what is made out of facts.

Where a session is and how it ended, who watches, how a course was closed, which handovers wait,
how a patient was corrected last, and by which words one is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, String, and_, func, or_, outerjoin, select, type_coerce

from monitor.access.audit import AuditAction
from monitor.store.covering import as_said
from monitor.store.erased import PATIENT_IS_THERE
from monitor.store.findings import CHANGED, INSERTED, REMOVED, Fault
from monitor.store.registered import otherwise_known
from monitor.store.tables import (
    audit_entries,
    courses,
    decisions,
    handover_chairs,
    handover_endings,
    open_handovers,
    patient_words,
    patients,
    session_events,
    sessions,
    watch_changes,
    watches,
)
from monitor.store.words import words_of

_FOUND_BY = (patients.c.name, patients.c.birth_date, patients.c.identifiers)
_SEATED = ("session_started", "chair_changed")
"""Kinds of entry that say in which chair a session is."""


def rows_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Rows that say something else than the facts which the chain vouches for."""
    yield from _sessions_apart(connection, clinic_id)
    yield from _chairs_apart(connection, clinic_id)
    yield from _watches_apart(connection, clinic_id)
    yield from _closings_apart(connection, clinic_id)
    yield from _waiting_apart(connection, clinic_id)
    yield from _corrections_apart(connection, clinic_id)
    yield from _words_apart(connection, clinic_id)


def _sessions_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Sessions whose row says another end or another length than their events and decision."""
    last = (
        select(session_events.c.session_id, func.max(session_events.c.seq).label("last"))
        .where(session_events.c.clinic_id == clinic_id)
        .group_by(session_events.c.session_id)
        .subquery()
    )
    whole = outerjoin(sessions, last, last.c.session_id == sessions.c.id).outerjoin(
        decisions,
        and_(
            decisions.c.session_id == sessions.c.id, decisions.c.clinic_id == sessions.c.clinic_id
        ),
    )
    length = sessions.c.last_seq != func.coalesce(last.c.last, 0)
    ended = (
        (func.coalesce(sessions.c.closed_to, "") != func.coalesce(decisions.c.closed_to, ""))
        | (sessions.c.closed_at != decisions.c.decided_at)
        | (sessions.c.closed_at.is_(None) != decisions.c.decided_at.is_(None))
    )
    apart = select(sessions.c.id, length.label("length")).select_from(whole)
    found = apart.where(sessions.c.clinic_id == clinic_id, or_(length, ended)).order_by(
        sessions.c.id
    )
    for row in connection.execute(found):
        columns = ("last_seq",) if row.length else ("closed_at", "closed_to")
        yield Fault(clinic_id, "sessions", CHANGED, f"id {row.id}", None, None, columns)


def _chairs_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Sessions in another chair than their entries put them into."""
    said = (
        select(session_events.c.session_id, session_events.c.body)
        .where(session_events.c.clinic_id == clinic_id, session_events.c.kind.in_(_SEATED))
        .order_by(session_events.c.session_id, session_events.c.seq)
    )
    seats: dict[str, object] = {}
    for row in connection.execute(said):
        chair = row.body.get("to_chair_id", row.body.get("chair_id"))
        if chair is not None:
            seats[row.session_id] = chair
    asked = select(sessions.c.id, sessions.c.chair_id).where(sessions.c.clinic_id == clinic_id)
    for row in connection.execute(asked.order_by(sessions.c.id)):
        if seats.get(row.id, row.chair_id) != row.chair_id:
            yield Fault(clinic_id, "sessions", CHANGED, f"id {row.id}", columns=("chair_id",))


def _watches_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Chairs that somebody else watches over, or since another time, than their changes say."""
    said = (
        select(watch_changes.c.chair_id, watch_changes.c.person_id, watch_changes.c.at)
        .where(watch_changes.c.clinic_id == clinic_id)
        .order_by(watch_changes.c.chair_id, watch_changes.c.seq)
    )
    last = {row.chair_id: (row.person_id, row.at) for row in connection.execute(said)}
    held = {chair: one for chair, one in last.items() if one[0] is not None}
    asked = select(watches.c.chair_id, watches.c.person_id, watches.c.since)
    there = {
        row.chair_id: (row.person_id, row.since)
        for row in connection.execute(asked.where(watches.c.clinic_id == clinic_id))
    }
    for chair in sorted(held.keys() | there.keys()):
        if held.get(chair) == there.get(chair):
            continue
        what = INSERTED if chair not in held else REMOVED if chair not in there else CHANGED
        yield Fault(clinic_id, "watches", what, f"chair_id {chair}")


def _closings_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Courses closed otherwise than the entry of the closing says; older ones say no reason."""
    closed = select(audit_entries.c.at, audit_entries.c.person_id, audit_entries.c.detail).where(
        audit_entries.c.clinic_id == clinic_id,
        audit_entries.c.action == AuditAction.COURSE_CLOSED.value,
    )
    said = {row.detail.get("course"): row for row in connection.execute(closed)}
    asked = select(courses.c.id, courses.c.closed_at, courses.c.closed_by, courses.c.closed_reason)
    here = asked.where(courses.c.clinic_id == clinic_id).order_by(courses.c.id)
    for row in connection.execute(here):
        entry = said.get(row.id)
        told = (entry.at, entry.person_id) if entry is not None else (None, None)
        reason = entry.detail.get("reason", row.closed_reason) if entry is not None else None
        there = {"closed_at": row.closed_at, "closed_by": row.closed_by}
        wanted = {"closed_at": told[0], "closed_by": told[1], "closed_reason": reason}
        there["closed_reason"] = row.closed_reason
        columns = tuple(name for name, value in wanted.items() if there[name] != value)
        if columns:
            yield Fault(clinic_id, "courses", CHANGED, f"id {row.id}", columns=columns)


def _waiting_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Chairs that wait in a handover which has ended, or wait in none that has not."""
    ended = select(handover_endings.c.handover_id).where(handover_endings.c.clinic_id == clinic_id)
    waits = select(handover_chairs.c.chair_id, handover_chairs.c.handover_id).where(
        handover_chairs.c.clinic_id == clinic_id, handover_chairs.c.handover_id.not_in(ended)
    )
    wanted = {(row.chair_id, row.handover_id) for row in connection.execute(waits)}
    asked = select(open_handovers.c.chair_id, open_handovers.c.handover_id)
    here = asked.where(open_handovers.c.clinic_id == clinic_id)
    there = {(row.chair_id, row.handover_id) for row in connection.execute(here)}
    for chair_id, handover_id in sorted(wanted ^ there):
        what = INSERTED if (chair_id, handover_id) in there else REMOVED
        where = f"chair_id {chair_id}, handover_id {handover_id}"
        yield Fault(clinic_id, "open_handovers", what, where)


def _corrections_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Patients who are known otherwise than they were corrected last."""
    for patient_id, columns in otherwise_known(connection, clinic_id):
        yield Fault(clinic_id, "patients", CHANGED, f"id {patient_id}", columns=tuple(columns))


def _words_apart(connection: Connection, clinic_id: str) -> Iterator[Fault]:
    """Patients found by other words than their rows say; the words themselves are not told."""
    asked = select(patient_words.c.patient_id, patient_words.c.word)
    listed = asked.where(patient_words.c.clinic_id == clinic_id).order_by(
        patient_words.c.patient_id, patient_words.c.word
    )
    there = {
        patient_id: {row.word for row in rows}
        for patient_id, rows in groupby(connection.execute(listed), lambda row: row.patient_id)
    }
    # As the engine keeps it: what somebody spoiled must not stop the one who looks for it.
    said = (type_coerce(each, String).label(each.name) for each in _FOUND_BY)
    of = select(patients.c.id, *said).where(patients.c.clinic_id == clinic_id, PATIENT_IS_THERE)
    for row in connection.execute(of.order_by(patients.c.id)):
        found, wanted = there.pop(row.id, set()), _words(row)
        if found != wanted:
            what = CHANGED if found - wanted and wanted - found else None
            what = what or (INSERTED if found - wanted else REMOVED)
            yield Fault(clinic_id, "patient_words", what, f"patient_id {row.id}")
    for patient_id in sorted(there):
        yield Fault(clinic_id, "patient_words", INSERTED, f"patient_id {patient_id}")


def _words(row: Any) -> set[str]:
    """What a patient is to be found by; nothing where that cannot be read any more."""
    name, born, identifiers = (as_said(each, getattr(row, each.name)) for each in _FOUND_BY)
    try:
        known = {"name": name, "birth_date": date.fromisoformat(born), "identifiers": identifiers}
        return set(words_of(known))
    except (TypeError, ValueError, AttributeError):
        return set()
