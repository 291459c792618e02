"""What `make test` does about the browser that the journeys need, on machines of every kind."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOT_USER, SOMEBODY = 0, 1000
SHELL = "chromium-headless-shell"


@dataclass
class Machine:
    """A PATH of our own, on which programs only write down that they were called."""

    folder: Path

    def has(self, *programs: str) -> None:
        for name in programs:
            self.put(name, f'echo "{name} $*" >> "{self.folder / "called"}"')

    def put(self, name: str, script: str) -> None:
        program = self.folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def called(self) -> list[str]:
        file = self.folder / "called"
        return file.read_text().splitlines() if file.exists() else []

    def make_test(self, user: int) -> subprocess.CompletedProcess[str]:
        """Run `make test` as this user; what is set up and checked before is taken as done."""
        self.put("id", f"echo {user}")
        make = shutil.which("make")
        assert make is not None
        done_before = ("-o", "setup", "-o", "check")
        command = [make, "--no-print-directory", "-s", *done_before, f"BIN={self.folder}", "test"]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={"PATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.has("python")  # stands where the tests would run
    return made


def test_without_browser_and_without_root_one_line_says_what_to_run(machine: Machine) -> None:
    machine.has("apt-get")

    done = machine.make_test(SOMEBODY)

    assert done.returncode != 0
    (line,) = done.stdout.splitlines()
    assert "sudo apt-get update && sudo apt-get install -y chromium" in line
    assert machine.called() == []


def test_without_browser_and_without_apt_one_line_says_what_is_missing(machine: Machine) -> None:
    done = machine.make_test(ROOT_USER)

    assert done.returncode != 0
    (line,) = done.stdout.splitlines()
    assert "browser chromium on the PATH" in line
    assert machine.called() == []


def test_root_gets_the_browser_installed_and_the_tests_run(machine: Machine) -> None:
    machine.has("apt-get")

    done = machine.make_test(ROOT_USER)

    assert done.returncode == 0, done.stderr
    installing, *tests = machine.called()[1:]
    assert machine.called()[0] == "apt-get update"
    assert installing == "apt-get install -y chromium-headless-shell"
    assert [line.split()[:3] for line in tests] == [["python", "-m", "pytest"]] * 2


@pytest.mark.parametrize("browser", ["chromium", "chromium-headless-shell"])
def test_with_a_browser_nothing_is_installed(machine: Machine, browser: str) -> None:
    machine.has("apt-get", browser)

    done = machine.make_test(SOMEBODY)

    assert done.returncode == 0, done.stderr
    assert [line.split()[:3] for line in machine.called()] == [["python", "-m", "pytest"]] * 2


def test_an_older_debian_gets_the_browser_it_has(machine: Machine) -> None:
    machine.put("apt-get", f'echo "$*" >> "{machine.folder / "called"}"; [ "$3" != "{SHELL}" ]')

    done = machine.make_test(ROOT_USER)

    assert done.returncode == 0, done.stderr
    assert machine.called()[1:3] == [f"install -y {SHELL}", "install -y chromium"]


def test_the_journeys_run_and_count_when_another_test_has_failed(machine: Machine) -> None:
    machine.has("chromium")
    noted = machine.folder / "called"
    machine.put("python", f'echo "$*" >> "{noted}"; case "$*" in *--ignore*) exit 1;; esac')

    done = machine.make_test(SOMEBODY)

    assert done.returncode != 0
    assert [line.split()[-1] for line in machine.called()] == [
        "--ignore=tests/journeys",
        "tests/journeys",
    ]
