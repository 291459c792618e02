"""The entry form on every size of screen: one view, finger-sized, usable by everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.clinic import Clinic
from tests.journeys.conftest import OpenTablet
from tests.journeys.looking import barriers, comes_to, in_both_schemes
from tests.journeys.record_form import FINGER, SMALL_CONTROLS, Form, nurse_at_work

pytestmark = pytest.mark.journey

KEY = 64
SIZES = {"tablet": (1024, 768), "portrait": (820, 1180), "desk": (1440, 900)}
OUTSIDE = """
() => [...document.querySelectorAll(".entry button, .save button, .top a, .top button")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .filter((node) => {
    const box = node.getBoundingClientRect();
    const [right, bottom] = [innerWidth + 0.5, innerHeight + 0.5];
    return box.top < 0 || box.left < 0 || box.bottom > bottom || box.right > right;
  }).map((node) => node.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_form_stands_on_one_screen(tablet: OpenTablet, server: Clinic, size: str) -> None:
    width, height = SIZES[size]
    page = nurse_at_work(tablet(size={"width": width, "height": height}), server)
    Form.open(page, server, "1")
    assert page.locator(".entry button:visible").count() > 50
    assert comes_to(page, OUTSIDE, []) == []
    assert comes_to(page, "document.documentElement.scrollHeight <= innerHeight", wanted=True)
    assert comes_to(page, "document.documentElement.scrollWidth <= innerWidth", wanted=True)


@pytest.mark.parametrize("size", ["tablet", "portrait"])
def test_every_control_is_as_large_as_a_finger(
    tablet: OpenTablet, server: Clinic, size: str
) -> None:
    width, height = SIZES[size]
    page = nurse_at_work(tablet(size={"width": width, "height": height}), server)
    form = Form.open(page, server, "1")
    assert comes_to(page, SMALL_CONTROLS, [], FINGER) == []
    keys = page.locator(".keys .key:visible")
    boxes = [box for box in (key.bounding_box() for key in keys.all()) if box]
    assert len(boxes) == 12
    assert min(min(box["width"], box["height"]) for box in boxes) >= KEY - 0.5
    form.tap("more")
    assert comes_to(page, SMALL_CONTROLS, [], FINGER) == []
    form.tap("tab", tab="mind")
    assert comes_to(page, SMALL_CONTROLS, [], FINGER) == []


def test_nothing_stands_in_the_way_of_assistive_technology(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = nurse_at_work(tablet(), server)
    form = Form.open(page, server, "1")
    form.keys("139877798")
    form.grade("dizziness", "mild")
    _no_complaint(page)
    form.tap("more")
    _no_complaint(page)
    form.tap("more-close")
    form.tap("flags-report")
    _no_complaint(page)
    form.tap("over-close")
    form.tap("field", field="systolic_mmhg")
    form.keys("239")
    _no_complaint(page)
    form.tap("keep")
    form.chip().click()
    _no_complaint(page)


def _no_complaint(page: Page) -> None:
    for scheme in in_both_schemes(page):
        assert barriers(page) == [], scheme
