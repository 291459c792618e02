"""The board in a browser: at a glance, up to date, and never fresher than it is."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from playwright.sync_api import Page, Request, Response, Route, expect

from tests.journeys.clinic import NURSE, Clinic, vitals
from tests.journeys.conftest import DESK, OpenTablet, arrive, let_in, stand_between
from tests.journeys.devices import page_on
from tests.journeys.looking import (
    barriers,
    comes_to,
    every_look,
    lasting,
    settle,
    small_targets,
    wait_until,
)

pytestmark = pytest.mark.journey

TWO_SECONDS_MS = 2_000
HEAVIEST_KB = 700
TRIES = 4
HELD_S, SHORTLY_S = 6, 2.0
LATE_MS, LOST_MS, REDRAWN_EACH_MS, SLOW_MS = 10_000, 30_000, 15_000, 3_000
ASKED_EACH_MS = 1_000
CLICKS_COME_MS = 500
DRAWING_TAKES_MS = """async () => {
  const drawnAt = () => document.querySelector("[data-live-version]").dataset.liveAt;
  const before = drawnAt(), from = performance.now();
  monitor.live.refresh();
  while (drawnAt() === before) await new Promise((resolve) => setTimeout(resolve, 10));
  return performance.now() - from;
}"""
DRAWINGS = re.compile("_dash-update-component")
CHANGES = re.compile("/api/v1/changes")


def at_the_board(tablet: OpenTablet) -> Page:
    """A nurse's board of which the test sees every request, and moves the clock."""
    page = page_on(tablet())
    page.clock.install()
    arrive(page, NURSE)
    page.locator("#chair-1 [data-tick=elapsed]").wait_for()
    return page


def test_each_chair_says_who_why_and_what_next(nurse_page: Page) -> None:
    urgent = nurse_page.locator("#chair-2")
    expect(urgent).to_contain_text("Urgent")
    expect(urgent).to_contain_text("Daniel Okafor")
    expect(urgent).to_contain_text("born 2 Sep 1971")
    expect(urgent).to_contain_text("204/112")
    expect(urgent).to_contain_text("Dissociation moderate")
    expect(urgent).to_contain_text("Stop: physician decision required. Systolic 204 mmHg.")
    quiet = nurse_page.locator("#chair-1")
    expect(quiet).to_contain_text(re.compile(r"\d+ of 22 met"))
    expect(quiet).to_contain_text("Waiting for")
    expect(nurse_page.locator("#chair-3")).to_contain_text("Side effects not assessed yet")
    expect(nurse_page.locator("#chair-4")).to_contain_text("Chair free")


def test_the_urgent_chair_stands_first_and_the_chair_order_is_one_tap_away(
    nurse_page: Page,
) -> None:
    seats = nurse_page.locator(".seat")
    expect(seats.first).to_have_attribute("id", "chair-2")
    nurse_page.get_by_text("Chair", exact=True).click()
    expect(seats.first).to_have_attribute("id", "chair-1")
    nurse_page.reload()
    expect(seats.first).to_have_attribute("id", "chair-1")


def test_everything_is_one_tap_from_its_card(nurse_page: Page, server: Clinic) -> None:
    urgent, session = nurse_page.locator("#chair-2"), server.sessions["2"]
    record = urgent.get_by_role("link", name="Record chair 2")
    expect(record).to_have_attribute("href", f"/record#{session}")
    band = urgent.get_by_role("link", name=re.compile("Open the chart of chair 2"))
    expect(band).to_have_attribute("href", f"/sessions/{session}")
    free = nurse_page.get_by_role("link", name="New session in chair 4")
    expect(free).to_have_attribute("href", f"/start?chair={server.chairs['4']}")
    acknowledge = urgent.get_by_role("button", name=re.compile("Acknowledge"))
    expect(acknowledge).to_have_attribute("data-session", session)


def test_the_board_fits_a_tablet_without_scrolling(nurse_page: Page) -> None:
    fits = "document.documentElement.scrollHeight <= 768"
    assert comes_to(nurse_page, fits, wanted=True)


