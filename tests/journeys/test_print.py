"""What a browser prints of a screen: all that is known, black on white, nothing to tap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.clinic import NURSE, PHYSICIAN, Clinic
from tests.journeys.conftest import DESK, OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import comes_to, lasting, settle

pytestmark = pytest.mark.journey
LOADED_MS = 60_000
BUTTONS = "button:visible:not(.crit__name), .btn:visible"
"""What is there only to tap; the name of a criterion is a fact that can be tapped as well."""
NAMES = "() => [...document.querySelectorAll('.crit__name')].map(one => one.firstChild.data.trim())"
LEAST_WIDTH = "() => getComputedStyle(document.querySelector('.plot')).minWidth"
INK = "() => getComputedStyle(document.querySelector('main')).color"
DARKEST = 90


def at_chart(tablet: OpenTablet, scheme: str = "light") -> Page:
    page = page_on(tablet(scheme, DESK))
    arrive(page, PHYSICIAN)
    page.locator("#chair-1 a").first.click()
    expect(page.locator(".plot .scatterlayer").first).to_be_attached(timeout=LOADED_MS)
    return page


@contextmanager
def on_paper(page: Page) -> Iterator[None]:
    """Looked at as the printer sees it; other tests get the page back as a screen."""
    page.emulate_media(media="print")
    try:
        yield
    finally:
        page.emulate_media(media="screen")


def printed(page: Page) -> str:
    """The words of what the printer gets."""
    read = PdfReader(BytesIO(page.pdf(format="A4")))
    return " ".join(page.extract_text() for page in read.pages)


def test_the_chart_prints_its_tables_and_criteria_and_nothing_to_tap(tablet: OpenTablet) -> None:
    page = at_chart(tablet)
    expect(page.locator("#sets tbody tr").first).to_be_attached(timeout=LOADED_MS)
    expect(page.locator(".crit__name").first).to_be_attached()
    settle(page)

    named = page.evaluate(NAMES)

    words = printed(page)

    assert named
    assert all(name in words for name in named)
    assert "Observation sets" in words
    assert "Observation time" in words
    with on_paper(page):
        expect(page.locator(BUTTONS)).to_have_count(0)
        expect(page.locator(".sets th", has_text="Entered").first).to_be_visible()


def test_the_words_beside_the_figure_stand_where_it_ends(tablet: OpenTablet) -> None:
    page = at_chart(tablet)
    settle(page)  # a figure that comes makes the page longer, and itself narrower by the bar
    drawn = page.locator(".plot").evaluate("plot => plot.offsetWidth")
    page.evaluate("() => { window.dispatchEvent(new Event('beforeprint')); }")

    with on_paper(page):
        assert comes_to(page, LEAST_WIDTH, f"{drawn}px") == f"{drawn}px"


def test_a_decision_prints_what_was_attested_and_what_was_not(tablet: OpenTablet) -> None:
    page = at_chart(tablet)
    page.goto(f"{page.url.split('#')[0].rstrip('/')}/discharge")
    page.locator(".attest").first.wait_for()
    asked = page.locator(".attest b").all_inner_texts()

    words = printed(page)

    assert asked
    assert all(item in words for item in asked)


def test_a_chair_is_handed_over_on_paper_in_one_piece(tablet: OpenTablet, server: Clinic) -> None:
    with server.caller(NURSE) as client:
        client.post("/watch/take", json={"chair_ids": [server.chairs["1"]]}).raise_for_status()
    page = page_on(tablet(size=DESK))
    arrive(page, NURSE, "/handover")
    card = page.locator(".hand__chair").first
    card.wait_for()

    with on_paper(page):
        assert card.evaluate("one => getComputedStyle(one).breakInside") == "avoid"


def test_the_dim_room_prints_dark_on_light(tablet: OpenTablet) -> None:
    page = at_chart(tablet, "dim")

    def too_light() -> list[str]:
        ink = page.evaluate(INK)
        return [] if max(int(part) for part in re.findall(r"\d+", ink)[:3]) < DARKEST else [ink]

    with on_paper(page):
        assert lasting(page, too_light) == []


def test_the_board_prints_every_chair_whole(tablet: OpenTablet) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, NURSE)
    page.locator(".seat__who h2").first.wait_for()
    names = page.locator(".seat__who h2").all_inner_texts()

    words = printed(page)

    assert names
    assert all(name in words for name in names)


def test_a_physician_finds_the_papers_of_a_session_from_its_chart(tablet: OpenTablet) -> None:
    page = at_chart(tablet)
    page.locator(".chart__add summary").click()

    link = page.get_by_role("link", name="Print the record")
    expect(link).to_be_visible()
    expect(page.get_by_role("link", name="Instructions for the patient: Español")).to_be_visible()
    made = page.request.get(str(link.get_attribute("href")))

    assert made.ok
    assert made.body().startswith(b"%PDF-")


def test_the_sign_in_prints_who_signs_in_here_and_no_keys(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, NURSE)
    page.request.post(
        "/api/v1/sign-out", headers={"X-CSRF-Token": csrf(page), "Origin": origin(page)}
    )
    page.goto("/sign-in")
    page.locator(".tile").first.wait_for()
    page.locator(".tile").first.click()

    words = printed(page)

    assert NURSE.name in words
    page.emulate_media(media="print")
    with on_paper(page):
        expect(page.locator(".pinbox:visible")).to_have_count(0)
        expect(page.locator("input:visible, .btn:visible")).to_have_count(0)


def csrf(page: Page) -> str:
    (found,) = [
        str(one.get("value")) for one in page.context.cookies() if one.get("name") == "monitor_csrf"
    ]
    return found


def origin(page: Page) -> str:
    return str(page.evaluate("() => location.origin"))
