"""The patient's record: what was registered wrongly is corrected, and what it said stays there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import MAYA, NURSE, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, small_targets, too_wide

pytestmark = pytest.mark.journey


def save(page: Page, why: str) -> None:
    page.get_by_label("Why it is corrected").fill(why)
    page.get_by_role("button", name="Save the correction").click()


def test_a_wrong_birth_date_is_corrected_from_the_chart_and_seen_there(
    nurse_page: Page, server: Clinic
) -> None:
    page = nurse_page
    page.goto(f"/sessions/{server.sessions['1']}")
    page.locator(".chart__add summary").click()
    course = page.get_by_role("link", name="Course", exact=True)
    expect(course).to_have_attribute("href", f"/patients/{server.patients[MAYA.name]}/course")
    page.get_by_role("link", name="The patient's record").click()
    expect(page.get_by_label("Full name")).to_have_value(MAYA.name)
    expect(page.get_by_text("Nothing was corrected.")).to_be_visible()

    page.get_by_label("Birth date").fill("1978-04-14")
    page.get_by_label("Allergies").fill("latex")
    save(page, "")
    expect(page.locator("#patient-said")).to_contain_text("Enter why it is corrected")
    expect(page.get_by_label("Birth date")).to_have_value("1978-04-14")
    save(page, "read off the passport")

    said = page.get_by_role("region", name="What it said before")
    expect(said).to_contain_text("read off the passport")
    expect(said).to_contain_text(NURSE.name)
    expect(said.locator("del").first).to_have_text("14 Apr 1987")
    expect(said.locator("ins").first).to_have_text("14 Apr 1978")
    expect(said).to_contain_text(re.compile("Registered .+"))
    page.goto(f"/sessions/{server.sessions['1']}")
    expect(page.locator(".patient")).to_contain_text("born 14 Apr 1978")
    page.goto(f"/start?patient={server.patients[MAYA.name]}")
    expect(page.locator(".start__patient")).to_contain_text("latex")


def test_another_tablets_chart_says_it_without_being_loaded_afresh(
    nurse_page: Page, server: Clinic
) -> None:
    nurse_page.goto(f"/sessions/{server.sessions['2']}")
    expect(nurse_page.locator(".patient h1")).not_to_be_empty()
    with server.caller(SECOND_NURSE) as client:
        session = client.get(f"/sessions/{server.sessions['2']}").json()
        patient = client.get(f"/patients/{session['patient_id']}").json()
        right = {**patient, "name": f"{patient['name']} Corrected", "seen": 0, "reason": "typed"}
        del right["id"]
        address = f"/patients/{session['patient_id']}/corrections"
        client.post(address, json=right).raise_for_status()
    expect(nurse_page.locator(".patient h1")).to_have_text(right["name"])


def test_what_was_corrected_meanwhile_is_not_written_over_and_another_person_asked_back(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    patient_id = server.patients["Ruth Abernathy"]
    arrive(page, NURSE, f"/patients/{patient_id}")
    page.get_by_label("Full name").fill("Bruno Prado")
    page.get_by_label("Birth date").fill("1970-01-02")
    save(page, "wrong person")
    expect(page.locator("#patient-said")).to_contain_text("still of the same person?")
    again = page.get_by_role("button", name="I have asked, save it all the same")
    assert barriers(page) == []
    assert small_targets(page) == []
    with server.caller(SECOND_NURSE) as client:
        patient = client.get(f"/patients/{patient_id}").json()
        right = {**patient, "weight_kg": 66.0, "seen": 0, "reason": "weighed wrongly"}
        del right["id"]
        client.post(f"/patients/{patient_id}/corrections", json=right).raise_for_status()
    again.click()
    expect(page.locator("#patient-said")).to_contain_text("corrected the record meanwhile")
    page.reload()
    expect(page.get_by_label("Full name")).to_have_value("Ruth Abernathy")
    expect(page.get_by_label("Weight, kg")).to_have_value("66")


def test_the_record_keeps_nobody_out(tablet: OpenTablet, server: Clinic) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, f"/patients/{server.patients['Samuel Adeyemi']}")
    page.get_by_label("Number 1", exact=True).fill("M-2003")
    save(page, "two digits exchanged")
    expect(page.get_by_role("region", name="What it said before")).to_contain_text("M-2003")
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look
        assert too_wide(page) == [], look
