"""Codes of one time by RFC 6238: six digits, a new one every 30 s, from HMAC-SHA-1.

SHA-1 is what every authenticator speaks; for a keyed code of 30 s its weakness is none.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

DIGITS = 6
STEP_S = 30
TOLERATED_STEPS = 1
"""How many steps a clock may be ahead or behind."""

_SECRET_BYTES = 20
_LOW_NIBBLE, _WITHOUT_SIGN = 0x0F, 0x7FFFFFFF


def new_secret() -> str:
    """A secret of 160 bits, in the letters that authenticators take."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def step_at(now: datetime) -> int:
    """The step that an instant lies in."""
    return int(now.timestamp()) // STEP_S


def code_of(secret: str, step: int) -> str:
    """The code of a step (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), "sha1")
    place = digest[-1] & _LOW_NIBBLE
    number = int.from_bytes(digest[place : place + 4]) & _WITHOUT_SIGN
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step that a typed code is of, within the tolerance; None where it is of none."""
    around = step_at(now)
    fitting = [
        step
        for step in range(around - TOLERATED_STEPS, around + TOLERATED_STEPS + 1)
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode("utf-8", "replace"))
    ]
    return fitting[-1] if fitting else None


def link_of(secret: str, login: str, clinic: str) -> str:
    """The address that an authenticator on the same device opens."""
    issuer, account = quote(clinic, safe=""), quote(login, safe="")
    asked = f"secret={secret}&issuer={issuer}&digits={DIGITS}&period={STEP_S}"
    return f"otpauth://totp/{issuer}:{account}?{asked}"
