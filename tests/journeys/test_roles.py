"""An auditor, somebody with read-only, and a clinic whose backups and database are in trouble."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from playwright.sync_api import Page, expect

from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.services import people
from monitor.services.founding import console_actor
from monitor.services.views import NewPerson
from monitor.store.work import About
from tests.databases import ON_POSTGRESQL, url_for
from tests.journeys.clinic import (
    ADMINISTRATOR,
    MAYA,
    NURSE,
    Clinic,
    Person,
    prepared,
    seed,
    served,
)
from tests.journeys.conftest import DESK, OpenTablet, arrive
from tests.journeys.devices import page_on
from tests.journeys.looking import barriers, every_look, small_targets, too_wide, wait_until
from tests.journeys.record_form import Form, entries_of

pytestmark = pytest.mark.journey

AUDITOR = Person("qdiaz", "Quim Diaz", Role.AUDITOR, "paper-late-window-2", "")
READER = Person("rlow", "Rhea Low", Role.READ_ONLY, "cup-north-slow-6", "")
ACTS = (
    "[data-dialog], [data-post], [data-plan], [data-modal], a[href^='/record'], a[href^='/start']"
)
STRIP = ".store-state"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The clinic with an auditor and a reader, whose last backup has just failed."""
    folder, backups = tmp_path_factory.mktemp("clinic"), tmp_path_factory.mktemp("backups")
    with prepared(folder) as (house, clinic):
        seed(house, clinic)
        by = console_actor(house, ADMINISTRATOR.login)
        for one in (AUDITOR, READER):
            new = NewPerson(one.login, one.name, frozenset({one.role}), one.password)
            people.add_person(house, by, new)
        with house.writing(by.clinic_id) as work:
            why = About(detail={"why": "no space left on the disk"})
            work.audit(AuditAction.BACKUP_FAILED, datetime.now(UTC), None, why)
            work.commit(changes=False)
    program = ("from monitor.cli import app; app()", "serve")
    with served(clinic, folder, *program, MONITOR_BACKUP_DIR=str(backups)):
        yield clinic


@contextmanager
def held_by_another(clinic: Clinic) -> Iterator[None]:
    """Another program holds the database, so that nothing can be written; reading goes on."""
    url = url_for(clinic.folder / "monitor.db")
    if ON_POSTGRESQL:
        with psycopg.connect(url.replace("+psycopg", "")) as another:
            another.execute("LOCK TABLE audit_entries, session_events IN EXCLUSIVE MODE")
            yield
            another.rollback()
        return
    with closing(sqlite3.connect(clinic.folder / "monitor.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def offered(page: Page) -> list[str]:
    """The ways to record, plan or sign that can be seen."""
    shown = page.locator(ACTS).filter(visible=True)
    return [shown.nth(place).inner_text() for place in range(shown.count())]


def test_who_only_reads_is_offered_nothing_to_record_or_sign(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = page_on(tablet())
    arrive(page, READER)
    expect(page.locator("#chair-2")).to_contain_text("Urgent")
    assert offered(page) == []
    session = f"/sessions/{server.sessions['2']}"
    for path, drawn in ((session, ".rail__count h2"), (f"{session}/discharge", ".sum h2")):
        page.goto(path)
        expect(page.locator(drawn)).to_be_visible()
        assert offered(page) == [], path
        expect(page.get_by_role("button", name="Sign")).to_have_count(0)
    assert barriers(page) == []
    page.goto(f"/record#{server.sessions['2']}")
    expect(page.locator("body")).to_contain_text("not allowed to record in a session")


def test_an_auditor_searches_from_the_menu_and_sees_nothing_that_was_recorded(
    tablet: OpenTablet,
) -> None:
    page = page_on(tablet(size=DESK))
    arrive(page, AUDITOR)
    page.locator(".seat").first.wait_for()
    page.locator(".who summary").click()
    page.get_by_role("link", name="Audit", exact=True).click()
    expect(page.locator(".audit tbody tr").first).to_be_visible()
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page) == [], look
        assert too_wide(page) == [], look

    page.get_by_label("From", exact=True).fill("yesterday")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#audit-said")).to_contain_text("That is no instant (allowed: 2026-03-02")
    page.get_by_label("From", exact=True).fill("")
    page.get_by_label("About which patient").fill("maya")
    page.get_by_role("link", name=MAYA.name).click()
    expect(page.locator(".audit tbody tr").first).to_contain_text(MAYA.name)
    expect(page.get_by_role("link", name="Any patient")).to_be_visible()
    assert "maya" not in page.url.casefold()


def test_a_database_that_takes_nothing_is_said_on_every_screen_until_it_does(
    tablet: OpenTablet, server: Clinic
) -> None:
    device = tablet()
    page = page_on(device)
    arrive(page, NURSE, f"/record#{server.sessions['1']}")
    form = Form(page, server.sessions["1"])
    form.ready()
    board = page_on(device)
    board.goto("/")
    board.locator(".seat").first.wait_for()
    before = len(entries_of(server, form.session, "vitals"))
    with held_by_another(server):
        form.quiet_set()
        form.tap("save")
        for one in (page, board):
            expect(one.locator(STRIP)).to_contain_text("held by another program")
            expect(one.locator(STRIP)).to_contain_text("entries stay on this tablet")
        for look in every_look(board):
            assert barriers(board) == [], look

    for one in (page, board):
        expect(one.locator(STRIP)).to_have_count(0)
    wait_until(page, lambda: len(entries_of(server, form.session, "vitals")) == before + 1)


def test_a_failed_backup_is_told_to_administrators_and_to_nobody_else(tablet: OpenTablet) -> None:
    page = page_on(tablet())
    arrive(page, ADMINISTRATOR)
    notice = page.get_by_role("alert").filter(has_text="The clinic has no fresh backup")
    expect(notice).to_be_visible()
    for look in every_look(page):
        assert barriers(page) == [], look
        assert small_targets(page, what=".notice button, .notice a") == [], look
    notice.get_by_role("link", name="See why").click()
    alert = page.locator(".admin__todo[role=alert]")
    expect(alert).to_contain_text("failed: no space left on the disk")
    for look in every_look(page):
        assert barriers(page) == [], look
    others = page_on(tablet())
    arrive(others, NURSE)
    others.locator(".seat").first.wait_for()
    expect(others.get_by_text("The clinic has no fresh backup")).to_have_count(0)
