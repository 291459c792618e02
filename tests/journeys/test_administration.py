"""Administration of a clinic at work: refusals, conflicts, and what others see of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import ADMINISTRATOR, NURSE, PHYSICIAN, SECOND_NURSE, Clinic, Person
from tests.journeys.conftest import DESK, TABLET, OpenTablet, arrive, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, comes_to, every_look, small_targets, too_wide

pytestmark = pytest.mark.journey

PORTRAIT = {"width": 820, "height": 1180}
LISTED = """() => [...document.querySelectorAll(".admin__list li")]
  .map((line) => line.innerText.split("\\n")[0])"""


@pytest.fixture
def desk(tablet: OpenTablet) -> Page:
    """An administrator's desk."""
    page = page_on(tablet(size=DESK))
    arrive(page, ADMINISTRATOR, "/admin")
    expect(page.locator(".admin")).to_be_visible()
    return page


def press(page: Page, name: str) -> None:
    """Press it; what the page says from before is told from what it says afterwards."""
    page.evaluate("document.documentElement.dataset.before = ''")
    page.get_by_role("button", name=name, exact=True).click()


def open_person(page: Page, person: Person) -> None:
    page.goto("/admin")
    page.locator(".admin__list").first.get_by_role("link", name=person.name).click()
    expect(page.get_by_label("Full name")).to_have_value(person.name)


def saved(page: Page, words: str = "Saved.") -> None:
    expect(page.locator("html:not([data-before]) .admin__done")).to_have_text(words)


def test_whoever_is_no_administrator_is_told_who_is(nurse_page: Page) -> None:
    nurse_page.locator(".who summary").click()
    expect(nurse_page.get_by_role("link", name="Administration")).to_have_count(0)
    for path in ("/admin", "/admin/clinic"):
        nurse_page.goto(path)
        expect(nurse_page.get_by_role("heading", name="For administrators")).to_be_visible()
        expect(nurse_page.get_by_role("main")).to_contain_text("administrator")
    assert barriers(nurse_page) == []


def test_an_administrator_comes_from_the_board(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, ADMINISTRATOR)
    page.locator(".who summary").click()
    page.get_by_role("link", name="Administration").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.get_by_role("link", name="Back to the board").click()
    expect(page.locator("#chair-1")).to_be_visible()


def test_what_is_refused_stays_as_typed(desk: Page) -> None:
    open_person(desk, NURSE)
    desk.get_by_label("Full name").fill("Priya <script>alert(1)</script>")
    desk.get_by_label(re.compile("Phone")).fill("call me")
    press(desk, "Save")
    expect(desk.locator("#admin-said")).to_contain_text("That is no phone number; nothing was")
    expect(desk.get_by_label("Full name")).to_have_value("Priya <script>alert(1)</script>")
    desk.get_by_role("checkbox", name="nurse", exact=True).click()
    desk.get_by_label(re.compile("Phone")).fill("")
    press(desk, "Save")
    expect(desk.locator("#admin-said")).to_contain_text("A person needs a role")
    open_person(desk, NURSE)


def test_of_two_administrators_the_later_one_is_told(desk: Page, tablet: OpenTablet) -> None:
    other = page_on(tablet(size=DESK))
    arrive(other, ADMINISTRATOR, "/admin")
    for page in (desk, other):
        open_person(page, SECOND_NURSE)
    desk.get_by_label(re.compile("Phone")).fill("+1 555 0111")
    press(desk, "Save")
    saved(desk)
    other.get_by_label(re.compile("Phone")).fill("+1 555 0122")
    press(other, "Save")
    expect(other.locator("#admin-said")).to_contain_text("changed by somebody else meanwhile")
    open_person(desk, SECOND_NURSE)
    expect(desk.get_by_label(re.compile("Phone"))).to_have_value("+1 555 0111")


