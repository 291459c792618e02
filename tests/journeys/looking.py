"""What the journeys look for besides words: accessibility and places on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
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
    """Look for what keeps somebody out; one line for each element that axe objects to."""
    page.wait_for_timeout(SETTLES_MS)
    if not page.evaluate("'axe' in window"):  # half a megabyte, once a page
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("rules => axe.run(rules)", rules)
    assert found["passes"], "axe looked at nothing"
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


TWICE = ((512, 384), (320, 568))
"""A tablet at 200 %, as the browser's zoom lays it out, and the narrowest width of WCAG 1.4.10."""

MAY_SCROLL_SIDEWAYS = (
    ".plot, .sets__scroll, .register__scroll, .admin__table, .course__sessions, .room"
)
"""What has two dimensions: a plot, a table, a row of sessions."""

MISFITS = """([controls, wideOnes]) => {
  const found = [];
  const name = (node) => {
    const words = (node.getAttribute("aria-label") || node.textContent || node.id || "").trim();
    return `${node.tagName}.${node.className} "${words.replace(/\\s+/g, " ").slice(0, 50)}"`;
  };
  const root = document.scrollingElement;
  if (root.scrollWidth > innerWidth) {
    found.push(`the page is ${root.scrollWidth} wide in ${innerWidth}`);
  }
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !node.closest("[inert], .spoken") && box.width > 1 && box.height > 1;
  };
  const top = document.querySelector("dialog[open], .lock") || document.body;
  for (const node of top.querySelectorAll("*")) {
    if (node.closest("svg") || !node.innerText || !seen(node)) continue;
    const { overflowX, overflowY } = getComputedStyle(node);
    const wide = node.scrollWidth - node.clientWidth, high = node.scrollHeight - node.clientHeight;
    const cut = (way) => way === "hidden" || way === "clip";
    if (overflowX !== "visible" && wide > 1 && (cut(overflowX) || !node.closest(wideOnes))) {
      found.push(`cut at its side by ${wide}: ${name(node)}`);
    }
    if (cut(overflowY) && high > 2) found.push(`cut below by ${high}: ${name(node)}`);
  }
  const texts = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest(`svg, option, script, style, ${wideOnes}`)) continue;
    if (!seen(parent)) continue;
    let fixed = false;
    for (let each = parent; each; each = each.parentElement) {
      fixed ||= ["fixed", "sticky"].includes(getComputedStyle(each).position);
    }
    if (fixed) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) texts.push([box, parent]);
  }
  for (const [at, [one, owner]] of texts.entries()) {
    for (const [two, other] of texts.slice(at + 1)) {
      const x = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const y = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (x > 2 && y > 5) found.push(`on each other: ${name(owner)} and ${name(other)}`);
    }
  }
  const was = [scrollX, scrollY];
  for (const node of top.querySelectorAll(controls)) {
    if (!seen(node) || ["radio", "hidden"].includes(node.type)) continue;
    node.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = node.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, innerHeight / 2);
    if (box.left < -1 || (box.right > innerWidth + 1 && !node.closest(wideOnes))) {
      found.push(`off the side: ${name(node)}`);
    }
    const hit = document.elementFromPoint(x, y);
    const reached = hit && (node.contains(hit) || hit.contains(node) || hit.closest("label")?.contains(node));
    if (!reached) found.push(`out of reach at ${x},${y}: ${name(node)} under ${hit && name(hit)}`);
  }
  scrollTo(...was);
  return found;
}"""


def misfits(page: Page) -> list[str]:
    """Name what does not fit: a page that scrolls sideways, cut words, words on each other,
    controls that cannot be scrolled into reach.
    """
    found: list[str] = page.evaluate(MISFITS, [CONTROLS, MAY_SCROLL_SIDEWAYS])
    return found
