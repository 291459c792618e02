"""What a screen reader is told unasked: a new urgent alert at once, a redrawing never."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.clinic import NURSE, Clinic, vitals
from tests.journeys.conftest import OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import settle

pytestmark = pytest.mark.journey

LISTEN = """() => {
  window.heard = [];
  const live = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]";
  new MutationObserver((changes) => changes.forEach((change) => {
    const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
    const region = at && at.closest(live);
    if (region && region.textContent) window.heard.push(region.textContent);
  })).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""
REDRAW = """async () => {
  const drawnAt = () => document.querySelector("[data-live-version]").dataset.liveAt;
  for (let turn = 0; turn < 2; turn += 1) {
    const before = drawnAt();
    monitor.live.refresh();
    while (drawnAt() === before) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""


def test_a_new_urgent_alert_is_said_once_and_a_redrawing_says_nothing(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    arrive(page, NURSE)
    said = page.locator("[data-announce=alert]")
    expect(said).to_have_text(re.compile("^Urgent, chair 2: Systolic [0-9]+ mmHg[.]"))
    settle(page)  # whatever else is said of a page that has just come
    page.evaluate(LISTEN)
    page.evaluate(REDRAW)
    assert page.evaluate("heard") == []

    server.record("3", vitals((214, 90), 80))

    expect(said).to_have_text("Urgent, chair 3: Systolic 214 mmHg.")
    page.evaluate(REDRAW)
    assert page.evaluate("heard") == ["Urgent, chair 3: Systolic 214 mmHg."]
