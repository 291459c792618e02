"""What the journeys look for besides words: accessibility and places on the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic
from typing import Any
from zlib import crc32

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as LateError

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
COLOURS = ["color-contrast", "link-in-text-block"]
ASK = """
async ([rules, colours, size]) => {
  const body = document.body.innerHTML.replace(/<svg[\\s\\S]*?<\\/svg>|\\d+/g, '');
  const shape = `${size} ${JSON.stringify(rules)} ${body}`;
  const isAskedAgain = window.askedOfAxe === shape;
  const question = isAskedAgain ? { runOnly: { type: 'rule', values: colours } } : rules;
  const found = await axe.run({ ...question, resultTypes: ['violations'] });
  window.askedOfAxe = found.violations.length ? null : shape;
  const told = ({ id, nodes }) => nodes.map((node) =>
    `${id}: ${node.target} ${node.failureSummary}`);
  const asked = found.passes.length + found.incomplete.length + found.violations.length;
  return [asked, found.violations.flatMap(told)];
}
"""
EVERY_RULE: dict[str, Any] = {}
"""What axe calls best practice too, beside WCAG."""

CONTROLS = "button, a[href], summary, input, select"
STILL_FOR_MS = 100
SETTLES_WITHIN_S = 10.0
LASTS_S, KNOWN_WRONG_S = 8.0, 1.0
PATIENCE_S = 60.0
LOST_MS = 31_000
LOST_TRIES, EACH_TRY_MS = 10, 3_000
SIZES = ((1024, 768), (820, 1180), (1440, 900))
SCHEMES = ("light", "dim")
_wrong_in: set[str] = set()
EVERY_LOOK = os.environ.get("SOAK") == "long"
"""Whether a screen is shown in each size in both schemes, and not in a sample of these."""

SMALLER = """
([least, what]) => [...document.querySelectorAll(what)]
  .filter(each => each.checkVisibility({visibilityProperty: true}))
  .filter(each => !each.closest('[inert]'))
  .filter(each => !['radio', 'hidden'].includes(each.type))
  .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < least - 0.5)
  .map(([what, box]) => `${what} ${box.width}x${box.height}`)
