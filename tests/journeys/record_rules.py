"""The entry form's own modules, imported into an empty page of a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Route

from monitor.web.assets import assets_folder
from monitor.web.names import names_tag
from tests.journeys.conftest import PATIENCE_MS

LIMITS = {
    "systolic_mmhg": {"hard": [40, 300], "soft": [85, 190]},
    "diastolic_mmhg": {"hard": [20, 200], "soft": [45, 115]},
    "pulse_pressure_mmhg": {"hard": [5, None], "soft": [20, 100]},
    "heart_rate_bpm": {"hard": [20, 300], "soft": [45, 140]},
    "spo2_percent": {"hard": [30, 100], "soft": [93, 100], "probe_below": 70},
    "respiratory_rate_per_min": {"hard": [0, 80], "soft": [10, 28], "apnoea_at_most": 5},
    "oxygen_l_min": {"hard": [0, 15], "soft": [0, 0]},
    "temperature_c": {"hard": [25, 45], "soft": [35, 38.5]},
}
TYPES = {".js": "text/javascript", ".html": "text/html"}


def _from_disk(route: Route) -> None:
    path = route.request.url.split("localhost", 1)[1].split("?")[0]
    file = assets_folder() / path.removeprefix("/assets/")
    if file.is_file():
        route.fulfill(path=file, content_type=TYPES[file.suffix])
    else:
        body = f"<!doctype html><meta charset=utf-8><title>rules</title>{names_tag()}"
        body += '<script src="/assets/js/language.js"></script>'
        route.fulfill(body=body, content_type="text/html")


@contextmanager
def rules_page(browser: Browser) -> Iterator[Page]:
    """An empty page that can import the form's modules."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.route("**/*", _from_disk)
    page.goto("http://localhost/rules")
    yield page
    context.close()


def call(rules: Page, module: str, body: str, **given: Any) -> Any:
    """Evaluate ``body`` with the module's exports as ``m`` and the given values."""
    script = (
        f"async (given) => {{ const m = await import('/assets/js/{module}.js'); "
        f"const {{ limits }} = given; {body} }}"
    )
    return rules.evaluate(script, {"limits": LIMITS, **given})
