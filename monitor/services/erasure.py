"""How long records are kept, and the lawful act that erases one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.wording import reason_of
from monitor.store import sessions as session_rows
from monitor.store.about_patient import PatientRows, rows_about
from monitor.store.erasing import Erasing, clear_disk
from monitor.store.retention import LastAct, last_act_of, last_acts
from monitor.store.tables import patient_identifiers, patient_versions, patient_words
from monitor.store.verifying import verify
from monitor.store.words import searchable
from monitor.store.work import About, Reading

_FEBRUARY_29 = (2, 29)
_IN_EVERY_SENTENCE = frozenset(
    {"a", "al", "and", "da", "de", "del", "der", "di", "e", "el", "la", "las", "los", "of", "the",
     "van", "von", "y"}
)  # fmt: skip
"""Words that stand in names and name nobody."""
_LONG_ENOUGH = 4
"""Letters of an identifier that stands nowhere by chance."""
_CENTURY = 100
_PAST_ITS_TIME = "past the time of keeping"


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
    """What an erasure came to.

    ``off_the_disk`` is False where the database's files could not be cleared of it at once.
    """

    patient_id: str
    sessions: int
    at: datetime
    off_the_disk: bool = True


def list_past_retention(house: House, actor: Actor) -> tuple[LastAct, ...]:
    """The patients whose record need not be kept any longer, by id; none is named."""
    permit(actor, Permission.ERASE_PATIENT)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        found = tuple(one for one in last_acts(work) if _is_past(house, one, now))
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
    done = _erase(house, actor, patient_id, replace(new, reason=why))
    return replace(done, off_the_disk=clear_disk(house.engine))


def erase_past_retention(
    house: House,
    actor: Actor,
    passed: Callable[[Erased], None] = lambda _one: None,
    listed: Callable[[tuple[LastAct, ...]], None] = lambda _past: None,
) -> tuple[Erased, ...]:
    """Erase every patient whose record need not be kept any longer, each an act of its own.

    ``listed`` hears first of whom there are, ``passed`` of each as it is done: one that is refused
    ends it, and those before are gone.
    """
    permit(actor, Permission.ERASE_PATIENT)
    _require_whole(house, actor.clinic_id)
    past = list_past_retention(house, actor)
    listed(past)
    gone, cleared = [], True
    try:
        for one in past:
            gone.append(_erase(house, actor, one.patient_id, NewErasure(_PAST_ITS_TIME)))
            passed(gone[-1])
    finally:
        cleared = clear_disk(house.engine) if gone else True
    return tuple(replace(one, off_the_disk=cleared) for one in gone)


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


def _is_past(house: House, one: LastAct, now: datetime) -> bool:
    if house.retention_years is None:
        return False
    return one.at < kept_since(now, house.retention_years) and not one.has_open


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
    if new.reason != _PAST_ITS_TIME and _names(new.reason, found):
        raise BadInput(
            say("The reason names the patient, and is kept for good; nothing was erased"),
            field="reason",
        )
    past = _is_past(house, last_act_of(found), house.clock())
    if not (new.lawful_request or past):
        raise Conflict(
            say("This record must still be kept; nothing was erased"),
            field="lawful_request",
            allowed=say("a lawful request, or MONITOR_RETENTION_YEARS over"),
        )
    return found


def _names(reason: str, found: PatientRows) -> bool:
    """Whether a reason holds a word the patient is found by, an identifier or the birth date."""
    said, run_on = set(_words(reason)), _run_on(reason)
    ever = [found.patient, *found.of[patient_versions]]  # a former name is the patient's too
    carried = {str(value) for one in ever for _system, value in one.identifiers}
    values = sorted(carried | {row.value for row in found.of[patient_identifiers]})
    known = {row.word for row in found.of[patient_words]}
    known |= {word for one in (*(one.name for one in ever), *values) for word in _words(one)}
    if said & (known - _IN_EVERY_SENTENCE):
        return True
    if any(len(one) >= _LONG_ENOUGH and one in run_on for one in map(_run_on, values)):
        return True
    return any(_says_born(reason, born) for born in {one.birth_date for one in ever})


def _says_born(reason: str, born: date) -> bool:
    """Whether a reason holds a birth date in one of the ways people write it."""
    numbers = {int(one) for one in re.findall(r"[0-9]{1,8}", reason)}
    run_on = {int(f"{born:{form}}") for form in ("%Y%m%d", "%d%m%Y", "%m%d%Y")}
    short = {born.year % _CENTURY, born.month, born.day}
    return {born.year, born.day} <= numbers or short <= numbers or bool(run_on & numbers)


def _run_on(said: str) -> str:
    return "".join("".join(_words(said)).split("-"))


def _words(name: str) -> list[str]:
    return list(searchable(name))


def _require_whole(house: House, clinic_id: str) -> None:
    found = next(one for one in verify(house.engine) if one.clinic_id == clinic_id)
    if found.faults:
        raise Conflict(
            say("The record is not as it was written; nothing was erased"),
            allowed=say("`monitor verify` first, which says where"),
        )
