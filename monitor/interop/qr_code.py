"""A text as a QR code: where its dark modules lie, for a screen that draws them as one path.

Coordinates are modules; the light border that readers need is part of the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET_ZONE = 4
"""Light modules on every side, as ISO/IEC 18004 asks for."""


@dataclass(frozen=True, slots=True)
class DrawnCode:
    """A square of so many modules a side, and the dark ones of it as the path of an SVG."""

    size: int
    path: str


def drawn_code(text: str) -> DrawnCode:
    """Draw a text as a QR code of error correction M: a seventh of it may be unreadable."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return DrawnCode(
        len(matrix) + 2 * QUIET_ZONE,
        "".join(_row(row, at) for at, row in enumerate(matrix, QUIET_ZONE)),
    )


def _row(row: bytearray, at: int) -> str:
    """The dark runs of one row, each a bar of its own."""
    bars, x = [], QUIET_ZONE
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            bars.append(f"M{x} {at}h{length}v1h-{length}z")
        x += length
    return "".join(bars)
