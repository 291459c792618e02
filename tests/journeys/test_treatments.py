"""A medicine is recorded with how it was given; its effect is asked for at the next set."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.clinic import PHYSICIAN, Clinic
from tests.journeys.conftest import OpenTablet
from tests.journeys.looking import barriers, comes_to
from tests.journeys.record_form import COUNT_TAPS, Form, entries_of, nurse_at_work, without_network

pytestmark = pytest.mark.journey

QUESTION = re.compile(r"Effect of labetalol 10 mg at \d\d:\d\d\?")
FITS = "() => document.documentElement.scrollHeight <= innerHeight"
CUT = """() => [...document.querySelectorAll('.entry .pick, .entry .key, .asks .btn')]
  .filter((node) => node.checkVisibility() && !node.closest('[hidden]'))
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 47.5
    || box.bottom > document.querySelector('.save').getBoundingClientRect().top)
  .map(([node, box]) => `${node.outerHTML.slice(0, 90)} ${box.height}`)"""


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    return Form.open(nurse_at_work(tablet(), server), server, "1")


def _give(form: Form) -> None:
    form.page.get_by_role("button", name="Medicine").click()
    dialog = form.page.get_by_role("dialog", name="Medicine given")
    dialog.get_by_role("button", name="labetalol", exact=True).click()
    expect(dialog.get_by_label("Medicine", exact=True)).to_have_value("labetalol")
    dialog.get_by_label("Dose (optional)").fill("10")
    dialog.get_by_role("button", name=PHYSICIAN.name).click()
    assert barriers(form.page) == []
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()


def _newest(server: Clinic, form: Form, kind: str) -> dict[str, Any]:
    fields: dict[str, Any] = entries_of(server, form.session, kind)[0]["fields"]
    return fields


def test_the_effect_of_a_medicine_is_asked_at_the_next_set_and_answered_with_one_tap(
    form: Form, server: Clinic
) -> None:
    expect(form.page.locator("[data-part='asks']")).to_be_hidden()
    _give(form)
    form.all_sent()
    given = _newest(server, form, "medication")
    assert (given["dose_mg"], given["medication_class"]) == (10, "antihypertensive")
    details = _newest(server, form, "medication_details")
    assert (details["route"], details["ordered_by"]) == ("iv", PHYSICIAN.name)
    asks = form.page.locator("[data-part='asks']")
    expect(asks).to_contain_text(QUESTION)
    server.record("1", {"kind": "order", "text": "Keep the room dark"}, PHYSICIAN)
    form.reload()
    expect(asks).to_contain_text(QUESTION)
    expect(asks).to_contain_text("Keep the room dark")
    assert comes_to(form.page, FITS, wanted=True)
    assert comes_to(form.page, CUT, []) == []
    assert barriers(form.page) == []
    form.quiet_set()
    asks.get_by_role("button", name="partial").click()
    assert "effect of labetalol 10 mg: partial" in form.said()
    form.tap("save")
    form.page.wait_for_url(lambda url: "/record" not in url)
    effect = _newest(server, form, "intervention_effect")
    assert effect["effect"] == "partial"
    page = form.page
    page.goto(f"/sessions/{form.session}")
    card = page.locator("#treatments")
    expect(card).to_contain_text("labetalol 10 mg")
    expect(card).to_contain_text(f"ordered by {PHYSICIAN.name}")
    expect(card).to_contain_text("partial effect")
    expect(page.locator(".plot__figure")).to_contain_text(re.compile("Labetalol 10 mg .*partial"))


def test_a_typed_name_of_the_list_chooses_its_class_and_another_asks_for_it(
    form: Form, server: Clinic
) -> None:
    form.page.get_by_role("button", name="Medicine").click()
    dialog = form.page.get_by_role("dialog", name="Medicine given")
    name = dialog.get_by_label("Medicine", exact=True)
    classes = dialog.get_by_role("group", name="Class")

    chosen = expect(classes.locator("[aria-pressed=true]"))

    name.press_sequentially("Lorazepam")
    chosen.to_have_text(["Benzodiazepine"])
    name.fill("lorazepam x")
    chosen.to_have_count(0)
    name.fill("Ondansetron ")
    chosen.to_have_text(["Antiemetic"])
    name.fill("DEMO herbal tea")
    chosen.to_have_count(0)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("Which class? The discharge rules look at it.")
    expect(dialog).to_be_visible()

    classes.get_by_role("button", name="Premedication").click()
    name.fill("lorazepam")  # what the nurse has tapped stays hers
    chosen.to_have_text(["Premedication"])
    classes.get_by_role("button", name="Premedication").click()
    name.fill("LORAZEPAM")
    chosen.to_have_text(["Benzodiazepine"])
    assert barriers(form.page) == []
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    form.all_sent()
    given = _newest(server, form, "medication")
    assert (given["name"], given["medication_class"]) == ("lorazepam", "benzodiazepine")


def test_a_corrected_name_brings_its_class_along_unless_another_had_been_chosen(
    form: Form, server: Clinic
) -> None:
    def corrected(name: str, kind: str, to: str) -> tuple[Locator, Locator]:
        body: dict[str, Any] = {"kind": "medication", "name": name, "medication_class": kind}
        server.record("1", body)
        form.reload()
        target = entries_of(server, form.session, "medication")[0]["id"]
        form.page.evaluate(
            "([session, target]) => { monitor.dialogs.open('correct', session, { target }); }",
            [form.session, target],
        )
        dialog = form.page.get_by_role("dialog", name="Correct an entry")
        dialog.get_by_label(f"Medicine (was {name})", exact=True).fill(to)
        return dialog, dialog.get_by_role("group", name="Class").locator("[aria-pressed=true]")

    def save(dialog: Locator) -> tuple[str, str]:
        dialog.get_by_label("Reason").fill("DEMO: read off the other box")
        dialog.get_by_role("button", name="Save the correction").click()
        expect(dialog).to_be_hidden()
        form.all_sent()
        told = _newest(server, form, "medication")
        return told["name"], told["medication_class"]

    dialog, chosen = corrected("lorazepam", "benzodiazepine", "DEMO herbal tea")
    expect(chosen).to_have_count(0)  # of a name that is not of the list nobody has said it
    dialog.get_by_label("Reason").fill("DEMO: read off the other box")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog).to_contain_text("Class: which?")
    dialog.get_by_label("Medicine (was lorazepam)", exact=True).fill("Ondansetron")
    expect(chosen).to_have_text("Antiemetic")
    assert barriers(form.page) == []
    assert save(dialog) == ("ondansetron", "antiemetic")

    dialog, chosen = corrected("ondansetron", "premedication", "lorazepam")
    expect(chosen).to_have_text("Premedication")  # somebody had chosen it
    assert save(dialog) == ("lorazepam", "premedication")


def test_a_set_is_saved_without_an_answer_and_the_question_comes_again(
    tablet: OpenTablet, server: Clinic
) -> None:
    server.record(
        "2", {"kind": "medication", "name": "labetalol", "dose_mg": 10,
              "medication_class": "antihypertensive"}
    )  # fmt: skip
    page = nurse_at_work(tablet(anew=True), server)
    page.add_init_script(COUNT_TAPS)
    form = Form.open(page, server, "2")
    page.evaluate("sessionStorage.setItem('taps', '0')")
    expect(page.locator("[data-part='asks']")).to_contain_text(QUESTION)
    form.quiet_set()
    form.tap("save")
    page.wait_for_url(lambda url: "/record" not in url)
    assert int(page.evaluate("sessionStorage.getItem('taps')")) <= 19
    again = Form.open(page, server, "2")
    expect(again.page.locator("[data-part='asks']")).to_contain_text(QUESTION)


def test_without_network_the_question_comes_from_what_the_tablet_keeps(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(), server), server, "3")
    with without_network(form.page):
        _give(form)
        asks = form.page.locator("[data-part='asks']")
        expect(asks).to_contain_text(QUESTION)
        asks.get_by_role("button", name="none", exact=True).click()
        form.quiet_set()
        form.save_here()
        expect(asks).to_be_hidden()
    form.all_sent()
    assert _newest(server, form, "intervention_effect")["effect"] == "none"


def test_what_the_patient_must_not_have_stands_where_a_medicine_is_entered_and_shown(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(), server)
    for chair, words in (("2", "Allergies: penicillin"), ("3", "Allergies: none recorded")):
        page.goto(f"/sessions/{server.sessions[chair]}")
        expect(page.locator("#treatments")).to_contain_text(words)
        page.locator(".chart__add summary").click()
        page.get_by_role("button", name="Medicine").click()
        dialog = page.get_by_role("dialog", name="Medicine given")
        expect(dialog).to_contain_text(words)
    assert barriers(page) == []


def test_an_intervention_that_is_no_medicine_is_recorded_from_the_chart(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(scheme="dim"), server)
    page.goto(f"/sessions/{server.sessions['3']}")
    page.locator(".chart__add summary").click()
    page.get_by_role("button", name="Intervention").click()
    dialog = page.get_by_role("dialog", name="Intervention")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("What was done?")
    dialog.get_by_role("button", name="Position", exact=True).click()
    dialog.get_by_label("In words").fill("legs up")
    dialog.get_by_role("button", name="Save").click()
    row = page.locator("#treatments .episode", has_text="position")
    expect(row).to_contain_text("legs up")
    row.get_by_role("button", name="Effect … position").click()
    dialog = page.get_by_role("dialog", name="Effect")
    dialog.get_by_role("button", name="full", exact=True).click()
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("full effect")
    assert barriers(page) == []
