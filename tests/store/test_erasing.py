"""Erases a patient: nothing of the patient is left, and the chain still proves everything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, select, text, update

from monitor.access.audit import AuditAction
from monitor.cli.verifying import told as told_of
from monitor.errors import BadInput, Conflict, NotFound
from monitor.services import board, erasure, handover, patient_record, patients, sessions
from monitor.services.erasure import (
    NewErasure,
    erase_past_retention,
    erase_patient,
    list_past_retention,
)
from monitor.services.memory import SessionMemory
from monitor.services.same_states import compare_states
from monitor.services.views import NewPatient
from monitor.store.about_patient import rows_about
from monitor.store.chain import TAKEN_OUT, link, link_whole, parts
from monitor.store.chain_heads import KnownHead, heads
from monitor.store.covering import block_digest, row_digest
from monitor.store.engine import sqlite_file
from monitor.store.erased import BLANK, REMOVED
from monitor.store.findings import Fault
from monitor.store.retention import LastAct, last_act_of, last_acts
from monitor.store.tables import (
    APPEND_ONLY,
    audit_entries,
    decisions,
    handover_chairs,
    metadata,
    session_events,
)
from monitor.store.tables import patients as patient_table
from monitor.store.tables import sessions as session_table
from monitor.store.verifying import Verdict, verify
from monitor.store.work import Writing
from tests.databases import (
    ENGINES,
    copied_sqlite,
    fresh_postgresql,
    fresh_sqlite,
    temporary_folder,
)
from tests.people import Cast, SettableClock, build_house, gathered
from tests.store import tampering
from tests.store.tampering import Victim

LAWFUL = NewErasure("asked for in writing", lawful_request=True)
SAID = ("Lindqvist", "lindqvist", "D-1001", "d-1001", "1987-04-14", "penicillin", "quoted",
        "seen and talked to")  # fmt: skip
ON_DISK = tuple(word.encode() for word in SAID)
Columns = [column for column in audit_entries.columns if column.name not in {"clinic_id", "seq"}]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Engine]:
    if request.param == "sqlite":
        made = fresh_sqlite(tmp_path)
        yield made
        made.dispose()
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server")) as made:
        yield made


def a_day(engine: Engine) -> Cast:
    """A day of the patient, and another patient beside her; in a file a copy of one played once."""
    if engine.dialect.name != "sqlite":
        return _played(engine)
    filled, cast = _played_file()
    copied_sqlite(engine, filled)
    clock = SettableClock(cast.clock.now)
    house = build_house(engine, clock)
    return replace(cast, house=house, clock=clock, keys=[*cast.keys], later={**cast.later})


@cache
def _played_file() -> tuple[Path, Cast]:
    engine = fresh_sqlite(temporary_folder())
    cast = _played(engine)
    engine.dispose()
    return Path(str(engine.url.database)), cast


def _played(engine: Engine) -> Cast:
    clock = SettableClock()
    cast = gathered(engine, clock)
    other = NewPatient("DEMO Other Person", date(1990, 1, 1), (("MRN", "D-2002"),))
    patients.register_patient(cast.house, cast.nurse, other)
    tampering.play_out(cast)
    clock.move(minutes=1)
    return cast


@pytest.fixture
def day(engine: Engine) -> Cast:
    return a_day(engine)


def erase(cast: Cast, new: NewErasure = LAWFUL) -> erasure.Erased:
    return erase_patient(cast.house, cast.administrator, cast.patient.id, new)


def of(cast: Cast) -> Verdict:
    return next(it for it in verify(cast.house.engine) if it.clinic_id == cast.nurse.clinic_id)


def everything(engine: Engine) -> dict[Table, list[dict[str, Any]]]:
    with engine.connect() as connection:
        return {
            table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


def told(rows: object) -> str:
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_nothing_of_the_patient_is_left_in_any_table(day: Cast) -> None:
    before = told([*everything(day.house.engine).values()])
    assert [word for word in SAID if word not in before] == []

    erase(day)

    rows = everything(day.house.engine)
    left = [
        (table.name, word) for table, found in rows.items() for word in SAID if word in told(found)
    ]
    assert left == []
    for table in REMOVED:
        mine = [row for row in rows[table] if row.get("patient_id", "") == day.patient.id]
        assert mine == []
    assert rows[session_events] == []
    assert all(set(BLANK[decisions]) <= set(row) for row in rows[decisions])


def test_what_is_proved_afterwards_is_the_rest_and_the_erasure(day: Cast) -> None:
    assert of(day).faults == []
    before = of(day).entries

    done = erase(day)

    found = of(day)
    assert found.faults == []
    assert (found.uncovered, found.in_block, found.entries) == (0, 0, before + 1)
    (one,) = found.erasures
    assert (one.by, one.patient_id) == (day.administrator.name, day.patient.id)
    assert one.lawful_request
    assert done.sessions == len(one.sessions) == 1
    assert done.off_the_disk


def test_an_erasure_since_the_head_outside_is_told(day: Cast) -> None:
    before = [KnownHead("then", it.clinic_id, it.seq, it.hash) for it in heads(day.house.engine)]
    done = erase(day)
    after = [KnownHead("now", it.clinic_id, it.seq, it.hash) for it in heads(day.house.engine)]

    since = next(it for it in verify(day.house.engine, before) if it.name == of(day).name)
    known = next(it for it in verify(day.house.engine, after) if it.name == of(day).name)

    (one,) = since.erased_since
    lines = "\n".join(told_of(since))
    assert known.erased_since == []
    assert one.rows > len(one.entries) > 1
    assert f"entry {one.seq}, " in lines
    assert f"patient {done.patient_id}, 1 sessions, {one.rows} rows" in lines
    assert "ERASED SINCE" in lines
    assert "ERASED SINCE" not in "\n".join(told_of(known))


def test_nothing_of_the_patient_is_left_in_the_file(tmp_path: Path) -> None:
    made = fresh_sqlite(tmp_path)
    cast = a_day(made)
    assert {word for word in ON_DISK if word in on_disk(made)} == set(ON_DISK)

    done = erase(cast)

    left = [word for word in ON_DISK if word in on_disk(made)]
    made.dispose()
    assert done.off_the_disk
    assert left == []


def test_a_log_that_cannot_be_emptied_is_said(tmp_path: Path) -> None:
    made = fresh_sqlite(tmp_path)
    cast = a_day(made)
    with made.connect() as reader:
        reader.execute(select(patient_table)).all()
        done = erase(cast)
    made.dispose()

    assert not done.off_the_disk


def on_disk(engine: Engine) -> bytes:
    """Every byte of a SQLite database's files."""
    file = sqlite_file(engine)
    assert file is not None
    return b"".join(
        each.read_bytes() for each in file.parent.iterdir() if each.name.startswith(file.name)
    )


