"""Start a session: find or register the patient, then the chair, the protocol and the dose."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.clinic import ADMINISTRATOR, NURSE, RUTH, Clinic
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, settle, small_targets, too_wide

pytestmark = pytest.mark.journey


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list."""
    page.locator(f"#start-{label.lower()}").click()
    page.get_by_role("option", name=option, exact=True).click()


def find_ruth(page: Page) -> None:
    """Open the screen from the free chair's card, and choose a patient."""
    page.get_by_role("link", name="New session in chair 4").click()
    page.get_by_label("Find a patient").fill("abern")
    page.get_by_role("link", name=re.compile(RUTH.name)).click()
    expect(page.get_by_role("heading", name=RUTH.name)).to_be_visible()


def test_mg_and_mg_per_kg_follow_each_other(nurse_page: Page) -> None:
    find_ruth(nurse_page)
    mg, per_kg = nurse_page.get_by_label("Dose, mg", exact=True), nurse_page.get_by_label("mg/kg")
    expect(nurse_page.get_by_label("Weight today")).to_have_value("64")
    mg.fill("32")
    expect(per_kg).to_have_value("0.5")
    per_kg.fill("0.75")
    expect(mg).to_have_value("48")
    nurse_page.get_by_label("Weight today").fill("60")
    expect(per_kg).to_have_value("0.8")
    expect(mg).to_have_value("48")


TOLD = """([changed, mg, perKg]) => {
  const dash = window.dash_clientside, stay = dash.no_update;
  const triggered = changed.map((field) => ({ prop_id: `start-${field}.value` }));
  dash.callback_context = { triggered };
  return dash.start.balance(mg, perKg, 64).map((each) => (each === stay ? "stays" : each));
}"""


@pytest.mark.parametrize(
    ("told", "answers"),
    [
        # "0.5" is typed; that the first key made a dose of 0 mg is told when all is typed
        (
            [(["per-kg"], None, 0), (["per-kg"], 0, 0.5), (["dose"], 32, 0.5)],
            [[0, "stays"], [32, "stays"], ["stays", "stays"]],
        ),
        ([(["per-kg"], None, 0), (["dose"], 0, 0.5)], [[0, "stays"], ["stays", "stays"]]),
        (
            [(["per-kg"], None, 0), (["dose", "per-kg"], 0, 0.5)],
            [[0, "stays"], [32, "stays"]],
        ),
        # told twice, and the last key comes between
        (
            [
                (["per-kg"], None, 0.5),
                (["dose"], 32, 0.5),
                (["dose"], 32, 0.55),
                (["per-kg"], 32, 0.55),
            ],
            [[32, "stays"], ["stays", "stays"], ["stays", "stays"], [35.2, "stays"]],
        ),
        # "35" is typed into the other
        ([(["dose"], 3, None), (["per-kg"], 35, 0.047)], [["stays", 0.047], ["stays", "stays"]]),
        (
            [(["dose"], 3, None), (["per-kg", "dose"], 35, 0.047)],
            [["stays", 0.047], ["stays", 0.547]],
        ),
        # what was written once may be typed later
        (
            [
                (["per-kg"], None, 0.5),
                (["dose"], 32, 0.5),
                (["dose"], 40, 0.5),
                (["dose"], 32, 0.625),
            ],
            [[32, "stays"], ["stays", "stays"], ["stays", 0.625], ["stays", 0.5]],
        ),
    ],
)
def test_what_followed_never_takes_the_place_of_what_is_typed(
    nurse_page: Page, told: list[Any], answers: list[Any]
) -> None:
    find_ruth(nurse_page)
    expect(nurse_page.get_by_label("Weight today")).to_have_value("64")
    settle(nurse_page)  # what the page itself tells in the beginning comes before
    assert [nurse_page.evaluate(TOLD, list(one)) for one in told] == answers


def test_what_is_missing_is_said_and_nothing_is_saved(nurse_page: Page) -> None:
    find_ruth(nurse_page)
    nurse_page.get_by_role("button", name="Start session").click()
    said = nurse_page.locator("#start-said")
    expect(said).to_contain_text("Choose the protocol; nothing was saved")
    choose(nurse_page, "Protocol", "Ketamine infusion")
    nurse_page.get_by_role("button", name="Start session").click()
    expect(said).to_contain_text("Enter the dose in mg; nothing was saved")


