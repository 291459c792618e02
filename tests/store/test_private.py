"""What is being made is private and nobody else's; what a killed program left is cleared."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest

from monitor.store.backup import copy_to
from monitor.store.engine import sqlite_file
from monitor.store.private import being_made, clear_left, private_folder
from tests.people import Cast

_HANGS = """
import sys, time
from pathlib import Path
from monitor.store.private import being_made, private_folder
folder = Path(sys.argv[1])
with being_made(folder / "a.db", "copying") as file, private_folder(folder) as made:
    file.write_bytes(b"a patient")
    file.with_name(file.name + "-wal").write_bytes(b"a patient")
    (made / "copy.db").write_bytes(b"a patient")
    print("made", flush=True)
    time.sleep(600)
"""


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_what_is_being_made_is_private_and_gone_in_the_end(tmp_path: Path) -> None:
    with being_made(tmp_path / "a.db", "part") as file, private_folder(tmp_path) as folder:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert len(names(tmp_path)) == 2

    assert names(tmp_path) == []


def test_what_is_under_way_is_left_alone_and_what_a_kill_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "mine.part").write_text("not the program's")
    command = [sys.executable, "-c", _HANGS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as making:
        assert making.stdout is not None
        assert making.stdout.readline() == "made\n"
        there = names(tmp_path)
        assert clear_left(tmp_path) == 0
        assert names(tmp_path) == there
        assert len(there) == 4

        making.send_signal(signal.SIGKILL)
        making.wait()

    assert clear_left(tmp_path) == 3
    assert names(tmp_path) == ["mine.part"]


def test_a_backup_clears_what_a_killed_one_left(cast: Cast, tmp_path: Path) -> None:
    database = sqlite_file(cast.house.engine)
    if database is None:
        pytest.skip("it is about a SQLite file")
    folder = tmp_path / "backups"
    folder.mkdir()
    for left in ("monitor-x.db.0123abcd.part", "monitor-x.db.0123abcd.part-journal"):
        (folder / left).write_bytes(b"a patient")

    copy_to(database, folder / "new.db")

    assert names(folder) == ["new.db"]


def test_what_is_no_file_of_the_program_is_neither_waited_for_nor_followed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.db.0123abcd.part")
    (tmp_path / "monitor-making-x").mkdir()
    os.mkfifo(tmp_path / "monitor-making-x" / "lock")
    (tmp_path / "monitor-making-y").mkdir()
    (tmp_path / "monitor-making-y" / "lock").symlink_to(tmp_path / "nowhere")
    before = names(tmp_path)
    cleared: list[int] = []
    waiting = Thread(target=lambda: cleared.append(clear_left(tmp_path)), daemon=True)

    waiting.start()
    waiting.join(10)

    assert cleared == [0]
    assert names(tmp_path) == before


def test_two_backups_at_once_both_come_out_whole(cast: Cast, tmp_path: Path) -> None:
    database = sqlite_file(cast.house.engine)
    if database is None:
        pytest.skip("it is about a SQLite file")
    ready, made = Barrier(2), []

    def copy(name: str) -> None:
        ready.wait()
        made.append(copy_to(database, tmp_path / name, "correct horse").rows)

    threads = [Thread(target=copy, args=(name,)) for name in ("a.sealed", "b.sealed")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 2
    assert made[0] == made[1] > 0
    assert {"a.sealed", "b.sealed"} <= set(names(tmp_path))
    assert [each for each in names(database.parent) if "copying" in each] == []
