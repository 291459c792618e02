"""A session moves to another chair, from the chart; the board and its history say so."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, small_targets

pytestmark = pytest.mark.journey


def test_a_session_changes_its_chair_and_who_answers_for_it_is_confirmed(
    tablet: OpenTablet, server: Clinic
) -> None:
    with server.caller(SECOND_NURSE) as client:
        body = {"chair_ids": [server.chairs["4"]]}
        client.post("/watch/take", json=body).raise_for_status()
    page = page_on(tablet())
    arrive(page, NURSE, f"/sessions/{server.sessions['3']}")
    page.locator(".chart__add summary").click()
    page.get_by_role("button", name="Change of chair").click()
    dialog = page.get_by_role("dialog", name="Change of chair")
    expect(dialog.get_by_role("group", name="To which chair").get_by_role("button")).to_have_count(
        1
    )
    dialog.get_by_role("button", name="4 Tess Oduya").click()
    dialog.get_by_label("Reason").fill("Needs to lie down")
    dialog.get_by_role("button", name="Change the chair").click()
    expect(dialog).to_contain_text("Confirm who watches over it there.")
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page, what="dialog button, dialog input") == [], look
    dialog.get_by_role("group", name="Who watches over it there").get_by_role("button").click()
    dialog.get_by_role("button", name="Change the chair").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".top--patient .chair")).to_have_text("4")
    expect(page.locator(".happened", has_text="Change of chair")).to_contain_text(
        "Change of chair from 3 to 4, Tess Oduya watches over it: Needs to lie down"
    )
    page.goto("/")
    expect(page.locator("#chair-4")).to_contain_text("Samuel Adeyemi")
    expect(page.locator("#chair-4 .seat__nurse")).to_have_text("TO")
    expect(page.locator("#chair-3")).to_contain_text("Chair free")
    assert barriers(page) == []
