"""What every journey starts from: a served clinic, tablets, and people who sign in on them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from weakref import WeakKeyDictionary, WeakSet

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.journeys import last_seen
from tests.journeys.clinic import NURSE, PHYSICIAN, Clinic, Person, serving
from tests.journeys.devices import Kind, Shelf, draw_at, page_on

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TABLET = {"width": 1024, "height": 768}
DESK = {"width": 1440, "height": 900}
PATIENCE_MS = 60_000  # for a state to come about, on a machine that is busy with other things

OpenTablet = Callable[..., BrowserContext]

_without_worker: WeakSet[BrowserContext] = WeakSet()
_clinics: WeakKeyDictionary[BrowserContext, Clinic] = WeakKeyDictionary()
_in_use: list[BrowserContext] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say with a failure what the screens showed."""
    report = yield
    if report.failed and call.when != "teardown":
        report.sections += [("a screen", last_seen.tell(context)) for context in _in_use]
    return report


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A freshly seeded clinic, served for one file of tests."""
    with serving(tmp_path_factory.mktemp("clinic")) as clinic:
        yield clinic


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("no chromium on the PATH; as root: apt-get install chromium-headless-shell")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def shelf(browser: Browser) -> Shelf:
    """Where devices wait for the next test."""
    assert browser.is_connected()
    return Shelf()


@pytest.fixture
def tablet(
    request: pytest.FixtureRequest, browser: Browser, server: Clinic, shelf: Shelf
) -> Iterator[OpenTablet]:
    """Open a device of its own: cookies, storage and network apart from any other.

    A service ``worker`` keeps half a hundred files for each new device, so only tests that are
    marked with ``worker`` have one; and with one no test can stand between page and server.
    Without one, a device may have shown the program to an earlier test. ``anew`` is one that has
    not: for a first visit, and for tests that leave something on it that no one can take off, such
    as a script for every page or what the page is drawn for.
    Nothing moves: without a graphics card every moving pixel is paid for by the processor.
    """
    opened: list[tuple[Kind | None, BrowserContext]] = []
    marked = request.node.get_closest_marker("worker") is not None

    def open_tablet(
        scheme: str = "light",
        size: dict[str, int] | None = None,
        *,
        worker: bool = marked,
        anew: bool = False,
    ) -> BrowserContext:
        wide = size or TABLET
        kind = Kind(server.url, scheme, has_touch=wide == TABLET)
        context = None if worker or anew else shelf.take(kind)
        context = context or _new_device(browser, kind, worker=worker)
        draw_at(context, wide)
        opened.append((None if worker or anew else kind, context))
        _in_use.append(context)
        last_seen.forget(context)
        _clinics[context] = server
        if not worker:
            _without_worker.add(context)
        return context

    yield open_tablet
    for kind, context in opened:
        _in_use.remove(context)
        if kind:
            shelf.put_back(kind, context)
        else:
            context.close()


def _new_device(browser: Browser, kind: Kind, *, worker: bool) -> BrowserContext:
    context = browser.new_context(
        reduced_motion="reduce",
        service_workers="allow" if worker else "block",
        base_url=kind.url,
        has_touch=kind.has_touch,
    )
    context.set_default_timeout(PATIENCE_MS)
    last_seen.listen(context)
    context.add_init_script(f"localStorage.setItem('monitor-scheme', '{kind.scheme}')")
    return context


def sign_in(page: Page, person: Person, path: str = "/") -> None:
    """Sign in by password, as on a device that is new here, and land on ``path``."""
    page.goto(f"/sign-in?next={path}")
    page.get_by_label("Login").fill(person.login)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url and url.endswith(path))


def let_in(context: BrowserContext, person: Person, clinic: Clinic) -> None:
    """Sign in by password without the screen for it, which is shown elsewhere."""
    body = {"login": person.login, "password": person.password}
    origin = {"Origin": clinic.url}
    answer = context.request.post("/api/v1/sign-in/password", data=body, headers=origin)
    assert answer.ok, answer.text()


def arrive(page: Page, person: Person, path: str = "/") -> None:
    """Come to ``path`` as somebody who has signed in."""
    let_in(page.context, person, _clinics[page.context])
    page.goto(path)


def stand_between(
    page: Page, address: str | re.Pattern[str], answer: Callable[[Route], object]
) -> None:
    """Take the page's requests for these addresses away from the server.

    A service worker that controls the page lets some of them slip through, now and then: the
    tablet has to be opened without one.
    """
    assert page.context in _without_worker, (
        "this tablet has a service worker: open it with tablet(worker=False)"
    )
    page.route(address, answer)


def tap_pin(page: Page, pin: str) -> None:
    """Tap four digits on the screen's own keys."""
    for digit in pin:
        page.locator(f"[data-key='{digit}']:visible").click()


@pytest.fixture
def nurse_page(tablet: OpenTablet) -> Page:
    """A nurse's tablet at the board."""
    page = page_on(tablet())
    arrive(page, NURSE)
    page.locator(".seat").first.wait_for()
    return page


@pytest.fixture
def physician_page(tablet: OpenTablet) -> Page:
    """A physician's desk at the board."""
    page = page_on(tablet(size=DESK))
    arrive(page, PHYSICIAN)
    page.locator(".seat").first.wait_for()
    return page
