"""No clock of the day goes back when its pace changes, and none leaves a minute out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journeys.day import pace
from tests.journeys.day.pace import KNOWN_AHEAD_S, Pace, PacedTime
from tests.journeys.day.paced_server import PacedClock

MORNING = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The machine's clock, which the test tells."""
    told = [1000.0]
    monkeypatch.setattr(pace, "_machine", lambda: told[0])
    return told


def test_before_its_instant_the_old_speed_counts_and_from_it_the_new() -> None:
    changed = Pace(start=600.0, anchor=100.0, speed=60.0, before=10.0)
    assert [changed.at(machine) for machine in (99.0, 100.0, 101.0)] == [590.0, 600.0, 660.0]


def test_a_hand_slows_the_clinic_and_lets_it_go_again(machine: list[float], tmp_path: Path) -> None:
    time = PacedTime(tmp_path / "clock", MORNING, 60.0, by_hand=10.0)
    assert time.now() == MORNING
    time.begin()
    machine[0] += 1.0
    seen = []
    with time.hand(), time.hand():
        for step in (0.0, KNOWN_AHEAD_S, 1.0):
            machine[0] += step
            seen.append((time.now() - MORNING).total_seconds())
    ahead = 60.0 + KNOWN_AHEAD_S * 60
    assert seen == pytest.approx([60.0, ahead, ahead + 10.0])
    machine[0] += KNOWN_AHEAD_S + 1.0
    passed = (time.now() - MORNING).total_seconds()
    assert passed == pytest.approx(ahead + 10.0 + KNOWN_AHEAD_S * 10 + 60.0)
    assert set(time.spent) == {60.0, 10.0}


def test_what_has_not_begun_is_changed_in_place(machine: list[float], tmp_path: Path) -> None:
    time = PacedTime(tmp_path / "clock", MORNING, 60.0, by_hand=10.0)
    time.begin()
    machine[0] += 1.0
    with time.hand():
        pass
    told = [(time.now() - MORNING).total_seconds()]
    for _ in range(20):
        machine[0] += KNOWN_AHEAD_S / 10
        told.append((time.now() - MORNING).total_seconds())
    assert told == sorted(told)
    assert told[-1] == pytest.approx(60.0 + 2 * KNOWN_AHEAD_S * 60)


def test_the_server_reads_the_same_clock(tmp_path: Path) -> None:
    time = PacedTime(tmp_path / "clock", MORNING, 60.0, by_hand=10.0)
    clock = PacedClock(tmp_path / "clock")
    assert clock() == MORNING
    time.begin()
    before, told, after = time.now(), clock(), time.now()
    assert before <= told <= after
