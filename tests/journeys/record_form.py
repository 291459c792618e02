"""The nurse's hands on the entry form: what a test taps, and what it then sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.clinic import NURSE, Clinic, Person
from tests.journeys.conftest import let_in
from tests.journeys.devices import page_on

COUNT_TAPS = """
addEventListener("click", (event) => {
  if (!event.isTrusted) return;
  sessionStorage.setItem("taps", String(Number(sessionStorage.getItem("taps") || 0) + 1));
}, true);
"""
FINGER = 48
SMALL_CONTROLS = """
(least) => [...document.querySelectorAll("button, a, input, textarea, select")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[hidden]"))
  .map((node) => [node.outerHTML.slice(0, 120), node.getBoundingClientRect()])
  .filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)
"""
NOTHING_LEFT = re.compile(r"All sent|Recorded \d\d:\d\d")
QUIET_SET = "13987" + "77" + "98" + "14"


@dataclass
class Form:
    """The entry form of one session on one tablet."""

    page: Page
    session: str

    @classmethod
    def open(cls, page: Page, clinic: Clinic, chair: str) -> Form:
        """Go to the form of the session in this chair."""
        form = cls(page, clinic.sessions[chair])
        page.wait_for_url(lambda url: "/sign-in" not in url)
        if "/record" in page.url:  # the form there says that it is ready until it hears of it
            page.goto("about:blank")
        page.goto(f"/record#{form.session}")
        form.ready()
        return form

    def ready(self) -> None:
        """Wait until the form shows the patient."""
        self.page.wait_for_selector("html[data-ready='yes']")

    def reload(self) -> None:
        """Load the page anew, with or without the network."""
        self.page.reload()
        self.ready()

    def act(self, name: str, **data: str) -> Locator:
        """Find the control that does this."""
        extra = "".join(f"[data-{key}='{value}']" for key, value in data.items())
        return self.page.locator(f"[data-act='{name}']{extra}")

    def tap(self, name: str, **data: str) -> None:
        """Tap the control that does this."""
        self.act(name, **data).click()

    def keys(self, digits: str) -> None:
        """Tap digits on the form's own keypad."""
        for digit in digits:
            self.tap("key", key=digit)

    def grade(self, effect: str, grade: str) -> None:
        """Tap the grade of a side effect."""
        self.tap("grade", effect=effect, grade=grade)

    def rate_only(self, beats: int) -> None:
        """Save a small set that can be told apart: one heart rate, the rest with a reason."""
        self.tap("field", field="heart_rate_bpm")
        self.keys(str(beats))
        self.tap("save")
        for _ in range(3):
            self.tap("partial-reason", reason="refused")
        self.tap("partial-save")

    def quiet_set(self) -> None:
        """Enter a whole routine set in which nothing is felt."""
        self.keys(QUIET_SET)
        self.tap("rhythm", value="regular")
        self.tap("air", value="air")
        self.tap("moaas", value="5")
        self.tap("all-none")
        self.tap("flags-none")

    def figure(self, field: str) -> str:
        """Read the value shown for a vital sign."""
        return self.page.locator(f"[data-figure='{field}']").first.inner_text().strip()

    def said(self) -> str:
        """Read back the set as the save bar says it."""
        return self.page.locator("[data-say='said']").inner_text()

    def bar(self) -> Locator:
        """Find the save bar's second line."""
        return self.page.locator("[data-say='todo']")

    def chip(self) -> Locator:
        """Find the word on where the entries are."""
        return self.page.locator("[data-outbox-chip]")

    def save_here(self) -> None:
        """Save without contact: the set stays on this tablet and the form stays open."""
        self.tap("save")
        expect(self.bar()).to_contain_text("On this tablet")

    def all_sent(self) -> None:
        """Wait until the tablet holds nothing any more."""
        expect(self.chip()).to_have_text(NOTHING_LEFT)


def nurse_at_work(context: BrowserContext, clinic: Clinic) -> Page:
    """A tablet of this clinic on which the nurse has signed in."""
    let_in(context, NURSE, clinic)
    return page_on(context)


def entries_of(
    clinic: Clinic, session: str, kind: str, person: Person = NURSE
) -> list[dict[str, Any]]:
    """Ask the server, as another device would, for what it has of one kind, newest first."""
    with clinic.caller(person) as client:
        answer = client.get(f"/sessions/{session}/entry")
        answer.raise_for_status()
        return [line for line in answer.json()["entries"] if line["kind"] == kind]


def unsent(count: int) -> re.Pattern[str]:
    """What the chip says while entries wait: how many, and from a minute on how old the oldest."""
    return re.compile(rf"^{count} unsent(, \d+ min)?$")


@contextmanager
def without_network(page: Page) -> Iterator[None]:
    """Cut the tablet off, and give the network back afterwards."""
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def settled_worker(page: Page) -> None:
    """Wait until the service worker keeps the entry form."""
    page.wait_for_selector("html[data-offline='ready']")
    page.wait_for_function(
        "async () => (await caches.keys()).length > 0 && navigator.serviceWorker.controller"
    )
