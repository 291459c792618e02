"""The `monitor` command run in this process, in a folder and an environment of its own."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from monitor.cli import commands, run
from tests.databases import settings_here


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


PASSWORD = "a long pass phrase"


def monitor(*arguments: str, folder: Path, said: str = "", **settings: str) -> Done:
    """Run the command as the installed one does, errors told and exit code answered."""
    out, told = io.StringIO(), io.StringIO()
    data = folder / settings.get("MONITOR_DATA_DIR", "var")
    settings = {**settings_here(data), **settings}
    with chdir(folder), surroundings(settings, said), redirect_stdout(out), redirect_stderr(told):
        code = run(lambda: commands(list(arguments), standalone_mode=False))
    return Done(code, out.getvalue(), told.getvalue())


@contextmanager
def surroundings(settings: Mapping[str, str], said: str) -> Iterator[None]:
    """Give the command these settings and no others, and this on standard input."""
    before, keyboard = dict(os.environ), sys.stdin
    for name in before:
        if name.startswith("MONITOR_"):
            del os.environ[name]
    os.environ.update(settings)
    sys.stdin = io.StringIO(said)
    try:
        yield
    finally:
        sys.stdin = keyboard
        os.environ.clear()
        os.environ.update(before)


def found_clinic_of_three(folder: Path) -> None:
    """A clinic in a new database, with an administrator, a nurse and a physician."""
    monitor("migrate", folder=folder)
    for login, role, acting in (
        ("iris", "administrator", ()),
        ("nora", "nurse", ("--acting", "iris")),
        ("amara", "physician", ("--acting", "iris")),
    ):
        arguments = ("user", "add", login, "--name", f"DEMO {login}", "--role", role, *acting)
        added = monitor(*arguments, folder=folder, said=f"{PASSWORD}\n")
        assert added.returncode == 0, added.stderr