def test_no_patients_name_loses_its_end(nurse_page: Page) -> None:
    """A cut name may be taken for another's; next to a flag and in every size it is whole."""
    names = nurse_page.locator(".seat__who h2")
    names.first.evaluate(
        "name => name.textContent = 'DEMO Wilhelmina Featherstonehaugh-Montgomery'"
    )
    for _ in every_look(nurse_page):
        cut = """names => names.filter(name => name.scrollWidth > name.clientWidth + 1)
          .map(name => name.textContent)"""
        assert lasting(nurse_page, partial(names.evaluate_all, cut)) == []
        clipped = "name => getComputedStyle(name).textOverflow"
        assert names.first.evaluate(clipped) == "clip"


CUT = """() => {
  const whole = document.querySelector(".tally").getBoundingClientRect();
  return [...document.querySelectorAll(".tally .badge")].filter((badge) => {
    const at = badge.getBoundingClientRect();
    const seen = at.top < whole.bottom && at.left < whole.right;
    return seen && (at.right > whole.right + 1 || badge.scrollWidth > badge.clientWidth + 1);
  }).map((badge) => badge.textContent);
}"""
COUNTED = """() => {
  const [first] = document.querySelectorAll(".tally .badge");
  const whole = document.querySelector(".tally").getBoundingClientRect();
  return Boolean(first) && first.getBoundingClientRect().right <= whole.right + 1;
}"""


def test_how_many_are_urgent_is_read_whole_in_every_size(nurse_page: Page) -> None:
    every_size = ((820, 1180), (1024, 768), (1440, 900))
    for width, height in every_size:
        nurse_page.set_viewport_size({"width": width, "height": height})
        settle(nurse_page)
        assert comes_to(nurse_page, COUNTED, wanted=True), width
        assert comes_to(nurse_page, CUT, wanted=[]) == [], width
        expect(nurse_page.locator(".tally .badge").first).to_contain_text("urgent")


def test_another_tablets_entry_appears_within_two_seconds(nurse_page: Page, server: Clinic) -> None:
    """Two seconds; more only while the machine is so busy that drawing alone takes that long.

    It may stumble once or twice; a board that asks too seldom is late each time.
    """
    shown = nurse_page.locator("#chair-3")
    nurse_page.locator("[data-live-version]").wait_for(state="attached")
    for systolic in range(117, 117 + TRIES):
        within_ms = max(TWO_SECONDS_MS, ASKED_EACH_MS + 3 * nurse_page.evaluate(DRAWING_TAKES_MS))
        server.record("3", vitals((systolic, 76)))
        with suppress(AssertionError):
            expect(shown).to_contain_text(f"{systolic}/76", timeout=within_ms)
            return
    raise AssertionError(f"none of {TRIES} entries appeared within two seconds")


def test_a_card_does_not_move_under_a_finger(tablet: OpenTablet, server: Clinic) -> None:
    """A finger holds the board for eight seconds; the page's clock makes six of them pass."""
    page = at_the_board(tablet)
    under_way: set[Request] = set()
    heard: list[Response] = []
    page.on("request", lambda each: under_way.add(each))
    page.on("requestfinished", lambda each: under_way.discard(each))
    page.on("requestfailed", lambda each: under_way.discard(each))  # given up as its time jumps
    first = page.locator(".seat").nth(1)
    place = first.get_attribute("id")
    box = first.bounding_box()
    assert box is not None
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 10"))
    wait_until(page, lambda: not under_way)
    page.on("response", lambda told: heard.append(told) if CHANGES.search(told.url) else None)
    page.mouse.move(box["x"] + 20, box["y"] + 120)
    page.mouse.down()
    server.record("3", vitals((210, 125), 140))
    shown = int(page.locator("[data-live-version]").get_attribute("data-live-version") or 0)
    for _ in range(HELD_S):
        answered = len(heard)
        page.clock.run_for(1_000)
        with suppress(TimeoutError):  # a second in which the answer before was still being read
            wait_until(page, partial(said_more, heard, answered), SHORTLY_S)
    wait_until(page, lambda: bool(heard))  # the last answer may still be on its way
    assert max(told.json()["version"] for told in heard) > shown
    assert page.locator(".seat").nth(1).get_attribute("id") == place
    expect(page.locator("#chair-3")).not_to_contain_text("210/125")
    page.mouse.up()
    page.clock.resume()
    expect(page.locator("#chair-3")).to_contain_text("210/125")


