"""The running system's own entries as they count now: orders, notes, with their corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.clinical.event import Event
from monitor.clinical.order_state import OrderState, Window
from monitor.clinical.orders import changes_at, orders_of
from monitor.clinical.protocol import Protocol
from monitor.clinical.running_kinds import RUNNING_KINDS
from monitor.clinical.state import SessionState
from monitor.clinical.treatments import MEDICATION, treatments_of
from monitor.clinical.versions import facts_at
from monitor.services.memory import Record
from monitor.services.running_views import OrderView, Running, StoredEvent

NOTHING = Running()


def running_of(protocol: Protocol, record: Record, state: SessionState) -> Running:
    """What counts of the running system's entries at the instant of the state."""
    entered = {entry.event.id: entry for entry in record.system}
    ours = any(entry.event.kind in RUNNING_KINDS for entry in record.system)
    if not ours and all(fact.kind != MEDICATION for fact in state.facts):
        return NOTHING
    facts, struck = facts_at([entry.event for entry in record.system], state.at)
    counting = [fact.event for fact in facts]
    schedule = protocol.schedule
    window = Window(schedule.duration("early"), schedule.duration("satisfied_until"))
    orders = orders_of(counting, state.facts, state.clock, window)
    return Running(
        entries=tuple(replace(entered[event.id], event=event) for event in counting),
        struck=tuple(replace(entered[event.id], event=event) for event in struck),
        earlier=tuple(version for fact in facts for _, version in fact.versions),
        orders=tuple(_named(order, entered) for order in orders),
        treatments=treatments_of(counting, state.facts),
    )


def with_running(state: SessionState, running: Running) -> SessionState:
    """The state, saying that it also changes when an order comes due or ends by the clock."""
    ahead = changes_at(order.state for order in running.orders)
    instants: list[datetime] = [at for at in (state.changes_at, ahead) if at is not None]
    return replace(state, changes_at=min(instants, default=None)) if ahead else state


def _named(order: OrderState, entered: dict[str, StoredEvent]) -> OrderView:
    def person(event: Event | None) -> str:
        return entered[event.id].person_name if event is not None else ""

    return OrderView(order, entered[order.id].person_name, person(order.seen), person(order.ending))
