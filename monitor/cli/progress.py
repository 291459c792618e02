"""How far a long command is, shown where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.store.contents import Progress, silent


@contextmanager
def shown() -> Iterator[Progress]:
    """Show each step with its bar on a terminal; say nothing into a file or a pipe."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        known: dict[str, int] = {}

        def tell(what: str, done: int, of: int) -> None:
            if what not in known:
                known[what] = int(bars.add_task(what, total=of))
            bars.update(bars.task_ids[known[what]], completed=done, total=of)

        yield tell
