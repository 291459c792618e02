"""`make looks`: a picture of every screen, in three sizes, both schemes and both languages.

The demo clinic is made afresh, served, and walked through. What a program can see is told beside
the pictures: what is wider than the screen, words that are cut off, English left in Spanish.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from monitor.demo.clinic import read_clinic
from tests.benchmarks.servers import free_port
from tests.journeys.clinic import Clinic, prepared, served
from tests.journeys.conftest import QUIET
from tests.journeys.english import english_sentences
from tests.journeys.fitting import ENLARGED, misfits
from tests.journeys.looking import SCHEMES, SIZES, settle
from tests.looks.screens import (
    FOUNDER,
    NEXT_NURSE,
    NOBODY,
    NURSE,
    SCREENS,
    STRANGER,
    Screen,
)

Look = tuple[str, tuple[int, int]]
FOLDER = Path("screenshots")
LANGUAGES = ("en", "es")
UNDER_TREATMENT = ("Kovalenko", "Brandvold", "Diallo")
SHOWN_WITHIN_MS = 60_000
DEMO_STARTS_WITHIN_S = 600.0  # it plays months, on a machine that may be busy
ALL_READY = """
() => !document.querySelector('main [data-still-loading], .is-recolouring')
  && [...document.querySelectorAll('.dash-graph')].every(
    (graph) => (graph.querySelector('.js-plotly-plot')?.data || []).length)
"""
CUT = """
() => [...document.querySelectorAll('body *')]
  .filter(each => each.checkVisibility({visibilityProperty: true}))
  .filter(each => [...each.childNodes].some(one => one.nodeType === 3 && one.nodeValue.trim()))
  .filter(each => ['hidden', 'clip'].includes(getComputedStyle(each).overflowX))
  .filter(each => each.clientWidth > 8 && each.scrollWidth > each.clientWidth + 1)
  .map(each => `${each.className || each.tagName}: ${each.textContent.trim().slice(0, 60)}`)
