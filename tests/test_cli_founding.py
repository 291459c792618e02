"""A real clinic begins on the command line: database, first administrator, people, chairs."""

from __future__ import annotations

from pathlib import Path

from tests.command import monitor

WRONG_USE = 2
PASSWORD = "a long pass phrase\n"


def test_a_clinic_is_founded_from_an_empty_folder(tmp_path: Path) -> None:
    clinic = {"MONITOR_DATA_DIR": str(tmp_path / "clinic")}
    iris = ("user", "add", "iris", "--name", "Iris Keeper", "--role", "administrator")
    nora = ("user", "add", "nora", "--name", "Nora Nurse", "--role", "nurse")

    assert "monitor migrate" in monitor("serve", folder=tmp_path, **clinic).stderr
    assert monitor("migrate", folder=tmp_path, **clinic).returncode == 0
    assert monitor(*nora, folder=tmp_path, said=PASSWORD, **clinic).returncode == WRONG_USE
    assert monitor(*iris, folder=tmp_path, said=PASSWORD, **clinic).returncode == 0
    added = monitor(*nora, "--acting", "iris", folder=tmp_path, said=PASSWORD, **clinic)
    assert "Nora Nurse may sign in as nora" in added.stdout


def test_only_an_administrator_puts_a_chair_into_the_room_and_only_once(tmp_path: Path) -> None:
    clinic = {"MONITOR_DATA_DIR": str(tmp_path / "clinic")}
    iris = ("user", "add", "iris", "--name", "Iris Keeper", "--role", "administrator")
    nora = ("user", "add", "nora", "--name", "Nora Nurse", "--role", "nurse", "--acting", "iris")
    monitor("migrate", folder=tmp_path, **clinic)
    monitor(*iris, folder=tmp_path, said=PASSWORD, **clinic)
    monitor(*nora, folder=tmp_path, said=PASSWORD, **clinic)

    refused = monitor("chair", "add", "1", "--acting", "nora", folder=tmp_path, **clinic)
    first = monitor("chair", "add", "1", "--acting", "iris", folder=tmp_path, **clinic)
    again = monitor("chair", "add", "1", "--acting", "iris", folder=tmp_path, **clinic)

    assert refused.returncode == WRONG_USE
    assert "not allowed to manage chairs" in refused.stderr
    assert first.stdout == "Chair 1 stands in the room.\n"
    assert again.returncode == WRONG_USE
    assert "chair 1 already" in again.stderr
