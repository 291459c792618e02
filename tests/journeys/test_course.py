"""A course: opened on a full screen, planned, moved, missed; and who comes today."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import ADMINISTRATOR, NURSE, RUTH, ZONE, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, comes_to, small_targets

pytestmark = pytest.mark.journey


def address(server: Clinic) -> str:
    return f"/patients/{server.patients[RUTH.name]}/course"


def today() -> datetime:
    return datetime.now(ZoneInfo(ZONE))


def pick(page: Page, field: str, words: str) -> None:
    place = page.locator(f"[data-course-form] [data-field={field}]")
    place.get_by_role("button", name=words, exact=True).click()


def look_at_what_the_sessions_came_to(page: Page, server: Clinic) -> None:
    page.goto(address(server))
    expect(page.locator(".matrix__labels")).to_contain_text("Minutes to readiness")
    page.locator("#course-figure .main-svg").first.wait_for()
    numbers = page.locator("#course-numbers")
    numbers.get_by_text("The same numbers as a table").click()
    expect(numbers.locator("tbody tr")).to_have_count(2)
    page.get_by_text("SpO₂", exact=True).first.click()
    page.locator("#course-overlay .main-svg").first.wait_for()
    expect(page.locator(".course__letter")).to_contain_text(RUTH.name)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(RUTH.name)
    assert barriers(page) == []
    assert small_targets(page) == []


def test_a_course_is_opened_moved_and_started_from_the_day_list(
    tablet: OpenTablet, server: Clinic
) -> None:
    page, day = page_on(tablet()), today()  # once: another day may begin meanwhile
    arrive(page, NURSE, address(server))
    expect(page.locator(".plan__screen")).to_contain_text("The full screen comes first")
    page.get_by_role("button", name="Open the course").click()
    expect(page.locator("[data-plan-said]")).not_to_be_empty()
    server.screen(RUTH.name)
    page.reload()
    expect(page.locator(".plan__screen")).to_contain_text("The full screen stands.")
    pick(page, "indication", "depression")
    pick(page, "schedule_id", "Free: each session planned by hand")
    pick(page, "protocol_id", "Ketamine infusion")
    page.locator("[data-course-form] [data-field=first_on] input").fill(day.date().isoformat())
    page.get_by_role("button", name="Open the course").click()
    expect(page.locator(".course__row li")).to_have_count(1)
    expect(page.locator(".course__head")).to_contain_text("Next: session 1")
    assert barriers(page) == []
    assert small_targets(page) == []

    page.get_by_role("button", name="Plan a session").click()
    dialog = page.locator("dialog[open]")
    later = (day + timedelta(days=3)).date().isoformat()
    dialog.locator("[data-field=day] input").fill(later)
    dialog.get_by_role("button", name="Plan it").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".course__row li")).to_have_count(2)

    page.locator(".course__list > ul > li").last.get_by_role("button", name="Move").click()
    dialog.locator("[data-field=day] input").fill((day + timedelta(days=4)).date().isoformat())
    dialog.get_by_role("button", name="Move it").click()
    expect(dialog.locator("[data-plan-said]")).not_to_be_empty()
    assert barriers(page) == []
    dialog.locator("[data-field=reason] textarea").fill("no driver")
    dialog.get_by_role("button", name="Move it").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".course__row li").last).to_contain_text("moved from")
    expect(page.locator(".course__list > ul > li").last).to_contain_text("no driver")

    page.goto("/")
    page.get_by_role("link", name="Today").click()
    line = page.locator(".today__line", has_text=RUTH.name)
    expect(line).to_contain_text("Screened")
    expect(line).to_contain_text("Session 1, depression")
    assert barriers(page) == []
    assert small_targets(page) == []
    line.get_by_role("link", name=f"Start: {RUTH.name}").click()
    page.wait_for_url(re.compile("planned="))
    expect(page.locator("#start-chair")).to_have_value("Chair 4")
    page.get_by_label("Dose, mg", exact=True).fill("32")
    page.get_by_role("button", name="Start session").click()
    page.wait_for_url(re.compile("/sessions/"))
    page.goto("/today")
    expect(line).to_contain_text("In chair")

    look_at_what_the_sessions_came_to(page, server)


@pytest.mark.parametrize("scheme", ["light", "dim"])
def test_the_day_list_keeps_nobody_out_on_an_upright_tablet(
    tablet: OpenTablet, server: Clinic, scheme: str
) -> None:
    page = page_on(tablet(scheme, {"width": 820, "height": 1180}))
    arrive(page, NURSE, "/today")
    expect(page.locator(".today__line").first).to_be_visible()

    assert barriers(page) == []
    assert small_targets(page) == []
    assert comes_to(page, "document.documentElement.scrollWidth", 820) == 820
    page.goto("/today?on=yesterday")
    expect(page.locator(".empty[role=alert]")).to_contain_text("That is no day")


def test_an_administrator_sees_no_patient_on_it(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, ADMINISTRATOR)
    page.locator(".seat").first.wait_for()
    expect(page.get_by_role("link", name="Today")).to_have_count(0)
    page.goto("/today")
    expect(page.locator(".empty[role=alert]")).to_contain_text("not allowed")


@pytest.mark.worker
def test_the_record_is_exported_at_the_foot_of_the_course(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet("light", {"width": 820, "height": 1180}))
    arrive(page, NURSE, address(server))
    button = page.get_by_role("link", name="Export the record")
    button.scroll_into_view_if_needed()
    assert barriers(page) == []
    assert small_targets(page) == []

    with page.expect_download() as waiting:
        button.click()

    told = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert told["patient"]["name"] == RUTH.name
    assert RUTH.name not in waiting.value.suggested_filename
    assert page.url.endswith("/course")
