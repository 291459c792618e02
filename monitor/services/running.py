"""The running system's own entries as they count now: orders, notes, with their corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from monitor.clinical.event import Event
from monitor.clinical.ladder import Call, Climb, climbs, next_step
from monitor.clinical.order_state import OrderState, Window
from monitor.clinical.orders import changes_at, orders_of
from monitor.clinical.prompts import prompts
from monitor.clinical.protocol import Protocol
from monitor.clinical.running_kinds import CALL, RUNNING_KINDS
from monitor.clinical.state import SessionState
from monitor.clinical.treatments import MEDICATION, treatments_of
from monitor.clinical.versions import facts_at
from monitor.services.memory import Record
from monitor.services.running_views import OrderView, Running, StoredEvent


def running_of(
    protocol: Protocol, record: Record, state: SessionState, each_rung: timedelta
) -> Running:
    """What counts of the running system's entries at the instant of the state."""
    entered = {entry.event.id: entry for entry in record.system}
    ours = any(entry.event.kind in RUNNING_KINDS for entry in record.system)
    if not ours and all(fact.kind != MEDICATION for fact in state.facts):
        return Running(climbs=_climbs(state, (), each_rung), prompts=prompts(protocol, state))
    facts, struck = facts_at([entry.event for entry in record.system], state.at)
    counting = [fact.event for fact in facts]
    schedule = protocol.schedule
    window = Window(schedule.duration("early"), schedule.duration("satisfied_until"))
    orders = orders_of(counting, state.facts, state.clock, window)
    return Running(
        entries=tuple(
            replace(entered[event.id], event=event)
            for event in counting
            if event.kind in RUNNING_KINDS
        ),
        struck=tuple(replace(entered[event.id], event=event) for event in struck),
        earlier=tuple(version for fact in facts for _, version in fact.versions),
        orders=tuple(_named(order, entered) for order in orders),
        treatments=treatments_of(counting, state.facts),
        climbs=_climbs(state, counting, each_rung),
        prompts=prompts(protocol, state),
    )


def _climbs(
    state: SessionState, counting: Sequence[Event], each_rung: timedelta
) -> tuple[Climb, ...]:
    """The ladder of every urgent alert that waits; nobody is called after the end."""
    if state.discharged_to is not None:
        return ()
    calls = [_call(event) for event in counting if event.kind == CALL]
    return climbs(state.alerts, calls, state.at, each_rung)


def _call(event: Event) -> Call:
    said = {name: str(value) for name, value in event.fields.items()}
    return Call(said["code"], event.at, said["called"], said["answer"])


def with_running(state: SessionState, running: Running) -> SessionState:
    """The state, saying that it also changes when an order or an alert's ladder moves on."""
    ahead = (changes_at(order.state for order in running.orders), next_step(running.climbs))
    known = [at for at in ahead if at is not None]
    if not known:
        return state
    return replace(
        state, changes_at=min([*known, *([state.changes_at] if state.changes_at else [])])
    )


def _named(order: OrderState, entered: dict[str, StoredEvent]) -> OrderView:
    def person(event: Event | None) -> str:
        return entered[event.id].person_name if event is not None else ""

    return OrderView(order, entered[order.id].person_name, person(order.seen), person(order.ending))
