"""From an address to what is tried, and from an outcome to its words. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from monitor.analytics.back_test import NEWLY_READY, NO_MORE_READY, Outcome, Shift
from monitor.clinical.protocol import Protocol
from monitor.errors import BadInput
from monitor.language.reader import tr, tr_plural
from monitor.language.said import say
from monitor.services.back_test_views import NewBackTest, ProtocolNumber
from monitor.web.number_words import SECTIONS, name_in_words
from monitor.web.words import ALERTS, decimal, signed

PART_BY = "~"
DAY = say("a day as 2026-03-02")
MOST_NUMBERS = 40
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks to be tried."""

    protocol: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    from_day: str = ""
    to_day: str = ""
    version: str = ""
    draft: str = ""

    def address(self) -> str:
        """The address that asks the same."""
        said = {
            "protocol": self.protocol,
            "numbers": PART_BY.join(f"{path}:{value}" for path, value in self.numbers.items()),
            "from": self.from_day,
            "to": self.to_day,
            "version": self.version,
            "draft": self.draft,
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"/back-test?{query}" if query else "/back-test"

    def with_number(self, path: str, value: str | None) -> Asked:
        """The same with one number more, or without it."""
        left = {name: said for name, said in self.numbers.items() if name != path}
        return replace(self, numbers={**left, path: value} if value is not None else left)

    def question(self) -> NewBackTest:
        """What is asked of the use case; raises BadInput for what cannot be read."""
        numbers = {path: number_of(value) for path, value in self.numbers.items()}
        return NewBackTest(
            self.protocol,
            numbers,
            _day(self.from_day, "from"),
            _day(self.to_day, "to"),
            _whole(self.version, "version"),
            _whole(self.draft, "draft"),
        )


def asked_by(query: Mapping[str, object]) -> Asked:
    """Read an address, which is untrusted."""
    pairs = [one.partition(":") for one in _text(query.get("numbers")).split(PART_BY) if one]
    numbers = {path: value for path, _, value in pairs[:MOST_NUMBERS]}
    names = ("protocol", "from", "to", "version", "draft")
    protocol, from_day, to_day, version, draft = (_text(query.get(name)) for name in names)
    return Asked(protocol, numbers, from_day, to_day, version, draft)


def _whole(said: str, field: str) -> int | None:
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or len(said) > MOST_DIGITS:
        raise BadInput(say("That is no number of a version or draft"), field=field)
    return int(said)


def number_of(said: str) -> object:
    """A number, or a list of them, as somebody typed it; anything else stays text.

    The protocol's own reading says what is allowed of it.
    """
    parts = [part.strip().replace(",", ".") for part in said.strip("[] ").split(";")]
    try:
        numbers = [json.loads(part) for part in parts]
    except ValueError:
        return said
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        return said
    return numbers if ";" in said or said.startswith("[") else numbers[0]


def number_words(value: object) -> str:
    """``120``, ``15; 30; 45`` for a list, ``yes`` for a setting, ``none`` for what is not there."""
    if value is None:
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, list | tuple):
        return "; ".join(number_words(one) for one in value)
    return decimal(value) if isinstance(value, int | float) else tr(str(value))


def name_of(protocol: Protocol | None, path: str) -> str:
    """``Observation time: since time zero, at least``: the rule's words, then the number's.

    The path itself where the program ships that protocol no more, and for what is of no rule.
    """
    section, _, key = path.rpartition(".")
    head, _, name = section.partition(".")
    if protocol is None or not section:
        return path
    words = name_in_words(path) if key else ""
    if head == "criteria" and name in protocol.rules:
        return f"{tr(protocol.rules[name].label)}: {words}"
    if head == "alerts" and name in ALERTS:
        return f"{tr('Alert')}, {tr(ALERTS[name])}: {words}"
    return f"{tr(SECTIONS[section]) if section in SECTIONS else section}: {words}"


def bounds_words(number: ProtocolNumber) -> str:
    """``now 120 min; 0 to 1440 min``."""
    form = number.form
    return tr(
        "now {value} {unit}; {lowest} to {highest} {unit}",
        value=number_words(number.value),
        unit=form.unit,
        lowest=decimal(form.lowest),
        highest=decimal(form.highest),
    )


def choices(protocol: Protocol | None, numbers: Sequence[ProtocolNumber]) -> list[dict[str, str]]:
    """Every number to choose from."""
    return [{"value": one.path, "label": name_of(protocol, one.path)} for one in numbers]


def shift_words(shift: Shift) -> str:
    """By how many minutes; empty where there is no such session."""
    if not shift.sessions or shift.median is None:
        return ""
    return tr(
        "by {median} min in the middle, {least} to {most}",
        median=round(shift.median),
        least=round(shift.least or 0),
        most=round(shift.most or 0),
    )


def outcome_words(one: Outcome) -> str:
    """``134 min, would be 112 min (-22)``."""
    before = tr("never") if one.before is None else f"{round(one.before)} min"
    after = tr("never") if one.after is None else f"{round(one.after)} min"
    if one.before is None or one.after is None:
        return tr("{before}, would be {after}", before=before, after=after)
    change = signed(round(one.after - one.before))
    return tr("{before}, would be {after} ({change})", before=before, after=after, change=change)


def side_words(one: Outcome) -> str:
    """The word for a session that changes sides."""
    words = {
        NEWLY_READY: tr("would have been ready"),
        NO_MORE_READY: tr("would not have been ready"),
    }
    return words.get(one.side, "")


def alert_words(alert: str) -> str:
    """``Systolic high, urgent``."""
    code, _, level = alert.partition(" ")
    grade = {"urgent": tr("urgent"), "caution": tr("caution")}.get(level, level)
    return f"{tr(ALERTS[code])}, {grade}" if code in ALERTS else alert


def done_words(done: int, of: int) -> str:
    """How far it is."""
    return tr_plural(
        "{done} of {count} session", "{done} of {count} sessions", of, done=done, count=of
    )


def _day(said: str, name: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInput(say("That is no day"), field=name, allowed=DAY) from None


def _text(value: object) -> str:
    return value.strip()[:2000] if isinstance(value, str) else ""
