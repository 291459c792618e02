"""Every number of every protocol that is shipped is held on both sides by a case of that protocol.

Each number is moved by its smallest step up and down; then some case that uses this protocol, and
holds as shipped, must no longer hold. Whoever mistypes a limit by one is told so by a session that
a clinician can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from monitor.clinical.casefile import Case, read_case
from monitor.clinical.protocol import Protocol, Quantity
from monitor.clinical.protocol_changes import with_numbers
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.replaying import play
from monitor.errors import InvalidProtocol
from monitor.store.places import protocols_folder

TESTS = Path(__file__).parents[1]
FOLDERS = (TESTS / "cases", TESTS / "sessions")
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in protocols_folder().glob("*.toml")}
PROTOCOLS = {name: read_protocol(text, name) for name, text in TEXTS.items()}
NAMES = sorted(PROTOCOLS)
TENTHS = ("°C", "mg/kg")

SILENT = {
    "dose": "a planned dose is asked back before it is entered; no case plans one",
    "pre_dose": "whether to start is judged before the dose; the answer of a case does not say it",
    "infusion_prompts": "a prompt stands on the screen only; the answer of a case does not say it",
}
"""Sections of which no case can say anything, and why. Other tests hold them."""

OFF = {
    "criteria.orthostatic": "on in the extended criteria only, and held there",
    "criteria.aldrete": "on in the extended criteria only, and held there",
    "criteria.mpadss": "on in the extended criteria only, and held there",
    "criteria.cadss6": "on in the extended criteria only, and held there",
}
"""Criteria that are off everywhere but in the extended protocol, so that their numbers rest."""
EXTENDED = "ketamine-iv-extended"

REFUSED = {
    ("criteria.alertness.moaas_min", "+1"): "MOAA/S ends at 5",
    ("criteria.confusion.amt4_errors_max", "-1"): "there are no fewer errors than none",
    ("alerts.sedation.step", "-1"): "a step of nothing is none",
    ("alerts.agitation.caution_rass_from", "+1"): "the urgent limit lies right above it",
    ("alerts.agitation.urgent_rass_from", "-1"): "the caution limit lies right below it",
}
"""Moves that the reader of protocols refuses, and why: nobody can mistype a number so."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case with its name and text: a case that speaks of a section is played first for it."""

    name: str
    text: str
    case: Case


@cache
def cases_of(name: str) -> tuple[Told, ...]:
    """Every case that uses this protocol as shipped."""
    used = re.compile(rf'^protocol = "{re.escape(name)}"', re.MULTILINE)
    files = [file for folder in FOLDERS for file in sorted(folder.glob("*.toml"))]
    read = ((file, file.read_text(encoding="utf-8")) for file in files)
    return tuple(
        Told(file.stem, text, read_case(text, file.name, PROTOCOLS.__getitem__))
        for file, text in read
        if used.search(text) and "\nprotocol_text" not in text
    )


def section_of(path: str) -> str:
    return path.rpartition(".")[0]


def is_silent(name: str, path: str) -> bool:
    section = section_of(path)
    return section in SILENT or (section in OFF and name != EXTENDED)


def moved(value: object, unit: str, step: int) -> object:
    """A number one step up or down: a tenth where tenths are meant, else one of its unit."""
    assert isinstance(value, int | float)
    return round(value + step * 0.1, 1) if unit in TENTHS else value + step


def moves(one: Quantity) -> Iterator[tuple[str, object]]:
    """Each way to move a number, with its name: +1, or -1 at the third place of a list."""
    for step in (1, -1):
        if isinstance(one.value, list):
            for place, minute in enumerate(one.value):
                other = [*one.value]
                other[place] = moved(minute, one.unit, step)
                yield f"{step:+d} at {place + 1}", other
        else:
            yield f"{step:+d}", moved(one.value, one.unit, step)


def changed(name: str, numbers: dict[str, object]) -> Protocol:
    return read_protocol(with_numbers(TEXTS[name], name, numbers), name)


def fails(case: Case, protocol: Protocol) -> bool:
    """Whether a case no longer holds with this protocol; asked no further than the first."""
    asked = (replace(case, protocol=protocol, asks=(ask,)) for ask in case.asks)
    return any(play(each).complaints for each in asked)


def in_order(cases: Iterable[Told], path: str) -> list[Told]:
    """The cases most likely to notice first: named after the section, then speaking of it."""
    word = section_of(path).rpartition(".")[2]
    return sorted(cases, key=lambda one: (word not in one.name, word not in one.text))


def not_held(name: str, quantities: Iterable[Quantity], cases: Sequence[Told]) -> list[str]:
    """The moves that no case notices."""
    found = []
    noticed: Told | None = None
    for one in quantities:
        ordered = in_order(cases, one.path)
        for side, value in moves(one):
            if (one.path, side) in REFUSED:
                continue
            protocol = changed(name, {one.path: value})
            first = [noticed] if noticed else []
            played = (told for told in [*first, *ordered] if fails(told.case, protocol))
            noticed = next(played, None)
            if noticed is None:
                found.append(f"{one.path} {side}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_held_on_both_sides_by_a_case(name: str) -> None:
    numbers = [one for one in PROTOCOLS[name].quantities if not is_silent(name, one.path)]

    assert len(numbers) >= 90
    assert not_held(name, numbers, cases_of(name)) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("step", [1, -1])
def test_no_case_notices_a_number_that_is_said_to_be_silent(name: str, step: int) -> None:
    silent = [one for one in PROTOCOLS[name].quantities if is_silent(name, one.path)]
    protocol = changed(name, {one.path: moved(one.value, one.unit, step) for one in silent})

    assert [told.name for told in cases_of(name) if fails(told.case, protocol)] == []


def test_what_is_said_to_be_silent_is_there() -> None:
    """Neither list may keep a section that went away, nor a criterion that was switched on."""
    sections = {name: {section_of(one.path) for one in PROTOCOLS[name].quantities}
                for name in NAMES}  # fmt: skip
    assert set(SILENT) <= set().union(*sections.values())
    for name in NAMES:
        rules = PROTOCOLS[name].rules.values()
        off = {f"criteria.{rule.id}" for rule in rules if rule.numbers.values and not rule.enabled}
        assert off == (set() if name == EXTENDED else set(OFF)), name


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_to_be_refused_is_refused(name: str) -> None:
    quantities = {one.path: one for one in PROTOCOLS[name].quantities}
    for path, side in REFUSED:
        value = dict(moves(quantities[path]))[side]
        with pytest.raises(InvalidProtocol):
            changed(name, {path: value})


def test_a_number_of_which_no_case_speaks_is_found() -> None:
    name, path = "esketamine-nasal", "alerts.systolic_high.caution_from"
    number = [one for one in PROTOCOLS[name].quantities if one.path == path]
    others = [told for told in cases_of(name) if "schedule" in told.name]

    assert others
    assert not_held(name, number, others) == [f"{path} +1", f"{path} -1"]
    assert not_held(name, number, cases_of(name)) == []