def said_more(heard: list[Response], than: int) -> bool:
    return len(heard) > than


def test_lost_contact_is_amber_then_everything_measured_is_hatched(tablet: OpenTablet) -> None:
    page = at_the_board(tablet)
    mark, root = page.locator("[data-live-mark]"), page.locator("html")
    expect(mark).to_contain_text("live")
    page.context.set_offline(True)
    page.clock.fast_forward(LATE_MS)
    expect(mark).to_contain_text("last contact")
    expect(root).to_have_attribute("data-contact", "late")
    page.clock.fast_forward(LOST_MS - LATE_MS)
    expect(root).to_have_attribute("data-contact", "lost")
    vitals_shown = page.locator("#chair-1 .vitals")
    hatched = vitals_shown.evaluate("each => getComputedStyle(each).backgroundImage")
    assert "repeating-linear-gradient" in hatched
    page.context.set_offline(False)
    expect(mark).to_contain_text("live")
    expect(root).to_have_attribute("data-contact", "ok")


def test_a_board_that_cannot_be_drawn_again_does_not_look_fresh(tablet: OpenTablet) -> None:
    """The server still answers that it is there; only the drawing fails."""
    page = at_the_board(tablet)
    stand_between(page, DRAWINGS, lambda route: route.abort("connectionreset"))
    ahead = timedelta(milliseconds=REDRAWN_EACH_MS + LATE_MS + 1_000)

    def as_later(route: Route) -> None:
        # Time goes on: a drawing that was still under way is too old a little later.
        answer, later = route.fetch(), datetime.now(UTC) + ahead
        route.fulfill(response=answer, json={**answer.json(), "now": later.isoformat()})

    expect(page.locator("html")).to_have_attribute("data-contact", "ok")
    stand_between(page, CHANGES, as_later)
    expect(page.locator("html")).to_have_attribute("data-contact", "late")


def test_the_board_is_light_and_loads_no_figure_library(tablet: OpenTablet) -> None:
    page = page_on(tablet(anew=True))
    weights: dict[str, int] = {}
    page.on("requestfinished", lambda each: weights.update({each.url: _weight(each)}))
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    page.wait_for_timeout(500)
    assert weights
    assert not [url for url in weights if "plotly" in url]
    assert sum(weights.values()) / 1024 < HEAVIEST_KB, weights


def _weight(request: object) -> int:
    sizes = request.sizes()  # type: ignore[attr-defined]
    return int(sizes["responseBodySize"])


def test_the_room_strip_never_moves(tablet: OpenTablet) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, NURSE)
    strip = page.locator(".room a b")
    expect(strip).to_have_text(["1", "2", "3", "4"])


def test_ages_tick_between_drawings(tablet: OpenTablet) -> None:
    page = at_the_board(tablet)
    stand_between(page, DRAWINGS, lambda route: route.abort("connectionreset"))
    before, after = page.evaluate(
        """() => {
          const words = () => document.querySelector("#chair-1 [data-tick=elapsed]").textContent;
          monitor.clock.tick();
          const before = words();
          monitor.clock.sync(new Date(monitor.clock.now() + 5 * 60000).toISOString());
          monitor.clock.tick();
          return [before, words()];
        }"""
    )
    assert int(after[2:]) - int(before[2:]) == 5


