"""The sheets for the time without screens: whose they are, and the due times on them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.errors import SessionClosed
from monitor.services import chairs, discharge, patients
from monitor.services.downtime import read_sheets
from monitor.services.sessions import read_session, start_session
from monitor.services.views import NewPatient, NewSession
from tests.fit import fit
from tests.people import PINS, Cast, maya
from tests.services.acts import record

SET = {"systolic_mmhg": 122, "diastolic_mmhg": 78, "heart_rate_bpm": 70, "spo2_percent": 98}


def minutes_of(cast: Cast, session_id: str) -> list[float | None]:
    """The due times of one sheet, in minutes from now."""
    (sheet,) = read_sheets(cast.house, cast.nurse, session_id).sheets
    return [
        None if row.at is None else (row.at - cast.clock.now) / timedelta(minutes=1)
        for row in sheet.due
    ]


def test_a_sheet_for_every_open_session_in_the_order_of_the_chairs(cast: Cast) -> None:
    first = cast.start().head.id
    for label in ("10", "2"):
        chair = chairs.add_chair(cast.house, cast.administrator, label).id
        new = NewPatient(f"DEMO {label}", maya().birth_date, (), "", 70.0)
        patient = patients.register_patient(cast.house, cast.nurse, new).id
        asked = NewSession(patient, chair, "ketamine-iv", 35.0, eligibility=fit())
        start_session(cast.house, cast.nurse, asked)
    pin = PINS["physician"]

    def labels() -> list[str]:
        found = read_sheets(cast.house, cast.nurse).sheets
        return [sheet.view.head.chair.label for sheet in found]

    assert labels() == ["2", "3", "10"]
    discharge.end_otherwise(cast.house, cast.physician, first, "hospital", "fell", pin)
    assert labels() == ["2", "10"]
    with pytest.raises(SessionClosed):
        read_sheets(cast.house, cast.nurse, first)


def test_before_the_dose_the_rows_are_counted_and_have_no_clock(cast: Cast) -> None:
    session_id = cast.start().head.id
    (sheet,) = read_sheets(cast.house, cast.nurse, session_id).sheets

    assert {row.at for row in sheet.due} == {None}
    assert [row.elapsed / timedelta(minutes=1) for row in sheet.due if row.elapsed] == [
        10, 20, 30, 40, 50, 60,
    ]  # fmt: skip
    assert [row.after_end / timedelta(minutes=1) for row in sheet.due if row.after_end] == [
        15, 30, 45, 60, 90, 120,
    ]  # fmt: skip


def test_during_the_infusion_what_comes_after_its_end_has_no_clock_yet(cast: Cast) -> None:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=20)
    record(cast, cast.nurse, session_id, cast.body("vitals", **SET))

    assert minutes_of(cast, session_id) == [10, 20, 30, 40, *[None] * 6]


def test_after_the_infusion_every_set_until_the_longest_stay_has_its_clock(cast: Cast) -> None:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=40)
    record(
        cast,
        cast.nurse,
        session_id,
        cast.body("infusion_ended"),
        cast.body("vitals", **SET),
    )
    view = read_session(cast.house, cast.nurse, session_id)

    assert minutes_of(cast, session_id) == [15, 30, 45, 60, 90, 120]
    due = view.state.schedule.next_due_at
    assert due is not None
    assert (due - cast.clock.now) / timedelta(minutes=1) == 15

    cast.clock.move(minutes=20)  # the board says that one is overdue, and so does the sheet
    assert minutes_of(cast, session_id) == [-5, 10, 25, 40, 70, 100]


def test_an_urgent_alert_asks_for_rechecks_on_paper_as_on_the_board(cast: Cast) -> None:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=40)
    high = {**SET, "systolic_mmhg": 204, "diastolic_mmhg": 110}
    ended = cast.body("infusion_ended")
    record(cast, cast.nurse, session_id, ended, cast.body("vitals", **high))
    view = read_session(cast.house, cast.nurse, session_id)
    rows = minutes_of(cast, session_id)

    assert rows[:4] == [5, 10, 15, 20]
    assert view.state.schedule.next_due_at == cast.clock.now + timedelta(minutes=5)
    assert rows[-3:] == [60, 90, 120]
