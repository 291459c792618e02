"""The schedule follows the numbers of the protocol, whatever a clinic has written there."""

from __future__ import annotations

from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.session import evaluate
from monitor.store.places import protocols_folder
from tests.clinical.sessions import minute

IV = (protocols_folder() / "ketamine-iv.toml").read_text(encoding="utf-8")


def test_slots_during_the_infusion_may_lie_further_apart_than_those_after_it() -> None:
    every = "during_dosing_every = { value = "
    assert IV.count(f"{every}10,") == 1
    protocol = read_protocol(IV.replace(f"{every}10,", f"{every}60,"), "ours.toml")
    start = {"kind": "infusion_started", "at": minute(0), "dose_mg": 35}
    events = [read_event(start, position=0, default_id="start")]

    for asked_at in (0, 10, 59):
        schedule = evaluate(protocol, PatientFacts(), events, minute(asked_at)).schedule
        assert schedule.next_due_at == minute(60)
        assert schedule.overdue_minutes == 0
