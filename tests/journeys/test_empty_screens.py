"""Lists with nothing in them, in Spanish: they say so, keep nobody out, and no English is left.

A clinic on its first day has people and not one chair; what cannot be read says why, with contact
and without.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from monitor.services import people
from monitor.services.founding import console_actor, found_clinic
from monitor.services.views import NewPerson
from tests.journeys.clinic import ADMINISTRATOR, NURSE, Clinic, Person, prepared, served
from tests.journeys.conftest import OpenTablet, let_in, stand_between
from tests.journeys.looking import EVERY_LOOK, SCHEMES, barriers, choose, lose_contact
from tests.looks.look import english_left

pytestmark = pytest.mark.journey

NOBODY_ID = "00000000-0000-4000-8000-000000000000"
DRAWN = "() => !document.querySelector('main [data-still-loading]')"
SCREENS: tuple[tuple[Person, str, str], ...] = (
    (NURSE, "/", "main, .chairs"),
    (NURSE, "/today", "main"),
    (NURSE, "/start", ".start .card"),
    (NURSE, "/watch", "#watch-chairs"),
    (NURSE, "/handover", "main"),
    (NURSE, "/handover/past", "main"),
    (NURSE, "/register", ".register"),
    (NURSE, "/downtime", "main"),
    (ADMINISTRATOR, "/admin/room", "main h2"),
    (ADMINISTRATOR, "/audit", "main"),
)
FAILING = (*SCREENS, (NURSE, f"/sessions/{NOBODY_ID}", "main"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """People, no chair, no patient."""
    folder = tmp_path_factory.mktemp("first-day")
    with prepared(folder) as (house, clinic):
        found_clinic(house, "DEMO Norte", "America/Los_Angeles", _new(ADMINISTRATOR))
        people.add_person(house, console_actor(house, ADMINISTRATOR.login), _new(NURSE))
    with served(clinic, folder, "from monitor.cli import app; app()", "serve"):
        yield clinic


def _new(person: Person) -> NewPerson:
    roles = frozenset({person.role})
    return NewPerson(person.login, person.name, roles, person.password, person.pin)


def _reader(tablet: OpenTablet, clinic: Clinic, person: Person) -> BrowserContext:
    """A tablet of somebody who reads Spanish."""
    context = tablet(worker=False)
    let_in(context, person, clinic)
    (secret,) = (one for one in context.cookies() if one.get("name") == "monitor_csrf")
    headers = {"Origin": clinic.url, "X-CSRF-Token": str(secret.get("value"))}
    path = f"{clinic.url}/api/v1/me/language"
    answer = context.request.post(path, data={"language": "es"}, headers=headers)
    assert answer.ok, answer.text()
    return context


def _wrong_with(page: Page, name: str, turn: int) -> list[str]:
    """In the light or in the dim by turns; in both with SOAK=long."""
    found = []
    for scheme in SCHEMES if EVERY_LOOK else (SCHEMES[turn % 2],):
        choose(page, scheme)
        found += [f"{name} {scheme}: {one}" for one in barriers(page)]
    text = page.evaluate("() => document.body.innerText")
    return [*found, *(f"{name}: English: {one}" for one in english_left(text))]


@pytest.mark.parametrize("person", [NURSE, ADMINISTRATOR], ids=["nurse", "administrator"])
def test_empty_lists_keep_nobody_out_with_contact_and_without(
    tablet: OpenTablet, server: Clinic, person: Person
) -> None:
    context = _reader(tablet, server, person)
    found: list[str] = []
    for turn, (who, path, there) in enumerate(SCREENS):
        if who is not person:
            continue
        page = context.new_page()
        page.clock.install()
        page.goto(server.url + path)
        page.locator(there).first.wait_for()
        page.wait_for_function(DRAWN)
        expect(page.locator("html")).to_have_attribute("lang", "es")
        found += _wrong_with(page, path, turn)
        if page.evaluate("() => Boolean(window.monitor && monitor.live)"):
            lose_contact(page)
            found += _wrong_with(page, f"{path} without contact", turn + 1)
            context.set_offline(False)
        page.close()
    assert found == []


@pytest.mark.parametrize("person", [NURSE, ADMINISTRATOR], ids=["nurse", "administrator"])
def test_what_cannot_be_read_keeps_nobody_out(
    tablet: OpenTablet, server: Clinic, person: Person
) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=500, json={"detail": "DEMO fault"})

    context = _reader(tablet, server, person)
    found: list[str] = []
    for turn, (who, path, _) in enumerate(FAILING):
        if who is person:
            page = context.new_page()
            stand_between(page, "**/_dash-update-component", fail)
            page.goto(server.url + path)
            page.locator("main, .loading").first.wait_for(state="attached")
            found += _wrong_with(page, f"{path} failing", turn)
            page.close()
    assert found == []
