"""Whole sessions on paper: the same seed the same session, and each one that the rules allow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.record import check_record
from monitor.clinical.session import evaluate
from monitor.clinical.state import SessionState
from monitor.demo.clinic import booking, read_clinic
from monitor.demo.planner import plan, planned_state
from monitor.demo.scene import Booking, Entry
from tools.clinical_rules import read_protocols

STARTED_AT = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
LONG_AFTER = timedelta(hours=8)
RULES = {one.id: one for one in read_protocols()}
GUESTS = read_clinic().guests
SEEDS = range(len(GUESTS))


def _booked(seed: int, number: int = 1) -> Booking:
    return booking(seed, GUESTS[seed], "1", STARTED_AT, number=number)


def _rules(booked: Booking) -> Protocol:
    return RULES[booked.guest.protocol_id]


def _plan(booked: Booking) -> tuple[Entry, ...]:
    return plan(booked, _rules(booked))


def _bodies(entries: tuple[Entry, ...]) -> list[dict[str, object]]:
    return [
        {**body, "recorded_at": entry.at, "by": entry.by}
        for entry in entries
        for body in entry.bodies
    ]


def test_the_same_seed_gives_the_same_bodies() -> None:
    assert _plan(_booked(3)) == _plan(_booked(3))
    assert _plan(_booked(3)) != _plan(_booked(4))
    assert _plan(_booked(3)) != _plan(_booked(3, number=2))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_planned_event_passes_the_checks_of_the_core(seed: int) -> None:
    booked = _booked(seed)
    bodies = _bodies(_plan(booked))

    events = [
        read_event(body, position=place, default_id=f"e{place}")
        for place, body in enumerate(bodies)
    ]
    checked = check_record(_rules(booked), tuple(events))

    assert len(checked) == len(events) > 30


@pytest.mark.parametrize("seed", SEEDS)
def test_every_planned_patient_goes_home_with_all_criteria_met(seed: int) -> None:
    booked = _booked(seed)
    protocol, entries = _rules(booked), _plan(booked)
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


def _left(seed: int) -> SessionState:
    booked = _booked(seed)
    return planned_state(booked, _rules(booked), STARTED_AT + LONG_AFTER)


def test_sets_are_taken_at_the_slots_of_the_protocol() -> None:
    missed = [_left(seed).schedule.missed for seed in SEEDS]

    assert sum(missed) / len(missed) < 1


def test_nobody_leaves_before_two_hours() -> None:
    for seed in SEEDS:
        state = _left(seed)
        assert state.elapsed is not None
        assert timedelta(minutes=120) <= state.elapsed < timedelta(minutes=300)
