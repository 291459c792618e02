"""The board in a browser: at a glance, up to date, and never fresher than it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.clinic import NURSE, Clinic, vitals
from tests.journeys.conftest import DESK, OpenTablet, sign_in, stand_between
from tests.journeys.looking import barriers, small_targets

pytestmark = pytest.mark.journey

TWO_SECONDS_MS = 2_000
HEAVIEST_KB = 700
TIMES_FAILING = 2
PORTRAIT = {"width": 820, "height": 1180}


def test_each_chair_says_who_why_and_what_next(nurse_page: Page) -> None:
    urgent = nurse_page.locator("#chair-2")
    expect(urgent).to_contain_text("Urgent")
    expect(urgent).to_contain_text("Daniel Okafor")
    expect(urgent).to_contain_text("born 2 Sep 1971")
    expect(urgent).to_contain_text("204/112")
    expect(urgent).to_contain_text("Dissociation moderate")
    expect(urgent).to_contain_text("Physician decision required.")
    quiet = nurse_page.locator("#chair-1")
    expect(quiet).to_contain_text(re.compile(r"\d+ of 22 met"))
    expect(quiet).to_contain_text("Waiting for")
    expect(nurse_page.locator("#chair-3")).to_contain_text("Side effects not assessed yet")
    expect(nurse_page.locator("#chair-4")).to_contain_text("Chair free")


def test_the_urgent_chair_stands_first_and_the_chair_order_is_one_tap_away(
    nurse_page: Page,
) -> None:
    seats = nurse_page.locator(".seat")
    expect(seats.first).to_have_attribute("id", "chair-2")
    nurse_page.get_by_text("Chair", exact=True).click()
    expect(seats.first).to_have_attribute("id", "chair-1")
    nurse_page.reload()
    expect(seats.first).to_have_attribute("id", "chair-1")


def test_everything_is_one_tap_from_its_card(nurse_page: Page, server: Clinic) -> None:
    urgent, session = nurse_page.locator("#chair-2"), server.sessions["2"]
    record = urgent.get_by_role("link", name="Record chair 2")
    expect(record).to_have_attribute("href", f"/record#{session}")
    band = urgent.get_by_role("link", name=re.compile("Open the chart of chair 2"))
    expect(band).to_have_attribute("href", f"/sessions/{session}")
    free = nurse_page.get_by_role("link", name="New session in chair 4")
    expect(free).to_have_attribute("href", f"/start?chair={server.chairs['4']}")
    acknowledge = urgent.get_by_role("button", name=re.compile("Acknowledge"))
    expect(acknowledge).to_have_attribute("data-session", session)


def test_the_board_fits_a_tablet_without_scrolling(nurse_page: Page) -> None:
    height = nurse_page.evaluate("document.documentElement.scrollHeight")
    assert height <= 768


def test_another_tablets_entry_appears_within_two_seconds(nurse_page: Page, server: Clinic) -> None:
    server.record("3", vitals((117, 76)))
    expect(nurse_page.locator("#chair-3")).to_contain_text("117/76", timeout=TWO_SECONDS_MS)


def test_a_card_does_not_move_under_a_finger(nurse_page: Page, server: Clinic) -> None:
    page = nurse_page
    first = page.locator(".seat").nth(1)
    place = first.get_attribute("id")
    box = first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 120)
    page.mouse.down()
    server.record("3", vitals((210, 125), 140))
    page.wait_for_timeout(2_500)
    assert page.locator(".seat").nth(1).get_attribute("id") == place
    page.mouse.up()
    expect(page.locator("#chair-3")).to_contain_text("210/125")


def test_lost_contact_is_amber_then_everything_measured_is_hatched(nurse_page: Page) -> None:
    page = nurse_page
    mark = page.locator("[data-live-mark]")
    expect(mark).to_contain_text("live")
    page.context.set_offline(True)
    expect(mark).to_contain_text("last contact", timeout=15_000)
    expect(page.locator("html")).to_have_attribute("data-contact", "late")
    expect(page.locator("html")).to_have_attribute("data-contact", "lost", timeout=30_000)
    vitals_shown = page.locator("#chair-1 .vitals")
    hatched = vitals_shown.evaluate("each => getComputedStyle(each).backgroundImage")
    assert "repeating-linear-gradient" in hatched
    page.context.set_offline(False)
    expect(mark).to_contain_text("live", timeout=15_000)
    expect(page.locator("html")).to_have_attribute("data-contact", "ok")


def test_a_board_that_cannot_be_drawn_again_does_not_look_fresh(tablet: OpenTablet) -> None:
    """The server still answers that it is there; only the drawing fails."""
    page = tablet(worker=False).new_page()
    sign_in(page, NURSE)
    page.locator(".seat").first.wait_for()
    stand_between(
        page, re.compile("_dash-update-component"), lambda route: route.abort("connectionreset")
    )
    expect(page.locator("html")).to_have_attribute("data-contact", "late", timeout=40_000)


def test_the_board_is_light_and_loads_no_figure_library(tablet: OpenTablet) -> None:
    page = tablet(worker=False).new_page()
    weights: dict[str, int] = {}
    page.on("requestfinished", lambda each: weights.update({each.url: _weight(each)}))
    sign_in(page, NURSE)
    page.locator(".seat").first.wait_for()
    page.wait_for_timeout(500)
    assert weights
    assert not [url for url in weights if "plotly" in url]
    assert sum(weights.values()) / 1024 < HEAVIEST_KB, weights


def _weight(request: object) -> int:
    sizes = request.sizes()  # type: ignore[attr-defined]
    return int(sizes["responseBodySize"])


def test_the_room_strip_never_moves(tablet: OpenTablet) -> None:
    page = tablet(size=DESK).new_page()
    sign_in(page, NURSE)
    strip = page.locator(".room a b")
    expect(strip).to_have_text(["1", "2", "3", "4"])


def test_ages_tick_between_drawings(tablet: OpenTablet) -> None:
    page = tablet(worker=False).new_page()
    sign_in(page, NURSE)
    page.locator(".seat").first.wait_for()
    stand_between(
        page, re.compile("_dash-update-component"), lambda route: route.abort("connectionreset")
    )
    before, after = page.evaluate(
        """() => {
          const words = () => document.querySelector("#chair-1 [data-tick=elapsed]").textContent;
          monitor.clock.tick();
          const before = words();
          monitor.clock.sync(new Date(monitor.clock.now() + 5 * 60000).toISOString());
          monitor.clock.tick();
          return [before, words()];
        }"""
    )
    assert int(after[2:]) - int(before[2:]) == 5


@pytest.mark.parametrize("scheme", ["light", "dim"])
@pytest.mark.parametrize("size", [None, PORTRAIT, DESK], ids=["tablet", "portrait", "desk"])
def test_the_board_keeps_nobody_out(
    tablet: OpenTablet, scheme: str, size: dict[str, int] | None
) -> None:
    page = tablet(scheme, size).new_page()
    sign_in(page, NURSE)
    page.locator(".seat").first.wait_for()
    assert barriers(page) == []
    assert small_targets(page) == []


def test_a_slow_start_says_that_it_is_still_loading(tablet: OpenTablet) -> None:
    page = tablet(worker=False).new_page()
    sign_in(page, NURSE)
    page.locator(".seat").first.wait_for()
    stand_between(page, re.compile("_dash-layout"), lambda _route: None)
    page.goto("/")
    expect(page.get_by_text("Still loading")).to_be_visible(timeout=4_500)


def test_a_first_drawing_that_fails_is_asked_for_again(tablet: OpenTablet) -> None:
    page = tablet(worker=False).new_page()
    drawings = re.compile("_dash-update-component")
    failing: list[str] = []

    def fail_the_cards(route: Route) -> None:
        if "board-cards" in (route.request.post_data or "") and len(failing) < TIMES_FAILING:
            failing.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    stand_between(page, drawings, fail_the_cards)
    sign_in(page, NURSE)
    expect(page.locator("main").get_by_text("Still loading")).to_be_visible()
    expect(page.locator("#chair-1")).to_contain_text("Maya Lindqvist")
    assert len(failing) == TIMES_FAILING


def test_the_board_is_drawn_again_when_the_clock_changes_something(tablet: OpenTablet) -> None:
    page = tablet(worker=False).new_page()
    sign_in(page, NURSE)
    page.locator(".seat").first.wait_for()
    page.wait_for_timeout(3_500)
    with page.expect_request(re.compile("_dash-update-component"), timeout=20_000) as asked:
        # A drawing under way would replace the mark: say it until it is heard.
        page.evaluate(
            """() => setInterval(() => {
                const mark = document.querySelector("[data-live-version]");
                mark.dataset.changesAt = new Date(Date.now() - 1000).toISOString();
            }, 200)"""
        )
    assert "board-cards" in (asked.value.post_data or "")
