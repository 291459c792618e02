"""What a screen is told before anybody is signed in on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tile:
    """One person to tap at sign-in."""

    person_id: str
    name: str
    initials: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UrgentNotice:
    """An open urgent alert as a locked screen may show it: the chair, never the patient."""

    chair: str
    code: str
    level: str
    raised_at: datetime
