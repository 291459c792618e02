"""A physician orders from the board or the chart; a nurse acknowledges with one tap."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from monitor.clinical.order_state import OrderState, Until
from monitor.web.components.orders import FIELDS, order_words
from tests.journeys.clinic import NURSE, PHYSICIAN, ZONE, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, small_targets
from tests.journeys.record_rules import call, rules_page

pytestmark = pytest.mark.journey
GIVEN = datetime(2026, 7, 1, 19, tzinfo=UTC)
BELOW_160 = Until("systolic_mmhg", 2, below=160)
ORDERED = "BP every 5 min until systolic below 160, 2 in a row"


def order_of(clinic: Clinic, chair: str) -> dict[str, Any]:
    """The order given last, as another device sees it."""
    with clinic.caller(PHYSICIAN) as client:
        answer = client.get(f"/sessions/{clinic.sessions[chair]}/orders")
        answer.raise_for_status()
        first: dict[str, Any] = answer.json()["orders"][0]
        return first


def _fill(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Order")
    dialog.get_by_role("button", name="Give the order").click()
    expect(dialog).to_contain_text("What is ordered?")
    dialog.get_by_role("button", name="BP", exact=True).click()
    dialog.get_by_role("button", name="5 min", exact=True).click()
    dialog.get_by_role("group", name="Until", exact=True).get_by_text("a value").click()
    expect(dialog.get_by_role("button", name="SpO₂", exact=True)).to_have_count(1)
    dialog.get_by_role("button", name="systolic", exact=True).click()
    dialog.get_by_role("button", name="below", exact=True).click()
    dialog.get_by_label("Value", exact=True).fill("160")
    assert barriers(page) == []
    assert small_targets(page) == []
    dialog.get_by_role("button", name="Give the order").click()
    expect(dialog).to_be_hidden()


def test_an_order_is_given_from_the_board_and_acknowledged_with_one_tap(
    tablet: OpenTablet, server: Clinic, nurse_page: Page
) -> None:
    desk = page_on(tablet(size={"width": 1440, "height": 900}))
    arrive(desk, PHYSICIAN)
    desk.get_by_role("button", name="Order …").click()
    desk.get_by_role("dialog").get_by_text("Maya Lindqvist").click()
    _fill(desk)
    card = nurse_page.locator("#chair-1")
    expect(card).to_contain_text("New order")
    expect(card).to_contain_text(ORDERED)
    expect(card).to_contain_text(PHYSICIAN.name)
    expect(nurse_page.get_by_role("button", name="Order …")).to_have_count(0)
    assert barriers(nurse_page) == []
    card.get_by_role("button", name="Acknowledge order").click()
    expect(card).not_to_contain_text("New order")
    expect(card).to_contain_text(f"BP, ordered by {PHYSICIAN.name}")
    given = order_of(server, "1")
    assert given["acknowledged_by"] == NURSE.name
    assert given["every_minutes"] == 5
    assert given["until"] == {
        "field": "systolic_mmhg",
        "below": 160,
        "at_least": None,
        "count": 2,
    }


def test_the_chart_lists_orders_and_a_nurse_closes_one_with_a_note(
    tablet: OpenTablet, server: Clinic
) -> None:
    server.record("3", {"kind": "order", "text": "Keep the room dark"}, PHYSICIAN)
    page = page_on(tablet())
    arrive(page, NURSE, f"/sessions/{server.sessions['3']}")
    listed = page.locator("#orders")
    expect(listed).to_contain_text("Keep the room dark")
    listed.get_by_role("button", name="Acknowledge order").click()
    expect(listed).to_contain_text(re.compile(rf"acknowledged \d\d:\d\d, {NURSE.name}"))
    listed.get_by_role("button", name="Close …").click()
    dialog = page.get_by_role("dialog", name="Close the order")
    dialog.get_by_role("button", name="Close the order").click()
    expect(dialog).to_contain_text("A few words are needed")
    dialog.get_by_label("Note").fill("lights are out")
    dialog.get_by_role("button", name="Close the order").click()
    expect(listed).to_contain_text(re.compile(r"closed \d\d:\d\d, .*: “lights are out”"))
    assert barriers(page) == []
    assert order_of(server, "3")["closed_how"] == "closed"


def test_a_physician_cancels_an_order_with_a_reason(tablet: OpenTablet, server: Clinic) -> None:
    measure = {"kind": "order", "measure": ["heart_rate"], "every_minutes": 10}
    server.record("2", measure, PHYSICIAN)
    page = page_on(tablet(scheme="dim"))
    arrive(page, PHYSICIAN, f"/sessions/{server.sessions['2']}")
    listed = page.locator("#orders")
    expect(listed.get_by_role("button", name="Acknowledge order")).to_have_count(0)
    listed.get_by_role("button", name="Cancel order …").click()
    dialog = page.get_by_role("dialog", name="Cancel the order")
    dialog.get_by_label("Reason").fill("monitored elsewhere")
    dialog.get_by_role("button", name="Cancel the order").click()
    expect(listed).to_contain_text("“monitored elsewhere”")
    assert barriers(page) == []
    assert order_of(server, "2")["closed_by"] == PHYSICIAN.name


def test_a_dialog_says_an_order_as_the_chart_does(browser: Browser) -> None:
    orders = [
        (("blood_pressure", "heart_rate"), "", 5, BELOW_160, None),
        (("spo2",), "nasal prongs if below", 10, Until("spo2_percent", 3, at_least=95), None),
        (("temperature",), "", 30, None, GIVEN),
        (("alertness", "respiration"), "", 15, None, None),
        ((), "Call me", None, None, None),
        ((), "Offer water", 30, None, None),
        *(((), "", 5, Until(field, 1, below=7), None) for field in FIELDS),
    ]
    with rules_page(browser) as rules:
        rules.add_script_tag(url="/assets/js/language.js")
        for measure, text, minutes, until, until_at in orders:
            every = timedelta(minutes=minutes) if minutes else None
            state = OrderState("o", GIVEN, measure, text, every, until, until_at)
            given = {
                "measure": measure,
                "text": text,
                "every_minutes": minutes,
                "until": until
                and {
                    "field": until.field,
                    "below": until.below,
                    "at_least": until.at_least,
                    "count": until.count,
                },
                "until_at": until_at and until_at.isoformat(),
            }
            body = "return m.orderWords(given.order, given.zone)"
            said = call(rules, "dialogs/order-words", body, order=given, zone=ZONE)
            assert said == order_words(state, ZONE)
