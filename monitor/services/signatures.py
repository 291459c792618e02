"""What was signed in a session, and whether it still stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.session import evaluate
from monitor.clinical.state import Finding, SessionState
from monitor.services.entries import OVERRIDE, SIGNATURE
from monitor.services.memory import Record
from monitor.services.views import Signature, StoredEvent

DISCHARGE, ENDED, OVERRIDDEN = "discharge", "ended", "override"
_MOST_STEPS = 300


def signatures_of(
    protocol: Protocol, facts: PatientFacts, record: Record, state: SessionState
) -> tuple[Signature, ...]:
    """Every signature and override so far; those that no longer stand are marked as lapsed."""
    given = [entry for entry in record.system if entry.event.kind in {SIGNATURE, OVERRIDE}]
    return tuple(_seen(entry, protocol, facts, record, state) for entry in given)


def standing_overrides(record: Record, state: SessionState) -> Mapping[str, StoredEvent]:
    """The criteria decided against, while the finding is the one that was decided against.

    A finding that turns from *not assessed* into *not met* was never decided about.
    """
    standing: dict[str, StoredEvent] = {}
    for entry in record.system:
        if entry.event.kind == OVERRIDE and entry.received_at <= state.at:
            for criterion, finding in _criteria(entry).items():
                verdict = state.findings.get(criterion)
                if verdict is not None and verdict.finding.value == finding:
                    standing[criterion] = entry
    return standing


def waiting_for(record: Record, state: SessionState) -> tuple[str, ...]:
    """The criteria that are neither met nor overridden."""
    overridden = standing_overrides(record, state)
    return tuple(
        criterion
        for criterion, verdict in state.findings.items()
        if verdict.finding is not Finding.MET and criterion not in overridden
    )


def is_ready(record: Record, state: SessionState) -> bool:
    """Whether every criterion is met, or was decided against by a physician."""
    return not waiting_for(record, state)


def standing_first(
    protocol: Protocol, facts: PatientFacts, record: Record, state: SessionState
) -> StoredEvent | None:
    """The discharge signature that waits for the second one, if it has not lapsed."""
    for entry in reversed(record.system):
        if entry.event.kind == SIGNATURE and entry.event.fields["meaning"] == DISCHARGE:
            stands = not _has_lapsed(entry, protocol, facts, record, state)
            return entry if stands else None
    return None


def _seen(
    entry: StoredEvent,
    protocol: Protocol,
    facts: PatientFacts,
    record: Record,
    state: SessionState,
) -> Signature:
    fields = entry.event.fields
    if entry.event.kind == OVERRIDE:
        standing = standing_overrides(record, state)
        lapsed = entry not in standing.values() and state.discharged_to is None
        meaning = OVERRIDDEN
    else:
        meaning = str(fields["meaning"])
        lapsed = meaning == DISCHARGE and _has_lapsed(entry, protocol, facts, record, state)
    reason = fields.get("reason")
    return Signature(
        person_id=entry.person_id,
        name=entry.person_name,
        role=str(fields["role"]),
        meaning=meaning,
        signed_at=entry.received_at,
        lapsed=lapsed,
        reason=str(reason) if reason else None,
        criteria=tuple(_criteria(entry)),
    )


def _criteria(entry: StoredEvent) -> Mapping[str, str]:
    listed = entry.event.fields.get("criteria")
    return (
        {str(key): str(value) for key, value in listed.items()}
        if isinstance(listed, Mapping)
        else {}
    )


def _has_lapsed(
    entry: StoredEvent,
    protocol: Protocol,
    facts: PatientFacts,
    record: Record,
    state: SessionState,
) -> bool:
    """Whether readiness was lost at any instant since the signature, up to now or the discharge."""
    closed = next((event for event in record.events if event.kind == "discharged"), None)
    end = closed.recorded_at if closed is not None else state.at
    at = entry.received_at
    for _step in range(_MOST_STEPS):
        then = evaluate(protocol, facts, record.events, at)
        if then.discharged_to is not None:
            return False
        if not is_ready(record, then):
            return True
        following = _next_instant(record, then)
        if following is None or following > end:
            return False
        at = following
    return True


def _next_instant(record: Record, state: SessionState) -> datetime | None:
    known_at = (max(event.at, event.recorded_at) for event in record.events)
    said_at = (entry.received_at for entry in record.system)
    later = [instant for instant in (*known_at, *said_at) if instant > state.at]
    if state.changes_at is not None:
        later.append(state.changes_at)
    return min(later, default=None)
