"""The register of controlled drugs: entered with a witness, reversed with a reason, added up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.drug_register import ACTIONS, LEAST_MG, WITNESSED, Totals, totals
from monitor.clinical.shifts import shift_at
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.days import bounds_of, check_day
from monitor.services.folding import brief_row
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.register_checks import checked, same_again
from monitor.services.register_views import (
    LotTotals,
    NewRow,
    OpenDraw,
    RegisterForm,
    RegisterRow,
    RegisterView,
    ShiftTotals,
    Witness,
)
from monitor.services.witness import confirm_witness, possible_witnesses
from monitor.services.wording import reason_of
from monitor.store import clinics
from monitor.store import register as rows
from monitor.store.work import About, Reading

LOTS_SHOWN_FOR = timedelta(days=60)


def read_register(
    house: House, actor: Actor, day: date | None = None, session_id: str | None = None
) -> RegisterView:
    """One day of the clinic (today, unless named), or everything of one session."""
    permit(actor, Permission.READ_REGISTER)
    check_day(day)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        clinic = clinics.the_clinic(look)
        zone = ZoneInfo(clinic.zone)
        on = day or now.astimezone(zone).date()
        if session_id is not None:
            brief_row(look, session_id)
            found = rows.of_session(look, session_id)
        else:
            found = rows.between(look, *bounds_of(on, clinic.zone))
        shown = _rows(look, found)
        view = RegisterView(
            on, clinic.zone, now, clinic.version, shown, _shifts(house, shown, zone),
            _lots(look, now), _open_draws(look, session_id), session_id,
        )  # fmt: skip
    note_look(house, actor, AuditAction.REGISTER_READ, About(session_id=session_id))
    return view


def read_form(house: House, actor: Actor) -> RegisterForm:
    """What can be chosen when something is entered."""
    permit(actor, Permission.KEEP_REGISTER)
    with house.reading(actor.clinic_id) as look:
        return RegisterForm(
            tuple(one.name for one in house.formulary if one.controlled),
            _lots(look, house.clock()),
            _open_draws(look, None),
            possible_witnesses(look, actor),
        )


def enter(house: House, actor: Actor, new: NewRow, witness: Witness | None = None) -> RegisterRow:
    """Write a row; where the action needs a witness, another person confirms with a PIN first."""
    permit(actor, Permission.KEEP_REGISTER)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        before = rows.row(look, new.id)
        if before is not None:
            return _rows(look, [same_again(before, new, actor)])[0]
        checked(house, look, new, now)  # before a PIN is tried for it
    seen_by = _seen_by(house, actor, new.action in WITNESSED, witness)
    with house.writing(actor.clinic_id) as work:
        values = checked(house, work, new, now)
        rows.add(work, {**values, "person_id": actor.person_id, "witness_id": seen_by})
        detail = {"action": new.action, "drug": values["drug"], "lot": values["lot"],
                  "amount_mg": values["amount_mg"], "witness": seen_by}  # fmt: skip
        about = About(session_id=values["session_id"], subject_id=new.id, detail=detail)
        work.audit(AuditAction.REGISTER_ENTERED, now, actor, about)
        work.commit()
    return _one(house, actor, new.id)


def reverse(
    house: House, actor: Actor, row_id: str, reason: str, witness: Witness | None
) -> RegisterRow:
    """Take a wrong row off again by another one; both stay readable."""
    permit(actor, Permission.KEEP_REGISTER)
    said, now = reason_of(reason), house.clock()
    with house.reading(actor.clinic_id) as look:
        _reversible(look, row_id)
    seen_by = _seen_by(house, actor, True, witness)
    with house.writing(actor.clinic_id) as work:
        wrong = _reversible(work, row_id)
        kept = ("drug", "lot", "strength", "action", "amount_mg", "session_id")
        values: dict[str, Any] = {name: getattr(wrong, name) for name in kept}
        draw = wrong.draw_id or (wrong.id if wrong.action == "drawn" else None)
        values |= {"id": str(uuid4()), "at": wrong.at, "recorded_at": now, "draw_id": draw}
        values |= {"reverses_id": row_id, "reason": said}
        rows.add(work, {**values, "person_id": actor.person_id, "witness_id": seen_by})
        about = About(session_id=wrong.session_id, subject_id=row_id, detail={"reason": said})
        work.audit(AuditAction.REGISTER_REVERSED, now, actor, about)
        work.commit()
    return _one(house, actor, values["id"])


def _seen_by(house: House, actor: Actor, needed: bool, witness: Witness | None) -> str | None:
    if witness is not None:
        return confirm_witness(house, actor, witness.person_id, witness.pin)
    if needed:
        message = say("A second person has to witness this; nothing was saved")
        raise BadInput(message, field="witness", allowed=say("another person, with their PIN"))
    return None


def _reversible(look: Reading, row_id: str) -> Row[Any]:
    wrong = rows.row(look, row_id)
    if wrong is None:
        raise NotFound(say("There is no such row in the register"))
    if wrong.reverses_id is not None or rows.reversing(look, row_id) is not None:
        raise Conflict(say("This row is reversed already; nothing was saved"), field="row_id")
    if wrong.action == "drawn" and totals(_amounts(rows.of_draw(look, row_id))) != Totals():
        raise Conflict(
            say("Something has come out of this draw; nothing was saved"),
            field="row_id",
            allowed=say("first reverse what was given, wasted or returned of it"),
        )
    return wrong


def _amounts(found: Any) -> list[tuple[str, float]]:
    return [(row.action, -row.amount_mg if row.reverses_id else row.amount_mg) for row in found]


def _one(house: House, actor: Actor, row_id: str) -> RegisterRow:
    with house.reading(actor.clinic_id) as look:
        found = rows.row(look, row_id)
        assert found is not None
        return _rows(look, [found])[0]


def _rows(look: Reading, found: Any) -> tuple[RegisterRow, ...]:
    names = rows.names(look)
    reversed_by = {row.reverses_id: row.id for row in found if row.reverses_id}
    in_order = sorted(found, key=lambda row: (row.at, row.recorded_at, ACTIONS.index(row.action)))
    return tuple(
        RegisterRow(
            row.id, row.at, row.recorded_at, row.drug, row.lot, row.strength, row.action,
            row.amount_mg, names[row.person_id], names.get(row.witness_id, ""), row.session_id,
            row.draw_id, row.reverses_id, row.reason or "", reversed_by.get(row.id),
        )
        for row in in_order
    )  # fmt: skip


def _shifts(
    house: House, shown: tuple[RegisterRow, ...], zone: ZoneInfo
) -> tuple[ShiftTotals, ...]:
    keyed = [(shift_at(house.shifts, zone, row.at), row) for row in shown]
    keyed.sort(key=lambda pair: (pair[0].starts_at, pair[1].drug))
    return tuple(
        ShiftTotals(shift, drug, totals((row.action, row.signed_mg) for _, row in members))
        for (shift, drug), members in groupby(keyed, key=lambda pair: (pair[0], pair[1].drug))
    )


def _lots(look: Reading, now: datetime) -> tuple[LotTotals, ...]:
    found = sorted(rows.by_lot(look), key=lambda row: (row.drug, row.lot, row.strength))
    lots = []
    for (drug, lot, strength), members in groupby(
        found, key=lambda row: (row.drug, row.lot, row.strength)
    ):
        listed = list(members)
        last_at = max(_instant(row.last_at) for row in listed)
        added = totals((row.action, float(row.amount_mg)) for row in listed)
        lots.append(LotTotals(drug, lot, strength, added, last_at))
    recent = now - LOTS_SHOWN_FOR
    return tuple(lot for lot in lots if lot.last_at >= recent or lot.totals.unaccounted)


def _instant(value: datetime | str) -> datetime:
    # An aggregate keeps its column's type on one database and not on the other.
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _open_draws(look: Reading, session_id: str | None) -> tuple[OpenDraw, ...]:
    waiting = [row.draw_id for row in rows.open_draws(look, LEAST_MG)]
    drawn = [row for row in (rows.row(look, draw_id) for draw_id in waiting) if row is not None]
    shown = [row for row in _rows(look, drawn) if session_id in (None, row.session_id)]
    shown.sort(key=lambda row: row.at)
    return tuple(OpenDraw(row, _told_of(look, row)) for row in shown)


def _told_of(look: Reading, draw: RegisterRow) -> Totals:
    return totals([("drawn", draw.amount_mg), *_amounts(rows.of_draw(look, draw.id))])
