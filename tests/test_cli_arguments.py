"""A mistake on the command line is one clear line and exit code 2, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import monitor

INSTALLED = Path(sys.executable).with_name("monitor")
WRONG_USE = 2


def test_the_installed_command_ends_with_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(INSTALLED), "serve", "--prot", "1"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == WRONG_USE
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("srve",), "srve"),
        (("serve", "--prot", "1"), "--prot"),
        (("demo", "--port", "x"), "--port"),
        (("demo", "--port", "70000"), "--port"),
        (("backup",), "FILE"),
        (("user", "add"), "login"),
        (("user", "add", "nora", "--name", "N", "--role", "doctor"), "doctor"),
        (("token", "create", "nora", "--name", "x", "--days", "0"), "--days"),
    ],
)
def test_a_wrong_argument_is_named_on_one_line(
    tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    done = monitor(*arguments, folder=tmp_path)

    assert done.returncode == WRONG_USE
    assert done.stdout == ""
    assert named.lower() in done.stderr.lower()
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("serve",), "monitor migrate"),
        (("backup", "copy.db"), "monitor migrate"),
        (("restore", "nowhere.db"), "nowhere.db"),
        (("token", "create", "nora", "--name", "x"), "migrate"),
    ],
)
def test_without_a_database_the_command_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    done = monitor(*arguments, folder=tmp_path)

    assert done.returncode == WRONG_USE
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_named_on_one_line(tmp_path: Path) -> None:
    done = monitor("serve", folder=tmp_path, MONITOR_PRT="1")

    assert done.returncode == WRONG_USE
    assert len(done.stderr.splitlines()) == 1
    assert "MONITOR_PORT" in done.stderr


def test_serving_beyond_localhost_in_clear_text_is_refused_saying_why(tmp_path: Path) -> None:
    done = monitor("serve", folder=tmp_path, MONITOR_HOST="0.0.0.0")

    assert done.returncode == WRONG_USE
    assert "clear text" in done.stderr


def test_the_settings_are_listed_without_the_database_password(tmp_path: Path) -> None:
    url = "postgresql://nurse:secret@db/clinic"

    done = monitor("settings", folder=tmp_path, MONITOR_DATABASE_URL=url)

    assert done.returncode == 0
    assert "MONITOR_PORT=8050" in done.stdout
    assert "secret" not in done.stdout


def test_no_password_is_taken_from_the_command_line(tmp_path: Path) -> None:
    done = monitor("user", "add", "--help", folder=tmp_path)

    assert done.returncode == 0
    assert "--password-file" in done.stdout
    assert "--password " not in done.stdout
