"""Everything by the keyboard alone: no finger, no mouse, and the focus in sight all the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, SECOND_NURSE, Clinic, vitals
from tests.journeys.conftest import DESK, TABLET, OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.keys import go_to, press_on, write_in
from tests.journeys.leaving import RELEASED, WALKS, Past, serving_with_past
from tests.journeys.looking import settle, wait_until
from tests.journeys.record_form import Form

MOST_OPTIONS = 8
SEATS = "() => [...document.querySelectorAll('.seat')].map(each => each.id)"
pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clinic, Past]]:
    with serving_with_past(tmp_path_factory.mktemp("keyboard")) as both:
        yield both


@pytest.fixture(scope="module")
def server(played: tuple[Clinic, Past]) -> Clinic:
    return played[0]


def dialog_of(page: Page) -> Locator:
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    return dialog


def closes_again(page: Page, opener: Locator) -> None:
    """Escape closes what the control opens, and the focus is where it was."""
    press_on(page, opener)
    dialog = dialog_of(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def button(within: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return within.get_by_role("button", name=name, exact=isinstance(name, str))


def test_a_nurse_signs_in_acknowledges_locks_and_leaves(tablet: OpenTablet, server: Clinic) -> None:
    page = page_on(tablet())
    page.goto("/sign-in?next=/")
    write_in(page, page.get_by_label("Login"), NURSE.login)
    write_in(page, page.get_by_label("Password"), NURSE.password)
    press_on(page, button(page, "Sign in"))
    acknowledge = page.locator("#chair-2").get_by_role("button", name=re.compile("Acknowledge"))
    expect(acknowledge).to_be_visible()

    closes_again(page, acknowledge)
    page.keyboard.press("Enter")
    dialog = dialog_of(page)
    write_in(page, dialog.get_by_label("Note"), "DEMO: seen at the chair")
    press_on(page, button(dialog, "Acknowledge"))
    expect(dialog).to_have_count(0)
    expect(page.locator("#chair-2 :focus")).to_have_count(1)  # the button may be gone by now

    menu = page.locator("details.who summary")
    press_on(page, menu)
    expect(button(page, "Lock")).to_be_visible()
    page.keyboard.press("Escape")
    expect(button(page, "Lock")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    press_on(page, button(page, "Español"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    press_on(page, page.locator("details.who summary"))
    press_on(page, button(page, "English"))
    expect(page.locator("html")).to_have_attribute("lang", "en")

    press_on(page, menu)
    press_on(page, button(page, "Lock"))
    cover = page.get_by_role("dialog", name="Locked")
    expect(cover).to_be_focused()
    page.keyboard.press("Tab")
    assert cover.evaluate("cover => cover.contains(document.activeElement)")
    page.keyboard.type(NURSE.pin)
    expect(cover).to_have_count(0)
    expect(menu).to_be_focused()


def test_a_whole_set_with_side_effects_and_a_value_not_measured(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    arrive(page, NURSE)
    press_on(page, page.get_by_role("link", name="Record chair 1"))
    form = Form(page, server.sessions["1"])
    form.ready()
    page.keyboard.type("201")
    expect(button(page, "Keep 201")).to_be_visible()
    press_on(page, button(page, "Keep 201"))
    page.keyboard.type("1087798")
    press_on(page, form.act("not-measured"))
    press_on(page, button(page, "No clear signal"))
    page.wait_for_function("() => document.activeElement !== document.body")
    assert form.figure("respiratory_rate_per_min") == "no signal"
    press_on(page, form.act("rhythm", value="regular"))
    press_on(page, form.act("air", value="air"), "Space")
    press_on(page, form.act("moaas", value="5"))
    press_on(page, form.act("grade", effect="dizziness", grade="mild"), "Space")
    press_on(page, form.act("all-none"))
    press_on(page, form.act("more"))
    page.keyboard.press("Escape")
    expect(form.act("more")).to_be_focused()
    press_on(page, form.act("flags-report"))
    page.keyboard.press("Escape")
    expect(form.act("flags-report")).to_be_focused()
    press_on(page, form.act("flags-none"))
    press_on(page, form.act("save"))
    page.wait_for_url(lambda url: "/record" not in url, wait_until="commit")
    expect(page.locator("#chair-1")).to_contain_text("201/108")


def test_a_session_is_started_and_its_infusion_begins_and_ends(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    arrive(page, NURSE)
    press_on(page, page.get_by_role("link", name="New session in chair 4"))
    write_in(page, page.get_by_label("Find a patient"), "Ruth")
    press_on(page, page.locator(".start__found").get_by_role("link", name="Ruth Abernathy"))
    press_on(page, page.get_by_role("link", name="Screen before the session"))
    write_in(page, page.locator("#eligibility-protocol"), "")
    page.keyboard.press("Enter")
    option = page.get_by_role("option", name="Ketamine infusion", exact=True)
    expect(option).to_be_visible()
    settle(page)  # as it opens, a list goes back to what was chosen before
    for _ in range(MOST_OPTIONS):
        if option.get_attribute("data-combobox-selected"):
            break
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=option][data-combobox-selected]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#eligibility-protocol")).to_have_value("Ketamine infusion")
    for row in page.locator("[data-question]").all():
        answer = "no" if "yes" in (row.get_attribute("data-flags") or "") else "yes"
        press_on(page, row.locator(f"[data-answer={answer}]"))
    readings = {"systolic_mmhg": 122, "diastolic_mmhg": 78, "heart_rate_bpm": 72}
    for field, value in {**readings, "spo2_percent": 98, "respiratory_rate_per_min": 14}.items():
        write_in(page, page.locator(f"#eligibility-reading-{field}"), str(value))
    press_on(page, button(page, "Save 16 answers"))
    press_on(page, page.get_by_role("link", name="Start session"))
    page.wait_for_url(re.compile(r"/start\?"))
    write_in(page, page.get_by_label("Dose, mg/kg"), "0.5")
    press_on(page, button(page, "Start session"))
    page.wait_for_url(re.compile("/sessions/"))

    for act in ("Start", "Stop"):
        press_on(page, page.locator(".chart__add summary"))
        press_on(page, button(page.locator(".chart__add"), "Infusion"))
        dialog = dialog_of(page)
        if act == "Stop":
            press_on(page, button(dialog, "Stop the infusion"))
        press_on(page, button(dialog, act))
        expect(dialog).to_have_count(0)
        Form(page, "").all_sent()


def test_the_chart_is_read_set_by_set_and_an_escape_lets_go(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, PHYSICIAN, f"/sessions/{server.sessions['2']}")
    sets = page.get_by_role("slider")
    expect(sets).to_have_attribute("aria-valuetext", re.compile("mmHg"))
    go_to(page, sets)
    newest = sets.get_attribute("aria-valuetext")
    page.keyboard.press("Home")
    expect(sets).to_have_attribute("aria-valuetext", re.compile("138 over 84 mmHg"))
    page.keyboard.press("Escape")
    expect(sets).to_have_attribute("aria-valuetext", newest or "")
    go_to(page, page.get_by_role("region", name="Table of observation sets"))
    closes_again(page, button(page, re.compile("Correct the set of")).first)


def test_both_signatures_and_what_is_still_attested(
    tablet: OpenTablet, played: tuple[Clinic, Past]
) -> None:
    past = played[1]
    session = past.seat("30", "Ada Fjord")
    past.recover("30", WALKS, {**RELEASED, "line_removed": False})
    page = page_on(tablet())
    arrive(page, NURSE, f"/sessions/{session}/discharge")
    expect(page.locator(".sum h2")).to_be_visible()
    row = page.locator("details summary", has_text="Heart rate").first
    press_on(page, row)
    expect(page.locator("details[open] .row__evidence").first).to_be_visible()
    press_on(page, page.locator("[data-dialog='attest'][data-item='line_removed']").first)
    dialog = dialog_of(page)
    press_on(page, button(dialog, "Yes"))
    press_on(page, button(dialog, "Save"))
    expect(dialog).to_have_count(0)
    sign = button(page, "Sign with PIN")
    expect(sign).to_be_enabled()
    closes_again(page, sign)
    page.keyboard.press("Enter")
    dialog_of(page)
    page.keyboard.type(NURSE.pin)
    expect(page.locator(".sign")).to_contain_text("Priya Nair, signed")

    second = page_on(tablet(size=DESK))
    arrive(second, PHYSICIAN, f"/sessions/{session}/discharge")
    expect(second.locator(".sum h2")).to_be_visible()
    press_on(second, button(second, "Sign with PIN"))
    dialog_of(second)
    second.keyboard.type(PHYSICIAN.pin)
    expect(second.locator(".release")).to_contain_text("Went home")


def test_a_handover_is_signed_by_both_and_the_day_list_is_walked(
    tablet: OpenTablet, server: Clinic
) -> None:
    with server.caller(NURSE) as client:
        client.post("/watch/take", json={"chair_ids": [server.chairs["3"]]}).raise_for_status()
    page = page_on(tablet(size=TABLET))
    arrive(page, NURSE)
    press_on(page, page.get_by_role("link", name="Today"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    press_on(page, page.get_by_role("navigation", name="Day").get_by_role("link").last)
    press_on(page, page.get_by_role("link", name="Back to the board"))
    press_on(page, page.get_by_role("link", name="Handover"))
    write_in(page, page.get_by_label("Note for the next nurse, chair 3"), "DEMO: quiet.")
    press_on(page, button(page, "End of the shift"))
    press_on(page, button(page, SECOND_NURSE.name))
    for name, person in (("^Sign the handover", NURSE), ("^Tess Oduya signs", SECOND_NURSE)):
        press_on(page, button(page, re.compile(name)))
        dialog_of(page)
        page.keyboard.type(person.pin)
        expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".hand__signed")).to_contain_text("Tess Oduya, nurse")


def test_a_card_that_moves_takes_the_focus_with_it(tablet: OpenTablet, server: Clinic) -> None:
    """Whoever is about to press Record for one chair must not open another's form."""
    page = page_on(tablet())
    arrive(page, NURSE)
    record = page.get_by_role("link", name="Record chair 3")
    go_to(page, record)
    before = page.evaluate(SEATS)
    server.record("3", vitals((212, 126), 142))
    expect(page.locator("#chair-3")).to_contain_text("212/126")
    wait_until(page, lambda: page.evaluate(SEATS) != before)
    expect(record).to_be_focused()
