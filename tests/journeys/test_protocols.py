"""A medical director carries a change of a protocol from a number to the signature."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import ADMINISTRATOR, NURSE, PHYSICIAN, Clinic
from tests.journeys.conftest import DESK, OpenTablet, arrive, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, small_targets

pytestmark = pytest.mark.journey

MINIMUM = "since time zero, at least"


def name_director(server: Clinic) -> None:
    with server.caller(ADMINISTRATOR) as client:
        people = client.get("/admin/people").raise_for_status().json()["people"]
        one = next(each for each in people if each["login"] == PHYSICIAN.login)
        body = {"named": True, "revision": one["revision"]}
        client.put(f"/admin/people/{one['id']}/director", json=body).raise_for_status()


def draft_of(page: Page, minutes: str, reason: str) -> None:
    group = page.locator("details.protocol__group", has_text="Observation time").first
    if not group.evaluate("node => node.open"):
        group.locator("summary").click()
    page.get_by_label(MINIMUM).fill(minutes)
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Save as draft").click()


def test_a_change_is_drafted_compared_tried_and_signed(tablet: OpenTablet, server: Clinic) -> None:
    with server.caller(PHYSICIAN) as client:
        body = {"to": "hospital", "reason": "chest pain", "pin": PHYSICIAN.pin}
        path = f"/sessions/{server.sessions['1']}/discharge/end"
        client.post(path, json=body).raise_for_status()
    name_director(server)
    page = page_on(tablet(size=DESK))
    arrive(page, PHYSICIAN, "/protocols")
    page.get_by_role("link", name="Ketamine infusion Version 3").click()
    expect(page.locator("main")).to_contain_text("Version 3, as the program ships it")

    draft_of(page, "5000", "Shorter")
    expect(page.locator("#protocol-said")).to_contain_text("5000 is not allowed")
    draft_of(page, "90", "Ninety minutes are enough here")
    draft = page.locator(".trial__stand", has_text="Draft 1, by")
    expect(draft).to_contain_text("120 min")
    expect(draft).to_contain_text("90 min")

    draft.get_by_role("link", name="Try it on past sessions").click()
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".trial__cells")).to_contain_text("ready earlier")
    page.get_by_role("link", name="To the protocol's versions").click()
    expect(page.locator(".trial__stand", has_text="Draft 1, by")).to_contain_text("Of 1 sessions")
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look

    page.get_by_role("button", name="Sign into force").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("What your signature means")
    assert barriers(page) == []
    tap_pin(page, "1111")
    expect(dialog).to_contain_text("The PIN is wrong")
    tap_pin(page, PHYSICIAN.pin)
    expect(page.locator("main")).to_contain_text("Version 1001, in force since")
    expect(page.locator(".trial__stand", has_text="Draft 1, by")).to_have_count(0)

    with server.caller(NURSE) as client:
        offered = client.get("/protocols").raise_for_status().json()["protocols"]
        assert {one["id"]: one["version"] for one in offered}["ketamine-iv"] == 1001
        head = client.get(f"/sessions/{server.sessions['2']}").raise_for_status().json()
        assert head["protocol_version"] == 3


def test_a_draft_that_somebody_else_saved_meanwhile_is_not_overwritten(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, PHYSICIAN, "/protocols/ketamine-im")
    page.get_by_label("Reason").wait_for()
    with server.caller(PHYSICIAN) as client:
        body = {"numbers": {"freshness.checks": 20}, "reason": "another", "seen": 0}
        client.post("/protocol-versions/ketamine-im/drafts", json=body).raise_for_status()
    page.locator("summary", has_text="When a value is too old").click()
    page.get_by_label("checks, too old after").fill("25")
    page.get_by_label("Reason").fill("Shorter rounds")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator("#protocol-said")).to_contain_text("changed by somebody else meanwhile")


def test_whoever_was_not_named_sees_who_signs(tablet: OpenTablet, server: Clinic) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, NURSE, "/protocols/ketamine-iv")
    expect(page.locator("main")).to_contain_text("For physicians")
    assert barriers(page) == []
