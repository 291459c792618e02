"""A clinic moved and restored across databases: every row, every state, the chain's end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, inspect, select

from monitor.services import discharge
from monitor.services.same_states import compare_states
from monitor.store.carrying import heads_of
from monitor.store.contents import contents_of, differing
from monitor.store.engine import open_engine
from monitor.store.tables import metadata
from tests.command import Done, monitor
from tests.databases import fresh_sqlite
from tests.people import PINS, Cast, SettableClock, build_house, gather
from tests.services.acts import record
from tests.services.day import ready_session

WRONG_USE = 2
PASSPHRASE = "correct horse"
HIGH = {"systolic_mmhg": 182, "diastolic_mmhg": 78}
_numbers = count(1)


@pytest.fixture
def played(tmp_path: Path, clock: SettableClock) -> Cast:
    """A clinic with a session signed and one under way."""
    (tmp_path / "played").mkdir()
    cast = gather(build_house(fresh_sqlite(tmp_path / "played"), clock), clock)
    session_id = ready_session(cast)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])
    cast.clock.move(hours=3)
    second = cast.start().head.id
    record(
        cast, cast.nurse, second, cast.body("vitals", systolic_mmhg=182, diastolic_mmhg=78, id="v1")
    )
    cast.clock.move(minutes=2)
    record(cast, cast.nurse, second, cast.body("note", text="Ünïcode\n«quoted»"))
    corrected = cast.body("corrected", target="v1", reason="mistyped", systolic_mmhg=128)
    record(cast, cast.nurse, second, corrected)
    return cast


def run(folder: Path, *arguments: str, said: str = "", **settings: str) -> Done:
    return monitor(*arguments, folder=folder, said=said, **settings)


def file_url(file: Path) -> str:
    return f"sqlite:///{file}"


def played_url(cast: Cast) -> str:
    return file_url(Path(str(cast.house.engine.url.database)))


@pytest.fixture
def empty_url(postgresql_server: str) -> str:
    name = f"moving_{next(_numbers)}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgresql_server.replace("/postgres?", f"/{name}?")


def check_same(cast: Cast, url: str) -> None:
    """Every row, the end of every chain, every session at several instants."""
    other = open_engine(url)
    with cast.house.engine.connect() as here, other.connect() as there:
        assert differing(contents_of(here), contents_of(there)) == []
        assert heads_of(here) == heads_of(there)
        assert len(heads_of(here)) == 2
    compared = compare_states(cast.house, cast.house.engine, other)
    assert compared.sessions == 2
    assert compared.states >= 10
    other.dispose()


def tables_of(url: str) -> list[str]:
    engine = open_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_there_and_back_nothing_has_changed(played: Cast, empty_url: str, tmp_path: Path) -> None:
    back = file_url(tmp_path / "back.db")

    there = run(tmp_path, "migrate", "--from", played_url(played), "--to", empty_url)
    assert there.returncode == 0, there.stderr
    check_same(played, empty_url)
    home = run(tmp_path, "migrate", "--from", empty_url, "--to", back)
    assert home.returncode == 0, home.stderr
    check_same(played, back)

    assert "2 sessions told alike" in there.stdout
    assert "session_events" in there.stdout
    assert "audit of clinic" in there.stdout


def test_a_target_that_holds_anything_is_left_alone(
    played: Cast, empty_url: str, tmp_path: Path
) -> None:
    url = played_url(played)
    assert run(tmp_path, "migrate", "--from", url, "--to", empty_url).returncode == 0

    again = run(tmp_path, "migrate", "--from", url, "--to", empty_url)
    itself = run(tmp_path, "migrate", "--from", url, "--to", url)
    half = run(tmp_path, "migrate", "--from", url)
    other = run(tmp_path, "migrate", "--from", url, "--to", "mysql://x@y/z")

    assert [one.returncode for one in (again, itself, half, other)] == [WRONG_USE] * 4
    assert "not empty" in again.stderr
    assert "the same" in itself.stderr
    assert "go together" in half.stderr
    check_same(played, empty_url)


@pytest.mark.parametrize("table", ["audit_entries", "session_events", "patients"])
def test_what_did_not_arrive_as_it_was_leaves_the_target_empty(
    played: Cast, tmp_path: Path, empty_url: str, table: str
) -> None:
    """A trigger in the target changes one row on its way in."""
    damage = {
        "audit_entries": "detail = '{\"x\": 1}'",
        "session_events": "body = '{\"x\": 1}'",
        "patients": "name = 'DEMO Somebody'",
    }
    assert run(tmp_path, "migrate", MONITOR_DATABASE_URL=empty_url).returncode == 0
    with psycopg.connect(empty_url, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" NEW.{damage[table].replace(' = ', ' := ')}; RETURN NEW; END $$".encode()
        )
        connection.execute(
            f"CREATE TRIGGER spoil BEFORE INSERT ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION spoil()".encode()
        )

    refused = run(tmp_path, "migrate", "--from", played_url(played), "--to", empty_url)

    assert refused.returncode == WRONG_USE
    assert table in refused.stderr
    engine = open_engine(empty_url)
    assert rows_in(engine) == 0
    engine.dispose()


def rows_in(engine: Engine) -> int:
    with engine.connect() as connection:
        return sum(len(connection.execute(select(table)).all()) for table in metadata.sorted_tables)


def test_a_sealed_backup_of_either_is_restored_on_either(
    played: Cast, empty_url: str, postgresql_server: str, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text(PASSPHRASE + "\n")
    (tmp_path / "key").chmod(0o600)
    key = ("--passphrase-file", str(tmp_path / "key"))
    here = {"MONITOR_DATABASE_URL": played_url(played)}
    there = {"MONITOR_DATABASE_URL": empty_url}
    onto = {"MONITOR_DATABASE_URL": file_url(tmp_path / "restored" / "a.db")}
    rows = {"MONITOR_DATABASE_URL": file_url(tmp_path / "restored" / "b.db")}

    steps = [
        run(tmp_path, "backup", "a.sealed", *key, **here),
        run(tmp_path, "restore", "a.sealed", *key, **onto),
        run(tmp_path, "restore", "a.sealed", *key, **there),
        run(tmp_path, "backup", "b.sealed", *key, **there),
        run(tmp_path, "restore", "b.sealed", *key, **rows),
    ]

    assert [one.stderr for one in steps if one.returncode] == []
    for each in (onto, there, rows):
        check_same(played, each["MONITOR_DATABASE_URL"])
    for file in ("a.sealed", "b.sealed"):
        assert b"DEMO" not in (tmp_path / file).read_bytes()
        assert b"SQLite" not in (tmp_path / file).read_bytes()
    assert sorted(one.name for one in (tmp_path / "restored").iterdir()) == ["a.db", "b.db"]


def test_a_wrong_passphrase_or_a_changed_file_touches_nothing(
    played: Cast, empty_url: str, tmp_path: Path
) -> None:
    here = {"MONITOR_DATABASE_URL": played_url(played), "MONITOR_BACKUP_PASSPHRASE": PASSPHRASE}
    assert run(tmp_path, "backup", "a.sealed", **here).returncode == 0
    whole = (tmp_path / "a.sealed").read_bytes()
    (tmp_path / "cut.sealed").write_bytes(whole[:-1000])
    (tmp_path / "flip.sealed").write_bytes(whole[:90_000] + b"\x00\x01" + whole[90_002:])
    right = {"MONITOR_BACKUP_PASSPHRASE": PASSPHRASE}
    wrong = {"MONITOR_BACKUP_PASSPHRASE": "another horse"}
    places = (file_url(tmp_path / "new" / "x.db"), empty_url)

    for url in places:
        for name, how, word in (
            ("a.sealed", wrong, "does not open"),
            ("a.sealed", {}, "passphrase is needed"),
            ("cut.sealed", right, "cut short or changed"),
            ("flip.sealed", right, "cut short or changed"),
        ):
            told = run(tmp_path, "restore", name, MONITOR_DATABASE_URL=url, **how)
            assert told.returncode == WRONG_USE, (name, told.stdout)
            assert word in told.stderr
            assert len(told.stderr.splitlines()) == 1

    assert list((tmp_path / "new").iterdir()) == []
    assert tables_of(empty_url) == []


def test_a_backup_asked_to_be_sealed_is_never_made_in_clear(played: Cast, tmp_path: Path) -> None:
    here = {"MONITOR_DATABASE_URL": played_url(played)}

    refused = run(tmp_path, "backup", "a.sealed", "--encrypt", **here)

    assert refused.returncode == WRONG_USE
    assert "passphrase is needed" in refused.stderr
    assert not (tmp_path / "a.sealed").exists()


def test_an_earlier_backup_of_rows_goes_into_a_database_of_this_version(
    played: Cast, tmp_path: Path, empty_url: str
) -> None:
    """The file says its step: the tables of that step are made, filled, and then brought up."""
    assert run(tmp_path, "migrate", "--from", played_url(played), "--to", empty_url).returncode == 0
    with closing(sqlite3.connect(str(played.house.engine.url.database))) as database:
        step = database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    there = {"MONITOR_DATABASE_URL": empty_url}
    assert run(tmp_path, "backup", "rows.gz", **there).returncode == 0
    onto = {"MONITOR_DATABASE_URL": file_url(tmp_path / "rows.db")}

    restored = run(tmp_path, "restore", "rows.gz", **onto)

    assert restored.returncode == 0, restored.stderr
    with closing(sqlite3.connect(tmp_path / "rows.db")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone()[0] == step
    check_same(played, onto["MONITOR_DATABASE_URL"])


def test_how_the_backups_stand_is_told(played: Cast, tmp_path: Path) -> None:
    here = {"MONITOR_DATABASE_URL": played_url(played)}

    none = run(tmp_path, "backup", "--status", **here)
    missing = run(tmp_path, "backup", "--status", MONITOR_BACKUP_DIR=str(tmp_path), **here)
    nowhere = run(tmp_path, "backup", **here)

    assert none.returncode == 1
    assert "MONITOR_BACKUP_DIR" in none.stdout
    assert missing.returncode == 1
    assert "No backup has been made" in missing.stdout
    assert "MISSED" in missing.stdout
    assert nowhere.returncode == WRONG_USE
