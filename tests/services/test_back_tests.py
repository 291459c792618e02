"""A back-test tries, tells and can be stopped; it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from threading import Event as Flag
from time import monotonic, sleep

import pytest

from monitor.errors import BadInput, Conflict, InvalidProtocol, NotFound, NotPermitted
from monitor.services import back_test_work, back_tests, discharge
from monitor.services.back_test_views import BackTestStand, NewBackTest
from monitor.services.back_tests import (
    begin_back_test,
    list_numbers,
    read_back_test,
    run_back_test,
    stop_back_test,
)
from tests.people import PINS, Cast
from tests.services.day import ready_session

MINIMUM = "criteria.observation_time.since_time_zero"
LONGER = 200
ASKED = NewBackTest("ketamine-iv", {MINIMUM: LONGER})
WITHIN_S = 60


@pytest.fixture
def past(cast: Cast) -> str:
    """One session that was signed and is over."""
    session_id = ready_session(cast)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])
    return session_id


@pytest.fixture(autouse=True)
def _nothing_runs_on() -> Iterator[None]:
    yield
    for flag in back_tests._running.flags.values():
        flag.set()


def tried(cast: Cast, asked: NewBackTest = ASKED, stop: Flag | None = None) -> BackTestStand:
    told: list[tuple[int, int]] = []
    stand = run_back_test(
        cast.house,
        cast.physician,
        asked,
        lambda done, of: told.append((done, of)),
        stop or Flag(),
        0,
    )
    assert stand.found is None or told[-1] == (stand.of, stand.of)
    return stand


def ended(cast: Cast) -> BackTestStand:
    until = monotonic() + WITHIN_S
    while (stand := read_back_test(cast.house, cast.physician)) is None or stand.is_running:
        assert monotonic() < until
        sleep(0.02)
    return stand


def test_a_longer_observation_would_not_have_let_the_patient_go(cast: Cast, past: str) -> None:
    stand = tried(cast)
    assert stand.found is not None
    assert stand.found.no_more_ready == 1
    (one,) = stand.found.outcomes
    assert one.session_id == past
    assert one.before is not None
    assert one.after is None
    assert stand.sessions[past].patient == cast.patient.name
    (changed,) = stand.differences
    assert (changed.path, changed.before, changed.after) == (MINIMUM, 120, LONGER)


def test_processes_of_their_own_find_the_same(cast: Cast, past: str) -> None:
    alone = tried(cast).found
    stand = run_back_test(cast.house, cast.physician, ASKED, lambda _done, _of: None, Flag(), 1)
    assert stand.found == alone


def test_an_open_session_and_another_protocols_are_left_out(cast: Cast) -> None:
    ready_session(cast)
    with pytest.raises(BadInput, match="No session that is over"):
        tried(cast)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (NewBackTest("ketamine-iv", {}), "No number is different"),
        (NewBackTest("ketamine-iv", {MINIMUM: 120}), "No number is different"),
        (replace(ASKED, from_day=date(2026, 3, 2), to_day=date(2026, 3, 1)), "ends before"),
        (replace(ASKED, to_day=date(2001, 1, 1)), "No session that is over"),
        (NewBackTest("ketamine-im", {"freshness.checks": 20}), "No session that is over"),
    ],
)
def test_what_cannot_be_tried_is_refused_before_anything_begins(
    cast: Cast, past: str, asked: NewBackTest, said: str
) -> None:
    for act in (tried, lambda cast, asked: begin_back_test(cast.house, cast.physician, asked, 0)):
        with pytest.raises(BadInput, match=said):
            act(cast, asked)
    stand = read_back_test(cast.house, cast.physician)
    assert stand is None or stand.asked != asked


def test_numbers_that_contradict_each_other_and_unknown_protocols_are_refused(cast: Cast) -> None:
    twisted = {"criteria.blood_pressure_absolute.systolic_min": 170}
    with pytest.raises(InvalidProtocol):
        tried(cast, NewBackTest("ketamine-iv", twisted))
    with pytest.raises(NotFound):
        tried(cast, NewBackTest("no-such-protocol", {MINIMUM: 90}))


def test_one_that_is_stopped_tells_nothing_and_changes_nothing(cast: Cast, past: str) -> None:
    stop = Flag()
    stop.set()
    stand = tried(cast, stop=stop)
    assert stand.stopped
    assert stand.found is None
    assert not stand.is_running


def test_it_runs_beside_everything_else_and_says_how_far_it_is(cast: Cast, past: str) -> None:
    begun = begin_back_test(cast.house, cast.physician, ASKED, 0)
    assert (begun.done, begun.of) == (0, 1)
    stand = ended(cast)
    assert stand.id == begun.id
    assert stand.found is not None
    assert (stand.done, stand.of) == (1, 1)


def test_only_one_at_a_time_and_it_can_be_stopped(
    cast: Cast, past: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, work = Flag(), back_test_work._try_all

    def slowly(*said: object) -> object:
        assert go_on.wait(WITHIN_S)
        return work(*said)  # type: ignore[arg-type]

    monkeypatch.setattr(back_test_work, "_try_all", slowly)
    begin_back_test(cast.house, cast.physician, ASKED, 0)
    with pytest.raises(Conflict):
        begin_back_test(cast.house, cast.physician, ASKED, 0)
    stop_back_test(cast.house, cast.physician)
    go_on.set()
    assert ended(cast).stopped


def test_one_that_breaks_off_says_so_and_leaves_the_way_free(
    cast: Cast, past: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_said: object) -> object:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(back_test_work, "_try_all", broken)
        begin_back_test(cast.house, cast.physician, ASKED, 0)
        assert ended(cast).failed
    begin_back_test(cast.house, cast.physician, ASKED, 0)
    assert ended(cast).found is not None


def test_another_clinic_has_its_own_sessions_and_its_own_back_test(cast: Cast, past: str) -> None:
    tried(cast)
    begin_back_test(cast.house, cast.physician, ASKED, 0)
    ended(cast)
    with pytest.raises(BadInput, match="No session that is over"):
        run_back_test(cast.house, cast.stranger, ASKED, lambda *_: None, Flag(), 0)
    assert read_back_test(cast.house, cast.stranger) is None


def test_a_nurse_tries_no_protocol(cast: Cast, past: str) -> None:
    with pytest.raises(NotPermitted):
        begin_back_test(cast.house, cast.nurse, ASKED, 0)
    with pytest.raises(NotPermitted):
        list_numbers(cast.house, cast.nurse, "ketamine-iv")


def test_the_period_counts_days_of_the_clinic(cast: Cast, past: str) -> None:
    begun = cast.clock.now - timedelta(days=2)
    late = replace(ASKED, from_day=begun.date(), to_day=(begun + timedelta(days=4)).date())
    assert tried(cast, late).of == 1
