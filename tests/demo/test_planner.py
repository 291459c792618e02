"""Whole sessions on paper: the same seed the same session, and each one that the rules allow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.record import check_record
from monitor.clinical.session import evaluate
from monitor.demo.clinic import PROTOCOL, booking, read_clinic
from monitor.demo.planner import plan, planned_state
from monitor.demo.scene import Booking, Entry
from tools.clinical_rules import read_protocols

STARTED_AT = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
LONG_AFTER = timedelta(hours=8)
SEEDS = range(12)


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return next(one for one in read_protocols() if one.id == PROTOCOL)


def _booked(seed: int, number: int = 1) -> Booking:
    guest = read_clinic().guests[seed % len(read_clinic().guests)]
    return booking(seed, guest, "1", STARTED_AT, number=number)


def _bodies(entries: tuple[Entry, ...]) -> list[dict[str, object]]:
    return [
        {**body, "recorded_at": entry.at, "by": entry.by}
        for entry in entries
        for body in entry.bodies
    ]


def test_the_same_seed_gives_the_same_bodies(protocol: Protocol) -> None:
    assert plan(_booked(3), protocol) == plan(_booked(3), protocol)
    assert plan(_booked(3), protocol) != plan(_booked(4), protocol)
    assert plan(_booked(3), protocol) != plan(_booked(3, number=2), protocol)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_planned_event_passes_the_checks_of_the_core(protocol: Protocol, seed: int) -> None:
    bodies = _bodies(plan(_booked(seed), protocol))

    events = [
        read_event(body, position=place, default_id=f"e{place}")
        for place, body in enumerate(bodies)
    ]
    checked = check_record(protocol, tuple(events))

    assert len(checked) == len(events) > 30


@pytest.mark.parametrize("seed", SEEDS)
def test_every_planned_patient_goes_home_with_all_criteria_met(
    protocol: Protocol, seed: int
) -> None:
    booked = _booked(seed)
    entries = plan(booked, protocol)
    signatures = [entry for entry in entries if entry.is_signature]
    events = tuple(
        read_event(body, position=place, default_id=f"e{place}")
        for place, body in enumerate(_bodies(entries))
    )

    before = evaluate(protocol, PatientFacts(booked.guest.birth_date), events, signatures[-1].at)
    after = planned_state(booked, protocol, STARTED_AT + LONG_AFTER)

    assert [entry.by for entry in signatures] == ["nurse", "physician"]
    assert before.readiness == "criteria_met"
    assert after.phase.value == "discharged"
    assert after.discharged_to == "home"


def test_sets_are_taken_at_the_slots_of_the_protocol(protocol: Protocol) -> None:
    missed = [
        planned_state(_booked(seed), protocol, STARTED_AT + LONG_AFTER).schedule.missed
        for seed in SEEDS
    ]

    assert sum(missed) / len(missed) < 1


def test_nobody_leaves_before_two_hours(protocol: Protocol) -> None:
    for seed in SEEDS:
        state = planned_state(_booked(seed), protocol, STARTED_AT + LONG_AFTER)
        assert state.elapsed is not None
        assert timedelta(minutes=120) <= state.elapsed < timedelta(minutes=300)
