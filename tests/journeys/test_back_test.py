"""A physician tries other numbers on the sessions that are over, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, Clinic
from tests.journeys.conftest import DESK, OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, small_targets

pytestmark = pytest.mark.journey


def choose_number(page: Page, words: str) -> None:
    """Choose by words: the list that is open may not be the shortened one yet."""
    number = page.get_by_role("textbox", name="Number")
    number.click()
    number.fill(words)
    found = page.get_by_role("option").filter(has_text=re.compile(re.escape(words), re.IGNORECASE))
    found.first.click()


def test_other_numbers_are_tried_and_lead_to_the_sessions(
    tablet: OpenTablet, server: Clinic
) -> None:
    with server.caller(PHYSICIAN) as client:
        body = {"to": "hospital", "reason": "chest pain", "pin": PHYSICIAN.pin}
        path = f"/sessions/{server.sessions['1']}/discharge/end"
        client.post(path, json=body).raise_for_status()
    page = page_on(tablet(size=DESK))
    arrive(page, PHYSICIAN, "/back-test")
    page.get_by_role("link", name="Ketamine infusion", exact=True).click()
    choose_number(page, "systolic high: caution from")
    expect(page.locator(".trial__about")).to_contain_text("40 to 300 mmHg")
    page.get_by_label("New value").fill("20")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator(".trial__list")).to_contain_text("→ 20 mmHg")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".start__said")).to_contain_text("20 is not allowed")

    choose_number(page, "systolic high: caution from")
    page.get_by_label("New value").fill("120")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator(".trial__list")).to_contain_text("→ 120 mmHg")
    page.get_by_role("button", name="Try it").click()

    expect(page.locator(".trial__cells")).to_contain_text("ready earlier")
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look
    page.locator(".trial tbody a").first.click()
    expect(page.locator(".rail__count h2")).to_be_visible()


def test_a_nurse_is_told_that_it_is_for_physicians(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, "/back-test")
    expect(page.locator("main")).to_contain_text("For physicians")
    assert barriers(page) == []
