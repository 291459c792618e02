"""Rows of a downtime sheet, copied into the record: asked back, refused, or kept as late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.clinical.ladder import Rung
from monitor.clinical.state import AlertState, Level
from monitor.errors import AskedBack, BadInput, InvalidEvent, KeyReused, SessionClosed
from monitor.services import discharge, sessions
from monitor.services.paper import PaperRow, copy_row
from monitor.services.views import Receipt, SessionView
from tests.people import PINS, Cast
from tests.services.acts import record

SET = {
    "kind": "vitals",
    "systolic_mmhg": 139,
    "diastolic_mmhg": 87,
    "heart_rate_bpm": 77,
    "spo2_percent": 98,
    "oxygen_l_min": 0,
    "respiratory_rate_per_min": 14,
}


@pytest.fixture
def session_id(cast: Cast) -> str:
    """An infusion of 40 minutes that ended; then the screens went away for an hour."""
    started = cast.start().head.id
    cast.clock.move(minutes=1)
    record(cast, cast.nurse, started, {**cast.body("vitals"), **SET, "systolic_mmhg": 122})
    cast.clock.move(minutes=4)
    record(cast, cast.nurse, started, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=40)
    record(cast, cast.nurse, started, cast.body("infusion_ended"))
    cast.clock.move(minutes=60)
    return started


def ago(cast: Cast, minutes: float) -> datetime:
    return cast.clock.now - timedelta(minutes=minutes)


def row(at: datetime, *events: dict[str, Any], **more: Any) -> PaperRow:
    return PaperRow(at, "J. Marsh", events or (SET,), **more)


def copy(cast: Cast, session_id: str, one: PaperRow, key: str | None = None) -> Receipt:
    return copy_row(cast.house, cast.nurse, session_id, key or cast.key(), one)


def look(cast: Cast, session_id: str) -> SessionView:
    return sessions.read_session(cast.house, cast.nurse, session_id)


def test_a_row_stands_at_its_own_time_with_who_measured_and_who_copied(
    cast: Cast, session_id: str
) -> None:
    measured = ago(cast, 45)
    felt = {"kind": "side_effects", "grades": {"dizziness": "mild"}}
    receipt = copy(cast, session_id, row(measured, SET, felt))
    cast.house.memory._records.clear()
    cast.house.memory._folded.clear()
    view = look(cast, session_id)
    kept = [entry for entry in view.entries if entry.event.id in receipt.event_ids]

    assert [entry.event.kind for entry in kept] == ["vitals", "side_effects"]
    assert {entry.event.at for entry in kept} == {measured}
    assert {entry.received_at for entry in kept} == {cast.clock.now}
    assert {entry.person_name for entry in kept} == {cast.nurse.name}
    assert {view.from_paper[entry.event.id] for entry in kept} == {"J. Marsh"}
    assert view.state.current["systolic_mmhg"].value == 139


def test_the_same_row_sent_again_is_kept_once_and_asked_nothing_more(
    cast: Cast, session_id: str
) -> None:
    one = row(ago(cast, 45))
    first = copy(cast, session_id, one, "k")
    again = copy(cast, session_id, one, "k")

    assert again.replayed
    assert again.event_ids == first.event_ids
    with pytest.raises(KeyReused):
        copy(cast, session_id, row(ago(cast, 44)), "k")
    assert [e.event.kind for e in look(cast, session_id).entries].count("vitals") == 2


def test_one_bad_event_keeps_the_whole_row_out_naming_the_bounds(
    cast: Cast, session_id: str
) -> None:
    bad = {**SET, "heart_rate_bpm": 301}
    felt = {"kind": "side_effects", "grades": {"dizziness": "mild"}}
    before = look(cast, session_id).version

    with pytest.raises(InvalidEvent) as refused:
        copy(cast, session_id, row(ago(cast, 45), felt, bad))

    assert refused.value.field == "heart_rate_bpm"
    assert refused.value.allowed == "a whole number from 20 to 300 /min"
    assert look(cast, session_id).version == before


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"systolic_mmhg": 195, "diastolic_mmhg": 100}, "systolic_mmhg"),
        ({"heart_rate_bpm": 44}, "heart_rate_bpm"),
        ({"spo2_percent": 92}, "spo2_percent"),
        ({"diastolic_mmhg": 125}, "diastolic_mmhg, pulse_pressure_mmhg"),
    ],
)
def test_what_is_unlikely_is_asked_back_once(
    cast: Cast, session_id: str, changes: dict[str, int], question: str
) -> None:
    at, wide = ago(cast, 45), {**SET, **changes}
    with pytest.raises(AskedBack) as asked:
        copy(cast, session_id, row(at, wide))

    assert (asked.value.field, asked.value.allowed) == ("confirmed", question)
    yes = frozenset(question.split(", "))
    assert copy(cast, session_id, row(at, wide, confirmed=yes)).event_ids


@pytest.mark.parametrize("changes", [{"systolic_mmhg": 190}, {"spo2_percent": 93}])
def test_what_lies_at_the_edge_of_the_usual_is_not_asked(
    cast: Cast, session_id: str, changes: dict[str, int]
) -> None:
    assert copy(cast, session_id, row(ago(cast, 45), {**SET, "diastolic_mmhg": 95, **changes}))


def test_oxygen_that_was_given_is_no_slip(cast: Cast, session_id: str) -> None:
    assert copy(cast, session_id, row(ago(cast, 45), {**SET, "oxygen_l_min": 2}))


def test_a_set_of_the_same_minute_is_asked_about_and_may_be_another_one(
    cast: Cast, session_id: str
) -> None:
    copy(cast, session_id, row(ago(cast, 45)))
    same_minute = ago(cast, 45) + timedelta(seconds=30)
    with pytest.raises(AskedBack, match=r"P\. Demo Nair has recorded vital signs at 13:00"):
        copy(cast, session_id, row(same_minute))

    copy(cast, session_id, row(same_minute, confirmed=frozenset({"recorded_already"})))
    assert copy(cast, session_id, row(ago(cast, 44))).event_ids
    walked = {"kind": "mobility", "gait": "steady"}
    assert copy(cast, session_id, row(ago(cast, 45), walked)).event_ids


def test_what_was_struck_out_is_no_duplicate(cast: Cast, session_id: str) -> None:
    first = copy(cast, session_id, row(ago(cast, 45))).event_ids[0]
    struck = cast.body("entered_in_error", target=first, reason="wrong line")
    record(cast, cast.nurse, session_id, struck)

    assert copy(cast, session_id, row(ago(cast, 45))).event_ids


def test_before_the_session_was_started_is_asked_and_kept(cast: Cast, session_id: str) -> None:
    early = row(ago(cast, 110))
    with pytest.raises(AskedBack) as asked:
        copy(cast, session_id, early)

    assert asked.value.allowed == "before_start"
    assert "11:55 is before the session was started at 12:00" in asked.value.message
    assert copy(cast, session_id, row(early.at, confirmed=frozenset({"before_start"})))


def test_a_row_earlier_than_the_one_above_it_is_asked(cast: Cast, session_id: str) -> None:
    with pytest.raises(AskedBack) as asked:
        copy(cast, session_id, row(ago(cast, 45), above_at=ago(cast, 30)))
    assert asked.value.allowed == "out_of_order"


@pytest.mark.parametrize(("minutes", "allowed"), [(-3, "at most 2 min"), (1441, "at most 24 h")])
def test_the_future_and_what_is_too_long_ago_are_refused(
    cast: Cast, session_id: str, minutes: float, allowed: str
) -> None:
    with pytest.raises(InvalidEvent) as refused:
        copy(cast, session_id, row(ago(cast, minutes)))
    assert refused.value.field == "at"
    assert allowed in (refused.value.allowed or "")


def test_events_of_the_infusion_out_of_order_are_refused(cast: Cast, session_id: str) -> None:
    with pytest.raises(InvalidEvent, match="infusion_paused follows infusion_ended"):
        copy(cast, session_id, row(ago(cast, 30), {"kind": "infusion_paused"}))
    paused = copy(cast, session_id, row(ago(cast, 80), {"kind": "infusion_paused"}))
    resumed = copy(cast, session_id, row(ago(cast, 75), {"kind": "infusion_resumed"}))
    assert set(look(cast, session_id).from_paper) == {paused.event_ids[0], resumed.event_ids[0]}


@pytest.mark.parametrize(
    "one",
    [
        PaperRow(datetime.fromisoformat("2026-03-02T12:00:00-08:00"), " ", (SET,)),
        PaperRow(datetime.fromisoformat("2026-03-02T12:00:00-08:00"), "x" * 81, (SET,)),
        PaperRow(datetime.fromisoformat("2026-03-02T12:00:00-08:00"), "JM", ()),
        PaperRow(datetime.fromisoformat("2026-03-02T12:00:00-08:00"), "JM", (SET,) * 21),
    ],
)
def test_a_row_without_a_name_or_without_words_is_refused(
    cast: Cast, session_id: str, one: PaperRow
) -> None:
    with pytest.raises(BadInput) as refused:
        copy(cast, session_id, one)
    assert refused.value.field in {"measured_by", "events"}


def test_a_closed_session_takes_what_was_measured_before_its_end(
    cast: Cast, session_id: str
) -> None:
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "fell", pin)
    end = cast.clock.now
    cast.clock.move(minutes=30)

    assert copy(cast, session_id, row(end - timedelta(minutes=45))).event_ids
    with pytest.raises(SessionClosed) as refused:
        copy(cast, session_id, row(end + timedelta(minutes=5)))
    assert "measured before the end" in (refused.value.allowed or "")


def _sheet(cast: Cast, session_id: str, *pressures: tuple[float, int]) -> None:
    for minutes, systolic in pressures:
        wide = {**SET, "systolic_mmhg": systolic, "diastolic_mmhg": systolic - 55}
        yes = frozenset({"systolic_mmhg", "diastolic_mmhg", "pulse_pressure_mmhg"})
        copy(cast, session_id, row(ago(cast, minutes), wide, confirmed=yes))


def test_an_urgent_value_that_is_over_waits_for_a_physician_and_calls_nobody(
    cast: Cast, session_id: str
) -> None:
    _sheet(cast, session_id, (45, 204), (30, 135), (15, 132), (0, 130))
    cast.clock.move(minutes=10)
    view = look(cast, session_id)
    (alert,) = [one for one in view.state.alerts if one.code == "systolic_high"]

    assert (alert.level, alert.state, alert.answered) == (Level.URGENT, AlertState.OPEN, False)
    assert alert.late_minutes == 45
    assert view.running.climbs == ()
    assert view.state.findings["open_alerts"].finding == "not_met"

    note = cast.body("alert_acknowledged", code="systolic_high", note="settled by itself")
    record(cast, cast.physician, session_id, note)
    (alert,) = [one for one in look(cast, session_id).state.alerts if one.code == "systolic_high"]
    assert alert.answered


def test_an_urgent_value_that_may_still_be_true_climbs_from_when_it_was_copied(
    cast: Cast, session_id: str
) -> None:
    _sheet(cast, session_id, (45, 135), (15, 204))
    copied = cast.clock.now
    (climb,) = [c for c in look(cast, session_id).running.climbs if c.alert.code == "systolic_high"]
    assert (climb.since, climb.rung) == (copied, Rung.NURSE)

    cast.clock.move(minutes=3)
    climbs = look(cast, session_id).running.climbs
    assert [c.rung for c in climbs if c.alert.code == "systolic_high"] == [Rung.PHYSICIAN]


def test_sets_that_were_made_on_paper_are_overdue_no_more(cast: Cast, session_id: str) -> None:
    def overdue() -> list[str]:
        alerts = look(cast, session_id).state.alerts
        return [one.state for one in alerts if one.code == "observation_overdue"]

    assert "open" in overdue()
    minutes = (90, 80, 70, 60, 45, 30, 15, 0)
    _sheet(cast, session_id, *((one, 130) for one in minutes))
    assert "open" not in overdue()
    assert look(cast, session_id).state.schedule.missed == 0
