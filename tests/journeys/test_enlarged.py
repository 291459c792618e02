"""Text at 200 % on every screen: nothing is cut, covered, out of reach or scrolls both ways.

Spanish on all of them, English on the entry form, its dialogs and the doors; with SOAK=long on all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from tests.journeys.clinic import (
    ADMINISTRATOR,
    MAYA,
    NURSE,
    PHYSICIAN,
    RUTH,
    SECOND_NURSE,
    Clinic,
    Person,
    prepared,
    served,
    vitals,
)
from tests.journeys.conftest import OpenTablet, let_in
from tests.journeys.devices import page_on
from tests.journeys.fitting import Eyes, every_enlargement, misfits
from tests.journeys.leaving import RELEASED, WALKS, Past, serving_with_past
from tests.journeys.looking import EVERY_LOOK

pytestmark = pytest.mark.journey

LANGUAGES = ("en", "es")  # in the shorter one at the tightest sizes alone: see Eyes
LONGER = LANGUAGES if EVERY_LOOK else ("es",)
"""What is walked in the longer language alone, unless every look is asked for."""

LONG = "Maria Guadalupe Fernández-Villanueva"
READY, CALLS = "20", "21"
DIALOGS: tuple[tuple[str, dict[str, str]], ...] = (
    ("infusion", {}),
    ("dose", {}),
    ("medication", {}),
    ("intervention", {}),
    ("walk", {}),
    ("orientation", {}),
    ("stand", {}),
    ("scale", {"name": "phq9"}),
    ("note", {}),
    ("correct", {}),
    ("strike", {}),
    ("acknowledge", {}),
    ("attest", {"item": "escort"}),
    ("emergency", {}),
    ("chair", {}),
    ("call", {"code": "systolic_high"}),
    ("register", {}),
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clinic, Past]]:
    """A clinic with something of everything: alerts, an order, a course, who watches, drugs."""
    with serving_with_past(tmp_path_factory.mktemp("enlarged")) as (clinic, past):
        _play(past)
        _fill(clinic)
        yield clinic, past


@pytest.fixture(scope="module")
def server(played: tuple[Clinic, Past]) -> Clinic:
    return played[0]


def _play(past: Past) -> None:
    """One patient is ready to go, another's urgent alert waits for half an hour."""
    past.seat(READY, LONG)
    past.recover(READY, WALKS, RELEASED)
    past.seat(CALLS, "Wilhelmina Abernathy-Thompson")
    past.enter(CALLS, 30, vitals((206, 114), 104))


def _fill(clinic: Clinic) -> None:
    now = datetime.now(UTC)
    with clinic.caller(NURSE) as client:
        seats = [clinic.chairs[chair] for chair in ("1", "2", READY)]
        client.post("/watch/take", json={"chair_ids": seats}).raise_for_status()
        (one,) = client.get("/physicians").json()["physicians"]
        span = {"from_at": now.isoformat(), "until_at": (now + timedelta(hours=8)).isoformat()}
        duty = {"person_id": one["person_id"], "phone": "+1 555 010 0142", **span}
        client.post("/watch/duty", json=duty).raise_for_status()
        witnesses = client.get("/register/form").json()["witnesses"]
        seen = next(each for each in witnesses if each["name"] == SECOND_NURSE.name)
        drawn = {
            "id": str(uuid4()), "action": "received", "amount_mg": 500, "drug": "esketamine",
            "lot": "E7", "strength": "28 mg",
            "witness": {"person_id": seen["person_id"], "pin": SECOND_NURSE.pin},
        }  # fmt: skip
        client.post("/register", json=drawn).raise_for_status()
    clinic.screen(RUTH.name)
    with clinic.caller(SECOND_NURSE) as client:
        course = {
            "indication": "depression", "schedule_id": "induction-then-monthly",
            "protocol_id": "ketamine-iv", "first_on": now.date().isoformat(),
        }  # fmt: skip
        path = f"/patients/{clinic.patients[RUTH.name]}/courses"
        client.post(path, json=course).raise_for_status()
    clinic.record("1", {"kind": "order", "text": "Keep the room dark"}, PHYSICIAN)


