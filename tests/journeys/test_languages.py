"""A nurse who reads Spanish sees no English: board, chart, discharge and entry form."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import Clinic
from tests.journeys.english import english_sentences

pytestmark = pytest.mark.journey

SEEN = "() => document.body.innerText"
SCREENS = {
    "board": ("/", ".seat__body"),
    "chart": ("/sessions/{session}", ".rail__count"),
    "discharge": ("/sessions/{session}/discharge", ".decide"),
    "record": ("/record#{session}", "html[data-ready=yes] .entry"),
}


def _choose_spanish(page: Page, clinic: Clinic) -> None:
    page.goto(clinic.url)
    page.locator(".who summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def _keep_picture(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"es-{name}.png")


def test_a_nurse_who_reads_spanish_sees_no_english(server: Clinic, nurse_page: Page) -> None:
    english = english_sentences()
    assert len(english) > 200
    _choose_spanish(nurse_page, server)

    left: dict[str, list[str]] = {}
    for name, (path, there) in SCREENS.items():
        nurse_page.goto(server.url + path.format(session=server.sessions["1"]))
        expect(nurse_page.locator(there).first).to_be_visible()
        _keep_picture(nurse_page, name)
        text = re.sub(r"\s+", " ", nurse_page.evaluate(SEEN)).casefold()
        told = [one for one in english if re.search(rf"\b{re.escape(one.casefold())}\b", text)]
        left[name] = told

    assert left == {name: [] for name in SCREENS}
