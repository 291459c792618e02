"""What looks for barriers finds them, also where only the colours were to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import looking
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.looking import SCHEMES, SIZES, barriers, sample, settle

pytestmark = pytest.mark.journey

SOON_S = 1.0
PAGE = """<!DOCTYPE html><html lang="en"><head><title>DEMO</title>
<style>[data-scheme=dim] h1 { color: #eee; background: #fff }</style></head>
<body><main><h1>Chair 1</h1></main></body></html>"""


@pytest.fixture
def page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A page without a barrier in the light; one that is made here stays, and is told soon."""
    monkeypatch.setattr(looking, "LASTS_S", SOON_S)
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.set_content(PAGE)
    assert barriers(opened) == []
    yield opened
    opened.close()


def test_what_cannot_be_read_in_the_dim_is_found(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.scheme = 'dim'")
    (barrier,) = barriers(page)
    assert barrier.startswith("color-contrast")


def test_a_button_without_a_name_is_found_and_found_again(page: Page) -> None:
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    for _ in range(2):
        (barrier,) = barriers(page)
        assert barrier.startswith("button-name")


def test_a_sample_has_every_size_and_scheme_and_two_have_every_pair() -> None:
    even, odd = sample(4), sample(7)
    for looks in (even, odd):
        assert {size for size, _ in looks} == set(SIZES)
        assert {scheme for _, scheme in looks} == set(SCHEMES)
    assert {*even, *odd} == {(size, scheme) for size in SIZES for scheme in SCHEMES}


def test_what_is_still_being_drawn_is_waited_for(page: Page) -> None:
    page.evaluate(
        """() => {
          let left = 6;
          const draw = () => {
            document.querySelector('h1').textContent = `Chair ${left}`;
            if (left--) setTimeout(draw, 60);
          };
          draw();
        }"""
    )
    settle(page)
    assert page.locator("h1").inner_text() == "Chair 0"
