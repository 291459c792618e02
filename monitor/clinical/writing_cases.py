"""Writes a session as a case file: TOML that ``monitor replay`` reads back to the same answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts


@dataclass(frozen=True, slots=True)
class Followed:
    """The protocol a session follows: its name, its version, and its text.

    The text stands in the case where it is not that of the file which the program ships.
    """

    name: str
    version: int | None = None
    text: str = ""


def write_case(
    title: str, followed: Followed, zone: str, patient: PatientFacts, events: Iterable[Event]
) -> str:
    """Return the text of a case without questions; events stand in the order given."""
    head: dict[str, object] = {"title": title, "protocol": followed.name}
    if followed.version is not None:
        head["protocol_version"] = followed.version
    head["zone"] = zone
    lines = [f"{key} = {_value(value)}" for key, value in head.items()]
    if followed.text:
        lines.append(f"protocol_text = {_long(followed.text)}")
    lines += ["", "[patient]", *_patient(patient)]
    for event in events:
        lines += ["", "[[event]]", *_event(event)]
    return "\n".join(lines) + "\n"


def _long(text: str) -> str:
    """A text of many lines as it stands, where TOML can say it so."""
    plain = all(letter == "\n" or letter.isprintable() for letter in text)
    if plain and "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''"
    return _value(text)


def _patient(patient: PatientFacts) -> Iterator[str]:
    if patient.birth_date is not None:
        yield f"birth_date = {patient.birth_date.isoformat()}"
    yield f"spo2_scale = {patient.spo2_scale}"
    yield f"known_arrhythmia = {_value(patient.known_arrhythmia)}"


def _event(event: Event) -> Iterator[str]:
    yield f"at = {_value(event.at)}"
    if event.recorded_at != event.at:
        yield f"recorded_at = {_value(event.recorded_at)}"
    yield f"kind = {_value(event.kind)}"
    yield f"id = {_value(event.id)}"
    yield f"by = {_value(event.by)}"
    for key, value in body_fields(event).items():
        yield f"{key} = {_value(value)}"


def body_fields(event: Event) -> dict[str, object]:
    """Return what an event carries under the names of the case format."""
    fields = dict(event.fields)
    changes = fields.pop("changes", None)
    return {**fields, **changes} if isinstance(changes, Mapping) else fields


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {_value(entry)}" for key, entry in value.items())
        return "{" + inner + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    # JSON's escapes are TOML's, but TOML forbids one more bare character.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
