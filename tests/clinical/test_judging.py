"""What a finding says beside the finding: why not, which reading decided, and when it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clinical.casefile import read_case
from monitor.clinical.criteria.judging import sets_finding, then
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.session import evaluate
from monitor.clinical.state import Finding
from monitor.store.places import protocols_folder

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SESSIONS = Path(__file__).parents[1] / "sessions"
MET, NOT_MET, UNKNOWN = Finding.MET, Finding.NOT_MET, Finding.NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading at a minute: good, bad, or None where it was not measured."""

    minute: int
    good: bool | None

    @property
    def at(self) -> datetime:
        return START + timedelta(minutes=self.minute)


def judged(*readings: Reading, asked: int) -> tuple[Finding, str]:
    """Two sets ten minutes apart, the latest at most fifteen minutes old."""
    now = START + timedelta(minutes=asked)
    return sets_finding(
        readings,
        lambda reading: reading.good,
        apart=timedelta(minutes=10),
        is_stale=lambda at: now - at > timedelta(minutes=15),
        is_measured=lambda reading: reading.good is not None,
    )


@pytest.mark.parametrize(
    ("readings", "asked", "finding", "why"),
    [
        ([], 0, UNKNOWN, "not assessed since the dose"),
        ([(0, True)], 0, UNKNOWN, "no second check yet"),
        ([(0, True), (9, True)], 9, UNKNOWN, "no second check yet"),
        ([(0, True), (10, True)], 10, MET, ""),
        ([(0, False), (9, True)], 9, NOT_MET, ""),
        ([(0, False), (10, True)], 10, NOT_MET, ""),
        ([(0, False), (5, True), (15, True)], 15, MET, ""),
        ([(0, True), (10, None), (20, True)], 20, UNKNOWN, ""),
        ([(0, False), (10, None)], 10, UNKNOWN, "not measured at the latest check"),
        ([(0, True), (10, True)], 25, MET, ""),
        ([(0, True), (10, True)], 26, UNKNOWN, "the latest is too old"),
        ([(0, False), (10, False)], 26, UNKNOWN, "the latest is too old"),
    ],
)
def test_both_sets_are_judged_and_it_is_said_why_they_could_not_be(
    readings: list[tuple[int, bool | None]], asked: int, finding: Finding, why: str
) -> None:
    found, said = judged(*[Reading(minute, good) for minute, good in readings], asked=asked)

    assert (found, str(said)) == (finding, why)


def test_of_the_words_said_the_last_two_are_named_in_their_order() -> None:
    assert str(then(["130/80"])) == "130/80"
    assert str(then(["130/80", "124/76"])) == "130/80, then 124/76"
    assert str(then(["140/90", "130/80", "124/76"])) == "130/80, then 124/76"


def test_a_verdict_is_as_old_as_the_last_reading_that_it_rests_on() -> None:
    protocols = {
        file.stem: read_protocol(file.read_text(encoding="utf-8"), file.stem)
        for file in protocols_folder().glob("*.toml")
    }
    file = SESSIONS / "heart_rate_20_percent_of_a_high_baseline.toml"
    case = read_case(file.read_text(encoding="utf-8"), file.name, protocols.__getitem__)
    state = evaluate(case.protocol, case.patient, case.events, case.asks[0].at)
    heart = state.findings["heart_rate"]
    taken = {event.id: event.at for event in case.events}

    assert len(heart.evidence) == 2
    assert taken[heart.evidence[0]] < taken[heart.evidence[1]]
    assert heart.measured_at == taken[heart.evidence[-1]]
