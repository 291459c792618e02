"""From the tap to the server: nothing is lost, nothing is sent twice, the words are true."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, RUTH, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet, sign_in, stand_between
from tests.journeys.devices import page_on
from tests.journeys.looking import wait_until
from tests.journeys.record_form import (
    Form,
    entries_of,
    nurse_at_work,
    settled_worker,
    unsent,
    without_network,
)

pytestmark = [pytest.mark.journey, pytest.mark.worker]

POSTS = "**/api/v1/sessions/*/events"
KEEPS_NOTHING = """
IDBObjectStore.prototype.add = function () {
  throw new DOMException("full", "QuotaExceededError");
};
"""


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    return Form.open(nurse_at_work(tablet(), server), server, "1")


@pytest.fixture
def seen_form(tablet: OpenTablet, server: Clinic) -> Form:
    """A form without a service worker, so that the test sees every request it sends."""
    return Form.open(nurse_at_work(tablet(worker=False), server), server, "1")


def _sent(form: Form, server: Clinic, rates: list[object]) -> None:
    """Wait until the server has these, then check that the tablet holds nothing any more."""
    wait_until(form.page, lambda: _rates(server, form) == rates)
    form.all_sent()
    assert _rates(server, form) == rates


def _cookies(context: BrowserContext) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())


def _rates(clinic: Clinic, form: Form) -> list[object]:
    found = [
        line["fields"].get("heart_rate_bpm") for line in entries_of(clinic, form.session, "vitals")
    ]
    return list(reversed(found))


def test_sets_saved_without_network_go_out_once_and_in_order_when_it_returns(
    form: Form, server: Clinic
) -> None:
    before = _rates(server, form)
    settled_worker(form.page)
    with without_network(form.page):
        expect(form.chip()).to_have_text("No connection")
        expect(form.act("save")).to_have_text("Save on this tablet")
        form.rate_only(61)
        expect(form.bar()).to_contain_text("On this tablet")
        form.reload()
        form.rate_only(62)
        expect(form.chip()).to_have_text(unsent(2))
        form.reload()
        expect(form.chip()).to_have_text(unsent(2))
        assert _rates(server, form) == before
    _sent(form, server, [*before, 61, 62])


def test_a_double_tap_saves_once(form: Form, server: Clinic) -> None:
    before = _rates(server, form)
    form.quiet_set()
    form.act("save").dblclick()
    form.page.wait_for_url(lambda url: "/record" not in url)
    assert _rates(server, form) == [*before, 77]


def test_an_answer_lost_after_saving_is_asked_for_again_and_recorded_once(
    seen_form: Form, server: Clinic
) -> None:
    form = seen_form
    before = _rates(server, form)
    answers: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        answers.append(answer.status)
        if len(answers) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    stand_between(form.page, POSTS, lose_the_first)
    form.rate_only(63)
    wait_until(form.page, lambda: len(answers) == 2)
    form.all_sent()
    assert answers == [201, 200]
    assert _rates(server, form) == [*before, 63]


def test_a_server_that_cannot_save_is_asked_again_and_the_bar_says_why(
    seen_form: Form, server: Clinic
) -> None:
    form = seen_form
    before = _rates(server, form)
    tries: list[int] = []

    def full_at_first(route: Route) -> None:
        tries.append(1)
        if len(tries) == 1:
            body = {
                "error": {"code": "store_full", "message": "The disk is full; nothing was saved"}
            }
            route.fulfill(status=503, body=json.dumps(body), content_type="application/json")
        else:
            route.continue_()

    stand_between(form.page, POSTS, full_at_first)
    form.rate_only(64)
    expect(form.bar()).to_contain_text("On this tablet")
    _sent(form, server, [*before, 64])


def test_a_refused_set_comes_back_as_a_question_and_stays_until_it_is_answered(
    seen_form: Form, server: Clinic
) -> None:
    form = seen_form
    before = _rates(server, form)
    said = "The session ended at 22:10; this was not saved"
    body = {"error": {"code": "conflict", "message": said, "field": "kind", "allowed": "notes"}}
    stand_between(
        form.page,
        POSTS,
        lambda route: route.fulfill(
            status=409, body=json.dumps(body), content_type="application/json"
        ),
    )
    form.rate_only(65)
    dialog = form.page.get_by_role("dialog", name="Kept on this tablet")
    expect(dialog).to_contain_text(said)
    expect(form.chip()).to_have_text("1 needs you")
    form.reload()
    expect(form.chip()).to_have_text("1 needs you")
    form.page.unroute(POSTS)
    form.chip().click()
    dialog.get_by_role("button", name="Try again").click()
    _sent(form, server, [*before, 65])


def test_a_set_entered_off_line_for_a_session_that_ended_meanwhile_comes_back_as_a_question(
    tablet: OpenTablet, server: Clinic
) -> None:
    session = server.start("4", RUTH.name)
    form = Form.open(nurse_at_work(tablet(), server), server, "4")
    with without_network(form.page):
        with server.caller(PHYSICIAN) as client:
            ending = {"to": "left_unseen", "reason": "DEMO: left", "pin": PHYSICIAN.pin}
            client.post(f"/sessions/{session}/discharge/end", json=ending).raise_for_status()
        form.rate_only(69)
        expect(form.chip()).to_have_text(unsent(1))
    expect(form.chip()).to_have_text("1 needs you")
    form.chip().click()
    dialog = form.page.get_by_role("dialog", name="Kept on this tablet")
    expect(dialog).to_contain_text("Was it measured before the end?")
    expect(dialog).to_contain_text("The session ended at")
    expect(dialog).to_contain_text("BP refused · 69")
    assert entries_of(server, session, "vitals") == []
    dialog.get_by_role("button", name="No: keep it as a note").click()
    form.all_sent()
    assert entries_of(server, session, "vitals") == []
    (note,) = entries_of(server, session, "note")
    assert "after the end of the session: BP refused · 69" in note["fields"]["text"]


def test_a_refused_set_can_be_changed_on_the_form_or_taken_out_after_a_second_look(
    seen_form: Form, server: Clinic
) -> None:
    form = seen_form
    before = _rates(server, form)
    body = {"error": {"code": "invalid_event", "message": "that cannot be"}}
    stand_between(
        form.page,
        POSTS,
        lambda route: route.fulfill(
            status=400, body=json.dumps(body), content_type="application/json"
        ),
    )
    form.rate_only(66)
    dialog = form.page.get_by_role("dialog", name="Kept on this tablet")
    dialog.get_by_role("button", name="Change it").click()
    expect(form.page.locator("[data-figure='heart_rate_bpm']")).to_have_text("66")
    expect(form.chip()).to_have_text("All sent")
    form.tap("save")
    if form.act("partial-save").is_visible():
        form.tap("partial-save")
    expect(form.chip()).to_have_text("1 needs you")
    dialog.get_by_role("button", name="Take it out").click()
    expect(form.chip()).to_have_text("1 needs you")
    dialog.get_by_role("button", name="Never recorded: take out").click()
    expect(form.chip()).to_have_text("All sent")
    assert _rates(server, form) == before


def test_an_entry_waits_for_the_person_who_made_it(tablet: OpenTablet, server: Clinic) -> None:
    context = tablet()
    page = page_on(context)
    sign_in(page, NURSE)
    form = Form.open(page, server, "1")
    settled_worker(page)
    before = _rates(server, form)
    with without_network(page):
        form.rate_only(67)
        expect(form.chip()).to_have_text(unsent(1))
        page.close()
    context.clear_cookies()
    page = page_on(context)
    sign_in(page, SECOND_NURSE)
    form = Form.open(page, server, "1")
    expect(form.chip()).to_have_text(unsent(1))
    form.chip().click()
    expect(page.get_by_role("dialog")).to_contain_text(NURSE.name)
    assert _rates(server, form) == before
    context.clear_cookies()
    sign_in(page, NURSE)
    form = Form.open(page, server, "1")
    _sent(form, server, [*before, 67])
    assert entries_of(server, form.session, "vitals")[0]["by"] == NURSE.name


def test_an_entry_is_not_sent_under_the_name_of_somebody_who_signs_in_meanwhile(
    tablet: OpenTablet, server: Clinic
) -> None:
    context = tablet(worker=False)
    form = Form.open(nurse_at_work(context, server), server, "1")
    before = _rates(server, form)
    with server.caller(SECOND_NURSE) as other:
        changed: list[int] = []

        def sign_in_first(route: Route) -> None:
            for name in ("monitor_sign_in", "monitor_csrf"):
                cookie = {"name": name, "value": str(other.cookies[name]), "url": server.url}
                context.add_cookies([cookie])  # type: ignore[list-item]
            answer = route.fetch(headers={**route.request.headers, "cookie": _cookies(context)})
            changed.append(answer.status)
            route.fulfill(response=answer)

        stand_between(form.page, POSTS, sign_in_first)
        form.rate_only(71)
        expect(form.bar()).to_contain_text("On this tablet")
        expect(form.chip()).to_have_text(unsent(1))
        assert changed[0] == 403
        assert _rates(server, form) == before


def test_a_tablet_that_cannot_keep_the_set_says_so_and_leaves_it_on_the_screen(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(anew=True), server)
    page.add_init_script(KEEPS_NOTHING)
    form = Form.open(page, server, "1")
    before = _rates(server, form)
    form.quiet_set()
    form.tap("save")
    expect(form.bar()).to_contain_text("Not saved: This tablet cannot keep entries")
    assert form.figure("heart_rate_bpm") == "77"
    assert _rates(server, form) == before


def test_beyond_the_urgent_limit_without_network_calls_for_the_physician(
    form: Form, server: Clinic
) -> None:
    with without_network(form.page):
        form.keys("205")
        form.tap("keep")
        expect(form.bar()).to_contain_text("beyond the urgent limit, not sent, call the physician")
        form.keys("99")
        form.tap("keep")
        form.tap("save")
        for _ in range(3):
            form.tap("partial-reason", reason="refused")
        form.tap("partial-save")
        expect(form.chip()).to_have_text("1 unsent, urgent")
        form.tap("all-none")
        expect(form.bar()).to_contain_text("systolic 205: beyond the urgent limit, not sent")
    form.all_sent()
    expect(form.bar()).not_to_contain_text("beyond the urgent limit")


def test_a_set_kept_on_the_tablet_is_the_last_one_for_the_next_set(form: Form) -> None:
    with without_network(form.page):
        form.rate_only(68)
        expect(form.page.locator("[data-last='heart_rate_bpm']")).to_contain_text("last 68 at")
    form.all_sent()


def test_recorded_is_said_on_the_page_that_follows_and_not_a_minute_later(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(worker=False), server)
    page.goto("/")
    chip = page.locator("[data-outbox-chip]")
    expect(chip).to_have_text("All sent")
    remember = """ago => sessionStorage.setItem("monitor-recorded",
      JSON.stringify({ words: "Recorded 01:02", since: Date.now() - ago }))"""
    for ago_ms, said in ((0, "Recorded 01:02"), (61_000, "All sent")):
        page.evaluate(remember, ago_ms)
        # what is read aloud is remembered elsewhere
        page.evaluate("document.dispatchEvent(new CustomEvent('monitor:recorded', { detail: {} }))")
        page.reload(wait_until="commit")  # it is said for a moment only: look from the beginning
        expect(chip).to_have_text(said)