def test_the_board_keeps_nobody_out(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look


def test_a_slow_start_says_that_it_is_still_loading(tablet: OpenTablet) -> None:
    page = at_the_board(tablet)
    stand_between(page, re.compile("_dash-layout"), lambda _route: None)
    page.goto("/")
    page.clock.fast_forward(SLOW_MS)
    expect(page.get_by_text("Still loading")).to_be_visible()


def test_a_first_drawing_that_fails_is_asked_for_again(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    failed: list[str] = []
    fails = True

    def fail_the_cards(route: Route) -> None:
        if fails and "board-cards" in (route.request.post_data or ""):
            failed.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    stand_between(page, DRAWINGS, fail_the_cards)
    arrive(page, NURSE)
    expect(page.locator("main").get_by_text("Still loading")).to_be_visible()
    fails = False
    expect(page.locator("#chair-1")).to_contain_text("Maya Lindqvist")
    assert failed


def test_the_board_is_drawn_again_when_the_clock_changes_something(tablet: OpenTablet) -> None:
    page = at_the_board(tablet)
    page.clock.fast_forward(3_500)
    with page.expect_request(draws_the_cards):
        # A drawing under way would replace the mark: say it until it is heard.
        page.evaluate(
            """() => setInterval(() => {
                const mark = document.querySelector("[data-live-version]");
                mark.dataset.changesAt = new Date(monitor.clock.now() - 1000).toISOString();
            }, 200)"""
        )


def draws_the_cards(sent: Request) -> bool:
    return bool(DRAWINGS.search(sent.url)) and "board-cards" in (sent.post_data or "")


def test_one_refusal_may_come_late_and_the_second_leads_to_the_sign_in(tablet: OpenTablet) -> None:
    """A question asked before the lock opened is refused after it: that sends nobody away."""
    page = page_on(tablet())
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    served: list[bool] = []

    def refuse_now_and_then(route: Route) -> None:
        served.append(not served[-1] if served else False)
        if served[-1]:
            route.continue_()
        else:
            route.fulfill(status=401, json={"code": "not_signed_in", "message": "Sign in."})

    stand_between(page, "**/api/v1/changes*", refuse_now_and_then)
    wait_until(page, lambda: len(served) > 4)
    assert "/sign-in" not in page.url
    page.unroute("**/api/v1/changes*")
    stand_between(page, "**/api/v1/changes*", lambda route: route.fulfill(status=401, json={}))
    page.wait_for_url("**/sign-in?next=*")


DRAW_ANEW = """(each, words) => {
  const anew = each.cloneNode(true);
  if (words) anew.textContent = words;
  each.replaceWith(anew);
}"""
COUNT_CLICKS = """() => {
  window.clicksSeen = 0;
  document.addEventListener('click', () => { window.clicksSeen += 1; }, true);
}"""


@pytest.mark.parametrize("by", ["mouse", "finger"])
@pytest.mark.parametrize("words", ["", "Another"], ids=["same", "another"])
def test_a_tap_goes_once_to_the_same_control_drawn_anew(
    tablet: OpenTablet, by: str, words: str
) -> None:
    """And a click to no other one; of a finger the browser asks what lies under it at last."""
    page = page_on(tablet())
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    menu = page.locator("details.who summary")
    expect(page.locator("[data-outbox-chip]")).to_have_text("All sent")
    settle(page)  # what comes into the header later moves what stands beside it
    box = menu.bounding_box()
    assert box
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    page.evaluate(COUNT_CLICKS)
    if by == "mouse":
        page.mouse.move(point["x"], point["y"])
        page.mouse.down()
        menu.evaluate(DRAW_ANEW, words)
        page.mouse.up()
    else:
        hand = page.context.new_cdp_session(page)
        hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        menu.evaluate(DRAW_ANEW, words)
        hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        hand.detach()
    wanted = 0 if by == "mouse" and words else 1
    wait_until(page, lambda: page.evaluate("window.clicksSeen") >= wanted)
    page.wait_for_timeout(CLICKS_COME_MS)  # and no other one after it
    assert page.evaluate("window.clicksSeen") == wanted


def test_the_room_is_dimmed_while_the_page_is_still_coming(
    tablet: OpenTablet, server: Clinic
) -> None:
    """Dash refuses to be told anything before it knows what is on the page."""
    page = page_on(tablet())
    let_in(page.context, NURSE, server)
    waiting: list[Route] = []
    stand_between(page, "**/_dash-layout", lambda route: waiting.append(route))
    page.goto("/")
    wait_until(page, lambda: bool(waiting))
    page.evaluate("monitor.scheme.set('dim')")
    page.evaluate("monitor.live.refresh()")
    waiting[0].continue_()
    page.locator(".seat").first.wait_for()
    assert page.evaluate("document.documentElement.dataset.scheme") == "dim"
    page.evaluate("monitor.scheme.set('light')")
