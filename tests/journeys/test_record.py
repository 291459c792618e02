"""The nurse enters an observation set on the tablet's form."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.clinic import MINUTE, NURSE, ZONE, Clinic, side_effects
from tests.journeys.conftest import OpenTablet
from tests.journeys.record_form import COUNT_TAPS, Form, entries_of, nurse_at_work

pytestmark = pytest.mark.journey

MOST_TAPS = 20
AHEAD = timedelta(minutes=20)
READ_FROM = re.compile("is-read-from")


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    return Form.open(nurse_at_work(tablet(), server), server, "1")


@pytest.mark.worker
def test_a_quiet_set_takes_at_most_twenty_taps_from_the_board_to_the_board(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(anew=True), server)
    session = server.sessions["1"]
    before = len(entries_of(server, session, "vitals"))
    page.add_init_script(COUNT_TAPS)
    page.goto("/")
    page.evaluate("sessionStorage.setItem('taps', '0')")
    page.locator(f"a[href='/record#{session}']").first.click()
    form = Form(page, session)
    form.ready()
    form.quiet_set()
    form.tap("save")
    page.wait_for_url(lambda url: "/record" not in url)
    expect(page.locator("[data-outbox-chip]")).to_have_text(re.compile(r"Recorded \d\d:\d\d"))
    assert 2 < int(page.evaluate("sessionStorage.getItem('taps')")) <= MOST_TAPS
    newest = entries_of(server, session, "vitals")
    assert len(newest) == before + 1
    assert newest[0]["fields"]["systolic_mmhg"] == 139
    assert newest[0]["fields"]["oxygen_l_min"] == 0
    assert newest[0]["by"] == NURSE.name


def test_the_last_value_is_shown_as_a_ghost_and_never_saved(form: Form, server: Clinic) -> None:
    expect(form.page.locator("[data-last='systolic_mmhg']")).to_contain_text("last ")
    assert form.figure("systolic_mmhg") == ""
    assert form.page.locator(".entry [aria-pressed='true']").count() == 0
    form.tap("field", field="heart_rate_bpm")
    form.keys("81")
    form.tap("save")
    for _ in range(3):
        form.act("partial-reason", reason="asleep").click()
    form.tap("partial-save")
    form.page.wait_for_url(lambda url: "/record" not in url)
    fields = entries_of(server, form.session, "vitals")[0]["fields"]
    assert fields == {
        "heart_rate_bpm": 81,
        "not_measured": {
            "systolic_mmhg": "asleep",
            "diastolic_mmhg": "asleep",
            "spo2_percent": "asleep",
            "respiratory_rate_per_min": "asleep",
        },
    }


def test_an_impossible_number_is_refused_with_the_bounds_and_leaves_nothing(form: Form) -> None:
    form.keys("99")
    change = form.page.locator("[data-say='from-baseline'] b")
    expect(change).not_to_be_empty()
    form.keys("9")
    refused = form.page.locator("[data-say='refused']")
    expect(refused).to_contain_text("40 to 300")
    assert form.figure("systolic_mmhg") == ""
    expect(change).to_be_empty()
    form.keys("1")
    expect(refused).to_be_hidden()
    assert form.figure("systolic_mmhg") == "1"


def test_a_diastolic_above_the_systolic_is_refused(form: Form) -> None:
    form.keys("12013")
    form.tap("key", key="0")
    expect(form.page.locator("[data-say='refused']")).to_contain_text("120/130 cannot be")
    assert form.figure("diastolic_mmhg") == ""
    form.keys("13")
    form.tap("save")
    expect(form.page.locator("[data-say='refused']")).to_contain_text("not finished")


def test_an_unlikely_value_is_asked_back_once_and_then_saved(form: Form, server: Clinic) -> None:
    form.keys("195")
    panel = form.page.get_by_role("alertdialog")
    expect(panel).to_contain_text("Usual is 85 to 190")
    expect(form.act("save")).to_be_disabled()
    expect(form.bar()).to_contain_text("is 195 right?")
    form.tap("keep")
    expect(panel).to_be_hidden()
    form.keys("97779814")
    form.tap("rhythm", value="regular")
    form.tap("air", value="air")
    form.tap("moaas", value="5")
    form.tap("all-none")
    form.tap("flags-none")
    form.tap("save")
    form.page.wait_for_url(lambda url: "/record" not in url)
    assert entries_of(server, form.session, "vitals")[0]["fields"]["systolic_mmhg"] == 195
    assert "Systolic 195" in entries_of(server, form.session, "note")[0]["fields"]["text"]


def test_a_retyped_value_replaces_the_doubted_one(form: Form) -> None:
    form.keys("239")
    form.tap("retype")
    form.keys("139")
    assert form.figure("systolic_mmhg") == "139"
    assert form.page.locator("[data-figure='diastolic_mmhg']").inner_text().strip() == ""


def test_an_abnormal_value_is_saved_and_flagged_as_beyond_the_urgent_limit(
    form: Form, server: Clinic
) -> None:
    form.keys("205")
    form.tap("keep")
    form.keys("99")
    if form.page.get_by_role("alertdialog").is_visible():
        form.tap("keep")
    expect(form.bar()).to_contain_text("beyond the urgent limit")


def test_a_vital_sign_that_was_not_measured_carries_its_reason(form: Form, server: Clinic) -> None:
    form.keys("1398777")
    form.tap("not-measured")
    form.tap("reason", reason="other")
    form.page.get_by_label("In words").fill("probe on the other arm")
    form.page.get_by_role("button", name="Use this reason").click()
    assert form.figure("spo2_percent") == "probe on the other arm"
    form.keys("14")
    form.tap("rhythm", value="regular")
    form.tap("moaas", value="5")
    form.tap("all-none")
    form.tap("flags-none")
    form.tap("save")
    form.page.wait_for_url(lambda url: "/record" not in url)
    fields = entries_of(server, form.session, "vitals")[0]["fields"]
    assert fields["not_measured"] == {"spo2_percent": "other"}
    assert "probe on the other arm" in entries_of(server, form.session, "note")[0]["fields"]["text"]


def test_oxygen_asks_for_its_flow(form: Form, server: Clinic) -> None:
    form.keys("139877798")
    form.tap("air", value="oxygen")
    expect(form.bar()).to_contain_text("oxygen L/min")
    form.keys("2")
    form.tap("key", key=".")
    form.keys("5")
    expect(form.page.locator("[data-say='oxygen']")).to_have_text("2.5 L/min")
    form.keys("14")
    assert form.figure("respiratory_rate_per_min") == "14"


def test_breaths_counted_in_half_a_minute_are_doubled(form: Form) -> None:
    form.tap("count")
    expect(form.page.locator("[data-say='pad-name']")).to_have_text("Breaths in 30 s")
    form.keys("07")
    assert form.figure("respiratory_rate_per_min") == "14"


def test_unchanged_shows_each_grade_it_confirms(tablet: OpenTablet, server: Clinic) -> None:
    server.record("2", side_effects(dizziness="mild", nausea="none"))
    form = Form.open(nurse_at_work(tablet(), server), server, "2")
    form.tap("unchanged")
    for effect, grade in (("dizziness", "mild"), ("dissociation", "moderate"), ("nausea", "none")):
        expect(form.act("grade", effect=effect, grade=grade)).to_have_attribute(
            "aria-pressed", "true"
        )
        expect(form.page.locator(f"[data-say='row-{effect}']")).to_have_text("unchanged")
    expect(form.page.locator("[data-say='row-confusion']")).to_have_text("not assessed")


def test_rhythm_and_pressure_are_shown_as_read_until_the_nurse_grades_them(
    form: Form, server: Clinic
) -> None:
    form.keys("13987")
    form.tap("rhythm", value="regular")
    row = form.page.locator("[data-row='high_blood_pressure']")
    expect(row.locator("[data-grade='none']")).to_have_class(READ_FROM)
    expect(row.locator("[data-grade='none']")).to_have_attribute("aria-pressed", "false")
    form.grade("high_blood_pressure", "mild")
    expect(form.page.locator("[data-say='row-high_blood_pressure']")).to_have_text("your own grade")


def test_the_time_measured_is_nudged_and_never_runs_ahead(form: Form, server: Clinic) -> None:
    now = form.page.locator("[data-say='at']").inner_text()
    form.tap("time", step="-5")
    assert form.page.locator("[data-say='at']").inner_text() != now
    for _ in range(9):
        form.tap("time", step="1")
    expect(form.page.locator("[data-say='refused']")).to_contain_text("Not measured yet")
    form.tap("time-now")


def test_what_is_behind_more_is_saved_with_the_set(form: Form, server: Clinic) -> None:
    form.quiet_set()
    form.tap("more")
    form.grade("headache", "mild")
    form.tap("tab", tab="mind")
    form.tap("amt4", value="0")
    form.tap("acvpu", value="A")
    form.tap("rass", value="0")
    form.tap("position", value="supine")
    form.tap("field", field="temperature_c")
    form.keys("36")
    form.tap("key", key=".")
    form.keys("8")
    form.tap("more-close")
    form.tap("save")
    form.page.wait_for_url(lambda url: "/record" not in url)
    vitals = entries_of(server, form.session, "vitals")[0]["fields"]
    assert (vitals["temperature_c"], vitals["position"]) == (36.8, "supine")
    mind = entries_of(server, form.session, "consciousness")[0]["fields"]
    assert mind == {"moaas": 5, "acvpu": "A", "rass": 0, "amt4_errors": 0}
    assert (
        entries_of(server, form.session, "side_effects")[0]["fields"]["grades"]["headache"]
        == "mild"
    )


def test_a_red_flag_is_reported_from_its_list(form: Form, server: Clinic) -> None:
    form.tap("flags-report")
    form.tap("flag", flag="syncope")
    form.tap("over-close")
    expect(form.bar()).to_contain_text("fainting: beyond the urgent limit")


@pytest.mark.worker
def test_a_tablet_whose_clock_runs_ahead_shows_and_saves_the_clinics_time(
    tablet: OpenTablet, server: Clinic
) -> None:
    context = tablet()
    context.clock.install(time=datetime.now(UTC) + AHEAD)
    form = Form.open(nurse_at_work(context, server), server, "1")
    clinic_time = datetime.now(ZoneInfo(ZONE))
    shown = form.page.locator("[data-say='clock']").inner_text()
    assert shown in {f"{clinic_time + minute * MINUTE:%H:%M}" for minute in (-1, 0, 1)}
    begun = datetime.now(UTC)
    form.quiet_set()
    form.tap("save")
    form.page.wait_for_url(lambda url: "/record" not in url)
    at = datetime.fromisoformat(entries_of(server, form.session, "vitals")[0]["at"])
    assert begun - MINUTE < at < datetime.now(UTC) + MINUTE


def test_the_keyboard_types_too(form: Form) -> None:
    form.page.keyboard.type("13987")
    assert (form.figure("systolic_mmhg"), form.figure("diastolic_mmhg")) == ("139", "87")
    form.page.keyboard.press("Backspace")
    assert form.figure("heart_rate_bpm") == ""
