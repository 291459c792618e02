"""Statements run by the driver itself mean what they mean through SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import bindparam, select

from monitor.errors import BadInput, Conflict
from monitor.store import chairs as chair_rows
from monitor.store import events as event_rows
from monitor.store.columns import written_instant
from monitor.store.scope import scoped, scoped_values
from monitor.store.tables import chairs, clinics, session_events
from tests.people import Cast

_EVENTS = select(session_events).order_by(session_events.c.seq)
_CLINIC = select(clinics)
_NAMED = select(chairs.c.label).where(chairs.c.id == bindparam("the_chair"))
_LISTED = select(chairs.c.id).where(
    chairs.c.label.in_(bindparam("labels", expanding=True)), chairs.c.label != "none"
)


def test_rows_are_what_sqlalchemy_would_answer(cast: Cast) -> None:
    cast.start()
    with cast.house.reading(cast.nurse.clinic_id) as look:
        for statement in (_EVENTS, _CLINIC):
            told = scoped_values({}, look.clinic_id)
            expected = look._connection.execute(scoped(statement), told).all()
            found = look.all(statement)
            assert found
            assert found == expected
            assert [row._mapping for row in found] == [row._mapping for row in expected]


def test_instants_come_back_aware_and_in_utc(cast: Cast) -> None:
    session_id = cast.start().head.id
    with cast.house.reading(cast.nurse.clinic_id) as look:
        first = event_rows.events_after(look, session_id)[0]

    assert isinstance(first.received_at, datetime)
    assert first.received_at.tzinfo is UTC
    assert isinstance(first.body, dict)


def test_a_statement_with_a_list_of_any_length_finds_all_of_it(cast: Cast) -> None:
    with cast.house.reading(cast.nurse.clinic_id) as look:
        known = chair_rows.all_chairs(look)
        for count in range(len(known) + 1):
            labels = [row.label for row in known[:count]]
            assert len(look.all(_LISTED, labels=labels)) == count


def test_a_missing_value_is_a_mistake_of_the_program(cast: Cast) -> None:
    with (
        cast.house.reading(cast.nurse.clinic_id) as look,
        pytest.raises(TypeError, match="the_chair"),
    ):
        look.all(_NAMED)


def test_what_the_driver_refuses_is_told_in_words(cast: Cast) -> None:
    with cast.house.writing(cast.nurse.clinic_id) as work:
        known = chair_rows.all_chairs(work)[0]
        with pytest.raises(Conflict):
            chair_rows.add_chair(work, {"id": known.id, "label": known.label, "room": ""})


def test_a_text_that_no_database_keeps_is_refused(cast: Cast) -> None:
    with cast.house.reading(cast.nurse.clinic_id) as look, pytest.raises(BadInput):
        look.all(_NAMED, the_chair="\ud800")


def test_an_instant_is_written_in_utc_whatever_zone_it_is_told_in() -> None:
    autumn = ZoneInfo("America/Los_Angeles")
    first = datetime(2026, 11, 1, 1, 30, tzinfo=autumn, fold=0)
    again = datetime(2026, 11, 1, 1, 30, tzinfo=autumn, fold=1)  # equal to it, an hour later

    assert first == again
    assert written_instant(first) == "2026-11-01T08:30:00.000000+00:00"
    assert written_instant(again) == "2026-11-01T09:30:00.000000+00:00"
    assert written_instant(first.astimezone(UTC)) == written_instant(first)
    assert written_instant(again.astimezone(UTC)) == written_instant(again)
