from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from monitor.errors import Conflict, StoreMissing
from monitor.store.engine import for_writing, open_engine
from monitor.store.migrate import bring_to, migrate, require_current
from monitor.store.tables import metadata


def test_a_migrated_database_has_exactly_the_tables_the_program_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_every_table_carries_the_clinic_in_its_key(engine: Engine) -> None:
    known = inspect(engine)
    tables = set(known.get_table_names()) - {"alembic_version"}

    assert tables == set(metadata.tables)
    for table in tables:
        assert known.get_pk_constraint(table)["constrained_columns"][0] == "clinic_id", table


def test_migrating_twice_changes_nothing_and_says_what_it_did(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.sqlite'}", create=True)
    first: list[str] = []
    second: list[str] = []

    migrate(engine, first.append)
    migrate(engine, second.append)
    engine.dispose()

    assert first[0].startswith("0001: ")
    assert second == ["the database is up to date"]


def test_a_database_of_a_newer_program_is_refused_and_left_alone(engine: Engine) -> None:
    with for_writing(engine).connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreMissing, match=r"newer version of this program \(step 9999\)"):
        migrate(engine)
    with pytest.raises(StoreMissing, match="newer version"):
        require_current(engine)


def test_a_database_without_tables_is_refused_with_the_command_to_run(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}", create=True)

    with pytest.raises(StoreMissing, match="monitor migrate"):
        require_current(engine)
    engine.dispose()


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'torn.sqlite'}", create=True)
    with for_writing(engine).connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE sessions (clinic_id TEXT)"))

    with pytest.raises(Exception, match="sessions already exists"):
        migrate(engine)

    assert inspect(engine).get_table_names() == ["sessions"]
    engine.dispose()


_CLINIC = (
    "INSERT INTO clinics (clinic_id, name, zone, version, audit_seq, audit_hash, founded_at)"
    " VALUES ('c1', 'DEMO Before', 'UTC', 7, 0, '0', '2026-03-02T20:00:00.000000+00:00')"
)
_PERSON = (
    "INSERT INTO people (clinic_id, id, login, name, password_hash, active, pin_failures,"
    " password_failures, added_at) VALUES ('c1', 'p1', 'iris', 'I. Demo', 'x', true, 0, 0,"
    " '2026-03-02T20:00:00.000000+00:00')"
)
_DEVICE = (
    "INSERT INTO devices (clinic_id, id, token_hash, registered_by, registered_at)"
    " VALUES ('c1', 'd1', 'x', 'p1', '2026-03-02T20:00:00.000000+00:00')"
)
_SIGN_IN = (
    "INSERT INTO sign_ins (clinic_id, id, token_hash, person_id, device_id, began_at, seen_at)"
    " VALUES ('c1', 's1', 'x', 'p1', 'd1', '2026-03-02T20:00:00.000000+00:00',"
    " '2026-03-02T20:00:00.000000+00:00')"
)
_CHAIR = "INSERT INTO chairs (clinic_id, id, label, room, place) VALUES ('c1', 'h1', '3', '', 1)"


def migrated_from_the_first(engine: Engine, *rows: str) -> None:
    """A database of the first version with these rows, brought up."""
    with for_writing(engine).connect() as connection, connection.begin():
        bring_to(connection, "0001")
        for row in rows:
            connection.execute(text(row))
    migrate(engine)


def test_a_clinic_of_the_first_version_keeps_all_it_had_and_all_it_could_do(
    unmigrated: Engine,
) -> None:
    migrated_from_the_first(unmigrated, _CLINIC, _PERSON, _DEVICE, _SIGN_IN, _CHAIR)

    with for_writing(unmigrated).connect() as connection, connection.begin():
        kept = connection.execute(text("SELECT name, version, revision FROM clinics")).one()
        assert tuple(kept) == ("DEMO Before", 7, 1)
        person = connection.execute(
            text("SELECT may_override, password_temporary, pin_temporary, phone FROM people")
        ).one()
        assert tuple(map(bool, person)) == (True, False, False, False)
        assert connection.execute(text("SELECT in_use FROM chairs")).scalar_one()
        offered = text("SELECT protocol_id FROM protocol_choices WHERE offered")
        assert len(connection.execute(offered).all()) == 5
        end = "UPDATE sign_ins SET ended_at = seen_at, ended_by = '{}' WHERE id = 's1'"
        connection.execute(text(end.format("ended")))
        with pytest.raises(Conflict):
            connection.execute(text(end.format("forgotten")))


_ROLE = "INSERT INTO person_roles (clinic_id, person_id, role) VALUES ('c1', 'p1', '{}')"


def test_after_the_ninth_step_people_can_be_auditors_and_read_only_and_nothing_else(
    unmigrated: Engine,
) -> None:
    migrated_from_the_first(unmigrated, _CLINIC, _PERSON, _ROLE.format("nurse"))

    with for_writing(unmigrated).connect() as connection, connection.begin():
        for role in ("auditor", "read-only"):
            connection.execute(text(_ROLE.format(role)))
        held = connection.execute(text("SELECT role FROM person_roles ORDER BY role")).scalars()
        assert list(held) == ["auditor", "nurse", "read-only"]
        with pytest.raises(Conflict):
            connection.execute(text(_ROLE.format("emperor")))
