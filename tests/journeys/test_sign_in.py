"""Sign in by password, then by tile and PIN; lock, and come back."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet, sign_in, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, comes_to, small_targets, wait_until

pytestmark = pytest.mark.journey

WRONG_PIN = "0000"


def at_the_tiles(page: Page) -> None:
    """Make the device known by a password, then sign out again."""
    sign_in(page, NURSE)
    page.locator("details.who summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    expect(page.locator(".tile").first).to_be_visible()


def test_a_new_device_asks_for_a_password_and_names_nobody(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    page.goto("/")
    page.wait_for_url(re.compile(r"/sign-in"))
    expect(page.get_by_label("Login")).to_be_visible()
    expect(page.locator(".tile")).to_have_count(0)
    for name in (NURSE.name, "Daniel Okafor", "Urgent"):
        expect(page.get_by_text(name)).to_have_count(0)


def test_a_wrong_password_is_said_and_lets_nobody_in(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    page.goto("/sign-in")
    page.get_by_label("Login").fill(NURSE.login)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("[data-part=wrong]")).to_contain_text("wrong")
    assert "/sign-in" in page.url


@pytest.mark.parametrize(
    "address", ["//elsewhere.test/", "/.//elsewhere.test/", "/\\\\elsewhere.test"]
)
def test_signing_in_leads_nowhere_but_to_our_own_pages(
    tablet: OpenTablet, server: Clinic, address: str
) -> None:
    page = page_on(tablet())
    page.goto(f"/sign-in?next={quote(address, safe='')}")
    page.get_by_label("Login").fill(NURSE.login)
    page.get_by_label("Password").fill(NURSE.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    assert page.url.startswith(server.url)


def test_tile_and_four_digits_are_five_taps_to_the_board(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    at_the_tiles(page)
    page.locator(".tile", has_text=SECOND_NURSE.name).click()
    tap_pin(page, SECOND_NURSE.pin)
    page.wait_for_url(re.compile(r"/$"))
    expect(page.locator("details.who summary")).to_have_attribute(
        "aria-label", f"Signed in: {SECOND_NURSE.name}"
    )


def test_a_wrong_pin_is_said_and_the_right_one_still_works(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    at_the_tiles(page)
    page.locator(".tile", has_text=NURSE.name).click()
    tap_pin(page, WRONG_PIN)
    expect(page.locator(".pin__said")).to_contain_text("wrong")
    expect(page.locator(".pin__dots")).to_have_attribute("aria-label", "0 of 4 digits")
    tap_pin(page, NURSE.pin)
    page.wait_for_url(re.compile(r"/$"))


def test_urgent_alerts_stand_on_the_sign_in_screen_by_chair_only(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    at_the_tiles(page)
    expect(page.get_by_text("Urgent, chair 2", exact=True)).to_be_visible()
    expect(page.get_by_text("Daniel Okafor")).to_have_count(0)


def test_where_one_was_going_is_where_one_arrives(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    page.goto("/start?patient=nobody&chair=none")
    page.wait_for_url(re.compile(r"/sign-in\?next="))
    page.get_by_label("Login").fill(NURSE.login)
    page.get_by_label("Password").fill(NURSE.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/start?patient=nobody&chair=none")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org/", "/\\example.org/", "javascript:alert(1)"],
)
def test_nobody_is_sent_to_another_host_after_signing_in(
    tablet: OpenTablet, server: Clinic, elsewhere: str
) -> None:
    page = page_on(tablet())
    page.goto(f"/sign-in?next={elsewhere}")
    page.get_by_label("Login").fill(NURSE.login)
    page.get_by_label("Password").fill(NURSE.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".seat").first).to_be_visible()
    assert page.url == f"{server.url}/"


def test_locking_covers_the_patients_and_ends_the_sign_in(nurse_page: Page) -> None:
    page = nurse_page
    expect(page.get_by_text("Maya Lindqvist")).to_be_visible()
    page.evaluate("monitor.lock.lock()")
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    expect(page.get_by_text("Maya Lindqvist")).not_to_be_visible()
    expect(page.get_by_text("Urgent, chair 2", exact=True)).to_be_visible()
    page.wait_for_function("fetch('/api/v1/me').then(answer => answer.status === 401)")


def stand_still(page: Page) -> None:
    """Let the page's time go on by the test's hand alone, however long the machine takes."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 20"))


