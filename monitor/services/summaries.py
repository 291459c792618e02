"""Sessions summed up: once for a closed one, then kept; the step inside the use cases that need it.

A kept summary counts while it was made by today's summing-up, from the session's last entry, of the
patient as known today. Where the database takes nothing, it is made again at the next look.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row

from monitor.analytics.clinic import Line, line_of
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.running_kinds import CONCERN, RATING
from monitor.clinical.session_summary import MINUTE, summarize
from monitor.clinical.versions import facts_at
from monitor.errors import MonitorError
from monitor.services.entries import OVERRIDE
from monitor.services.folding import facts_of, pinned_protocol, record_of
from monitor.services.house import House
from monitor.services.memory import Record
from monitor.services.summary_form import numbers_of, readings_of, summed_up
from monitor.services.summary_views import Concern, Overridden, Rating, SessionTold, SummedUp
from monitor.services.views import StoredEvent
from monitor.store import summaries as rows
from monitor.store.work import Reading

MADE_BY = 1
"""Grows whenever sessions are summed up otherwise; what was kept before counts no more."""


@dataclass
class Summing:
    """What one look has summed up anew and would keep."""

    house: House
    clinic_id: str
    fresh: dict[str, dict[str, Any]] = field(default_factory=dict)

    def keep(self) -> None:
        """Keep what was summed up; nothing to see has changed, so no version grows."""
        if not self.fresh:
            return
        try:
            with self.house.writing(self.clinic_id) as work:
                for session_id, values in self.fresh.items():
                    rows.keep(work, session_id, values)
                work.commit(changes=False, heartbeat=True)
        except MonitorError:
            return


def sessions_of_patient(
    house: House, work: Reading, patient_id: str, now: datetime, summing: Summing
) -> tuple[SessionTold, ...]:
    """Every session of a patient, the earliest first."""
    heads = rows.heads_of_patient(work, patient_id)
    kept = {row.session_id: row for row in rows.kept_of_patient(work, patient_id)}
    return tuple(session_told(house, work, head, kept, now, summing) for head in heads)


def session_told(  # noqa: PLR0913, PLR0917  (a session is told from these)
    house: House,
    work: Reading,
    head: Row[Any],
    kept: Mapping[str, Row[Any]],
    now: datetime,
    summing: Summing,
) -> SessionTold:
    """One session: as it is kept, or summed up now."""
    protocol = pinned_protocol(house, work, head)
    facts = facts_of(head)
    row = kept.get(head.id)
    if row is not None and counts(row, head, facts):
        told = summed_up(row.numbers, row.readings)
    else:
        told = _summed(house, work, head, protocol, now, summing)
    return _told(head, protocol, told)


def counts(row: Row[Any], head: Row[Any], facts: PatientFacts) -> bool:
    """Whether what is kept of a session is what would be made of it today."""
    made = (row.made_by, row.last_seq, row.facts)
    return head.closed_at is not None and made == (MADE_BY, head.last_seq, facts_digest(facts))


def _summed(  # noqa: PLR0913, PLR0917
    house: House, work: Reading, head: Row[Any], protocol: Protocol, now: datetime, summing: Summing
) -> SummedUp:
    record, facts = record_of(house, work, head), facts_of(head)
    told = sum_up(protocol, facts, record, now)
    ahead = any(max(entry.event.at, entry.received_at) > now for entry in _all(record))
    if head.closed_at is not None and not ahead:
        summing.fresh[head.id] = {
            "made_by": MADE_BY,
            "last_seq": record.last_seq,
            "facts": facts_digest(facts),
            "numbers": numbers_of(told),
            "readings": readings_of(told),
            "line": json.dumps(_line(head, told), separators=(",", ":")),
        }
    return told


def _line(head: Row[Any], told: SummedUp) -> Line:
    dose = told.summary.dose_mg
    reasons = [(one.criteria, one.reason) for one in told.overridden]
    per_kg = None if dose is None else dose / head.weight_kg
    return line_of(told.summary, reasons, head.started_at, per_kg)


def sum_up(protocol: Protocol, facts: PatientFacts, record: Record, now: datetime) -> SummedUp:
    """Fold one session into its numbers and what was noted of it."""
    entered = {entry.event.id: entry for entry in record.system}
    counting = [fact.event for fact in facts_at([one.event for one in record.system], now)[0]]
    said = [(event, entered[event.id]) for event in counting]
    return SummedUp(
        summarize(protocol, facts, record.events, now),
        tuple(
            Rating(str(event.fields["scale"]), int(str(event.fields["total"])), event.at)
            for event, _ in said
            if event.kind == RATING
        ),
        tuple(
            Concern(str(event.fields["text"]), entry.person_name, event.at)
            for event, entry in said
            if event.kind == CONCERN
        ),
        tuple(_overridden(entry) for entry in record.system if entry.event.kind == OVERRIDE),
    )


def _overridden(entry: StoredEvent) -> Overridden:
    listed = entry.event.fields["criteria"]
    assert isinstance(listed, Mapping)
    return Overridden(tuple(sorted(listed)), str(entry.event.fields.get("reason") or ""))


def _all(record: Record) -> Sequence[StoredEvent]:
    return (*record.entries, *record.system)


def facts_digest(facts: PatientFacts) -> str:
    """What of the patient changes how readings are judged, in few letters."""
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def _minimum(protocol: Protocol) -> timedelta:
    """How long patients stay at the least: from time zero, or where it says so, the last dose."""
    numbers = protocol.rules["observation_time"].numbers
    name = "since_time_zero" if "since_time_zero" in numbers else "since_last_dose"
    return numbers.duration(name)


def _told(head: Row[Any], protocol: Protocol, told: SummedUp) -> SessionTold:
    high, low = protocol.alerts["systolic_high"], protocol.alerts["diastolic_high"]
    return SessionTold(
        id=head.id,
        number=head.session_number,
        protocol_id=head.protocol_id,
        protocol_title=protocol.title,
        route=head.route,
        drug=head.drug,
        chair=head.chair_label,
        weight_kg=head.weight_kg,
        started_at=head.started_at,
        closed_at=head.closed_at,
        caution_rise=(high.number("caution_rise"), low.number("caution_rise")),
        minimum_minutes=_minimum(protocol) / MINUTE,
        told=told,
    )
