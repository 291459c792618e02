"""A score between the sessions of a course: recorded, corrected, answered for by a physician."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, RUTH, ZONE, Clinic
from tests.journeys.conftest import DESK, TABLET, OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, small_targets, too_wide

pytestmark = pytest.mark.journey


def address(server: Clinic) -> str:
    return f"/patients/{server.patients[RUTH.name]}/course"


def today() -> str:
    return datetime.now(ZoneInfo(ZONE)).date().isoformat()


def look(page: Page, picture: Path) -> None:
    """Nothing stands in the way, and nothing lies beside the screen."""
    assert barriers(page) == []
    assert small_targets(page) == []
    assert too_wide(page) == []
    page.screenshot(path=picture)


def press(page: Page, item: int, score: int) -> None:
    group = page.locator("dialog[open]").get_by_role("group", name=f"Item {item}", exact=True)
    group.get_by_role("button", name=str(score), exact=True).click()


def opened(page: Page, server: Clinic) -> None:
    server.screen(RUTH.name)
    page.reload()
    for field, words in (
        ("indication", "depression"),
        ("schedule_id", "Free: each session planned by hand"),
        ("protocol_id", "Ketamine infusion"),
    ):
        place = page.locator(f"[data-course-form] [data-field={field}]")
        place.get_by_role("button", name=words, exact=True).click()
    page.locator("[data-course-form] [data-field=first_on] input").fill(today())
    page.get_by_role("button", name="Open the course").click()
    expect(page.locator(".course__row li")).to_have_count(1)


def recorded(page: Page, pictures: Path) -> None:
    """A nurse records a score; item 9 above 0 is said at once, what cannot be is refused."""
    scores = page.locator(".course__scores")
    dialog = page.locator("dialog[open]")
    scores.get_by_role("button", name="Score between sessions").click()
    dialog.get_by_role("button", name="MADRS").click()
    expect(dialog.locator(".plan__items")).to_be_hidden()
    dialog.get_by_role("button", name="PHQ-9").click()
    dialog.locator("[data-field=total] input").fill("28")
    dialog.get_by_role("button", name="Record it").click()
    expect(dialog.locator("[data-plan-said]")).to_contain_text("28 is no total of PHQ-9")
    expect(dialog.locator(".plan__alarm")).to_be_hidden()
    press(page, 9, 2)
    expect(dialog.locator(".plan__alarm")).to_contain_text("Speak with the patient now")
    dialog.locator("[data-field=total] input").fill("15")
    look(page, pictures / "score-form-dim.png")
    dialog.get_by_role("button", name="Record it").click()
    expect(dialog).to_be_hidden()
    expect(scores).to_contain_text("PHQ-9 15, item 9: 2")
    expect(scores.locator(".course__alarm")).to_contain_text("a physician answers")
    expect(scores.get_by_role("button", name="Answer for item 9")).to_have_count(0)


def corrected(page: Page, pictures: Path) -> None:
    """The nurse corrects it, and what stood before stays readable."""
    scores, dialog = page.locator(".course__scores"), page.locator("dialog[open]")
    scores.get_by_role("button", name="Correct").click()
    press(page, 9, 1)
    dialog.locator("[data-field=total] input").fill("14")
    dialog.locator("[data-field=reason] textarea").fill("read wrongly")
    dialog.get_by_role("button", name="Correct it").click()
    expect(dialog).to_be_hidden()
    expect(scores).to_contain_text("PHQ-9 14, item 9: 1")
    scores.get_by_text("History").click()
    expect(scores).to_contain_text("Recorded: PHQ-9 15, item 9: 2")
    expect(scores).to_contain_text("read wrongly")
    page.locator(".matrix__labels").get_by_text("between sessions").wait_for()
    page.locator(".course__sessions").scroll_into_view_if_needed()
    look(page, pictures / "scores-matrix-dim.png")
    scores.scroll_into_view_if_needed()
    look(page, pictures / "scores-dim.png")


def answered(page: Page, pictures: Path) -> None:
    """A physician answers for item 9 in words."""
    scores, dialog = page.locator(".course__scores"), page.locator("dialog[open]")
    scores.get_by_role("button", name="Answer for item 9").click()
    dialog.get_by_role("button", name="No concern about safety").click()
    dialog.locator("[data-field=words] textarea").fill("asked, no plan, seen again in a week")
    look(page, pictures / "answer-light.png")
    dialog.get_by_role("button", name="Keep the answer").click()
    expect(dialog).to_be_hidden()
    expect(scores.locator(".course__alarm")).to_have_count(0)
    expect(scores).to_contain_text("no concern about safety")
    page.locator(".matrix__labels").get_by_text("between sessions").wait_for()
    look(page, pictures / "scores-light.png")
    scores.scroll_into_view_if_needed()
    look(page, pictures / "scores-list-light.png")


def test_a_score_is_recorded_corrected_and_answered_for(
    tablet: OpenTablet, server: Clinic, tmp_path: Path
) -> None:
    page = page_on(tablet("dim", TABLET))
    arrive(page, NURSE, address(server))
    opened(page, server)
    recorded(page, tmp_path)
    corrected(page, tmp_path)
    page = page_on(tablet("light", DESK))
    arrive(page, PHYSICIAN, address(server))
    answered(page, tmp_path)
    numbers = page.locator("#course-numbers")
    numbers.get_by_text("The same numbers as a table").click()
    expect(numbers.locator("tbody tr", has_text="between sessions")).to_contain_text("14")
