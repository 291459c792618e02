"""The roles a person can hold in a clinic."""

from __future__ import annotations

from enum import StrEnum

from monitor.language.said import Said, say


class Role(StrEnum):
    """What a person is in the clinic; a person may hold several."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.NURSE: say("nurse"),
    Role.PHYSICIAN: say("physician"),
    Role.ADMINISTRATOR: say("administrator"),
}


def role_said(role: str) -> Said:
    """Name a role in a sentence."""
    return ROLE_WORDS[Role(role)]
