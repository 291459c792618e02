"""A second factor: set up from the person's menu or at the door, asked for on a new device."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from monitor.services import totp
from tests.journeys.clinic import ADMINISTRATOR, NURSE, PHYSICIAN, Clinic, Person
from tests.journeys.conftest import DESK, OpenTablet, arrive, let_in
from tests.journeys.looking import barriers, every_look, lasting, settle, small_targets, too_wide

pytestmark = pytest.mark.journey


QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
PIXELS = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
  const grey = new Uint8Array(data.length / 4).map((_, at) => data[4 * at + 1]);
  let letters = "";
  for (let at = 0; at < grey.length; at += 8192) {
    letters += String.fromCharCode(...grey.subarray(at, at + 8192));
  }
  return { width: picture.width, height: picture.height, grey: btoa(letters) };
}"""
"""The green of each pixel of a picture; a browser is the decoder of PNG that is at hand.

Told as letters: a list of a million numbers takes the test's driver half a minute.
"""


STORED = """async () => {
  const said = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      said.push(request.url, await (await cache.match(request)).text());
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const open = await new Promise((resolve) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const store of open.objectStoreNames) {
      said.push(await new Promise((resolve) => {
        const all = open.transaction(store).objectStore(store).getAll();
        all.onsuccess = () => resolve(JSON.stringify(all.result));
      }));
    }
    open.close();
  }
  return said.join(" ");
}"""


def scanned(page: Page) -> list[str]:
    """What a phone's camera reads on the whole screen, by a reader that knows nothing of us."""
    png = base64.b64encode(page.screenshot(full_page=True)).decode()
    seen = page.evaluate(PIXELS, png)
    told = np.frombuffer(base64.b64decode(seen["grey"]), dtype=np.uint8)
    grey = told.reshape(seen["height"], seen["width"])
    read = zxingcpp.read_barcodes(grey, formats=QR, try_invert=False, try_rotate=False)
    return [one.text for one in read]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def secret_on(page: Page) -> str:
    return page.locator(".factor__secret").inner_text().replace(" ", "")


def code_of(secret: str, later: int = 0) -> str:
    """The code that an authenticator shows, or the one after it."""
    return totp.code_of(secret, totp.step_at(datetime.now(UTC)) + later)


def kept_nowhere(page: Page, secret: str) -> None:
    """Neither an address that was asked for nor anything that the browser keeps holds it."""
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    stored = page.evaluate(STORED)
    assert len(asked) > 5
    assert "monitor" in stored
    assert secret not in " ".join([page.url, *asked, stored])


def is_scanned_in_both_schemes(page: Page) -> str:
    """Read the picture in the light and in the dim; answers the address, also in the link."""
    link = page.locator(".factor a").get_attribute("href") or ""
    picture = page.get_by_role("img", name="QR code with the secret")
    sizes = {}
    for scheme in ("light", "dim"):
        page.evaluate("(scheme) => { document.documentElement.dataset.scheme = scheme; }", scheme)
        expect(picture).to_be_in_viewport()
        settle(page)
        sizes[scheme] = picture.bounding_box()
        assert lasting(page, lambda: [one for one in scanned(page) or [""] if one != link]) == []
    assert sizes["light"] == sizes["dim"]
    page.evaluate("document.documentElement.dataset.scheme = 'light'")
    return link


def type_password(page: Page, person: Person) -> None:
    page.goto("/sign-in")
    page.get_by_label("Login").fill(person.login)
    page.get_by_label("Password", exact=True).fill(person.password)
    press(page, "Sign in")


def look(page: Page, name: str) -> None:
    for seen in every_look(page):
        assert too_wide(page) == [], (name, seen)
        assert barriers(page) == [], (name, seen)
        assert small_targets(page) == [], (name, seen)


