"""Records opened in an emergency, a device revoked, a program's token: on desk and tablet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import monotonic, sleep

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from monitor.access.roles import Role
from monitor.services import people
from monitor.services.founding import console_actor
from monitor.services.views import NewPerson
from tests.journeys.clinic import (
    ADMINISTRATOR,
    MAYA,
    NURSE,
    Clinic,
    Person,
    prepared,
    seed,
    served,
)
from tests.journeys.conftest import DESK, OpenTablet, arrive, stand_between
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, settle, small_targets, too_wide

pytestmark = pytest.mark.journey

AUDITOR = Person("qvale", "Quinn Vale", Role.AUDITOR, "roof-seven-candle-2", "8163")
PROGRAM = Person("gateway", "Monitor gateway", Role.READ_ONLY, "harbour-nine-lilac-4", "6248")
REASON = "The nurse has fallen ill, the ambulance asks."
STRIP = ".emergency-strip"
TOLD_EACH_S = 65  # lock.js: TELL_MS
ANSWERED_WITHIN_S = 2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The clinic with an auditor, and a person of a program as whom nobody signs in."""
    folder = tmp_path_factory.mktemp("clinic")
    with prepared(folder) as (house, clinic):
        seed(house, clinic)
        by = console_actor(house, ADMINISTRATOR.login)
        for one in (AUDITOR, PROGRAM):
            new = NewPerson(one.login, one.name, frozenset({one.role}), one.password)
            people.add_person(house, by, new)
    with served(clinic, folder, "from monitor.cli import app; app()", "serve"):
        yield clinic


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look(page: Page, name: str) -> None:
    for seen in every_look(page):
        assert too_wide(page) == [], (name, seen)
        assert barriers(page) == [], (name, seen)
        assert small_targets(page) == [], (name, seen)


