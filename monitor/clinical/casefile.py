"""Reads a session case: a whole treatment session as events, with questions and answers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.clinical.baseline import BASELINE_FIELDS
from monitor.clinical.event import Event
from monitor.clinical.fields import Check, instant, refuse, shown, text, truth
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.record import check_record
from monitor.clinical.words import CONSCIOUSNESS, CRITERIA, SCALE_ITEMS, SIDE_EFFECTS, VITAL_SIGNS
from monitor.errors import BadInput, InvalidCase

FindProtocol = Callable[[str], Protocol]
"""Returns the protocol of a name or a path; raises BadInput where there is none."""

_KEYS = (
    "title",
    "protocol",
    "protocol_version",
    "protocol_text",
    "zone",
    "patient",
    "event",
    "ask",
)
EXPECTED_KEYS = (
    "title",
    "at",
    "phase",
    "elapsed_minutes",
    "baseline",
    "readiness",
    "earliest_ready_at",
    "findings",
    "alerts",
    "alerts_open",
    "scores",
    "peaks",
    "current",
    "episodes",
    "schedule",
)
"""What an ``expect`` may name: the keys of the answer, and the shorthand for open alerts."""

EXPECTED_NAMES: Mapping[str, Sequence[str]] = {
    "baseline": ("status", *BASELINE_FIELDS, "measured_at"),
    "findings": CRITERIA,
    "scores": ("news2", *SCALE_ITEMS),
    "peaks": (*VITAL_SIGNS, *SIDE_EFFECTS, *CONSCIOUSNESS),
    "current": (*VITAL_SIGNS, *SIDE_EFFECTS, *CONSCIOUSNESS, "gait", "red_flags"),
    "schedule": ("next_due_at", "overdue_minutes", "missed"),
}
"""What may stand in a table of an ``expect``: a misspelt name would never be found wanting."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: the state at an instant, and what is expected of it, if anything."""

    at: datetime
    expect: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """A case file, read and checked."""

    title: str
    protocol: Protocol
    zone: str
    patient: PatientFacts
    events: tuple[Event, ...]
    asks: tuple[Ask, ...]


def read_case(content: str, name: str, find_protocol: FindProtocol) -> Case:
    """Read a case file; raise BadInput naming file, event, field and what is allowed."""
    try:
        return _read(content, find_protocol)
    except BadInput as error:
        error.where = f"{name}: {error.where}" if error.where else name
        raise


def _read(content: str, find_protocol: FindProtocol) -> Case:
    try:
        whole = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InvalidCase(f"it is not TOML: {error}", allowed="a TOML file") from None
    _only(whole, _KEYS)
    protocol = _protocol(whole, find_protocol)
    events = [_event(body, number) for number, body in enumerate(_tables(whole, "event"))]
    return Case(
        title=str(text("title", _needed(whole, "title"))),
        protocol=protocol,
        zone=_zone(_needed(whole, "zone")),
        patient=_patient(whole.get("patient", {})),
        events=check_record(protocol, events),
        asks=tuple(_ask(body, number) for number, body in enumerate(_tables(whole, "ask"))),
    )


def _protocol(whole: Mapping[str, object], find_protocol: FindProtocol) -> Protocol:
    """The protocol whose text stands in the case, else the one of that name; never another one."""
    name = str(text("protocol", _needed(whole, "protocol")))
    if "protocol_text" in whole:
        own = whole["protocol_text"]
        if not isinstance(own, str):
            raise refuse("protocol_text", "it is no text", "the text of a protocol file")
        protocol = read_protocol(own, f"protocol_text, {name}")
        if protocol.id != name:
            raise refuse(
                "protocol_text",
                f"it is the text of {shown(protocol.id)}, and the session followed {name}",
                f"the text of {name}",
            )
    else:
        protocol = find_protocol(name)
    version = whole.get("protocol_version", protocol.version)
    if type(version) is not int or version != protocol.version:
        raise refuse(
            "protocol_version",
            f"the session followed version {shown(version)}, and {name} is version "
            f"{protocol.version} here",
            "the version that the protocol has, or its text as protocol_text",
        )
    return protocol


def _only(table: Mapping[str, object], allowed: Sequence[str], path: str = "") -> None:
    for key in table:
        if key not in allowed:
            raise refuse(path + key, "the key is not known", "one of " + ", ".join(allowed))


def _needed(table: Mapping[str, object], key: str) -> object:
    if key not in table:
        raise refuse(key, "it is missing", "title, protocol and zone")
    return table[key]


def _tables(whole: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = whole.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise refuse(key, f"{shown(value)} is no list of tables", f"[[{key}]]")
    return value


def _event(body: Mapping[str, object], number: int) -> Event:
    kind = body.get("kind")
    try:
        # No id of a file begins with a space, so an unnamed event cannot be referred to.
        return read_event(body, position=number, default_id=f" {number + 1}")
    except BadInput as error:
        error.where = f"event {number + 1}" + (f" ({kind})" if isinstance(kind, str) else "")
        raise


def _zone(value: object) -> str:
    name = str(text("zone", value))
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        allowed = "a zone of the time-zone database, as America/Los_Angeles"
        raise refuse("zone", f"{name!r} is not known", allowed) from None
    return name


def _patient(value: object) -> PatientFacts:
    if not isinstance(value, Mapping):
        raise refuse("patient", f"{shown(value)} is no table", "[patient]")
    _only(value, tuple(_PATIENT), "patient.")
    clean = {key: _PATIENT[key](f"patient.{key}", entry) for key, entry in value.items()}
    return PatientFacts(**clean)  # type: ignore[arg-type]  # each was checked by its own rule


def _birth_date(field: str, value: object) -> object:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refuse(field, f"{shown(value)} is no date", "a date, as 1984-03-02")
    return value


def _scale(field: str, value: object) -> object:
    if type(value) is not int or value not in (1, 2):
        raise refuse(field, f"{shown(value)} is no scale", "1 or 2")
    return value


_PATIENT: dict[str, Check] = {
    "birth_date": _birth_date,
    "spo2_scale": _scale,
    "known_arrhythmia": truth,
}


def _with_offset(value: object, path: str) -> None:
    """Refuse an expected instant without an offset: it could never hold."""
    if isinstance(value, datetime):
        instant(path, value)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            _with_offset(entry, f"{path}.{key}")
    elif isinstance(value, list):
        for entry in value:
            _with_offset(entry, path)


def _ask(body: Mapping[str, object], number: int) -> Ask:
    try:
        _only(body, ("at", "expect"))
        expect = body.get("expect", {})
        if not isinstance(expect, Mapping):
            raise refuse("expect", f"{shown(expect)} is no table", "[ask.expect]")
        _only(expect, EXPECTED_KEYS, "expect.")
        for key, names in EXPECTED_NAMES.items():
            named = expect.get(key)
            _only(named if isinstance(named, Mapping) else {}, names, f"expect.{key}.")
        _with_offset(expect, "expect")
        return Ask(instant("at", body.get("at")), expect)
    except BadInput as error:
        error.where = f"ask {number + 1}"
        raise
