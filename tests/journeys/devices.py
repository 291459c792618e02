"""Devices that one test hands to the next: signed out, emptied, with the scripts still in memory.

A new device reads and compiles two megabytes of scripts before it shows anything. One that has
shown the program before needs half of that, and a test that is not about a device's first
visit cannot tell the difference: no cookie, nothing stored, no clock, no route is left on it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as BrowserError

KEPT_FOR = 30  # a renderer never gives all of its memory back
EMPTIED_WITHIN_MS = 10_000
BARE = "/assets/js/names.js"
"""An address of the same server that runs nothing: what was stored can be removed from there."""

FORGET = """
async () => {
  sessionStorage.clear();
  localStorage.clear();
  for (const { name } of await indexedDB.databases()) {
    await new Promise((done, failed) => {
      const removed = indexedDB.deleteDatabase(name);
      removed.onsuccess = done;
      removed.onerror = removed.onblocked = () => failed(new Error(`${name} is still open`));
    });
  }
  return Boolean(globalThis.__pwClock);
}
"""
"""Empty this server's storage; says whether the test has put its own clock in."""

Size = dict[str, int]

_first_pages: WeakKeyDictionary[BrowserContext, Page] = WeakKeyDictionary()
_sizes: WeakKeyDictionary[BrowserContext, Size] = WeakKeyDictionary()


@dataclass(frozen=True)
class Kind:
    """What a device cannot change any more: where it goes, how it is drawn and touched."""

    url: str
    scheme: str
    has_touch: bool


@dataclass
class Shelf:
    """The devices of one browser that are waiting for the next test."""

    idle: dict[Kind, list[BrowserContext]] = field(default_factory=dict)
    tests: WeakKeyDictionary[BrowserContext, int] = field(default_factory=WeakKeyDictionary)

    def take(self, kind: Kind) -> BrowserContext | None:
        """A device of this kind as good as new, if there is one."""
        waiting = self.idle.get(kind)
        return waiting.pop() if waiting else None

    def put_back(self, kind: Kind, context: BrowserContext) -> None:
        """Empty a device for the next test; close it where that cannot be done."""
        used = self.tests.get(context, 0) + 1
        self.tests[context] = used
        with suppress(BrowserError):
            if used < KEPT_FOR and _emptied(context, kind.url):
                self.idle.setdefault(kind, []).append(context)
                return
        context.close()


def draw_at(context: BrowserContext, size: Size) -> None:
    """Draw what is shown on this device from now on at this size."""
    _sizes[context] = size


def page_on(context: BrowserContext) -> Page:
    """The page that stands open on this device; one more where a test has it already."""
    page = _first_pages.pop(context, None) or context.new_page()
    size = _sizes[context]
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    return page


def _emptied(context: BrowserContext, url: str) -> bool:
    """Leave one bare page, and nothing of what was done here."""
    context.set_offline(False)
    if not context.pages:
        return False
    page, *others = context.pages
    for other in others:
        other.close()
    page.unroute_all()
    page.set_extra_http_headers({})
    page.goto(url + BARE, timeout=EMPTIED_WITHIN_MS)
    context.clear_cookies()
    has_own_clock: bool = page.evaluate(FORGET)
    _first_pages[context] = page
    return not has_own_clock
