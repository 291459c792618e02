"""How long records are kept, and the lawful act that erases one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.patients import searchable
from monitor.services.wording import reason_of
from monitor.store import sessions as session_rows
from monitor.store.about_patient import PatientRows, rows_about
from monitor.store.erasing import Erasing
from monitor.store.retention import LastAct, last_acts
from monitor.store.verifying import verify
from monitor.store.work import About, Reading

_FEBRUARY_29 = (2, 29)
_A_NAME = 3
"""Letters of a word that may be somebody's name; "de" is in every sentence."""


@dataclass(frozen=True, slots=True)
class NewErasure:
    """Why a patient is erased; the reason is kept for good, so it names nobody.

    A ``lawful_request`` (of the patient, a court) is followed before the time for which records are
    kept is over. ``name`` is the patient's, asked back; None where it was confirmed otherwise.
    """

    reason: str
    lawful_request: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure came to: whose sessions, and the number of its entry in the audit."""

    patient_id: str
    sessions: int
    at: datetime


def list_past_retention(house: House, actor: Actor) -> tuple[LastAct, ...]:
    """The patients whose record need not be kept any longer, by id; none is named."""
    permit(actor, Permission.ERASE_PATIENT)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        found = _past(house, work, now)
        detail = {"years": house.retention_years, "patients": len(found)}
        work.audit(AuditAction.RETENTION_LISTED, now, actor, About(detail=detail))
        work.commit(changes=False)
    return found


def erase_patient(house: House, actor: Actor, patient_id: str, new: NewErasure) -> Erased:
    """Erase a patient for good; the chain goes on proving everything else.

    Refused while a session is open, while the record must be kept (unless the request is a lawful
    one), and where the clinic's record is not as it was written: an erasure would hide it.
    """
    permit(actor, Permission.ERASE_PATIENT)
    why = reason_of(new.reason)
    with house.reading(actor.clinic_id) as look:
        _check(house, look, patient_id, new)
    _require_whole(house, actor.clinic_id)
    return _erase(house, actor, patient_id, replace(new, reason=why))


def erase_past_retention(house: House, actor: Actor, reason: str) -> tuple[Erased, ...]:
    """Erase every patient whose record need not be kept any longer, each an act of its own."""
    permit(actor, Permission.ERASE_PATIENT)
    new = NewErasure(reason_of(reason))
    _require_whole(house, actor.clinic_id)
    with house.reading(actor.clinic_id) as look:
        past = _past(house, look, house.clock())
    return tuple(_erase(house, actor, one.patient_id, new) for one in past)


def _erase(house: House, actor: Actor, patient_id: str, new: NewErasure) -> Erased:
    now = house.clock()
    with Erasing(house.engine, actor.clinic_id) as work:
        found = _check(house, work, patient_id, new)
        told = {"reason": new.reason, "lawful_request": new.lawful_request}
        work.erase(found, now, actor, told)
        work.commit()
    return Erased(patient_id, len(found.session_ids), now)


def kept_since(now: datetime, years: int) -> datetime:
    """The instant before which nothing need be kept."""
    if (now.month, now.day) == _FEBRUARY_29:
        now = now.replace(day=28)
    return now.replace(year=now.year - years)


def _past(house: House, work: Reading, now: datetime) -> tuple[LastAct, ...]:
    if house.retention_years is None:
        return ()
    since = kept_since(now, house.retention_years)
    return tuple(one for one in last_acts(work) if one.at < since and not one.has_open)


def _check(house: House, work: Reading, patient_id: str, new: NewErasure) -> PatientRows:
    found = rows_about(work, patient_id)
    if found is None:
        raise NotFound(say("There is no such patient in this clinic"))
    if found.erased:
        raise Conflict(say("This patient was erased before"))
    if session_rows.open_of_patient(work, patient_id) is not None:
        raise Conflict(
            say("A session of this patient is open; nothing was erased"),
            allowed=say("erase after the session has ended"),
        )
    if new.name is not None and _words(new.name) != _words(found.patient.name):
        raise BadInput(
            say("That is not the name of this patient; nothing was erased"), field="name"
        )
    said = set(_words(new.reason))
    if said & {word for word in _words(found.patient.name) if len(word) >= _A_NAME}:
        raise BadInput(
            say("The reason names the patient, and is kept for good; nothing was erased"),
            field="reason",
        )
    past = {one.patient_id for one in _past(house, work, house.clock())}
    if not new.lawful_request and patient_id not in past:
        raise Conflict(
            say("This record must still be kept; nothing was erased"),
            field="lawful_request",
            allowed=say("a lawful request, or MONITOR_RETENTION_YEARS over"),
        )
    return found


def _words(name: str) -> list[str]:
    return list(searchable(name))


def _require_whole(house: House, clinic_id: str) -> None:
    found = next(one for one in verify(house.engine) if one.clinic_id == clinic_id)
    if found.faults:
        raise Conflict(
            say("The record is not as it was written; nothing was erased"),
            allowed=say("`monitor verify` first, which says where"),
        )
