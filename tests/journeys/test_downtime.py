"""The screens go away: sheets are printed before, and what was written on them is copied back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.clinic import (
    ADMINISTRATOR,
    MAYA,
    NURSE,
    PHYSICIAN,
    SECOND_NURSE,
    ZONE,
    Clinic,
    Person,
)
from tests.journeys.conftest import OpenTablet, arrive, let_in, stand_between, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.looking import (
    barriers,
    comes_to,
    every_look,
    small_targets,
    too_wide,
    wait_until,
)

pytestmark = pytest.mark.journey

PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")
PAPERS = ("A4", "Letter")
FOCUSED = "document.activeElement.getAttribute('aria-label')"


def clock(minutes_ago: float) -> str:
    """The clinic's wall clock so many minutes ago."""
    return clock_at(datetime.now(UTC) - timedelta(minutes=minutes_ago))


def clock_at(then: datetime) -> str:
    return f"{then.astimezone(ZoneInfo(ZONE)):%H:%M}"


def counted(page: Page, paper: str) -> int:
    """How many pages a printer gets."""
    return len(PAGES.findall(page.pdf(format=paper)))


def line(page: Page, number: int) -> Locator:
    return page.locator(f".paper__table tbody:nth-of-type({number})")


def write(where: Locator, **values: str) -> None:
    for field, value in values.items():
        control = where.locator(f"[data-field={field}]")
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def record(page: Page) -> None:
    page.locator("[data-paper-save]").click()
    page.locator("[data-paper-save]:not([disabled])").wait_for()
    expect(page.locator("[data-state=sending]")).to_have_count(0)


def entries(server: Clinic, chair: str) -> list[dict[str, Any]]:
    with server.caller(NURSE) as client:
        answer = client.get(f"/sessions/{server.sessions[chair]}/entry")
        found: list[dict[str, Any]] = answer.json()["entries"]
        return found


def after_the_first_set(server: Clinic, chair: str, minutes: float) -> str:
    """A minute between two sets of the past, in which nobody has measured, however late it is."""
    first = min(one["at"] for one in entries(server, chair) if one["kind"] == "vitals")
    return clock_at(datetime.fromisoformat(first) + timedelta(minutes=minutes))


def open_sheet(page: Page, server: Clinic, chair: str) -> None:
    arrive(page, NURSE, f"/sessions/{server.sessions[chair]}/paper")
    page.locator(".paper__table").wait_for()
    page.get_by_label("Measured by, initials or name on the paper").fill("J. Marsh")


def test_sheets_are_printed_from_the_menu_and_what_was_written_comes_back(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet(anew=True))
    page.add_init_script("window.print = () => { window.printed = (window.printed || 0) + 1; };")
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    page.get_by_label(f"Signed in: {NURSE.name}").click()
    page.get_by_role("link", name="Print downtime sheets").click()
    page.wait_for_url("**/downtime")
    wait_until(page, lambda: page.evaluate("window.printed") == 1)

    _look_at_the_sheets(page)
    open_sheet(page, server, "1")
    _copy_back(page)

    kept = [one for one in entries(server, "1") if one["from_paper"] == "J. Marsh"]
    assert {one["by"] for one in kept} == {NURSE.name}
    vitals = [one["fields"]["systolic_mmhg"] for one in kept if one["kind"] == "vitals"]
    assert vitals == [195, 130, 131]
    given = next(one["fields"] for one in kept if one["kind"] == "medication")
    assert (given["name"], given["medication_class"]) == ("ondansetron", "antiemetic")
    details = next(one for one in entries(server, "1") if one["kind"] == "medication_details")
    assert details["fields"]["ordered_by"] == "Dr A. Rahman"

    page.get_by_role("link", name="Back to the chart").click()
    table = page.locator("#sets")
    expect(table).to_contain_text("from paper, measured by J. Marsh")


