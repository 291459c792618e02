"""Taking back what raised an alarm: a red flag, an emergency, a concern for the patient's safety.

By the rules what is corrected away or struck out counts for nothing, and its alert is withdrawn
without a clearance. So the service asks who does it (docs/decisions/taking-back-an-alarm.md).
"""

from __future__ import annotations

from datetime import timedelta

from monitor.access.permissions import Permission, may
from monitor.clinical.event import Event
from monitor.clinical.versions import corrected, corrections_by_target
from monitor.errors import NotPermitted
from monitor.language.said import say
from monitor.services.bodies import Arrival
from monitor.services.memory import Record

SLIP = timedelta(minutes=2)
"""So long whoever entered it may take it back alone: a finger slipped, and nobody acted on it."""

CONCERN = "concern"
_ALERT_OF = {"red_flags": "red_flag", "emergency": "emergency", "attested": "suicidal_ideation"}


def check_taking_back(record: Record, word: Event, target: Event, arrival: Arrival) -> None:
    """Let a correction or striking-out pass that takes no alarm away.

    One that does needs a physician, or the person who entered it, within 2 min and before anybody
    acknowledged the alert. Raises NotPermitted; nothing is saved then.
    """
    if may(arrival.actor, Permission.DECIDE_CLINICALLY) or not _takes_back(record, word, target):
        return
    if _is_a_slip(record, target, arrival):
        return
    minutes = SLIP // timedelta(minutes=1)
    raise NotPermitted(
        say(
            "{name} cannot take this back: it raised an urgent alert that a physician "
            "clears. Nothing was saved; call a physician",
            name=arrival.actor.name,
        ),
        field="target",
        allowed=say(
            "physician, or within {minutes} min who entered it, if nobody acknowledged it",
            minutes=minutes,
        ),
    )


def _takes_back(record: Record, word: Event, target: Event) -> bool:
    about = corrections_by_target(event for event in record.events if event.kind == "corrected")
    now = corrected(target, about.get(target.id, ()))
    if word.kind == "entered_in_error":
        return bool(_alarms(now))
    return not _alarms(now) <= _alarms(corrected(now, (word,)))


def _alarms(event: Event) -> frozenset[str]:
    """What of an entry raises an urgent alert by being there."""
    if event.kind == "red_flags":
        present = event.fields.get("present")
        # The new words have not been checked yet: what is no list takes every flag away.
        flags = present if isinstance(present, list | tuple | frozenset) else ()
        return frozenset(str(flag) for flag in flags)
    if event.kind == "emergency":
        return frozenset({str(event.fields.get("what"))})
    if event.kind == "attested" and event.fields.get("suicide_safety") == CONCERN:
        return frozenset({CONCERN})
    return frozenset()


def _is_a_slip(record: Record, target: Event, arrival: Arrival) -> bool:
    stored = next((entry for entry in record.entries if entry.event.id == target.id), None)
    if stored is None or stored.person_id != arrival.actor.person_id:
        return False
    if arrival.received_at - stored.received_at > SLIP:
        return False
    return not any(
        event.kind == "alert_acknowledged"
        and event.fields.get("code") == _ALERT_OF[target.kind]
        and event.recorded_at >= stored.received_at
        for event in record.events
    )
