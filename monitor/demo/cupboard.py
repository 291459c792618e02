"""The invented cupboard of controlled drugs: deliveries, draws, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.clinical.drug_register import DRAWN, GIVEN, RECEIVED, WASTED
from monitor.demo.routes import KETAMINE_IV
from monitor.demo.scene import Told
from monitor.services import register
from monitor.services.house import House
from monitor.services.register_views import NewRow, RegisterForm, Witness

ROWS = UUID("4c0de0b1-5d0e-4a40-8a55-0f4b7f3f8a21")  # the ids of the demo's own rows hang under it
DELIVERED_BEFORE = timedelta(minutes=45)
DRAWN_BEFORE, WASTED_BEFORE = timedelta(minutes=4), timedelta(minutes=3)
LEAST_MG = 0.05


@dataclass(frozen=True, slots=True)
class Pack:
    """How a drug comes: in pieces of so many mg, so many of them in a delivery."""

    drug: str
    strength: str
    piece_mg: float
    lot: str
    pieces: int = 40

    def pieces_mg(self, dose_mg: float) -> float:
        """What is taken out of the cupboard for a dose: whole pieces."""
        return self.piece_mg * -(-dose_mg // self.piece_mg)


PACKS: Mapping[str, Pack] = {
    KETAMINE_IV: Pack("ketamine", "10 mg/mL, syringe 5 mL", 50.0, "KS"),
    "ketamine-im": Pack("ketamine", "50 mg/mL, vial 2 mL", 100.0, "KV", 20),
    "ketamine-sublingual": Pack("ketamine", "tablet 25 mg", 25.0, "KT", 100),
    "esketamine-nasal": Pack("esketamine", "nasal spray 28 mg", 28.0, "EN"),
}


@dataclass(frozen=True, slots=True)
class Cupboard:
    """The register as two people keep it: the one who gives the drug, and a witness."""

    house: House
    keeper: Actor
    witness: Witness
    zone: ZoneInfo

    def tell(self, session_id: str, told: Told, at: datetime) -> None:
        """Write down what was drawn, given and wasted in a session at this instant.

        What comes out of a draw that is not the demo's own is left to who made it, at a screen.
        """
        left_mg = told.drawn_for_mg
        if left_mg:
            self._draw(session_id, PACKS[told.protocol_id], left_mg, at)
        elif told.given_mg:
            left_mg = self._left_mg(session_id)
        given_mg = min(told.given_mg, left_mg)
        if given_mg > LEAST_MG:
            self._come_out(session_id, GIVEN, given_mg, at)
        rest_mg = round(left_mg - given_mg, 2)
        if told.ends and rest_mg > LEAST_MG:
            self._come_out(session_id, WASTED, rest_mg, at)

    def close(self, session_id: str) -> None:
        """Tell of what was drawn in a session that nobody ended: the dose had run to its end."""
        left_mg = self._left_mg(session_id)
        if left_mg > LEAST_MG:
            self._come_out(session_id, GIVEN, left_mg, self.house.clock())

    def _draw(self, session_id: str, pack: Pack, dose_mg: float, at: datetime) -> None:
        """Take whole pieces out; what the dose does not need is wasted at once."""
        drawn_mg = pack.pieces_mg(dose_mg)
        new = NewRow(
            _draw_id(session_id), DRAWN, drawn_mg, at - DRAWN_BEFORE, pack.drug,
            self._lot(pack, drawn_mg, at), pack.strength, session_id,
        )  # fmt: skip
        register.enter(self.house, self.keeper, new, self.witness)
        over_mg = round(drawn_mg - dose_mg, 2)
        if over_mg > LEAST_MG:
            self._come_out(session_id, WASTED, over_mg, at - WASTED_BEFORE)

    def _come_out(self, session_id: str, action: str, amount_mg: float, at: datetime) -> None:
        draw_id = _draw_id(session_id)
        row_id = str(uuid5(ROWS, f"{draw_id} {action} {at.isoformat()}"))
        new = NewRow(row_id, action, amount_mg, at, session_id=session_id, draw_id=draw_id)
        witness = self.witness if action == WASTED else None
        register.enter(self.house, self.keeper, new, witness)

    def _left_mg(self, session_id: str) -> float:
        """What is left of the demo's own draw; 0 where it made none, or all is told."""
        ours = _draw_id(session_id)
        return sum(one.left_mg for one in self._form().open_draws if one.row.id == ours)

    def _lot(self, pack: Pack, needed_mg: float, at: datetime) -> str:
        """A lot that holds so much; where none does any more, another one comes."""
        for lot in self._form().lots:
            same = lot.drug == pack.drug and lot.strength == pack.strength
            if same and lot.totals.stock >= needed_mg:
                return lot.lot
        name = f"{pack.lot}-{at.astimezone(self.zone):%y%m%d}"
        came = at - DELIVERED_BEFORE
        new = NewRow(
            str(uuid5(ROWS, f"{self.keeper.clinic_id} {name} {at.isoformat()}")), RECEIVED,
            pack.piece_mg * pack.pieces, came, pack.drug, name, pack.strength,
        )  # fmt: skip
        return register.enter(self.house, self.keeper, new, self.witness).lot

    def _form(self) -> RegisterForm:
        return register.read_form(self.house, self.keeper)


def _draw_id(session_id: str) -> str:
    return str(uuid5(ROWS, f"{session_id} drawn"))