def test_a_reversal_in_the_register_loses_its_reason_and_goes_on_being_proved(day: Cast) -> None:
    register = metadata.tables["register_entries"]
    before = {row["id"]: row for row in everything(day.house.engine)[register]}

    erase(day)

    after = everything(day.house.engine)[register]
    assert {row["reason"] for row in after} == {None, "-"}
    assert {row["reason"] for row in before.values()} - {None, "-"}
    assert all({**row, "reason": 0} == {**before[row["id"]], "reason": 0} for row in after)
    assert of(day).faults == []


def test_one_that_is_refused_among_many_leaves_the_number_of_those_gone(
    day: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = replace(day.house, retention_years=1)
    day.clock.move(days=400)
    gone: list[erasure.Erased] = []
    real = erasure._check

    def refused(*given: Any) -> Any:
        if gone:
            raise Conflict("A session of this patient is open; nothing was erased")
        return real(*given)

    monkeypatch.setattr(erasure, "_check", refused)
    with pytest.raises(Conflict):
        erase_past_retention(house, day.administrator, gone.append)

    assert len(gone) == len(of(day).erasures) == 1


def test_a_running_server_forgets_the_sessions_at_the_next_look(day: Cast) -> None:
    (one,) = sessions.list_sessions(day.house, day.nurse)
    key = (day.nurse.clinic_id, one.id)
    board.read_board(day.house, day.nurse)
    sessions.read_session(day.house, day.nurse, one.id)
    assert day.house.memory.record(key) is not None
    assert day.house.memory.folded(key) is not None

    beside = replace(day.house, memory=SessionMemory())  # the command line is another program
    erase_patient(beside, day.administrator, day.patient.id, LAWFUL)
    board.read_board(day.house, day.nurse)

    assert day.house.memory.record(key) is None
    assert day.house.memory.folded(key) is None


def test_everybody_else_s_record_stays_as_it_was(day: Cast) -> None:
    (other,) = patients.find_patients(day.house, day.nurse, "other")
    before = json.loads(patient_record.export_patient(day.house, day.nurse, other.id).text)

    erase(day)

    after = json.loads(patient_record.export_patient(day.house, day.nurse, other.id).text)
    assert {**after, "audit": 0} == {**before, "audit": 0}
    assert after["audit"][: len(before["audit"])] == before["audit"]


def test_the_erased_patient_is_shown_nowhere_and_no_screen_breaks(day: Cast) -> None:
    session_id = next(iter(sessions.list_sessions(day.house, day.nurse))).id
    handed = everything(day.house.engine)[metadata.tables["handovers"]][0]["id"]

    erase(day)

    assert patients.find_patients(day.house, day.nurse, "maya") == ()
    assert len(patients.find_patients(day.house, day.nurse, "")) == 1
    assert sessions.list_sessions(day.house, day.nurse) == ()
    for act in (
        lambda: sessions.read_session(day.house, day.nurse, session_id),
        lambda: sessions.start_session(day.house, day.nurse, day.new_session()),
        lambda: patients.read_patient(day.house, day.nurse, day.patient.id),
        lambda: patient_record.export_patient(day.house, day.nurse, day.patient.id),
    ):
        with pytest.raises(NotFound):
            act()
    (chair,) = handover.read_handover(day.house, day.nurse, handed).chairs
    assert chair.now is None or chair.now.session is None
    compare_states(day.house, day.house.engine, day.house.engine)


def test_the_database_refuses_changes_again_afterwards(day: Cast) -> None:
    before = triggers(day.house.engine)

    erase(day)

    assert triggers(day.house.engine) == before
    assert len(before) >= 2 * len(APPEND_ONLY)
    with day.house.engine.connect() as connection, pytest.raises(Conflict, match="contradicts"):
        connection.execute(update(decisions).values(reason="x"))


def triggers(engine: Engine) -> list[Any]:
    asked = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(asked))]


