"""Bodies about known devices and the access tokens of programs."""

from __future__ import annotations

from pydantic import Field

from monitor.access.scopes import Scope
from monitor.api.schemas.common import Body, Identity, ShortText, Shown, Utc
from monitor.services.token_making import LONGEST_TOKEN_DAYS


class DeviceShown(Shown):
    """A device on which a PIN is enough."""

    id: str
    registered_by: str = Field(description="Who first signed in on it.")
    registered_at: Utc
    used_at: Utc | None = Field(description="When somebody was last heard of there.")
    own: bool


class DevicesShown(Shown):
    """The known devices, the one used last first."""

    devices: list[DeviceShown]


class TokenKeptShown(Shown):
    """An access token; what it is was shown once."""

    id: str
    name: str
    person_id: str
    person: str
    scopes: list[Scope] | None = Field(description="What it is for; null for whatever they may.")
    created_at: Utc
    expires_at: Utc
    used_at: Utc | None = Field(description="When it last opened a door, to a few minutes.")


class TokensShown(Shown):
    """Every access token that was not revoked."""

    tokens: list[TokenKeptShown]


class NewProgramToken(Body):
    """A token for a person as whom nobody signs in."""

    person_id: Identity
    name: ShortText
    days: int = Field(ge=1, le=LONGEST_TOKEN_DAYS)
    may: list[Scope] = Field(max_length=len(Scope), description="What it is for.")
