"""The values of the register of controlled drugs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from monitor.clinical.drug_register import Totals
from monitor.clinical.shifts import Shift


@dataclass(frozen=True, slots=True)
class Witness:
    """The second person, who confirms with a PIN that it was as written."""

    person_id: str
    pin: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """What is entered. ``id`` is made by the sender: the same row sent twice is kept once.

    ``received`` and ``drawn`` name drug, lot and strength; ``given``, ``wasted`` and ``returned``
    name the draw they come out of, and take these from it.
    """

    id: str
    action: str
    amount_mg: float
    at: datetime | None = None
    drug: str = ""
    lot: str = ""
    strength: str = ""
    session_id: str | None = None
    draw_id: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row; a reversed one names what reversed it, a reversing one what it reverses and why."""

    id: str
    at: datetime
    recorded_at: datetime
    drug: str
    lot: str
    strength: str
    action: str
    amount_mg: float
    by: str
    witness: str
    session_id: str | None = None
    draw_id: str | None = None
    reverses_id: str | None = None
    reason: str = ""
    reversed_by: str | None = None

    @property
    def signed_mg(self) -> float:
        """The amount as it is added up: a reversing row takes it off again."""
        return -self.amount_mg if self.reverses_id else self.amount_mg


@dataclass(frozen=True, slots=True)
class OpenDraw:
    """A draw that is not accounted for, and what was told of it so far."""

    row: RegisterRow
    totals: Totals

    @property
    def left_mg(self) -> float:
        """What is missing."""
        return self.totals.unaccounted


@dataclass(frozen=True, slots=True)
class LotTotals:
    """One lot of one drug, over its whole life."""

    drug: str
    lot: str
    strength: str
    totals: Totals
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """What one shift did with one drug."""

    shift: Shift
    drug: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class RegisterView:
    """One day of the register, or one session's part of it, with what is not accounted for."""

    day: date
    zone: str
    at: datetime
    version: int
    rows: tuple[RegisterRow, ...]
    shifts: tuple[ShiftTotals, ...]
    lots: tuple[LotTotals, ...]
    open_draws: tuple[OpenDraw, ...]
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """What the form offers: drugs, lots known, draws still open, and who may witness."""

    drugs: tuple[str, ...]
    lots: tuple[LotTotals, ...]
    open_draws: tuple[OpenDraw, ...]
    witnesses: tuple[tuple[str, str], ...]
