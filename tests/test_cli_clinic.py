"""A clinic made, served, copied and put back from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from monitor.bootstrap import build_house
from monitor.services.sign_in import sign_in_with_password
from monitor.settings import Settings
from monitor.store.engine import open_engine
from monitor.store.tables import metadata
from tests.command import Done, monitor
from tests.databases import about_a_file, url_for

WRONG_USE = 2
PASSWORD = "a long pass phrase"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a migrated database and its first administrator."""
    made = monitor("migrate", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    added = add(tmp_path, "iris", "Iris Vega", "administrator")
    assert added.returncode == 0, added.stderr
    return tmp_path


def add(folder: Path, login: str, name: str, role: str, *more: str) -> Done:
    arguments = ("user", "add", login, "--name", name, "--role", role, *more)
    return monitor(*arguments, folder=folder, said=f"{PASSWORD}\n", MONITOR_CLINIC_NAME="DEMO")


def asked(folder: Path, said: str) -> list[tuple[Any, ...]]:
    """What the clinic's database answers."""
    engine = open_engine(url_for(folder / "var" / "monitor.db"))
    with engine.begin() as connection:
        found = connection.execute(text(said))
        rows = [tuple(row) for row in found] if found.returns_rows else []
    engine.dispose()
    return rows


def people(folder: Path) -> list[str]:
    return [login for (login,) in asked(folder, "SELECT login FROM people ORDER BY login")]


def test_migrating_twice_changes_nothing(folder: Path) -> None:
    again = monitor("migrate", folder=folder)

    assert again.returncode == 0
    assert again.stdout == "the database is up to date\n"


def test_the_first_person_must_be_an_administrator(tmp_path: Path) -> None:
    monitor("migrate", folder=tmp_path)

    refused = add(tmp_path, "nora", "Nora Fielding", "nurse")

    assert refused.returncode == WRONG_USE
    assert "administrator" in refused.stderr
    assert people(tmp_path) == []


def test_later_people_are_added_by_an_administrator(folder: Path) -> None:
    nobody = add(folder, "nora", "Nora Fielding", "nurse")
    added = add(folder, "nora", "Nora Fielding", "nurse", "--acting", "iris")
    by_nurse = add(folder, "jonas", "Jonas Brandt", "nurse", "--acting", "nora")

    assert nobody.returncode == WRONG_USE
    assert "--acting" in nobody.stderr
    assert added.returncode == 0
    assert by_nurse.returncode == WRONG_USE
    assert people(folder) == ["iris", "nora"]


def test_chairs_are_put_into_the_room_once_each(folder: Path) -> None:
    put = monitor("chair", "add", "3", "--room", "East", "--acting", "iris", folder=folder)
    twice = monitor("chair", "add", "3", "--acting", "iris", folder=folder)

    assert put.returncode == 0, put.stderr
    assert twice.returncode == WRONG_USE


def test_a_password_is_kept_only_as_a_hash(folder: Path) -> None:
    assert PASSWORD not in str(everything(folder))


def everything(folder: Path) -> list[object]:
    """Every row of the database."""
    return [asked(folder, f"SELECT * FROM {table}") for table in metadata.tables]


@pytest.mark.parametrize("password", ["", "short", "Password2026!"])
def test_a_password_that_protects_nothing_is_refused(folder: Path, password: str) -> None:
    file = folder / "password"
    file.write_text(password)

    refused = add(folder, "x1", "X", "nurse", "--acting", "iris", "--password-file", str(file))

    assert refused.returncode == WRONG_USE
    assert "password" in refused.stderr
    assert people(folder) == ["iris"]


def test_a_token_is_the_only_thing_on_standard_output(folder: Path) -> None:
    made = monitor("token", "create", "iris", "--name", "outbox", folder=folder)

    assert made.returncode == 0
    token = made.stdout.strip()
    assert len(token) >= 32
    assert "\n" not in token
    assert token not in str(everything(folder))


def test_a_token_is_made_for_what_it_is_to_do(folder: Path) -> None:
    made = monitor(
        "token", "create", "iris", "--name", "x", "--may", "read", "--may", "audit", folder=folder
    )
    unknown = monitor("token", "create", "iris", "--name", "x", "--may", "write", folder=folder)
    useless = monitor("token", "create", "iris", "--name", "x", "--may", "record", folder=folder)

    assert made.returncode == 0, made.stderr
    assert "May: audit, read." in made.stderr
    assert unknown.returncode == WRONG_USE
    assert "read, record, export, audit" in unknown.stderr
    assert useless.returncode == WRONG_USE
    assert useless.stdout == unknown.stdout == ""


@about_a_file
def test_a_backup_put_back_holds_the_same_people(folder: Path) -> None:
    copied = monitor("backup", "copy.db", folder=folder)
    add(folder, "nora", "Nora Fielding", "nurse", "--acting", "iris")

    kept = monitor("restore", "copy.db", folder=folder)
    put_back = monitor("restore", "copy.db", "--replace", folder=folder)

    assert copied.returncode == 0, copied.stderr
    assert kept.returncode == WRONG_USE
    assert "--replace" in kept.stderr
    assert put_back.returncode == 0, put_back.stderr
    assert people(folder) == ["iris"]
    assert "0 sign-ins and 0 access tokens" in put_back.stdout
    assert "look through the people" in put_back.stdout


@about_a_file
def test_no_sign_in_and_no_token_comes_back_with_a_backup(folder: Path) -> None:
    """Who was let in when the backup was made may have been put out since."""
    made = monitor("token", "create", "iris", "--name", "a feed", folder=folder)
    assert made.returncode == 0, made.stderr
    _sign_in(folder)
    assert monitor("backup", "copy.db", folder=folder).returncode == 0

    put_back = monitor("restore", "copy.db", "--replace", folder=folder)

    assert put_back.returncode == 0, put_back.stderr
    assert "1 sign-ins and 1 access tokens" in put_back.stdout
    assert asked(folder, "SELECT count(*) FROM tokens") == [(0,)]
    assert asked(folder, "SELECT ended_by FROM sign_ins") == [("ended",)]
    last = "SELECT action FROM audit_entries ORDER BY seq DESC LIMIT 1"
    assert asked(folder, last) == [("clinic:backup:restore",)]
    assert monitor("verify", folder=folder).returncode == 0


def _sign_in(folder: Path) -> None:
    """Somebody at a desk when the backup is made."""
    house = build_house(Settings(database_url=url_for(folder / "var" / "monitor.db")))
    sign_in_with_password(house, "iris", PASSWORD, None)
    house.engine.dispose()


def test_a_backup_never_overwrites_a_file(folder: Path) -> None:
    (folder / "copy.db").write_text("something dear")

    refused = monitor("backup", "copy.db", folder=folder)

    assert refused.returncode == WRONG_USE
    assert (folder / "copy.db").read_text() == "something dear"


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 99])
def test_what_is_no_backup_is_not_put_back(folder: Path, content: bytes) -> None:
    (folder / "bad.db").write_bytes(content)

    refused = monitor("restore", "bad.db", "--replace", folder=folder)

    assert refused.returncode == WRONG_USE
    assert "Traceback" not in refused.stderr
    assert people(folder) == ["iris"]


