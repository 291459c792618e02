"""What only the whole record can tell of an event of the running system: what it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.clinical.event import Event
from monitor.clinical.fields import refuse
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.running_kinds import RUNNING_KINDS, SPEAKS_OF, check_running_version
from monitor.clinical.versions import corrected, corrections_by_target, read_changes
from monitor.language.said import say, say_either


def check_running_record(
    facts: Sequence[Event], known: Sequence[Event], new: Sequence[Event]
) -> tuple[Event, ...]:
    """Return the new events with their corrections read; raise InvalidEvent for a bad one.

    ``facts`` are all events of the fold, ``known`` the earlier ones of the running system; what is
    new may speak of what comes with it.
    """
    by_id = {event.id: event for event in (*facts, *known)}
    checked: list[Event] = []
    for event in new:
        if event.id in by_id:
            raise refuse("id", say("{id!r} is used twice", id=event.id), say("an id of its own"))
        by_id[event.id] = event
    for event in new:
        if event.kind in CORRECTING_KINDS:
            checked.append(_correction(event, (*known, *checked), by_id))
        else:
            _check_target(event, by_id)
            checked.append(event)
    return tuple(checked)


def _check_target(event: Event, by_id: Mapping[str, Event]) -> None:
    allowed = SPEAKS_OF.get(event.kind)
    if allowed is None:
        return
    said = str(event.fields["target"])
    target = by_id.get(said)
    if target is None or target.kind not in allowed:
        kinds = say_either([kind.replace("_", " ") for kind in allowed])
        raise refuse(
            "target",
            say("{said!r} is no such entry", said=said),
            say("the id of an entry: {kinds}", kinds=kinds),
        )


def _correction(event: Event, before: Sequence[Event], by_id: Mapping[str, Event]) -> Event:
    target = by_id[str(event.fields["target"])]
    if target.kind not in RUNNING_KINDS:
        raise refuse(
            "target",
            say("a {kind} is not corrected here", kind=target.kind),
            say("an entry somebody made"),
        )
    if event.kind != "corrected":
        return event
    changes = event.fields["changes"]
    assert isinstance(changes, Mapping)
    if "target" in changes:
        raise refuse(
            "target", say("it cannot speak of something else"), say("entered in error, then anew")
        )
    clean = replace(
        event, fields={**event.fields, "changes": read_changes(target, changes, RUNNING_KINDS)}
    )
    about = [one for one in before if one.kind in CORRECTING_KINDS]
    spoken = corrections_by_target((*about, clean))[target.id]
    check_running_version(corrected(target, spoken))
    return clean
