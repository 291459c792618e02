"""Text twice as large: what the journeys look for when a screen has a quarter of its room.

A browser at 200 % lays a page out in half the width and half the height (WCAG 2.2, 1.4.4); 320 px
is the narrowest that still has to be read without scrolling both ways (1.4.10).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.looking import CONTROLS, lasting

ENLARGED = ((512, 384), (410, 590), (720, 450), (320, 640))
"""Tablet, upright tablet and desk at 200 %, and the narrowest width."""

TIGHTEST = (ENLARGED[0], ENLARGED[-1])
"""The lowest and the narrowest, for a language whose words are shorter than another's."""

Sizes = tuple[tuple[int, int], ...]

MAY_SCROLL_SIDEWAYS = (
    ".plot__scroll, .sets__scroll, .register__scroll, .admin__table, .course__sessions, .room, "
    ".paper__scroll, .sheets, .course__figure, .matrix__scroll, .course__table, .trial__scroll"
)
"""What has two dimensions: a plot, a table, a row of sessions, a sheet of paper."""

SCROLLS_ITSELF = ".who__menu"
"""What opens over the page and may be longer than the window."""

SAID_IN_FULL_ELSEWHERE = ".beside__lane, .beside__effect"
"""Names beside the plot, each in one line: the criteria and the sets have them whole."""

MISFITS = (Path(__file__).parent / "misfits.js").read_text(encoding="utf-8")


def every_enlargement(page: Page, sizes: Sizes = ENLARGED) -> Iterator[str]:
    """Show the page as it stands in each enlarged size in turn; says which it is."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        yield f"{width}x{height}"


def misfits(page: Page) -> list[str]:
    """Name what does not fit: a page that scrolls sideways, cut words, words on each other,
    controls that cannot be scrolled into reach or lie under something when they have the focus.
    """
    known = [CONTROLS, MAY_SCROLL_SIDEWAYS, SCROLLS_ITSELF, SAID_IN_FULL_ELSEWHERE]
    found: list[str] = page.evaluate(MISFITS, known)
    return found


@dataclass
class Eyes:
    """Looks at one screen after another in every enlarged size, and remembers what is wrong.

    Spanish, the longer language, is looked at in every size, any other in the tightest two.
    """

    page: Page
    language: str = "es"
    found: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        """Look at the page as it stands."""
        sizes = ENLARGED if self.language == "es" else TIGHTEST
        for size in every_enlargement(self.page, sizes):
            found = lasting(self.page, partial(misfits, self.page))
            self.found += [f"{name} {size}: {one}" for one in found]
            self._keep_picture(f"{self.language}-{name}-{size}")

    def go(self, name: str, path: str, there: str) -> None:
        """Load a screen, wait until it shows something, and look."""
        self.page.goto(path)
        self.page.locator(there).first.wait_for()
        self.look(name)

    def _keep_picture(self, name: str) -> None:
        folder = os.environ.get("PICTURES")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
