"""Before the session: what is answered, what stops the start, and who decides."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, RUTH, Clinic
from tests.journeys.conftest import DESK, OpenTablet, arrive, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, small_targets, too_wide

pytestmark = pytest.mark.journey

READINGS = {
    "systolic_mmhg": "146",
    "diastolic_mmhg": "88",
    "heart_rate_bpm": "72",
    "spo2_percent": "98",
    "respiratory_rate_per_min": "14",
}


def address(server: Clinic) -> str:
    return f"/patients/{server.patients[RUTH.name]}/eligibility"


def verdict(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#eligibility-verdict")


def answer(page: Page, question: str, word: str) -> None:
    page.locator(f"[data-question={question}] [data-answer={word}]").click()


def answer_all(page: Page) -> None:
    """Everything without a flag."""
    for row in page.locator("[data-question]").all():
        word = "no" if "yes" in (row.get_attribute("data-flags") or "") else "yes"
        row.locator(f"[data-answer={word}]").click()


@pytest.mark.parametrize("scheme", ["light", "dim"])
@pytest.mark.parametrize("size", [{"width": 1024, "height": 768}, {"width": 820, "height": 1180}])
def test_it_keeps_nobody_out(
    tablet: OpenTablet, server: Clinic, scheme: str, size: dict[str, int]
) -> None:
    page = page_on(tablet(scheme, size))
    arrive(page, NURSE, address(server))
    expect(verdict(page)).to_contain_text("still open")
    answer(page, "psychosis", "yes")

    assert barriers(page) == []
    assert small_targets(page) == []
    assert too_wide(page) == []


def test_nothing_is_chosen_beforehand_and_an_impossible_reading_is_refused(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, address(server))
    expect(page.locator("[data-answer]").first).to_be_visible()
    assert page.locator('[data-answer][aria-pressed="true"]').count() == 0
    page.locator("#eligibility-reading-systolic_mmhg").fill("122")
    page.get_by_role("button", name="Save 1 answer").click()
    expect(page.locator("[data-screen-said]")).to_contain_text("two numbers; nothing was saved")


def test_a_flag_waits_for_a_physician_and_stays_on_every_screen_of_the_session(
    tablet: OpenTablet, server: Clinic
) -> None:
    nurse = page_on(tablet())
    arrive(nurse, NURSE, address(server))
    nurse.locator("#eligibility-protocol").click()
    nurse.get_by_role("option", name="Ketamine infusion", exact=True).click()
    answer_all(nurse)
    answer(nurse, "interacting_medicines", "yes")
    nurse.locator("[data-question=interacting_medicines] input").fill("lorazepam")
    for field, value in READINGS.items():
        nurse.locator(f"#eligibility-reading-{field}").fill(value)
    nurse.get_by_role("button", name="Save 16 answers").click()
    nurse.wait_for_url(re.compile("protocol=ketamine-iv"))
    expect(nurse.locator('[data-answer][aria-pressed="true"]')).to_have_count(11)
    expect(verdict(nurse)).to_contain_text("Interacting medicines yes: lorazepam")
    expect(verdict(nurse)).to_contain_text("A physician decides before the start.")
    expect(verdict(nurse)).to_contain_text("above the label's guide")
    expect(nurse.get_by_role("button", name="Override")).to_have_count(0)

    physician = page_on(tablet(size=DESK))
    arrive(physician, PHYSICIAN, address(server) + "?protocol=ketamine-iv")
    physician.get_by_role("button", name="Override …").click()
    modal = physician.locator("dialog[open]")
    tap_pin(physician, PHYSICIAN.pin)
    expect(modal).to_contain_text("Choose the flag first.")
    modal.get_by_label("Interacting medicines").check()
    modal.locator("textarea").fill("small dose, last night")
    tap_pin(physician, PHYSICIAN.pin)
    expect(modal).to_be_hidden()
    expect(verdict(physician)).to_contain_text(f"overridden by {PHYSICIAN.name}")

    expect(verdict(nurse)).to_contain_text("Nothing stands in the way")
    nurse.get_by_role("link", name="Start session").click()
    expect(nurse.locator(".start__screen")).to_contain_text("nothing stands in the way")
    nurse.get_by_label("Dose, mg", exact=True).fill("32")
    expect(nurse.locator("#start-chair")).to_have_value("Chair 4")
    nurse.get_by_role("button", name="Start session").click()
    nurse.wait_for_url(re.compile("/sessions/"))
    strip = "Flagged: Interacting medicines (yes: lorazepam). Overridden by"
    expect(nurse.locator(".flagged")).to_contain_text(strip)
    expect(nurse.locator(".flagged")).to_contain_text("small dose, last night")
    session = nurse.url.rpartition("/")[2]
    nurse.goto(f"/sessions/{session}/discharge")
    expect(nurse.locator(".flagged")).to_contain_text(strip)
    nurse.goto(f"/record#{session}")
    expect(nurse.locator("[data-part=flags]")).to_contain_text("Flagged: Interacting medicines")
    nurse.goto("/")
    expect(nurse.locator("#chair-4")).to_contain_text("1 flag")
