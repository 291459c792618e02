"""Real server processes on this computer, waited for and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.benchmarks.calls import HOST

READY_WITHIN_S = 180.0
POLL_S = 0.005
ROOT = Path(__file__).parent.parent.parent
MONITOR = Path(sys.executable).parent / "monitor"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """What a clinic's server would find here: its modules kept compiled, no settings."""
    here = {name: value for name, value in os.environ.items() if "MONITOR_" not in name}
    here.pop("PYTHONDONTWRITEBYTECODE", None)
    return here


@contextmanager
def serving(
    command: Sequence[str], port: int, path: str, settings: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server and wait until it answers; stop it afterwards."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**environment(), **(settings or {})}, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_ready(process, port, path)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_ready(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    """Ask until the server answers."""
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if _answers(port, path):
            return
        time.sleep(POLL_S)
    raise RuntimeError("the server was not ready in time")


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            return answer.status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def product_settings(file: Path, port: int) -> dict[str, str]:
    """The environment of a server on this database."""
    return {
        "MONITOR_DATABASE_URL": f"sqlite:///{file}",
        "MONITOR_PORT": str(port),
        "MONITOR_LOG_LEVEL": "error",
    }


def resident_mb(pid: int) -> float:
    """The memory a process holds now."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")