"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Walk:
    """One walk through the screens: the browser, the clinics, where the pictures go."""

    browser: Browser
    folder: Path
    clinic: Clinic
    empty: Clinic
    places: dict[str, str] = field(default_factory=dict)
    wanted: dict[str, tuple[Look, ...]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def tell(self, line: str) -> None:
        self.seen.append(line)
        print(line, flush=True)

    def through(self, screens: tuple[Screen, ...]) -> None:
        """Take the pictures, person by person, so that each signs in once a language."""
        for language in self.wanted:
            for who in dict.fromkeys(screen.who for screen in screens):
                with self._device(who, language) as context:
                    page = context.new_page()  # one for all: a new one reads every script anew
                    for screen in screens:
                        if screen.who == who:
                            self._picture(page, screen, language)

    def _picture(self, page: Page, screen: Screen, language: str) -> None:
        def failed(error: BrowserError) -> None:
            self.tell(f"{screen.name}: error {error}")

        page.on("pageerror", failed)
        try:
            self.come_to(page, screen)
            self.look_at(page, screen, language)
        except BrowserError as error:
            self.tell(f"{screen.name} {language}: not shown: {str(error).splitlines()[0]}")
        finally:
            page.remove_listener("pageerror", failed)
            if screen.name == "lock":
                self._let_in(page.context, screen.who)

    def come_to(self, page: Page, screen: Screen) -> None:
        """Open the screen and wait until it is drawn."""
        if "#" in screen.path:  # from the form of another session it comes anew a moment later
            page.goto("about:blank")
        page.goto(screen.path.format(**self.places))
        page.locator(screen.shows).first.wait_for()
        page.wait_for_function(ALL_READY)
        if screen.act:
            screen.act(page)

    def look_at(self, page: Page, screen: Screen, language: str) -> None:
        """Take its pictures, and tell what a program sees on them."""
        for look in looks(page, self.wanted[language]):
            name = f"{screen.name}-{language}-{look}"
            page.wait_for_function(ALL_READY)
            settle(page)
            page.screenshot(path=self.folder / f"{name}.png")
            self._judge(page, name, language)

    def _judge(self, page: Page, name: str, language: str) -> None:
        size = page.viewport_size
        if size and (size["width"], size["height"]) in ENLARGED:
            for misfit in misfits(page):
                self.tell(f"{name}: {misfit}")
            return
        wide = page.evaluate(WIDE)
        if wide > 0:
            self.tell(f"{name}: {wide} px wider than the screen")
        for words in page.evaluate(CUT):
            self.tell(f"{name}: cut off: {words}")
        if language != "en":
            text = page.evaluate("() => document.body.innerText")
            for words in english_left(text):
                self.tell(f"{name}: English: {words}")

    @contextmanager
    def _device(self, who: str, language: str) -> Iterator[BrowserContext]:
        base = self.empty if who == FOUNDER else self.clinic
        context = self.browser.new_context(
            base_url=base.url,
            locale=language,
            has_touch=True,
            service_workers="block",
            reduced_motion="reduce",
        )
        context.set_default_timeout(SHOWN_WITHIN_MS)
        if who not in (FOUNDER, STRANGER):
            self._let_in(context, who or NURSE)
            self._read_in(context, language)
        if who == NOBODY:
            self._call(context, "POST", "/sign-out")
        yield context
        if who not in (FOUNDER, STRANGER, NOBODY):
            self._read_in(context, "en")
        context.close()

    def _let_in(self, context: BrowserContext, login: str) -> None:
        person = next(one for one in read_clinic().people if one.login == login)
        body = {"login": login, "password": person.password}
        self._call(context, "POST", "/sign-in/password", body)

    def _read_in(self, context: BrowserContext, language: str) -> None:
        self._call(context, "POST", "/me/language", {"language": language})

    def _call(
        self, context: BrowserContext, method: str, path: str, body: dict[str, Any] | None = None
    ) -> None:
        headers = {"Origin": self.clinic.url}
        for cookie in context.cookies():
            if cookie.get("name") == "monitor_csrf":
                headers["X-CSRF-Token"] = str(cookie.get("value"))
        url = f"{self.clinic.url}/api/v1{path}"
        answer = context.request.fetch(url, method=method, data=body, headers=headers)
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.text()}")


def looks(page: Page, wanted: tuple[Look, ...]) -> Iterator[str]:
    """The page in each size and scheme in turn; says which, as in a picture's name."""
    for scheme, (width, height) in wanted:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scheme => monitor.scheme.set(scheme)", scheme)
        yield f"{scheme}-{width}"


_ENGLISH = tuple(english_sentences())


def english_left(text: str) -> list[str]:
    """The English sentences that a Spanish screen still says, each as a line of its own."""
    lines = {line.strip() for line in text.splitlines()}
    return [words for words in _ENGLISH if words in lines]


@contextmanager
def demo_clinic(folder: Path) -> Iterator[Clinic]:
    """A fresh demo clinic, served; nobody moves it on but the clock."""
    port = free_port()
    clinic = Clinic(f"http://127.0.0.1:{port}", folder, starts_within_s=DEMO_STARTS_WITHIN_S)
    program = ("from monitor.cli import app; app()", "demo", "--fresh", "--port", str(port))
    # Backups are asked for and a demo makes none: administrators see that one is missing.
    with served(clinic, folder, *program, MONITOR_BACKUP_DIR=str(folder)):
        yield clinic


def places_of(clinic: Clinic) -> dict[str, str]:
    """Sessions and patients by chair, somebody who still comes, somebody flagged, a handover."""
    with httpx.Client(base_url=f"{clinic.url}/api/v1", timeout=60) as client:
        client.headers["Origin"] = clinic.url
        people = {one.login: one for one in read_clinic().people}
        body = {"login": NURSE, "password": people[NURSE].password}
        client.post("/sign-in/password", json=body).raise_for_status()
        client.headers["X-CSRF-Token"] = client.cookies["monitor_csrf"]
        found: dict[str, str] = {}
        for card in client.get("/board").json()["cards"]:
            if card["session"]:
                label = card["chair"]["label"]
                found[f"session{label}"] = card["session"]["id"]
                found[f"patient{label}"] = card["session"]["patient_id"]
        for line in client.get("/day").json()["lines"]:
            kind = "flagged" if line["flags"] and not line["session_id"] else "waiting"
            if not line["session_id"]:
                found.setdefault(kind, line["patient_id"])
        if "waiting" not in found:  # late in the evening nobody comes any more
            found["waiting"] = _not_in_a_chair(client, found)
        found.setdefault("flagged", found["waiting"])
        found["handover"] = _hand_over(client, people[NURSE].pin or "", people[NEXT_NURSE].name)
        return found


