"""Searching the audit, and that there is nothing it does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row, delete, event

from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.errors import BadInput, MonitorError, NotFound, StoreFull
from monitor.services import patients, people, roster
from monitor.services.audit_views import AuditPage, AuditQuestion
from monitor.services.auditing import MOST_ENTRIES, find_audited, read_audit_sheet, search_audit
from monitor.services.erasure import NewErasure, erase_patient
from monitor.services.reading_language import choose_language
from monitor.store import audits
from monitor.store.prepared import Prepared, Values
from monitor.store.tables import metadata
from monitor.store.work import Reading, Writing
from tests.people import NOON, Cast
from tests.services.acts import FINER, USE_CASES, record
from tests.services.test_audit import actions, entries

SHOW_NOBODY = {
    # They show chairs, protocols, schedules, settings or a number, and neither patient nor person.
    "changes.version",
    "emergency.count_unacknowledged",
    "backups.read_backups",
    "chairs.list_chairs",
    "chairs.read_room",
    "clinic.read_clinic_settings",
    "courses.list_schedules",
    "eligibility.read_questionnaire",
    "people.read_clinic",
    "back_tests.list_numbers",
    "protocol_choices.read_protocol_choices",
    "protocol_choices.read_override_rights",
    "sessions.list_protocols",
    # Nobody has the name that is asked for there.
    "patients.same_person",
    # Who is on duty and who may witness: names of colleagues, to whoever works beside them.
    "people.list_physicians",
    "register.read_form",
    "watch.list_physicians",
    "watch.read_watch",
    # One's own second factor; it is none before it is confirmed, and that leaves an entry.
    "second_factor.read_second_factor",
    "second_factor.begin_second_factor",
}


def search(cast: Cast, at_most: int = MOST_ENTRIES, **asked: object) -> AuditPage:
    question = AuditQuestion(**asked)  # type: ignore[arg-type]
    return search_audit(cast.house, cast.administrator, question, at_most)


@pytest.mark.parametrize("name", sorted({**USE_CASES, **FINER}))
def test_every_use_case_leaves_its_entry(cast: Cast, name: str) -> None:
    row = {**USE_CASES, **FINER}[name]
    role = next(each for each in (Role.NURSE, Role.PHYSICIAN, Role.ADMINISTRATOR)
                if each in row.roles)  # fmt: skip
    session_id = cast.start().head.id
    who = cast.of(role)
    before = len(entries(cast))
    row.act(cast, who, session_id)

    by_them = [one for one in entries(cast)[before:] if one.person_id == who.person_id]
    assert bool(by_them) != (name in SHOW_NOBODY)


def test_a_name_that_nobody_has_is_written_down_without_what_was_typed(cast: Cast) -> None:
    """With several clinics in one database it belongs to no chain; a clinic's own has it."""
    if cast.house.engine.dialect.name != "sqlite":
        pytest.skip("it is about a row that only SQLite lets in")
    other = cast.stranger.clinic_id
    with cast.house.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("DROP TRIGGER audit_entries_no_DELETE")
        with connection.begin():
            for table in metadata.tables.values():
                connection.execute(delete(table).where(table.c.clinic_id == other))

    for login in ("nobody", "somebody's pass phrase"):
        with pytest.raises(MonitorError):
            people.sign_in_with_password(cast.house, login, "a pass phrase")
        cast.clock.move(minutes=1)

    assert actions(cast)[-2:] == [AuditAction.SIGN_IN_REFUSED] * 2
    assert "phrase" not in repr(entries(cast)[-1])


def test_a_pin_of_somebody_unknown_on_a_known_device_is_written_down(cast: Cast) -> None:
    known = people.sign_in_with_password(cast.house, "nurse", "a long pass phrase")
    for person_id in ("nobody", cast.administrator.person_id):
        with pytest.raises(MonitorError):
            people.sign_in_with_pin(cast.house, known.device_token, person_id, "0000")

    last = entries(cast)[-2:]
    assert [one.action for one in last] == [AuditAction.PIN_REFUSED] * 2
    assert [one.subject_id for one in last] == [None, cast.administrator.person_id]


def test_a_patient_s_entries_are_those_of_the_patient_s_sessions_too(cast: Cast) -> None:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("mobility", gait="steady"))
    found = search(cast, patient_id=cast.patient.id).entries

    assert [one.action for one in found] == [
        "session:events:record", "session:session:start", "patients:patient:register",
    ]  # fmt: skip
    assert {one.person for one in found} == {"P. Demo Nair"}


