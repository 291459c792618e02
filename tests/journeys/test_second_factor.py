"""A second factor: set up from the person's menu or at the door, asked for on a new device."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from monitor.services import totp
from tests.journeys.clinic import ADMINISTRATOR, NURSE, PHYSICIAN, Clinic, Person
from tests.journeys.conftest import DESK, OpenTablet, arrive, let_in
from tests.journeys.looking import barriers, every_look, small_targets

pytestmark = pytest.mark.journey


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def secret_on(page: Page) -> str:
    return page.locator(".factor__secret").inner_text().replace(" ", "")


def code_of(secret: str, later: int = 0) -> str:
    """The code that an authenticator shows, or the one after it."""
    return totp.code_of(secret, totp.step_at(datetime.now(UTC)) + later)


def type_password(page: Page, person: Person) -> None:
    page.goto("/sign-in")
    page.get_by_label("Login").fill(person.login)
    page.get_by_label("Password", exact=True).fill(person.password)
    press(page, "Sign in")


def look(page: Page, name: str) -> None:
    for seen in every_look(page):
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (name, seen)
        assert barriers(page) == [], (name, seen)
        assert small_targets(page) == [], (name, seen)


def test_set_up_from_the_menu_asked_on_a_new_device_and_taken_away(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = tablet().new_page()
    arrive(page, NURSE)
    page.locator(".who summary").click()
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_role("heading", name="You have no second factor")).to_be_visible()
    look(page, "none")

    page.get_by_label("Your password").fill("not this one")
    press(page, "Set it up")
    expect(page.get_by_role("alert")).to_contain_text("The password is wrong; nothing was changed")
    page.get_by_label("Your password").fill(NURSE.password)
    press(page, "Set it up")
    expect(page.locator(".factor__codes li")).to_have_count(10)
    look(page, "offer")
    secret, recovery = secret_on(page), page.locator(".factor__codes li").first.inner_text()
    link = page.locator(".factor a").get_attribute("href") or ""
    assert link.startswith("otpauth://totp/")
    page.get_by_label("Code of the second factor").fill("123")
    press(page, "Confirm")
    expect(page.get_by_role("alert")).to_contain_text("The code is wrong")
    page.get_by_label("Code of the second factor").fill(code_of(secret))
    press(page, "Confirm")
    expect(page.get_by_role("status")).to_have_text("The second factor is set up.")
    expect(page.get_by_role("main")).to_contain_text("10 recovery codes are left.")
    look(page, "set up")
    assert secret not in page.content()

    fresh = tablet().new_page()
    type_password(fresh, NURSE)
    expect(fresh.get_by_label("Code of the second factor")).to_be_focused()
    look(fresh, "asked")
    fresh.get_by_label("Code of the second factor").fill("000000x")
    press(fresh, "Sign in")
    expect(fresh.locator("[data-part=wrong]")).to_contain_text("The code is wrong")
    fresh.get_by_label("Code of the second factor").fill(code_of(secret, 1))
    press(fresh, "Sign in")
    expect(fresh.locator("#chair-1")).to_be_visible()

    another = tablet().new_page()
    type_password(another, NURSE)
    another.get_by_label("Code of the second factor").fill(recovery.lower())
    press(another, "Sign in")
    expect(another.locator("#chair-1")).to_be_visible()

    another.goto("/second-factor")
    expect(another.get_by_role("main")).to_contain_text("9 recovery codes are left.")
    another.get_by_text("Take it away …").click()
    another.get_by_label("Your password").fill(NURSE.password)
    press(another, "Take the second factor away")
    expect(another.get_by_role("status")).to_have_text("The second factor was taken away.")
    let_in(tablet(), NURSE, server)


def test_a_clinic_demands_one_and_the_physician_sets_it_up_at_the_door(
    tablet: OpenTablet,
) -> None:
    desk = tablet(size=DESK).new_page()
    arrive(desk, ADMINISTRATOR, "/admin/clinic")
    desk.get_by_role("checkbox", name="physician", exact=True).click()
    press(desk, "Save what is demanded")
    expect(desk.locator(".admin__done")).to_have_text("Saved.")
    expect(desk.get_by_role("checkbox", name="physician", exact=True)).to_be_checked()
    assert barriers(desk) == []

    page = tablet().new_page()
    type_password(page, PHYSICIAN)
    expect(page.get_by_text("Your clinic demands a second factor of you")).to_be_visible()
    expect(page.locator(".factor__codes li")).to_have_count(10)
    look(page, "demanded")
    page.get_by_label("Code of the second factor").fill(code_of(secret_on(page)))
    press(page, "Sign in")
    expect(page.locator("#chair-1")).to_be_visible()

    desk.goto("/admin")
    desk.locator(".admin__list").first.get_by_role("link", name=PHYSICIAN.name).click()
    expect(desk.locator(".admin__list").first).to_contain_text("second factor")
    desk.get_by_text("Take the second factor away …").click()
    press(desk, "Take the second factor away")
    expect(desk.locator(".admin__done")).to_have_text("Saved.")
    expect(desk.get_by_text(re.compile("Take the second factor away"))).to_have_count(0)