def _reader(tablet: OpenTablet, clinic: Clinic, person: Person, language: str) -> Eyes:
    """A tablet of somebody who reads this language."""
    context = tablet()
    let_in(context, person, clinic)
    (secret,) = (one for one in context.cookies() if one["name"] == "monitor_csrf")
    answer = context.request.post(
        "/api/v1/me/language",
        data={"language": language},
        headers={"Origin": clinic.url, "X-CSRF-Token": secret["value"]},
    )
    assert answer.ok, answer.text()
    return Eyes(page_on(context), language)


def _open(page: Page, name: str, session: str, options: dict[str, str]) -> None:
    page.evaluate(
        "([name, session, options]) => { window.monitor.dialogs.open(name, session, options); }",
        [name, session, options],
    )
    page.locator("dialog[open] .dialog__body > *").first.wait_for()


def _act(page: Page, name: str, **data: str) -> None:
    extra = "".join(f"[data-{key}='{value}']" for key, value in data.items())
    page.locator(f"[data-act='{name}']{extra}:visible").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_entry_form_with_its_panels_and_dialogs(
    tablet: OpenTablet, server: Clinic, language: str
) -> None:
    eyes = _reader(tablet, server, NURSE, language)
    page = eyes.page
    eyes.go("record", f"/record#{server.sessions['1']}", "html[data-ready=yes] .entry")
    _act(page, "not-measured")
    eyes.look("not-measured")
    _act(page, "reason")
    for digit in "195":
        _act(page, "key", key=digit)
    eyes.look("unlikely")
    _act(page, "keep")
    _act(page, "more")
    eyes.look("more")
    _act(page, "tab", tab="mind")
    eyes.look("mind")
    _act(page, "more-close")
    _act(page, "all-none")
    _act(page, "flags-report")
    eyes.look("flags")
    page.reload()
    page.locator("html[data-ready=yes] .entry").wait_for()
    for name, options in DIALOGS:
        _open(page, name, server.sessions["2"], options)
        eyes.look(f"dialog-{name}")
        page.keyboard.press("Escape")
        page.locator("dialog[open]").wait_for(state="detached")

    assert eyes.found == []


@pytest.mark.parametrize("language", LONGER)
def test_the_screens_of_the_room(tablet: OpenTablet, server: Clinic, language: str) -> None:
    eyes = _reader(tablet, server, NURSE, language)
    page = eyes.page
    session, patient = server.sessions["1"], server.patients[RUTH.name]
    eyes.go("board", "/", ".seat__body")
    page.locator("details.who summary").click()
    eyes.look("menu")
    page.evaluate("monitor.lock.lock()")
    page.locator(".lock").wait_for()
    eyes.look("lock")

    eyes = _reader(tablet, server, NURSE, language)
    page = eyes.page
    eyes.go("watch", "/watch", ".watch__chair")
    eyes.go("today", "/today", ".today__line")
    eyes.go("course", f"/patients/{patient}/course", ".course__row li")
    page.locator(".course__acts button").first.click()
    page.locator("dialog[open]").wait_for()
    eyes.look("plan")
    eyes.go("course-new", f"/patients/{server.patients[MAYA.name]}/course", ".plan")
    eyes.go("start", f"/start?patient={patient}", ".start__patient")
    eyes.go("start-new", "/start", ".start__new")
    page.locator(".start__new summary").click()
    page.locator("#start-another-number").click()
    page.locator("#start-kind-1").wait_for()
    eyes.look("start-registration")
    eyes.go("eligibility", f"/patients/{patient}/eligibility", "[data-answer]")
    eyes.go("chart", f"/sessions/{session}", ".rail__count")
    page.locator(".chart__add summary").click()
    eyes.look("chart-add")
    eyes.go("handover", "/handover", ".hand__chair")
    eyes.go("register", "/register", ".register table")
    eyes.go("downtime", "/downtime", "[data-sheet]")
    eyes.go("paper", f"/sessions/{session}/paper", ".paper__table")

    assert eyes.found == []