def test_conditions_are_joined_by_and(cast: Cast) -> None:
    start = cast.clock.now
    cast.clock.move(hours=1)
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("mobility", gait="steady"))
    nurse = cast.nurse.person_id

    assert search(cast, person_id=nurse, action="session:events:record").entries[0].seq == (
        search(cast, from_at=cast.clock.now, person_id=nurse).entries[0].seq
    )
    assert search(cast, to_at=start).entries == ()
    assert {one.at for one in search(cast, to_at=cast.clock.now).entries} == {start}
    assert search(cast, person_id=cast.physician.person_id).entries == ()


def test_pages_follow_each_other_and_leave_nothing_out(cast: Cast) -> None:
    then = cast.clock.now + timedelta(seconds=1)
    cast.clock.move(hours=1)
    whole = [one.seq for one in search(cast, to_at=then).entries]
    seen: list[int] = []
    before: int | None = None
    while True:
        page = search(cast, 3, before=before, to_at=then)
        seen += [one.seq for one in page.entries]
        before = page.more_before
        if before is None:
            break

    assert seen == whole == sorted(whole, reverse=True)
    assert len(whole) > 3


def test_the_search_is_itself_written_down_with_what_was_asked(cast: Cast) -> None:
    search(cast, patient_id=cast.patient.id, action="session:session:read")
    last = entries(cast)[-1]

    assert (last.action, last.person_id, last.subject_id) == (
        "clinic:audit:search", cast.administrator.person_id, cast.patient.id,
    )  # fmt: skip
    assert last.detail == {"patient_id": cast.patient.id, "action": "session:session:read"}


def test_what_cannot_be_asked_is_refused_in_words(cast: Cast) -> None:
    now = cast.clock.now
    with pytest.raises(NotFound):
        search(cast, patient_id="nobody")
    for asked in ({"action": "nothing"}, {"from_at": now, "to_at": now}):
        with pytest.raises(BadInput):
            search(cast, **asked)
    with pytest.raises(BadInput):
        search(cast, MOST_ENTRIES + 1)


def test_no_clinic_finds_another_s_entries(cast: Cast) -> None:
    theirs = search_audit(cast.house, cast.stranger, AuditQuestion())

    assert {one.person for one in theirs.entries} == {"S. Demo Stranger"}


def test_looking_at_the_people_is_written_down(cast: Cast) -> None:
    roster.read_roster(cast.house, cast.administrator)

    assert actions(cast)[-1] == AuditAction.PEOPLE_READ


def test_a_search_keeps_nobody_from_writing_while_it_reads(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = audits.search
    seen: list[bool] = []

    def meanwhile(work: Reading, asked: Values, at_most: int) -> Sequence[Row[Any]]:
        seen.append(isinstance(work, Writing))
        choose_language(cast.house, cast.nurse, "es")  # another's change, in the middle of it
        return found(work, asked, at_most)

    monkeypatch.setattr(audits, "search", meanwhile)
    for look in (search_audit, read_audit_sheet):
        look(cast.house, cast.auditor, AuditQuestion())

    assert seen == [False, False]
    assert actions(cast)[-1] == AuditAction.AUDIT_SEARCHED


def test_a_search_that_cannot_be_written_down_shows_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_said: object, **_named: object) -> None:
        raise StoreFull("The disk is full")

    monkeypatch.setattr(Writing, "audit", full)
    for look in (search_audit, read_audit_sheet):
        with pytest.raises(StoreFull):
            look(cast.house, cast.auditor, AuditQuestion())
    with pytest.raises(StoreFull):
        find_audited(cast.house, cast.auditor, "maya")


def test_every_search_for_a_patient_is_an_entry_that_says_who_was_found(cast: Cast) -> None:
    """Also the second within a minute: whoever sees no record must not list patients unseen."""
    auditor = cast.auditor
    before = len(entries(cast))
    for _ in range(2):
        find_audited(cast.house, auditor, "maya")

    told = entries(cast)[before:]
    assert [one.detail["found"] for one in told] == [[cast.patient.id]] * 2


