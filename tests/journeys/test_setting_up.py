"""A clinic sets itself up from an empty database, by the screens alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.journeys.clinic import Clinic, prepared, served
from tests.journeys.conftest import DESK, PATIENCE_MS, TABLET, tap_pin
from tests.journeys.looking import barriers, small_targets
from tests.journeys.screening import screen_first

pytestmark = pytest.mark.journey

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b")
KEEPER, KEEPER_PASSWORD, KEEPER_PIN = "Sam Hale", "wood-early-north-7", "9057"
GIVEN_PASSWORD, GIVEN_PIN = "first door only 1", "4826"
OWN_PASSWORD, OWN_PIN = "lamp-river-chair-9", "7142"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clinic, str]]:
    """A server over a database without a clinic, and the code that it wrote at its start."""
    folder = tmp_path_factory.mktemp("empty")
    with prepared(folder) as (_house, clinic):
        pass
    with served(clinic, folder, "from monitor.cli import app; app()", "serve"):
        yield clinic, _code(folder)


def _code(folder: Path) -> str:
    found = CODE.search((folder / "server.log").read_text(encoding="utf-8"))
    assert found, "the server wrote no set-up code"
    return found.group()


def device(browser: Browser, clinic: Clinic, size: dict[str, int]) -> BrowserContext:
    """A device that nobody has signed in on."""
    context = browser.new_context(
        base_url=clinic.url,
        viewport={"width": size["width"], "height": size["height"]},
        timezone_id="America/Denver",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def fill(page: Page, **said: str) -> None:
    """Type into the fields of the set-up form, by their names."""
    for name, words in said.items():
        page.locator(f"[name={name}]").fill(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def add_person(page: Page, name: str, login: str, role: str, phone: str = "") -> None:
    """Add somebody on the screen."""
    page.goto("/admin?person=new")
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Login", exact=True).fill(login)
    page.get_by_role("checkbox", name=role, exact=True).click()
    page.get_by_label(re.compile("Phone")).fill(phone)
    page.get_by_label("Password, for one sign-in").fill(GIVEN_PASSWORD)
    page.get_by_label("PIN, for one sign-in").fill(GIVEN_PIN)
    press(page, "Add this person")
    expect(page.get_by_text("Added.")).to_be_visible()


def add_chair(page: Page, label: str, room: str = "") -> None:
    page.goto("/admin/room?chair=new")
    page.get_by_label("What the chair is called").fill(label)
    page.get_by_label("Room it stands in").fill(room)
    press(page, "Add this chair")
    expect(page.get_by_text("Added.")).to_be_visible()


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f"#start-{field}").click()
    page.get_by_role("option", name=option, exact=True).click()


def found_it(page: Page, code: str) -> None:
    """Set up the clinic: refused with a wrong code and a weak PIN, then done; nothing is lost."""
    page.goto("/sign-in")
    expect(page).to_have_url(re.compile("/set-up$"))
    expect(page.get_by_label("Time zone")).to_have_value("America/Denver")
    assert barriers(page) == []
    assert small_targets(page) == []
    fill(page, code="AAAA-AAAA-AAAA", clinic_name="Harbor <b>Clinic</b>", name=KEEPER)
    fill(page, login="SHale", password=KEEPER_PASSWORD, again="another", pin="1234")
    press(page, "Set up the clinic")
    wrong = page.get_by_role("alert")
    expect(wrong).to_contain_text("The two passwords differ")
    fill(page, again=KEEPER_PASSWORD)
    press(page, "Set up the clinic")
    expect(wrong).to_contain_text("set-up code is wrong")
    fill(page, code=code)
    press(page, "Set up the clinic")
    expect(wrong).to_contain_text("among the first that anybody would try")
    expect(page.locator("[name=clinic_name]")).to_have_value("Harbor <b>Clinic</b>")
    fill(page, pin=KEEPER_PIN)
    press(page, "Set up the clinic")
    expect(page).to_have_url(re.compile("/admin$"))


def test_the_set_up_prints_its_questions_and_nothing_that_was_typed(
    browser: Browser, empty: tuple[Clinic, str]
) -> None:
    clinic, code = empty
    with device(browser, clinic, DESK) as context:
        page = context.new_page()
        page.goto("/set-up")
        fill(page, code=code, name="DEMO Sam Hale", pin=KEEPER_PIN)
        page.emulate_media(media="print")
        words = PdfReader(BytesIO(page.pdf(format="A4"))).pages[0].extract_text()
        assert "Set-up code" in words
        assert code not in words
        assert KEEPER_PIN not in words
        expect(page.locator(".btn:visible")).to_have_count(0)


def test_from_an_empty_database_to_a_session_by_the_screens_alone(
    browser: Browser, empty: tuple[Clinic, str]
) -> None:
    clinic, code = empty
    desk = device(browser, clinic, DESK).new_page()
    found_it(desk, code)
    waiting = desk.locator(".admin__todo")
    expect(waiting).to_contain_text("Still to do")
    expect(waiting.get_by_role("link")).to_have_text(
        ["Add a nurse", "Add a physician", "Add a chair", "Offer a protocol"]
    )

    add_person(desk, "Nora Vance", "nvance", "nurse")
    add_person(desk, "Dr Ada Rahman", "arahman", "physician", "+1 555 0100")
    add_chair(desk, "1", "East")
    add_chair(desk, "Window")
    desk.goto("/admin/protocols?protocol=ketamine-iv")
    press(desk, "Offer it for new sessions")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    expect(waiting).to_have_count(0)

    tablet = device(browser, clinic, TABLET).new_page()
    tablet.goto("/set-up")
    expect(tablet).to_have_url(re.compile("/sign-in$"))
    nurse_signs_in(tablet)
    start_a_session(tablet)
    desk.goto("/admin/room")
    expect(desk.locator(".admin__list li").first).to_contain_text("occupied")
    by_pin_afterwards(tablet)


def nurse_signs_in(page: Page) -> None:
    """With what the administrator set: good for choosing one's own, and for nothing else."""
    page.get_by_label("Login").fill("nvance")
    page.get_by_label("Password", exact=True).fill(GIVEN_PASSWORD)
    press(page, "Sign in")
    page.get_by_label("New password", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("New password once more").fill(OWN_PASSWORD)
    page.get_by_label("New PIN, four digits").fill("1111")
    page.get_by_label("New PIN once more").fill("1111")
    assert barriers(page) == []
    press(page, "Sign in")
    expect(page.locator("[data-part=wrong]")).to_contain_text("among the first")
    page.get_by_label("New PIN, four digits").fill(OWN_PIN)
    page.get_by_label("New PIN once more").fill(OWN_PIN)
    press(page, "Sign in")
    expect(page.locator("#chair-1")).to_be_visible()


def start_a_session(page: Page) -> None:
    """A patient is registered, and sits in a chair on the protocol that is offered."""
    page.get_by_role("link", name="New session in chair 1").click()
    page.get_by_text("Register a new patient").click()
    form = page.locator(".start__form")
    form.get_by_label("Full name").fill("Ruth Abernathy")
    form.get_by_label("Birth date").fill("1958-01-19")
    form.get_by_label("Weight").fill("64")
    form.get_by_role("button", name="Register", exact=True).click()
    expect(page.get_by_role("heading", name="Ruth Abernathy")).to_be_visible()
    page.locator("#start-protocol").click()
    expect(page.get_by_role("option")).to_have_text(["Ketamine infusion"])
    screen_first(page)
    page.get_by_label("Dose, mg", exact=True).fill("32")
    press(page, "Start session")
    page.wait_for_url(re.compile("/sessions/"))
    expect(page.get_by_role("heading", name="Ruth Abernathy")).to_be_visible()


def by_pin_afterwards(page: Page) -> None:
    """The tablet is known now: the nurse's tile and the PIN that only she knows."""
    page.goto("/")
    page.locator(".who summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    page.get_by_role("button", name=re.compile("Nora Vance")).click()
    tap_pin(page, OWN_PIN)
    expect(page.locator("#chair-1")).to_contain_text("Ruth Abernathy")
