"""From an address and what was typed to what is asked, and from versions to words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from monitor.clinical.protocol import Protocol
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.back_test_views import ProtocolNumber
from monitor.services.protocol_views import NewDraft, ProtocolRoom, ProtocolStand
from monitor.web.number_words import SECTIONS
from monitor.web.pages.back_test.present import (
    MOST_DIGITS,
    asked_by,
    name_of,
    number_of,
    number_words,
)
from monitor.web.words import calendar_day, clock_time

MEANING = say(
    "I have compared this version with the one in force, and as medical director I put it in force "
    "in this clinic for every session that is started from now on."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks: the version to begin from, and numbers typed elsewhere."""

    base: int | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)


def asked(query: Mapping[str, object]) -> Asked:
    """Read an address, which is untrusted."""
    said = query.get("from")
    numbers = asked_by({"numbers": query.get("numbers")}).numbers
    if not isinstance(said, str) or not said.isascii() or not said.isdecimal():
        return Asked(None, numbers)
    return Asked((int(said) or None) if len(said) <= MOST_DIGITS else None, numbers)


def address(protocol_id: str = "", **query: object) -> str:
    """The address of a protocol's screen, or of all."""
    where = f"/protocols/{quote(protocol_id, safe='')}" if protocol_id else "/protocols"
    named = urlencode({name: value for name, value in query.items() if value})
    return f"{where}?{named}" if named else where


def version_words(stand: ProtocolStand, zone: str) -> str:
    """``Version 1001, in force since 27 Nov 2026, 10:15, signed by A. Demo``."""
    if stand.since is None:
        return tr("Version {version}, as the program ships it", version=stand.version)
    return tr(
        "Version {version}, in force since {when}, signed by {name}",
        version=stand.version,
        when=when_words(stand.since, zone),
        name=stand.signed_by,
    )


def when_words(at: datetime, zone: str) -> str:
    """``27 Nov 2026, 10:15`` on the clinic's wall."""
    day = calendar_day(at.astimezone(ZoneInfo(zone)).date())
    return tr("{day}, {time}", day=day, time=clock_time(at, zone))


def groups(numbers: Iterable[ProtocolNumber]) -> dict[str, list[ProtocolNumber]]:
    """The numbers by the section of the file in which they stand."""
    found: dict[str, list[ProtocolNumber]] = {}
    for one in numbers:
        found.setdefault(one.path.rpartition(".")[0], []).append(one)
    return found


def group_words(protocol: Protocol | None, section: str) -> str:
    """The rule's name: ``Observation time``."""
    if section in SECTIONS:
        return tr(SECTIONS[section])
    if protocol is None:
        return section
    return name_of(protocol, f"{section}.").removesuffix(": ")


def path_words(protocol: Protocol | None, path: str) -> str:
    """``Observation time: since time zero, at least``."""
    return name_of(protocol, path)


def typed_values(room: ProtocolRoom, asked: Asked) -> dict[str, str]:
    """What stands in each field: typed elsewhere, else the draft's, else the base's."""
    base = {one.path: number_words(one.value) for one in room.numbers}
    draft = room.draft
    if draft is not None and asked.base is None:
        base |= {one.path: number_words(one.value) for one in draft.numbers if one.path in base}
    return {**base, **{path: said for path, said in asked.numbers.items() if path in base}}


def new_draft(about: object, values: object, named: object, reason: object) -> NewDraft:
    """What was typed, as the use case takes it; whatever else was sent counts for nothing."""
    told = about if isinstance(about, dict) else {}
    protocol, seen, base = (told.get(name) for name in ("protocol", "seen", "base"))
    return NewDraft(
        protocol_id=protocol if isinstance(protocol, str) else "",
        numbers=_typed(values, named),
        reason=reason if isinstance(reason, str) else "",
        seen=seen if type(seen) is int else -1,
        based_on=base if type(base) is int and base > 0 else None,
    )


def _typed(values: object, named: object) -> dict[str, object]:
    if not isinstance(values, list) or not isinstance(named, list):
        return {}
    found: dict[str, object] = {}
    for value, one in zip(values, named, strict=False):
        path = one.get("path") if isinstance(one, dict) else None
        if isinstance(path, str):
            found[path] = number_of(value) if isinstance(value, str) else value
    return found
