"""The worst moments, in a real browser: an entry lands exactly once, or is still on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, SERVE, Clinic, begin
from tests.journeys.conftest import OpenTablet, let_in, stand_between
from tests.journeys.devices import page_on
from tests.journeys.looking import EVERY_LOOK, comes_to, wait_until
from tests.journeys.record_form import Form, entries_of, nurse_at_work

pytestmark = pytest.mark.journey

POSTS = "**/api/v1/sessions/*/events"
KEPT = "async () => (await monitor.outbox.list()).length"
DRAFTS = "async () => (await monitor.outbox.drafts()).length"
TAKES_A_WORD = """
(letters) => new Promise((tell) => {
  const asked = indexedDB.open("test-room", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("words", { autoIncrement: true });
  asked.onerror = () => tell(false);
  asked.onsuccess = () => {
    const db = asked.result;
    const writing = db.transaction("words", "readwrite", { durability: "strict" });
    writing.objectStore("words").add("x".repeat(letters));
    writing.oncomplete = () => { db.close(); tell(true); };
    writing.onabort = () => { db.close(); tell(false); };
  };
})
"""
KILLS = 10 if EVERY_LOOK else 1
NO_ROOM, SOME_ROOM, ROOM_AGAIN = 1, 5_000_000, 500_000_000


def rates(clinic: Clinic, form: Form) -> list[Any]:
    lines = entries_of(clinic, form.session, "vitals")
    return [line["fields"].get("heart_rate_bpm") for line in lines]


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    """A form without a service worker, so that the test sees every request it sends."""
    return Form.open(nurse_at_work(tablet(worker=False), server), server, "1")


@pytest.fixture
def killed(server: Clinic) -> Iterator[list[str]]:
    """Notes when the server was killed; it runs again afterwards, whatever happened."""
    deaths: list[str] = []
    yield deaths
    assert server.process is not None
    if not server.process.is_running():
        begin(server, server.folder, *SERVE)


def kill(clinic: Clinic) -> None:
    assert clinic.process is not None
    clinic.process.kill()
    clinic.process.wait(30)


@pytest.mark.parametrize("moment", ["kept, not answered", "received, not kept"])
@pytest.mark.parametrize("turn", range(KILLS))
def test_a_server_killed_between_receiving_and_answering_keeps_the_entry_once(
    form: Form, server: Clinic, killed: list[str], moment: str, turn: int
) -> None:
    beats = 80 + 2 * turn + moment.startswith("kept")  # nobody else has recorded these

    def die(route: Route) -> None:
        if killed:
            route.continue_()
            return
        killed.append(moment)
        assert server.process is not None
        if moment.startswith("kept"):
            assert route.fetch().status == 201  # it is on disk, and the tablet never hears of it
            kill(server)
            route.abort("connectionreset")
        else:
            server.process.suspend()  # the request reaches the machine and nobody reads it
            route.continue_()
            form.page.wait_for_timeout(500)
            kill(server)

    stand_between(form.page, POSTS, die)
    form.rate_only(beats)
    wait_until(form.page, lambda: bool(killed))
    expect(form.bar()).to_contain_text("On this tablet")
    assert comes_to(form.page, KEPT, 1) == 1
    begin(server, server.folder, *SERVE)
    form.all_sent()
    wait_until(form.page, lambda: form.page.evaluate(KEPT) == 0)
    assert rates(server, form).count(beats) == 1


def test_two_tablets_that_save_for_one_session_at_once_keep_one_set_each(
    tablet: OpenTablet, server: Clinic
) -> None:
    forms = []
    for person in (NURSE, SECOND_NURSE):
        context = tablet(worker=False)
        let_in(context, person, server)
        forms.append(Form.open(page_on(context), server, "1"))
    held: list[Route] = []
    for form in forms:
        stand_between(form.page, POSTS, lambda route: held.append(route))
    for form, beats in zip(forms, (53, 54), strict=True):
        form.rate_only(beats)
    wait_until(forms[0].page, lambda: len(held) == 2)
    for route in held:  # both are on their way before either is answered
        route.continue_()
    wait_until(forms[0].page, lambda: {53, 54} <= set(rates(server, forms[0])))
    assert [rates(server, forms[0]).count(beats) for beats in (53, 54)] == [1, 1]
    # Whichever came second did not know of the first: its nurse is asked whether it is one set.
    asked = [form for form in forms if "/record" in form.page.url]
    wait_until(forms[0].page, lambda: sum(_is_asked(form) for form in asked) == 1)
    by = {
        line["fields"].get("heart_rate_bpm"): line["by"]
        for line in entries_of(server, forms[0].session, "vitals")
    }
    assert (by[53], by[54]) == (NURSE.name, SECOND_NURSE.name)


def _is_asked(form: Form) -> bool:
    return form.chip().inner_text().strip() == "1 needs you"


def test_a_tablet_without_room_says_so_keeps_nothing_by_half_and_the_values_on_the_screen(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(worker=False, anew=True), server)
    resize = _room(page, server)
    resize(SOME_ROOM)
    form = Form.open(page, server, "1")
    form.tap("field", field="heart_rate_bpm")
    resize(NO_ROOM)
    wait_until(page, lambda: not page.evaluate(TAKES_A_WORD, 2 * SOME_ROOM))
    form.keys("55")
    expect(form.bar()).to_contain_text("This tablet's storage is full")
    form.tap("save")
    for _ in range(3):
        form.tap("partial-reason", reason="refused")
    form.tap("partial-save")
    expect(form.bar()).to_contain_text("Not saved: This tablet's storage is full")
    expect(form.bar()).to_contain_text("It is still on this screen")
    assert form.figure("heart_rate_bpm") == "55"
    assert page.evaluate(KEPT) == 0
    assert 55 not in rates(server, form)

    resize(ROOM_AGAIN)
    wait_until(page, lambda: bool(page.evaluate(TAKES_A_WORD, 1)))
    form.tap("save")
    if form.act("partial-save").is_visible():
        form.tap("partial-save")
    page.wait_for_url(lambda url: "/record" not in url)
    assert rates(server, form).count(55) == 1
    assert comes_to(page, KEPT, 0) == comes_to(page, DRAFTS, 0) == 0


def _room(page: Page, server: Clinic) -> Callable[[int], None]:
    """Let the browser itself refuse to keep more than so many bytes for this server.

    For half a minute it remembers how much room there was, and looks again only for what is larger:
    so there is little from the start, and no room is tried with what is larger still.
    """
    asked = page.context.new_cdp_session(page)

    def resize(size: int) -> None:
        told = {"origin": server.url, "quotaSize": size}
        asked.send("Storage.overrideQuotaForOrigin", told)

    return resize
