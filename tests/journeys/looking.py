"""What the journeys look for besides words: accessibility and places on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
COLOURS = ["color-contrast", "link-in-text-block"]
ASK = """
async ([rules, colours]) => {
  const body = document.body.innerHTML.replace(/<svg[\\s\\S]*?<\\/svg>|\\d+/g, '');
  const shape = `${innerWidth}x${innerHeight} ${JSON.stringify(rules)} ${body}`;
  const isAskedAgain = window.askedOfAxe === shape;
  const asked = isAskedAgain ? { runOnly: { type: 'rule', values: colours } } : rules;
  const found = await axe.run({ ...asked, resultTypes: ['violations'] });
  window.askedOfAxe = found.violations.length ? null : shape;
  return found;
}
"""
EVERY_RULE: dict[str, Any] = {}
"""What axe calls best practice too, beside WCAG."""

CONTROLS = "button, a[href], summary, input, select"
SETTLES_MS = 400
PATIENCE_S = 60.0
SIZES = ((1024, 768), (820, 1180), (1440, 900))
SCHEMES = ("light", "dim")


def every_look(page: Page) -> Iterator[str]:
    """Show the page as it stands in each size and scheme in turn; says which it is."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.evaluate("scheme => monitor.scheme.set(scheme)", scheme)
            yield f"{scheme} {width}x{height}"


def barriers(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """Look for what keeps somebody out; one line for each element that axe objects to.

    Where only the colours have changed since it was asked of this page, only they are looked at.
    """
    page.wait_for_timeout(SETTLES_MS)
    if not page.evaluate("'axe' in window"):  # half a megabyte, once a page
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(ASK, [rules, COLOURS])
    asked = [*found["passes"], *found["incomplete"], *found["violations"]]
    assert asked, "axe looked at nothing"
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def small_targets(page: Page, least_px: int = 48, what: str = CONTROLS) -> list[str]:
    """Name every visible control whose touch target is smaller than a finger wants."""
    found: list[str] = page.evaluate(
        """([least, what]) => [...document.querySelectorAll(what)]
          .filter(each => each.checkVisibility({visibilityProperty: true}))
          .filter(each => !each.closest('[inert]'))
          .filter(each => !['radio', 'hidden'].includes(each.type))
          .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < least - 0.5)
          .map(([what, box]) => `${what} ${box.width}x${box.height}`)""",
        [least_px, what],
    )
    return found


def wait_until(page: Page, holds: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    """Let the browser go on until something holds that the test itself sees."""
    until = monotonic() + within_s
    while not holds():
        if monotonic() > until:
            raise TimeoutError
        page.wait_for_timeout(20)
