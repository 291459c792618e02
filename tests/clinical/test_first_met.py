"""The first time that every criterion was met is found without looking everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from monitor.clinical.casefile import read_case
from monitor.clinical.event import Event
from monitor.clinical.first_met import first_met
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import with_numbers
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.session import evaluator
from monitor.clinical.session_summary import summarize
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import load_protocols
from tests.clinical.sessions import PATIENT, Body, bodies, minute, read
from tests.clinical.test_session_summary import named, ordinary

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))
SHELF = load_protocols(protocols_folder())
EACH = 4
"""A fixed sample of the cases: to look at every instant of one takes long."""

AFTER = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def found(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], until: datetime
) -> float | None:
    """Minutes from time zero, looked for where it can be."""
    at = evaluator(protocol, patient, events)
    last = at(until)
    met = first_met(at, protocol, events, last)
    return None if met is None or last.time_zero is None else (met - last.time_zero) / MINUTE


def shorter(name: str) -> Protocol:
    """The protocol with half its shortest observation."""
    path = "criteria.observation_time.since_time_zero"
    known = {one.path: one.value for one in SHELF[name].quantities}
    value = known.get(path)
    numbers = {path: value // 2} if isinstance(value, int) else {}
    return read_protocol(with_numbers(SHELF.text(name), name, numbers), name)


@pytest.mark.parametrize("file", CASES[::EACH], ids=lambda file: file.stem)
def test_it_is_what_a_look_at_every_instant_finds(file: Path) -> None:
    case = read_case(file.read_text(encoding="utf-8"), file.name, SHELF.__getitem__)
    until = max(max(event.at, event.recorded_at) for event in case.events) + AFTER
    for protocol in (case.protocol, shorter(case.protocol.id)):
        everywhere = summarize(protocol, case.patient, case.events, until).met
        assert found(protocol, case.patient, case.events, until) == everywhere


@settings(max_examples=30, deadline=None)
@given(bodies())
def test_it_is_so_whatever_came_in(drawn: tuple[Protocol, list[Body]]) -> None:
    protocol, record = drawn
    events = read(protocol, record)
    everywhere = summarize(protocol, PATIENT, events, minute(300)).met
    assert found(protocol, PATIENT, events, minute(300)) == everywhere


def test_some_of_the_cases_do_become_ready() -> None:
    """So that the comparison above is about something."""
    ready = 0
    for file in CASES[::EACH]:
        case = read_case(file.read_text(encoding="utf-8"), file.name, SHELF.__getitem__)
        until = max(max(event.at, event.recorded_at) for event in case.events) + AFTER
        ready += found(case.protocol, case.patient, case.events, until) is not None
    assert ready >= 1


@pytest.mark.parametrize("name", ["ketamine-iv", "ketamine-iv-extended"])
def test_an_ordinary_session_becomes_ready_as_every_instant_says(name: str) -> None:
    events = named(SHELF[name], ordinary())
    for protocol in (SHELF[name], shorter(name)):
        everywhere = summarize(protocol, PATIENT, events, minute(160)).met
        assert found(protocol, PATIENT, events, minute(160)) == everywhere