def test_a_touch_is_told_to_the_server_and_a_screen_alone_tells_nothing(
    tablet: OpenTablet,
) -> None:
    page = page_on(tablet())
    sign_in(page, NURSE)
    expect(page.locator("#chair-1")).to_be_visible()
    page.clock.install()
    page.reload()
    expect(page.locator("#chair-1")).to_be_visible()
    stand_still(page)
    told: list[str] = []
    page.on("request", lambda sent: told.append(sent.url) if sent.url.endswith("/me") else None)
    page.clock.run_for(3_000)
    page.clock.fast_forward(66_000)
    page.clock.run_for(4_000)  # the touch of opening it, told once
    wait_until(page, lambda: bool(told))
    told.clear()
    page.clock.fast_forward(110_000)
    page.clock.run_for(30_000)  # as a screen that nobody touches asks by itself
    assert told == []
    with page.expect_request(re.compile("/api/v1/me$")):
        page.mouse.click(5, 5)
        page.clock.run_for(4_000)


def test_an_idle_tablet_locks_itself(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    page.clock.install()
    sign_in(page, NURSE)
    expect(page.locator(".seat").first).to_be_visible()
    stand_still(page)
    page.clock.fast_forward("03:00")
    page.clock.run_for("01:00")  # what a screen asks by itself is no touch
    expect(page.locator(".seat").first).to_be_visible()
    expect(page.get_by_role("dialog", name="Locked")).to_have_count(0)
    page.clock.fast_forward("01:00")
    page.clock.run_for("00:30")
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()


def test_the_same_person_returns_to_the_same_screen_and_draft(nurse_page: Page) -> None:
    page = nurse_page
    page.goto("/start")
    page.get_by_label("Find a patient").fill("a draft")
    draft = {
        "chair": "1",
        "title": "4 of 12 entries, measured 14:15",
        "words": "On this tablet, not saved yet.",
        "name": "Maya Lindqvist",
        "birth_date": "1987-04-14",
    }
    page.evaluate("draft => { monitor.lock.draft = () => draft; monitor.lock.lock(); }", draft)
    cover = page.get_by_role("dialog", name="Locked")
    expect(cover.get_by_text("Locked, draft kept")).to_be_visible()
    expect(cover.get_by_text("Maya Lindqvist")).to_have_count(0)
    tap_pin(page, NURSE.pin)
    expect(cover.get_by_text("Maya Lindqvist")).to_be_visible()
    expect(cover.get_by_text("born 14 Apr 1987")).to_be_visible()
    cover.get_by_role("button", name="Yes, open the draft").click()
    expect(cover).to_have_count(0)
    expect(page.get_by_label("Find a patient")).to_have_value("a draft")


def test_another_person_goes_on_as_themselves(nurse_page: Page) -> None:
    page = nurse_page
    page.evaluate("monitor.lock.lock()")
    page.get_by_role("button", name=f"I am not {NURSE.name}").click()
    page.get_by_role("button", name=SECOND_NURSE.name).click()
    tap_pin(page, SECOND_NURSE.pin)
    expect(page.locator("details.who summary")).to_have_attribute(
        "aria-label", f"Signed in: {SECOND_NURSE.name}"
    )


def test_without_contact_the_cover_opens_by_a_tap_and_asks_when_contact_is_back(
    nurse_page: Page,
) -> None:
    page = nurse_page
    page.context.set_offline(True)
    page.evaluate("monitor.lock.lock()")
    go_on = page.get_by_role("button", name=f"Go on as {NURSE.name}")
    go_on.click()
    expect(page.get_by_text("Maya Lindqvist")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    tap_pin(page, NURSE.pin)
    expect(page.get_by_text("Maya Lindqvist")).to_be_visible()


def test_loading_the_page_afresh_does_not_get_round_the_pin_that_is_owed(
    nurse_page: Page,
) -> None:
    page = nurse_page
    page.context.set_offline(True)
    page.evaluate("monitor.lock.lock()")
    page.get_by_role("button", name=f"Go on as {NURSE.name}").click()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    tap_pin(page, NURSE.pin)
    expect(page.get_by_text("Maya Lindqvist")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Maya Lindqvist")).to_be_visible()
    assert comes_to(page, "localStorage.getItem('monitor-owes-pin')", "") == ""


@pytest.mark.parametrize("scheme", ["light", "dim"])
def test_signing_in_and_unlocking_keep_nobody_out(tablet: OpenTablet, scheme: str) -> None:
    page = page_on(tablet(scheme))
    page.goto("/sign-in")
    expect(page.get_by_label("Login")).to_be_visible()
    assert barriers(page) == []
    assert small_targets(page) == []
    at_the_tiles(page)
    page.locator(".tile").first.click()
    assert barriers(page) == []
    assert small_targets(page) == []
    sign_in_again(page)
    page.evaluate("monitor.lock.lock()")
    expect(page.get_by_role("dialog", name="Locked")).to_be_visible()
    assert barriers(page) == []
    assert small_targets(page) == []


def sign_in_again(page: Page) -> None:
    """Sign in by tile, the device being known."""
    page.locator(".tile", has_text=NURSE.name).click()
    tap_pin(page, NURSE.pin)
    expect(page.locator(".seat").first).to_be_visible()
