"""The codes of RFC 6238, held to the vectors of its appendix B."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.services import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
# The appendix gives eight digits; six are their last ones.
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("second", "code"), VECTORS)
def test_the_codes_are_those_of_the_standard(second: int, code: str) -> None:
    assert totp.code_of(SECRET, second // totp.STEP_S) == code[-totp.DIGITS :]


@pytest.mark.parametrize(
    ("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_one_step_off(steps: int, fits: bool) -> None:
    now = datetime(2026, 3, 2, 20, 0, 7, tzinfo=UTC)
    code = totp.code_of(SECRET, totp.step_at(now) + steps)

    assert (totp.step_of(SECRET, code, now) is not None) is fits


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\ud800"])
def test_what_is_no_code_fits_nothing(code: str) -> None:
    assert totp.step_of(SECRET, code, datetime(2026, 3, 2, tzinfo=UTC)) is None


def test_secrets_are_long_and_never_the_same() -> None:
    first, second = totp.new_secret(), totp.new_secret()

    assert first != second
    assert len(base64.b32decode(first)) == 20


def test_the_link_names_clinic_and_login_and_holds_the_secret() -> None:
    link = urlsplit(totp.link_of(SECRET, "nora", "North & South Clinic"))

    assert (link.scheme, link.netloc) == ("otpauth", "totp")
    assert link.path == "/North%20%26%20South%20Clinic:nora"
    asked = parse_qs(link.query)
    assert asked["secret"] == [SECRET]
    assert asked["issuer"] == ["North & South Clinic"]


def test_a_code_lasts_as_long_as_its_step_and_the_tolerance() -> None:
    begun = datetime(2026, 3, 2, 20, 0, 0, tzinfo=UTC)
    code = totp.code_of(SECRET, totp.step_at(begun))

    assert totp.step_of(SECRET, code, begun + timedelta(seconds=59)) is not None
    assert totp.step_of(SECRET, code, begun + timedelta(seconds=60)) is None