def test_an_erasure_that_breaks_off_leaves_everything_and_every_trigger(
    day: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, protected = everything(day.house.engine), triggers(day.house.engine)

    def broken(*_: object, **__: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(Writing, "audit", broken)
    with pytest.raises(OSError, match="the power went"):
        erase(day)

    assert everything(day.house.engine) == before
    assert triggers(day.house.engine) == protected


def test_it_is_refused_while_the_record_must_be_kept(day: Cast) -> None:
    house = replace(day.house, retention_years=10)
    due = NewErasure("the time is over")
    with pytest.raises(Conflict, match="must still be kept"):
        erase(day, due)
    day.clock.move(days=3650)
    with pytest.raises(Conflict, match="must still be kept"):
        erase_patient(house, day.administrator, day.patient.id, due)
    assert list_past_retention(house, day.administrator) == ()

    day.clock.move(days=4)

    past = list_past_retention(house, day.administrator)
    assert day.patient.id in {one.patient_id for one in past}
    assert erase_patient(house, day.administrator, day.patient.id, due).sessions == 1
    assert day.patient.id not in {
        one.patient_id for one in list_past_retention(house, day.administrator)
    }
    assert not of(day).erasures[0].lawful_request


def test_all_that_is_past_its_time_is_erased_each_by_an_entry_of_its_own(day: Cast) -> None:
    house = replace(day.house, retention_years=1)
    day.clock.move(days=400)
    fresh = NewPatient("DEMO Fresh Face", date(1990, 1, 1))
    kept = patients.register_patient(house, day.nurse, fresh)

    gone = erase_past_retention(house, day.administrator)

    found = of(day)
    assert found.faults == []
    assert len(gone) == len(found.erasures) == 2
    assert [one.id for one in patients.find_patients(house, day.nurse, "")] == [kept.id]


def test_no_patient_of_another_clinic_is_listed_or_erased_by_retention(day: Cast) -> None:
    house, here = replace(day.house, retention_years=1), day.nurse.clinic_id
    theirs = patients.register_patient(
        house, day.stranger, NewPatient("DEMO Of Elsewhere", date(1960, 1, 1))
    )
    day.clock.move(days=400)
    before = of_others(day.house.engine, here)

    listed: list[LastAct] = []
    gone = erase_past_retention(house, day.administrator, listed=listed.extend)

    assert len(gone) == len(listed) == 2
    assert theirs.id not in {one.patient_id for one in listed}
    assert of_others(day.house.engine, here) == before
    with pytest.raises(NotFound):
        erase_patient(house, day.administrator, theirs.id, LAWFUL)
    assert of_others(day.house.engine, here) == before
    assert [one.patient_id for one in list_past_retention(house, day.stranger)] == [theirs.id]


def of_others(engine: Engine, clinic_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every other clinic."""
    return {
        table.name: [row for row in rows if row["clinic_id"] != clinic_id]
        for table, rows in everything(engine).items()
    }


def test_when_something_was_last_done_is_the_same_of_one_and_of_all(day: Cast) -> None:
    with day.house.reading(day.nurse.clinic_id) as look:
        told = last_acts(look)
        found = [rows_about(look, one.patient_id) for one in told]

    assert len(told) == 2
    assert [last_act_of(rows) for rows in found if rows is not None] == told


def test_without_a_setting_nothing_is_ever_due(day: Cast) -> None:
    day.clock.now += timedelta(days=36500)

    assert list_past_retention(day.house, day.administrator) == ()


def test_february_29_has_a_day_before_it() -> None:
    clock = SettableClock()
    leap = clock.now.replace(year=2028, month=2, day=29)

    assert erasure.kept_since(leap, 1) == leap.replace(year=2027, day=28)


def test_it_is_refused_while_a_session_is_open(cast: Cast) -> None:
    cast.start()

    with pytest.raises(Conflict, match="open"):
        erase(cast)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (replace(LAWFUL, name="DEMO Other Person"), "name"),
        (replace(LAWFUL, reason="Maya asked for it"), "reason"),
        (replace(LAWFUL, reason=" "), "reason"),
        (replace(LAWFUL, reason="asked by d-1001"), "reason"),
        (replace(LAWFUL, reason="asked by D 1001 in writing"), "reason"),
        (replace(LAWFUL, reason="born 14.04.1987"), "reason"),
        (replace(LAWFUL, reason="born 4/14/87"), "reason"),
        (replace(LAWFUL, reason="born on 14 April 1987"), "reason"),
    ],
)
def test_what_is_asked_back_must_fit(cast: Cast, new: NewErasure, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        erase(cast, new)

    assert refused.value.field == field
    assert erase(cast, replace(LAWFUL, name="demo maya lindqvist")).sessions == 0


def test_nobody_is_erased_twice(cast: Cast) -> None:
    erase(cast)

    with pytest.raises(Conflict, match="erased before"):
        erase(cast)


def test_it_is_refused_where_the_record_is_not_as_it_was_written(engine: Engine) -> None:
    cast = a_day(engine)
    tampering.drop_protection(engine)
    with engine.begin() as connection:
        connection.execute(update(patient_table).values(allergies="none"))

    with pytest.raises(Conflict, match="not as it was written"):
        erase(cast)


@pytest.fixture(scope="module", params=ENGINES)
def victim(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Victim]:
    """A day after which a patient was erased, for somebody who holds the database."""
    if request.param == "sqlite":
        made = fresh_sqlite(tmp_path_factory.mktemp("erased"))
        yield _erased(made)
        made.dispose()
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server")) as made:
        yield _erased(made)


def _erased(engine: Engine) -> Victim:
    cast = a_day(engine)
    erase(cast)
    return tampering.victim_of(engine, cast.nurse.clinic_id)


def first(victim: Victim, tamper: Callable[[Connection], object]) -> Fault:
    with victim.open() as connection:
        tamper(connection)
        fault = victim.verdict(connection).first
    assert fault is not None, "it was not found"
    return fault


def test_it_is_whole_before_anybody_tampers(victim: Victim) -> None:
    with victim.open() as connection:
        found = victim.verdict(connection, against=True)

    assert (found.faults, len(found.erasures)) == ([], 1)


@pytest.mark.parametrize("column", Columns, ids=[column.name for column in Columns])
def test_a_change_of_any_entry_redacted_or_not_is_still_found(victim: Victim, column: Any) -> None:
    for entry in tampering.some(victim.engine, victim.chain, Columns.index(column)):
        value = tampering.spoiled(column, entry[column.name])
        fault = first(
            victim,
            lambda on, it=entry, to=value: tampering.set_entry(on, it, **{column.name: to}),  # type: ignore[misc]
        )
        assert fault.table == "audit_entries"
        assert fault.seq is not None
        if entry["action"] == AuditAction.PATIENT_ERASED.value:  # it no longer speaks for others
            assert fault.seq <= entry["seq"]
        else:
            assert fault.seq in {entry["seq"], entry["seq"] + 1}


def _rows_to_try(victim: Victim) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Of every table, however few rows it has."""
    tables = sorted({table for table, _ in victim.rows}, key=lambda table: table.name)
    for turn, table in enumerate(tables):
        rows = [one for one in victim.rows if one[0] is table]
        yield from tampering.some(victim.engine, rows, turn)


def test_a_change_of_any_row_that_is_left_is_still_found(victim: Victim) -> None:
    tried = list(_rows_to_try(victim))
    assert {table for table, _ in tried} == {table for table, _ in victim.rows}
    assert {table for table, _ in tried} >= {patient_table, session_table, decisions}
    for table, row in tried:
        key = [column == row[column.name] for column in table.primary_key]
        names = [name for name in row if name not in {it.name for it in table.primary_key}]
        for name in names if table in BLANK else names[:1]:
            if table is session_table and name in {
                "chair_id",
                "closed_at",
                "closed_to",
                "last_seq",
            }:
                continue
            value = tampering.spoiled(table.c[name], row[name])
            statement = update(table).where(*key).values({name: value})
            assert first(victim, lambda on, it=statement: on.execute(it)).table == table.name  # type: ignore[misc]


def test_a_row_that_comes_back_is_found(victim: Victim) -> None:
    with victim.engine.connect() as connection:
        asked = select(session_table).where(session_table.c.clinic_id == victim.clinic_id)
        session = connection.execute(asked).one()
    row = {
        "clinic_id": victim.clinic_id, "session_id": session.id, "seq": 1, "id": "x",
        "kind": "note", "at": session.started_at, "claimed_at": session.started_at,
        "received_at": session.started_at, "by_role": "nurse", "person_id": session.started_by,
        "body": {"text": "She said so."},
    }  # fmt: skip

    fault = first(victim, lambda on: on.execute(insert(session_events).values(**row)))

    assert (fault.table, fault.what) == ("session_events", "inserted")


def test_an_erasure_without_its_entry_is_found(engine: Engine) -> None:
    """Somebody who holds the database does all of it, and leaves the entry out."""
    cast = a_day(engine)
    victim = tampering.victim_of(engine, cast.nurse.clinic_id)
    erased = {
        table: delete(table).where(table.c.clinic_id == victim.clinic_id) for table in REMOVED
    }
    blanked = {
        table: update(table).where(table.c.clinic_id == victim.clinic_id).values(**values)
        for table, values in BLANK.items()
        if values and table is not handover_chairs
    } | {
        handover_chairs: update(handover_chairs)
        .where(handover_chairs.c.clinic_id == victim.clinic_id)
        .values(shown={})
    }
    for table, statement in {**erased, **blanked}.items():
        if table.name == "patient_words":
            continue  # only what patients are found by: nothing is proved of it
        with victim.open() as connection:
            connection.execute(statement)
            told = victim.verdict(connection).faults
        assert table.name in {fault.table for fault in told}

    def everything_at_once(connection: Connection) -> None:
        for statement in (*erased.values(), *blanked.values()):
            connection.execute(statement)

    assert first(victim, everything_at_once).seq is not None


def test_an_erasure_whose_entry_was_taken_away_is_found(victim: Victim) -> None:
    erasing = victim.chain[-1]
    assert erasing["action"] == AuditAction.PATIENT_ERASED.value

    assert first(victim, lambda on: tampering.remove_entry(on, erasing)) is not None


def _appended(victim: Victim, connection: Connection, entry: dict[str, Any]) -> None:
    """Add an entry at the end as the program would, the clinic's row too."""
    last = victim.chain[-1]
    made = {**last, **entry, "seq": last["seq"] + 1, "previous_hash": last["hash"]}
    made["hash"] = link(made)
    connection.execute(insert(audit_entries).values(**made))
    clinics = metadata.tables["clinics"]
    here = clinics.c.clinic_id == victim.clinic_id
    connection.execute(
        update(clinics).where(here).values(audit_seq=made["seq"], audit_hash=made["hash"])
    )


def _nothing(patient_id: str) -> dict[str, Any]:
    """What an erasure says that redacted and removed nothing."""
    return {
        "patient": patient_id, "lawful_request": True, "sessions": [], "entries": [], "removed": {},
    }  # fmt: skip


def test_no_other_entry_may_name_a_row_anew(victim: Victim) -> None:
    table, row = next((table, row) for table, row in victim.rows if table.name == "duties")
    named = {"rows": {table.name: [[row["id"], "0" * 64]]}}

    def tamper(connection: Connection) -> None:
        _appended(victim, connection, {"action": "room:duty:set", "detail": named})

    assert "names it again" in first(victim, tamper).note


def test_an_erasure_cannot_rewrite_what_it_may_only_blank(victim: Victim) -> None:
    table, row = next(
        (table, row) for table, row in victim.rows
        if table is patient_table and row["name"] != "-"
    )  # fmt: skip
    changed = {**row, "allergies": "none"}
    said = _nothing(row["id"])
    named = {"rows": {table.name: [[row["id"], row_digest(table, changed)]]}, "erased": said}

    def tamper(connection: Connection) -> None:
        key = [column == row[column.name] for column in table.primary_key]
        connection.execute(update(table).where(*key).values(allergies="none"))
        entry = {"action": AuditAction.PATIENT_ERASED.value, "subject_id": row["id"]}
        _appended(victim, connection, {**entry, "detail": named})

    assert "none of what that may leave" in first(victim, tamper).note


def test_an_erasure_cannot_redact_entries_about_somebody_else(victim: Victim) -> None:
    target = next(it for it in victim.chain if it["action"] == AuditAction.CHAIR_ADDED.value)
    redacted = [target["seq"], "apart", parts(target["detail"])[0]]
    said = {**_nothing("x"), "entries": [redacted]}

    def tamper(connection: Connection) -> None:
        tampering.set_entry(connection, target, detail={"erased": True})
        entry = {"action": AuditAction.PATIENT_ERASED.value, "detail": {"erased": said}}
        _appended(victim, connection, entry)

    assert first(victim, tamper).seq == target["seq"]


def test_the_audit_names_an_identifier_by_no_value_that_says_who_it_is(day: Cast) -> None:
    details = told([row["detail"] for row in everything(day.house.engine)[audit_entries]])

    assert "patient_identifiers" in details
    assert "D-1001" not in details
    assert of(day).faults == []


def test_what_an_erasure_takes_out_of_an_entry_is_what_it_removes_or_blanks() -> None:
    kept = {"register_entries"}  # their rows stay, and only a reversal is named anew
    assert {table.name for table in (*REMOVED, *BLANK)} - kept == TAKEN_OUT


def _recorded(victim: Victim) -> dict[str, Any]:
    return next(
        one for one in victim.chain
        if one["action"] == "session:events:record" and "session_events" in one["detail"]["rows"]
    )  # fmt: skip


def _rewritten(victim: Victim, connection: Connection, redacted: dict[str, Any]) -> dict[str, Any]:
    """Give an entry of the chain another author and other rows; answers what stands there now."""
    entry = _recorded(victim)
    somebody = next(one["person_id"] for one in victim.chain
                    if one["person_id"] not in {None, entry["person_id"]})  # fmt: skip
    changed = {"person_id": somebody, "detail": redacted}
    tampering.set_entry(connection, entry, **changed)
    return {**entry, **changed}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    """A day after which nobody was erased."""
    made = fresh_sqlite(tmp_path_factory.mktemp("whole"))
    yield tampering.victim_of(made, a_day(made).nurse.clinic_id)
    made.dispose()


@pytest.mark.parametrize("how", ["apart", "whole"])
@pytest.mark.parametrize("keeps_its_rows", [True, False])
def test_a_forged_erasure_gives_no_entry_another_author_or_content(
    whole: Victim, how: str, keeps_its_rows: bool
) -> None:
    entry = _recorded(whole)
    detail = entry["detail"] if keeps_its_rows else {"erased": True}

    def tamper(connection: Connection) -> None:
        made = _rewritten(whole, connection, detail)
        digest = link_whole(made) if how == "whole" else parts(entry["detail"])[0]
        said = {**_nothing("nobody"), "sessions": [entry["session_id"]],
                "entries": [[entry["seq"], how, digest]]}  # fmt: skip
        forged = {"action": AuditAction.PATIENT_ERASED.value, "subject_id": "nobody",
                  "session_id": None}  # fmt: skip
        _appended(whole, connection, {**forged, "detail": {"erased": said}})

    assert first(whole, tamper).seq == entry["seq"]


@pytest.mark.parametrize("how", ["apart", "whole"])
def test_not_even_a_real_erasure_s_words_cover_another_author(victim: Victim, how: str) -> None:
    """The forger takes the patient's own erasure and lets a second one speak for the entry."""
    entry = next(one for one in victim.chain
                 if one["detail"] == {"erased": True} and one["person_id"])  # fmt: skip
    somebody = next(one["person_id"] for one in victim.chain
                    if one["person_id"] not in {None, entry["person_id"]})  # fmt: skip
    last = victim.chain[-1]

    def tamper(connection: Connection) -> None:
        tampering.set_entry(connection, entry, person_id=somebody)
        digest = link_whole({**entry, "person_id": somebody}) if how == "whole" else "0" * 64
        said = {**last["detail"]["erased"], "entries": [[entry["seq"], how, digest]]}
        _appended(victim, connection, {"detail": {**last["detail"], "erased": said}})

    assert first(victim, tamper).seq == entry["seq"]


def test_an_erasure_of_nobody_is_a_fault_by_itself(whole: Victim) -> None:
    def tamper(connection: Connection) -> None:
        forged = {"action": AuditAction.PATIENT_ERASED.value, "subject_id": "nobody"}
        _appended(whole, connection, {**forged, "detail": {"erased": _nothing("nobody")}})

    assert "called an erasure" in first(whole, tamper).note


def test_an_erasure_makes_no_block_of_rows(whole: Victim) -> None:
    """A row too many, and an erasure that says it had always been there."""
    table, row = next(
        (table, row) for table, row in whole.rows
        if table.name == "register_entries" and row["reverses_id"] is None
    )  # fmt: skip
    more = {**row, "id": "one-too-many", "amount_mg": 999.0}
    patient = next(row for table, row in whole.rows if table is patient_table)

    def tamper(connection: Connection) -> None:
        connection.execute(insert(table).values(**more))
        block = [1, block_digest([row_digest(table, more)])]
        forged = {"action": AuditAction.PATIENT_ERASED.value, "subject_id": patient["id"]}
        detail = {"erased": _nothing(patient["id"]), "sealed": {table.name: block}}
        _appended(whole, connection, {**forged, "detail": detail})

    with whole.open() as connection:
        tamper(connection)
        found = whole.verdict(connection).faults
    assert {one.table for one in found} >= {"register_entries", "audit_entries"}


def test_an_erasure_names_no_handover_that_was_not_the_patient_s(whole: Victim) -> None:
    """Of somebody else, rightly blanked; the end of another patient's handover named with it."""
    other = next(
        row for table, row in whole.rows
        if table is patient_table and "D-2002" in str(row["identifiers"])
    )  # fmt: skip
    ending = next(row for table, row in whole.rows if table.name == "handover_endings")
    table = metadata.tables["handover_endings"]
    blank = {**other, **BLANK[patient_table]}
    changed = {**ending, "at": ending["at"] + timedelta(hours=1)}

    def tamper(connection: Connection) -> None:
        for its, row, values in ((patient_table, other, BLANK[patient_table]),
                                 (table, ending, {"at": changed["at"]})):  # fmt: skip
            connection.execute(update(its).where(tampering.where(its, row)).values(**values))
        rows = {
            patient_table.name: [[other["id"], row_digest(patient_table, blank)]],
            table.name: [[ending["handover_id"], row_digest(table, changed)]],
        }
        detail = {"erased": _nothing(other["id"]), "rows": rows}
        forged = {"action": AuditAction.PATIENT_ERASED.value, "subject_id": other["id"]}
        _appended(whole, connection, {**forged, "detail": detail})

    fault = first(whole, tamper)
    assert (fault.table, "none of what" in fault.note) == ("handover_endings", True)


def test_no_later_entry_seals_anew(whole: Victim) -> None:
    table, row = next((table, row) for table, row in whole.rows if table.name == "register_entries")
    more = {**row, "id": "one-too-many", "reverses_id": None, "reason": None}

    def tamper(connection: Connection) -> None:
        connection.execute(insert(table).values(**more))
        block = [1, block_digest([row_digest(table, more)])]
        forged = {
            "action": AuditAction.RECORD_SEALED.value,
            "detail": {"sealed": {table.name: block}},
        }
        _appended(whole, connection, forged)

    assert "may not" in first(whole, tamper).note
