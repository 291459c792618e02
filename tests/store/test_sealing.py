"""A database from before rows were named in the chain: sealed as it is, and never called fine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, Table, delete, insert, inspect, select, update

from monitor.services.erasure import NewErasure, erase_patient
from monitor.services.founding import console_actor
from monitor.store.chain import START, digest, link_whole
from monitor.store.covering import COVERED, FACTS
from monitor.store.engine import for_writing, open_engine
from monitor.store.migrate import migrate, migrations
from monitor.store.row_walk import RowWalk
from monitor.store.sealing import name_settings
from monitor.store.tables import audit_entries, clinics, metadata, session_events
from monitor.store.verifying import Verdict, verify
from monitor.store.vouched import Vouched
from tests.databases import ENGINES, bare_postgresql, fresh_sqlite
from tests.people import SettableClock, build_house
from tests.store import tampering

ROLES_OF_THEN = {"nurse", "physician", "administrator"}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The rows of a day, the chain written as it was before."""
    engine = fresh_sqlite(tmp_path_factory.mktemp("day"))
    tampering.play(engine)
    with engine.connect() as connection:
        rows = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    _write_as_before(rows)
    return rows


def _write_as_before(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Take the names of rows out of the chain, and put in one digest for recorded events."""
    rows["person_roles"] = [one for one in rows["person_roles"] if one["role"] in ROLES_OF_THEN]
    previous: dict[str, str] = {}
    for identifier in rows["patient_identifiers"]:
        del identifier["id"]  # they had none
    events = {row["id"]: row for row in rows["session_events"]}
    for entry in sorted(rows["audit_entries"], key=lambda each: (each["clinic_id"], each["seq"])):
        detail = {k: v for k, v in entry["detail"].items() if k not in ("rows", "sealed")}
        if entry["action"] == "session:events:record":
            listed = [events[each] for each in detail["events"]]
            names = ("seq", "id", "kind", "at", "body")
            detail["digest"] = digest([[one[name] for name in names] for one in listed])
        entry |= {"detail": detail, "previous_hash": previous.get(entry["clinic_id"], START)}
        entry["hash"] = previous[entry["clinic_id"]] = link_whole(entry)
    for clinic in rows["clinics"]:
        clinic["audit_hash"] = previous[clinic["clinic_id"]]


@pytest.fixture(params=ENGINES)
def older(
    request: pytest.FixtureRequest, tmp_path: Path, day: dict[str, list[dict[str, Any]]]
) -> Iterator[Engine]:
    """A database of the step before, with that day in it."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'older.sqlite'}", create=True)
        yield _filled(engine, day)
        engine.dispose()
        return
    with bare_postgresql(request.getfixturevalue("postgresql_server")) as engine:
        yield _filled(engine, day)


SINCE = frozenset({
    "course_scores", "emergency_accesses", "patient_versions", "protocol_drafts",
    "protocol_signatures",
})  # fmt: skip
"""Covered tables that a database of then did not have."""


def _filled(engine: Engine, day: dict[str, list[dict[str, Any]]]) -> Engine:
    with for_writing(engine).connect() as connection, connection.begin():
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        known = set(inspect(connection).get_table_names())
        for table in metadata.sorted_tables:
            if table.name in known and day[table.name]:
                connection.execute(insert(table), _as_then(connection, table, day[table.name]))
    return engine


