"""Everything that a tablet needs to enter a set, gathered in one answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from monitor.access.actor import Actor
from monitor.api.entry_limits import derived_grades, entry_limits, urgent_by_itself
from monitor.api.entry_scales import entry_scales, self_harm
from monitor.api.present import show_alert
from monitor.api.present_asks import plain
from monitor.api.present_courses import show_screened
from monitor.api.present_orders import show_due, show_orders
from monitor.api.present_treatments import show_medicines, show_treatments
from monitor.api.present_watch import show_climbs, show_watch
from monitor.api.schemas.entry import (
    EntryLine,
    EntryMe,
    EntryPatient,
    EntrySession,
    EntryShown,
    LastWord,
    MeasuredAt,
)
from monitor.api.schemas.state import BaselineShown
from monitor.clinical.protocol import Protocol
from monitor.clinical.reading_events import FUTURE_TOLERANCE, OLDEST_ENTRY
from monitor.clinical.running_kinds import FROM_PAPER
from monitor.clinical.state import SessionState
from monitor.services import people
from monitor.services.house import House
from monitor.services.sessions import read_for_recording
from monitor.services.views import SessionHead, SessionView, StoredEvent
from monitor.services.watch import read_watch

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def entry_of(house: House, actor: Actor, session_id: str) -> EntryShown:
    """Read a session as the entry form needs it: for those who may record in it."""
    view = read_for_recording(house, actor, session_id)
    state, protocol = view.state, view.protocol
    return EntryShown(
        now=state.at,
        zone=people.read_clinic(house, actor).zone,
        demo=house.demo,
        me=_me(actor),
        session=_session(view, protocol),
        patient=_patient(view.head),
        baseline=BaselineShown.model_validate(state.baseline),
        last=_last(state),
        limits=entry_limits(protocol),
        measured_at=MeasuredAt(
            future_minutes=FUTURE_TOLERANCE / MINUTE,
            past_hours=OLDEST_ENTRY / HOUR,
            late_minutes=protocol.late_entry.duration("after") / MINUTE,
        ),
        urgent=urgent_by_itself(protocol),
        derived=derived_grades(protocol),
        unchanged_minutes=protocol.freshness.duration("checks") / MINUTE,
        seated_within_minutes=_seated_within(protocol) / MINUTE,
        alerts=[show_alert(alert) for alert in state.alerts],
        scales=entry_scales(view),
        self_harm=self_harm(view),
        physicians=list(people.list_physicians(house, actor)),
        treatments=show_treatments(view),
        medicines=show_medicines(house.formulary),
        next_due=show_due(view),
        orders=show_orders(view),
        watch=show_watch(read_watch(house, actor)),
        climbs=show_climbs(view.running.climbs),
        entries=_lines(view),
        screened=show_screened(view.screened),
    )


def _seated_within(protocol: Protocol) -> timedelta:
    """How long before a standing reading the seated one may lie, for the sit-to-stand dialog."""
    return protocol.rules["orthostatic"].numbers.duration("seated_within")


def _me(actor: Actor) -> EntryMe:
    roles = sorted(role.value for role in actor.roles)
    return EntryMe(id=actor.person_id, name=actor.name, initials=actor.initials, roles=roles)


def _session(view: SessionView, protocol: Protocol) -> EntrySession:
    head, state = view.head, view.state
    return EntrySession(
        id=head.id,
        number=head.session_number,
        protocol=head.protocol_id,
        drug=head.drug,
        route=head.route,
        dose_mg=head.dose_mg,
        chair=head.chair.label,
        chair_id=head.chair.id,
        last_seq=view.version,
        phase=state.phase.value,
        time_zero=state.time_zero,
        has_infusion=protocol.has_infusion,
        restarts=protocol.restarts,
        started_at=head.started_at,
        next_due_at=state.schedule.next_due_at,
        closed_at=head.closed_at,
    )


def _patient(head: SessionHead) -> EntryPatient:
    patient = head.patient
    return EntryPatient(
        id=patient.id,
        name=patient.name,
        birth_date=patient.birth_date,
        known_arrhythmia=patient.known_arrhythmia,
        allergies=patient.allergies,
    )


def _last(state: SessionState) -> dict[str, LastWord]:
    return {
        field: LastWord(value=plain(word.value), at=word.at)
        for field, word in state.current.items()
    }


def _lines(view: SessionView) -> list[EntryLine]:
    """Current versions newest first; what was struck out stays readable."""
    running = view.running
    gone = (*view.state.struck, *(entry.event for entry in running.struck))
    struck = {event.id for event in gone}
    now_said = {event.id: event for event in view.state.facts}
    now_said |= {entry.event.id: entry.event for entry in running.entries}
    entries = (*view.entries, *running.entries, *running.struck)
    # Where an entry was copied from stands beside the entry, and is no line of its own.
    told = (stored for stored in entries if stored.event.kind != FROM_PAPER)
    late_after, copied = view.protocol.late_entry.duration("after"), view.from_paper
    lines = [_line(stored, now_said, struck, late_after, copied) for stored in told]
    return sorted(lines, key=lambda line: (line.at, line.recorded_at), reverse=True)


def _line(
    stored: StoredEvent,
    now_said: Mapping[str, Any],
    struck: set[str],
    late_after: timedelta,
    copied: Mapping[str, str],
) -> EntryLine:
    event = now_said.get(stored.event.id, stored.event)
    return EntryLine(
        id=event.id,
        kind=event.kind,
        at=event.at,
        recorded_at=stored.event.recorded_at,
        tablet_recorded_at=stored.tablet_recorded_at,
        late=stored.received_at - event.at > late_after,
        from_paper=copied.get(event.id),
        by=stored.person_name,
        struck=event.id in struck and event.id not in now_said,
        fields={name: plain(value) for name, value in event.fields.items()},
    )
