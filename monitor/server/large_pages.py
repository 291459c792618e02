"""Keeps the program's memory in large pages, where the system has them.

What is recorded is worked out in code and data that lie all over the memory, and were pushed out of
the processor's own by what ran meanwhile. With pages of 2 MB it looks up where each lies in a
five-hundredth of the places: a twentieth of the time of recording (docs/decisions/large-pages.md).
"""

from __future__ import annotations

import ctypes
import logging
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread

log = logging.getLogger("monitor.server")

LARGE = 2 * 1024 * 1024
_ADVISE, _COLLAPSE = 14, 25  # MADV_HUGEPAGE and MADV_COLLAPSE of Linux; the second is of 6.1
_MAPS = Path("/proc/self/maps")
_HEAP = "[heap]"
_ENABLED, _NEVER = Path("/sys/kernel/mm/transparent_hugepage/enabled"), "[never]"


AGAIN_AFTER_S = 5.0, 60.0, 600.0
"""What is read and remembered first lies in pages of its own; done already, it takes no time."""


def collapse_beside() -> None:
    """Begin it beside what the server does meanwhile; on other systems nothing is done."""
    if sys.platform == "linux":
        told = (AGAIN_AFTER_S,)
        Thread(target=collapse_and_again, args=told, name="large pages", daemon=True).start()


def collapse_and_again(after_s: Iterable[float]) -> None:
    """Do it now, and again after each of these pauses, as the program's memory grows."""
    collapse()
    for pause in after_s:
        time.sleep(pause)
        collapse()


def collapse() -> int:
    """Ask for large pages wherever whole ones fit; answers in bytes for which spans all were given.

    What the kernel refuses, or an older one does not know, stays as it is; and so does everything
    where whoever keeps the machine has said *never*.
    """
    try:
        if _NEVER in _ENABLED.read_text("ascii", "replace"):
            return 0
        spans = list(whole_spans(_MAPS.read_text("ascii", "replace").splitlines()))
        advise = ctypes.CDLL(None).madvise
    except (OSError, AttributeError):
        return 0
    given = 0
    for start, size in spans:
        place, length = ctypes.c_void_p(start), ctypes.c_size_t(size)
        if advise(place, length, _ADVISE) == 0 and advise(place, length, _COLLAPSE) == 0:
            given += size
    log.debug("large pages", extra={"bytes": given})
    return given


def whole_spans(maps: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Start and size of the whole large pages in the program's own memory that it writes to.

    Each line is one of ``/proc/self/maps``: files, the main stack and what is not writable are left
    alone.
    """
    for line in maps:
        where, rights, _offset, _device, _inode, *named = line.split()
        if rights != "rw-p" or named not in ([], [_HEAP]):
            continue
        first, last = (int(edge, 16) for edge in where.split("-"))
        start, end = -(-first // LARGE) * LARGE, last // LARGE * LARGE
        if start < end:
            yield start, end - start
