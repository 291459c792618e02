"""`monitor verify`, as somebody runs it who wants to know whether the record can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.store.engine import open_engine
from monitor.store.migrate import migrate
from tests.command import Done, monitor
from tests.databases import about_a_file, copy_to, url_for
from tests.store import tampering


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = url_for(tmp_path_factory.mktemp("played") / "monitor.sqlite")
    engine = open_engine(url, create=True)
    migrate(engine)
    tampering.play(engine)
    engine.dispose()
    return url


@pytest.fixture
def database(played: str, tmp_path: Path) -> str:
    """The address of a copy."""
    return copy_to(played, tmp_path / "monitor.sqlite")


def verify(database: str, *options: str) -> Done:
    return monitor("verify", *options, folder=Path.cwd(), MONITOR_DATABASE_URL=database)


def spoil(database: str, *statements: str) -> None:
    engine = open_engine(database)
    tampering.drop_protection(engine)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_whole_record_is_0_and_says_how_much_was_read(database: str) -> None:
    done = verify(database)

    assert (done.returncode, done.stderr) == (0, "")
    assert "are as written." in done.stdout
    assert "NOT COVERED" not in done.stdout
    assert "Lindqvist" not in done.stdout


@about_a_file
def test_a_changed_reading_is_1_and_named(database: str) -> None:
    spoil(database, "UPDATE session_events SET body = replace(body, '122', '121') WHERE seq = 4")

    done = verify(database)

    assert done.returncode == 1
    assert "NOT as it was written. First: session_events, session_id " in done.stdout
    assert ", seq 4: changed; written 2026-03-02T20:" in done.stdout


@about_a_file
def test_spoiled_text_and_json_are_named_and_no_crash(database: str) -> None:
    spoil(
        database,
        "UPDATE audit_entries SET detail = '{' WHERE seq = 9",
        "UPDATE audit_entries SET at = CAST(x'ff00' AS TEXT) WHERE seq = 10",
        "UPDATE session_events SET received_at = 'yesterday'",
    )

    done = verify(database)

    assert done.returncode == 1
    assert "audit_entries, entry 9: changed (at or action or" in done.stdout


@about_a_file
def test_heads_are_added_to_a_file_and_held_against_it(database: str, tmp_path: Path) -> None:
    file = tmp_path / "heads"
    assert verify(database, "--head", str(file)).returncode == 0
    agreed = verify(database, "--head", str(file), "--against", str(file))

    assert agreed.returncode == 0
    assert "1 heads written outside agree" in agreed.stdout
    assert len(file.read_text().splitlines()) == 4

    cut = (
        "DELETE FROM {table} WHERE clinic_id IN (SELECT clinic_id FROM clinics WHERE name = "
        "'DEMO Elsewhere')"
    )
    spoil(database, cut.format(table="audit_entries"), "PRAGMA foreign_keys = OFF",
          "UPDATE clinics SET audit_seq = 0, audit_hash = '" + "0" * 64 + "'"
          " WHERE name = 'DEMO Elsewhere'")  # fmt: skip
    assert verify(database).returncode == 0, "nothing inside shows it"
    found = verify(database, "--against", str(file))

    assert found.returncode == 1
    assert "entry 1: removed; it was there at 20" in found.stdout
    assert "the end of the chain was cut off" in found.stdout


def test_a_broken_record_adds_no_head(database: str, tmp_path: Path) -> None:
    spoil(database, "UPDATE audit_entries SET detail = '{}' WHERE seq = 9")

    assert verify(database, "--head", str(tmp_path / "heads")).returncode == 1
    assert not (tmp_path / "heads").exists()


def test_a_file_that_holds_no_heads_is_refused(database: str, tmp_path: Path) -> None:
    (tmp_path / "heads").write_text("nothing\n")

    for file in ("heads", "missing"):
        done = verify(database, "--against", str(tmp_path / file))
        assert (done.returncode, done.stdout) == (2, "")


def test_a_missing_database_is_refused(tmp_path: Path) -> None:
    assert verify(url_for(tmp_path / "none.sqlite")).returncode == 2
