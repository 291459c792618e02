"""Reads one event from a case file or a request: form and limits, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.fields import instant, number, refuse, shown, table, text, vital, word
from monitor.clinical.kinds import ENVELOPE, KINDS, Kind
from monitor.clinical.limits import PULSE_PRESSURE_LOWEST_MMHG, EntryLimits
from monitor.clinical.words import AUTHORS, SCALE_ITEMS, VITAL_SIGNS
from monitor.errors import InvalidEvent
from monitor.language.said import say

FUTURE_TOLERANCE = timedelta(minutes=2)
"""A measured instant this far after its entry is still believed: clocks differ."""

OLDEST_ENTRY = timedelta(hours=24)
"""Nothing is entered more than this after it happened."""

_KIND, _AUTHOR = word(*KINDS), word(*AUTHORS)


def read_event(body: Mapping[str, object], *, position: int = 0, default_id: str = "") -> Event:
    """Read one event; raise InvalidEvent naming the field, what is wrong and what is allowed.

    ``position`` is its place in the file or in the order of arrival; ``default_id`` is its id
    where it carries none. What only the whole record can tell is left to ``check_record``.
    """
    if not isinstance(body, Mapping):
        raise refuse(
            "event", say("{shown} is no event", shown=shown(body)), say("a table with kind and at")
        )
    kind_name = kind_of(body)
    at, recorded_at = _instants(body)
    by = str(_AUTHOR("by", body.get("by", "nurse")))
    fields = read_said(kind_name, by, body)
    event_id = str(text("id", body["id"])) if "id" in body else default_id
    return Event(kind_name, at, recorded_at, fields, event_id, by, position)


def read_said(kind_name: str, by: str, body: Mapping[str, object]) -> dict[str, object]:
    """Read what an event says besides kind, author, times and id; raise as ``read_event`` does."""
    if KINDS[kind_name].physician_only and by != "physician":
        raise refuse(
            "by", say("a {by} may not record {kind_name}", by=by, kind_name=kind_name), "physician"
        )
    said = {key: value for key, value in body.items() if key not in ENVELOPE}
    return read_correction(said) if kind_name == "corrected" else read_fields(kind_name, said)


def kind_of(body: Mapping[str, object]) -> str:
    """The kind that an event says it is; raise InvalidEvent where there is none of that name."""
    if "kind" not in body:
        raise refuse("kind", say("it is missing"), say("one of {words}", words=", ".join(KINDS)))
    return str(_KIND("kind", body["kind"]))


def _instants(body: Mapping[str, object]) -> tuple[datetime, datetime]:
    if "at" not in body:
        raise refuse("at", say("it is missing"), say("an instant with an offset"))
    at = instant("at", body["at"])
    recorded_at = instant("recorded_at", body["recorded_at"]) if "recorded_at" in body else at
    check_instants("at", at, recorded_at)
    return at, recorded_at


def check_instants(field: str, at: datetime, recorded_at: datetime) -> None:
    """Refuse what happened too long after, or too long before, it was entered."""
    if at - recorded_at > FUTURE_TOLERANCE:
        raise refuse(
            field, say("it lies in the future of its entry"), say("at most 2 min after recorded_at")
        )
    if recorded_at - at > OLDEST_ENTRY:
        raise refuse(
            field, say("it lies too long before its entry"), say("at most 24 h before recorded_at")
        )


def read_fields(kind_name: str, said: Mapping[str, object]) -> dict[str, object]:
    """Check the fields of one event of a kind and return them clean."""
    clean = read_kind(kind_name, KINDS[kind_name], said)
    check_whole(kind_name, clean)
    return clean


def read_kind(kind_name: str, kind: Kind, said: Mapping[str, object]) -> dict[str, object]:
    """Check each field by itself: none unknown, none missing that is needed."""
    for key in said:
        if key not in kind.fields:
            raise refuse(
                key, say("{kind_name} does not know this key", kind_name=kind_name), _keys(kind)
            )
    for key in kind.needed:
        if key not in said:
            raise refuse(
                key, say("it is missing"), say("all of {words}", words=", ".join(kind.needed))
            )
    return {key: kind.fields[key](key, value) for key, value in said.items()}


def _keys(kind: Kind) -> str:
    return (
        say("one of {words}", words=", ".join(kind.fields))
        if kind.fields
        else say("no further key")
    )


def check_whole(kind_name: str, fields: Mapping[str, object]) -> None:
    """Refuse an event whose fields contradict each other or say nothing."""
    says = KINDS[kind_name].says
    if says and not any(_is_said(fields.get(key)) for key in says):
        raise refuse(
            says[0],
            say("the {kind_name} event says nothing", kind_name=kind_name),
            say("any of {words}", words=", ".join(says)),
        )
    if kind_name == "vitals":
        _check_vitals(fields)
    elif kind_name == "scale":
        _check_items(fields)


def _is_said(value: object) -> bool:
    return value is not None and value != {}


def _check_vitals(fields: Mapping[str, object]) -> None:
    not_measured = fields.get("not_measured", {})
    assert isinstance(not_measured, Mapping)
    for field in VITAL_SIGNS:
        if field in not_measured and field in fields:
            raise refuse(field, say("both given and not_measured"), say("one of the two"))
    systolic, diastolic = fields.get("systolic_mmhg"), fields.get("diastolic_mmhg")
    if (systolic is None) != (diastolic is None):
        absent = "systolic_mmhg" if systolic is None else "diastolic_mmhg"
        raise refuse(
            absent, say("it is missing"), say("systolic_mmhg and diastolic_mmhg, or neither")
        )
    if not isinstance(systolic, int) or not isinstance(diastolic, int):
        return
    if systolic - diastolic < PULSE_PRESSURE_LOWEST_MMHG:
        raise refuse(
            "diastolic_mmhg",
            say("{systolic}/{diastolic} is not possible", systolic=systolic, diastolic=diastolic),
            say(
                "at least {pulse_pressure_lowest_mmhg} mmHg below systolic_mmhg",
                pulse_pressure_lowest_mmhg=PULSE_PRESSURE_LOWEST_MMHG,
            ),
        )


def _check_items(fields: Mapping[str, object]) -> None:
    name, items = str(fields["name"]), fields["items"]
    assert isinstance(items, Mapping)
    bounds = SCALE_ITEMS[name]
    checks = {
        item: number(EntryLimits("", low, high, low, high)) for item, (low, high) in bounds.items()
    }
    table(checks)("items", items)


def read_correction(said: Mapping[str, object]) -> dict[str, object]:
    """Read a correction: its new fields are checked against the target by ``check_record``."""
    envelope = KINDS["corrected"]
    for key in envelope.needed:
        if key not in said:
            raise refuse(
                key, say("it is missing"), say("all of {words}", words=", ".join(envelope.needed))
            )
    clean: dict[str, object] = {
        key: envelope.fields[key](key, said[key]) for key in envelope.needed
    }
    changes = {key: value for key, value in said.items() if key not in clean}
    if all(change == {} for change in changes.values()):
        raise refuse("corrected", say("the correction says nothing"), say("a new field, or new_at"))
    if "new_at" in changes:
        changes["new_at"] = instant("new_at", changes["new_at"])
    return {**clean, "changes": changes}


__all__ = [
    "InvalidEvent",
    "check_instants",
    "check_whole",
    "kind_of",
    "read_correction",
    "read_event",
    "read_fields",
    "read_kind",
    "read_said",
    "vital",
]
