"""When a patient would have been ready, had there been no shortest observation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.clinical.release_time import NOT_THE_BODY, would_have_been_ready_at
from monitor.clinical.state import Finding
from tests.charts.view import protocol

START = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
BODY = [rule.id for rule in protocol().criteria if rule.group not in NOT_THE_BODY]
MET, NOT_MET, UNKNOWN = Finding.MET, Finding.NOT_MET, Finding.NOT_ASSESSED


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def told(*said: tuple[int, Finding]) -> list[tuple[datetime, dict[str, Finding]]]:
    """One criterion says this at these minutes, all others are met; the clock never is."""
    clock = {"observation_time": NOT_MET, "escort": NOT_MET}
    return [
        (at(minutes), {**dict.fromkeys(BODY, MET), **clock, BODY[0]: finding})
        for minutes, finding in said
    ]


def ready(*said: tuple[int, Finding]) -> datetime | None:
    return would_have_been_ready_at(protocol(), told(*said))


def test_it_is_the_first_instant_at_which_mind_and_body_are_met_whatever_the_clock_says() -> None:
    assert ready((0, NOT_MET), (40, MET), (60, MET)) == at(40)


def test_what_is_not_met_again_takes_it_back() -> None:
    assert ready((40, MET), (55, NOT_MET), (70, MET)) == at(70)
    assert ready((40, MET), (55, NOT_MET)) is None


def test_a_reading_that_only_grew_old_takes_nothing_back() -> None:
    assert ready((40, MET), (55, UNKNOWN), (70, MET)) == at(40)


def test_what_was_never_assessed_is_never_ready() -> None:
    assert ready((0, UNKNOWN), (60, UNKNOWN)) is None
    assert would_have_been_ready_at(protocol(), []) is None


def test_a_criterion_without_a_finding_is_not_met() -> None:
    lacking = [(at(30), dict.fromkeys(BODY[1:], MET))]

    assert would_have_been_ready_at(protocol(), lacking) is None
