"""Answers and scripts that come late: no tap is lost, and nobody is put out or left behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.clinic import NURSE, Clinic
from tests.journeys.conftest import OpenTablet, arrive, let_in, stand_between, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.looking import comes_to, wait_until
from tests.journeys.record_form import Form, nurse_at_work

pytestmark = pytest.mark.journey

COPIES_KEPT = """
() => new Promise((resolve) => {
  indexedDB.open("monitor").onsuccess = ({ target }) => {
    const asked = target.result.transaction("entries").objectStore("entries").count();
    asked.onsuccess = () => { target.result.close(); resolve(asked.result); };
  };
})
"""


def held(page: Page, address: str) -> list[Route]:
    """Let requests for this address wait until the test lets them go on."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    stand_between(page, address, hold)
    return waiting


def test_a_tap_before_the_script_that_answers_it_opens_the_dialog_all_the_same(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    script = held(page, "**/js/dialogs.js*")
    let_in(page.context, NURSE, server)
    page.goto(f"/sessions/{server.sessions['1']}", wait_until="commit")
    page.locator(".chart__add summary").click()
    page.locator(".chart__add").get_by_role("button", name="Walk test").click()
    wait_until(page, lambda: bool(script))
    script[0].continue_()
    expect(page.get_by_role("dialog").get_by_role("button", name="Steady")).to_be_visible()


def test_a_pin_waits_for_the_lock_that_is_still_on_its_way(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/api/v1")[2]))
    locking = held(page, "**/api/v1/lock")
    page.evaluate("void monitor.lock.lock()")
    tap_pin(page, NURSE.pin)
    wait_until(page, lambda: bool(locking))
    page.wait_for_timeout(500)
    assert "/sign-in/pin" not in asked
    locking[0].continue_()
    expect(page.locator(".lock")).to_have_count(0)
    page.reload()
    expect(page.locator(".seat").first).to_be_visible()


def test_a_session_that_comes_after_signing_out_is_not_kept_on_the_tablet(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(), server), server, "1")
    page = form.page
    assert comes_to(page, COPIES_KEPT, 1) == 1
    coming = held(page, "**/entry")
    leaving = held(page, "**/api/v1/sign-out")
    with page.expect_request("**/entry"):
        page.evaluate("void monitor.record.refresh()")
    page.locator("details.who summary").click()
    with page.expect_request("**/api/v1/sign-out"):
        page.get_by_role("button", name="Sign out").click()
    wait_until(page, lambda: bool(coming and leaving))
    with page.expect_response("**/entry"):
        coming[0].continue_()
    leaving[0].continue_()
    page.wait_for_url("**/sign-in**")
    assert page.evaluate(COPIES_KEPT) == 0


NOTE_READY = """
() => {
  const { dataset } = document.documentElement;
  const note = () => sessionStorage.setItem("ready",
    `${sessionStorage.getItem("ready") || ""}${dataset.ready} `);
  new MutationObserver(note).observe(document.documentElement,
    { attributes: true, attributeFilter: ["data-ready"] });
}
"""
DRAFTS = "async () => (await monitor.outbox.drafts()).length"
TAKEN_OVER = """
async () => {
  const { id, name, initials } = await monitor.api.get("/me").then((answer) => answer.body);
  const person = { id, name, initials };
  document.dispatchEvent(new CustomEvent("monitor:unlocked",
    { detail: { person, same: false }, cancelable: true }));
  document.querySelector("[data-act=key][data-key='7']").click();
}
"""
GONE_ON = """
(other) => new Promise((tell) => {
  addEventListener("hashchange", () => {
    document.querySelector("[data-act=key][data-key='7']").click();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "7", bubbles: true }));
    tell(monitor.record.form.draft.text.systolic_mmhg);
  }, { once: true });
  location.hash = other;
})
"""


def test_a_digit_typed_while_a_draft_changes_hands_is_on_it(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(), server), server, "1")
    form.keys("13")

    form.page.evaluate(TAKEN_OVER)

    expect(form.page.locator("[data-figure='systolic_mmhg']")).to_have_text("137")
    assert comes_to(form.page, DRAFTS, 1) == 1
    form.reload()
    assert form.figure("systolic_mmhg") == "137"


def test_what_is_tapped_after_another_session_was_asked_for_is_not_in_the_one_before(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(), server), server, "1")
    page, other = form.page, server.sessions["2"]
    form.keys("13")

    assert page.evaluate(GONE_ON, f"#{other}") == "13"

    page.wait_for_url(f"**/record#{other}")
    form.ready()
    name = page.locator("[data-say='name']")
    expect(name).to_have_text("Daniel Okafor")
    assert form.figure("systolic_mmhg") == ""


def test_a_form_that_is_still_coming_does_not_open_once_another_session_was_asked_for(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(), server)
    one, other = server.sessions["1"], server.sessions["2"]
    coming = held(page, f"**/{one}/entry")
    page.goto(f"/record#{one}")
    wait_until(page, lambda: bool(coming))
    anew = held(page, "**/record")
    page.evaluate(NOTE_READY)
    page.evaluate("other => { location.hash = other; }", f"#{other}")
    wait_until(page, lambda: bool(anew))

    with page.expect_response("**/entry"):
        coming[0].continue_()
    page.wait_for_timeout(500)  # what would open is opened by then
    anew[0].continue_()

    expect(page.locator("[data-say='name']")).to_have_text("Daniel Okafor")
    assert page.evaluate("sessionStorage.getItem('ready')") == "no "


def test_the_list_of_what_is_kept_opens_once_however_often_it_is_asked_for(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = Form.open(nurse_at_work(tablet(), server), server, "1").page
    listed = page.get_by_role("dialog", name="Kept on this tablet")
    for _ in range(2):
        page.evaluate("() => { monitor.outbox.open(); monitor.outbox.open(); }")
        expect(listed).to_have_count(1)
        page.evaluate("() => Promise.all([monitor.outbox.open(), monitor.outbox.open()])")
        expect(listed).to_have_count(1)
        page.keyboard.press("Escape")
        expect(listed).to_have_count(0)


def test_the_list_of_what_is_kept_opens_again_in_the_moment_it_was_closed(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = Form.open(nurse_at_work(tablet(), server), server, "1").page
    listed = page.get_by_role("dialog", name="Kept on this tablet")
    page.evaluate("() => monitor.outbox.open()")
    expect(listed).to_have_count(1)
    page.evaluate(
        "() => { document.querySelector('dialog[open]').close(); return monitor.outbox.open(); }"
    )
    expect(listed).to_have_count(1)
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
