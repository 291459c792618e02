"""What is entered beside a set: infusion, medicine, walk test, correction, acknowledging."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from monitor.clinical.state import Alert, AlertState, Level
from monitor.clinical.words import ALERT_CODES
from monitor.web.components import alert_words
from tests.journeys.clinic import NURSE, PHYSICIAN, Clinic
from tests.journeys.conftest import OpenTablet, let_in
from tests.journeys.devices import page_on
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
from tests.journeys.record_rules import call, rules_page

pytestmark = pytest.mark.journey

EVERY = (
    "infusion",
    "dose",
    "medication",
    "walk",
    "orientation",
    "note",
    "correct",
    "strike",
    "acknowledge",
    "attest",
    "emergency",
)
IN_UNITS = re.compile(
    r"\d+/\d+ mmHg · heart rate \d+/min · .*SpO₂ \d+ % on air · breathing \d+/min"
)
RAISED = re.compile(r"Systolic \d+.*raised \d\d:\d\d, urgent")
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    return Form.open(nurse_at_work(tablet(), server), server, "1")


def _open(form: Form, name: str, **options: str) -> Locator:
    form.page.evaluate(
        "([name, session, options]) => { window.monitor.dialogs.open(name, session, options); }",
        [name, form.session, options],
    )
    dialog = form.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    return dialog


def _save(form: Form, dialog: Locator, words: str) -> None:
    dialog.get_by_role("button", name=words, exact=True).click()
    expect(dialog).to_be_hidden()
    form.all_sent()


def _newest(clinic: Clinic, form: Form, kind: str) -> dict[str, Any]:
    return entries_of(clinic, form.session, kind)[0]


def test_an_infusion_is_started_paused_resumed_and_stopped(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(), server), server, "3")
    dialog = _open(form, "infusion")
    expect(dialog).to_contain_text("40.5 mg")
    _save(form, dialog, "Start")
    for act, words, kind in (
        ("pause", "Pause", "infusion_paused"),
        ("resume", "Resume", "infusion_resumed"),
        ("stop", "Stop", "infusion_ended"),
    ):
        _save(form, _open(form, "infusion", act=act), words)  # as a button of the chart names it
        assert len(entries_of(server, form.session, kind)) == 1
    assert _newest(server, form, "infusion_started")["fields"]["dose_mg"] == 40.5


def test_a_medicine_keeps_its_dose_and_class(form: Form, server: Clinic) -> None:
    form.page.get_by_role("button", name="Medicine").click()
    dialog = form.page.get_by_role("dialog", name="Medicine given")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Which medicine?")
    dialog.get_by_label("Medicine", exact=True).fill("ondansetron")
    dialog.get_by_label("Dose (optional)").fill("4")
    dialog.get_by_role("button", name="Antiemetic", exact=True).click()
    _save(form, dialog, "Save")
    fields = _newest(server, form, "medication")["fields"]
    assert fields["name"] == "ondansetron"
    assert fields["dose_mg"] == 4
    assert fields["medication_class"] == "antiemetic"


def test_a_walk_test_and_the_orientation_are_recorded(form: Form, server: Clinic) -> None:
    form.page.get_by_role("button", name="Walk test").click()
    dialog = form.page.get_by_role("dialog", name="Walk test")
    dialog.get_by_role("button", name="Steady").click()
    _save(form, dialog, "Save")
    assert _newest(server, form, "mobility")["fields"]["gait"] == "steady"
    dialog = _open(form, "orientation")
    for number in range(4):
        words = "Wrong" if number == 3 else "Right"
        dialog.get_by_role("button", name=words, exact=True).nth(number).click()
    _save(form, dialog, "Save")
    assert _newest(server, form, "consciousness")["fields"]["amt4_errors"] == 1


def test_a_note_is_recorded(form: Form, server: Clinic) -> None:
    form.page.get_by_role("button", name="Note").click()
    dialog = form.page.get_by_role("dialog", name="Note")
    dialog.get_by_label("Note").fill("DEMO: drank water, feels well")
    _save(form, dialog, "Save the note")
    assert _newest(server, form, "note")["fields"]["text"] == "DEMO: drank water, feels well"


def test_a_correction_needs_a_reason_and_the_old_value_stays_readable(
    form: Form, server: Clinic
) -> None:
    target = _newest(server, form, "vitals")
    was = target["fields"]["heart_rate_bpm"]
    dialog = _open(form, "correct", target=target["id"])
    expect(dialog).to_contain_text(f"heart rate {was}/min")
    dialog.get_by_label(f"Heart rate, /min (was {was})").fill("301")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog).to_contain_text("301 cannot be")
    dialog.get_by_label(f"Heart rate, /min (was {was})").fill("79")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog).to_contain_text("A correction needs a reason")
    dialog.get_by_label("Reason").fill("read off the wrong line")
    _save(form, dialog, "Save the correction")
    assert _newest(server, form, "vitals")["fields"]["heart_rate_bpm"] == 79
    said = _newest(server, form, "corrected")
    assert said["fields"]["target"] == target["id"]
    assert said["fields"]["reason"] == "read off the wrong line"


def test_a_correction_adds_what_was_not_entered_and_says_what_was_not_measured(
    form: Form, server: Clinic
) -> None:
    target = _newest(server, form, "vitals")
    dialog = _open(form, "correct", target=target["id"])
    reasons = dialog.locator(".ask--measured")
    reasons.filter(has_text="Systolic").locator("select").select_option("refused")
    dialog.get_by_text("Add what was not entered").click()
    dialog.get_by_label("Temperature, °C (not entered)").fill("36.8")
    added = dialog.get_by_role("group", name="Headache (not entered)")
    added.get_by_role("button", name="mild", exact=True).click()
    dialog.get_by_label("Reason").fill("the cuff came off")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog).to_contain_text("Systolic and diastolic belong together")
    reasons.filter(has_text="Diastolic").locator("select").select_option("refused")
    reasons.filter(has_text="SpO₂").locator("select").select_option("equipment")
    _save(form, dialog, "Save the correction")

    said = _newest(server, form, "vitals")["fields"]
    assert said["not_measured"] == {
        "systolic_mmhg": "refused",
        "diastolic_mmhg": "refused",
        "spo2_percent": "equipment",
    }
    assert said["temperature_c"] == 36.8
    assert not {"systolic_mmhg", "diastolic_mmhg", "spo2_percent"} & said.keys()
    grades = _newest(server, form, "side_effects")["fields"]["grades"]
    assert (grades["headache"], grades["dizziness"]) == ("mild", "mild")

    dialog = _open(form, "correct", target=target["id"])
    expect(reasons.filter(has_text="Systolic").locator("[inert]")).to_have_count(1)
    for name, value in (("Systolic, mmHg", "128"), ("Diastolic, mmHg", "81"), ("SpO₂, %", "98")):
        reasons.filter(has_text=name).locator("select").select_option("")
        dialog.get_by_label(f"{name} (was not measured").fill(value)
    dialog.get_by_label("Reason").fill("measured after all")
    _save(form, dialog, "Save the correction")
    said = _newest(server, form, "vitals")["fields"]
    assert (said["systolic_mmhg"], said["diastolic_mmhg"], said["spo2_percent"]) == (128, 81, 98)
    assert "not_measured" not in said


@pytest.mark.parametrize(
    "correction",
    [
        ({"kind": "emergency", "what": "fall"}, "What happened", "Seizure", {"what": "seizure"}),
        (
            {"kind": "medication", "name": "DEMO", "medication_class": "other"},
            "Class",
            "Antiemetic",
            {"medication_class": "antiemetic"},
        ),
        (
            {"kind": "attested", "instructions_given": True},
            "Line removed",
            "Yes",
            {"line_removed": True, "instructions_given": True},
        ),
        ({"kind": "consciousness", "moaas": 5}, "ACVPU", "A", {"moaas": 5, "acvpu": "A"}),
        ({"kind": "red_flags", "present": []}, "Red flags", "Fainting", {"present": ["syncope"]}),
    ],
)
def test_every_kind_of_entry_can_be_corrected_and_completed(
    form: Form,
    server: Clinic,
    correction: tuple[dict[str, object], str, str, dict[str, object]],
) -> None:
    body, group, answer, changed = correction
    server.record("1", body, NURSE)
    kind = str(body["kind"])
    target = _newest(server, form, kind)
    dialog = _open(form, "correct", target=target["id"])
    if dialog.get_by_text("Add what was not entered").count():
        dialog.get_by_text("Add what was not entered").click()
    asked = dialog.get_by_role("group", name=re.compile(f"^{group} "))
    asked.get_by_role("button", name=answer, exact=True).click()
    dialog.get_by_label("Reason").fill("wrong button")
    _save(form, dialog, "Save the correction")
    said = _newest(server, form, kind)["fields"]
    assert {name: said[name] for name in changed} == changed


def test_a_correction_that_changes_nothing_is_not_sent(form: Form, server: Clinic) -> None:
    target = _newest(server, form, "vitals")
    before = len(entries_of(server, form.session, "corrected"))
    dialog = _open(form, "correct", target=target["id"])
    dialog.get_by_label("Reason").fill("no reason")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog).to_contain_text("Nothing was changed")
    form.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert len(entries_of(server, form.session, "corrected")) == before


def test_an_entry_is_struck_out_with_a_reason_and_stays_readable(
    form: Form, server: Clinic
) -> None:
    _note = _open(form, "walk")
    _note.get_by_role("button", name="Unable").click()
    _save(form, _note, "Save")
    target = _newest(server, form, "mobility")
    dialog = _open(form, "strike", target=target["id"])
    dialog.get_by_role("button", name="Strike it out").click()
    expect(dialog).to_contain_text("A reason is needed")
    dialog.get_by_label("Reason").fill("another patient's")
    _save(form, dialog, "Strike it out")
    struck = [line for line in entries_of(server, form.session, "mobility") if line["struck"]]
    assert [line["id"] for line in struck] == [target["id"]]


def test_without_a_target_the_entry_is_chosen_from_the_session(form: Form, server: Clinic) -> None:
    dialog = _open(form, "correct")
    expect(dialog).to_contain_text("Which entry?")
    listed = dialog.locator(".choices button")
    expect(listed.filter(has_text="Vital signs").first).to_contain_text(IN_UNITS)
    dialog.locator(".choices button").first.click()
    expect(form.page.locator("dialog[open]")).to_contain_text("The old version stays readable")


def test_a_physicians_note_acknowledges_an_alert(tablet: OpenTablet, server: Clinic) -> None:
    context = tablet()
    let_in(context, PHYSICIAN, server)
    page = page_on(context)
    form = Form.open(page, server, "2")
    dialog = _open(form, "acknowledge", code="systolic_high")
    expect(dialog).to_contain_text("answers an urgent alert for discharge")
    expect(dialog.locator(".fact")).to_have_text(RAISED)
    dialog.get_by_label("Note").fill("DEMO: rest, repeat in 5 min")
    _save(form, dialog, "Acknowledge")
    fields = entries_of(server, form.session, "alert_acknowledged", PHYSICIAN)[0]["fields"]
    assert fields["code"] == "systolic_high"
    assert fields["note"] == "DEMO: rest, repeat in 5 min"


def test_only_an_urgent_alert_is_said_to_need_a_physicians_note(form: Form, server: Clinic) -> None:
    hint = re.compile("An urgent alert also needs a physician.s note")
    server.record("3", {"kind": "side_effects", "grades": {"nausea": "moderate"}})
    mild = Form.open(form.page, server, "3")
    dialog = _open(mild, "acknowledge")
    expect(dialog.locator(".fact")).to_have_text(re.compile(r"caution"))
    expect(dialog).not_to_contain_text(hint)
    urgent = Form.open(form.page, server, "2")
    dialog = _open(urgent, "acknowledge")
    expect(dialog).to_contain_text(RAISED)
    expect(dialog).to_contain_text(hint)


def test_the_dialog_names_an_alert_as_the_chart_does(browser: Browser) -> None:
    values: tuple[Any, ...] = (112, 38.5, "severe", ["syncope", "chest_pain"], "cardiac_arrest")
    with rules_page(browser) as rules:
        for code, value in product(ALERT_CODES, values):
            if code == "red_flag" and not isinstance(value, list):
                continue
            alert = Alert(code, Level.CAUTION, AlertState.OPEN, NOON, value, 0, NOON, False)
            body = "return m.alertTitle(given.alert)"
            alert_shown = {"code": code, "value": value}
            said = call(rules, "dialogs/alert-words", body, alert=alert_shown)
            assert said == alert_words(alert)


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("vitals", {"spo2_percent": 96, "oxygen_l_min": 0}, "Vital signs: SpO₂ 96 % on air"),
        ("vitals", {"spo2_percent": 96, "oxygen_l_min": 2}, "Vital signs: SpO₂ 96 % on 2 L/min"),
        ("infusion_started", {"dose_mg": 35}, "Infusion started: 35 mg"),
        ("arrived", {}, "Arrived"),
        ("red_flags", {"present": []}, "Red flags: none"),
        ("red_flags", {"present": ["chest_pain"]}, "Red flags: chest pain"),
        (
            "vitals",
            {"not_measured": {"systolic_mmhg": "asleep", "diastolic_mmhg": "asleep"}},
            "Vital signs: blood pressure not measured: asleep",
        ),
        ("attested", {"instructions_given": True}, "Attested: instructions given: yes"),
    ],
)
def test_an_entry_is_listed_in_words_with_units(
    browser: Browser, kind: str, fields: dict[str, Any], words: str
) -> None:
    with rules_page(browser) as rules:
        body = "return m.entryTitle(given.entry)"
        entry = {"kind": kind, "fields": fields}
        assert call(rules, "dialogs/entry-words", body, entry=entry) == words


def test_an_attestation_of_the_escort_needs_both_name_and_telephone(
    form: Form, server: Clinic
) -> None:
    dialog = _open(form, "attest", item="escort")
    dialog.get_by_label("Name of the responsible adult").fill("Jonas Lindqvist (DEMO)")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("telephone number is needed")
    dialog.get_by_label("Telephone").fill("555 0100")
    _save(form, dialog, "Save")
    escort = _newest(server, form, "attested")["fields"]["escort"]
    assert escort == {"name": "Jonas Lindqvist (DEMO)", "phone": "555 0100"}


def test_what_is_entered_without_network_goes_out_later(form: Form, server: Clinic) -> None:
    before = len(entries_of(server, form.session, "note"))
    with without_network(form.page):
        dialog = _open(form, "note")
        dialog.get_by_label("Note").fill("DEMO: written without network")
        dialog.get_by_role("button", name="Save the note").click()
        expect(form.chip()).to_have_text(unsent(1))
    form.all_sent()
    assert len(entries_of(server, form.session, "note")) == before + 1


def test_the_keyboard_alone_saves_and_the_focus_returns(form: Form, server: Clinic) -> None:
    opener = form.page.get_by_role("button", name="Note")
    opener.focus()
    form.page.keyboard.press("Enter")
    dialog = form.page.get_by_role("dialog", name="Note")
    expect(dialog.get_by_label("Note")).to_be_focused()
    form.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def _small(page: Page) -> list[str]:
    found = page.evaluate(SMALL_CONTROLS, FINGER)
    return [line for line in found if "btn" in line or "answer" in line]


def test_every_dialog_is_usable_by_everybody(tablet: OpenTablet, server: Clinic) -> None:
    page = nurse_at_work(tablet(), server)
    form = Form.open(page, server, "2")
    for name in EVERY:
        dialog = _open(form, name)
        for scheme in in_both_schemes(page):
            assert barriers(page) == [], (name, scheme)
        assert lasting(page, partial(_small, page)) == [], name
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
