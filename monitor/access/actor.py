"""Who is acting now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.access.roles import Role


@dataclass(frozen=True, slots=True)
class Emergency:
    """Records that are open to somebody who gave a reason, until an instant."""

    id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person (or a token acting for one), with the clinic and the roles held now.

    ``language`` is the one that the person has chosen to read, if any. ``only`` are the permissions
    beyond which an access token does nothing; None is for whatever the person may. ``emergency`` is
    what the person has opened in an emergency and not ended.
    """

    person_id: str
    clinic_id: str
    name: str
    roles: frozenset[Role]
    device_id: str | None = None
    sign_in_id: str | None = None
    token_id: str | None = None
    language: str | None = None
    only: frozenset[str] | None = None
    emergency: Emergency | None = None

    @property
    def initials(self) -> str:
        """First letters of the first and last word of the name, titles left out."""
        words = [word for word in self.name.replace(".", "").split() if word not in {"Dr"}]
        return (words[0][0] + words[-1][0]).upper() if words else "?"

    @property
    def by(self) -> str:
        """The word a case file uses for this person: ``physician`` or ``nurse``."""
        return "physician" if Role.PHYSICIAN in self.roles else "nurse"
