"""The laws of the core, held over sessions that nobody thought of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.clinical.alerts.assessment import INSIDE
from monitor.clinical.alerts.calm import GLANCES
from monitor.clinical.alerts.codes import CODES
from monitor.clinical.alerts.knowledge import arrived_in_order, assessed, told_again
from monitor.clinical.answer import answer
from monitor.clinical.casefile import read_case
from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol
from monitor.clinical.session import evaluate, evaluator
from monitor.clinical.state import Finding, SessionState
from monitor.clinical.versions import known_at
from monitor.clinical.watching import Watcher
from monitor.clinical.words import GRADES
from monitor.clinical.writing_cases import Followed, write_case
from tests.clinical.sessions import PATIENT, PROTOCOLS, Body, bodies, minute, read
from tests.fuzz import LONG

LAW = settings(
    max_examples=1000 if LONG else 150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
Session = tuple[Protocol, list[Body]]
ASKED = st.integers(-30, 260).map(minute)
DOSING = ("infusion_started", "infusion_ended", "dose_given")
READ_FROM_THE_PATIENT = (
    "blood_pressure_absolute",
    "blood_pressure_relative",
    "blood_pressure_trend",
    "heart_rate",
    "rhythm",
    "respiration",
    "oxygen",
    "alertness",
    "hallucinations",
    "confusion",
    "dissociation",
    "dizziness_and_gait",
    "nausea",
    "red_flags",
)
MOVING = ("at", "elapsed_minutes", "age_minutes", "overdue_minutes", "reason", "earliest_at",
          "earliest_ready_at", "value")  # fmt: skip


def state(protocol: Protocol, record: list[Body], at: datetime) -> SessionState:
    return evaluate(protocol, PATIENT, read(protocol, record), at)


def facts(said: SessionState) -> dict[str, Any]:
    """What a state says, without when it was entered."""
    whole = answer(said, "law")
    return {key: whole[key] for key in ("phase", "findings", "peaks", "current", "episodes",
                                        "baseline", "schedule", "scores")}  # fmt: skip


def corrected(wrong: Body, **fields: object) -> Body:
    """A correction recorded as soon as what it corrects was known."""
    said_at = max(wrong.get("recorded_at", wrong["at"]), wrong["at"])
    return {"id": "c", "kind": "corrected", "at": said_at, "target": wrong["id"],
            "reason": "DEMO misread", **fields}  # fmt: skip


def still(value: Any) -> Any:
    """An answer without what always moves."""
    if isinstance(value, dict):
        return {key: still(entry) for key, entry in value.items() if key not in MOVING}
    return [still(entry) for entry in value] if isinstance(value, list) else value


@LAW
@given(bodies(), ASKED)
def test_any_valid_record_has_an_answer_and_readiness_is_all_met(
    session: Session, at: datetime
) -> None:
    said = state(*session, at)

    assert said.met == all(verdict.finding is Finding.MET for verdict in said.findings.values())
    assert answer(said, "law") == answer(state(*session, at), "law")


@LAW
@given(bodies(late=False, most=0), ASKED)
def test_what_nobody_asked_is_never_met(session: Session, at: datetime) -> None:
    said = state(*session, at)

    for criterion in READ_FROM_THE_PATIENT:
        assert said.findings[criterion].finding is Finding.NOT_ASSESSED


@LAW
@given(bodies(), ASKED)
def test_a_value_taken_away_never_makes_a_criterion_met(session: Session, at: datetime) -> None:
    """The latest word replaced by *not measured*: not assessed stays, met is lost, none is won."""
    protocol, record = session
    before = state(protocol, record, at)
    word = before.current.get("respiratory_rate_per_min")
    if word is None or word.value is None or word.at > at:
        return
    entry: Body = {
        "id": "gone",
        "kind": "vitals",
        "at": word.at,
        "recorded_at": max(word.at, at - timedelta(hours=20)),
        "not_measured": {"respiratory_rate_per_min": "equipment"},
    }
    after = state(protocol, [*record, {**entry, "recorded_at": at}], at)

    assert after.findings["respiration"].finding is Finding.NOT_ASSESSED
    assert after.scores["news2"].total is None


@LAW
@given(bodies(), ASKED, st.randoms(use_true_random=False))
def test_the_order_of_arrival_in_the_file_does_not_matter(
    session: Session, at: datetime, chance: Any
) -> None:
    protocol, record = session
    apart: dict[Any, Body] = {}
    for body in sorted(record, key=lambda body: body["kind"] not in DOSING):
        apart.setdefault((body["at"], body.get("recorded_at", body["at"])), body)
    ordered = list(apart.values())
    shuffled = list(ordered)
    chance.shuffle(shuffled)

    assert answer(state(protocol, ordered, at), "law") == answer(
        state(protocol, shuffled, at), "law"
    )


@LAW
@given(bodies(), ASKED, st.integers(41, 299))
def test_a_correction_equals_having_typed_it_right(
    session: Session, at: datetime, right: int
) -> None:
    protocol, record = session
    rated = [body for body in record if "heart_rate_bpm" in body]
    if not rated:
        return
    wrong = rated[-1]
    correction = corrected(wrong, heart_rate_bpm=right)
    typed = [{**body, "heart_rate_bpm": right} if body is wrong else body for body in record]

    corrected_later = state(protocol, [*record, correction], at)
    typed_right = state(protocol, typed, at)
    assert facts(corrected_later) == facts(typed_right)


@LAW
@given(bodies(), ASKED, st.sampled_from(GRADES))
def test_a_corrected_grade_leaves_the_other_grades_as_they_were_said(
    session: Session, at: datetime, right: str
) -> None:
    protocol, record = session
    graded = [body for body in record if body["kind"] == "side_effects"]
    if not graded:
        return
    wrong = graded[-1]
    effect = min(wrong["grades"])
    correction = corrected(wrong, grades={effect: right})
    grades = {**wrong["grades"], effect: right}
    typed = [{**body, "grades": grades} if body is wrong else body for body in record]

    assert facts(state(protocol, [*record, correction], at)) == facts(state(protocol, typed, at))


@LAW
@given(bodies(), ASKED)
def test_what_is_struck_out_counts_as_never_entered(session: Session, at: datetime) -> None:
    protocol, record = session
    measured = [body for body in record if body["kind"] in ("vitals", "side_effects")]
    if not measured:
        return
    gone = measured[len(measured) // 2]
    struck: Body = {
        "id": "x",
        "kind": "entered_in_error",
        "at": max(gone["recorded_at"], gone["at"]),
        "target": gone["id"],
        "reason": "DEMO wrong patient",
    }
    without = [body for body in record if body is not gone]

    assert facts(state(protocol, [*record, struck], at)) == facts(state(protocol, without, at))


@LAW
@given(bodies(), ASKED)
def test_the_highest_pressure_is_never_lost(session: Session, at: datetime) -> None:
    protocol, record = session
    known = [
        body["systolic_mmhg"]
        for body in record
        if "systolic_mmhg" in body and body["at"] <= at and body["recorded_at"] <= at
    ]

    peak = state(protocol, record, at).peaks.get("systolic_mmhg")

    assert (peak.value if peak else None) == max(known, default=None)


@LAW
@given(bodies(late=False), ASKED)
def test_the_past_told_again_says_what_the_straight_way_says(
    session: Session, at: datetime
) -> None:
    protocol, record = session
    events = read(protocol, record)
    watcher = Watcher(protocol, PATIENT, events)
    situation = watcher.situation_at(at)
    if not arrived_in_order(situation.known.facts, events, at):
        return
    straight = assessed(situation)

    again, withdrawn = told_again(
        straight, events, watcher.instants(situation), watcher.assessed_at
    )

    assert withdrawn == []
    for code, ones in straight.items():
        crossings = [one for one in ones if one.level > INSIDE]
        retold = [one for one in again[code] if one.level > INSIDE]
        assert [(one.at, one.level, one.known_at, one.noticed_at) for one in crossings] == [
            (one.at, one.level, one.known_at, one.noticed_at) for one in retold
        ], code


@LAW
@given(bodies(), ASKED)
def test_a_code_that_is_calm_at_a_glance_has_nothing_to_tell(
    session: Session, at: datetime
) -> None:
    protocol, record = session
    situation = Watcher(protocol, PATIENT, read(protocol, record)).situation_at(at)

    for code, is_calm in GLANCES.items():
        if is_calm(situation):
            assert {one.level for one in CODES[code].assess(situation)} <= {INSIDE}, code


@LAW
@given(bodies(), ASKED, st.floats(0.01, 0.99))
def test_nothing_changes_before_the_instant_announced(
    session: Session, at: datetime, part: float
) -> None:
    protocol, record = session
    events = read(protocol, record)
    now = evaluate(protocol, PATIENT, events, at)
    until = now.changes_at or at + timedelta(hours=6)
    # A microsecond is the shortest there is: nothing may change before the last one.
    between = min(at + (until - at) * part, until - datetime.resolution)
    then = evaluate(protocol, PATIENT, events, between)

    assert still(answer(then, "law")) == still(answer(now, "law"))


@LAW
@given(bodies(), st.integers(1, 500))
def test_after_the_discharge_the_clock_stands_still(session: Session, later: int) -> None:
    protocol, record = session
    ended: Body = {"id": "d", "kind": "discharged", "at": minute(250), "to": "home"}
    record = [*record, ended]

    first = state(protocol, record, minute(250))
    then = state(protocol, record, minute(250 + later))

    assert then.elapsed == first.elapsed
    assert then.changes_at is None
    assert still(answer(then, "law"))["findings"] == still(answer(first, "law"))["findings"]


@LAW
@given(bodies(), ASKED)
def test_a_written_case_reads_back_to_the_same_answer(session: Session, at: datetime) -> None:
    protocol, record = session
    events = read(protocol, record)
    text = write_case("law", Followed(protocol.id), "UTC", PATIENT, events)

    case = read_case(text, "law.toml", PROTOCOLS.__getitem__)
    again = evaluate(case.protocol, case.patient, case.events, at)

    assert answer(again, "law") == answer(evaluate(protocol, PATIENT, events, at), "law")


@LAW
@given(bodies(), ASKED, ASKED, st.floats(0.0, 1.0), st.integers(0, 40))
def test_what_was_found_out_of_the_past_goes_on_in_the_longer_record(
    session: Session, at: datetime, first: datetime, part: float, last: int
) -> None:
    """One of them may reach the record after all others, though it was known before."""
    protocol, record = session
    events = sorted(read(protocol, record), key=known_at)
    slow = events[last] if last < len(events) else None
    if slow is not None and all(event.fields.get("target") != slow.id for event in events):
        events = [event for event in events if event is not slow] + [slow]
    shorter = evaluator(protocol, PATIENT, events[: int(part * len(events))])
    shorter(first)

    longer = shorter.of_longer(events)

    assert longer(at) == evaluate(protocol, PATIENT, events, at)
    assert longer(first) == evaluate(protocol, PATIENT, events, first)


@LAW
@given(bodies(), ASKED)
def test_a_session_is_a_pure_function_of_what_is_known(session: Session, at: datetime) -> None:
    """What is recorded later changes nothing of what was known then."""
    protocol, record = session
    events = read(protocol, record)
    known: list[Event] = [event for event in events if event.at <= at and event.recorded_at <= at]

    with_future = evaluate(protocol, PATIENT, events, at)
    without = evaluate(protocol, PATIENT, known, at)

    assert replace(with_future, changes_at=None) == replace(without, changes_at=None)
