"""What is a fact cannot be changed or removed through the application's own connection."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, select, text

from monitor.errors import BadInput
from monitor.services.erasure import NewErasure, erase_patient
from monitor.services.founding import console_actor, is_founded
from monitor.store.engine import open_engine
from monitor.store.rights import give_rights
from monitor.store.tables import APPEND_ONLY, metadata
from monitor.store.verifying import verify
from tests.databases import ENGINES, fresh_postgresql, fresh_sqlite
from tests.people import SettableClock, build_house
from tests.store import tampering

NAMES = sorted(table.name for table in APPEND_ONLY)
_DEEDS = (
    "UPDATE {table} SET clinic_id = clinic_id",
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
)


@pytest.fixture(scope="module", params=ENGINES)
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A day with rows in every table: a trigger of a row fires for rows alone."""
    if request.param == "sqlite":
        engine = fresh_sqlite(tmp_path_factory.mktemp("played"))
        tampering.play(engine)
        yield engine
        engine.dispose()
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server")) as engine:
        tampering.play(engine)
        yield engine


@pytest.mark.parametrize("table", NAMES)
def test_every_row_refuses_to_be_changed_or_removed(played: Engine, table: str) -> None:
    last = metadata.tables[table].columns.keys()[-1]
    for deed in _DEEDS:
        with played.connect() as connection, connection.begin():
            said = text(f"SELECT count(*) FROM {table}")
            assert connection.execute(said).scalar_one() > 0
            with pytest.raises(Exception, match=r"append-only|contradicts"):
                connection.execute(text(deed.format(table=table, column=last)))


@pytest.mark.parametrize("table", NAMES)
def test_no_row_is_replaced_and_no_table_emptied(played: Engine, table: str) -> None:
    on_sqlite = played.dialect.name == "sqlite"
    replaced = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    emptied = f"TRUNCATE {table} CASCADE"
    refused = pytest.raises(Exception, match=r"append-only|contradicts")
    with played.connect() as connection, connection.begin(), refused:
        connection.execute(text(replaced if on_sqlite else emptied))


@pytest.fixture(scope="module")
def servers_role(postgresql_server: str) -> Iterator[tuple[Engine, Engine]]:
    """The owner's engine, and that of the role the server signs in with."""
    with fresh_postgresql(postgresql_server) as owner:
        with psycopg.connect(postgresql_server, autocommit=True) as connection:
            connection.execute("CREATE ROLE monitor_server LOGIN PASSWORD 'demo'")
        give_rights(owner, "monitor_server")
        role = open_engine(owner.url.set(username="monitor_server", password="demo"))
        try:
            yield owner, role
        finally:
            role.dispose()
            with owner.begin() as connection:
                connection.execute(text("DROP OWNED BY monitor_server"))
                connection.execute(text("DROP ROLE monitor_server"))


def test_the_server_s_role_can_do_all_that_a_clinic_does(
    servers_role: tuple[Engine, Engine],
) -> None:
    _, role = servers_role
    tampering.play(role)

    assert [verdict.faults for verdict in verify(role)] == [[], []]


@pytest.mark.parametrize("table", [*NAMES, "patients", "patient_identifiers"])
def test_the_server_s_role_has_no_right_to_change_facts(
    servers_role: tuple[Engine, Engine], table: str
) -> None:
    _, role = servers_role
    deeds = ("UPDATE {t} SET clinic_id = clinic_id", "DELETE FROM {t}", "TRUNCATE {t} CASCADE",
             "ALTER TABLE {t} DISABLE TRIGGER ALL", "DROP TABLE {t} CASCADE")  # fmt: skip
    for deed in deeds:
        refused = pytest.raises(Exception, match="cannot be written to")
        with role.connect() as connection, connection.begin(), refused:
            connection.execute(text(deed.format(t=table)))


def test_the_server_s_role_changes_only_what_moves_in_a_session(
    servers_role: tuple[Engine, Engine],
) -> None:
    _, role = servers_role
    for column in ("patient_id", "dose_mg", "started_at", "drug"):
        refused = pytest.raises(Exception, match="cannot be written to")
        with role.connect() as connection, connection.begin(), refused:
            connection.execute(text(f"UPDATE sessions SET {column} = {column}"))


def test_the_server_s_role_erases_nobody_and_the_owner_of_the_tables_can(
    servers_role: tuple[Engine, Engine],
) -> None:
    owner, role = servers_role
    if not is_founded(build_house(role, SettableClock())):
        tampering.play(role)
    administrator = console_actor(build_house(role, SettableClock()), "administrator")
    patients = metadata.tables["patients"]
    with owner.connect() as connection:
        asked = select(patients.c.id).where(patients.c.clinic_id == administrator.clinic_id)
        patient_id = connection.execute(asked.order_by(patients.c.registered_at)).scalars().first()
    assert patient_id is not None
    new = NewErasure("asked for in writing", lawful_request=True)

    with pytest.raises(BadInput, match="owns the tables"):
        erase_patient(build_house(role, SettableClock()), administrator, patient_id, new)
    assert [(verdict.faults, verdict.erasures) for verdict in verify(role)] == [([], [])] * 2

    done = erase_patient(build_house(owner, SettableClock()), administrator, patient_id, new)
    assert done.sessions == 1
    assert [verdict.faults for verdict in verify(role)] == [[], []]


def test_rights_are_given_to_no_superuser_and_nobody_unknown(
    servers_role: tuple[Engine, Engine], tmp_path_factory: pytest.TempPathFactory
) -> None:
    owner, _ = servers_role
    with pytest.raises(BadInput, match="no role nobody"):
        give_rights(owner, "nobody")
    with pytest.raises(BadInput, match="superuser"):
        give_rights(owner, str(owner.url.username))
    with owner.begin() as connection:
        connection.execute(text("CREATE ROLE keeper NOLOGIN"))
        connection.execute(text("ALTER TABLE audit_entries OWNER TO keeper"))
        connection.execute(text('CREATE ROLE "one of %them" LOGIN IN ROLE keeper'))
    for belonging in ("keeper", "one of %them"):
        with pytest.raises(BadInput, match="owns the tables or belongs"):
            give_rights(owner, belonging)
    with owner.begin() as connection:
        connection.execute(text(f'ALTER TABLE audit_entries OWNER TO "{owner.url.username}"'))
    give_rights(owner, "one of %them")  # whatever the name holds, it is a name

    sqlite = fresh_sqlite(tmp_path_factory.mktemp("rights"))
    with pytest.raises(BadInput, match="SQLite"):
        give_rights(sqlite, "anybody")
    sqlite.dispose()
