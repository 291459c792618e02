"""What was found out of a past instant stays so only while nothing new is known of it."""

from __future__ import annotations

from datetime import timedelta

from monitor.clinical.schedule import Slots
from monitor.clinical.watching import Watcher
from tests.clinical.sessions import PATIENT, PROTOCOLS, Body, minute, read

PROTOCOL = PROTOCOLS["ketamine-iv"]
START: Body = {
    "kind": "infusion_started",
    "id": "start",
    "at": minute(0),
    "recorded_at": minute(0),
    "dose_mg": 35,
}


def pulse(at: float, recorded: float) -> Body:
    return {
        "kind": "vitals",
        "id": f"at-{at}",
        "at": minute(at),
        "recorded_at": minute(recorded),
        "heart_rate_bpm": 70,
    }


def test_the_instants_before_the_first_news_are_taken_over_and_no_later_one() -> None:
    events = read(PROTOCOL, [START, pulse(1, 20), pulse(9, 10)])
    slots = Slots((), (), timedelta())
    asked = {minute(at): slots for at in (5, 9, 10, 15, 20)}
    watcher = Watcher(PROTOCOL, PATIENT, events[:1], dict.fromkeys(asked, True), asked)

    longer = watcher.of_longer(events)

    assert longer.events == events
    assert longer.ready == {minute(5): True, minute(9): True}
    assert longer.slots_then == {minute(5): slots, minute(9): slots}
    assert len(watcher.ready) == len(asked)


def test_where_nothing_came_all_that_was_found_out_is_taken_over() -> None:
    events = read(PROTOCOL, [START])
    watcher = Watcher(PROTOCOL, PATIENT, events, {minute(5): False, minute(50): True})

    assert watcher.of_longer(events).ready == watcher.ready


def test_an_event_measured_ahead_is_news_when_it_has_happened() -> None:
    events = read(PROTOCOL, [START, pulse(12, 11)])
    watcher = Watcher(PROTOCOL, PATIENT, events[:1], {minute(11): True, minute(12): True})

    assert watcher.of_longer(events).ready == {minute(11): True}
