"""Ketamine is drawn, given and wasted before a second person; what is missing shows."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, small_targets

pytestmark = pytest.mark.journey


def _open(page: Page) -> None:
    page.get_by_role("button", name="Enter …").click()
    page.get_by_role("dialog", name="Controlled drugs").wait_for()


def _enter(page: Page, action: str, amount: str, pin: str | None, **lot: str) -> None:
    dialog = page.get_by_role("dialog", name="Controlled drugs")
    dialog.get_by_role("button", name=action, exact=True).click()
    for label, value in lot.items():
        dialog.get_by_label(label, exact=True).fill(value)
    dialog.get_by_label("Amount, mg").fill(amount)
    if pin is not None:
        dialog.get_by_role("button", name=SECOND_NURSE.name).click()
        dialog.get_by_label("PIN of the witness").fill(pin)
    dialog.get_by_role("button", name="Enter", exact=True).click()


def test_what_is_drawn_and_not_told_is_shown_until_it_is(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    session = server.sessions["1"]
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    page.goto(f"/sessions/{session}")
    page.locator("#treatments").get_by_role("link", name="Register of controlled drugs").click()
    expect(page.get_by_role("heading", name="One session's part")).to_be_visible()
    _open(page)
    dialog = page.get_by_role("dialog", name="Controlled drugs")
    assert barriers(page) == []
    dialog.get_by_role("button", name="ketamine", exact=True).click()
    _enter(page, "drawn", "100", "0000", Lot="A12", Strength="50 mg/mL")
    expect(dialog).to_contain_text("The witness's PIN is wrong")
    dialog.get_by_label("PIN of the witness").fill(SECOND_NURSE.pin)
    dialog.get_by_role("button", name="Enter", exact=True).click()
    expect(dialog).to_be_hidden()
    missing = page.locator("#missing")
    expect(missing).to_contain_text("drawn 100, given 0, wasted 0: 100 mg not accounted for")
    _open(page)
    _enter(page, "given", "36", None)
    expect(missing).to_contain_text(": 64 mg not accounted for")
    _open(page)
    _enter(page, "wasted", "60", SECOND_NURSE.pin)
    expect(missing).to_contain_text("drawn 100, given 36, wasted 60: 4 mg not accounted for")
    assert barriers(page) == []
    assert small_targets(page) == []
    wasted = page.locator("#rows tr", has_text="wasted")
    expect(wasted).to_contain_text(SECOND_NURSE.name)
    wasted.get_by_role("button", name="Reverse wasted").click()
    dialog = page.get_by_role("dialog", name="Reverse an entry")
    dialog.get_by_label("Reason").fill("64, misheard")
    dialog.get_by_role("button", name=SECOND_NURSE.name).click()
    dialog.get_by_label("PIN of the witness").fill(SECOND_NURSE.pin)
    dialog.get_by_role("button", name="Reverse", exact=True).click()
    expect(missing).to_contain_text("given 36, wasted 0: 64 mg")
    expect(page.locator("#rows")).to_contain_text("reversed: 64, misheard")
    _open(page)
    _enter(page, "wasted", "64", SECOND_NURSE.pin)
    expect(missing).to_have_count(0)
    expect(page.locator("#shifts")).to_contain_text("ketamine")


def test_starting_an_infusion_offers_the_register_and_waits_for_nothing(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet(scheme="dim"))
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    page.goto(f"/sessions/{server.sessions['3']}")
    page.evaluate(
        "id => { window.monitor.dialogs.open('infusion', id, {}); }", server.sessions["3"]
    )
    dialog = page.locator("dialog[open]")
    link = dialog.get_by_role("link", name="Register of controlled drugs")
    expect(link).to_have_attribute("href", f"/register?session={server.sessions['3']}")
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(dialog).to_be_hidden()


def test_stock_that_arrives_is_entered_without_a_session(
    tablet: OpenTablet, server: Clinic
) -> None:
    with server.caller(NURSE) as client:
        witness = client.get("/register/form").json()["witnesses"]
        seen_by = next(one for one in witness if one["name"] == SECOND_NURSE.name)
        body = {
            "id": str(uuid4()), "action": "received", "amount_mg": 500, "drug": "esketamine",
            "lot": "E7", "strength": "28 mg", "witness": {"person_id": seen_by["person_id"],
                                                          "pin": SECOND_NURSE.pin},
        }  # fmt: skip
        client.post("/register", json=body).raise_for_status()
        assert client.post("/register", json=body).status_code == 201
    page = page_on(tablet(size={"width": 820, "height": 1180}))
    arrive(page, NURSE)
    page.get_by_role("link", name="Register of controlled drugs").click()
    expect(page.locator("#lots tr", has_text="E7")).to_contain_text("500")
    expect(page.locator("#rows tr", has_text="E7")).to_have_count(1)
    assert barriers(page) == []