def _not_in_a_chair(client: httpx.Client, seated: Mapping[str, str]) -> str:
    for name in UNDER_TREATMENT:
        answer = client.post("/patients/search", json={"words": name}).raise_for_status()
        for one in answer.json()["patients"]:
            if one["id"] not in seated.values():
                return str(one["id"])
    raise LookupError(f"all of {', '.join(UNDER_TREATMENT)} sit in a chair")


def _hand_over(client: httpx.Client, pin: str, receiver: str) -> str:
    desk = client.get("/handovers/desk").json()
    if desk["waiting"]:
        return str(desk["waiting"][0]["id"])
    to = next(one["person_id"] for one in desk["nurses"] if one["name"] == receiver)
    chairs = [
        {"chair_id": one["chair_id"], "seen": desk["marks"][one["chair_id"]], "note": ""}
        for one in desk["chairs"]
    ]
    body = {"chairs": chairs, "reason": "break", "receiver_id": to, "pin": pin}
    answer = client.post("/handovers", json=body)
    answer.raise_for_status()
    return str(answer.json()["head"]["id"])


def looks_chosen(names: list[str] | None) -> dict[str, tuple[Look, ...]]:
    """By language the schemes and sizes to look at; without a name all of them, none enlarged."""
    every = {
        f"{language}-{scheme}-{size[0]}": (language, (scheme, size))
        for language in LANGUAGES
        for size in (*SIZES, *ENLARGED)
        for scheme in SCHEMES
    }
    usual = [name for name, (_, (_, size)) in every.items() if size in SIZES]
    chosen = [every[name] for name in names or usual]
    return {
        language: tuple(look for spoken, look in chosen if spoken == language)
        for language in dict.fromkeys(spoken for spoken, _ in chosen)
    }


def main() -> int:
    """Take the pictures; the exit status says whether anything was told beside them."""
    asked = argparse.ArgumentParser(prog="make looks", description=__doc__)
    asked.add_argument("--only", nargs="*", help="names of screens, as in tests/looks/screens.py")
    asked.add_argument("--looks", nargs="*", help="es-dim-820, es-dim-512 (200 %%) …; else all")
    asked.add_argument("--at", help="address of a demo clinic that is being served already")
    asked.add_argument("--into", type=Path, default=FOLDER)
    wanted = asked.parse_args()
    screens = tuple(one for one in SCREENS if not wanted.only or one.name in wanted.only)
    chosen = looks_chosen(wanted.looks)
    wanted.into.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with ExitStack() as stack:
        room = Path(stack.enter_context(TemporaryDirectory()))
        for name in ("demo", "empty"):
            (room / name).mkdir()
        with prepared(room / "empty") as (_, empty):
            pass
        program = ("from monitor.cli import app; app()", "serve")
        stack.enter_context(served(empty, room / "empty", *program))
        being_served = nullcontext(Clinic(wanted.at)) if wanted.at else None
        clinic = stack.enter_context(being_served or demo_clinic(room / "demo"))
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=chromium, args=list(QUIET))
        walk = Walk(browser, wanted.into, clinic, empty, places_of(clinic))
        walk.wanted = chosen
        walk.through(screens)
        browser.close()
    print(f"{len(screens)} screens in {wanted.into}/, {len(walk.seen)} things to look at")
    return int(bool(walk.seen))


if __name__ == "__main__":
    sys.exit(main())
