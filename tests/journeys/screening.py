"""Screening on the screen, as a nurse does before a first session."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def screen_first(page: Page) -> None:
    """Ask everything before the first session, take the readings, and come back to the start."""
    page.get_by_role("link", name="Screen before the session").click()
    page.locator("#eligibility-protocol").click()
    page.get_by_role("option", name="Ketamine infusion", exact=True).click()
    for row in page.locator("[data-question]").all():
        answer = "no" if "yes" in (row.get_attribute("data-flags") or "") else "yes"
        row.locator(f"[data-answer={answer}]").click()
    readings = {"systolic_mmhg": 122, "diastolic_mmhg": 78, "heart_rate_bpm": 72}
    for field, value in {**readings, "spo2_percent": 98, "respiratory_rate_per_min": 14}.items():
        page.locator(f"#eligibility-reading-{field}").fill(str(value))
    page.get_by_role("button", name="Save 16 answers").click()
    page.get_by_role("link", name="Start session").click()
    page.wait_for_url(re.compile(r"/start\?"))
