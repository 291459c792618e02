"""The laws of the core, held over every session that shows a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.clinical.alerts.assessment import INSIDE, Assessment
from monitor.clinical.alerts.calm import GLANCES
from monitor.clinical.alerts.codes import CODES
from monitor.clinical.alerts.knowledge import told_again
from monitor.clinical.answer import answer
from monitor.clinical.casefile import Case, read_case
from monitor.clinical.event import Event
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.session import evaluate, evaluator
from monitor.clinical.state import AlertState, Finding, SessionState
from monitor.clinical.versions import known_at
from monitor.clinical.watching import Watcher
from monitor.clinical.writing_cases import Followed, write_case
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import load_protocols

FILES = sorted((Path(__file__).parents[1] / "sessions").glob("*.toml"))
PROTOCOLS = load_protocols(protocols_folder())
MOVING = {"at", "elapsed_minutes", "age_minutes", "overdue_minutes", "reason", "earliest_at",
          "earliest_ready_at"}  # fmt: skip
MEASURED = {"blood_pressure_absolute", "blood_pressure_relative", "blood_pressure_trend",
            "heart_rate", "rhythm", "respiration", "oxygen", "alertness", "hallucinations",
            "confusion", "dissociation", "dizziness_and_gait", "nausea", "red_flags",
            "suicide_safety", "escort", "instructions", "line_removed", "orthostatic", "aldrete",
            "mpadss", "cadss6"}  # fmt: skip
LAWS: list[Callable[[Case], None]] = []
"""What holds of every session; ``law`` puts it here."""


def law(held: Callable[[Case], None]) -> Callable[[Case], None]:
    """All laws of a session in one test: three thousand tests would cost more than what they do."""
    LAWS.append(held)
    return held


@cache
def case_of(file: Path) -> Case:
    return read_case(file.read_text(encoding="utf-8"), file.name, PROTOCOLS.__getitem__)


ANSWERED: dict[int, list[tuple[datetime, SessionState]]] = {}


def asked(case: Case) -> list[tuple[datetime, SessionState]]:
    """What a case asks, with the answers: worked out once for all laws."""
    if id(case) not in ANSWERED:
        ANSWERED[id(case)] = list(asked_anew(case))
    return ANSWERED[id(case)]


def asked_anew(case: Case) -> Iterator[tuple[datetime, SessionState]]:
    for ask in case.asks:
        yield ask.at, evaluate(case.protocol, case.patient, case.events, ask.at)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_law_holds(file: Path) -> None:
    assert len(LAWS) >= 12
    for held in LAWS:
        held(case_of(file))


def still(state: SessionState) -> Any:
    """What a state says, without ages, minutes and what is counted from now."""
    whole = answer(state, "law")
    whole["alerts"] = [
        {key: value for key, value in alert.items()
         if key != "value" or alert["code"] != "observation_overdue"}
        for alert in whole["alerts"]  # type: ignore[attr-defined]
    ]  # fmt: skip
    return _without_moving(whole)


def _without_moving(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: entry for key, entry in value.items() if key not in MOVING or _is_fixed(value)}
        return {key: _without_moving(entry) for key, entry in kept.items()}
    return [_without_moving(entry) for entry in value] if isinstance(value, list) else value


def _is_fixed(table: dict[str, Any]) -> bool:
    """Tell whether a table is a peak: its instant never moves."""
    return set(table) == {"value", "at"}


@law
def nothing_changes_before_the_instant_announced(case: Case) -> None:
    for at, state in asked(case):
        until = state.changes_at or at + timedelta(hours=12)
        for then in (at + (until - at) / 2, until - datetime.resolution):
            later = evaluate(case.protocol, case.patient, case.events, then)
            assert still(later) == still(state), f"{at} {then}"


@law
def asked_for_many_instants_it_answers_each_as_if_alone(case: Case) -> None:
    """A later instant first: what was found out for one must not colour an earlier one."""
    at = {ask.at for ask in case.asks} | {known_at(event) for event in case.events}
    state_at = evaluator(case.protocol, case.patient, case.events)
    alone = {then: evaluate(case.protocol, case.patient, case.events, then) for then in at}
    for instant in (*sorted(at, reverse=True), *sorted(at)):
        assert state_at(instant) == alone[instant]


@law
def what_was_found_out_of_the_past_goes_on_in_the_longer_record(case: Case) -> None:
    events = sorted(case.events, key=known_at)
    state_at = evaluator(case.protocol, case.patient, ())
    asks = [ask.at for ask in case.asks]
    for quarter in (1, 2, 3, 4):
        known = tuple(events[: len(events) * quarter // 4])
        state_at = state_at.of_longer(known)
        for at in sorted({*asks, *(known_at(event) for event in known[-1:])}):
            assert state_at(at) == evaluate(case.protocol, case.patient, known, at)


@law
def the_order_in_the_file_does_not_matter(case: Case) -> None:
    for at, state in asked(case):
        backwards = evaluate(case.protocol, case.patient, case.events[::-1], at)
        assert answer(backwards, "law") == answer(state, "law")


@law
def what_is_recorded_later_changes_nothing_known_now(case: Case) -> None:
    for at, state in asked(case):
        known = [event for event in case.events if known_at(event) <= at]
        alone = evaluate(case.protocol, case.patient, known, at)
        assert replace(alone, changes_at=None) == replace(state, changes_at=None)


@law
def asking_changes_nothing(case: Case) -> None:
    before = repr(case)
    first = [answer(state, "law") for _, state in asked_anew(case)]

    assert [answer(state, "law") for _, state in asked_anew(case)] == first
    assert repr(case) == before


@law
def written_and_read_again_it_answers_the_same(case: Case) -> None:
    text = write_case(case.title, Followed(case.protocol.id), case.zone, case.patient, case.events)
    again = read_case(text, "again.toml", PROTOCOLS.__getitem__)

    assert (again.title, again.zone, again.patient) == (case.title, case.zone, case.patient)
    for at, state in asked(case):
        retold = evaluate(again.protocol, again.patient, again.events, at)
        assert without_evidence(retold) == without_evidence(state)


def without_evidence(state: SessionState) -> Any:
    """An answer without the names of events: those of a file without names are its own."""
    whole: Any = answer(state, "law")
    for verdict in whole["findings"].values():
        del verdict["evidence"]
    return whole


def crossings(ones: list[Assessment]) -> list[tuple[datetime, int, datetime, datetime]]:
    return [(one.at, one.level, one.known_at, one.noticed_at) for one in ones if one.level > INSIDE]


def test_the_past_told_again_says_what_the_straight_way_says() -> None:
    compared = 0
    for file in FILES:
        case = case_of(file)
        watcher = Watcher(case.protocol, case.patient, case.events)
        for ask in case.asks:
            situation = watcher.situation_at(ask.at)
            if not watcher.in_order(situation):
                continue
            straight = watcher.assessed_at(ask.at)
            again, withdrawn = told_again(
                straight, case.events, watcher.instants(situation), watcher.assessed_at
            )
            assert withdrawn == []
            for code, ones in straight.items():
                assert crossings(again[code]) == crossings(ones), f"{file.stem} {ask.at} {code}"
                compared += len(crossings(ones))

    assert compared > 100


@law
def readiness_is_all_criteria_met_and_before_the_dose_none(case: Case) -> None:
    for _, state in asked(case):
        findings = {verdict.finding for verdict in state.findings.values()}
        assert state.met == (findings == {Finding.MET})
        if state.time_zero is None:
            assert findings == {Finding.NOT_ASSESSED}
            assert state.earliest_ready_at is None
            assert state.schedule.next_due_at is None


@law
def what_was_raised_stays_listed(case: Case) -> None:
    """An alert may be acknowledged, resolved or withdrawn; it never disappears."""
    corrected = any(event.kind in CORRECTING_KINDS for event in case.events)
    seen: set[tuple[str, datetime]] = set()
    for _, state in sorted(asked(case), key=lambda pair: pair[0]):
        listed = {(alert.code, alert.raised_at) for alert in state.alerts}
        if not corrected and not late(case.events):
            assert seen <= listed
            assert all(alert.state is not AlertState.WITHDRAWN for alert in state.alerts)
        seen |= listed


def late(events: tuple[Event, ...]) -> bool:
    return any(known_at(event) > event.at for event in events)


@law
def every_finding_says_why_and_on_what_it_rests(case: Case) -> None:
    for _, state in asked(case):
        known = {event.id for event in state.facts}
        for verdict in state.findings.values():
            assert verdict.reason.strip()
            assert verdict.limit
            assert "None" not in verdict.reason + verdict.value
            assert set(verdict.evidence) <= known
            assert verdict.measured_at is None or verdict.measured_at <= state.clock
            assert verdict.earliest_at is None or verdict.earliest_at >= state.clock


@law
def every_alert_says_what_raised_it(case: Case) -> None:
    for at, state in asked(case):
        for alert in state.alerts:
            assert alert.value is not None
            assert alert.raised_at <= alert.known_at <= at
            assert alert.late_minutes >= 0
            assert (alert.state is AlertState.RESOLVED) <= (alert.closed_at is not None)


@law
def what_is_met_shows_its_value_its_instant_and_its_events(case: Case) -> None:
    for _, state in asked(case):
        at_of = {event.id: event.at for event in state.facts}
        for verdict in state.findings.values():
            if verdict.finding is not Finding.MET or verdict.criterion not in MEASURED:
                continue
            assert verdict.value, verdict.criterion
            assert verdict.evidence, verdict.criterion
            assert verdict.measured_at in {at_of[event_id] for event_id in verdict.evidence}


@law
def a_glance_never_overlooks_a_crossing(case: Case) -> None:
    watcher = Watcher(case.protocol, case.patient, case.events)
    for instant in {known_at(event) for event in case.events}:
        situation = watcher.situation_at(instant)
        for code, is_calm in GLANCES.items():
            if is_calm(situation):
                assert {one.level for one in CODES[code].assess(situation)} <= {INSIDE}, code


def test_every_glance_sees_calm_where_something_harmless_was_said() -> None:
    calm: set[str] = set()
    for case in map(case_of, FILES):
        watcher = Watcher(case.protocol, case.patient, case.events)
        for instant in {known_at(event) for event in case.events}:
            situation = watcher.situation_at(instant)
            said = situation.known.words.keys()
            calm |= {
                code
                for code, is_calm in GLANCES.items()
                if not said.isdisjoint(CODES[code].fields) and is_calm(situation)
            }

    assert calm == set(GLANCES) == set(CODES) - {"emergency"}
