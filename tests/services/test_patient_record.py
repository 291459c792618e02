"""One patient's whole record as a file: nothing of it is left out, and nobody else is in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, select

from monitor.access.audit import AuditAction
from monitor.errors import NotFound
from monitor.services import patient_record, patients
from monitor.services.audit_views import AuditQuestion
from monitor.services.auditing import search_audit
from monitor.services.erasure import NewErasure, erase_patient
from monitor.services.views import NewPatient
from monitor.store.about_patient import TABLES, rows_about
from monitor.store.tables import metadata, open_handovers, session_summaries
from tests.people import Cast, SettableClock, gathered
from tests.services import acts
from tests.store.tampering import play_out

DOCS = Path(__file__).parents[2] / "docs" / "patient-record.md"
_SAYS_OF_A_PATIENT = {"patient_id", "session_id", "course_id", "handover_id"}


@pytest.fixture
def day(any_engine: Engine) -> Cast:
    """A clinic's day that leaves rows in every table, and another patient's beside it."""
    clock = SettableClock()
    cast = gathered(any_engine, clock)
    other = NewPatient("DEMO Other Person", date(1990, 1, 1), (("MRN", "D-2002"),))
    patients.register_patient(cast.house, cast.nurse, other)
    play_out(cast)
    return cast


def exported(cast: Cast) -> dict[str, Any]:
    file = patient_record.export_patient(cast.house, cast.physician, cast.patient.id)
    told: dict[str, Any] = json.loads(file.text)
    return told


def test_every_table_that_carries_a_patient_or_a_session_is_in_the_export() -> None:
    carrying = {
        table for table in metadata.tables.values() if _SAYS_OF_A_PATIENT & set(table.c.keys())
    }

    # Where a handover waits now says nothing that the handover and its chairs do not say; what a
    # session was summed up to says nothing that its entries do not say.
    assert carrying - {open_handovers, session_summaries} <= set(TABLES)


def test_every_row_that_speaks_of_the_patient_is_in_the_file(day: Cast) -> None:
    """Whatever the column: a row in which an id or the name of the patient stands is told."""
    text = json.dumps(exported(day))
    own = AuditAction.PATIENT_EXPORTED.value
    with day.house.engine.connect() as connection:
        rows = {
            table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }
    mine = {row["id"] for row in rows[metadata.tables["sessions"]]}
    words = {day.patient.id, day.patient.name, *mine}
    missing: list[tuple[str, str]] = []
    met: set[Table] = set()
    for table, found in rows.items():
        for row in found:
            said = json.dumps(row, default=str)
            if row.get("action") == own:  # written once the file was made
                continue
            if table is not open_handovers and any(word in said for word in words):
                met.add(table)
                key = _telling(table, row)
                missing += [] if json.dumps(key) in text else [(table.name, key)]

    assert missing == []
    assert met >= set(TABLES) - {metadata.tables["handovers"]}


def _telling(table: Table, row: dict[str, Any]) -> str:
    """A value that no other row of the database has."""
    own = {
        "audit_entries": "hash",
        "patient_identifiers": "value",
        "patient_words": "word",
        "receipts": "key",
        "decisions": "session_id",
        "handover_chairs": "handover_id",
        "handover_endings": "handover_id",
        "patient_versions": "birth_date",
    }
    return str(row[own.get(table.name, "id")])


def test_the_file_holds_what_a_printed_record_needs(day: Cast) -> None:
    told = exported(day)

    assert (told["format"], told["version"]) == ("monitor patient record", 1)
    assert told["patient"]["name"] == day.patient.name
    assert told["patient"]["identifiers"] == [["MRN", "D-1001"]]
    assert told["exported_by"]["person"] == day.physician.name
    (course,) = told["courses"]
    assert len({one["id"] for one in course["planned_sessions"]}) == 8
    assert {one["status"] for one in course["planned_sessions"]} >= {"planned", "cancelled"}
    assert told["screenings"][0]["person"] == day.nurse.name
    assert told["screenings"][0]["replies"]
    assert told["eligibility_overrides"][0]["reason"] == "seen and talked to"
    (session,) = told["sessions"]
    assert session["state"]["findings"]
    assert session["decision"]["findings"]
    assert [one["meaning"] for one in session["signatures"]].count("discharge") == 2
    assert {one["person"] for one in session["signatures"]} == {day.nurse.name, day.physician.name}
    assert "[[event]]" in session["case"]
    assert {one["action"] for one in session["register"]} == {"drawn"}
    assert len(session["register"]) == 2
    (handed,) = told["handovers"]
    assert handed["ending"]["how"] == "received"
    assert handed["ending"]["chairs"][0]["shown"]["session"]["session_id"] == session["id"]
    assert told["protocols"][0]["text"]
    assert told["audit"][0]["action"] == AuditAction.PATIENT_REGISTERED.value
    assert told["audit"][0]["person"] == day.nurse.name


def test_every_version_of_an_entry_is_told_with_what_became_of_it(cast: Cast) -> None:
    session_id = cast.start().head.id
    wrong, twice = acts.record(
        cast, cast.nurse, session_id,
        cast.body("vitals", heart_rate_bpm=170),
        cast.body("note", text="Wrong patient."),
    ).event_ids  # fmt: skip
    cast.clock.move(minutes=1)
    acts.record(
        cast, cast.physician, session_id,
        cast.body("corrected", target=wrong, reason="typed", heart_rate_bpm=70),
        cast.body("entered_in_error", target=twice, reason="not hers"),
        cast.body("order", text="Keep the room dark"),
        cast.body("medication", name="ondansetron", dose_mg=4, medication_class="antiemetic"),
    )  # fmt: skip

    (session,) = exported(cast)["sessions"]

    entries = {one["id"]: one for one in session["entries"]}
    assert entries[wrong]["body"]["heart_rate_bpm"] == 170
    assert entries[wrong]["standing"] == "corrected"
    assert entries[wrong]["as_corrected"]["heart_rate_bpm"] == 70
    assert entries[twice]["standing"] == "entered_in_error"
    reasons = {one["body"].get("reason") for one in entries.values()}
    assert {"typed", "not hers"} <= reasons
    assert [one["text"] for one in session["orders"]] == ["Keep the room dark"]
    assert session["orders"][0]["ordered_by"] == cast.physician.name
    assert [one["name"] for one in session["treatments"]] == ["ondansetron"]
    assert session["decision"] is None


def test_alerts_are_told_with_their_answers(cast: Cast) -> None:
    session_id = cast.start().head.id
    acts.record(cast, cast.nurse, session_id, cast.body("red_flags", present=["chest_pain"]))
    cast.clock.move(minutes=1)
    body = cast.body("alert_acknowledged", code="red_flag", note="Seen.")
    acts.record(cast, cast.physician, session_id, body)

    (session,) = exported(cast)["sessions"]

    alert = next(one for one in session["alerts"] if one["code"] == "red_flag")
    assert [one["body"]["note"] for one in alert["answers"]] == ["Seen."]
    assert alert["answers"][0]["person"] == cast.physician.name


def test_nobody_else_s_patient_is_in_the_file(day: Cast) -> None:
    text = json.dumps(exported(day))

    assert "DEMO Other Person" not in text
    assert "D-2002" not in text
    assert "argon2" not in text


def test_an_export_is_written_down_under_the_name_of_who_made_it(cast: Cast) -> None:
    exported(cast)

    asked = AuditQuestion(action=AuditAction.PATIENT_EXPORTED.value, patient_id=cast.patient.id)
    (entry,) = search_audit(cast.house, cast.administrator, asked).entries
    assert entry.person_id == cast.physician.person_id


def test_nobody_is_held_up_while_it_is_read_and_an_erasure_meanwhile_lets_nothing_out(
    day: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes meanwhile is another program: it would wait for a lock until it gave up."""

    def meanwhile(work: Any, patient_id: str) -> Any:
        found = rows_about(work, patient_id)
        reason = NewErasure("asked for in writing", lawful_request=True)
        erase_patient(day.house, day.administrator, patient_id, reason)
        return found

    monkeypatch.setattr("monitor.services.patient_record.rows_about", meanwhile)
    with pytest.raises(NotFound):
        exported(day)

    with day.house.engine.connect() as connection:
        done = [row.action for row in connection.execute(select(metadata.tables["audit_entries"]))]
    assert AuditAction.PATIENT_ERASED.value in done
    assert AuditAction.PATIENT_EXPORTED.value not in done


def test_a_patient_who_is_not_there_leaves_nothing_in_the_audit(cast: Cast) -> None:
    with pytest.raises(NotFound):
        patient_record.export_patient(cast.house, cast.nurse, "nobody")

    asked = AuditQuestion(action=AuditAction.PATIENT_EXPORTED.value)
    assert search_audit(cast.house, cast.administrator, asked).entries == ()


def test_every_part_of_the_file_is_documented(day: Cast) -> None:
    told, page = exported(day), DOCS.read_text(encoding="utf-8")
    parts = {
        "": told,
        "patient": told["patient"],
        "courses": told["courses"][0],
        "sessions": told["sessions"][0],
        "entries": told["sessions"][0]["entries"][0],
        "handovers": told["handovers"][0],
    }

    missing = [
        f"{part}.{key}" for part, held in parts.items() for key in held if f"`{key}`" not in page
    ]

    assert missing == []
