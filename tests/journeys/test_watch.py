"""An urgent alert reaches a person: the watch, the ladder, the call, the tone at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import (
    NURSE,
    PHYSICIAN,
    Clinic,
    prepared,
    seed,
    served,
)
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, comes_to, every_look, lasting, wait_until
from tests.journeys.record_form import FINGER, SMALL_CONTROLS, entries_of, nurse_at_work

pytestmark = pytest.mark.journey

PHONE = "+1 555 010 0142"
CALLED = re.compile(
    r"Chair 2, \d+ min: call (Dr A. Rahman, \+1 555 010 0142|everybody, emergency 112)"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic whose ladder is quick: a rung a minute. Chair 2 has waited for two already."""
    folder = tmp_path_factory.mktemp("watched")
    with prepared(folder) as (house, clinic):
        seed(house, clinic)
    program = ("from monitor.cli import app; app()", "serve")
    settings = {"MONITOR_ESCALATE_AFTER_MIN": "2", "MONITOR_EMERGENCY_PHONE": "112"}
    with served(clinic, folder, *program, **settings):
        yield clinic


def _put_on_duty(page: Page) -> None:
    page.goto("/watch")
    page.locator("#watch-physician").click()
    page.get_by_role("option", name="Dr A. Rahman").click()
    page.get_by_label("Telephone").fill(PHONE)
    page.get_by_role("button", name="Put on duty").click()
    expect(page.locator("#watch-duty")).to_contain_text(PHONE)


def test_a_chair_is_taken_and_shown_on_the_board_and_a_wrong_number_is_refused(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(), server)
    page.goto("/watch")
    expect(page.locator("#watch-duty")).to_contain_text("Nobody is on duty now.")
    page.get_by_role("checkbox").first.click()
    page.get_by_role("button", name="Take chosen").click()
    expect(page.locator("#watch-chairs")).to_contain_text(NURSE.name)
    page.get_by_role("button", name="Take chosen").click()
    expect(page.get_by_text("No chair was chosen; nothing was saved")).to_be_visible()
    page.locator("#watch-physician").click()
    page.get_by_role("option", name="Dr A. Rahman").click()
    page.get_by_label("Telephone").fill("call me")
    page.get_by_role("button", name="Put on duty").click()
    expect(page.get_by_text("That is no phone number; nothing was saved")).to_be_visible()
    expect(page.get_by_label("Telephone")).to_have_value("call me")
    page.goto("/")
    expect(page.locator("#chair-1 .seat__nurse")).to_have_text("PN")


def test_an_unanswered_alert_names_whom_to_call_and_the_call_is_written_down(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(), server)
    _put_on_duty(page)
    page.goto("/")
    chip = page.locator(".badge--call")
    expect(chip).to_have_text(CALLED, timeout=60_000)
    page.set_viewport_size({"width": 820, "height": 1180})
    expect(page.get_by_role("link", name="Handover")).to_be_visible()
    assert comes_to(page, "document.documentElement.scrollWidth", 820) == 820
    wait_until(page, lambda: not chip.evaluate("each => each.scrollHeight - each.clientHeight"))
    page.set_viewport_size({"width": 1024, "height": 768})
    chip.click()
    dialog = page.get_by_role("dialog", name="Called about an alert")
    expect(dialog.get_by_role("link", name=PHONE)).to_have_attribute("href", "tel:+15550100142")
    expect(dialog.get_by_label("Who was called")).to_have_value("Dr A. Rahman")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("Reached, or no answer?")
    dialog.get_by_role("button", name="No answer").click()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    page.goto(f"/sessions/{server.sessions['2']}")
    expect(page.locator(".prompt--call").first).to_contain_text("no answer")
    (made,) = entries_of(server, server.sessions["2"], "call")
    assert made["fields"]["phone"] == PHONE
    assert made["fields"]["answer"] == "no_answer"


def test_the_bedside_stays_silent_and_a_desk_sounds_when_it_was_asked_to(
    tablet: OpenTablet, server: Clinic
) -> None:
    bedside = nurse_at_work(tablet(), server)
    bedside.goto("/")
    bedside.locator(".badge--call").wait_for(timeout=60_000)
    bedside.evaluate("() => localStorage.setItem('monitor-sound', 'on')")
    desk = page_on(tablet(size={"width": 1440, "height": 900}))
    arrive(desk, PHYSICIAN)
    desk.locator(".badge--call").wait_for(timeout=60_000)
    desk.locator("details.who summary").click()
    assert not desk.evaluate("() => window.monitor.sounded")
    desk.get_by_role("button", name="Sound at this desk").click()
    desk.wait_for_function("() => window.monitor.sounded > 0")
    assert not bedside.evaluate("() => window.monitor.sounded")


def test_an_emergency_is_one_tap_away_on_every_screen_of_a_session(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(), server)
    session = server.sessions["1"]
    for path in (f"/sessions/{session}", f"/sessions/{session}/discharge", f"/record#{session}"):
        page.goto(path)
        page.get_by_role("button", name="Emergency").first.click()
        dialog = page.get_by_role("dialog", name="Emergency")
        expect(dialog).to_contain_text("Call for help first.")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def test_beyond_a_limit_while_the_infusion_runs_a_decision_is_asked_for(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(), server)
    page.goto("/")
    card = page.locator("#chair-2")
    expect(card.locator(".seat__alert")).to_have_text(
        "Stop: physician decision required. Systolic 204 mmHg. Also Diastolic 112."
    )
    page.goto(f"/sessions/{server.sessions['2']}")
    expect(page.locator(".prompt--stop")).to_contain_text("Systolic 204 mmHg")


def test_the_watch_keeps_nobody_out(tablet: OpenTablet, server: Clinic) -> None:
    page = nurse_at_work(tablet(), server)
    page.goto("/watch")
    page.get_by_role("button", name="Put on duty").wait_for()
    for look in every_look(page):
        assert barriers(page) == [], look
        assert lasting(page, partial(_small, page)) == [], look


def _small(page: Page) -> list[str]:
    found = page.evaluate(SMALL_CONTROLS, FINGER)
    return [one for one in found if 'type="checkbox"' not in one and 'type="radio"' not in one]
