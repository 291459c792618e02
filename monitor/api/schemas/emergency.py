"""Bodies of emergency access."""

from __future__ import annotations

from pydantic import Field

from monitor.api.schemas.common import Body, Shown, Text, Utc


class ReasonBody(Body):
    """Why the records must be read now."""

    reason: Text = Field(description="What happened, without a patient's name.")


class AccessShown(Shown):
    """One emergency access."""

    id: str
    person_id: str
    name: str
    reason: str
    began_at: Utc
    until: Utc
    ended_at: Utc | None
    acknowledged_at: Utc | None
    acknowledged_by: str | None = Field(description="The name of who took note of it.")
    running: bool
    own: bool


class EmergencyShown(Shown):
    """Emergency accesses, the newest first."""

    minutes: int = Field(description="How long one lasts.")
    may_open: bool
    accesses: list[AccessShown]
