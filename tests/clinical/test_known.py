"""What takes a further event without looking at the whole record says what the whole would say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.record import NOTHING_KNOWN, Known, check_record
from monitor.errors import BadInput
from tests.clinical.sessions import PROTOCOLS, Body, bodies, minute, read
from tests.clinical.test_laws import LAW

RECORD: list[Body] = [
    {"id": "a", "kind": "arrived", "at": minute(-30)},
    {"id": "b", "kind": "vitals", "at": minute(-20), "heart_rate_bpm": 70},
    {"id": "c", "kind": "infusion_started", "at": minute(0), "dose_mg": 35},
]
PLAIN: Body = {"id": "n", "kind": "vitals", "at": minute(10), "heart_rate_bpm": 80}
FURTHER: dict[str, Body] = {
    "nothing that is looked at": PLAIN,
    "an id that is there": {**PLAIN, "id": "b"},
    "a second arrival": {"id": "n", "kind": "arrived", "at": minute(10)},
    "a second start": {"id": "n", "kind": "infusion_started", "at": minute(10), "dose_mg": 35},
    "an end": {"id": "n", "kind": "infusion_ended", "at": minute(40)},
    "a pause": {"id": "n", "kind": "infusion_paused", "at": minute(10)},
    "a resumption": {"id": "n", "kind": "infusion_resumed", "at": minute(10)},
    "a discharge": {"id": "n", "kind": "discharged", "at": minute(200), "to": "home"},
    "a correction": {"id": "n", "kind": "corrected", "at": minute(10), "target": "b",
                     "reason": "DEMO misread", "heart_rate_bpm": 72},
    "a striking out": {"id": "n", "kind": "entered_in_error", "at": minute(10), "target": "b",
                       "reason": "DEMO other chair"},
}  # fmt: skip


def known_of(events: tuple[Event, ...]) -> Known:
    return NOTHING_KNOWN.and_also(events)


def further(*listed: Body) -> list[Event]:
    return [read_event(body, position=100 + number) for number, body in enumerate(listed)]


@pytest.mark.parametrize("what", FURTHER)
def test_it_takes_only_what_no_rule_of_the_record_looks_at(what: str) -> None:
    before = read(PROTOCOLS["ketamine-iv"], RECORD)

    taken = known_of(before).takes(further(FURTHER[what]))

    assert taken is (what == "nothing that is looked at")


def test_after_a_discharge_it_takes_nothing() -> None:
    ended = [*RECORD, {"id": "z", "kind": "discharged", "at": minute(200), "to": "home"}]
    known = known_of(tuple(further(*ended)))

    assert known_of(tuple(further(*RECORD))).takes(further(PLAIN))
    assert not known.takes(further(PLAIN))


def test_one_id_for_two_of_them_is_not_taken() -> None:
    other = {**PLAIN, "id": "m"}

    assert known_of(()).takes(further(PLAIN, other))
    assert not known_of(()).takes(further(PLAIN, PLAIN))


def test_what_is_known_grows_by_every_event() -> None:
    whole = known_of(tuple(further(*RECORD)))

    assert whole == known_of(tuple(further(*RECORD[:1]))).and_also(further(*RECORD[1:]))
    assert whole.ids == {"a", "b", "c"}
    assert whole.kinds == {"arrived", "vitals", "infusion_started"}


@LAW
@given(session=bodies(), cut=st.integers(0, 30), chosen=st.sampled_from(sorted(FURTHER)))
def test_the_whole_record_says_the_same(
    session: tuple[Protocol, list[Body]], cut: int, chosen: str
) -> None:
    protocol, record = session
    before = read(protocol, record[:cut])
    new = further(*({**body, "id": f"x{body['id']}"} for body in record[cut:]), FURTHER[chosen])

    taken = known_of(before).takes(new)

    if taken:
        assert _checked(protocol, before, new) == (*before, *new)


def _checked(protocol: Protocol, before: tuple[Event, ...], new: list[Event]) -> Any:
    try:
        return check_record(protocol, (*before, *new))
    except BadInput as error:
        return error