def test_an_impossible_dose_is_refused_and_not_asked_back(nurse_page: Page) -> None:
    find_ruth(nurse_page)
    choose(nurse_page, "Protocol", "Ketamine infusion")
    nurse_page.get_by_label("Dose, mg", exact=True).fill("3200")
    nurse_page.get_by_role("button", name="Start session").click()
    expect(nurse_page.locator("#start-said")).to_contain_text("no session was started")
    expect(nurse_page.get_by_role("button", name=re.compile("I have checked"))).to_be_hidden()


def test_an_administrator_is_told_who_may_start_a_session(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, ADMINISTRATOR, "/start")
    expect(page.locator(".empty")).to_contain_text("not allowed to start a session")
    expect(page.get_by_label("Find a patient")).to_have_count(0)


def test_a_new_patient_is_registered_and_chosen(nurse_page: Page) -> None:
    nurse_page.goto("/start")
    nurse_page.get_by_text("Register a new patient").click()
    form = nurse_page.locator(".start__form")
    form.get_by_label("Full name").fill("Inês Carvalho")
    form.get_by_label("Birth date").fill("22 Aug 1988")
    form.get_by_role("button", name="Register").click()
    expect(form.get_by_role("alert")).to_contain_text("year-month-day")
    form.get_by_label("Birth date").fill("1988-08-22")
    form.get_by_label("Record number").fill("M-2001")
    form.get_by_role("button", name="Register").click()
    expect(nurse_page.get_by_role("heading", name="Inês Carvalho")).to_be_visible()
    expect(nurse_page.get_by_text("record number M-2001")).to_be_visible()


def open_registration(page: Page) -> Locator:
    """Open the form for somebody who was never here."""
    page.goto("/start")
    page.get_by_text("Register a new patient").click()
    return page.locator(".start__form")


