"""Backups made by themselves: in time, few enough, and loud when one is missing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.access.audit import AuditAction
from monitor.cli.backing_up import backing_up, check_backups
from monitor.errors import StoreLocked
from monitor.services.backups import BackupPlan, is_due, make_backup, read_backups
from monitor.services.house import House
from monitor.settings import Settings
from monitor.store.engine import sqlite_file
from monitor.store.rotation import backups_in, kept, made_at, name_at
from monitor.store.sealed import is_sealed
from monitor.store.tables import audit_entries
from tests.people import Cast

DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def planned(cast: Cast, folder: Path, **other: object) -> Cast:
    plan = BackupPlan(folder, DAY, 3)
    house = replace(cast.house, backup_plan=replace(plan, **other))  # type: ignore[arg-type]
    return replace(cast, house=house)


def make(cast: Cast) -> bool:
    assert cast.house.backup_plan is not None
    return make_backup(cast.house, cast.house.backup_plan)


def audited(house: House, action: AuditAction) -> list[dict[str, object]]:
    asked = select(audit_entries.c.detail).where(audit_entries.c.action == action.value)
    with house.engine.connect() as connection:
        return [row.detail for row in connection.execute(asked)]


def test_a_backup_is_made_when_it_is_time_and_written_down_for_every_clinic(
    cast_anywhere: Cast, folder: Path
) -> None:
    cast = planned(cast_anywhere, folder)
    before = read_backups(cast.house, cast.administrator)
    due = is_due(cast.house, cast.administrator.clinic_id)

    made = make(cast)

    after = read_backups(cast.house, cast.administrator)
    assert (before.last_at, before.alert) == (None, False)
    assert due
    assert made
    assert after.last_at == cast.clock.now
    assert after.due_at == cast.clock.now + DAY
    assert [file.name for file in folder.iterdir()] == [after.last_file]
    assert not is_due(cast.house, cast.administrator.clinic_id)
    for one in audited(cast.house, AuditAction.BACKUP_MADE):
        assert one["rows"] > 20  # type: ignore[operator]
    assert len(audited(cast.house, AuditAction.BACKUP_MADE)) == 2


def test_a_missed_backup_is_an_alert_until_one_is_made(cast: Cast, folder: Path) -> None:
    cast = planned(cast, folder)
    make(cast)
    last = cast.clock.now

    cast.clock.move(hours=24 + 5)
    late = read_backups(cast.house, cast.administrator)
    cast.clock.move(hours=1, minutes=1)
    missed = read_backups(cast.house, cast.administrator)
    make(cast)

    assert not late.alert
    assert missed.alert
    assert (missed.missed, missed.last_at) == (True, last)
    assert not read_backups(cast.house, cast.administrator).alert


def test_a_failed_backup_says_why_and_is_tried_again_soon(cast: Cast, tmp_path: Path) -> None:
    cast = planned(cast, tmp_path / "gone")

    made = make(cast)

    told = read_backups(cast.house, cast.administrator)
    assert not made
    assert told.alert
    assert told.failed_at == cast.clock.now
    assert "gone" in told.why
    assert len(audited(cast.house, AuditAction.BACKUP_FAILED)) == 2
    assert not is_due(cast.house, cast.administrator.clinic_id)
    cast.clock.move(minutes=15)
    assert is_due(cast.house, cast.administrator.clinic_id)
    (tmp_path / "gone").mkdir()
    assert make(cast)
    assert not read_backups(cast.house, cast.administrator).alert
    assert cast.house.backups.why == ""


def test_a_failure_that_cannot_be_written_down_is_told_all_the_same(
    cast: Cast, tmp_path: Path
) -> None:
    cast = planned(cast, tmp_path / "gone")
    database = sqlite_file(cast.house.engine)
    if database is None:
        pytest.skip("it is about a SQLite file")

    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        make(cast)
        told = read_backups(cast.house, cast.administrator)

    assert told.alert
    assert "gone" in told.why
    assert audited(cast.house, AuditAction.BACKUP_FAILED) == []


def test_a_backup_that_cannot_be_written_down_is_a_failure_and_raises_nothing(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread that makes them goes on, or no backup is made until the next start."""
    cast = planned(cast, folder)

    def locked(*_: object) -> None:
        raise StoreLocked("the database is in use")

    monkeypatch.setattr("monitor.services.backups._note", locked)

    assert not make(cast)
    assert cast.house.backups.failed_at == cast.house.clock()
    assert "in use" in cast.house.backups.why


