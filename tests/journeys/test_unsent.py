"""What lies unsent on a tablet is said on the others, as it said last."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.clinic import ADMINISTRATOR, NURSE, PHYSICIAN, SECOND_NURSE, Clinic
from tests.journeys.conftest import DESK, OpenTablet, arrive, let_in
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, settle, wait_until
from tests.journeys.record_form import Form, nurse_at_work, settled_worker, unsent, without_network

pytestmark = [pytest.mark.journey, pytest.mark.worker]


def lines(page: Page) -> Locator:
    return page.locator("#board-unsent li")


def with_one_unsent(context: BrowserContext, server: Clinic) -> Form:
    """A set of the nurse waits on a tablet on which a colleague is signed in now."""
    form = Form.open(nurse_at_work(context, server), server, "1")
    settled_worker(form.page)
    with without_network(form.page):
        form.rate_only(61)
        expect(form.chip()).to_have_text(unsent(1))
        form.page.goto("about:blank")
    let_in(context, SECOND_NURSE, server)
    form.page.goto("/")
    return form


def test_another_screen_names_the_tablet_the_chair_and_when_it_said_so(
    tablet: OpenTablet, server: Clinic
) -> None:
    desk = page_on(tablet(size=DESK, worker=False))
    arrive(desk, PHYSICIAN)
    context = tablet()
    form = with_one_unsent(context, server)

    line = lines(desk)
    expect(line).to_be_visible()
    expect(line).to_have_text(
        re.compile(
            r"^Tablet \d+: 1 entry not sentchair 1: 1as it said at \d\d:\d\d, "
            r"the oldest made at \d\d:\d\d\(\d+ min ago\)$"
        )
    )
    expect(lines(form.page)).to_have_count(0)  # its own chip says it
    expect(form.chip()).to_have_text(unsent(1))

    for look in every_look(desk):
        settle(desk)
        assert barriers(desk) == [], look

    _fits(form.page, "1 unsent, 12 min")
    _fits(form.page, "1 unsent, urgent")

    with without_network(form.page):  # what it said last stands
        form.page.wait_for_function("!navigator.onLine")
        desk.reload()
        expect(line).to_be_visible()

    _name(tablet, SECOND_NURSE.name, "Window side")
    expect(line).to_contain_text("Window side: 1 entry not sent")

    let_in(context, NURSE, server)
    form.page.goto("/")
    expect(line).to_have_count(0)


def _fits(page: Page, words: str) -> None:
    """The header of the narrowest screen holds what the chip says, and the way to oneself."""
    page.set_viewport_size({"width": 820, "height": 1180})
    page.evaluate(SAY, words)
    wait_until(page, lambda: page.evaluate(RIGHTMOST) <= 820)


RIGHTMOST = """
() => Math.max(...[...document.querySelectorAll(".board .top > *")]
  .map((part) => part.getBoundingClientRect().right))
"""
SAY = "words => { document.querySelector('[data-outbox-chip] span').textContent = words; }"


def _name(tablet: OpenTablet, who: str, name: str) -> None:
    page = page_on(tablet(size=DESK, worker=False))
    arrive(page, ADMINISTRATOR, "/admin")
    page.get_by_role("link", name=re.compile(rf"{who}.*Tablet \d+, last heard of")).last.click()
    page.get_by_label("Name of the device").fill(name)
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