def test_each_search_of_the_sheet_is_an_entry_and_an_empty_form_is_none(cast: Cast) -> None:
    read_audit_sheet(cast.house, cast.auditor, None)
    before = len(entries(cast))
    asked = AuditQuestion(person_id=cast.nurse.person_id, from_at=cast.clock.now)
    read_audit_sheet(cast.house, cast.auditor, asked)

    (added,) = entries(cast)[before:]
    assert (added.action, added.person_id) == ("clinic:audit:search", cast.auditor.person_id)
    assert added.detail == {
        "person_id": cast.nurse.person_id,
        "from_at": cast.clock.now.isoformat(),
    }


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "PRIMARY KEY (clinic_id=?)"),
        ({"person_id": "x"}, "ix_audit_entries_person (clinic_id=? AND person_id=?"),
        ({"action": "clinic:clinic:found"}, "ix_audit_entries_action (clinic_id=? AND action=?"),
        ({"from_at": NOON, "to_at": NOON + timedelta(days=1)},
         "ix_audit_entries_at (clinic_id=? AND at>? AND at<?)"),
        ({"to_at": NOON}, "ix_audit_entries_at (clinic_id=? AND at<?)"),
        ({"patient_id": "x"}, "ix_audit_entries_subject (clinic_id=? AND subject_id=?)"),
        ({"patient_id": "x"}, "ix_audit_entries_session (clinic_id=? AND session_id=?)"),
    ],
)  # fmt: skip
def test_no_search_reads_through_the_whole_audit(
    cast: Cast, asked: dict[str, object], index: str
) -> None:
    if cast.house.engine.dialect.name != "sqlite":
        pytest.skip("it is about SQLite's plan")
    told: list[tuple[str, Any]] = []
    listen = lambda _c, _cur, statement, parameters, *_rest: told.append((statement, parameters))  # noqa: E731
    event.listen(cast.house.engine, "before_cursor_execute", listen)
    tell = Prepared.rows
    with pytest.MonkeyPatch.context() as patch:

        def rows(self: Prepared, connection: Connection, values: Values) -> Any:
            told.append((self.text, self.told(values)))
            return tell(self, connection, values)

        patch.setattr(Prepared, "rows", rows)
        with cast.house.reading(cast.auditor.clinic_id) as look:
            audits.search(look, {**asked}, 51)
    event.remove(cast.house.engine, "before_cursor_execute", listen)

    steps: list[str] = []
    with cast.house.engine.connect() as connection:
        for statement, parameters in told:
            if "audit_entries" in statement:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps += [row[3] for row in plan]
    assert any(index in step for step in steps), steps
    assert not any(step.startswith("SCAN audit_entries") for step in steps), steps
    if "patient_id" not in asked:  # the entries of one patient's sessions are few
        assert not any("TEMP B-TREE" in step for step in steps), "a page is read, nothing sorted"


def test_pages_by_time_alone_hold_every_entry_once_also_where_the_clock_was_set_back(
    cast: Cast,
) -> None:
    for seconds in (30, -45, 0, 20):
        cast.clock.move(seconds=seconds)
        choose_language(cast.house, cast.nurse, "es")
    everything = [one.seq for one in entries(cast)]
    since, until = datetime(1970, 1, 1, tzinfo=UTC), cast.clock.now + timedelta(minutes=1)

    told: list[tuple[datetime, int]] = []
    before: int | None = None
    while before is not None or not told:
        page = search(cast, 3, from_at=since, to_at=until, before=before)
        told += [(one.at, one.seq) for one in page.entries if one.seq <= len(everything)]
        before = page.more_before

    assert sorted(seq for _, seq in told) == sorted(everything)
    assert told == sorted(told, reverse=True)


def test_an_erased_patient_s_number_finds_what_was_done_and_names_nobody(cast: Cast) -> None:
    patients.read_patient(cast.house, cast.nurse, cast.patient.id)
    lawful = NewErasure("asked for in writing", lawful_request=True)
    erase_patient(cast.house, cast.administrator, cast.patient.id, lawful)

    page = search(cast, patient_id=cast.patient.id)
    sheet = read_audit_sheet(cast.house, cast.auditor, AuditQuestion(patient_id=cast.patient.id))

    found = [one.action for one in page.entries]
    assert {"patients:patient:erase", "patients:patient:read"} <= set(found)
    assert sheet.patient is not None
    assert sheet.patient.erased
    assert all(line.patient is None or line.patient.erased for line in sheet.lines)
    assert cast.patient.name not in repr(sheet)