def test_the_only_administrator_stays_one(desk: Page) -> None:
    open_person(desk, ADMINISTRATOR)
    desk.get_by_role("checkbox", name="administrator", exact=True).click()
    desk.get_by_role("checkbox", name="nurse", exact=True).click()
    press(desk, "Save")
    expect(desk.locator("#admin-said")).to_contain_text("is the last administrator")
    desk.get_by_text("Deactivate …").click()
    press(desk, f"Deactivate {ADMINISTRATOR.name}")
    expect(desk.locator("#admin-act-said")).to_contain_text("Nobody deactivates themselves")


def test_whoever_is_deactivated_is_out_at_once_until_brought_back(
    desk: Page, tablet: OpenTablet
) -> None:
    page = page_on(tablet())
    arrive(page, SECOND_NURSE)
    expect(page.locator("#chair-1")).to_be_visible()
    open_person(desk, SECOND_NURSE)
    desk.get_by_text("Deactivate …").click()
    press(desk, f"Deactivate {SECOND_NURSE.name}")
    saved(desk)
    expect(desk.get_by_text("Deactivated: cannot sign in")).to_be_visible()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.get_by_role("button", name=re.compile(NURSE.name))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(SECOND_NURSE.name))).to_have_count(0)
    press(desk, f"Bring {SECOND_NURSE.name} back")
    saved(desk)
    expect(page.get_by_role("button", name=re.compile(SECOND_NURSE.name))).to_be_visible()


def test_a_sign_in_is_seen_and_ended(desk: Page, nurse_page: Page) -> None:
    desk.goto("/admin")
    desk.get_by_role("link", name=re.compile(f"{NURSE.name}.*last heard of")).first.click()
    desk.get_by_text("End this sign-in …").click()
    press(desk, "End it now")
    saved(desk, "The sign-in was ended.")
    nurse_page.wait_for_url(re.compile("/sign-in"))


def test_a_pin_set_by_an_administrator_is_replaced_at_the_tile(
    desk: Page, tablet: OpenTablet
) -> None:
    page = page_on(tablet())
    arrive(page, SECOND_NURSE)
    open_person(desk, SECOND_NURSE)
    desk.get_by_text("Set a new password or PIN …").click()
    desk.get_by_label("PIN, for one sign-in").fill("4826")
    press(desk, "Set it and sign out")
    saved(desk, "Set. It is good for one sign-in.")
    page.wait_for_url(re.compile("/sign-in"))
    page.get_by_role("button", name=re.compile(SECOND_NURSE.name)).click()
    tap_pin(page, "4826")
    hint = page.locator("[data-part=hint]")
    expect(hint).to_contain_text("Choose your own four digits")
    tap_pin(page, SECOND_NURSE.pin)
    expect(hint).to_contain_text("once more")
    tap_pin(page, "7306")
    expect(page.get_by_text("The two differ")).to_be_visible()
    for _ in range(2):
        tap_pin(page, SECOND_NURSE.pin)
    expect(page.locator("#chair-1")).to_be_visible()


def test_an_occupied_chair_stays_and_a_free_one_leaves_the_board(
    desk: Page, nurse_page: Page
) -> None:
    desk.goto("/admin/room")
    desk.get_by_role("link", name=re.compile("Chair 1 ")).click()
    expect(desk.get_by_text("An open session is in this chair")).to_be_visible()
    desk.get_by_role("link", name=re.compile("Chair 4 ")).click()
    desk.get_by_text("Take out of use …").click()
    press(desk, "Take it out of use")
    saved(desk)
    expect(nurse_page.locator("#chair-4")).to_have_count(0)
    press(desk, "Bring it back into use")
    saved(desk)
    press(desk, "Move up")
    saved(desk, "Moved.")
    moved = ["Chair 1", "Chair 2", "Chair 4", "Chair 3"]
    assert comes_to(desk, LISTED, moved) == moved
    press(desk, "Move down")
    expect(desk.locator(".admin__list li").last).to_contain_text("Chair 4")
    expect(nurse_page.locator("#chair-4")).to_be_visible()


