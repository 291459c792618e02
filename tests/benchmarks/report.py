"""The page docs/benchmarks.md."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.measures import Measure
from tools.tables import table

HEAD = ("measure", "ours", "floor", "what the floor is", "ratio", "aim at most", "holds")
PAGE = Path(__file__).parent.parent.parent / "docs" / "benchmarks.md"

INTRODUCTION = """# Benchmarks

<!-- Written by `make bench`. -->

A number of milliseconds says more about a machine than about a program, so each is shown against a
floor that is measured in the same run, in turn with it: an empty asynchronous Dash callback, a
callback that returns the same screen from memory, a bare durable SQLite insert. Real server
processes, real HTTP over loopback, one client, the median of many. No test depends on any of these.
"""

READING = """
*Asked again* is a screen that asks though nothing has changed; *after a new set* is the first
drawing after a set was recorded: a screen grows with what is recorded, so its floor then remembers
what the product answered the time before. The recording is acknowledged only when it is on disk.
The start is from the command to the first answer; its floor is a process that imports the same
modules of other people's libraries and nothing else. Folding is measured with what the bench itself
holds set aside from the garbage collector, as the server sets aside what it made at its start.
Bytes are counted by a browser with an empty cache. The back-test is measured on a sample and told
for the whole in proportion; it runs on every processor, so with two it is done in half that time.
The pandas beside it keeps only the systolic pressure, knows two rules and neither corrections nor
who answered an alert: it answers how many minutes and how many episodes, not why.
"""


def write_report(measures: Sequence[Measure], past_sessions: int) -> None:
    """Write the page for this machine."""
    rows = [_row(measure) for measure in measures]
    parts = [
        INTRODUCTION,
        f"`make bench` on {_machine()}; {past_sessions:,} past sessions where it says so.\n",
    ]
    PAGE.write_text(
        "\n".join([*parts, table(HEAD, rows), READING]).rstrip() + "\n", encoding="utf-8"
    )


def write_row(measure: Measure) -> None:
    """Put one line that was measured by itself into the page, in place of its older self."""
    (line,) = table(HEAD, [_row(measure)]).strip().splitlines()[2:]
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    lines = [each for each in lines if not each.startswith(f"| {measure.name} |")]
    last = max(place for place, each in enumerate(lines) if each.startswith("|"))
    lines.insert(last + 1, line)
    page = "\n".join(lines)
    page = page if READING.strip() in page else _with_reading(page)
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8")


def _with_reading(page: str) -> str:
    """The page with the words under its table as they are now."""
    return page[: page.rindex("|") + 1] + "\n\n" + READING.rstrip() + "\n"


def _row(measure: Measure) -> tuple[str, ...]:
    aimed = math.isfinite(measure.aim)
    return (
        measure.name,
        f"{measure.ours:,.2f} {measure.unit}",
        f"{measure.floor:,.2f} {measure.unit}",
        measure.floor_name,
        f"{measure.ratio:,.2f}",
        f"{measure.aim:.2f}" if aimed else "none",
        ("yes" if measure.holds else "**no**") if aimed else "",
    )


def _machine() -> str:
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory_gb:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )
