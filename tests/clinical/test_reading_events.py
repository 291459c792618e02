"""One event is read clean, or refused by field, what is wrong and what is allowed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clinical.event import Event
from monitor.clinical.fields import LONGEST_TEXT
from monitor.clinical.kinds import KINDS
from monitor.clinical.limits import ENTRY_LIMITS
from monitor.clinical.reading_events import read_event
from monitor.errors import InvalidEvent

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
VITALS = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "oxygen_l_min",
          "respiratory_rate_per_min", "temperature_c")  # fmt: skip
COUNTED = ("moaas", "rass", "amt4_errors")


def body(kind: str, **fields: object) -> dict[str, Any]:
    return {"kind": kind, "at": AT, **fields}


def with_value(field: str, value: object) -> dict[str, Any]:
    """The smallest event that carries one number, a pressure with its fitting other half."""
    if field in COUNTED:
        return body("consciousness", **{field: value})
    both = {field: value}
    if field == "systolic_mmhg":
        both["diastolic_mmhg"] = 20
    if field == "diastolic_mmhg":
        both["systolic_mmhg"] = 300
    return body("vitals", **both)


def refusal(event: object) -> InvalidEvent:
    with pytest.raises(InvalidEvent) as refused:
        read_event(event)  # type: ignore[arg-type]
    assert refused.value.field
    assert refused.value.allowed
    return refused.value


@pytest.mark.parametrize("field", [*VITALS, *COUNTED])
def test_a_number_is_taken_at_both_bounds_and_refused_beyond(field: str) -> None:
    limits = ENTRY_LIMITS[field]
    step = 10**-limits.decimals

    for inside in (limits.lowest, limits.highest):
        assert read_event(with_value(field, inside)).fields[field] == inside
    for outside in (limits.lowest - step, limits.highest + step):
        refused = refusal(with_value(field, round(outside, 1)))
        assert refused.field == field
        assert f"{limits.lowest:g} to {limits.highest:g}" in str(refused.allowed)


def test_the_absolute_limits_are_those_of_the_clinical_reference() -> None:
    bounds = {field: (one.lowest, one.highest) for field, one in ENTRY_LIMITS.items()}

    assert bounds == {
        "systolic_mmhg": (40, 300),
        "diastolic_mmhg": (20, 200),
        "heart_rate_bpm": (20, 300),
        "spo2_percent": (30, 100),
        "oxygen_l_min": (0, 15),
        "respiratory_rate_per_min": (0, 80),
        "temperature_c": (25, 45),
        "moaas": (0, 5),
        "rass": (-5, 4),
        "amt4_errors": (0, 4),
    }
    for one in ENTRY_LIMITS.values():
        assert one.lowest <= one.usual_lowest <= one.usual_highest <= one.highest


@pytest.mark.parametrize("field", [*VITALS, *COUNTED])
def test_more_decimals_than_its_kind_has_are_refused(field: str) -> None:
    limits = ENTRY_LIMITS[field]
    tenth = (limits.lowest + limits.highest) // 2 + 0.1

    if limits.decimals:
        assert read_event(with_value(field, tenth)).fields[field] == tenth
        assert refusal(with_value(field, tenth + 0.05)).field == field
    else:
        assert refusal(with_value(field, tenth)).field == field


def test_a_whole_number_written_as_a_decimal_is_the_same() -> None:
    value = read_event(with_value("heart_rate_bpm", 70.0)).fields["heart_rate_bpm"]

    assert value == 70
    assert isinstance(value, int)


@pytest.mark.parametrize("value", [True, "70", None, [70], {}, float("nan"), float("inf"), 10**400])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert refusal(with_value("heart_rate_bpm", value)).field == "heart_rate_bpm"
    assert refusal(body("dose_given", dose_mg=value, route="im")).field == "dose_mg"


def test_a_pulse_pressure_of_5_is_taken_and_of_4_refused() -> None:
    assert read_event(body("vitals", systolic_mmhg=85, diastolic_mmhg=80)).kind == "vitals"
    assert refusal(body("vitals", systolic_mmhg=84, diastolic_mmhg=80)).field == "diastolic_mmhg"


def test_a_dose_above_nothing_is_taken() -> None:
    assert read_event(body("infusion_started", dose_mg=0.01)).fields["dose_mg"] == 0.01
    for none in (0, -0.5):
        assert refusal(body("infusion_started", dose_mg=none)).field == "dose_mg"


@pytest.mark.parametrize(
    ("recorded_after", "taken"),
    [
        (timedelta(minutes=-2), True),
        (timedelta(minutes=-2, seconds=-1), False),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
    ],
)
def test_an_entry_is_at_most_two_minutes_before_and_a_day_after(
    recorded_after: timedelta, taken: bool
) -> None:
    event = body("arrived", recorded_at=AT + recorded_after)

    if taken:
        assert read_event(event).recorded_at == AT + recorded_after
    else:
        assert refusal(event).field == "at"


def test_instants_are_read_in_utc_whatever_their_offset() -> None:
    event = read_event({"kind": "arrived", "at": "2026-03-02T10:00:00-08:00"})

    assert event.at == AT
    assert event.at.utcoffset() == timedelta(0)
    assert event.recorded_at == AT


@pytest.mark.parametrize(
    "at", ["", "now", "2026-03-02T10:00:00", "2026-03-02", 0, None, date(2026, 3, 2),
           AT.replace(tzinfo=None), "2026-02-30T10:00:00Z"]
)  # fmt: skip
def test_an_instant_without_offset_or_sense_is_refused(at: object) -> None:
    assert refusal({"kind": "arrived", "at": at}).field == "at"
    assert refusal({"kind": "arrived", "at": AT, "recorded_at": at}).field == "recorded_at"


def test_an_instant_of_another_age_is_refused() -> None:
    for year in (1, 1899, 2201, 9999):
        assert refusal({"kind": "arrived", "at": f"{year:04}-06-01T12:00:00Z"}).field == "at"
    for year in (1900, 2200):
        assert read_event({"kind": "arrived", "at": f"{year}-06-01T12:00:00Z"}).at.year == year


def test_texts_are_bounded_and_must_say_something() -> None:
    def noted(reason: str) -> dict[str, Any]:
        return body("entered_in_error", target="a", reason=reason)

    assert read_event(noted(" x ")).fields["reason"] == "x"
    assert read_event(noted("x" * LONGEST_TEXT)).fields["reason"] == "x" * LONGEST_TEXT
    for wrong in ("", "  ", "x" * (LONGEST_TEXT + 1), "a\x00b"):
        assert refusal(noted(wrong)).field == "reason"


def test_a_note_may_be_left_empty() -> None:
    event = read_event(body("alert_acknowledged", code="sedation", note=" "))

    assert not event.fields["note"]


def test_a_red_flag_stands_once() -> None:
    twice = body("red_flags", present=["seizure", "seizure"])

    assert refusal(twice).field == "present"
    assert read_event(body("red_flags", present=[])).fields["present"] == ()


@pytest.mark.parametrize("kind", ["baseline_accepted", "red_flags_cleared"])
def test_only_a_physician_accepts_a_baseline_or_clears_red_flags(kind: str) -> None:
    event = body(kind, reason="DEMO")

    assert refusal(event).field == "by"
    assert read_event({**event, "by": "physician"}).by == "physician"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_needed_field_is_asked_for_and_no_other_key_is_known(kind: str) -> None:
    for field in KINDS[kind].needed:
        others = {key: "x" for key in KINDS[kind].needed if key != field}
        assert refusal({**body(kind, **others), "by": "physician"}).field == field
    if kind != "corrected":
        assert refusal({**body(kind, colour="red"), "by": "physician"}).field == "colour"


JSON: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(sorted({key for kind in KINDS.values() for key in kind.fields} | {"id"}))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(KINDS)) | JSON,
    st.dictionaries(KEYS, JSON, max_size=4),
    st.sampled_from([AT, "2026-03-02T18:00:00Z"]) | JSON,
)
def test_whatever_is_sent_is_an_event_or_refused(
    kind: object, fields: dict[str, object], at: object
) -> None:
    try:
        event: object = read_event({"kind": kind, "at": at, **fields})
    except InvalidEvent as refused:
        event = refused

    if isinstance(event, InvalidEvent):
        assert event.field
        assert event.allowed
    else:
        assert isinstance(event, Event)


def test_what_is_no_table_is_no_event() -> None:
    none_of_them: tuple[object, ...] = (None, [], "vitals", 1)
    for wrong in none_of_them:
        assert refusal(wrong).field == "event"
