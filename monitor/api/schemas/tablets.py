"""Tablets: their names, and what lies unsent on them."""

from __future__ import annotations

from pydantic import Field

from monitor.api.schemas.common import Body, Identity, ShortText, Shown, Text, Utc

MOST_SESSIONS = 200
MOST_ENTRIES = 100_000
LONGEST_S = 10**8


class UnsentPartBody(Body):
    """How many entries lie unsent for one session."""

    session: Identity
    count: int = Field(ge=1, le=MOST_ENTRIES)


class UnsentBody(Body):
    """Everything that lies unsent on the device that says it; an empty list is nothing."""

    sessions: list[UnsentPartBody] = Field(max_length=MOST_SESSIONS)
    asking: int = Field(
        default=0, ge=0, le=MOST_ENTRIES, description="Those that wait for somebody's decision."
    )
    oldest_seconds: float = Field(
        default=0, ge=0, le=LONGEST_S, description="How long ago the oldest one was made."
    )


class TabletNameBody(Body):
    """What a device is to be called."""

    name: ShortText
    seen: Text = Field(default="", description="The name that stood there; empty if none did.")


class TabletNamed(Shown):
    """What a device is called now."""

    device_id: str
    name: str


class UnsentInChairShown(Shown):
    """How many of the entries are for the session in this chair."""

    chair: str
    count: int


class TabletUnsentShown(Shown):
    """A tablet with unsent entries, as it said at ``said_at``; it may hold others by now."""

    device_id: str
    name: str = Field(description="Empty where nobody gave it one.")
    number: int = Field(description="Its place in the order in which devices were made known.")
    unsent: int
    asking: int = Field(description="Those of them that wait for somebody's decision.")
    oldest_at: Utc
    said_at: Utc
    chairs: list[UnsentInChairShown]
    own: bool
