"""The `monitor` command run in this process, in a folder and an environment of its own."""

from __future__ import annotations

import io
import os
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from monitor.cli import commands, run


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def monitor(*arguments: str, folder: Path, said: str = "", **settings: str) -> Done:
    """Run the command as the installed one does, errors told and exit code answered."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    out, told = io.StringIO(), io.StringIO()
    with (
        chdir(folder),
        patch.dict(os.environ, {**kept, **settings}, clear=True),
        patch("sys.stdin", io.StringIO(said)),
        redirect_stdout(out),
        redirect_stderr(told),
    ):
        code = run(lambda: commands(list(arguments), standalone_mode=False))
    return Done(code, out.getvalue(), told.getvalue())
