"""Hands on the keyboard alone: what has the focus, whether it can be seen, how to get there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page, expect

from tests.journeys.looking import lasting

MOST_STOPS = 150
FAULTS = """(at) => {
  const controls = "a, button, input, select, textarea, summary, [role]";
  if (!at || at === document.body || !at.matches(controls)) return "";
  if (at.matches("main, h1, dialog, .lock")) return "";
  const choice = at.matches("input[type=radio], input[type=checkbox]");
  const unseen = at.offsetWidth <= 1 || getComputedStyle(at).opacity === "0";
  const label = choice && unseen ? document.querySelector(`label[for="${at.id}"]`) : null;
  const shown = label || at, style = getComputedStyle(shown);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const ring = drawn || style.boxShadow !== "none";
  const box = shown.getBoundingClientRect();
  const said = at.outerHTML.slice(0, 120);
  if (!ring) return `no ring: ${said}`;
  const places = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
  const seen = places.some(([x, y]) => {
    const found = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return found && (shown.contains(found) || found.contains(shown));
  });
  return seen ? "" : `hidden: ${said}`;
}"""
"""What is wrong with the sight of the focus: no ring, or under something; else nothing."""

STOP = """(target) => {
  const at = document.activeElement;
  const label = target.matches("label") ? target.control : null;
  const said = at && at !== document.body ? at.outerHTML.slice(0, 120) : "";
  const there = at === target || at === label;
  return { gone: !target.isConnected, there, wrong: (FAULTS)(at), said };
}""".replace("FAULTS", FAULTS)


@dataclass
class Way:
    """The way to a control; by its role and name it is looked for only when it was drawn anew."""

    target: Locator
    found: ElementHandle | None = None

    def ask(self) -> dict[str, Any]:
        """Where the focus is."""
        if self.found is not None:
            now: dict[str, Any] = self.found.evaluate(STOP)
            if not now["gone"]:
                return now
        self.found = self.target.element_handle()
        now = self.found.evaluate(STOP)
        return now

    def stop(self, page: Page) -> dict[str, Any]:
        """Where the focus is; what hides it or takes its ring away has to last."""
        now = self.ask()

        def wrong() -> list[str]:
            now.update(self.ask())
            return [now["wrong"]] if now["wrong"] else []

        if now["wrong"]:
            lasting(page, wrong)
        return now


def go_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the control has the focus; every stop on the way is seen."""
    expect(target).to_be_visible()
    way = Way(target)
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        now = way.stop(page)
        assert not now["wrong"], now["wrong"]
        if now["there"]:
            return
        stops.append(now["said"])
        page.keyboard.press(key)
    raise AssertionError(f"no key leads to {target}; stops were: {stops[-40:]}")


def press_on(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to a control and press it."""
    go_to(page, target)
    page.keyboard.press(key)


def write_in(page: Page, target: Locator, words: str) -> None:
    """Go to a field and type."""
    go_to(page, target)
    page.keyboard.type(words)