def _look_at_the_sheets(page: Page) -> None:
    sheets = page.locator("[data-sheet]")
    assert MAYA.name not in page.title()
    expect(sheets.first).to_contain_text(MAYA.name)
    expect(sheets.last).to_have_attribute("aria-label", "Blank sheet")
    due = sheets.first.locator("[data-due]:not([data-due=''])").first
    expect(due).to_contain_text("T+")
    for paper in PAPERS:
        assert counted(page, paper) == sheets.count(), paper
    over = "each => each.scrollHeight > each.clientHeight + 1"
    page.emulate_media(media="print")
    assert not any(sheet.evaluate(over) for sheet in sheets.all())
    page.emulate_media(media="null")

    # The server is away: the page that is loaded prints all the same.
    page.context.set_offline(True)
    page.get_by_role("button", name="Print", exact=True).click()
    wait_until(page, lambda: page.evaluate("window.printed") == 2)
    assert counted(page, "A4") == sheets.count()
    page.context.set_offline(False)


def _copy_back(page: Page) -> None:
    """A line that is right, one that cannot be, one that is unlikely, and a medicine."""
    write(line(page, 1), time=clock(15), systolic_mmhg="131", diastolic_mmhg="84",
          heart_rate_bpm="77", rhythm="regular", spo2_percent="97", oxygen_l_min="0",
          respiratory_rate_per_min="15", moaas="5", grade_dizziness="1", flags="none")  # fmt: skip
    write(line(page, 2), time=clock(2), systolic_mmhg="301", diastolic_mmhg="84")
    expect(line(page, 2)).to_contain_text("Systolic 301 cannot be: 40 to 300 mmHg.")
    write(line(page, 3), time=clock(1), systolic_mmhg="195", diastolic_mmhg="100")
    medicine = page.locator(".paper__event").first
    write(medicine, time=clock(3), name="Lorazepam")
    kind = medicine.locator("[data-field=medication_class]")
    expect(kind).to_have_value("benzodiazepine")
    write(medicine, name="Ondansetron", dose="4", route="iv", ordered_by="Dr A. Rahman")
    expect(kind).to_have_value("antiemetic")  # it goes with the name, as on the entry form
    record(page)

    expect(line(page, 1)).to_contain_text("late, from paper")
    expect(line(page, 2)).to_contain_text("301 is not possible")
    expect(line(page, 3)).to_contain_text("systolic 195: the usual is 85 to 190. Is it right?")
    expect(medicine).to_contain_text(re.compile(r"Recorded \d\d:\d\d, from paper"))
    expect(page.locator("[data-paper-said]")).to_have_text(
        "2 recorded · 1 to be confirmed · 1 not recorded"
    )
    line(page, 3).get_by_role("button", name="Yes, record it").click()
    expect(line(page, 3)).to_have_attribute("data-state", "recorded")
    write(line(page, 2), systolic_mmhg="130")
    record(page)
    expect(page.locator("[data-paper-said]")).to_have_text("4 recorded")


@pytest.mark.worker
def test_a_sheet_looks_right_everywhere_and_keeps_nobody_out(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, "/downtime")
    page.locator("[data-sheet]").first.wait_for()
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look
    open_sheet(page, server, "3")
    write(line(page, 1), time=clock(3), systolic_mmhg="301", flags="present")
    write(line(page, 2), time="25:00", systolic_mmhg="120", diastolic_mmhg="80")
    record(page)
    expect(line(page, 2)).to_contain_text("hours and minutes")
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look
    assert too_wide(page) == []