def _as_then(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """These rows without the columns that a later step adds."""
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    return [{name: value for name, value in row.items() if name in there} for row in rows]


def _main(engine: Engine) -> Verdict:
    return next(each for each in verify(engine) if each.name == "DEMO Clinic")


def test_all_rows_are_kept_sealed_and_said_not_to_be_covered_before(
    older: Engine, day: dict[str, list[dict[str, Any]]]
) -> None:
    migrate(older)
    found = _main(older)

    here = found.clinic_id
    facts = sum(
        row["clinic_id"] == here
        for table in FACTS
        if table.name not in SINCE
        for row in day[table.name]
    )
    number = sum(
        row["clinic_id"] == here
        for table in COVERED
        if table.name not in SINCE
        for row in day[table.name]
    )
    entries = sum(row["clinic_id"] == here for row in day["audit_entries"])
    assert found.faults == []
    assert (found.rows, found.in_block, found.uncovered) == (number, facts, 0)
    assert found.entries == entries + 2


def test_a_patient_from_before_is_erased_and_the_rest_of_the_block_still_held(
    older: Engine,
) -> None:
    migrate(older)
    before = _main(older)
    with older.connect() as connection:
        patients = metadata.tables["patients"]
        asked = select(patients).where(patients.c.clinic_id == before.clinic_id)
        patient = connection.execute(asked.order_by(patients.c.registered_at)).first()
        assert patient is not None
    house = build_house(older, SettableClock())
    asked_for = NewErasure("asked for in writing", lawful_request=True)
    administrator = console_actor(house, "administrator")
    erase_patient(house, administrator, patient.id, asked_for)

    found = _main(older)
    assert (found.faults, len(found.erasures)) == ([], 1)
    assert 0 < found.in_block < before.in_block
    assert found.block_at == before.block_at
    with older.connect() as connection:
        details = str(connection.execute(select(audit_entries.c.detail)).all())
    assert patient.identifiers[0][1] not in details

    tampering.drop_protection(older)
    left = metadata.tables["register_entries"]
    with older.begin() as connection:
        connection.execute(update(left).values(amount_mg=1.5))
    assert {fault.table for fault in _main(older).faults} == {"register_entries"}


@pytest.mark.parametrize("what", ["changed", "removed", "inserted"])
def test_a_sealed_row_is_held_from_then_on(older: Engine, what: str) -> None:
    migrate(older)
    tampering.drop_protection(older)
    with older.begin() as connection:
        row = dict(connection.execute(select(metadata.tables["receipts"])).first()._mapping)  # type: ignore[union-attr]
        receipts = metadata.tables["receipts"]
        at = tampering.where(receipts, row)
        if what == "changed":
            connection.execute(update(receipts).where(at).values(event_ids=["another"]))
        elif what == "removed":
            connection.execute(delete(receipts).where(at))
        else:
            connection.execute(insert(receipts).values(**{**row, "key": "another"}))
    found = _main(older)

    assert [(fault.table, fault.what) for fault in found.faults] == [("receipts", what)]
    assert found.first is not None
    assert found.first.seq == found.entries - 1  # the last one names the settings


@pytest.mark.parametrize("what", ["changed", "removed", "inserted"])
def test_a_setting_from_before_is_held_from_then_on(older: Engine, what: str) -> None:
    migrate(older)
    tampering.drop_protection(older)
    with older.begin() as connection:
        choices, clinic = metadata.tables["protocol_choices"], metadata.tables["clinics"]
        here = select(clinic.c.clinic_id).where(clinic.c.name == "DEMO Clinic")
        asked = select(choices).where(choices.c.clinic_id.in_(here))
        row = dict(connection.execute(asked).first()._mapping)  # type: ignore[union-attr]
        at = tampering.where(choices, row)
        if what == "changed":
            connection.execute(update(choices).where(at).values(offered=not row["offered"]))
        elif what == "removed":
            connection.execute(delete(choices).where(at))
        else:
            connection.execute(insert(choices).values(**{**row, "protocol_id": "another"}))

    verdict = _main(older)
    assert [(fault.table, fault.what) for fault in verdict.faults] == [("protocol_choices", what)]


def test_settings_from_before_are_not_sealed_a_second_time(older: Engine) -> None:
    migrate(older)
    here = _main(older).clinic_id
    roles = metadata.tables["person_roles"]
    with older.begin() as connection:
        asked = select(roles).where(roles.c.clinic_id == here, roles.c.role == "nurse")
        row = dict(connection.execute(asked).first()._mapping)  # type: ignore[union-attr]
        connection.execute(insert(roles).values(**{**row, "role": "administrator"}))
        name_settings(connection, ["person_roles"])

    verdict = _main(older)
    assert [(fault.table, fault.what, fault.seq) for fault in verdict.faults] == [
        ("person_roles", "changed", verdict.entries),
        ("person_roles", "inserted", None),
    ]


def test_an_event_changed_before_the_seal_is_named_by_the_digest_of_then(older: Engine) -> None:
    tampering.drop_protection(older)
    with older.begin() as connection:
        kind = session_events.c.kind == "vitals"
        connection.execute(update(session_events).where(kind).values(body={"systolic_mmhg": 1}))
    migrate(older)
    found = _main(older)

    assert [(fault.table, fault.what) for fault in found.faults] == [("session_events", "changed")]
    assert found.first is not None
    assert found.first.seq is not None
    assert found.first.seq < found.entries


def test_an_entry_of_then_whose_instants_came_in_another_zone_is_whole(older: Engine) -> None:
    """Digests of then took an instant with the offset that it was sent with."""
    with older.connect() as connection:
        entry = connection.execute(
            select(audit_entries).where(audit_entries.c.action == "session:events:record")
        ).first()
        assert entry is not None
    here = timezone(timedelta(hours=5, minutes=45))
    with older.connect() as connection:
        listed = connection.execute(
            select(session_events).where(session_events.c.id.in_(entry.detail["events"]))
        ).all()
    rows = [
        [e.seq, e.id, e.kind, e.at.astimezone(here).isoformat(timespec="microseconds"), e.body]
        for e in sorted(listed, key=lambda each: each.seq)
    ]
    with older.connect() as connection, Vouched() as told:
        walk = RowWalk(connection, entry.clinic_id, told)
        ids = entry.detail["events"]
        assert walk._as_before(entry.session_id, ids, digest(rows))
        assert not walk._as_before(entry.session_id, ids, digest([*rows, 1]))


def test_each_clinic_s_chain_goes_on_after_the_seal(older: Engine) -> None:
    migrate(older)
    with older.connect() as connection:
        clinic = connection.execute(select(clinics)).first()
        assert clinic is not None
        here = audit_entries.c.clinic_id == clinic.clinic_id
        last = connection.execute(
            select(audit_entries).where(here).order_by(audit_entries.c.seq.desc())
        ).first()
    assert last is not None
    assert (last.action, last.seq, last.hash) == (
        "clinic:record:seal", clinic.audit_seq, clinic.audit_hash,
    )  # fmt: skip
