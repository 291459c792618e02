from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Row, select, text

from monitor.access.audit import AuditAction
from monitor.errors import MonitorError
from monitor.services import board, changes, discharge, patients, people, sessions
from monitor.services.recording import record_events
from monitor.store.chain import link
from monitor.store.covering import row_digest
from monitor.store.tables import audit_entries, session_events
from tests.people import PINS, Cast
from tests.services.acts import record

_ENTRIES = select(audit_entries).order_by(audit_entries.c.seq)


def entries(cast: Cast) -> list[Row[Any]]:
    with cast.house.reading(cast.nurse.clinic_id) as look:
        return list(look.all(_ENTRIES))


def actions(cast: Cast) -> list[str]:
    return [entry.action for entry in entries(cast)]


def test_each_change_leaves_one_entry_that_says_who_did_what_to_which(cast: Cast) -> None:
    session_id = cast.start().head.id
    before = len(entries(cast))

    record(cast, cast.nurse, session_id, cast.body("mobility", gait="steady"))

    after = entries(cast)
    assert len(after) == before + 1
    assert (after[-1].action, after[-1].person_id, after[-1].session_id, after[-1].at) == (
        "session:events:record",
        cast.nurse.person_id,
        session_id,
        cast.clock.now,
    )


def test_an_event_whose_audit_entry_cannot_be_written_is_not_kept(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    body = cast.body("mobility", gait="steady")
    with cast.house.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entries RENAME TO put_away"))
    with pytest.raises(MonitorError):
        record_events(cast.house, cast.nurse, session_id, "k", [body])
    with cast.house.engine.begin() as connection:
        connection.execute(text("ALTER TABLE put_away RENAME TO audit_entries"))

    cast.house.memory._records.clear()
    kept = sessions.read_session(cast.house, cast.nurse, session_id)
    assert [entry.event.kind for entry in kept.entries] == ["arrived"]
    assert record_events(cast.house, cast.nurse, session_id, "k", [body]).replayed is False


def test_the_entry_vouches_for_the_events_it_speaks_of(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    record(
        cast, cast.nurse, session_id,
        cast.body("vitals", systolic_mmhg=122, diastolic_mmhg=78, temperature_c=37.0),
        cast.body("red_flags", present=["syncope"]),
    )  # fmt: skip

    said = entries(cast)[-1].detail["rows"]["session_events"]
    with cast.house.reading(cast.nurse.clinic_id) as look:
        kept = look.all(select(session_events).order_by(session_events.c.seq))[-2:]
    rows = [dict(row._mapping) for row in kept]

    assert [one[:2] for one in said] == [[session_id, row["seq"]] for row in rows]
    assert [one[2] for one in said] == [row_digest(session_events, row) for row in rows]
    rows[0]["body"] = {**rows[0]["body"], "systolic_mmhg": 121}
    assert said[0][2] != row_digest(session_events, rows[0])


def test_the_whole_day_is_one_chain(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("note", text="«quoted» ünïcode"))
    discharge.end_otherwise(
        cast.house, cast.physician, session_id, "hospital", "as it was", PINS["physician"]
    )
    chain = [dict(entry._mapping) for entry in entries(cast)]

    assert [entry["seq"] for entry in chain] == list(range(1, len(chain) + 1))
    assert all(link(entry) == entry["hash"] for entry in chain)
    assert all(later["previous_hash"] == earlier["hash"] for earlier, later in pairwise(chain))


def test_looking_at_a_record_is_written_down_once_in_a_while(cast: Cast) -> None:
    session_id = cast.start().head.id
    before = changes.version(cast.house, cast.nurse)
    for _ in range(5):
        sessions.read_session(cast.house, cast.physician, session_id)
        patients.read_patient(cast.house, cast.physician, cast.patient.id)
        board.read_board(cast.house, cast.physician)
    sessions.read_session(cast.house, cast.nurse, session_id)
    cast.clock.move(minutes=15)
    sessions.read_session(cast.house, cast.physician, session_id)

    looks = [
        (entry.action, entry.person_id) for entry in entries(cast) if entry.action.endswith(":read")
    ]
    assert looks == [
        (AuditAction.SESSION_READ, cast.physician.person_id),
        (AuditAction.PATIENT_READ, cast.physician.person_id),
        (AuditAction.BOARD_READ, cast.physician.person_id),
        (AuditAction.SESSION_READ, cast.nurse.person_id),
        (AuditAction.SESSION_READ, cast.physician.person_id),
    ]
    assert changes.version(cast.house, cast.nurse) == before


def test_taking_a_session_out_of_the_clinic_is_always_written_down(cast: Cast) -> None:
    session_id = cast.start().head.id
    for _ in range(2):
        sessions.export_case(cast.house, cast.nurse, session_id)

    assert actions(cast)[-2:] == [AuditAction.SESSION_EXPORTED] * 2


def test_signing_in_and_every_wrong_try_are_written_down(cast: Cast) -> None:
    for password in ("wrong", "a long pass phrase"):
        try:
            people.sign_in_with_password(cast.house, "nurse", password)
        except MonitorError:
            continue

    assert actions(cast)[-3:] == [
        AuditAction.SIGN_IN_REFUSED,
        AuditAction.DEVICE_REGISTERED,
        AuditAction.SIGNED_IN,
    ]


def test_every_action_is_area_thing_verb() -> None:
    values = [action.value for action in AuditAction]

    assert len(set(values)) == len(values)
    assert all(len(value.split(":")) == 3 and value.islower() for value in values)
