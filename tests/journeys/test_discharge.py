"""Leaving: two people sign, a finding is decided against, a signature lapses, another ending."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, SECOND_NURSE, Clinic, Person, vitals
from tests.journeys.conftest import DESK, TABLET, OpenTablet, arrive, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.leaving import RELEASED, WALKS, Past, serving_with_past
from tests.journeys.looking import EVERY_RULE, barriers, every_look, small_targets

pytestmark = pytest.mark.journey

TOUCHED = "a, button, summary, label.choice, textarea"
WITHOUT_LINE: dict[str, object] = {**RELEASED, "line_removed": False}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clinic, Past]]:
    with serving_with_past(tmp_path_factory.mktemp("leaving")) as both:
        yield both


@pytest.fixture(scope="module")
def server(played: tuple[Clinic, Past]) -> Clinic:
    return played[0]


@pytest.fixture(scope="module")
def past(played: tuple[Clinic, Past]) -> Past:
    return played[1]


def at_decision(
    tablet: OpenTablet, person: Person, session: str, size: dict[str, int] | None = None
) -> Page:
    page = page_on(tablet(size=size or TABLET))
    arrive(page, person, f"/sessions/{session}/discharge")
    expect(page.locator(".sum h2")).to_be_visible()
    return page


def press_sign(page: Page, pin: str) -> None:
    page.get_by_role("button", name="Sign with PIN").click()
    tap_pin(page.get_by_role("dialog").page, pin)


def test_nurse_and_physician_sign_and_the_findings_stay_as_they_stood(
    tablet: OpenTablet, past: Past
) -> None:
    session = past.seat("20", "Ada Fjord")
    past.recover("20", WALKS, RELEASED)
    nurse = at_decision(tablet, NURSE, session)
    expect(nurse.locator(".sum")).to_contain_text("22 of 22 met")
    expect(nurse.locator(".sum")).to_contain_text("Criteria met, clinician decision required")

    press_sign(nurse, NURSE.pin)

    expect(nurse.locator(".sign")).to_contain_text("Priya Nair, signed")
    expect(nurse.get_by_role("button", name="Sign with PIN")).to_be_disabled()
    expect(nurse.locator(".sign__why")).to_contain_text("Now a physician signs")
    physician = at_decision(tablet, PHYSICIAN, session, DESK)
    press_sign(physician, PHYSICIAN.pin)
    expect(physician.locator(".release")).to_contain_text("Went home")
    expect(physician.locator(".release")).to_contain_text("Priya Nair nurse, signed the decision")
    expect(physician.locator(".release")).to_contain_text("Dr A. Rahman physician, signed")
    expect(physician.locator(".row .finding--met").first).to_be_visible()
    expect(physician.get_by_role("button", name="Sign with PIN")).to_have_count(0)


def test_a_wrong_pin_signs_nothing_and_says_so(tablet: OpenTablet, past: Past) -> None:
    session = past.seat("21", "Bo Larch")
    past.recover("21", WALKS, RELEASED)
    page = at_decision(tablet, NURSE, session)

    press_sign(page, "0000")

    expect(page.locator("dialog .pin__said")).to_have_class("pin__said is-wrong")
    page.get_by_role("button", name="Go back").click()
    expect(page.locator(".sign")).to_contain_text("not signed")


def test_a_missing_step_is_offered_in_place_and_sign_off_says_why_it_is_shut(
    tablet: OpenTablet, past: Past
) -> None:
    session = past.seat("22", "Cy Heron")
    past.recover("22", WITHOUT_LINE)
    page = at_decision(tablet, NURSE, session)

    expect(page.get_by_role("button", name="Sign with PIN")).to_be_disabled()
    expect(page.locator(".sign__why")).to_contain_text("Dizziness and walking not assessed")
    expect(page.locator(".sign__why")).to_contain_text("Line out, site dry not met")
    page.get_by_role("button", name="Walk test").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_nothing_is_ticked_before_somebody_says_so(tablet: OpenTablet, past: Past) -> None:
    session = past.seat("23", "Di Wren")
    past.recover("23")
    page = at_decision(tablet, NURSE, session)

    pressed = page.locator(".attest[aria-pressed]")

    expect(pressed).to_have_count(3)
    for item in pressed.all():
        expect(item).to_have_attribute("aria-pressed", "false")


def test_a_first_signature_lapses_when_a_reading_leaves_the_limits(
    tablet: OpenTablet, past: Past, server: Clinic
) -> None:
    session = past.seat("24", "Eve Moss")
    past.recover("24", WALKS, RELEASED)
    page = at_decision(tablet, NURSE, session)
    press_sign(page, NURSE.pin)
    expect(page.locator(".sign")).to_contain_text("Priya Nair, signed")

    server.record("24", vitals((172, 96), 80), SECOND_NURSE)

    expect(page.locator(".sign__lapsed")).to_contain_text("Priya Nair, signed")
    expect(page.locator(".sign__lapsed")).to_contain_text("lapsed")
    expect(page.get_by_role("button", name="Sign with PIN")).to_be_disabled()


def test_a_physician_decides_against_a_finding_with_kind_words_and_pin(
    tablet: OpenTablet, past: Past
) -> None:
    session = past.seat("25", "Flo Reed")
    past.recover("25", RELEASED)
    page = at_decision(tablet, PHYSICIAN, session, DESK)
    page.get_by_role("button", name="Override").click()
    dialog = page.get_by_role("dialog")
    tap_pin(page, PHYSICIAN.pin)
    expect(dialog.locator(".pin__said")).to_contain_text("Choose the finding first")
    dialog.get_by_role("checkbox", name="Dizziness and walking").check()
    dialog.get_by_role("button", name="Usual for this patient").click()
    tap_pin(page, PHYSICIAN.pin)
    expect(dialog.locator(".pin__said")).to_contain_text("in your words")
    dialog.get_by_role("textbox").fill("Uses a wheelchair since before treatment")

    tap_pin(page, PHYSICIAN.pin)

    expect(dialog).to_have_count(0)
    row = page.locator(".row", has_text="Dizziness and walking")
    expect(row).to_contain_text("Dizziness and walking")
    expect(row.locator(".finding--not_assessed")).to_be_visible()
    expect(page.get_by_role("button", name="Sign with PIN")).to_be_enabled()


def test_a_nurse_is_not_offered_an_override(tablet: OpenTablet, past: Past) -> None:
    session = past.seat("26", "Gus Pine")
    past.recover("26", RELEASED)

    page = at_decision(tablet, NURSE, session)

    expect(page.get_by_role("button", name="Other ending")).to_be_visible()
    expect(page.get_by_role("button", name="Override")).to_have_count(0)


def test_another_ending_takes_a_reason_and_a_pin(tablet: OpenTablet, past: Past) -> None:
    session = past.seat("27", "Hal Birch")
    past.recover("27")
    page = at_decision(tablet, PHYSICIAN, session, DESK)
    page.get_by_role("button", name="Other ending").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Transfer to hospital").check()
    dialog.get_by_role("textbox").fill("Chest pain, ambulance called")

    tap_pin(page, PHYSICIAN.pin)

    expect(page.locator(".release")).to_contain_text("Transfer to hospital")
    expect(page.locator(".release")).to_contain_text("Chest pain, ambulance called")


def test_an_unknown_session_is_said_plainly(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, "/sessions/00000000-0000-4000-8000-000000000000/discharge")

    expect(page.locator(".discharge .empty")).to_contain_text("This cannot be shown now")


def test_everybody_can_use_it(tablet: OpenTablet, past: Past) -> None:
    session = past.seat("everybody", "Ivy Stone")
    past.recover("everybody", WITHOUT_LINE)
    page = page_on(tablet())
    arrive(page, PHYSICIAN, f"/sessions/{session}/discharge")
    expect(page.locator(".sum h2")).to_be_visible()

    for look in every_look(page):
        assert barriers(page, EVERY_RULE) == [], look
        assert small_targets(page) == [], look
    page.get_by_role("button", name="Override").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    for look in every_look(page):
        assert barriers(page, EVERY_RULE) == [], look
        assert small_targets(page, what=TOUCHED) == [], look
