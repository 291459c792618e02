"""A whole session on paper: every entry from arrival to the signatures, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.kinds import ENVELOPE
from monitor.clinical.order_state import OrderState, Window
from monitor.clinical.orders import orders_of
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.running_kinds import CALL, RUNNING_KINDS, read_running_fields
from monitor.clinical.session import evaluate
from monitor.clinical.state import SessionState
from monitor.demo.nurse import next_entry
from monitor.demo.scene import ESCORT, NURSE, PHYSICIAN, Booking, Entry, Scene

LONGEST_STAY = timedelta(hours=8)


@dataclass
class _Record:
    """The events so far, as the running system would hold them."""

    booking: Booking
    protocol: Protocol
    events: list[Event] = field(default_factory=list)
    signed_by: frozenset[str] = frozenset()
    overridden: frozenset[str] = frozenset()
    calls: int = 0
    said: list[Event] = field(default_factory=list)

    def scene(self, now: datetime) -> Scene:
        """How the session stands at this instant."""
        patient = PatientFacts(self.booking.guest.birth_date)
        state = evaluate(self.protocol, patient, tuple(self.events), now)
        orders = self._orders(state)
        return Scene(self.booking, state, now, self.signed_by, self.overridden, self.calls, orders)

    def _orders(self, state: SessionState) -> tuple[OrderState, ...]:
        schedule = self.protocol.schedule
        window = Window(schedule.duration("early"), schedule.duration("satisfied_until"))
        return orders_of(self.said, state.facts, state.clock, window)

    def take(self, entry: Entry) -> None:
        """Add what was entered; the second signature, or another ending, is the discharge."""
        for body in entry.bodies:
            self.calls += body["kind"] == CALL
            if body["kind"] in RUNNING_KINDS:
                self._say(body, entry)
            else:
                self._add(body, entry)
        if entry.to:
            self._add({"kind": "discharged", "at": entry.at, "to": entry.to}, entry)
        elif entry.reason:
            self.overridden |= {ESCORT}
        elif entry.is_signature:
            self._sign(entry)

    def _sign(self, entry: Entry) -> None:
        self.signed_by |= {entry.by}
        if self.signed_by == {NURSE, PHYSICIAN}:
            self._add({"kind": "discharged", "at": entry.at, "to": "home"}, entry)

    def _say(self, body: Mapping[str, object], entry: Entry) -> None:
        """Something of the running system, which the session's state is not worked out from."""
        said = {name: value for name, value in body.items() if name not in ENVELOPE}
        kind, at, place = str(body["kind"]), body["at"], len(self.said)
        assert isinstance(at, datetime)
        fields = read_running_fields(kind, said)
        event_id = str(body.get("id", f"r{place}"))
        self.said.append(Event(kind, at, entry.at, fields, event_id, entry.by, place))

    def _add(self, body: Mapping[str, object], entry: Entry) -> None:
        said = {**body, "recorded_at": entry.at, "by": entry.by}
        position = len(self.events)
        self.events.append(read_event(said, position=position, default_id=f"e{position}"))


def plan(booking: Booking, protocol: Protocol, until: datetime | None = None) -> tuple[Entry, ...]:
    """Every entry of the session in order, up to ``until`` or to the patient's leaving."""
    return _played(_Record(booking, protocol), until or booking.started_at + LONGEST_STAY)


def planned_state(booking: Booking, protocol: Protocol, at: datetime) -> SessionState:
    """How the session will stand at this instant, if all goes by the plan."""
    record = _Record(booking, protocol)
    _played(record, at)
    return record.scene(at).state


def _played(record: _Record, end: datetime) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    now = record.booking.started_at
    while (entry := _next(record, now)) and entry.at <= end:
        record.take(entry)
        entries.append(entry)
        now = entry.at
    return tuple(entries)


def _next(record: _Record, now: datetime) -> Entry | None:
    """The next act; looked at again when the criteria may be met before it, by waiting alone."""
    scene = record.scene(now)
    entry = next_entry(scene)
    ready = scene.state.earliest_ready_at
    if entry is None or ready is None or not now < ready < entry.at:
        return entry
    later = record.scene(ready)
    return next_entry(later) if later.may_leave else entry