"""
"""What is smaller than a finger wants."""

WIDER_PX = "() => document.documentElement.scrollWidth - innerWidth"
CHANGES = """
async () => {
  // After all that is due: where the machine was busy, a timer of the page may be late.
  await scheduler.postTask(() => {}, { priority: "background" });
  if (!window.changesSeen) {
    window.changesSeen = { count: 0 };
    new MutationObserver((seen) => { window.changesSeen.count += seen.length; }).observe(
      document, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  const moves = document.getAnimations().filter((each) => each.playState === 'running'
    && Number.isFinite(each.effect?.getComputedTiming().endTime));
  return `${window.changesSeen.count} ${moves.length ? Math.random() : ''}`;
}
"""
"""The same answer twice: nothing was drawn in between and nothing moves."""


def every_look(page: Page, turn: int = 0) -> Iterator[str]:
    """Show the page as it stands in one look after another; says which it is.

    A fixed sample of three: each size, one of them in the other scheme than its neighbours; whether
    it begins in the light or in the dim depends on the test's name and on whether ``turn`` is odd.
    All six with SOAK=long.
    """
    looks = [(size, scheme) for size in SIZES for scheme in SCHEMES]
    if not EVERY_LOOK:
        name = os.environ["PYTEST_CURRENT_TEST"].split(" ")[0].rpartition("::")[2]
        looks = sample(crc32(name.encode()) + turn)
    for (width, height), scheme in looks:
        page.set_viewport_size({"width": width, "height": height})
        choose(page, scheme)
        yield f"{scheme} {width}x{height}"


def choose(page: Page, scheme: str) -> None:
    """Show the page in the light or in the dim, as soon as its scripts are there."""
    page.wait_for_function("() => window.monitor && monitor.scheme")
    page.evaluate("scheme => monitor.scheme.set(scheme)", scheme)


def in_both_schemes(page: Page) -> Iterator[str]:
    """Show the page as it stands in the light and in the dim; says which it is."""
    for scheme in SCHEMES:
        choose(page, scheme)
        yield scheme


def sample(turn: int) -> list[tuple[tuple[int, int], str]]:
    """Each size once, in either scheme by turns; an odd turn has what an even one leaves out."""
    return [(size, SCHEMES[(turn + number) % 2]) for number, size in enumerate(SIZES)]


def settle(page: Page) -> None:
    """Wait until nothing is drawn for a moment; what never stops is not waited for."""
    until = monotonic() + SETTLES_WITHIN_S
    before = page.evaluate(CHANGES)
    while monotonic() < until:
        page.wait_for_timeout(STILL_FOR_MS)
        now = page.evaluate(CHANGES)
        if now == before:
            return
        before = now


def too_wide(page: Page) -> list[str]:
    """Say by how much the page is wider than the screen, once it has found its place."""

    def ask() -> list[str]:
        wide = page.evaluate(WIDER_PX)
        return [f"{wide} px wider than the screen"] if wide > 0 else []

    return lasting(page, ask)


def barriers(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """Look for what keeps somebody out; one line for each element that axe objects to.

    Where only the colours have changed since it was asked of this page, only they are looked at;
    in another size too, but for SOAK=long: what is too small or too wide has tests of its own.
    """
    settle(page)
    if not page.evaluate("'axe' in window"):  # half a megabyte, once a page
        page.evaluate(AXE_SCRIPT)
    size = str(page.viewport_size) if EVERY_LOOK else ""

    def ask() -> list[str]:
        asked, found = page.evaluate(ASK, [rules, COLOURS, size])
        assert asked, "axe looked at nothing"
        return [str(each) for each in found]

    return lasting(page, ask)


def lasting(page: Page, look: Callable[[], list[str]]) -> list[str]:
    """Name what is wrong and does not go away within seconds, before a screen draws itself anew.

    A script may follow a moment later. A test that has found something waits less from then on,
    so that it comes to its end and can tell all of it.
    """
    found = look()
    test = os.environ["PYTEST_CURRENT_TEST"]
    until = monotonic() + (KNOWN_WRONG_S if test in _wrong_in else LASTS_S)
    while found and monotonic() < until:
        page.wait_for_timeout(STILL_FOR_MS)
        found = look()
    if found:
        _wrong_in.add(test)
    return found


def comes_to(page: Page, question: str, wanted: object, of: object = None) -> object:
    """Ask the page until it answers what is wanted; its last answer, for an assertion to show."""
    answer = page.evaluate(question, of)
    until = monotonic() + PATIENCE_S
    while answer != wanted and monotonic() < until:
        page.wait_for_timeout(STILL_FOR_MS)
        answer = page.evaluate(question, of)
    return answer


def small_targets(page: Page, least_px: int = 48, what: str = CONTROLS) -> list[str]:
    """Name every visible control whose touch target is smaller than a finger wants."""
    return lasting(page, lambda: page.evaluate(SMALLER, [least_px, what]))


def wait_until(page: Page, holds: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    """Let the browser go on until something holds that the test itself sees."""
    until = monotonic() + within_s
    while not holds():
        if monotonic() > until:
            raise TimeoutError
        page.wait_for_timeout(20)


def lose_contact(page: Page) -> None:
    """Cut off a tablet whose clock is set by hand, until its screen says that contact is lost.

    An answer that was under way when it was cut off may still arrive, and begins the time anew.
    """
    page.context.set_offline(True)
    lost = page.locator("html[data-contact=lost]")
    for _ in range(LOST_TRIES):
        page.clock.fast_forward(LOST_MS)
        with suppress(LateError):
            lost.wait_for(timeout=EACH_TRY_MS)
            return
    raise AssertionError("the screen goes on as if it had contact")
