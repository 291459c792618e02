"""What a row of the register must be before it is written."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.clinical.drug_register import ACTIONS, GIVEN, LEAST_MG, OUT_OF_A_DRAW, totals
from monitor.clinical.reading_events import check_instants
from monitor.errors import BadInput, Conflict, KeyReused, NotFound
from monitor.language.said import say
from monitor.services.folding import brief_row
from monitor.services.house import House
from monitor.services.register_views import NewRow
from monitor.services.wording import plain
from monitor.store import register as rows
from monitor.store.work import Reading

MOST_MG = 100_000.0


def checked(house: House, look: Reading, new: NewRow, now: datetime) -> dict[str, Any]:
    """The values of the row, held against the register; raises what is wrong with them."""
    _check_id(new.id)
    if new.action not in ACTIONS:
        allowed = ", ".join(ACTIONS)
        raise BadInput(say("That is no such action"), field="action", allowed=allowed)
    at = new.at or now
    check_instants("at", at, now)
    values: dict[str, Any] = {"id": new.id, "action": new.action, "at": at, "recorded_at": now}
    values |= {"amount_mg": _amount(new.amount_mg), "reverses_id": None, "reason": None}
    values |= _out_of(look, new) if new.action in OUT_OF_A_DRAW else _of_a_lot(house, new)
    if values["session_id"] is not None:
        brief_row(look, values["session_id"])
    elif new.action == GIVEN:
        message = say("A dose is given to somebody; nothing was saved")
        raise BadInput(message, field="session_id", allowed=say("the session it was given in"))
    return values


def same_again(before: Row[Any], new: NewRow, actor: Actor) -> Row[Any]:
    """The row that is there already, if the very same was sent again."""
    same = (before.action, before.amount_mg, before.person_id, before.draw_id) == (
        new.action, float(new.amount_mg), actor.person_id, new.draw_id,
    )  # fmt: skip
    if same and _of_the_same(before, new) and before.reverses_id is None:
        return before
    raise KeyReused(say("This id stands for another row; this one was not saved"), field="id")


def _of_the_same(before: Row[Any], new: NewRow) -> bool:
    """Whether both speak of one lot and one session; what comes out of a draw is of its lot."""
    if new.session_id not in {None, before.session_id}:
        return False
    if new.draw_id is not None:
        return True
    said = [" ".join(text.split()) for text in (new.drug, new.lot, new.strength)]
    return said == [before.drug, before.lot, before.strength] and (
        new.session_id == before.session_id
    )


def _check_id(said: str) -> None:
    try:
        UUID(said)
    except ValueError:
        raise BadInput(
            say("The row needs an id made by the sender; nothing was saved"),
            field="id",
            allowed=say("a UUID"),
        ) from None


def _amount(said: float) -> float:
    if not math.isfinite(said) or not 0 < said <= MOST_MG:
        message = say("That is no amount; nothing was saved")
        raise BadInput(message, field="amount_mg", allowed=say("a number above 0, in mg"))
    return float(said)


def _of_a_lot(house: House, new: NewRow) -> dict[str, Any]:
    drugs = [one.name for one in house.formulary if one.controlled]
    if new.drug not in drugs:
        message = say("The register keeps no such drug; nothing was saved")
        raise BadInput(message, field="drug", allowed=", ".join(drugs))
    return {
        "drug": new.drug,
        "lot": plain(new.lot, "lot", 60),
        "strength": plain(new.strength, "strength", 60),
        "session_id": new.session_id,
        "draw_id": None,
    }


def _out_of(look: Reading, new: NewRow) -> dict[str, Any]:
    draw = rows.row(look, new.draw_id) if new.draw_id else None
    if draw is None or draw.action != "drawn" or draw.reverses_id is not None:
        message = say("It comes out of a draw; nothing was saved")
        raise NotFound(message, field="draw_id", allowed=say("a draw of the register"))
    if new.session_id and draw.session_id and new.session_id != draw.session_id:
        message = say("It was drawn for another session; nothing was saved")
        raise Conflict(message, field="session_id")
    _check_left(look, draw, new.amount_mg)
    kept = {name: getattr(draw, name) for name in ("drug", "lot", "strength")}
    return {**kept, "session_id": new.session_id or draw.session_id, "draw_id": draw.id}


def _check_left(look: Reading, draw: Row[Any], amount_mg: float) -> None:
    told = [(row.action, -row.amount_mg if row.reverses_id else row.amount_mg)
            for row in rows.of_draw(look, draw.id)]  # fmt: skip
    left = totals([("drawn", draw.amount_mg), *told]).unaccounted
    if rows.reversing(look, draw.id) is not None:
        raise Conflict(say("This draw was reversed; nothing was saved"), field="draw_id")
    if amount_mg > left + LEAST_MG:
        raise Conflict(
            say("Only {left} mg of this draw is left; nothing was saved", left=left),
            field="amount_mg",
            allowed=say("at most {left} mg, or reverse the row that is wrong", left=left),
        )
