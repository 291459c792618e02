"""A clinic's own versions of protocols: drafted, compared, signed into force."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictFloat, StrictInt

from monitor.api.schemas.common import Body, Pin, Shown, Text, Utc

HIGHEST = 2**31 - 1
Number = StrictInt | StrictFloat
Count = Annotated[int, Field(ge=0, le=HIGHEST)]
Numbers = dict[
    Annotated[str, Field(max_length=120)], Number | Annotated[list[Number], Field(max_length=100)]
]


class NewDraftBody(Body):
    """Other numbers, each by its path in the protocol's file, and why.

    ``seen`` is the ``last_draft`` that was read, ``based_on`` the version whose text is changed:
    else the one in force.
    """

    numbers: Numbers = Field(
        max_length=400, examples=[{"criteria.observation_time.since_time_zero": 90}]
    )
    reason: Text
    seen: Count
    based_on: Annotated[int, Field(ge=1, le=HIGHEST)] | None = None


class DraftSeenBody(Body):
    """The draft that was read."""

    draft: Count


class DraftSigningBody(DraftSeenBody):
    """The draft that was read, signed with the PIN."""

    pin: Pin


class DifferenceShown(Shown):
    """One number or word that differs; null where one of the two has none."""

    path: str
    before: object
    after: object
    unit: str
    source: str


class NumberFormShown(Shown):
    """What a number may be."""

    unit: str
    lowest: float
    highest: float
    optional: bool
    listed: bool
    whole: bool


class NumberShown(Shown):
    """One number with unit, bounds and source."""

    path: str
    value: object
    form: NumberFormShown
    source: str
    cited: str


class VersionShown(Shown):
    """A version that was signed; ``tried`` is what the back-test of its draft had come to."""

    version: int
    replaces: int
    based_on: int
    reason: str
    signed_by: str
    role: str
    signed_at: Utc
    differences: list[DifferenceShown]
    tried: dict[str, int] | None


class DraftShown(Shown):
    """The draft that waits; with a ``problem`` it cannot be signed."""

    draft: int
    version: int
    replaces: int
    based_on: int
    reason: str
    drafted_by: str
    drafted_at: Utc
    differences: list[DifferenceShown]
    numbers: list[NumberShown]
    problem: str


class StandShown(Shown):
    """A protocol as it stands here; ``ships`` is a newer file of the program, not in force."""

    id: str
    title: str
    version: int
    is_own: bool
    signed_by: str
    since: Utc | None
    draft: int | None
    ships: int | None
    problem: str


class ProtocolRoomShown(Shown):
    """One protocol with its numbers, the draft that waits and every version before."""

    stand: StandShown
    base: int
    numbers: list[NumberShown]
    draft: DraftShown | None
    last_draft: int
    may_sign: bool
    history: list[VersionShown]


class ProtocolStandsShown(Shown):
    """Every protocol of the clinic."""

    protocols: list[StandShown]
