"""What the tablet keeps by itself: half-typed sets, the form off-line, nothing of a patient."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet
from tests.journeys.looking import comes_to, lasting, wait_until
from tests.journeys.record_form import (
    Form,
    entries_of,
    nurse_at_work,
    settled_worker,
    without_network,
)

pytestmark = [pytest.mark.journey, pytest.mark.worker]

CACHED = """
async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    found.push(...kept.map((request) => new URL(request.url).pathname));
  }
  return found;
}
"""
DRAFTS = "async () => (await monitor.outbox.drafts()).length"
LOADED = (
    "() => performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)"
)


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    return Form.open(nurse_at_work(tablet(), server), server, "1")


@pytest.fixture
def own_form(tablet: OpenTablet, server: Clinic) -> Form:
    """A form under a sign-in of its own, which the test may end."""
    return Form.open(nurse_at_work(tablet(), server), server, "1")


def test_a_half_typed_set_survives_a_reload(form: Form, server: Clinic) -> None:
    before = len(entries_of(server, form.session, "vitals"))
    form.keys("139")
    form.grade("nausea", "mild")
    form.page.evaluate("window.monitor.record.settled()")
    form.reload()
    assert form.figure("systolic_mmhg") == "139"
    expect(form.act("grade", effect="nausea", grade="mild")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(form.bar()).to_contain_text("Half-typed set")
    assert len(entries_of(server, form.session, "vitals")) == before


def test_a_discarded_set_does_not_come_back(form: Form) -> None:
    form.keys("139")
    form.tap("more")
    discard = form.page.get_by_role("button", name="Discard this set")
    discard.click()
    form.tap("tab", tab="mind")
    assert form.figure("systolic_mmhg") == "139"
    discard.click()
    form.page.get_by_role("button", name="Discard: sure?").click()
    expect(form.page.locator("[data-figure='systolic_mmhg']")).to_have_text("")
    wait_until(form.page, lambda: form.page.evaluate(DRAFTS) == 0)
    form.reload()
    assert form.figure("systolic_mmhg") == ""


def test_the_form_and_the_half_typed_set_survive_a_reload_without_network(
    form: Form, server: Clinic
) -> None:
    settled_worker(form.page)
    form.keys("13987")
    form.page.evaluate("window.monitor.record.settled()")
    with without_network(form.page):
        form.reload()
        assert (form.figure("systolic_mmhg"), form.figure("diastolic_mmhg")) == ("139", "87")
        expect(form.page.locator("[data-say='name']")).to_have_text("Maya Lindqvist")
        form.page.goto("/")
        expect(form.page.get_by_text("Record for which chair?")).to_be_visible()
        form.page.get_by_role("link", name="Maya Lindqvist").click()
        form.ready()
        assert form.figure("systolic_mmhg") == "139"


def test_the_cache_holds_the_form_and_nothing_of_a_patient(form: Form, server: Clinic) -> None:
    settled_worker(form.page)
    form.reload()

    def own() -> set[str]:
        return {path for path in form.page.evaluate(LOADED) if path.startswith("/assets/")}

    def not_cached() -> list[str]:
        return sorted({"/record", *own()} - set(form.page.evaluate(CACHED)))

    assert lasting(form.page, not_cached) == []
    assert len(own()) > 20
    cached = form.page.evaluate(CACHED)
    assert not [path for path in cached if path.startswith(("/api", "/sessions"))]


def test_whoever_returns_confirms_the_patient_and_goes_on_with_the_draft(
    own_form: Form, server: Clinic
) -> None:
    form = own_form
    page = form.page
    form.keys("139")
    page.evaluate("window.monitor.lock.lock()")
    expect(page.get_by_text("Half-typed observation set")).to_be_visible()
    page.get_by_role("button", name=f"I am not {NURSE.name}").click()
    page.get_by_role("button", name=SECOND_NURSE.name).click()
    for digit in SECOND_NURSE.pin:
        page.locator(".lock").get_by_role("button", name=digit, exact=True).click()
    expect(page.locator(".lock")).to_contain_text("born 14 Apr 1987")
    page.get_by_role("button", name="Yes, open the draft").click()
    expect(page.locator("[data-say='who']")).to_have_text("TO")
    assert form.figure("systolic_mmhg") == "139"
    assert comes_to(page, DRAFTS, 1) == 1
    form.keys("8777" + "98" + "14")
    form.tap("rhythm", value="regular")
    form.tap("air", value="air")
    form.tap("moaas", value="5")
    form.tap("all-none")
    form.tap("flags-none")
    form.tap("save")
    page.wait_for_url(lambda url: "/record" not in url)
    assert entries_of(server, form.session, "vitals")[0]["by"] == SECOND_NURSE.name
    note = entries_of(server, form.session, "note")[0]["fields"]["text"]
    assert f"Begun by {NURSE.name}" in note


def test_signing_out_leaves_no_patient_on_the_tablet(own_form: Form) -> None:
    kept = """
      () => new Promise((resolve) => {
        indexedDB.open("monitor").onsuccess = ({ target }) => {
          const asked = target.result.transaction("entries").objectStore("entries").count();
          asked.onsuccess = () => { target.result.close(); resolve(asked.result); };
        };
      })
    """
    assert comes_to(own_form.page, kept, 1) == 1
    own_form.page.evaluate(
        "document.body.append(Object.assign(document.createElement('button'), "
        "{ id: 'out' })); document.getElementById('out').dataset.signOut = ''"
    )
    own_form.page.locator("#out").dispatch_event("click")
    own_form.page.wait_for_url("**/sign-in**")
    assert own_form.page.evaluate(kept) == 0