def test_an_old_backup_that_cannot_be_removed_does_not_spoil_the_new_one(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = planned(cast, folder)

    def held(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("monitor.services.backups.remove_old", held)

    assert make(cast)
    assert {one["removed"] for one in audited(cast.house, AuditAction.BACKUP_MADE)} == {0}


def test_a_passphrase_file_seals_them_and_a_bad_one_is_a_failure(
    cast: Cast, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse\n")
    secret.chmod(0o600)
    cast = planned(cast, folder, passphrase_file=secret)

    assert make(cast)
    secret.write_text("short\n")
    cast.clock.move(hours=24)
    assert not make(cast)

    files = list(folder.iterdir())
    assert [is_sealed(file) for file in files] == [True]
    assert "too short" in read_backups(cast.house, cast.administrator).why


def test_what_a_killed_program_left_is_cleared_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for place in (tmp_path / "monitor.db.0123abcd.copying", folder / "x.db.89abcdef.part"):
        place.write_bytes(b"a patient")
    (folder / "holiday.part").write_text("dear")

    check_backups(Settings(data_dir=tmp_path, backup_dir=folder))

    left = sorted(each.name for each in (*tmp_path.iterdir(), *folder.iterdir()))
    assert left == ["backups", "holiday.part"]


def test_only_its_own_old_files_are_removed(cast: Cast, folder: Path) -> None:
    cast = planned(cast, folder)
    (folder / "holiday.jpg").write_text("dear")
    (folder / "monitor-notes.db").write_text("dear too")
    for _ in range(40):
        assert make_named(folder, cast.clock.now)
        cast.clock.move(hours=24)

    assert make(cast)

    left = sorted(backups_in(folder), reverse=True)
    assert left[:3] == [cast.clock.now - DAY * one for one in range(3)]
    assert len(left) == 3 + 2  # three days, and two more weeks
    assert (folder / "holiday.jpg").exists()
    assert (folder / "monitor-notes.db").exists()


def make_named(folder: Path, at: datetime) -> Path:
    file = folder / name_at(at, ".db")
    file.write_text("an earlier one")
    return file


def test_all_of_a_day_then_one_a_day_then_one_a_week() -> None:
    now = datetime(2026, 3, 30, 12, tzinfo=UTC)
    hourly = [now - timedelta(hours=one) for one in range(24 * 60)]

    stay = sorted(kept(hourly, now, 7), reverse=True)

    assert stay[:24] == hourly[:24]
    # The day before is within the 24 hours, and so is the end of the week before.
    assert len(stay) == 24 + 5 + 5
    assert kept([now - DAY * 900], now, 1) == {now - DAY * 900}  # the last one always stays


@pytest.mark.parametrize("name", ["monitor-.db", "x.db", "monitor-20260302T200000Z.zip", "monitor"])
def test_other_names_are_no_backups(name: str) -> None:
    assert made_at(name) is None
    assert made_at(name_at(datetime(2026, 3, 2, 20, tzinfo=UTC), ".db")) is not None


@pytest.fixture
def served(cast: Cast, folder: Path) -> Iterator[Cast]:
    cast = planned(cast, folder)
    with backing_up(cast.house, looks_every_s=0.01):
        yield cast


def test_the_serving_program_makes_them_on_its_own(served: Cast, folder: Path) -> None:
    def wait_for(number: int) -> None:
        until = time.monotonic() + 60
        while len(audited(served.house, AuditAction.BACKUP_MADE)) < 2 * number:
            assert time.monotonic() < until, "no backup was made"
            time.sleep(0.02)

    wait_for(1)
    served.clock.move(hours=24)
    wait_for(2)

    assert len(backups_in(folder)) == 2
    assert read_backups(served.house, served.administrator).last_at == served.clock.now
