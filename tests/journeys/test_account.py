"""One's own account: a password and a PIN changed, other sign-ins seen and ended, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, small_targets, too_wide

pytestmark = pytest.mark.journey

NEW_PASSWORD, NEW_PIN = "harbour-lilac-of-mine-4", "8264"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look(page: Page, name: str) -> None:
    for seen in every_look(page):
        assert too_wide(page) == [], (name, seen)
        assert barriers(page) == [], (name, seen)
        assert small_targets(page) == [], (name, seen)


def change(page: Page, card: str, new: str, again: str, password: str) -> None:
    form = page.locator(".account__card", has=page.get_by_role("heading", name=card, exact=True))
    kind = card.removeprefix("Your ")
    form.get_by_label("Your password now").fill(password)
    form.get_by_label(f"New {kind}", exact=True).fill(new)
    form.get_by_label(f"New {kind} again").fill(again)
    press(page, f"Change the {kind}")


def test_a_person_changes_their_password_and_pin_and_the_others_are_out(
    tablet: OpenTablet, server: Clinic
) -> None:
    left_behind, colleague = page_on(tablet(anew=True)), page_on(tablet(anew=True))
    arrive(left_behind, NURSE)
    arrive(colleague, PHYSICIAN)
    page = page_on(tablet(anew=True))
    arrive(page, NURSE)
    page.locator(".who summary").click()
    page.get_by_role("link", name="Your account").click()
    listed = page.locator(".account__list li")
    expect(listed).to_have_count(2)
    expect(listed.first).to_contain_text("this device")
    expect(listed.nth(1)).to_contain_text("last used")
    expect(page.get_by_role("main")).not_to_contain_text(PHYSICIAN.name)
    look(page, "account")

    said = page.locator("form[data-account='/me/password'] [role=alert]")
    change(page, "Your password", NEW_PASSWORD, NEW_PASSWORD + "x", NURSE.password)
    expect(said).to_have_text("The two differ. Nothing was saved.")
    change(page, "Your password", NEW_PASSWORD, NEW_PASSWORD, "not this one")
    expect(said).to_contain_text("The password is wrong; nothing was changed")
    expect(page.get_by_label("Your password now").first).to_be_focused()
    change(page, "Your password", "password1234", "password1234", NURSE.password)
    expect(said).to_contain_text("among the first that anybody would try")
    look(page, "refused")

    change(page, "Your password", NEW_PASSWORD, NEW_PASSWORD, NURSE.password)
    done = page.get_by_role("status").filter(has_text="changed")
    expect(done).to_have_text("Your password was changed. 1 other sign-in of yours was ended.")
    expect(listed).to_have_count(1)
    assert NEW_PASSWORD not in page.url + page.content()
    assert NEW_PASSWORD not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    look(page, "changed")
    left_behind.goto("/account")
    left_behind.wait_for_url(lambda url: "/sign-in" in url)
    colleague.reload()
    expect(colleague.locator("#chair-1")).to_be_visible()

    change(page, "Your PIN", "1234", "1234", NEW_PASSWORD)
    pin_said = page.locator("form[data-account='/me/pin'] [role=alert]")
    expect(pin_said).to_contain_text("among the first that anybody would try")
    change(page, "Your PIN", NEW_PIN, NEW_PIN, NEW_PASSWORD)
    expect(done).to_have_text("Your PIN was changed.")
    page.reload()
    expect(done).to_have_count(0)

    fresh = page_on(tablet(anew=True))
    fresh.goto("/sign-in")
    fresh.get_by_label("Login").fill(NURSE.login)
    fresh.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    press(fresh, "Sign in")
    expect(fresh.locator("#chair-1")).to_be_visible()


def test_a_person_ends_one_of_their_other_sign_ins_and_then_all(tablet: OpenTablet) -> None:
    others = [page_on(tablet(anew=True)) for _ in range(3)]
    for other in others:
        arrive(other, PHYSICIAN)
    page = page_on(tablet(anew=True))
    arrive(page, PHYSICIAN, "/account")
    listed = page.locator(".account__list li")
    expect(listed.filter(has_text="this device")).to_have_count(1)
    before = listed.count()
    assert before >= 4  # a colleague of another test may have left one more

    listed.nth(1).get_by_role("button").click()
    done = page.locator("[data-account-done]")
    expect(done).to_have_text("The sign-in was ended.")
    expect(listed).to_have_count(before - 1)
    press(page, "End all others")
    expect(done).to_have_text(f"{before - 2} other sign-ins of yours were ended.")
    expect(listed).to_have_count(1)
    expect(page.get_by_role("button", name="End all others")).to_have_count(0)
    for other in others:
        other.goto("/account")
        other.wait_for_url(lambda url: "/sign-in" in url)