@pytest.mark.parametrize("language", LONGER)
def test_what_physicians_and_administrators_decide(
    tablet: OpenTablet, played: tuple[Clinic, Past], language: str
) -> None:
    server, past = played
    past.measure_again(READY, WALKS, RELEASED)
    eyes = _reader(tablet, server, PHYSICIAN, language)
    page = eyes.page
    session = server.sessions[READY]
    eyes.go("discharge", f"/sessions/{session}/discharge", ".decide")
    buttons = page.locator(".sign__buttons button")
    for number in range(buttons.count()):
        buttons.nth(number).click()
        page.locator("dialog[open]").wait_for()
        eyes.look(f"decide-{number}")
        page.keyboard.press("Escape")
        page.locator("dialog[open]").wait_for(state="detached")
    _open(page, "order", session, {})
    eyes.look("dialog-order")
    eyes.go("chart-call", f"/sessions/{server.sessions[CALLS]}", ".rail__count")
    page.locator(".rail__peek").click()
    eyes.look("rail")
    keeper = _reader(tablet, server, ADMINISTRATOR, language)
    for name, path in (
        ("people", "/admin"),
        ("person", "/admin?person=new"),
        ("room", f"/admin/room?chair={server.chairs['4']}"),
        ("protocols", "/admin/protocols?protocol=ketamine-iv"),
        ("overrides", "/admin/overrides?protocol=esketamine-nasal"),
        ("clinic", "/admin/clinic"),
    ):
        keeper.go(f"admin-{name}", path, ".admin__card")

    assert eyes.found + keeper.found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doors(tablet: OpenTablet, server: Clinic, language: str) -> None:
    eyes = _reader(tablet, server, NURSE, language)
    page = eyes.page
    page.goto("/")
    page.locator("details.who summary").click()
    page.locator("[data-sign-out]").click()
    page.locator(".tile").first.wait_for()
    eyes.look("tiles")
    page.locator(".tile").first.click()
    eyes.look("pin")
    stranger = Eyes(page_on(tablet()), language)
    stranger.page.set_extra_http_headers({"Accept-Language": language})
    stranger.go("sign-in", "/sign-in", "[name=login], #login")

    assert eyes.found + stranger.found == []


def test_setting_up(tablet: OpenTablet, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    with prepared(folder) as (_house, clinic):
        pass
    found: list[str] = []
    with served(clinic, folder, "from monitor.cli import app; app()", "serve"):
        for language in LANGUAGES:
            eyes = Eyes(page_on(tablet()), language)
            eyes.page.set_extra_http_headers({"Accept-Language": language})
            eyes.go("set-up", f"{clinic.url}/set-up", ".set-up form")
            found += eyes.found

    assert found == []


SOUND = "<button style='display: block; height: 48px'>Save</button><p>Everything is said.</p>"
WRONG = {
    "<p style='width: 900px'>Too wide</p>": "the page is 9",
    "<p style='width: 40px; overflow: hidden; white-space: nowrap'>A patient's name</p>": "cut at",
    "<p style='height: 9px; overflow: hidden'>A reason that is read whole</p>": "cut below",
    "<p style='margin-bottom: -30px'>Alert</p><p>Dose</p>": "on each other",
    "<button style='position: absolute; left: -60px'>Save</button>": "off the side",
    "<p style='position: fixed; inset: auto 0 0; height: 60px; background: red'></p>"
    "<button style='display: block; margin-top: 900px'>Save</button>": "out of reach",
    "<p style='position: sticky; top: 0; height: 300px'>Bar</p>": "stay in",
}


def test_the_check_finds_what_does_not_fit(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    page.set_content(SOUND)
    for size in every_enlargement(page):
        assert misfits(page) == [], size
    for wrong, said in WRONG.items():
        page.set_content(SOUND + wrong)
        page.set_viewport_size({"width": 512, "height": 384})
        found = misfits(page)
        assert any(said in one for one in found), (wrong, found)