def test_an_administrator_reads_for_a_while_and_an_auditor_takes_note(tablet: OpenTablet) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, ADMINISTRATOR)
    expect(page.locator("#chair-1")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(MAYA.name)
    page.locator(".who summary").click()
    page.get_by_role("link", name="Emergency access").click()
    look(page, "closed")
    page.get_by_label("What has happened").fill("ill")
    press(page, "Open the records for 30 minutes")
    expect(page.get_by_role("alert")).to_contain_text("The reason says too little")
    page.get_by_label("What has happened").fill(REASON)
    press(page, "Open the records for 30 minutes")
    expect(page.get_by_role("heading", name="The records are open to you")).to_be_visible()
    expect(page.locator(STRIP)).to_contain_text("everything you open is written down")
    look(page, "open")

    page.get_by_role("link", name="To the board", exact=True).click()
    expect(page.locator("#chair-1")).to_contain_text(MAYA.name)
    expect(page.locator(STRIP)).to_contain_text("Emergency access until")
    look(page, "board")
    page.locator("#chair-1 a").first.click()
    expect(page.locator(".rail__count")).to_be_visible()
    expect(page.locator(STRIP)).to_be_visible()
    expect(page.locator("a[href^='/record']:visible")).to_have_count(0)
    for path in ("/admin", "/audit", "/watch"):
        page.goto(path)
        expect(page.locator(STRIP)).to_be_visible()

    other = page_on(tablet())
    arrive(other, AUDITOR)
    expect(other.locator(STRIP)).to_contain_text("1 emergency access waits to be acknowledged.")
    other.locator(STRIP).get_by_role("link").click()
    expect(other.get_by_role("main")).to_contain_text(REASON)
    look(other, "waiting")
    press(other, "Acknowledge")
    expect(other.get_by_role("main")).to_contain_text(f"Acknowledged by {AUDITOR.name}")
    expect(other.locator(STRIP)).to_have_count(0)
    other.get_by_role("link", name="What was opened meanwhile").click()
    expect(other.locator(".audit tbody")).to_contain_text("in an emergency")
    expect(other.locator(".audit tbody")).to_contain_text("Read a session")

    page.goto("/emergency")
    press(page, "End it now")
    expect(page.get_by_role("button", name=re.compile("Open the records"))).to_be_visible()
    expect(page.locator(STRIP)).to_have_count(0)
    page.goto("/")
    expect(page.locator("#chair-1")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(MAYA.name)


def test_the_notice_reaches_a_board_that_nobody_touches_and_leaves_it_again(
    tablet: OpenTablet,
) -> None:
    board = page_on(tablet(size=DESK))
    begun = monotonic()
    arrive(board, AUDITOR)
    expect(board.locator("#chair-1")).to_be_visible()
    expect(board.locator(STRIP)).to_have_count(0)
    nurse = page_on(tablet(size=DESK))
    arrive(nurse, NURSE)
    expect(nurse.locator("#chair-1")).to_be_visible()
    plain = page_on(tablet(size=DESK))
    arrive(plain, AUDITOR, "/account")
    expect(plain.get_by_role("heading", name="Your account")).to_be_visible()
    settle(plain)  # each page has asked who is here when it came
    asked: list[str] = []
    for page in (board, plain):
        page.on("request", lambda request: asked.append(request.url.partition("/api/v1")[2]))

    keeper = page_on(tablet(size=DESK))
    arrive(keeper, ADMINISTRATOR, "/emergency")
    keeper.get_by_label("What has happened").fill(REASON)
    press(keeper, "Open the records for 30 minutes")
    expect(keeper.get_by_role("heading", name="The records are open to you")).to_be_visible()

    strip = board.locator(STRIP)
    expect(strip).to_contain_text("1 emergency access waits to be acknowledged.")
    late = page_on(tablet(size=DESK, worker=False))
    stand_between(late, re.compile(r"/js/emergency\.js"), come_after_the_answer)
    arrive(late, AUDITOR, "/account")
    expect(late.locator(STRIP)).to_contain_text("1 emergency access")
    expect(plain.locator(STRIP)).to_contain_text("1 emergency access")
    assert asked.count("/me") <= tells_of_a_touch(2, begun)
    expect(nurse.locator(STRIP)).to_have_count(0)
    assert barriers(board) == []
    press(keeper, "End it now")
    other = page_on(tablet(size=DESK))
    arrive(other, AUDITOR, "/emergency")
    press(other, "Acknowledge")
    expect(other.get_by_role("button", name="Acknowledge", exact=True)).to_have_count(0)
    expect(strip).to_have_count(0)
    assert asked.count("/me") <= tells_of_a_touch(2, begun)


def come_after_the_answer(route: Route) -> None:
    """Hold a script back until the page must have heard long ago who is here."""
    sleep(ANSWERED_WITHIN_S)
    route.continue_()


def tells_of_a_touch(pages: int, since: float) -> int:
    """How often these pages may have asked who is here by themselves: told of a touch, seldom.

    Not at all in a test that takes no longer than it should.
    """
    return pages * int((monotonic() - since) // TOLD_EACH_S)


def test_who_treats_is_told_who_may(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, "/emergency")
    expect(page.locator("body")).to_contain_text("not allowed to see and acknowledge")


def test_a_revoked_device_asks_for_the_password_again(tablet: OpenTablet) -> None:
    lost = page_on(tablet(anew=True))
    arrive(lost, NURSE)
    expect(lost.locator("#chair-1")).to_be_visible()
    desk = page_on(tablet(size=DESK))
    arrive(desk, ADMINISTRATOR, "/admin")
    devices = desk.locator("section", has=desk.get_by_role("heading", name="Known devices"))
    devices.get_by_role("link").filter(has_not_text="this device").first.click()
    expect(desk.get_by_text(f"by {NURSE.name}")).to_be_visible()
    desk.get_by_text("Revoke this device …").click()
    look(desk, "device")
    press(desk, "Revoke it now")
    expect(desk.locator(".admin__done")).to_have_text("Revoked.")

    lost.goto("/")
    expect(lost.get_by_label("Login")).to_be_visible()
    expect(lost.get_by_role("button", name=NURSE.name)).to_have_count(0)


def test_a_token_is_shown_once_and_opens_nothing_once_revoked(
    tablet: OpenTablet, server: Clinic
) -> None:
    desk = page_on(tablet(size=DESK))
    arrive(desk, ADMINISTRATOR, "/admin/programs?token=new")
    desk.get_by_label("What for").fill("gateway of the monitors")
    press(desk, "Make this token")
    expect(desk.locator("#admin-said")).to_contain_text("A token must be made for something")
    desk.get_by_role("checkbox", name="Read board").click()
    look(desk, "new token")
    press(desk, "Make this token")
    token = desk.locator(".admin__token").inner_text()
    look(desk, "token once")

    def board() -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{server.url}/api/v1/board", headers=headers).status_code

    assert board() == 200
    desk.get_by_role("link", name="Done", exact=True).click()
    expect(desk.get_by_role("main")).to_contain_text("last used")
    expect(desk.locator(".admin__token")).to_have_count(0)
    assert token not in desk.content()
    desk.get_by_role("link", name="gateway of the monitors").click()
    expect(desk.get_by_role("main")).to_contain_text(f"Acts for {PROGRAM.name}")
    desk.get_by_text("Revoke this token …").click()
    look(desk, "revoke token")
    press(desk, "Revoke it now")
    expect(desk.locator(".admin__done")).to_have_text("Revoked.")
    assert board() == 401
