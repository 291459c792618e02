"""A drawn QR code is read back by a reader that knows nothing of how it was drawn."""

from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp

from monitor.interop.qr_code import QUIET_ZONE, DrawnCode, drawn_code
from monitor.services import totp

BAR = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
PIXELS, LIGHT, DARK = 6, 255, 0


def painted(code: DrawnCode) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The path as pixels: only its bars are dark."""
    field = np.full((code.size, code.size), LIGHT, dtype=np.uint8)
    bars = BAR.findall(code.path)
    assert "".join("M{} {}h{}v1h-{}z".format(*bar) for bar in bars) == code.path
    for x, y, length, back in bars:
        assert length == back
        field[int(y), int(x) : int(x) + int(length)] = DARK
    return np.kron(field, np.ones((PIXELS, PIXELS), dtype=np.uint8))


@pytest.mark.parametrize(
    ("login", "clinic"),
    [
        ("nurse", "DEMO Clinic"),
        ("a.b_c@d-e", "Clínica Señora & Co: 50 % / «norte»"),
        ("n", "x" * 80),
    ],
)
def test_the_drawn_code_reads_as_the_address(login: str, clinic: str) -> None:
    link = totp.link_of(totp.new_secret(), login, clinic)

    found = zxingcpp.read_barcodes(painted(drawn_code(link)), formats=QR)

    assert [one.text for one in found] == [link]


def test_it_has_the_light_border_that_readers_need() -> None:
    code = drawn_code("otpauth://totp/x:y?secret=AAAA")
    places = [(int(x), int(x) + int(n), int(y)) for x, y, n, _ in BAR.findall(code.path)]

    assert min(x for x, _, _ in places) == min(y for _, _, y in places) == QUIET_ZONE
    assert max(end for _, end, _ in places) == code.size - QUIET_ZONE
    assert max(y for _, _, y in places) == code.size - QUIET_ZONE - 1


def test_a_code_that_lost_a_corner_of_its_matter_is_still_read() -> None:
    link = totp.link_of(totp.new_secret(), "nurse", "DEMO Clinic")
    code = drawn_code(link)
    picture = painted(code)
    middle = code.size // 2 * PIXELS
    picture[middle : middle + 5 * PIXELS, middle : middle + 5 * PIXELS] = LIGHT

    found = zxingcpp.read_barcodes(picture, formats=QR)

    assert [one.text for one in found] == [link]
