"""What the other numbers would have meant, told from outcomes that are known."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.analytics.back_test import (
    EARLIER,
    LATER,
    NEVER_READY,
    NEWLY_READY,
    NO_MORE_READY,
    SAME,
    Outcome,
    Past,
    told,
    tried,
)
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import with_numbers
from monitor.clinical.protocol_reading import read_protocol
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import load_protocols
from tests.clinical.sessions import PATIENT, ZERO
from tests.clinical.test_session_summary import IV, named, ordinary

SHELF = load_protocols(protocols_folder())
MINUTES = st.none() | st.floats(0, 600)


def with_(**numbers: object) -> Protocol:
    paths = {path.replace("__", "."): value for path, value in numbers.items()}
    return read_protocol(
        with_numbers(SHELF.text("ketamine-iv"), "ketamine-iv", paths), "ketamine-iv"
    )


def past() -> Past:
    return Past("s", PATIENT, named(IV, ordinary()), ZERO + timedelta(minutes=160))


@pytest.mark.parametrize(
    ("before", "after", "side"),
    [
        (120.0, 100.0, EARLIER),
        (100.0, 120.0, LATER),
        (100.0, 100.4, SAME),
        (100.0, 100.5, LATER),
        (100.0, 99.5, EARLIER),
        (None, 100.0, NEWLY_READY),
        (100.0, None, NO_MORE_READY),
        (None, None, NEVER_READY),
    ],
)
def test_each_session_is_on_one_side(before: float | None, after: float | None, side: str) -> None:
    assert Outcome("s", before, after).side == side


def test_a_longer_observation_makes_a_session_ready_later_by_so_much() -> None:
    longer = with_(criteria__observation_time__since_time_zero=150)
    one = tried(past(), IV, longer)
    assert one.before is not None
    assert one.before < 150
    assert one.after is None or one.after >= 150


def test_the_same_numbers_change_nothing() -> None:
    one = tried(past(), IV, with_())
    assert not one.differs
    assert one.before == one.after


def test_a_lower_limit_makes_an_alert_appear_and_the_other_way_makes_it_vanish() -> None:
    lower = with_(alerts__systolic_high__caution_from=145)
    assert tried(past(), IV, lower).appeared == ("systolic_high caution",)
    assert tried(past(), lower, IV).vanished == ("systolic_high caution",)


def test_a_session_and_its_outcome_travel_between_processes() -> None:
    whole = past()
    assert pickle.loads(pickle.dumps(whole)) == whole
    one = tried(whole, IV, with_(alerts__systolic_high__caution_from=145))
    assert pickle.loads(pickle.dumps(one)) == one


def test_all_sessions_together() -> None:
    outcomes = [
        Outcome("a", 120.0, 100.0),
        Outcome("b", 120.0, 90.0),
        Outcome("c", 100.0, 130.0, ("x urgent",)),
        Outcome("d", 100.0, None, ("x urgent", "x urgent"), ("y caution",)),
        Outcome("e", None, None),
        Outcome("f", 90.0, 90.0),
    ]
    found = told(outcomes)
    assert found.sessions == 6
    assert (found.earlier.sessions, found.earlier.median) == (2, 25.0)
    assert (found.earlier.least, found.earlier.most) == (20.0, 30.0)
    assert (found.later.sessions, found.later.median) == (1, 30.0)
    assert (found.same, found.never_ready) == (1, 1)
    assert (found.newly_ready, found.no_more_ready) == (0, 1)
    shifts = [(one.alert, one.appeared, one.vanished) for one in found.alerts]
    assert shifts == [("x urgent", 3, 0), ("y caution", 0, 1)]
    assert [one.session_id for one in found.outcomes] == ["d", "b", "c", "a"]


def test_no_session_at_all_is_told_as_none() -> None:
    found = told([])
    assert (found.sessions, found.earlier.sessions, found.same) == (0, 0, 0)
    assert found.alerts == ()


@given(st.lists(st.tuples(MINUTES, MINUTES), max_size=30))
def test_every_session_is_counted_once(pairs: list[tuple[float | None, float | None]]) -> None:
    found = told(Outcome(str(place), *pair) for place, pair in enumerate(pairs))
    counted = found.earlier.sessions + found.later.sessions + found.same + found.never_ready
    assert counted + found.newly_ready + found.no_more_ready == found.sessions == len(pairs)
