"""A medicine chosen or typed in Spanish is recorded as itself and read in English by its name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.looking import barriers, wait_until
from tests.journeys.record_form import Form, entries_of, nurse_at_work

pytestmark = pytest.mark.journey


def _in(page: Page, clinic: Clinic, language: str) -> None:
    """Let the nurse who is signed in here read this language."""
    context = page.context
    (secret,) = (one for one in context.cookies() if one.get("name") == "monitor_csrf")
    headers = {"Origin": clinic.url, "X-CSRF-Token": str(secret.get("value"))}
    path = f"{clinic.url}/api/v1/me/language"
    answer = context.request.post(path, data={"language": language}, headers=headers)
    assert answer.ok, answer.text()


def _give(page: Page, name: str, *, typed: bool, dose: str) -> None:
    page.get_by_role("button", name="Medicación").click()
    dialog = page.get_by_role("dialog", name="Medicación administrada")
    field = dialog.get_by_label("Medicación", exact=True)
    if typed:
        field.fill(name)
        dialog.get_by_role("button", name="Otro", exact=True).click()  # the class is asked
    else:
        dialog.get_by_role("button", name=name, exact=True).click()
        expect(field).to_have_value(name)
    dialog.get_by_label("Dosis (opcional)").fill(dose)
    assert barriers(page) == []
    dialog.get_by_role("button", name="Guardar", exact=True).click()
    expect(dialog).to_be_hidden()


def _named(server: Clinic, session: str, meant: str) -> bool:
    """Whether the server has the medicine under the name that every language shares."""
    said = entries_of(server, session, "medication")
    return any((one["fields"]["name"], one["fields"]["dose_mg"]) == (meant, 4) for one in said)


@pytest.mark.parametrize(
    ("said", "typed", "meant"),
    [
        ("hidralazina", False, "hydralazine"),
        ("ondansetrón", True, "ondansetron"),
        ("Naloxona", True, "naloxone"),
    ],
)
def test_a_spanish_name_is_recorded_and_shown_right_to_an_english_reader(
    tablet: OpenTablet, server: Clinic, said: str, typed: bool, meant: str
) -> None:
    page = nurse_at_work(tablet(), server)
    _in(page, server, "es")
    form = Form.open(page, server, "1")
    _give(page, said, typed=typed, dose="4")
    wait_until(page, lambda: _named(server, form.session, meant))

    page.goto(f"{server.url}/sessions/{form.session}")
    expect(page.locator("main")).to_contain_text(re.compile(said, re.IGNORECASE))
    _in(page, server, "en")
    reader = tablet().new_page()
    arrive(reader, NURSE, f"/sessions/{form.session}")
    expect(reader.locator("main")).to_contain_text(re.compile(meant, re.IGNORECASE))
