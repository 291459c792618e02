"""A handover in the browser: read and signed by both, and the chairs move with it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, Clinic, Person, vitals
from tests.journeys.conftest import OpenTablet, arrive, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, comes_to, every_look, small_targets

pytestmark = pytest.mark.journey

ONE_LINE_PX = 44
IN_ONE_LINE = """(high) => document.querySelector("#chair-1 .seat__who")
  .getBoundingClientRect().height <= high"""
ONE = re.compile(r"/handover/[0-9a-f-]{36}$")


def watch_over(server: Clinic, person: Person, *chairs: str) -> None:
    """Take chairs on another tablet."""
    with server.caller(person) as client:
        body = {"chair_ids": [server.chairs[chair] for chair in chairs]}
        client.post("/watch/take", json=body).raise_for_status()


def held_by(server: Clinic, chair: str) -> str:
    with server.caller(NURSE) as client:
        found = client.get("/watch").json()["chairs"]
    named: dict[str, str] = {one["chair_id"]: one["name"] for one in found}
    return named[server.chairs[chair]]


def choose(page: Page, why: str, who: Person) -> None:
    page.get_by_role("button", name=why, exact=True).click()
    page.get_by_role("button", name=who.name, exact=True).click()


def sign(page: Page, button: str, pin: str) -> None:
    page.get_by_role("button", name=button).click()
    page.locator("dialog[open]").wait_for()
    tap_pin(page, pin)


def give(page: Page, why: str, who: Person, pin: str) -> None:
    page.goto("/handover")
    choose(page, why, who)
    sign(page, "Sign the handover", pin)
    page.wait_for_url(ONE)


def test_both_sign_on_one_tablet_and_the_chairs_move(tablet: OpenTablet, server: Clinic) -> None:
    watch_over(server, NURSE, "1", "2", "4")
    page = page_on(tablet())
    arrive(page, NURSE)
    page.get_by_role("link", name="Handover").click()
    second = page.get_by_role("region", name="Chair 2")
    expect(second).to_contain_text("Daniel Okafor")
    expect(second).to_contain_text("204/112")
    expect(second).to_contain_text("Systolic 204")
    expect(page.get_by_role("region", name="Chair 4")).to_contain_text("No session in this chair.")
    page.get_by_role("button", name="Sign the handover").click()
    expect(page.get_by_text("Say why first")).to_be_visible()
    page.get_by_label("Note for the next nurse, chair 1").fill("Sister waits outside.")
    page.get_by_role("button", name="Hand over chair 4").click()
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look
    choose(page, "End of the shift", SECOND_NURSE)
    sign(page, "Sign the handover", "0000")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Chairs 1, 2 to Tess Oduya. End of the shift.")
    expect(dialog).to_contain_text("The PIN is wrong")
    assert barriers(page) == []
    tap_pin(page, NURSE.pin)
    page.wait_for_url(ONE)
    expect(page.get_by_role("region", name="Chair 1")).to_contain_text("Sister waits outside.")
    waiting = page_on(page.context)
    waiting.goto("/")
    expect(waiting.locator("#chair-1 .seat__nurse")).to_have_text("PN \u2192 TO")
    # a name in two lines pushes the lower row off the screen
    assert comes_to(waiting, IN_ONE_LINE, wanted=True, of=ONE_LINE_PX)
    assert barriers(waiting) == []
    waiting.goto("/watch")
    expect(waiting.locator("#watch-chairs")).to_contain_text("handover to Tess Oduya waits")
    assert held_by(server, "1") == NURSE.name
    sign(page, "Tess Oduya signs", SECOND_NURSE.pin)
    expect(page.locator(".hand__signed")).to_contain_text("Tess Oduya, nurse")
    assert [held_by(server, chair) for chair in "124"] == [
        SECOND_NURSE.name,
        SECOND_NURSE.name,
        NURSE.name,
    ]
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look
    page.goto("/handover/past")
    expect(page.get_by_role("link", name="Priya Nair to Tess Oduya")).to_contain_text("received")
    assert barriers(page) == []
    assert small_targets(page) == []


def test_what_changes_after_the_first_signature_is_read_before_the_second(
    tablet: OpenTablet, server: Clinic
) -> None:
    watch_over(server, NURSE, "1", "3")
    page = page_on(tablet())
    arrive(page, NURSE)
    give(page, "A break", SECOND_NURSE, NURSE.pin)
    own = page_on(tablet(scheme="dim"))
    arrive(own, SECOND_NURSE, "/handover")
    own.get_by_role("link", name="Priya Nair to Tess Oduya").click()
    own.get_by_role("button", name="Tess Oduya signs").wait_for()
    server.record("1", vitals((206, 114)), NURSE)
    changed = own.locator("#changed")
    expect(changed).to_contain_text("Chair 1: new urgent alert: Systolic high")
    own.get_by_role("button", name="Tess Oduya signs").click()
    expect(own.get_by_text("Read what has changed, and say so, first.")).to_be_visible()
    own.get_by_role("button", name="I have read what has changed").click()
    for look in every_look(own):
        assert barriers(own) == [], look
        assert small_targets(own) == [], look
    sign(own, "Tess Oduya signs", SECOND_NURSE.pin)
    expect(own.locator(".hand__signed")).to_contain_text("Tess Oduya, nurse")
    assert held_by(server, "1") == SECOND_NURSE.name

    own.get_by_role("link", name="Give back to Priya Nair").click()
    own.get_by_role("heading", name="To whom").wait_for()
    for name in ("Back from the break", "Priya Nair"):
        expect(own.get_by_role("button", name=name, exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
    expect(own.get_by_role("button", name="Hand over chair 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(own.get_by_role("button", name="Hand over chair 2")).to_have_attribute(
        "aria-pressed", "false"
    )
    sign(own, "Sign the handover", SECOND_NURSE.pin)
    own.wait_for_url(ONE)
    expect(own.locator(".hand__card").first).to_contain_text("Back from the break")
    sign(own, "Priya Nair signs", NURSE.pin)
    expect(own.locator(".hand__signed")).to_contain_text("Priya Nair, nurse")
    assert [held_by(server, chair) for chair in "123"] == [
        NURSE.name,
        SECOND_NURSE.name,
        NURSE.name,
    ]


def test_what_is_unsent_on_the_tablet_holds_the_signature_back(
    tablet: OpenTablet, server: Clinic
) -> None:
    watch_over(server, NURSE, "1", "3")
    page = page_on(tablet())
    arrive(page, NURSE, "/handover")
    page.get_by_role("button", name="Sign the handover").wait_for()
    choose(page, "End of the shift", SECOND_NURSE)
    session = server.sessions["1"]
    entry = {
        "key": str(uuid4()), "session": session, "patient": {"id": "p", "name": "Maya Lindqvist"},
        "chair": "1", "person": {"id": "another", "name": "Another"}, "label": "Note", "words": "",
        "events": [{"kind": "note", "at": "2001-01-01T00:00:00Z", "text": "too old"}],
    }  # fmt: skip
    page.evaluate("entry => window.monitor.outbox.put(entry)", entry)
    expect(page.locator("[data-hand-unsent]")).to_contain_text(
        "Chair 1: 1 entry is still on this tablet."
    )
    assert barriers(page) == []
    page.get_by_role("button", name="Sign the handover").click()
    expect(page.get_by_text("Nothing was signed: first send")).to_be_visible()
    assert page.locator("dialog[open]").count() == 0
    page.evaluate("key => window.monitor.outbox.remove(key)", entry["key"])
    expect(page.locator("[data-hand-unsent]")).to_be_empty()
    sign(page, "Sign the handover", NURSE.pin)
    page.wait_for_url(ONE)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".hand__signed")).to_contain_text("Withdrawn: nothing was handed over.")
    assert held_by(server, "1") == NURSE.name


def test_who_watches_over_no_chair_is_told_where_to_take_one(
    tablet: OpenTablet, server: Clinic
) -> None:
    watch_over(server, SECOND_NURSE, "1", "2", "3", "4")
    page = page_on(tablet())
    arrive(page, NURSE, "/handover")
    expect(page.get_by_text("You watch over no chair")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("main").get_by_role("link", name="Watch").click()
    expect(page).to_have_url(re.compile("/watch$"))
