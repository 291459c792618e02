"""Without the network: who may go on, what is marked, and that each entry lands once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet, let_in, stand_between, tap_pin
from tests.journeys.looking import comes_to, wait_until
from tests.journeys.record_form import (
    Form,
    entries_of,
    nurse_at_work,
    settled_worker,
    unsent,
    without_network,
)

pytestmark = [pytest.mark.journey, pytest.mark.worker]

HOUR_MS = 3_600_000
HALF_AN_HOUR = timedelta(minutes=30)
MARK = "Signed in off-line"
PROVED_AGO = "(ago) => localStorage.setItem('monitor-proved', String(Date.now() - ago))"
PUT = """
async ({ session, person, entries }) => {
  for (const { at, warm } of entries) {
    await monitor.outbox.put({
      session, person, patient: null, chair: "1", label: "Observation set", words: `${warm} °C`,
      events: [{ kind: "vitals", at, recorded_at: at, temperature_c: warm }],
    });
  }
}
"""
SENT = "async () => (await monitor.outbox.list()).length === 0"
KEPT = "async () => (await monitor.outbox.list()).length"


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    return Form.open(nurse_at_work(tablet(), server), server, "1")


def cover(page: Page) -> Any:
    return page.locator(".lock")


def go_on(page: Page) -> None:
    page.get_by_role("button", name=f"Go on as {NURSE.name}").click()
    expect(cover(page)).to_have_count(0)


def unlock(page: Page) -> None:
    """Give the PIN that is owed, once the tablet has noticed that the network is back."""
    expect(page.locator(".lock__pin")).to_be_visible()
    tap_pin(page, NURSE.pin)


def rates(clinic: Clinic, form: Form) -> list[Any]:
    lines = entries_of(clinic, form.session, "vitals")
    return [line["fields"].get("heart_rate_bpm") for line in lines]


def marks(clinic: Clinic, form: Form) -> int:
    notes = entries_of(clinic, form.session, "note")
    return sum(MARK in line["fields"]["text"] for line in notes)


ASKED_FOR = """
() => performance.getEntriesByType("resource")
  .filter((file) => file.name.includes("/assets/") && file.transferSize > 0)
  .map((file) => file.name)
