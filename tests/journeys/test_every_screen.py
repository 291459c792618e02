"""Every screen in Spanish: nothing keeps somebody out or moves, no English is left, DEMO is said.

The walk is that of `make looks`, through the demo clinic; English, sizes and the states of single
screens are looked at beside their own journeys.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.clinic import prepared, served
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.demo_mark import demo_mark_is_seen
from tests.journeys.looking import (
    EVERY_LOOK,
    SCHEMES,
    barriers,
    choose,
    lasting,
    lose_contact,
    settle,
    wait_until,
)
from tests.looks.look import Walk, demo_clinic, english_left, places_of
from tests.looks.screens import FOUNDER, SCREENS, STRANGER, Screen

pytestmark = pytest.mark.journey

Motion = Literal["reduce", "no-preference"]
SPANISH = "es"
HAS_CONTACT = "() => Boolean(window.monitor && monitor.live)"
MOVING = """
() => document.getAnimations()
  .filter(each => each.playState === 'running' && each.effect.getComputedTiming().duration > 1)
  .map(each => `${each.animationName || each.transitionProperty}: ${each.effect.target.className}`)
"""
PARTS = 8
"""So many tests share the walk, that none is long."""


@dataclass
class AxeWalk(Walk):
    """A walk that takes no picture: it asks axe, in both schemes, with contact and without."""

    moving: list[str] = field(default_factory=list)

    def look_at(self, page: Page, screen: Screen, language: str) -> None:
        """By turns with contact or without, in the light or in the dim; in both where it has none.

        With SOAK=long in both schemes with contact, and then without.
        """
        loses = screen.act is None and page.evaluate(HAS_CONTACT)
        place = SCREENS.index(screen)
        turn, chosen = place % 2, SCHEMES[place // 2 % 2]
        with_contact: tuple[str, ...] = SCHEMES
        self._ask_for_the_mark(page, screen)
        if loses and not EVERY_LOOK:
            with_contact = () if turn else (chosen,)
        for scheme in with_contact:
            self._ask(page, f"{screen.name} {language} {scheme}", scheme)
        settle(page)
        for words in english_left(page.evaluate("() => document.body.innerText")):
            self.tell(f"{screen.name}: English: {words}")
        self.moving += [f"{screen.name}: {each}" for each in page.evaluate(MOVING)]
        if loses and (turn or EVERY_LOOK):
            self._without_contact(page, screen, chosen)

    def _ask_for_the_mark(self, page: Page, screen: Screen) -> None:
        """DEMO stands on every screen of the demo clinic, and on none of the other server."""
        invented = screen.who != FOUNDER
        if lasting(page, lambda: [] if demo_mark_is_seen(page) is invented else [screen.name]):
            self.tell(f"{screen.name}: DEMO is {'not seen' if invented else 'said of a clinic'}")

    def _ask(self, page: Page, name: str, scheme: str) -> None:
        choose(page, scheme)
        for barrier in barriers(page):
            self.tell(f"{name}: {barrier}")

    def _without_contact(self, page: Page, screen: Screen, scheme: str) -> None:
        lose_contact(page)
        self._ask(page, f"{screen.name} {scheme} without contact", scheme)
        page.context.set_offline(False)

    def come_to(self, page: Page, screen: Screen) -> None:
        page.clock.install()
        super().come_to(page, screen)


@pytest.fixture(scope="module")
def walk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AxeWalk]:
    """The demo clinic and a server without a clinic, to be walked through in Spanish."""
    room, bare = tmp_path_factory.mktemp("demo"), tmp_path_factory.mktemp("empty")
    with prepared(bare) as (_, empty):
        pass
    with (
        served(empty, bare, "from monitor.cli import app; app()", "serve"),
        demo_clinic(room) as clinic,
    ):
        found = AxeWalk(browser, Path(room), clinic, empty, places_of(clinic))
        found.wanted = {SPANISH: ()}
        yield found


@contextmanager
def at_the_door(walk: AxeWalk, reduced_motion: Motion = "reduce") -> Iterator[Page]:
    """The screen that a device sees which nobody knows."""
    screen = next(one for one in SCREENS if one.who == STRANGER)
    context: BrowserContext = walk.browser.new_context(
        base_url=walk.clinic.url, reduced_motion=reduced_motion
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(screen.path)
    page.locator(screen.shows).first.wait_for()
    yield page
    context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_screen_in_spanish_keeps_anybody_out_or_moves(walk: AxeWalk, part: int) -> None:
    walk.seen.clear()
    walk.moving.clear()
    walk.through(SCREENS[part::PARTS])
    assert walk.seen == []
    assert walk.moving == []


def test_what_moves_is_noticed_where_nobody_asked_for_stillness(walk: AxeWalk) -> None:
    """So that the walk above can fail: the same question where motion is allowed."""
    with at_the_door(walk, reduced_motion="no-preference") as page:
        page.evaluate(
            """() => document.body.animate([{ opacity: 1 }, { opacity: .5 }],
              { duration: 1000, iterations: Infinity })"""
        )
        wait_until(page, lambda: page.evaluate(MOVING))


@pytest.mark.parametrize(
    "hidden",
    [
        "display: none",
        "visibility: hidden",
        "opacity: 0",
        "position: fixed; left: -200px",
        "width: 4px; padding: 0; overflow: hidden",
    ],
)
def test_a_mark_that_nobody_sees_is_noticed(walk: AxeWalk, hidden: str) -> None:
    """So that the walk above can fail: the mark of a demo screen, taken out of sight."""
    with at_the_door(walk) as page:
        assert demo_mark_is_seen(page)
        page.locator(".demo").evaluate("(mark, hidden) => { mark.style = hidden; }", hidden)
        assert not demo_mark_is_seen(page)


def test_a_mark_under_something_else_is_noticed(walk: AxeWalk) -> None:
    with at_the_door(walk) as page:
        page.evaluate(
            """() => {
              const cover = document.createElement('div');
              cover.style = 'position: fixed; inset: 0; z-index: 99; background: white';
              document.body.append(cover);
            }"""
        )
        assert not demo_mark_is_seen(page)