def test_what_the_clinic_withholds_is_not_offered_on_the_discharge_screen(
    desk: Page, tablet: OpenTablet, server: Clinic
) -> None:
    physician = page_on(tablet(size=DESK))
    arrive(physician, PHYSICIAN)
    discharge = f"/sessions/{server.sessions['1']}/discharge"
    desk.goto("/admin/overrides?protocol=ketamine-iv")
    desk.get_by_role("checkbox", name=re.compile("^Dizziness")).click()
    press(desk, "Save")
    saved(desk)
    physician.goto(discharge)
    press(physician, "Override …")
    dialog = physician.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile("Nobody may override: .*Dizziness"))
    expect(dialog.get_by_label(re.compile("^Dizziness"))).to_have_count(0)
    expect(dialog.get_by_label(re.compile("^Observation"))).to_be_visible()

    desk.goto("/admin/overrides")
    desk.get_by_role("link", name=re.compile(PHYSICIAN.name)).click()
    desk.get_by_text("Take the right to override away …").click()
    press(desk, "Take the right away")
    saved(desk)
    physician.goto(discharge)
    expect(physician.get_by_role("button", name="Sign with PIN")).to_be_visible()
    expect(physician.get_by_role("button", name="Override …")).to_have_count(0)
    press(desk, "Give the right to override")
    saved(desk)
    expect(physician.get_by_role("button", name="Override …")).to_be_visible()


def test_name_and_zone_change_what_is_shown(desk: Page, nurse_page: Page) -> None:
    clock = nurse_page.locator(".top .clock").first
    before = clock.inner_text()
    desk.goto("/admin/clinic")
    desk.get_by_label("Name of the clinic").fill("")
    press(desk, "Save")
    expect(desk.locator("#admin-said")).to_contain_text("nothing was saved")
    desk.get_by_label("Name of the clinic").fill("Journey clinic by the sea")
    desk.locator("#admin-zone").fill("Asia/Kolkata")
    desk.get_by_role("option", name="Asia/Kolkata").click()
    press(desk, "Save")
    saved(desk)
    nurse_page.goto("/")
    expect(clock).not_to_have_text(before)
    desk.locator("#admin-zone").fill("America/Los_Angeles")
    desk.get_by_role("option", name="America/Los_Angeles").click()
    press(desk, "Save")
    saved(desk)
    expect(desk.locator("#admin-zone")).to_have_value("America/Los_Angeles")


def test_administration_keeps_nobody_out(tablet: OpenTablet, server: Clinic) -> None:
    page = page_on(tablet())
    arrive(page, ADMINISTRATOR, "/admin")
    looked = [
        "/admin",
        "/admin?person=new",
        "/admin?person=nobody",
        f"/admin/room?chair={server.chairs['1']}",
        f"/admin/room?chair={server.chairs['4']}",
        "/admin/protocols?protocol=ketamine-iv",
        "/admin/overrides?protocol=esketamine-nasal",
        "/admin/clinic",
    ]
    for turn, path in enumerate(looked):
        page.goto(path)
        expect(page.locator(".admin")).to_be_visible()
        for closed in page.locator(".admin__ask summary").all():
            closed.click()
        for look in every_look(page, turn):
            assert barriers(page) == [], (path, look)
            assert small_targets(page) == [], (path, look)
            assert too_wide(page) == [], (path, look)


def test_a_very_long_name_breaks_no_screen(desk: Page) -> None:
    open_person(desk, NURSE)
    desk.get_by_label("Full name").fill("W" * 200)
    press(desk, "Save")
    saved(desk)
    for size in (TABLET, PORTRAIT):
        desk.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert comes_to(desk, "document.documentElement.scrollWidth <= innerWidth", wanted=True)
    desk.get_by_label("Full name").fill(NURSE.name)
    press(desk, "Save")
    expect(desk.get_by_role("heading", name=NURSE.name)).to_be_visible()
