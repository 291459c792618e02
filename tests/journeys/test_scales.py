"""Scales, sit-to-stand readings and further doses, on the nurse's tablet and on the chart."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.clinic import NURSE, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet
from tests.journeys.looking import barriers, in_both_schemes, lasting
from tests.journeys.record_form import (
    FINGER,
    SMALL_CONTROLS,
    Form,
    entries_of,
    nurse_at_work,
    unsent,
    without_network,
)

pytestmark = pytest.mark.journey

Seat = Callable[[str, str], Form]


@pytest.fixture
def seat(tablet: OpenTablet, server: Clinic) -> Seat:
    """Put a new patient into a new chair under a protocol, and open the form."""

    def put(protocol: str, name: str) -> Form:
        label = name
        with server.caller(SECOND_NURSE) as client:
            patient = {
                "name": f"DEMO {name}",
                "birth_date": date(1980, 2, 3).isoformat(),
                "identifiers": [{"system": "DEMO", "value": str(uuid4())}],
                "allergies": "",
                "weight_kg": 72.0,
            }
            made = client.post("/patients", json=patient)
            made.raise_for_status()
            server.patients[label] = made.json()["id"]
        server.add_chair(label)
        server.start(label, label, protocol=protocol)
        return Form.open(nurse_at_work(tablet(), server), server, label)

    return put


def _dialog(page: Page, which: str, session: str, **options: str) -> Locator:
    page.evaluate(
        "([which, session, options]) => { window.monitor.dialogs.open(which, session, options); }",
        [which, session, options],
    )
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    return dialog


def _save(form: Form, dialog: Locator, words: str = "Save") -> None:
    """Save, and wait until it is kept: the form, of one opening alone, is gone only then."""
    asked = dialog.locator("form").get_attribute("id")
    dialog.get_by_role("button", name=words, exact=True).click()
    expect(form.page.locator(f"#{asked}")).to_be_hidden()


def _answer(dialog: Locator, scores: list[int]) -> None:
    for row, score in enumerate(scores):
        dialog.locator(".ask--row").nth(row).locator(f"[data-value='{score}']").click()


def _scales(server: Clinic, form: Form) -> list[dict[str, Any]]:
    return [line["fields"] for line in entries_of(server, form.session, "scale")]


def test_aldrete_shows_what_is_read_and_totals_only_what_is_whole(
    seat: Seat, server: Clinic
) -> None:
    form = seat("ketamine-iv-extended", "aldrete")
    dialog = _dialog(form.page, "scale", form.session, name="aldrete")
    expect(dialog).to_contain_text("modified 1995")
    expect(dialog.locator(".derived")).to_have_text(
        [re.compile("circulation.*not computable"), re.compile("oxygen.*not computable")]
    )
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("3 items are not answered")
    _answer(dialog, [2, 2, 1])
    expect(dialog.locator(".scale__sum")).to_have_text("No total: a value is missing")
    _save(form, dialog)
    form.all_sent()
    assert _scales(server, form) == [
        {"name": "aldrete", "items": {"activity": 2, "respiration": 2, "consciousness": 1}}
    ]


def test_phq9_above_0_at_item_9_asks_on_and_stays_on_every_screen(
    seat: Seat, server: Clinic
) -> None:
    form = seat("ketamine-iv", "phq9")
    dialog = _dialog(form.page, "scale", form.session)
    expect(dialog).to_contain_text("nine items over the last two weeks")
    _answer(dialog, [0] * 8 + [2])
    expect(dialog.get_by_text("Item 9 is above 0")).to_be_visible()
    expect(dialog.locator(".scale__sum")).to_have_text("Total 2 of 27")
    dialog.get_by_role("button", name="Save", exact=True).click()
    follows = form.page.get_by_role("dialog", name="Suicide safety")
    follows.get_by_role("button", name="No concern").click()
    follows.get_by_role("button", name="Save", exact=True).click()
    expect(follows).to_be_hidden()
    form.all_sent()
    form.reload()
    expect(form.page.locator("[data-part='item9']")).to_contain_text("PHQ-9 item 9: 2")
    for path in ("/", f"/sessions/{form.session}", f"/sessions/{form.session}/discharge"):
        form.page.goto(path)
        expect(form.page.get_by_text("PHQ-9 item 9: 2").first).to_be_visible()


def test_phq9_with_item_9_at_0_leaves_no_mark(seat: Seat, server: Clinic) -> None:
    form = seat("ketamine-iv", "phq9-quiet")
    _answer(dialog := _dialog(form.page, "scale", form.session), [1] * 8 + [0])
    _save(form, dialog)
    form.all_sent()
    form.reload()
    expect(form.page.locator("[data-part='item9']")).to_be_hidden()
    form.page.goto(f"/sessions/{form.session}")
    expect(form.page.get_by_role("heading", name="Scales")).to_be_visible()
    expect(form.page.locator(".happened--scale")).to_contain_text("PHQ-9 8 of 27")


def test_a_scale_is_asked_without_the_network(seat: Seat, server: Clinic) -> None:
    form = seat("ketamine-iv-extended", "cadss")
    with without_network(form.page):
        dialog = _dialog(form.page, "scale", form.session, name="cadss6")
        expect(dialog.locator(".ask--row .ask__name").first).to_have_text("Item 1")
        _answer(dialog, [0, 1, 0, 0, 0, 1])
        _save(form, dialog)
        expect(form.chip()).to_have_text(unsent(1))
    form.all_sent()
    assert sum(_scales(server, form)[0]["items"].values()) == 2


def test_sit_to_stand_goes_from_seated_to_the_second_standing_reading(
    seat: Seat, server: Clinic
) -> None:
    form = seat("ketamine-iv-extended", "stand")
    dialog = _dialog(form.page, "stand", form.session)
    expect(dialog).to_contain_text("No seated reading in the last 10 min")
    for upper, lower in ((128, 80), (120, 78), (122, 79)):
        dialog.get_by_label("Systolic, mmHg").fill(str(upper))
        dialog.get_by_label("Diastolic, mmHg").fill(str(lower))
        dialog.get_by_role("button", name="Save", exact=True).click()
        if upper != 122:
            expect(dialog).to_contain_text(f"{upper}/{lower}")
    expect(form.page.locator("dialog[open]")).to_have_count(0)
    form.all_sent()
    made = [line["fields"] for line in entries_of(server, form.session, "vitals")]
    assert [(one["systolic_mmhg"], one["position"]) for one in reversed(made)] == [
        (128, "seated"),
        (120, "standing"),
        (122, "standing"),
    ]


def test_sit_to_stand_refuses_half_a_pressure(seat: Seat, server: Clinic) -> None:
    form = seat("ketamine-iv-extended", "stand-half")
    dialog = _dialog(form.page, "stand", form.session)
    dialog.get_by_label("Systolic, mmHg").fill("128")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("Both pressures are needed")
    dialog.get_by_label("Diastolic, mmHg").fill("126")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("cannot be")
    assert entries_of(server, form.session, "vitals") == []


@pytest.mark.parametrize(
    ("protocol", "route", "meaning"),
    [
        ("ketamine-im", "im", "count anew"),
        ("ketamine-sublingual", "sublingual", "count anew"),
        ("esketamine-nasal", "intranasal", "counting from the first dose"),
    ],
)
def test_a_further_dose_shows_what_was_given_and_what_it_means(
    seat: Seat, server: Clinic, protocol: str, route: str, meaning: str
) -> None:
    form = seat(protocol, f"dose-{route}")
    dialog = _dialog(form.page, "dose", form.session)
    begun = monotonic()
    dialog.get_by_label("Dose, mg").fill("28")
    _save(form, dialog, "Save the dose")
    form.all_sent()
    dialog = _dialog(form.page, "dose", form.session)
    expect(dialog).to_contain_text("Given so far: 28 mg of 36 mg")
    expect(dialog).to_contain_text(meaning)
    dialog.get_by_label("Dose, mg").fill("8")
    _save(form, dialog, "Save the dose")
    form.all_sent()
    given = [line["fields"] for line in entries_of(server, form.session, "dose_given", NURSE)]
    assert [(one["dose_mg"], one["route"]) for one in given] == [(8, route), (28, route)]
    form.page.goto(f"/sessions/{form.session}")
    clock = form.page.locator(".top .clock")
    expect(clock).to_contain_text(re.compile(r"T\+\d"))
    (minutes,) = re.findall(r"T\+(\d+)", clock.inner_text())
    assert int(minutes) <= (monotonic() - begun) / 60  # none, as long as a test should take


def _small(page: Page) -> list[str]:
    return [one for one in page.evaluate(SMALL_CONTROLS, FINGER) if "data-act" not in one]


def test_the_dialogs_keep_nobody_out(seat: Seat) -> None:
    form = seat("ketamine-iv-extended", "open")
    for name, options in (
        ("scale", {"name": "phq9"}),
        ("scale", {"name": "aldrete"}),
        ("stand", {}),
    ):
        dialog = _dialog(form.page, name, form.session, **options)
        for scheme in in_both_schemes(form.page):
            assert barriers(form.page) == [], (name, scheme)
        assert lasting(form.page, partial(_small, form.page)) == []
        dialog.get_by_role("button", name="Close").click()
