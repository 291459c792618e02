"""The values that administration hands to its screens and to machines.

``revision`` counts the changes of what it stands in. Whoever saves says which one they saw, and is
refused with ``ChangedMeanwhile`` where somebody else has saved since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.access.roles import Role
from monitor.clinical.protocol import Protocol


@dataclass(frozen=True, slots=True)
class PersonKept:
    """Somebody of the clinic as administrators see them: never a password, PIN or hash."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    phone: str
    active: bool
    may_override: bool
    has_pin: bool
    password_temporary: bool
    pin_temporary: bool
    added_at: datetime
    revision: int
    has_second_factor: bool = False
    signs_protocols: bool = False

    @property
    def is_administrator(self) -> bool:
        """Whether this person can administer now."""
        return self.active and Role.ADMINISTRATOR in self.roles


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What can be changed about a person; the login stays, records know people by it."""

    name: str
    roles: frozenset[Role]
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """A sign-in that still opens doors; ``own`` marks the one that asks.

    ``device_name`` is empty where nobody gave the device one; then ``device_number`` names it.
    """

    id: str
    person_id: str
    name: str
    device_id: str
    began_at: datetime
    seen_at: datetime
    own: bool
    device_name: str = ""
    device_number: int = 0


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device on which a PIN is enough; ``own`` marks the one from which it is asked."""

    id: str
    registered_by: str
    registered_at: datetime
    used_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class TokenKept:
    """An access token, never what it is: ``scopes`` None is for whatever the person may.

    ``used_at`` is when it last opened a door, to a few minutes; None, and it never did.
    """

    id: str
    name: str
    person_id: str
    person: str
    scopes: tuple[str, ...] | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenRoom:
    """Every access token, and the people of programs for whom one can be made."""

    tokens: tuple[TokenKept, ...]
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChairKept:
    """A chair as administrators see it; ``occupied`` while an open session is in it."""

    id: str
    label: str
    room: str
    in_use: bool
    occupied: bool
    revision: int


@dataclass(frozen=True, slots=True)
class ProtocolChoice:
    """A protocol's file, and what this clinic has decided about it.

    ``withheld`` names the criteria that the file lets a physician override and the clinic nobody.
    """

    protocol: Protocol
    offered: bool
    withheld: frozenset[str]
    revision: int


@dataclass(frozen=True, slots=True)
class ClinicKept:
    """The clinic's own settings; whoever holds one of the roles must have a second factor."""

    name: str
    zone: str
    revision: int
    second_factor_roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class OverrideRights:
    """What of the file's overrides this clinic leaves, and to the one who asks."""

    withheld: frozenset[str]
    person_may: bool
