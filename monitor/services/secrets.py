"""Passwords, PINs and tokens: made, hashed, compared. None of them is ever stored or logged."""

from __future__ import annotations

import hashlib
import secrets
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.errors import BadInput
from monitor.language.said import say

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
PIN_LENGTH = 4
PASSWORD_ALLOWED = say(
    "{least} to {most} characters; "
    "no common word, name or row of keys with digits or signs around it",
    least=SHORTEST_PASSWORD,
    most=LONGEST_PASSWORD,
)
PIN_ALLOWED = say("four digits, not all the same, not a row such as 1234 or 4321")
LOWEST_SURROGATE, HIGHEST_SURROGATE = "\ud800", "\udfff"
_TOKEN_BYTES = 32
_DIGITS = 10


def new_token(clinic_id: str) -> str:
    """A token that nobody guesses; told once, kept as a hash. It says which clinic it opens."""
    return f"{clinic_id}.{secrets.token_urlsafe(_TOKEN_BYTES)}"


def clinic_in(token: str) -> str:
    """The clinic that a token names; whether it opens that clinic, only its hash tells."""
    named = token.partition(".")[0]
    return named if named.isascii() and named.isprintable() else ""


def token_hash(token: str) -> str:
    """What is kept of a token. It is random and long, so a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def check_password_form(password: str) -> str:
    """A password long enough to be worth hashing; common_passwords.py asks for more."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput(
            say("The password is too short or too long; nothing was saved"),
            field="password",
            allowed=PASSWORD_ALLOWED,
        )
    if any(LOWEST_SURROGATE <= letter <= HIGHEST_SURROGATE for letter in password):
        raise BadInput(
            say("It holds characters that no text has; nothing was saved"), field="password"
        )
    return password


def check_pin_form(pin: str) -> str:
    """A PIN of four digits, as many as the keys ask for, that is not among the first guesses."""
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_LENGTH):
        message = say("The PIN is not four digits; nothing was saved")
        raise BadInput(message, field="pin", allowed=PIN_ALLOWED)
    steps = {(int(later) - int(earlier)) % _DIGITS for earlier, later in pairwise(pin)}
    if steps in ({0}, {1}, {_DIGITS - 1}):
        message = say("The PIN is among the first that anybody would try; nothing was saved")
        raise BadInput(message, field="pin", allowed=PIN_ALLOWED)
    return pin


def fits(hasher: PasswordHasher, kept: str | None, said: str) -> bool:
    """Whether a password or PIN is the one that was hashed.

    Takes as long for a person without one, so that time does not tell who exists.
    """
    try:
        typed = said[:LONGEST_PASSWORD].encode("utf-8", "surrogatepass")
        return hasher.verify(kept or _nobody(hasher), typed) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


_of_nobody: dict[int, str] = {}


def _nobody(hasher: PasswordHasher) -> str:
    if id(hasher) not in _of_nobody:
        _of_nobody[id(hasher)] = hasher.hash(secrets.token_hex())
    return _of_nobody[id(hasher)]