def test_set_up_from_the_menu_asked_on_a_new_device_and_taken_away(
    tablet: OpenTablet, server: Clinic
) -> None:
    page = tablet().new_page()
    arrive(page, NURSE)
    page.locator(".who summary").click()
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_role("heading", name="You have no second factor")).to_be_visible()
    look(page, "none")

    page.get_by_label("Your password").fill("not this one")
    press(page, "Set it up")
    expect(page.get_by_role("alert")).to_contain_text("The password is wrong; nothing was changed")
    page.get_by_label("Your password").fill(NURSE.password)
    press(page, "Set it up")
    expect(page.locator(".factor__codes li")).to_have_count(10)
    link = is_scanned_in_both_schemes(page)
    look(page, "offer")
    secret, recovery = secret_on(page), page.locator(".factor__codes li").first.inner_text()
    assert f"secret={secret}&" in link
    assert link.startswith("otpauth://totp/")
    page.get_by_label("Code of the second factor").fill("123")
    press(page, "Confirm")
    expect(page.get_by_role("alert")).to_contain_text("The code is wrong")
    page.get_by_label("Code of the second factor").fill(code_of(secret))
    press(page, "Confirm")
    expect(page.get_by_role("status")).to_have_text("The second factor is set up.")
    expect(page.get_by_role("main")).to_contain_text("10 recovery codes are left.")
    look(page, "set up")
    expect(page.locator(".factor__picture")).to_have_count(0)
    assert secret not in page.content()
    kept_nowhere(page, secret)

    fresh = tablet().new_page()
    type_password(fresh, NURSE)
    expect(fresh.get_by_label("Code of the second factor")).to_be_focused()
    look(fresh, "asked")
    fresh.get_by_label("Code of the second factor").fill("000000x")
    press(fresh, "Sign in")
    expect(fresh.locator("[data-part=wrong]")).to_contain_text("The code is wrong")
    fresh.get_by_label("Code of the second factor").fill(code_of(secret, 1))
    press(fresh, "Sign in")
    expect(fresh.locator("#chair-1")).to_be_visible()

    another = tablet().new_page()
    type_password(another, NURSE)
    another.get_by_label("Code of the second factor").fill(recovery.lower())
    press(another, "Sign in")
    expect(another.locator("#chair-1")).to_be_visible()

    another.goto("/second-factor")
    expect(another.get_by_role("main")).to_contain_text("9 recovery codes are left.")
    another.get_by_text("Take it away …").click()
    another.get_by_label("Your password").fill(NURSE.password)
    press(another, "Take the second factor away")
    expect(another.get_by_role("status")).to_have_text("The second factor was taken away.")
    let_in(tablet(), NURSE, server)


def test_a_clinic_demands_one_and_the_physician_sets_it_up_at_the_door(
    tablet: OpenTablet,
) -> None:
    desk = tablet(size=DESK).new_page()
    arrive(desk, ADMINISTRATOR, "/admin/clinic")
    desk.get_by_role("checkbox", name="physician", exact=True).click()
    press(desk, "Save what is demanded")
    expect(desk.locator(".admin__done")).to_have_text("Saved.")
    expect(desk.get_by_role("checkbox", name="physician", exact=True)).to_be_checked()
    assert barriers(desk) == []

    page = tablet().new_page()
    type_password(page, PHYSICIAN)
    expect(page.get_by_text("Your clinic demands a second factor of you")).to_be_visible()
    expect(page.locator(".factor__codes li")).to_have_count(10)
    look(page, "demanded")
    page.get_by_label("Code of the second factor").fill(code_of(secret_on(page)))
    press(page, "Sign in")
    expect(page.locator("#chair-1")).to_be_visible()

    desk.goto("/admin")
    desk.locator(".admin__list").first.get_by_role("link", name=PHYSICIAN.name).click()
    expect(desk.locator(".admin__list").first).to_contain_text("second factor")
    desk.get_by_text("Take the second factor away …").click()
    press(desk, "Take the second factor away")
    expect(desk.locator(".admin__done")).to_have_text("Saved.")
    expect(desk.get_by_text(re.compile("Take the second factor away"))).to_have_count(0)