def test_a_half_copied_sheet_survives_and_a_line_without_an_answer_is_kept_once(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    open_sheet(page, server, "2")
    told = clock(1)
    write(line(page, 1), time=told, systolic_mmhg="150", diastolic_mmhg="90")
    page.evaluate("window.monitor.paper.settled()")
    page.reload()
    page.locator(".paper__table").wait_for()
    expect(line(page, 1).locator("[data-field=systolic_mmhg]")).to_have_value("150")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    stand_between(page, re.compile(r"/api/v1/sessions/.*/paper$"), lose_the_answer)
    record(page)
    expect(line(page, 1)).to_contain_text("No answer from the server")
    expect(line(page, 1).locator("[data-field=systolic_mmhg]")).to_be_disabled()
    page.unroute_all()
    page.reload()
    page.locator(".paper__table").wait_for()
    line(page, 1).get_by_role("button", name="Send it again").click()
    expect(line(page, 1)).to_have_attribute("data-state", "recorded")

    same = [one for one in entries(server, "2") if one["from_paper"]]
    assert len(same) == 1
    write(line(page, 2), time=told, systolic_mmhg="151", diastolic_mmhg="90")
    expect(line(page, 2)).to_contain_text("Recorded already")


KEPT_HERE = """async () => {
  const drafts = await window.monitor.outbox.drafts();
  return drafts.filter((draft) => draft.sheet_of).length;
}"""


def test_a_sheet_leaves_the_tablet_once_all_of_it_is_recorded(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    open_sheet(page, server, "3")
    write(line(page, 1), time=clock(3), systolic_mmhg="117", diastolic_mmhg="71")
    write(line(page, 2), time=clock(2), systolic_mmhg="301", diastolic_mmhg="72")
    record(page)
    expect(line(page, 2)).to_have_attribute("data-state", "refused")
    wait_until(page, lambda: page.evaluate(KEPT_HERE) == 1)

    write(line(page, 2), systolic_mmhg="121")
    record(page)
    expect(page.locator("[data-paper-said]")).to_have_text("2 recorded")
    page.evaluate("window.monitor.paper.settled()")
    wait_until(page, lambda: page.evaluate(KEPT_HERE) == 0)
    page.reload()
    page.locator(".paper__table").wait_for()
    expect(line(page, 1).locator("[data-field=systolic_mmhg]")).to_have_value("")


@pytest.mark.parametrize("other", [SECOND_NURSE, ADMINISTRATOR])
def test_the_cover_names_the_patient_of_a_sheet_to_its_author_alone(
    tablet: OpenTablet, server: Clinic, other: Person
) -> None:
    page = page_on(tablet())
    open_sheet(page, server, "1")
    write(line(page, 1), time=clock(1), systolic_mmhg="119", diastolic_mmhg="71")
    cover = page.locator(".lock")
    page.evaluate("monitor.lock.lock()")
    expect(cover).to_contain_text(f"The sheet stays on this tablet for {NURSE.name}")
    expect(cover).not_to_contain_text(MAYA.name)
    page.get_by_role("button", name=f"I am not {NURSE.name}").click()
    page.locator(".lock__person", has_text=other.name).click()
    tap_pin(page, other.pin)

    expect(cover).to_contain_text("An unfinished sheet of a colleague is on this tablet")
    assert barriers(page) == []
    expect(cover).not_to_contain_text(MAYA.name)
    page.get_by_role("button", name="To the board").click()
    page.wait_for_url(server.url + "/")

    arrive(page, NURSE, f"/sessions/{server.sessions['1']}/paper")
    expect(line(page, 1).locator("[data-field=systolic_mmhg]")).to_have_value("119")
    page.evaluate("monitor.lock.lock()")
    tap_pin(page, NURSE.pin)
    expect(cover).to_contain_text(MAYA.name)
    page.get_by_role("button", name="Yes, open the draft").click()
    expect(line(page, 1).locator("[data-field=systolic_mmhg]")).to_be_visible()


def test_a_line_is_never_recorded_under_the_name_of_who_signed_in_meanwhile(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    before = [one for one in entries(server, "1") if one["from_paper"]]
    open_sheet(page, server, "1")
    write(
        line(page, 1),
        time=after_the_first_set(server, "1", 68),
        systolic_mmhg="118",
        diastolic_mmhg="70",
    )
    let_in(page.context, SECOND_NURSE, server)
    record(page)

    expect(line(page, 1)).to_contain_text("Sign in again; the line stays on this tablet.")
    record(page)  # not at the second try either
    expect(line(page, 1)).to_have_attribute("data-state", "sign_in")
    assert [one for one in entries(server, "1") if one["from_paper"]] == before
    let_in(page.context, NURSE, server)
    record(page)
    expect(line(page, 1)).to_have_attribute("data-state", "recorded")
    (kept,) = [one for one in entries(server, "1") if one["from_paper"] and one not in before]
    assert kept["by"] == NURSE.name


@pytest.mark.worker
def test_a_sheet_that_is_not_copied_whole_holds_a_handover_back(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    open_sheet(page, server, "1")
    write(
        line(page, 1),
        time=after_the_first_set(server, "1", 53),
        systolic_mmhg="119",
        diastolic_mmhg="71",
    )
    page.evaluate("window.monitor.paper.settled()")
    with server.caller(NURSE) as client:
        client.post("/watch/take", json={"chair_ids": [server.chairs["1"]]}).raise_for_status()
    held = page.locator("[data-hand-unsent]")
    page.goto("/handover")
    page.get_by_role("button", name="Sign the handover").wait_for()
    expect(held).to_contain_text("Chair 1: a set is half typed on this tablet.")

    page.goto(f"/sessions/{server.sessions['1']}/paper")
    page.locator(".paper__table").wait_for()
    record(page)
    expect(line(page, 1)).to_have_attribute("data-state", "recorded")
    page.goto("/handover")
    page.get_by_role("button", name="Sign the handover").wait_for()
    expect(held).to_be_empty()


def test_the_table_is_walked_with_the_keyboard_alone(tablet: OpenTablet, server: Clinic) -> None:
    page = page_on(tablet())
    open_sheet(page, server, "2")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    line(page, 1).locator("[data-field=time]").focus()
    page.keyboard.type("1405")
    page.keyboard.press("Tab")
    page.keyboard.type("120")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("80")
    page.keyboard.press("Enter")
    assert comes_to(page, FOCUSED, "Diastolic, line 2") == "Diastolic, line 2"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert comes_to(page, FOCUSED, "Systolic, line 1") == "Systolic, line 1"


def test_an_ended_session_says_what_it_still_takes(tablet: OpenTablet, server: Clinic) -> None:
    with server.caller(PHYSICIAN) as client:
        body = {"to": "hospital", "reason": "chest pain", "pin": PHYSICIAN.pin}
        path = f"/sessions/{server.sessions['3']}/discharge/end"
        client.post(path, json=body).raise_for_status()
    page = page_on(tablet())
    open_sheet(page, server, "3")
    expect(page.get_by_role("note")).to_contain_text("This session ended at")
    write(line(page, 1), time=clock(1), systolic_mmhg="120", diastolic_mmhg="80")
    record(page)
    expect(line(page, 1)).to_have_attribute("data-state", "recorded")

    page.goto(f"/sessions/{server.sessions['3']}/sheet")
    expect(page.locator("body")).to_contain_text("it needs no sheet")


def test_the_times_of_a_sheet_go_over_midnight_and_over_a_change_of_clocks(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    arrive(page, NURSE, "/downtime")

    def laid(texts: list[str], day: str, latest: str) -> list[str | None]:
        """The instants, or what is wrong with each."""
        found: list[str | None] = page.evaluate(
            """async ([texts, day, zone, latest]) => {
                 const { laidOut } = await import("/assets/js/paper/times.js");
                 return laidOut(texts, day, zone, Date.parse(latest))
                   .map(({ at, problem }) =>
                     at === null ? problem : new Date(at).toISOString().slice(5, 16));
               }""",
            [texts, day, ZONE, latest],
        )
        return found

    # A sheet begun before midnight, copied after it with the new day still in the field.
    night = laid(["23:40", "", "2350", "0:05", "00.20"], "2026-03-03", "2026-03-03T08:30:00Z")
    assert night == ["03-03T07:40", "", "03-03T07:50", "03-03T08:05", "03-03T08:20"]
    # The same sheet with the day before in the field.
    assert laid(["23:50", "00:05"], "2026-03-02", "2026-03-03T08:30:00Z") == [
        "03-03T07:50", "03-03T08:05",
    ]  # fmt: skip
    # A line out of order by minutes stays on its day, and the server asks.
    assert laid(["14:05", "13:55"], "2026-03-02", "2026-03-02T23:00:00Z") == [
        "03-02T22:05", "03-02T21:55",
    ]  # fmt: skip
    assert laid(["24:00", "noon", "7:61"], "2026-03-02", "2026-03-02T23:00:00Z") == ["form"] * 3
    # In spring 02:30 does not exist; in autumn 01:30 comes twice, and the first is meant.
    assert laid(["02:30", "03:05"], "2026-03-08", "2026-03-08T20:00:00Z") == [
        "jumped", "03-08T10:05",
    ]  # fmt: skip
    assert laid(["01:30"], "2026-11-01", "2026-11-01T20:00:00Z") == ["11-01T08:30"]
