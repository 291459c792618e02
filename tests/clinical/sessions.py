"""Sessions made up by hypothesis: valid records in every order, late, corrected, at the limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.reading_events import read_event
from monitor.clinical.record import check_record
from monitor.clinical.words import (
    ALERT_CODES,
    GRADES,
    MEDICATION_CLASSES,
    RED_FLAGS,
    SIDE_EFFECTS,
)
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import load_protocols

ZERO = datetime(2026, 3, 2, 18, 20, tzinfo=UTC)
PROTOCOLS = load_protocols(protocols_folder())
PATIENT = PatientFacts()
Body = dict[str, Any]

_LATER = st.sampled_from([0, 0, 0, 0, 3, 11, 45])
"""Minutes between measuring and entering: mostly none."""


def minute(number: float) -> datetime:
    """The instant so many minutes after time zero."""
    return ZERO + timedelta(minutes=number)


def _edges(*values: int) -> st.SearchStrategy[int]:
    """Values at limits and one to either side."""
    return st.sampled_from(sorted({value + step for value in values for step in (-1, 0, 1)}))


_VITALS = st.fixed_dictionaries(
    {"kind": st.just("vitals")},
    optional={
        "heart_rate_bpm": _edges(40, 49, 70, 90, 111, 121, 131),
        "rhythm": st.sampled_from(["regular", "regular", "irregular"]),
        "spo2_percent": _edges(91, 94, 98),
        "oxygen_l_min": st.sampled_from([0, 0, 0, 2.5]),
        "respiratory_rate_per_min": _edges(8, 11, 14, 21, 25),
        "temperature_c": st.sampled_from([35.0, 35.1, 36.8, 38.0, 38.1, 39.1]),
        "position": st.sampled_from(["seated", "supine", "standing"]),
    },
)


@st.composite
def _vitals(draw: st.DrawFn) -> Body:
    body: Body = dict(draw(_VITALS))
    if draw(st.booleans()):
        body["systolic_mmhg"] = draw(_edges(89, 100, 124, 152, 160, 180, 200))
        body["diastolic_mmhg"] = draw(st.sampled_from([50, 62, 78, 83]))
    if len(body) == 1 or set(body) == {"kind", "position"} or draw(st.integers(0, 9)) == 0:
        for name in ("spo2_percent", "oxygen_l_min"):
            body.pop(name, None)
        body["not_measured"] = {"spo2_percent": "equipment"}
    return body


_OTHERS: st.SearchStrategy[Body] = st.one_of(
    st.fixed_dictionaries(
        {
            "kind": st.just("side_effects"),
            "grades": st.dictionaries(
                st.sampled_from(SIDE_EFFECTS), st.sampled_from(GRADES), min_size=1, max_size=5
            ),
        }
    ),
    st.fixed_dictionaries(
        {"kind": st.just("consciousness"), "moaas": st.integers(2, 5)},
        optional={
            "acvpu": st.sampled_from("AACVP"),
            "rass": st.integers(-4, 3),
            "amt4_errors": st.integers(0, 1),
        },
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("red_flags"),
            "present": st.lists(st.sampled_from(RED_FLAGS), max_size=1, unique=True),
        }
    ),
    st.fixed_dictionaries(
        {"kind": st.just("mobility"), "gait": st.sampled_from(["steady", "assisted"])}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("medication"),
            "name": st.just("DEMO medicine"),
            "medication_class": st.sampled_from(MEDICATION_CLASSES),
        }
    ),
    st.fixed_dictionaries(
        {"kind": st.just("attested")},
        optional={
            "escort": st.just({"name": "DEMO escort", "phone": "555-0134"}),
            "instructions_given": st.booleans(),
            "line_removed": st.booleans(),
            "suicide_safety": st.sampled_from(["no_concern", "no_concern", "concern"]),
        },
    ).filter(lambda body: len(body) > 1),
    st.fixed_dictionaries(
        {
            "kind": st.just("alert_acknowledged"),
            "code": st.sampled_from(ALERT_CODES),
            "by": st.sampled_from(["nurse", "physician"]),
        },
        optional={"note": st.just("DEMO note")},
    ),
    st.sampled_from(
        [
            {"kind": "emergency", "what": "fall"},
            {"kind": "baseline_accepted", "by": "physician", "reason": "DEMO usual"},
            {"kind": "red_flags_cleared", "by": "physician", "reason": "DEMO clear"},
            {
                "kind": "scale",
                "name": "aldrete",
                "items": {"activity": 2, "respiration": 2, "consciousness": 2},
            },
        ]
    ),
)


def _dosing(protocol: Protocol) -> list[Body]:
    if protocol.has_infusion:
        return [
            {"kind": "infusion_started", "at": minute(0), "dose_mg": 35},
            {"kind": "infusion_ended", "at": minute(40)},
        ]
    route = {"im": "im", "sublingual": "sublingual"}.get(protocol.route, "intranasal")
    return [{"kind": "dose_given", "at": minute(0), "dose_mg": 50, "route": route}]


@st.composite
def bodies(draw: st.DrawFn, *, late: bool = True, most: int = 25) -> tuple[Protocol, list[Body]]:
    """A protocol and a valid record for it, without corrections, in the order of happening."""
    protocol = PROTOCOLS[draw(st.sampled_from(sorted(PROTOCOLS)))]
    record = _dosing(protocol)
    for body in draw(st.lists(st.one_of(_vitals(), _vitals(), _OTHERS), max_size=most)):
        at = minute(draw(st.integers(-35, 200)))
        delay = draw(_LATER) if late else 0
        record.append({**body, "at": at, "recorded_at": at + timedelta(minutes=delay)})
    record.sort(key=lambda body: body["at"])
    return protocol, [{"id": f"e{number}", **body} for number, body in enumerate(record)]


def read(protocol: Protocol, record: list[Body]) -> tuple[Event, ...]:
    """The events of a record, read and held against each other."""
    events = [read_event(body, position=number) for number, body in enumerate(record)]
    return check_record(protocol, events)
