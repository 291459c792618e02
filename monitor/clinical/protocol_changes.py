"""A protocol with other numbers: its text changed where they stand, and what differs between two.

The text of a protocol file is what a session pins, so numbers are changed in it: every comment and
every source stays where it was. The limit of a criterion in words is written anew with its numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.clinical.limit_words import limit_in_words
from monitor.clinical.own_sources import is_own_source, own_source, own_source_words
from monitor.clinical.protocol import CriterionRule, Protocol, Quantity
from monitor.clinical.protocol_form import NumberForm, form_of
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import InvalidProtocol
from monitor.language.said import say

_SECTION = re.compile(r"^\[([\w.]+)\]")


_HEAD = ("drug", "route", "time_zero", "has_infusion", "restarts")
_OF_A_RULE = {
    "enabled": "enabled",
    "physician_may_override": "override",
    "group": "group",
    "label": "label",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One number or word that differs between two protocols; None where one of them lacks it."""

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
        if at is None or "{" not in lines[at]:
            raise InvalidProtocol(
                say("it has no number of that name"),
                where=f"{name}, {path}",
                allowed=say("a number of this protocol, as docs/clinical-rules.md names them"),
            )
        lines[at] = _with_value(lines[at], key, value)
    changed = "".join(lines)
    after = read_protocol(changed, name)
    touched = [after.rules[rule] for rule in _criteria_of(numbers)]
    return "".join(_with_limits(lines, touched, read_protocol(text, name), name))


def own_version(  # noqa: PLR0913, PLR0917  (what a version is made from)
    base: str,
    name: str,
    numbers: Mapping[str, object],
    version: int,
    reason: str,
    shipped: Protocol | None,
) -> str:
    """A clinic's own version: a text with other numbers, its number, and itself as their source.

    A number that is again what the shipped file says cites that file's source. Raises
    InvalidProtocol as ``with_numbers`` does.
    """
    before = read_protocol(base, name)
    lines = with_numbers(base, name, numbers).splitlines(keepends=True)
    after = read_protocol("".join(lines), name)
    said = {one.path: one for one in shipped.quantities} if shipped else {}
    key = own_source(version)
    changed = [one for one in differences(before, after) if one.after is not None]
    for one in changed:
        known = said.get(one.path)
        as_shipped = known is not None and known.value == one.after
        source = known.source if known and as_shipped and known.source in after.sources else key
        section, _, number = one.path.rpartition(".")
        at = _line_of(lines, section, number)
        if at is not None:
            lines[at] = _with_source(lines[at], source)
    if changed:
        at = _head_of(lines, "sources")
        lines.insert(at + 1, f"{key} = {_text(own_source_words(version, reason))}\n")
    for rule in _criteria_of(one.path for one in changed):
        own = f"criteria.{rule}"
        source = _rule_source(read_protocol("".join(lines), name), rule, shipped, key)
        _put(lines, own, "source", _text(source))
    _put(lines, "", "version", str(version))
    text = "".join(lines)
    read = read_protocol(text, name)
    if read.version != version or differences(after, read):
        raise InvalidProtocol(
            say("its text is laid out otherwise than the program can change"),
            where=name,
            allowed=say("a file with one number a line, as those that are shipped"),
        )
    return text


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


def every_difference(before: Protocol | None, after: Protocol) -> tuple[Difference, ...]:
    """What else differs as well: which criteria count, who may override, from when minutes count.

    A later release of the program may say these otherwise, and whoever signs its text has to see
    it. Without a ``before`` every number of ``after`` is one that was not there.
    """
    if before is None:
        return tuple(
            Difference(one.path, None, one.value, one.unit, one.source) for one in after.quantities
        )
    said = [(key, getattr(before, key), getattr(after, key), "") for key in _HEAD]
    for rule, new in after.rules.items():
        old = before.rules[rule]
        for word, name in _OF_A_RULE.items():
            path = f"criteria.{rule}.{word}"
            said.append((path, getattr(old, name), getattr(new, name), new.source))
        if old.numbers.values == new.numbers.values:  # else it follows the numbers
            said.append((f"criteria.{rule}.limit", old.limit, new.limit, new.source))
    words = (Difference(path, one, other, "", by) for path, one, other, by in said if one != other)
    return (*differences(before, after), *words)


def _criteria_of(paths: Iterable[str]) -> list[str]:
    """The criteria that have one of these numbers, each once."""
    sections = (path.rpartition(".")[0] for path in paths)
    return list(
        dict.fromkeys(
            one.removeprefix("criteria.") for one in sections if one.startswith("criteria.")
        )
    )


def _rule_source(now: Protocol, rule: str, shipped: Protocol | None, own: str) -> str:
    """What a criterion cites: the clinic while one of its numbers is the clinic's own."""
    cited = {one.source for one in now.quantities if one.path.startswith(f"criteria.{rule}.")}
    kept = shipped.rules[rule].source if shipped and rule in shipped.rules else own
    return own if any(map(is_own_source, cited)) or kept not in now.sources else kept


def _with_limits(
    lines: list[str], touched: list[CriterionRule], before: Protocol, name: str
) -> list[str]:
    """Write the limit of each of these criteria anew, or refuse where no words are known for it."""
    for rule in touched:
        words = limit_in_words(rule.id, rule.numbers.values)
        if words is not None:
            _put(lines, f"criteria.{rule.id}", "limit", _text(words))
        elif rule.numbers.values != before.rules[rule.id].numbers.values:
            raise InvalidProtocol(
                say("its limit in words would no longer fit its numbers"),
                where=f"{name}, criteria.{rule.id}.limit",
                allowed=say("a criterion with the numbers that the shipped files have"),
            )
    return lines


def _put(lines: list[str], section: str, key: str, value: str) -> None:
    at = _line_of(lines, section, key)
    if at is not None:
        lines[at] = f"{key} = {value}\n"


def _text(words: str) -> str:
    # JSON's escapes are TOML's, but TOML forbids one more bare character.
    return json.dumps(str(words), ensure_ascii=False).replace("\x7f", "\\u007f")


def _head_of(lines: list[str], section: str) -> int:
    return next(number for number, line in enumerate(lines) if line.startswith(f"[{section}]"))


def _line_of(lines: list[str], section: str, key: str) -> int | None:
    """Where a key stands in a section; the empty section is what stands above all others."""
    inside = not section
    for number, line in enumerate(lines):
        head = _SECTION.match(line)
        if head is not None:
            inside = head[1] == section
        elif inside and re.match(rf"{re.escape(key)}\s*=", line):
            return number
    return None


def _with_source(line: str, source: str) -> str:
    return re.sub(r'(source\s*=\s*)"[^"]*"', rf'\1"{source}"', line, count=1)


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
