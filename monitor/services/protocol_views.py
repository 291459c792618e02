"""What is shown of a protocol's versions: in force, drafted, signed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import Difference
from monitor.services.back_test_views import ProtocolNumber


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What is asked when a draft is saved: numbers by their path, and why.

    Numbers that are as they were may stand among them. ``based_on`` is the version whose text is
    changed, None for the one in force. ``seen`` is the draft that was on the screen, 0 for none.
    """

    protocol_id: str
    numbers: Mapping[str, object]
    reason: str
    seen: int
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class VersionKept:
    """A clinic's own version, signed: by whom and when, and what it changed in the one before.

    ``differences`` is empty where one of the two cannot be read any more; ``tried`` is what the
    back-test of the draft had come to, None where there was none.
    """

    version: int
    replaces: int
    based_on: int
    reason: str
    signed_by: str
    role: str
    signed_at: datetime
    differences: tuple[Difference, ...]
    tried: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class DraftKept:
    """The draft that waits; ``problem`` says why it cannot be signed as it is."""

    draft: int
    version: int
    replaces: int
    based_on: int
    reason: str
    drafted_by: str
    drafted_at: datetime
    differences: tuple[Difference, ...]
    numbers: tuple[ProtocolNumber, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolStand:
    """A protocol as it stands in this clinic: its version in force, since when and by whom.

    ``signed_by`` is empty where the shipped file is in force. ``ships`` is the version of the
    program's file where it is another one than when the clinic signed its own.
    """

    id: str
    title: str
    version: int
    is_own: bool
    signed_by: str = ""
    since: datetime | None = None
    draft: int | None = None
    ships: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolRoom:
    """One protocol with everything about its versions, and whether the actor may sign.

    ``base`` is the version whose numbers stand to be changed, ``last_draft`` the number of the
    latest saving whatever became of it.
    """

    stand: ProtocolStand
    in_force: Protocol | None
    base: int
    numbers: tuple[ProtocolNumber, ...]
    draft: DraftKept | None
    last_draft: int
    may_sign: bool
    zone: str
    history: tuple[VersionKept, ...] = field(default_factory=tuple)
