"""What is logged beside the requests stands in the same form, with its parts by name."""

from __future__ import annotations

import json
import subprocess
import sys

REFUSED = """
from monitor.access.actor import Actor
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.errors import NotPermitted
from monitor.server.log import set_up_logging
from monitor.settings import Settings

set_up_logging(Settings(log_format={form!r}))
try:
    permit(Actor("p-1", "c-1", "DEMO Nora", frozenset({{Role.NURSE}})), Permission.ERASE_PATIENT)
except NotPermitted:
    pass
"""


def written(form: str) -> str:
    """The one line that a refusal leaves on standard error."""
    ran = subprocess.run(
        [sys.executable, "-c", REFUSED.format(form=form)],
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = ran.stderr.splitlines()
    return line


def test_a_refusal_is_a_line_that_programs_read() -> None:
    line = json.loads(written("json"))

    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "refused",
        "level": "warning",
        "clinic": "c-1",
        "person": "p-1",
        "permission": "ERASE_PATIENT",
    }


def test_a_refusal_is_a_line_that_people_read() -> None:
    line = written("text")

    assert {"level=warning", "person=p-1", "permission=ERASE_PATIENT"} <= set(line.split())
    assert "Nora" not in line
