"""A protocol with other numbers: its text changed where they stand, and what differs between two.

The text of a protocol file is what a session pins, so numbers are changed in it: every comment and
every source stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.clinical.protocol import Protocol, Quantity
from monitor.clinical.protocol_form import NumberForm, form_of
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import InvalidProtocol
from monitor.language.said import say

_SECTION = re.compile(r"^\[([\w.]+)\]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that is not the same in two protocols; None where one of them lacks it."""

    path: str
    before: object
    after: object
    unit: str
    source: str


def bounds_of(quantity: Quantity) -> NumberForm:
    """What the number may be; raises KeyError for a path that no protocol has."""
    return form_of(quantity.path)


def with_numbers(text: str, name: str, numbers: Mapping[str, object]) -> str:
    """The protocol's text with these numbers in place of its own, each named by its path.

    Raises InvalidProtocol, naming the path and what is allowed, for a number that the protocol does
    not have, a value outside its bounds, or numbers that contradict each other.
    """
    lines = text.splitlines(keepends=True)
    for path, value in numbers.items():
        section, _, key = path.rpartition(".")
        at = _line_of(lines, section, key)
        if at is None:
            raise InvalidProtocol(
                say("it has no number of that name"),
                where=f"{name}, {path}",
                allowed=say("a number of this protocol, as docs/clinical-rules.md names them"),
            )
        lines[at] = _with_value(lines[at], key, value)
    changed = "".join(lines)
    read_protocol(changed, name)
    return changed


def differences(before: Protocol, after: Protocol) -> tuple[Difference, ...]:
    """Every number that differs, in the order of the file."""
    old = {one.path: one for one in before.quantities}
    new = {one.path: one for one in after.quantities}
    found = []
    for path in [*old, *(path for path in new if path not in old)]:
        one, other = old.get(path), new.get(path)
        if (one and one.value) != (other and other.value):
            told = other or one
            assert told is not None
            found.append(
                Difference(path, one and one.value, other and other.value, told.unit, told.source)
            )
    return tuple(found)


def _line_of(lines: list[str], section: str, key: str) -> int | None:
    inside = False
    for number, line in enumerate(lines):
        head = _SECTION.match(line)
        if head is not None:
            inside = head[1] == section
        elif inside and re.match(rf"{re.escape(key)}\s*=\s*\{{", line):
            return number
    return None


def _with_value(line: str, key: str, value: object) -> str:
    return re.sub(
        rf"^({re.escape(key)}\s*=\s*\{{\s*value\s*=\s*)(\[[^\]]*\]|[^,}}]+?)(\s*[,}}])",
        lambda found: f"{found[1]}{_written(value)}{found[3]}",
        line,
        count=1,
    )


def _written(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(each) for each in value)}]"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return '"?"'  # no number: read_protocol says so, with the place and what is allowed
    return repr(value)