def test_what_changes_the_rules_and_every_number_are_kept(nurse_page: Page, server: Clinic) -> None:
    form = open_registration(nurse_page)
    expect(form.get_by_role("radio", name="Scale 1")).to_be_checked()
    expect(form.get_by_role("radio", name="No known arrhythmia")).to_be_checked()
    form.get_by_label("Full name").fill("DEMO Ada Brandt")
    form.get_by_label("Birth date").fill("1951-11-03")
    form.get_by_label("Record number").fill("M-2002")
    another = form.get_by_role("button", name="Another number")
    expect(form.get_by_label("Second number", exact=True)).to_be_hidden()
    another.click()
    expect(form.get_by_label("Kind of second number")).to_be_focused()
    nurse_page.keyboard.type("insurance")
    form.get_by_label("Second number", exact=True).fill("DEMO 77-1")
    another.click()
    expect(form.get_by_label("Kind of third number")).to_be_focused()
    expect(another).to_be_hidden()
    form.get_by_label("Kind of third number").fill("national")
    form.get_by_role("radio", name=re.compile("^Scale 2")).click()
    form.get_by_role("radio", name=re.compile("^Known arrhythmia")).click()
    form.get_by_role("button", name="Register", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text(
        "Third number is empty: fill in kind and number, or neither; nothing was saved"
    )
    expect(form.get_by_label("Second number", exact=True)).to_have_value("DEMO 77-1")
    expect(form.get_by_role("radio", name=re.compile("^Scale 2"))).to_be_checked()
    for look in every_look(nurse_page):
        assert barriers(nurse_page) == [], look
        assert small_targets(nurse_page) == [], look
        assert too_wide(nurse_page) == [], look
    form.get_by_label("Third number", exact=True).fill("DEMO 4")
    form.get_by_role("button", name="Register", exact=True).click()
    expect(nurse_page.get_by_role("heading", name="DEMO Ada Brandt")).to_be_visible()
    chosen = nurse_page.locator(".start__patient")
    expect(chosen).to_contain_text("record number M-2002, insurance DEMO 77-1, national DEMO 4")
    expect(chosen).to_contain_text("2, hypercapnic respiratory failure")
    expect(chosen).to_contain_text("chronic irregular rhythm, documented")

    with server.caller(NURSE) as client:
        found = client.post("/patients/search", json={"words": "demo 77-1"}).json()["patients"]
        (kept,) = [client.get(f"/patients/{one['id']}").json() for one in found]
    assert kept["name"] == "DEMO Ada Brandt"
    assert (kept["spo2_scale"], kept["known_arrhythmia"]) == (2, True)
    assert kept["identifiers"] == [
        {"system": "record number", "value": "M-2002"},
        {"system": "insurance", "value": "DEMO 77-1"},
        {"system": "national", "value": "DEMO 4"},
    ]


def test_the_arrow_keys_choose_and_nothing_is_chosen_unasked(
    nurse_page: Page, server: Clinic
) -> None:
    form = open_registration(nurse_page)
    form.get_by_role("radio", name="Scale 1").focus()
    nurse_page.keyboard.press("ArrowDown")
    expect(form.get_by_role("radio", name=re.compile("^Scale 2"))).to_be_checked()
    nurse_page.keyboard.press("ArrowUp")
    expect(form.get_by_role("radio", name="Scale 1")).to_be_checked()
    form.get_by_label("Full name").fill("DEMO Otto Vane")
    form.get_by_label("Birth date").fill("1960-02-29")
    form.get_by_role("button", name="Register", exact=True).click()
    expect(nurse_page.get_by_role("heading", name="DEMO Otto Vane")).to_be_visible()
    expect(nurse_page.locator(".start__patient")).not_to_contain_text("SpO₂ scale")

    with server.caller(NURSE) as client:
        (kept,) = client.post("/patients/search", json={"words": "vane"}).json()["patients"]
    assert (kept["spo2_scale"], kept["known_arrhythmia"]) == (1, False)
    assert kept["identifiers"] == []


def test_a_patient_who_is_there_already_is_asked_back_and_can_be_chosen(nurse_page: Page) -> None:
    nurse_page.goto("/start")
    nurse_page.get_by_text("Register a new patient").click()
    form = nurse_page.locator(".start__form")
    form.get_by_label("Full name").fill("abernathy, ruth")
    form.get_by_label("Birth date").fill("1958-01-19")
    form.get_by_role("button", name="Register", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("is it the same person?")
    expect(form.get_by_role("button", name=re.compile("Another person"))).to_be_visible()
    assert barriers(nurse_page) == []
    assert small_targets(nurse_page) == []
    form.get_by_role("link", name=re.compile(RUTH.name)).click()
    expect(nurse_page.get_by_role("heading", name=RUTH.name)).to_be_visible()
    expect(nurse_page.get_by_text("DEMO M-1004")).to_be_visible()


def test_starting_keeps_nobody_out(tablet: OpenTablet, server: Clinic) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, "/start")
    expect(page.get_by_label("Find a patient")).to_be_visible()
    page.get_by_text("Register a new patient").click()
    for look in every_look(page):
        assert barriers(page) == [], look
    page.goto(f"/start?patient={server.patients[RUTH.name]}")
    expect(page.get_by_role("heading", name=RUTH.name)).to_be_visible()
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look


def test_nobody_starts_unscreened(nurse_page: Page) -> None:
    find_ruth(nurse_page)
    expect(nurse_page.locator(".start__screen")).to_contain_text("Not screened")
    choose(nurse_page, "Protocol", "Ketamine infusion")
    nurse_page.get_by_label("Dose, mg", exact=True).fill("32")
    nurse_page.get_by_role("button", name="Start session").click()
    expect(nurse_page.locator("#start-said")).to_contain_text("no session was started")
    expect(nurse_page.locator("#start-said")).to_contain_text("Psychosis (not asked)")


def test_an_unlikely_dose_is_asked_back_once_and_the_patient_is_on_the_board(
    nurse_page: Page, server: Clinic
) -> None:
    server.screen(RUTH.name)
    find_ruth(nurse_page)
    choose(nurse_page, "Protocol", "Ketamine infusion")
    nurse_page.get_by_label("Dose, mg", exact=True).fill("96")
    nurse_page.get_by_role("button", name="Start session").click()
    expect(nurse_page.locator("#start-said")).to_contain_text("1.50 mg/kg, an unlikely dose")
    nurse_page.get_by_role("button", name=re.compile("I have checked")).click()
    nurse_page.wait_for_url(re.compile("/sessions/"))
    nurse_page.goto("/")
    expect(nurse_page.locator("#chair-4")).to_contain_text(RUTH.name)
