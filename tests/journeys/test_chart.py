"""The session chart in a real browser: what is news, why not yet, and a page that scrolls."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, SECOND_NURSE, Clinic, Person, vitals
from tests.journeys.conftest import DESK, TABLET, OpenTablet, arrive, stand_between
from tests.journeys.devices import page_on
from tests.journeys.looking import (
    EVERY_RULE,
    barriers,
    comes_to,
    every_look,
    settle,
    small_targets,
    too_wide,
    wait_until,
)
from tests.journeys.record_form import entries_of

pytestmark = pytest.mark.journey
LOADED_MS = 60_000  # the figure's own script is large, and machines of tests are slow
RANGE = "() => JSON.stringify(document.querySelector('.js-plotly-plot').layout.xaxis.range)"
POINTS = """() => document.querySelector('.js-plotly-plot').data
    .filter((trace) => trace.name === 'systolic_mmhg').flatMap((trace) => trace.y)"""

DRAWINGS = re.compile("_dash-update-component")
JUST_DRAWN = """() => {
  document.querySelector("[data-live-version]").dataset.liveAt = "2999-01-01T00:00:00Z";
}"""
"""From here on the screen draws itself anew for what has changed, and not for its age."""

FOOT_IS_SEEN = """() => document.querySelector(".beside__left .beside__foot")
    .getBoundingClientRect().bottom <= innerHeight"""
NOTES = """() => document.querySelector('.js-plotly-plot').layout.annotations
    .map((each) => each.text).join(" | ")"""
CROSSES = """() => document.querySelector('.js-plotly-plot').data
    .filter((trace) => trace.name === 'struck out').flatMap((trace) => trace.y)"""

OUTSIDE = """() => {
  const box = document.querySelector('.read').getBoundingClientRect();
  return [...document.querySelectorAll('.read__set.is-shown [aria-hidden] > *')]
    .map((node) => [node.textContent, node.getBoundingClientRect()])
    .filter(([, own]) => own.width > 0)
    .filter(([, own]) => own.left < box.left || own.right > box.right || own.top < box.top
      || own.bottom > box.bottom)
    .map(([text]) => text);
}"""
"""What of the set that is read out lies beyond its strip."""


def at_chart(
    tablet: OpenTablet,
    person: Person,
    session: str,
    size: dict[str, int] | None = None,
    scheme: str = "light",
) -> Page:
    page = page_on(tablet(scheme, size or TABLET))
    arrive(page, person, f"/sessions/{session}")
    expect(page.locator(".rail__count h2")).to_be_visible(timeout=LOADED_MS)
    expect(page.locator(".plot .scatterlayer").first).to_be_attached(timeout=LOADED_MS)
    return page


def test_a_physician_finds_from_the_board_in_one_tap_why_a_patient_is_not_ready(
    tablet: OpenTablet,
) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, PHYSICIAN)

    page.locator("#chair-1 a").first.click()

    waiting = page.locator(".crit--pending").first
    expect(waiting).to_contain_text("Observation time")
    expect(waiting).to_contain_text("Earliest")
    expect(waiting.locator(".crit__rule")).to_contain_text("120 min from start")
    expect(page.locator(".rail__head")).to_contain_text("Clinician decision required")
    expect(page.get_by_role("button", name="Sign off")).to_be_disabled()
    expect(page.locator(".rail__foot")).to_contain_text("Sign-off opens when")


def test_the_clock_axis_is_on_the_first_screen_when_most_criteria_are_pending(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["2"], DESK)

    assert comes_to(page, FOOT_IS_SEEN, wanted=True)
    expect(page.locator(".beside__left .beside__lane", has_text="not assessed")).to_have_count(1)


def test_a_set_entered_elsewhere_appears_on_the_open_chart(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["1"], DESK)
    assert 137 not in page.evaluate(POINTS)
    page.evaluate(JUST_DRAWN)

    server.record("1", vitals((137, 84), 77), SECOND_NURSE)

    expect(page.locator(".beside__right")).to_contain_text("137/84")
    expect(page.locator(".sets tbody tr").first).to_contain_text("137/84")
    wait_until(page, lambda: 137 in page.evaluate(POINTS))


def test_an_alert_can_be_acknowledged_from_the_chart(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["2"], DESK)
    episode = page.locator(".episode", has_text="Systolic 204")
    expect(episode).to_contain_text("waits for a physician's note")

    episode.get_by_role("button", name="Acknowledge").click()

    expect(page.get_by_role("dialog")).to_be_visible()


def test_what_happens_besides_is_recorded_from_the_chart(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = at_chart(tablet, NURSE, server.sessions["1"])
    page.locator(".chart__add summary").click()
    page.get_by_role("button", name="Note", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("asked for a blanket")

    dialog.get_by_role("button", name="Save the note").click()

    expect(page.locator(".happened:not(.soft)").first).to_contain_text("asked for a blanket")
    wait_until(page, lambda: "Asked for a blanket" in page.evaluate(NOTES))


def test_an_entry_is_corrected_from_its_row(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, NURSE, server.sessions["1"], DESK)

    page.locator(".sets tbody tr").first.get_by_role("button", name="Correct").click()

    expect(page.get_by_role("dialog")).to_contain_text("Systolic")
    expect(page.get_by_role("dialog")).to_contain_text("Entered in error")


def test_arrow_keys_move_between_the_sets_and_the_pin_outlives_a_redraw(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = at_chart(tablet, NURSE, server.sessions["2"], DESK)
    glass = page.get_by_role("slider", name="Observation sets")
    expect(glass).to_have_attribute("aria-valuetext", re.compile("204 over 112 mmHg"))

    glass.press("ArrowLeft")
    glass.press("ArrowLeft")

    expect(glass).to_have_attribute("aria-valuetext", re.compile("158 over 94 mmHg"))
    expect(page.locator(".read__set.is-shown")).to_contain_text("158/94")
    expect(page.locator("[data-pin]")).to_have_class("plot__pin is-on")
    server.record("2", vitals((181, 101), 99), SECOND_NURSE)
    expect(page.locator(".beside__right")).to_contain_text("181/101")
    expect(page.locator(".read__set.is-shown")).to_contain_text("158/94")
    sets = entries_of(server, server.sessions["2"], "vitals")
    (pinned,) = [one["at"] for one in sets if one["fields"].get("systolic_mmhg") == 158]
    before_it = (datetime.fromisoformat(pinned) - timedelta(minutes=5)).isoformat()
    server.record("2", {**vitals((154, 92), 90), "at": before_it}, SECOND_NURSE)
    expect(page.locator("[data-read-out]")).to_contain_text("154/92")
    expect(page.locator(".read__set.is-shown")).to_contain_text("158/94")
    page.keyboard.press("Escape")
    expect(page.locator(".read__set.is-shown")).to_contain_text("181/101")


def test_a_tap_pins_a_set_and_the_read_out_stands_over_the_plot(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = at_chart(tablet, NURSE, server.sessions["1"])
    glass = page.locator("[data-glass]")
    settle(page)
    box = glass.bounding_box()
    assert box is not None

    page.touchscreen.tap(box["x"] + box["width"] * 0.1, box["y"] + 120)

    expect(page.locator("[data-read-out]")).to_have_class("card read grow is-pinned")
    expect(page.locator(".read__set.is-shown")).to_contain_text("122/78")


def test_a_finger_on_the_plot_scrolls_the_page(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, NURSE, server.sessions["1"])
    # The time that is shown goes on with each drawing: none comes in between.
    stand_between(page, DRAWINGS, lambda route: route.abort())
    settle(page)
    box = page.locator("[data-glass]").bounding_box()
    assert box is not None
    before = page.evaluate(RANGE)
    x, y = box["x"] + box["width"] / 2, 500.0
    touch = page.context.new_cdp_session(page)

    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for step in range(1, 13):
        point = {"x": x, "y": y - 25 * step}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => window.scrollY > 100")

    assert page.evaluate(RANGE) == before


def test_a_corrected_value_stays_readable_in_the_table_and_on_the_plot(
    tablet: OpenTablet, server: Clinic
) -> None:
    key = uuid4().hex[:8]
    server.record("3", {**vitals((231, 88), 71), "id": key}, SECOND_NURSE)
    with server.caller(SECOND_NURSE) as client:
        entry = client.get(f"/sessions/{server.sessions['3']}/entry").json()
    (wrong,) = [one for one in entry["entries"] if one["fields"].get("systolic_mmhg") == 231]
    correction = {
        "kind": "corrected",
        "target": wrong["id"],
        "reason": "typed wrongly",
        "systolic_mmhg": 131,
    }

    server.record("3", correction, SECOND_NURSE)

    page = at_chart(tablet, NURSE, server.sessions["3"], DESK)
    row = page.locator(".sets tbody tr").first
    expect(row.locator("s")).to_contain_text("231/88")
    expect(row).to_contain_text("131/88")
    wait_until(page, lambda: 231 in page.evaluate(CROSSES))
    assert 231 not in page.evaluate(POINTS)


def test_the_criteria_open_at_the_foot_of_a_tablet(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, NURSE, server.sessions["1"])
    listed = page.locator("#chart-criteria")
    expect(listed).to_be_hidden()

    page.get_by_role("button", name="Criteria").click()

    expect(listed).to_be_visible()
    expect(listed).to_contain_text("Waiting for")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()


def test_a_session_before_its_dose_says_so(tablet: OpenTablet, server: Clinic) -> None:
    session = server.start("4", "Ruth Abernathy")

    page = at_chart(tablet, NURSE, session, DESK)

    expect(page.locator(".beside__left")).to_contain_text("No infusion yet")
    expect(page.locator("[data-read-out]")).to_contain_text("No readings yet")
    expect(page.locator(".rail__list")).to_contain_text("judged from time zero on")


def test_the_scheme_switch_changes_the_figure(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, NURSE, server.sessions["1"], DESK)
    colour = "() => document.querySelector('.js-plotly-plot').layout.font.color"
    light = page.evaluate(colour)

    page.get_by_role("button", name="Dim or light room").click()

    assert light != "#BDB4A7"
    assert comes_to(page, colour, "#BDB4A7") == "#BDB4A7"


def test_an_unknown_session_is_said_plainly(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, "/sessions/00000000-0000-4000-8000-000000000000")

    expect(page.locator(".chart .empty")).to_contain_text("This cannot be shown now")


def test_everybody_can_use_it(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["2"])

    for look in every_look(page):
        assert barriers(page, EVERY_RULE) == [], look
        assert small_targets(page) == [], look
        assert too_wide(page) == [], look


def test_the_chart_stays_live_without_being_drawn_again(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, NURSE, server.sessions["2"], DESK)
    settle(page)
    page.evaluate(JUST_DRAWN)
    calls: list[str] = []
    page.on("request", lambda sent: calls.append(sent.url))

    wait_until(page, lambda: sum(url.endswith("/api/v1/changes") for url in calls) > 5)

    drawn = [url for url in calls if url.endswith("/_dash-update-component")]
    assert drawn == []
    expect(page.locator("[data-live-mark]").first).to_contain_text("live")


def test_the_chart_looks_back_and_comes_back_to_now(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["1"])
    before = page.evaluate(POINTS)
    page.get_by_role("button", name="Look back").click()
    slider = page.get_by_role("slider", name="Known until")
    expect(slider).to_be_focused()

    page.keyboard.press("Home")
    known = page.locator(".rail__known")
    expect(known).to_contain_text("As known to the server at")
    expect(known).to_contain_text("came later")
    page.wait_for_function(f"count => ({POINTS})().length < count", arg=len(before))
    page.get_by_role("button", name="To the next arrival").click()
    expect(slider).not_to_have_attribute("aria-valuetext", "now")
    expect(page.locator("[data-acting]:visible")).to_have_count(0)  # nothing is signed in the past
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look

    page.get_by_role("button", name="Back to now").click()
    expect(known).to_have_count(0)
    page.wait_for_function(f"count => ({POINTS})().length >= count", arg=len(before))
    expect(page.get_by_role("button", name="Sign off")).to_be_visible()


def test_a_criterion_tells_its_story_and_gives_the_focus_back(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["1"], DESK)
    page.locator('[data-criterion="observation_time"]').click()
    story = page.get_by_role("dialog", name="Observation time: when and why it changed")
    expect(story).to_be_focused()
    expect(story.locator("li").first).to_contain_text("Not met")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(story).to_have_count(0)
    expect(page.locator('[data-criterion="observation_time"]')).to_be_focused()


def test_a_scale_is_switched_on_by_key_kept_in_the_address_and_switched_off_by_finger(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["1"])
    expect(page.locator(".beside__scale")).to_have_count(0)
    page.locator(".chart__panels summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".beside__left .beside__scale")).to_contain_text("NEWS2")
    expect(page.locator(".scales table")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?panels=news2$"))
    page.get_by_role("button", name="MOAA/S", exact=True).click()
    expect(page.locator(".beside__left .beside__scale")).to_have_count(2)
    assert small_targets(page) == []
    assert barriers(page) == []

    page.reload()
    expect(page.locator(".beside__left .beside__scale")).to_have_count(2, timeout=LOADED_MS)
    page.locator(".chart__panels summary").click()
    page.get_by_role("button", name="NEWS2", exact=True).click()
    expect(page.locator(".beside__left .beside__scale")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?panels=moaas$"))


def test_a_set_that_is_out_of_range_is_read_out_whole(tablet: OpenTablet, server: Clinic) -> None:
    page = at_chart(tablet, PHYSICIAN, server.sessions["1"], DESK)
    server.record("1", vitals((189, 118), 118), SECOND_NURSE)
    shown = page.locator(".read__set.is-shown")
    expect(shown).to_contain_text("189/118 high")
    for look in every_look(page):
        settle(page)
        assert comes_to(page, OUTSIDE, []) == [], look
