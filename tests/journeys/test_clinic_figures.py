"""The clinic in figures: from the menu, by links alone, for each as much as they may see."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.clinic import ADMINISTRATOR, PHYSICIAN, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import SIZES, barriers, comes_to, settle, small_targets

pytestmark = pytest.mark.journey

APART = """() => {
  const drawing = document.querySelector(".clinic__effects .main-svg").getBoundingClientRect();
  const key = document.querySelector(".clinic__key").getBoundingClientRect();
  return drawing.height > 100 && key.top >= drawing.bottom;
}"""
"""The words stand below the drawing, which is one."""
DRAWN = "() => (document.querySelector('.js-plotly-plot')?.data || []).length > 0"


@pytest.mark.parametrize("scheme", ["light", "dim"])
def test_the_figures_are_in_the_menu_and_every_answer_is_a_link(
    tablet: OpenTablet, scheme: str
) -> None:
    page = page_on(tablet(scheme, {"width": 820, "height": 1180}))
    arrive(page, PHYSICIAN)
    page.locator("details.who summary").click()
    page.get_by_role("link", name="The clinic in figures").click()
    period = page.get_by_role("navigation", name="Started in the last")
    expect(period.get_by_role("link", name="90 days")).to_have_attribute("aria-current", "page")

    period.get_by_role("link", name="30 days").click()

    page.wait_for_url("**/clinic?period=30")
    expect(period.get_by_role("link", name="30 days")).to_have_attribute("aria-current", "page")
    assert barriers(page) == []
    assert small_targets(page) == []
    assert comes_to(page, "document.documentElement.scrollWidth", 820) == 820


def test_a_time_that_ends_before_it_begins_is_told_so(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, PHYSICIAN, "/clinic?from=2026-05-01&to=2026-01-01")

    expect(page.locator(".empty[role=alert]")).to_contain_text("ends before it begins")
    assert barriers(page) == []


def test_an_administrator_is_shown_no_session(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, ADMINISTRATOR, "/clinic?period=ever&show=all")

    expect(page.locator(".clinic__asking")).to_be_visible()
    expect(page.locator(".clinic a[href^='/sessions/']")).to_have_count(0)
    expect(page.locator(".clinic__lead")).to_have_count(0)
    assert barriers(page) == []


def test_a_turned_tablet_keeps_the_figure_off_the_words(tablet: OpenTablet, server: Clinic) -> None:
    with server.caller(PHYSICIAN) as client:
        ending = {"to": "hospital", "reason": "DEMO: left", "pin": PHYSICIAN.pin}
        url = f"/sessions/{server.sessions['2']}/discharge/end"
        client.post(url, json=ending).raise_for_status()
    page = page_on(tablet(anew=True))
    arrive(page, PHYSICIAN, "/clinic?period=30")
    page.wait_for_function(DRAWN)
    for width, height in (*SIZES, SIZES[0]):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        assert comes_to(page, APART, wanted=True), (width, height)
