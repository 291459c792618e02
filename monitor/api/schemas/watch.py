"""Who watches over which chair, and who is on duty."""

from __future__ import annotations

from pydantic import Field

from monitor.api.schemas.common import Body, Identity, Instant, ShortText, Shown, Utc


class ResponsibleShown(Shown):
    """The nurse who watches over a chair."""

    chair_id: str
    person_id: str
    name: str
    since: Utc


class DutyShown(Shown):
    """The physician to call."""

    person_id: str
    name: str
    phone: str
    from_at: Utc
    until_at: Utc


class WaitingHandoverShown(Shown):
    """A chair that waits for the second signature of a handover."""

    chair_id: str
    handover_id: str
    giver: str
    receiver: str
    reason: str
    signed_at: Utc


class WatchShown(Shown):
    """The watch now; ``duty`` is null while nobody is on duty."""

    chairs: list[ResponsibleShown]
    duty: DutyShown | None
    coming: list[DutyShown]
    emergency_phone: str
    handovers: list[WaitingHandoverShown]


class ClimbShown(Shown):
    """An urgent alert that waits for a physician: nurse, physician or everybody is to come."""

    code: str
    rung: str
    since: Utc


class ChairsBody(Body):
    """The chairs meant."""

    chair_ids: list[Identity] = Field(max_length=200)


class DutyBody(Body):
    """A physician's duty."""

    person_id: Identity
    phone: ShortText
    from_at: Instant
    until_at: Instant


class PhysicianShown(Shown):
    """A physician who can be put on duty."""

    person_id: str
    name: str


class Physicians(Shown):
    """All of them, by name."""

    physicians: list[PhysicianShown]
