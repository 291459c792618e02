"""Sessions summed up: once for a closed one, then kept; the step inside the use cases that need it.

A kept summary counts while it was made by today's summing-up, from the session's last entry, of the
patient as known today. Where the database takes nothing, it is made again at the next look.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row

from monitor.analytics.clinic import Line, line_of
from monitor.analytics.clinic_columns import FORM
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.running_kinds import CONCERN, RATING
from monitor.clinical.session_summary import MINUTE, summarize
from monitor.clinical.versions import facts_at
from monitor.errors import MonitorError
from monitor.services.entries import OVERRIDE
from monitor.services.folding import facts_known, facts_of, pinned_protocol, record_of
from monitor.services.house import House
from monitor.services.memory import Record
from monitor.services.summary_form import numbers_of, readings_of, summed_up
from monitor.services.summary_views import Concern, Overridden, Rating, SessionTold, SummedUp
from monitor.services.views import StoredEvent
from monitor.store import summaries as rows
from monitor.store.work import Reading, Writing

MADE_BY = 1
"""Grows whenever sessions are summed up otherwise; what was kept before counts no more."""

MONTHS = 12


@dataclass
class Summing:
    """What one look has summed up anew and would keep: sessions, and whole months of them.

    Of a clinic's sessions so many ``at_most`` are summed up in it.
    """

    house: House
    clinic_id: str
    at_most: int = 0
    fresh: dict[str, dict[str, Any]] = field(default_factory=dict)
    months: dict[str, dict[str, Any]] = field(default_factory=dict)

    def keep(self) -> None:
        """Keep what was summed up; nothing to see has changed, so no version grows."""
        if not self.fresh and not self.months:
            return
        try:
            with self.house.writing(self.clinic_id) as work:
                self._keep_sessions(work)
                self._keep_months(work)
                work.commit(changes=False, heartbeat=True)
        except MonitorError:
            return

    def _keep_sessions(self, work: Writing) -> None:
        """None of a patient who was erased since, and none that has another entry by now."""
        for head in rows.heads_by_id(work, list(self.fresh)):
            values = self.fresh[head.id]
            if head.last_seq == values["last_seq"]:
                rows.keep(work, head.id, values)

    def _keep_months(self, work: Writing) -> None:
        """Each only while its sessions are those it was made from."""
        if not self.months:
            return
        now = closed_in_months(work, min(self.months), max(self.months))
        for month, values in self.months.items():
            if values["made_from"] == made_from_digest(now.get(month, ())):
                rows.keep_month(work, month, values)


def made_from_digest(sessions: Sequence[str]) -> str:
    """What a month was made from: these sessions with their last entries, and in which way."""
    said = f"{MADE_BY} {FORM} {','.join(sessions)}"
    return blake2b(said.encode(), digest_size=16).hexdigest()


def closed_in_months(look: Reading, first: str, last: str) -> dict[str, list[str]]:
    """Of each month from the first to the last its closed sessions, with their last entries."""
    return rows.closed_by_month(look, begins(first), ends(last))


def begins(month: str) -> datetime:
    """When a month begins in UTC."""
    return datetime.fromisoformat(f"{month}-01T00:00:00+00:00")


def ends(month: str) -> datetime:
    """When the next month begins."""
    year, number = int(month[:4]), int(month[5:])
    return datetime(year + number // MONTHS, number % MONTHS + 1, 1, tzinfo=UTC)


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
    record = record_of(house, work, head)
    told = sum_up(protocol, facts_known(work, head, now), record, now)
    ahead = any(max(entry.event.at, entry.received_at) > now for entry in _all(record))
    if head.closed_at is not None and not ahead:
        summing.fresh[head.id] = {
            "made_by": MADE_BY,
            "last_seq": record.last_seq,
            "facts": facts_digest(facts_of(head)),
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
