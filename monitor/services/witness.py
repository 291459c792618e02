"""A second person confirms with a PIN what the first one enters."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.roles import AT_THE_CHAIR
from monitor.errors import BadInput, NotPermitted
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.secrets import fits
from monitor.services.tries import note_refusal, reserve_pin_try
from monitor.services.waiting import refuse_early
from monitor.store import people as rows
from monitor.store.work import About, Reading


def confirm_witness(house: House, actor: Actor, person_id: str, pin: str) -> str:
    """Make sure that another nurse or physician of the clinic confirms; answers who.

    A wrong PIN is counted and audited at once, as for the person's own signatures.
    """
    if person_id == actor.person_id:
        raise BadInput(say("A witness is somebody else; nothing was saved"), field="witness")
    with house.reading(actor.clinic_id) as look:
        roles = rows.roles_of(look, person_id)
    person = reserve_pin_try(house, actor.clinic_id, person_id, refuse_early)
    able = person is not None and person.active and person.pin_hash and roles & AT_THE_CHAIR
    if person is None or not able or person.pin_temporary:
        raise BadInput(
            say("This person cannot be a witness; nothing was saved"),
            field="witness",
            allowed=say("a nurse or physician of this clinic with a PIN of their own"),
        )
    if not fits(house.pin_hasher, person.pin_hash, pin):
        note_refusal(house, actor.clinic_id, AuditAction.PIN_REFUSED, person.id)
        message = say("The witness's PIN is wrong; nothing was saved")
        raise NotPermitted(message, field="pin", allowed=say("the witness's own PIN"))
    with house.writing(actor.clinic_id) as work:
        rows.count_pin_failure(work, person_id, 0, None)
        about = About(subject_id=person_id, detail={"witness": True})
        work.audit(AuditAction.PIN_CONFIRMED, house.clock(), actor, about)
        work.commit(changes=False)
    return person_id


def possible_witnesses(look: Reading, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Everyone who could confirm for this person: id and name."""
    found = {
        row.id: row.name
        for row in rows.with_pin(look)
        if row.role in AT_THE_CHAIR and row.id != actor.person_id
    }
    return tuple(found.items())
