"""The clinic's sessions as rows: everything that was recorded, and nobody's name unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.access.permissions import Permission
from monitor.errors import BadInput, NotFound, NotPermitted
from monitor.interop.table_columns import TABLES
from monitor.interop.table_files import TableFormat, files_of
from monitor.services import discharge
from monitor.services.course_scores import NewScore, answer_score, correct_score
from monitor.services.table_export import Tables, Wanted, export_tables
from tests.people import PINS, Cast
from tests.services.acts import override_all, record, score

TODAY = date(2026, 3, 2)


def exported(cast: Cast, wanted: Wanted | None = None) -> Tables:
    return export_tables(cast.house, cast.physician, wanted or Wanted())


@pytest.fixture
def session_id(cast: Cast) -> str:
    session_id = cast.start().head.id
    wrong = record(
        cast, cast.nurse, session_id,
        cast.body("vitals", systolic_mmhg=183, diastolic_mmhg=80,
                  not_measured={"spo2_percent": "refused"}),
        cast.body("attested", escort={"name": "Jonas Secret", "phone": "555 0142"}),
        cast.body("note", text="a secret note"),
    ).event_ids[0]  # fmt: skip
    cast.clock.move(minutes=3)
    record(
        cast, cast.nurse, session_id,
        cast.body("infusion_started", dose_mg=35),
        cast.body("corrected", target=wrong, reason="a secret reason", systolic_mmhg=123),
    )  # fmt: skip
    cast.clock.move(minutes=10)
    gone = record(
        cast, cast.nurse, session_id,
        cast.body("side_effects", grades={"dizziness": "moderate", "nausea": "none"}),
        cast.body("consciousness", moaas=2),
        cast.body("medication", name="ondansetron", dose_mg=4, medication_class="antiemetic"),
    ).event_ids[1]  # fmt: skip
    record(
        cast, cast.nurse, session_id,
        cast.body("entered_in_error", target=gone, reason="another patient"),
        cast.body("alert_acknowledged", code="dizziness", note="a secret answer"),
    )  # fmt: skip
    return session_id


def test_every_entry_is_a_row_with_corrections_applied_and_errors_marked(
    cast: Cast, session_id: str
) -> None:
    rows = exported(cast).rows

    (one,) = rows["sessions"]
    assert (one["given_dose_mg"], one["weight_kg"], one["closed_at"]) == (35, 70, None)
    vitals = next(row for row in rows["sets"] if row["kind"] == "vitals")
    assert (vitals["systolic_mmhg"], vitals["corrected"], vitals["minutes"]) == (123, True, -3)
    assert vitals["spo2_percent"] is None
    assert vitals["not_measured"] == "spo2_percent: refused"
    struck = next(row for row in rows["sets"] if row["kind"] == "consciousness")
    assert (struck["moaas"], struck["counts"]) == (2, False)
    grades = {row["side_effect"]: row["grade"] for row in rows["side_effects"]}
    assert grades == {"dizziness": "moderate", "nausea": "none"}
    assert [row["dose_mg"] for row in rows["doses"]] == [35]
    assert [row["name"] for row in rows["medicines"]] == ["ondansetron"]
    assert {row["code"] for row in rows["alerts"]} >= {"dizziness"}
    assert {row["as_signed"] for row in rows["findings"]} == {False}
    assert session_id == one["session_id"]


def test_a_score_between_sessions_is_a_row_as_it_stands_now(cast: Cast, session_id: str) -> None:
    new = NewScore("phq9", TODAY, 20, {"item_9": 1})
    named = score(cast, new)
    right = replace(new, total=12)
    second = correct_score(cast.house, cast.nurse, named, right, "a secret reason")
    named = replace(named, score_id=second.id)
    last = answer_score(cast.house, cast.physician, named, "no_concern", "a secret answer")

    (row,) = exported(cast).rows["course_scores"]

    assert (row["patient_id"], row["score_id"]) == (cast.patient.id, last.id)
    assert (row["total"], row["item_9"], row["answered_for"]) == (12, 1, "no_concern")
    assert (row["taken_on"], row["versions"], row["counts"]) == (TODAY.isoformat(), 3, True)
    made = files_of(exported(cast).rows, TableFormat.CSV, named=False)
    assert not [name for name, content in made if b"secret" in content]


def test_every_row_has_only_columns_that_the_dictionary_explains(
    cast: Cast, session_id: str
) -> None:
    for table, rows in exported(cast).rows.items():
        known = {column.name for column in TABLES[table]}
        assert all(row.keys() - {"counts"} <= known for row in rows), table


@pytest.mark.parametrize("file_format", list(TableFormat))
def test_no_name_and_nothing_typed_leaves_the_clinic_unasked(
    cast: Cast, session_id: str, file_format: TableFormat
) -> None:
    tables = exported(cast)
    made = dict(files_of(tables.rows, file_format, named=tables.named))

    known = (cast.patient.name, cast.nurse.name, "D-1001", "1987-04-14", "secret")
    for secret in (*known, "555 0142", "555-0142", "5550142"):
        assert not [name for name, content in made.items() if secret.encode() in content], secret


def test_names_are_there_where_they_are_asked_for_and_allowed(cast: Cast, session_id: str) -> None:
    tables = exported(cast, Wanted(named=True))
    made = dict(files_of(tables.rows, TableFormat.CSV, named=tables.named))

    assert cast.patient.name.encode() in made["sessions.csv"]
    assert cast.nurse.name.encode() in made["sets.csv"]
    assert b"a secret answer" in made["alerts.csv"]


def test_a_token_that_may_export_tables_only_gets_no_names(cast: Cast, session_id: str) -> None:
    narrow = replace(cast.physician, only=frozenset({Permission.EXPORT_TABLES}))

    assert export_tables(cast.house, narrow, Wanted()).sessions == 1
    with pytest.raises(NotPermitted):
        export_tables(cast.house, narrow, Wanted(named=True))


def test_the_findings_of_a_closed_session_are_those_that_were_signed(
    cast: Cast, session_id: str
) -> None:
    record(cast, cast.nurse, session_id, cast.body("red_flags", present=[]))
    override_all(cast, session_id)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    cast.clock.move(minutes=1)
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])

    findings = exported(cast).rows["findings"]

    assert {row["as_signed"] for row in findings} == {True}
    assert any(row["overridden"] for row in findings)
    assert next(row for row in findings if row["criterion"] == "escort")["value"] is None


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        (TODAY, TODAY, True),
        (None, TODAY - timedelta(days=1), False),
        (TODAY + timedelta(days=1), None, False),
    ],
)
def test_the_days_are_those_of_the_clinics_calendar(
    cast: Cast, session_id: str, first: date | None, last: date | None, there: bool
) -> None:
    wanted = Wanted(first, last)

    if there:
        assert exported(cast, wanted).sessions == 1
        return
    with pytest.raises(NotFound, match="nothing was exported"):
        exported(cast, wanted)


def test_a_period_that_ends_before_it_starts_is_refused(cast: Cast, session_id: str) -> None:
    with pytest.raises(BadInput, match="ends before it starts"):
        exported(cast, Wanted(TODAY, TODAY - timedelta(days=1)))


def test_too_many_at_once_are_refused_before_one_is_read(cast: Cast, session_id: str) -> None:
    with pytest.raises(BadInput, match="too many"):
        exported(cast, Wanted(at_most=0))


def test_whoever_watches_is_told_how_far_it_is(cast: Cast, session_id: str) -> None:
    told: list[tuple[str, int, int]] = []

    export_tables(cast.house, cast.physician, Wanted(), lambda *step: told.append(step))

    assert told == [("sessions", 1, 1)]


def test_another_clinic_gets_none_of_it(cast: Cast, session_id: str) -> None:
    with pytest.raises(NotFound):
        export_tables(cast.house, cast.stranger, Wanted())
