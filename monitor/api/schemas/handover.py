"""Handovers: what is shown of the chairs, and who gave and received them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from monitor.api.schemas.common import Body, Identity, Pin, Shown, Text, Utc
from monitor.services.handover_views import ChairNow


class HandoverSignedShown(Shown):
    """A signature: ``meaning`` is given, received or withdrawn."""

    person_id: str
    name: str
    role: str
    meaning: str
    at: Utc


class HandoverHeadShown(Shown):
    """A handover in a list; ``ended`` is null while it waits for the second signature."""

    id: str
    giver_id: str
    giver: str
    receiver_id: str
    receiver: str
    reason: str
    signed_at: Utc
    takes_back_id: str | None
    chairs: list[str]
    ended: HandoverSignedShown | None


class ChangeShown(Shown):
    """Something that is other than what the first nurse signed."""

    chair: str
    what: str
    about: str


class HandoverChairShown(Shown):
    """A chair of a handover. ``seen`` is the mark of ``now``, to be sent with the signature."""

    chair_id: str
    chair: str
    note: str
    given: ChairNow
    now: ChairNow | None
    seen: str
    changes: list[ChangeShown]
    moved: bool


class HandoverShown(Shown):
    """A handover, whole."""

    head: HandoverHeadShown
    chairs: list[HandoverChairShown]
    signatures: list[HandoverSignedShown]
    at: Utc
    may_withdraw: bool


class NurseShown(Shown):
    """A nurse who can take over."""

    person_id: str
    name: str


class DeskShown(Shown):
    """What the caller can hand over now, and to whom; ``marks`` by chair go with the signature."""

    at: Utc
    chairs: list[ChairNow]
    marks: dict[str, str]
    nurses: list[NurseShown]
    waiting: list[HandoverHeadShown]
    given_back: list[HandoverHeadShown]
    takes_back: HandoverHeadShown | None


class HandoversShown(Shown):
    """The handovers of one day, the latest first."""

    day: date
    handovers: list[HandoverHeadShown]


class ChairGivenBody(Body):
    """One chair, the mark of what was shown of it, and a note for the next nurse."""

    chair_id: Identity
    seen: Identity
    note: Text = ""


class NewHandoverBody(Body):
    """A handover, signed by who gives it. ``unsent``: entries of these chairs not sent yet."""

    receiver_id: Identity
    reason: str = Field(max_length=20, examples=["shift", "break"])
    chairs: list[ChairGivenBody] = Field(max_length=200)
    unsent: int = Field(default=0, ge=0, le=10_000)
    takes_back_id: Identity | None = None
    pin: Pin


class ReceiveBody(Body):
    """The PIN of the nurse who receives, and the mark of each chair as it was shown to her."""

    pin: Pin
    seen: dict[Identity, Identity] = Field(max_length=64)
