"""The roles a person can hold in a clinic."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from monitor.language.said import Said, say


class Role(StrEnum):
    """What a person is in the clinic; a person may hold several."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    READ_ONLY = "read-only"


AT_THE_CHAIR = frozenset({Role.NURSE, Role.PHYSICIAN})
"""Those who treat: what is recorded or signed is theirs."""


ROLE_WORDS = {
    Role.NURSE: say("nurse"),
    Role.PHYSICIAN: say("physician"),
    Role.ADMINISTRATOR: say("administrator"),
    Role.AUDITOR: say("auditor"),
    Role.READ_ONLY: say("read-only"),
}


def role_said(role: str) -> Said:
    """Name a role in a sentence."""
    return ROLE_WORDS[Role(role)]


@cache  # there are only so many ways to hold them
def roles_named(names: tuple[str, ...]) -> frozenset[Role]:
    """The roles of these names; raises ValueError for one that is none."""
    return frozenset(map(Role, names))
