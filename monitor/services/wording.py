"""Short texts that people type: names, labels, reasons."""

from __future__ import annotations

import re

from monitor.errors import BadInput
from monitor.language.said import say

LONGEST_NAME = 200
LONGEST_REASON = 2000
PHONE_ALLOWED = say("empty, or 5 to 40 of 0-9 + ( ) / . - and spaces, such as +1 555 0100")
_AFTER_NUMBERS = 10**6
_PHONE = re.compile(r"\+?[0-9(][0-9 ()/.-]{3,38}[0-9]")


def plain(said: str, field: str, longest: int = LONGEST_NAME) -> str:
    """A short text that says something, on one line."""
    text = " ".join(said.split())
    if not text or len(text) > longest or not text.isprintable():
        raise BadInput(
            say("It is empty, too long or unreadable; nothing was saved"),
            field=field,
            allowed=say("1 to {longest} printable characters", longest=longest),
        )
    return text


def reason_of(said: str) -> str:
    """Why somebody decides against a finding or ends otherwise: never empty."""
    return plain(said, "reason", LONGEST_REASON)


def check_phone(said: str) -> str:
    """A number that somebody can call, or none."""
    number = " ".join(said.split())
    if number and not _PHONE.fullmatch(number):
        message = say("That is no phone number; nothing was saved")
        raise BadInput(message, field="phone", allowed=PHONE_ALLOWED)
    return number


def chair_order(label: str) -> tuple[int, str]:
    """Sort chairs as people count them, 2 before 10; those called by a word come last."""
    return (int(label), "") if label.isdecimal() else (_AFTER_NUMBERS, label)
