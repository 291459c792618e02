"""Servers that need not read their libraries: forks of one process that has read them all.

A server's first seconds are Python's, and the journeys start some forty of them.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil

READ = ("monitor.cli.serving", "monitor.server", "monitor.demo.clinic", "uvicorn")


def start(program: tuple[str, ...], environment: Mapping[str, str], log: Path) -> psutil.Process:
    """Run Python's ``-c`` with these arguments in a process of its own that writes into ``log``."""
    ready = _ready()
    assert ready.stdin is not None
    assert ready.stdout is not None
    told = {"program": program, "environment": dict(environment), "log": str(log)}
    ready.stdin.write(json.dumps(told) + "\n")
    ready.stdin.flush()
    return psutil.Process(int(ready.stdout.readline()))


@cache
def _ready() -> subprocess.Popen[str]:
    """The process that has read everything; one for each worker of the tests."""
    command = [sys.executable, "-m", "tests.journeys.forked"]
    started = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    atexit.register(_end, started)
    return started


def _end(started: subprocess.Popen[str]) -> None:
    """Close the pipes; where no more calls come from it ends by itself."""
    for pipe in (started.stdin, started.stdout):
        if pipe is not None:
            pipe.close()
    started.wait()


def _answer_calls() -> None:
    for name in READ:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody else waits for the servers
    for line in sys.stdin:
        told = json.loads(line)
        number = os.fork()
        if number == 0:
            _become(told["program"], told["environment"], told["log"])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _become(program: list[str], environment: dict[str, str], log: str) -> None:
    """Be that program from here on; nothing of the caller is held open."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for given, number in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(given, number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["-c", *program[1:]]
    ended = 1
    try:
        exec(program[0], {"__name__": "__main__"})
        ended = 0
    except SystemExit as said:
        ended = said.code if isinstance(said.code, int) else 1
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(ended)


if __name__ == "__main__":
    _answer_calls()