def test_a_backup_into_a_folder_that_is_none_is_refused(folder: Path) -> None:
    refused = monitor("backup", "nowhere/copy.db", folder=folder)

    assert refused.returncode == WRONG_USE
    assert len(refused.stderr.splitlines()) == 1


def test_an_older_database_is_not_served_before_it_is_brought_up(folder: Path) -> None:
    asked(folder, "DELETE FROM alembic_version")

    refused = monitor("serve", folder=folder)

    assert refused.returncode == WRONG_USE
    assert "monitor migrate" in refused.stderr


def test_replay_prints_answers_and_nothing_else(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(
        'title = "Nothing known"\nprotocol = "ketamine-iv"\nzone = "UTC"\n'
        "[[ask]]\nat = 2026-03-02T12:30:00Z\n[ask.expect]\nphase = 'expected'\n"
    )

    done = monitor("replay", str(case), folder=tmp_path)

    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["phase"] for one in answers] == ["expected"]
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["gone.toml", "."])
def test_replay_of_what_is_no_file_is_exit_2(tmp_path: Path, name: str) -> None:
    done = monitor("replay", name, folder=tmp_path)

    assert done.returncode == WRONG_USE
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert name in done.stderr


def test_replay_needs_none_of_the_libraries_of_the_screens() -> None:
    code = (
        "import sys; import monitor.cli, monitor.cli.replaying\n"
        "heavy = {'dash', 'pandas', 'plotly', 'sqlalchemy', 'fastapi', 'numpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
