"""What is answered before a session, and what the session was started on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.clinical.eligibility import PreDose, Reply


@dataclass(frozen=True, slots=True)
class NewScreening:
    """What is answered at once: any of the questions, any of the readings before the dose."""

    replies: Mapping[str, Reply] = field(default_factory=dict)
    readings: PreDose = field(default_factory=PreDose)


@dataclass(frozen=True, slots=True)
class OverriddenFlag:
    """A flag of eligibility under which a session was started: what, and who decided against it."""

    id: str
    label: str
    word: str
    by: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Screened:
    """What a session was started on: when it was asked, and every flag that was overridden."""

    at: datetime
    flags: tuple[OverriddenFlag, ...] = ()
