"""What the screens of a failed journey showed last: a slip of one run in a hundred must tell why.

The people in these screens are invented, so that a report may hold what they show.
"""

from __future__ import annotations

from collections import deque
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request
from playwright.sync_api import Error as BrowserError

LINES_KEPT = 40
SEEN = """
() => [
  `<html ${document.documentElement.getAttributeNames()
    .map((name) => `${name}="${document.documentElement.getAttribute(name)}"`).join(" ")}>`,
  `scripts ${document.readyState}: ${Object.keys(window.monitor || {}).join(" ")}`,
  `focus: ${document.activeElement && document.activeElement.outerHTML.slice(0, 160)}`,
  ...[...document.querySelectorAll("dialog[open]")].map((dialog) => `dialog: ${dialog.innerText}`),
  document.body.innerText.slice(0, 2000),
].join("\\n")
"""

_said: WeakKeyDictionary[BrowserContext, deque[str]] = WeakKeyDictionary()


def listen(context: BrowserContext) -> None:
    """Keep the last of what this device's pages write to their console and cannot get."""
    lines = _said.setdefault(context, deque(maxlen=LINES_KEPT))

    def hear(message: ConsoleMessage) -> None:
        lines.append(f"{message.type}: {message.text[:300]}")

    def miss(request: Request) -> None:
        lines.append(f"not got: {request.method} {request.url} {request.failure}")

    context.on("console", hear)
    context.on("requestfailed", miss)
    context.on("weberror", lambda error: lines.append(f"thrown: {error.error}"))


def forget(context: BrowserContext) -> None:
    """Begin anew, where the next test has this device."""
    _said[context].clear()


def tell(context: BrowserContext) -> str:
    """Every page of this device, and what it said."""
    pages = [f"{page.url}\n{_shown_on(page)}" for page in context.pages]
    return "\n---\n".join([*pages, "\n".join(_said.get(context, ()))])


def _shown_on(page: Page) -> str:
    try:
        shown: str = page.evaluate(SEEN)
    except BrowserError as error:
        return f"cannot be asked: {error.message}"
    return shown
