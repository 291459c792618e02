"""The back-test beside plain pandas that does the least which could answer the same question.

The question: with another shortest observation and another limit of systolic pressure, which of
10,000 sessions would have been ready earlier or later, and which alerts would come or go?
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from time import perf_counter

from monitor.analytics.back_test import Past, told, tried
from monitor.analytics.frames import pd
from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import with_numbers
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.record import check_record
from monitor.demo.clinic import booking, read_clinic
from monitor.demo.planner import plan
from monitor.services.clock import system_clock
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import load_protocols
from tests.benchmarks.measures import Measure, against
from tests.benchmarks.report import write_row

SESSIONS, SAMPLE, DIFFERENT = 10_000, 300, 12
MINIMUM, CAUTION = "criteria.observation_time.since_time_zero", "alerts.systolic_high.caution_from"
CHANGED: dict[str, object] = {MINIMUM: 90, CAUTION: 150}
LEAST_MINUTES, CAUTION_MMHG = (120.0, 90.0), (160, 150)
WITHIN = 1.2
"""The band around the first reading, as the criterion of pressure has it."""


def measure_back_test() -> Measure:
    """The back-test on a sample, its time for the whole in proportion; pandas over the whole."""
    before, after, past = _made()
    began = perf_counter()
    found = told(tried(past[n % len(past)], before, after) for n in range(SAMPLE))
    ours = (perf_counter() - began) * SESSIONS / SAMPLE
    assert found.sessions == SAMPLE
    readings = _frame(past)
    began = perf_counter()
    _least(readings)
    floor = perf_counter() - began
    name = f"back-test of {SESSIONS:,} sessions, one processor (from {SAMPLE})"
    return against(name, ours, floor, "plain pandas over all of them", math.inf, "s")


def _made() -> tuple[Protocol, Protocol, list[Past]]:
    """Both protocols, and some sessions of the invented clinic that differ from each other."""
    guest = read_clinic().guests[0]
    shelf = load_protocols(protocols_folder())
    name = guest.protocol_id
    before = read_protocol(shelf.text(name), name)
    after = read_protocol(with_numbers(shelf.text(name), name, CHANGED), name)
    started = system_clock() - timedelta(days=1)
    past = []
    for seed in range(DIFFERENT):
        bodies = [
            {**body, "recorded_at": entry.at, "by": entry.by}
            for entry in plan(booking(seed + 1, guest, "1", started, number=1), before)
            for body in entry.bodies
        ]
        events = [
            read_event(body, position=place, default_id=f"e{place}")
            for place, body in enumerate(bodies)
        ]
        checked = check_record(before, events)
        until = max(max(event.at, event.recorded_at) for event in checked)
        past.append(Past(f"s{seed}", PatientFacts(guest.birth_date), checked, until))
    return before, after, past


def _frame(past: Sequence[Past]) -> pd.DataFrame:
    """The systolic readings of ten thousand sessions by the minute, as somebody would keep them."""
    told_of = [_readings(one) for one in past]
    rows = [
        (n, minutes, systolic)
        for n in range(SESSIONS)
        for minutes, systolic in told_of[n % len(told_of)]
    ]
    return pd.DataFrame(rows, columns=["session", "minutes", "systolic"])


def _readings(one: Past) -> list[tuple[float, int]]:
    zero = next(event.at for event in one.events if event.kind == "infusion_started")
    return [
        ((event.at - zero) / timedelta(minutes=1), _systolic(event))
        for event in one.events
        if event.kind == "vitals" and "systolic_mmhg" in event.fields
    ]


def _systolic(event: Event) -> int:
    value = event.fields["systolic_mmhg"]
    assert isinstance(value, int)
    return value


def _least(readings: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[int]]:
    """How far readiness moves, and how many stretches of high pressure come or go, by session.

    Ready is the first of two readings in a row near the first one, after the shortest observation.
    """
    by = readings.groupby("session", sort=False)
    near = readings["systolic"] <= WITHIN * by["systolic"].transform("first")
    settled = near & near.groupby(readings["session"], sort=False).shift(fill_value=False)
    ready, episodes = [], []
    for least, caution in zip(LEAST_MINUTES, CAUTION_MMHG, strict=True):
        late_enough = readings[settled & (readings["minutes"] >= least)]
        ready.append(late_enough.groupby("session", sort=False)["minutes"].first())
        high = readings["systolic"] >= caution
        was = high.groupby(readings["session"], sort=False).shift(fill_value=False)
        episodes.append((high & ~was).groupby(readings["session"], sort=False).sum())
    return ready[1] - ready[0], episodes[1] - episodes[0]


if __name__ == "__main__":
    write_row(measure_back_test())
