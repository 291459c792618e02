"""What is remembered is never older than the instant at which it would be wrong."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from monitor.clinical.session import evaluate
from monitor.clinical.state import SessionState
from monitor.services import discharge, sessions
from monitor.services.folding import facts_of, folded, head_row, pinned_protocol, record_of
from monitor.services.memory import KEPT_SESSIONS, Record
from monitor.services.patient_corrections import correct_patient
from monitor.services.views import NewPatient
from tests.people import PINS, Cast
from tests.services.acts import record
from tests.services.day import SET, checks, ready_session

STEPS = 400


def said(state: SessionState) -> object:
    """Everything in a state that somebody acts on; ages and running minutes left out."""
    return (
        state.phase,
        state.readiness,
        {name: verdict.finding for name, verdict in state.findings.items()},
        [(a.code, a.level, a.state, a.raised_at, a.answered) for a in state.alerts],
        (state.schedule.next_due_at, state.schedule.missed),
        {name: (now.value, now.stale) for name, now in state.current.items()},
        {name: score.total for name, score in state.scores.items()},
    )


def folded_anew(cast: Cast, session_id: str) -> SessionState:
    with cast.house.reading(cast.nurse.clinic_id) as look:
        row = head_row(look, session_id)
    view = sessions.read_session(cast.house, cast.nurse, session_id)
    events = tuple(entry.event for entry in view.entries)
    return evaluate(view.protocol, facts_of(row), events, cast.clock.now)


def test_a_remembered_state_says_what_a_fresh_one_would(cast: Cast) -> None:
    session_id = ready_session(cast)
    chance = random.Random(7)
    said_so_far = set()

    for _ in range(STEPS):
        state = sessions.read_session(cast.house, cast.nurse, session_id).state
        assert said(state) == said(folded_anew(cast, session_id)), cast.clock.now
        said_so_far.add(repr(said(state)))
        step = timedelta(seconds=chance.choice((0.2, 0.7, 3, 45)))
        changes = state.changes_at
        # Right before, at and right after the instant at which something changes.
        near = changes is not None and cast.clock.now < changes <= cast.clock.now + step
        if near and changes is not None:
            edge = timedelta(milliseconds=chance.choice((-1, 0, 1)))
            cast.clock.now = max(changes + edge, cast.clock.now)
        else:
            cast.clock.now += step

    assert len(said_so_far) > 5  # readiness was lost, sets fell due, values grew stale


def test_what_was_found_out_of_the_past_goes_on_in_every_further_fold(cast: Cast) -> None:
    """Entries in time and late, a memory that forgot, on past T+180."""
    session_id = ready_session(cast)
    chance = random.Random(11)
    for step in range(60):
        cast.clock.move(minutes=chance.choice((1, 4, 9)))
        late = timedelta(minutes=chance.choice((0, 0, 3, 25)))
        body = {"kind": "vitals", **SET, "heart_rate_bpm": chance.choice((70, 125)),
                "at": (cast.clock.now - late).isoformat()}  # fmt: skip
        record(cast, cast.nurse, session_id, body)
        if step == 20:
            cast.house.memory.forget(cast.nurse.clinic_id)
        state = sessions.read_session(cast.house, cast.nurse, session_id).state
        assert said(state) == said(folded_anew(cast, session_id)), step

    assert state.elapsed is not None
    assert state.elapsed > timedelta(minutes=180)
    kept = cast.house.memory.folded((cast.nurse.clinic_id, session_id))
    assert kept is not None
    assert kept.evaluator is not None
    assert kept.evaluator.watcher.ready
    assert not kept.evaluator.watcher._past  # megabytes, in hundreds of sessions


def test_of_a_patient_corrected_since_the_past_is_found_out_anew(cast: Cast) -> None:
    session_id = ready_session(cast)
    for _ in range(3):
        cast.clock.move(minutes=15)
        checks(cast, session_id)
    cast.clock.move(minutes=7)
    record(cast, cast.nurse, session_id, cast.body("vitals", **{**SET, "rhythm": "irregular"}))
    cast.clock.move(minutes=5)
    before = sessions.read_session(cast.house, cast.nurse, session_id)
    patient = before.head.patient
    known = NewPatient(patient.name, patient.birth_date, known_arrhythmia=True)
    correct_patient(cast.house, cast.nurse, patient.id, 0, known, "it is in the letter")

    after = sessions.read_session(cast.house, cast.nurse, session_id)

    late = [
        "not_ready_in_time" in {alert.code for alert in view.state.alerts}
        for view in (before, after)
    ]
    assert late == [True, False]


def test_who_read_the_record_before_an_entry_folds_without_it(cast: Cast) -> None:
    """Another thread may have folded it with the entry meanwhile."""
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("vitals", **SET))
    with cast.house.reading(cast.nurse.clinic_id) as look:
        row = head_row(look, session_id)
        protocol, before = pinned_protocol(cast.house, look, row), record_of(cast.house, look, row)
    record(cast, cast.nurse, session_id, cast.body("vitals", **{**SET, "heart_rate_bpm": 99}))
    sessions.read_session(cast.house, cast.nurse, session_id)

    told = folded(cast.house, row, facts_of(row), protocol, before, cast.clock.now)

    assert told.state.current["heart_rate_bpm"].value == SET["heart_rate_bpm"]
    assert told.evaluator is not None
    assert told.evaluator.watcher.events == before.events


def test_an_entry_makes_the_remembered_state_old_at_once(cast: Cast) -> None:
    session_id = cast.start().head.id
    for systolic in (120, 130, 140):
        body = cast.body("vitals", systolic_mmhg=systolic, diastolic_mmhg=70)
        record(cast, cast.nurse, session_id, body)
        state = sessions.read_session(cast.house, cast.nurse, session_id).state
        assert state.current["systolic_mmhg"].value == systolic


def test_ages_are_never_more_than_a_second_behind(cast: Cast) -> None:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("vitals", **SET))
    for _ in range(20):
        cast.clock.move(seconds=0.4)
        state = sessions.read_session(cast.house, cast.nurse, session_id).state
        assert cast.clock.now - state.at < timedelta(seconds=1)


def test_after_the_end_late_words_still_count(cast: Cast) -> None:
    session_id = ready_session(cast)
    measured = cast.clock.now.isoformat()
    cast.clock.move(seconds=30)
    for who in ("nurse", "physician"):
        discharge.sign(cast.house, getattr(cast, who), session_id, PINS[who])
    cast.clock.move(seconds=30)
    before = sessions.read_session(cast.house, cast.nurse, session_id).state

    late = {"kind": "vitals", "at": measured, "systolic_mmhg": 210, "diastolic_mmhg": 99}
    record(cast, cast.nurse, session_id, late)

    after = sessions.read_session(cast.house, cast.nurse, session_id).state
    assert before.clock == after.clock
    assert before.peaks["systolic_mmhg"].value != 210
    assert after.peaks["systolic_mmhg"].value == 210


def test_only_so_many_sessions_are_remembered(cast: Cast) -> None:
    memory = type(cast.house.memory)()
    for number in range(KEPT_SESSIONS + 5):
        memory.keep_record(("clinic", str(number)), Record(1))
        memory.is_new_look(("look", str(number)), cast.clock.now, timedelta(minutes=1))

    assert memory.record(("clinic", "4")) is None
    assert memory.record(("clinic", "5")) == Record(1)


def test_a_new_process_remembers_nothing_and_says_the_same(cast: Cast) -> None:
    session_id = ready_session(cast)
    fresh = replace(cast.house, memory=type(cast.house.memory)())

    assert sessions.read_session(fresh, cast.nurse, session_id) == sessions.read_session(
        cast.house, cast.nurse, session_id
    )
