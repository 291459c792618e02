"""The register of controlled drugs."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from monitor.api.schemas.common import Body, Identity, Instant, Pin, Shown, Text, Utc


class WitnessBody(Body):
    """The second person, with their own PIN."""

    person_id: Identity
    pin: Pin


class RegisterRowBody(Body):
    """A row; one that comes out of a draw names it and takes drug, lot and strength from it."""

    id: UUID = Field(description="Made by the sender; the same row sent twice is kept once.")
    action: Literal["received", "drawn", "given", "wasted", "returned"]
    amount_mg: float = Field(gt=0, le=100_000)
    at: Instant | None = None
    drug: Text = ""
    lot: Text = ""
    strength: Text = ""
    session_id: Identity | None = None
    draw_id: Identity | None = None
    witness: WitnessBody | None = None


class ReverseBody(Body):
    """Why a row is taken off again."""

    reason: Text
    witness: WitnessBody | None = None


class RegisterRowShown(Shown):
    """One row of the register."""

    id: str
    at: Utc
    recorded_at: Utc
    drug: str
    lot: str
    strength: str
    action: str
    amount_mg: float
    by: str
    witness: str
    session_id: str | None
    draw_id: str | None
    reverses_id: str | None
    reversed_by: str | None
    reason: str


class TotalsShown(Shown):
    """Milligrams by action, and what is not told."""

    received: float
    drawn: float
    given: float
    wasted: float
    returned: float
    unaccounted: float


class ShiftTotalsShown(Shown):
    """What one shift did with one drug."""

    shift: str
    starts_at: Utc
    ends_at: Utc
    drug: str
    totals: TotalsShown


class LotShown(Shown):
    """One lot, over its whole life."""

    drug: str
    lot: str
    strength: str
    stock_mg: float
    totals: TotalsShown


class OpenDrawShown(Shown):
    """A draw that is not accounted for."""

    row: RegisterRowShown
    left_mg: float


class RegisterShown(Shown):
    """One day, or one session's part."""

    day: date
    rows: list[RegisterRowShown]
    shifts: list[ShiftTotalsShown]
    lots: list[LotShown]
    open_draws: list[OpenDrawShown]


class PossibleWitness(Shown):
    """Somebody who could witness."""

    person_id: str
    name: str


class RegisterFormShown(Shown):
    """What can be chosen when something is entered."""

    drugs: list[str]
    lots: list[LotShown]
    open_draws: list[OpenDrawShown]
    witnesses: list[PossibleWitness]