"""


def test_who_comes_again_waits_for_no_script(tablet: OpenTablet, server: Clinic) -> None:
    """On poor Wi-Fi each script that has to be asked about is a wait, and imports are a chain."""
    form = Form.open(nurse_at_work(tablet(worker=False, anew=True), server), server, "1")
    page = form.page
    for path in ("/", f"/record#{form.session}"):
        page.goto(path)
        page.wait_for_function("window.monitor && monitor.outbox && monitor.dialogs")
        assert page.evaluate("performance.getEntriesByType('resource').length") > 40
        page.goto("/account")
        page.goto(path)
        page.wait_for_function("window.monitor && monitor.outbox && monitor.dialogs")
        assert page.evaluate(ASKED_FOR) == []


def test_the_last_person_may_go_on_for_eight_hours_and_not_longer(form: Form) -> None:
    page = form.page
    settled_worker(page)
    with without_network(page):
        page.evaluate("monitor.lock.lock()")
        go_on(page)
        page.evaluate(PROVED_AGO, 8 * HOUR_MS + 1000)
        # Whoever works on is covered too once the eight hours are over.
        expect(cover(page)).to_contain_text("stays covered until the server answers")
        expect(page.get_by_role("button", name=re.compile("Go on as"))).to_have_count(0)
        form.page.reload()
        expect(cover(page)).to_contain_text("stays covered until the server answers")
    unlock(page)
    expect(cover(page)).to_have_count(0)


def test_a_clock_put_back_gives_nobody_more_time(form: Form) -> None:
    page = form.page
    settled_worker(page)
    with without_network(page):
        page.evaluate(PROVED_AGO, -HOUR_MS)
        page.evaluate("monitor.lock.lock()")
        expect(cover(page)).to_contain_text("stays covered until the server answers")


def test_what_is_entered_after_going_on_is_marked_and_nothing_else(
    form: Form, server: Clinic
) -> None:
    page = form.page
    settled_worker(page)
    before, marked = len(rates(server, form)), marks(server, form)
    with without_network(page):
        form.rate_only(66)
        expect(form.bar()).to_contain_text("On this tablet")
        form.reload()
        page.evaluate("monitor.lock.lock()")
        go_on(page)
        form.rate_only(67)
        expect(form.chip()).to_have_text(unsent(2))
    unlock(page)
    wait_until(page, lambda: len(rates(server, form)) == before + 2)
    assert marks(server, form) == marked + 1
    form.reload()
    form.rate_only(68)
    wait_until(page, lambda: len(rates(server, form)) == before + 3)
    assert marks(server, form) == marked + 1


def test_a_locked_tablet_started_anew_without_the_network_shows_no_patient(form: Form) -> None:
    page = form.page
    name = page.evaluate("document.title && document.body.innerText.includes('Maya Lindqvist')")
    assert name
    settled_worker(page)
    page.evaluate("monitor.lock.lock(true)")  # with contact: the sign-in has ended
    expect(page.get_by_text("enter PIN")).to_be_visible()
    with without_network(page):
        page.reload()
        expect(cover(page)).to_contain_text("Covered, no contact")
        expect(page.get_by_text("Maya Lindqvist")).to_be_hidden()


def test_half_an_hour_and_fifty_entries_from_two_tablets_land_once_and_in_order(
    tablet: OpenTablet, server: Clinic
) -> None:
    forms = [Form.open(nurse_at_work(tablet(), server), server, "1") for _ in range(2)]
    before = len(rates(server, forms[0]))
    person = {"id": forms[0].page.evaluate("monitor.lock.person().id"), "name": NURSE.name}
    since = datetime.now(UTC) - HALF_AN_HOUR
    mine = [
        [
            {
                "at": (since + HALF_AN_HOUR * turn / 25).isoformat(),
                "warm": round(35 + 0.2 * turn + 0.1 * place, 1),
            }
            for turn in range(25)
        ]
        for place in range(2)
    ]
    for form in forms:
        settled_worker(form.page)
        form.page.context.set_offline(True)
    for form, entries in zip(forms, mine, strict=True):
        sent = {"session": form.session, "person": person}
        form.page.evaluate(PUT, {**sent, "entries": entries[:12]})
        form.reload()
        form.page.evaluate("monitor.lock.lock()")
        go_on(form.page)
        form.page.evaluate(PUT, {**sent, "entries": entries[12:]})
        assert comes_to(form.page, KEPT, 25) == 25
    for form in forms:
        form.page.context.set_offline(False)
        unlock(form.page)
    wait_until(forms[0].page, lambda: len(rates(server, forms[0])) == before + 50)
    for form in forms:
        form.page.wait_for_function(SENT)
    lines = entries_of(server, forms[0].session, "vitals")
    came = sorted(lines, key=lambda line: line["id"])
    landed = [line["fields"]["temperature_c"] for line in came if "temperature_c" in line["fields"]]
    for entries in mine:
        wanted = [entry["warm"] for entry in entries]
        assert [warm for warm in landed if warm in wanted] == wanted


def test_the_tablet_can_put_it_on_its_home_screen(form: Form) -> None:
    asked = form.page.context.new_cdp_session(form.page)
    manifest = asked.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].partition("?")[0].endswith("/assets/manifest.webmanifest")
    assert asked.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_a_server_that_is_not_well_takes_no_cover_away(tablet: OpenTablet, server: Clinic) -> None:
    page = nurse_at_work(tablet(worker=False), server)
    Form.open(page, server, "1")
    page.evaluate("monitor.lock.lock(true)")
    expect(page.get_by_text("enter PIN")).to_be_visible()
    stand_between(page, "**/api/v1/**", lambda route: route.fulfill(status=503, body="{}"))
    page.reload()
    expect(cover(page)).to_contain_text("Covered, no contact")
    expect(page.get_by_text("Maya Lindqvist")).to_be_hidden()


def test_a_colleague_without_contact_enters_under_their_own_name(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(), server), server, "1")
    page = form.page
    settled_worker(page)
    let_in(page.context, SECOND_NURSE, server)
    page.goto("/")
    page.wait_for_function(f"monitor.lock.person()?.name === '{SECOND_NURSE.name}'")
    with without_network(page):
        page.goto(f"/record#{form.session}")
        form.ready()
        form.rate_only(69)
        expect(form.chip()).to_have_text(unsent(1))
        kept = page.evaluate("async () => (await monitor.outbox.list())[0].person.name")
        assert kept == SECOND_NURSE.name


def test_all_pages_of_a_tablet_are_locked_and_opened_together(form: Form) -> None:
    page = form.page
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator(".seat").first).to_be_visible()
    page.evaluate("monitor.lock.lock(true)")
    expect(cover(other)).to_be_visible()
    expect(other.locator(".seat").first).to_be_hidden()
    unlock(page)
    expect(cover(other)).to_have_count(0)
    expect(other.locator(".seat").first).to_be_visible()


def test_what_is_beyond_the_urgent_limits_calls_for_the_physician_without_the_server(
    form: Form,
) -> None:
    """Also after the tablet was started anew: the limits lie on it with the form."""
    settled_worker(form.page)
    with without_network(form.page):
        form.reload()
        form.tap("field", field="spo2_percent")
        form.keys("80")
        if form.act("keep").is_visible():
            form.tap("keep")
        expect(form.bar()).to_contain_text("SpO₂ 80: beyond the urgent limit, not sent")
        expect(form.bar()).to_contain_text("call the physician")
        form.grade("dizziness", "severe")
        expect(form.bar()).to_contain_text(re.compile("dizziness severe.*call the physician", re.I))
        form.tap("flags-report")
        form.tap("flag", flag="chest_pain")
        expect(form.bar()).to_contain_text(re.compile("chest pain.*call the physician", re.I))
