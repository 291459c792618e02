"""Eligibility: asked before a course and before every session; a flag waits for a physician."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.eligibility import (
    Questionnaire,
    Reply,
    changes,
)
from monitor.clinical.pre_dose import above_guide, taken_since
from monitor.clinical.protocol import Protocol
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.eligibility_views import Eligibility, NewScreening, label_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.patients import card_of
from monitor.services.protocols_in_force import all_in_force, in_force
from monitor.services.screening import (
    Known,
    course_questions_now,
    keep_screening,
    known_of,
    questions_now,
    readings_now,
    since_of,
)
from monitor.services.tries import confirm_pin
from monitor.services.views import PatientCard
from monitor.services.wording import reason_of
from monitor.store import clinics
from monitor.store import patients as patient_rows
from monitor.store import screenings as rows
from monitor.store.work import About, Reading


def read_eligibility(
    house: House, actor: Actor, patient_id: str, protocol_id: str | None = None
) -> Eligibility:
    """Where the patient stands now; readings are judged by the protocol, or by the course's own."""
    permit(actor, Permission.READ_PATIENT)
    with house.reading(actor.clinic_id) as look:
        found = _look(house, look, patient_id, protocol_id)
    note_look(house, actor, AuditAction.ELIGIBILITY_READ, About(subject_id=patient_id))
    return found


def answer_eligibility(
    house: House,
    actor: Actor,
    patient_id: str,
    new: NewScreening,
    protocol_id: str | None = None,
) -> Eligibility:
    """Keep answers and readings of this instant; whatever was answered before stays readable."""
    permit(actor, Permission.ANSWER_ELIGIBILITY)
    with house.writing(actor.clinic_id) as work:
        _patient(work, patient_id)
        kept = keep_screening(house, work, actor, patient_id, new)
        found = _look(house, work, patient_id, protocol_id)
        flagged = sorted(one.id for one in found.flags)
        detail = {"screening": kept.id, "answered": sorted(kept.replies), "flagged": flagged}
        about = About(subject_id=patient_id, detail=detail)
        work.audit(AuditAction.ELIGIBILITY_ANSWERED, kept.at, actor, about)
        work.commit()
    return found


def override_eligibility(  # noqa: PLR0913, PLR0917  (what a signature takes)
    house: House,
    actor: Actor,
    patient_id: str,
    flags: Mapping[str, str],
    reason: str,
    pin: str,
    protocol_id: str | None = None,
) -> Eligibility:
    """Decide against flags, each as it stood when it was seen; they stay flagged.

    ``flags`` maps each to the word that the physician saw; one that has changed since is refused.
    """
    permit(actor, Permission.OVERRIDE_ELIGIBILITY)
    why = reason_of(reason)
    with house.reading(actor.clinic_id) as look:
        _check_seen(_look(house, look, patient_id, protocol_id), flags)
    confirm_pin(house, actor, pin)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        _check_seen(_look(house, work, patient_id, protocol_id), flags)
        values = {"flags": dict(flags), "reason": why, "decided_at": now}
        who = {"person_id": actor.person_id, "device_id": actor.device_id}
        rows.add_override(work, {"id": str(uuid4()), "patient_id": patient_id, **values, **who})
        about = About(subject_id=patient_id, detail={"flags": dict(flags)})
        work.audit(AuditAction.ELIGIBILITY_OVERRIDDEN, now, actor, about)
        found = _look(house, work, patient_id, protocol_id)
        work.commit()
    return found


def read_questionnaire(house: House, actor: Actor) -> Questionnaire:
    """The questions, with what flags and where they come from."""
    permit(actor, Permission.READ_CHAIRS)
    return house.questionnaire


def _patient(work: Reading, patient_id: str) -> PatientCard:
    row = patient_rows.patient(work, patient_id)
    if row is None:
        raise NotFound(say("There is no such patient in this clinic"), field="patient_id")
    return card_of(row)


def _look(house: House, work: Reading, patient_id: str, protocol_id: str | None) -> Eligibility:
    patient = _patient(work, patient_id)
    known = known_of(work, [patient_id])[patient_id]
    clinic = clinics.the_clinic(work)
    protocol = _protocol(house, work, known, protocol_id)
    return _judged(house, patient, known, protocol, clinic)


def _protocol(house: House, work: Reading, known: Known, asked: str | None) -> Protocol | None:
    if asked is not None:
        return in_force(house, work, asked)
    if known.course is None:
        return None
    return all_in_force(house, work).get(known.course.protocol_id)


def _judged(
    house: House, patient: PatientCard, known: Known, protocol: Protocol | None, clinic: Row[Any]
) -> Eligibility:
    now = house.clock()
    since = since_of(house, known, now)
    taken = taken_since(known.screenings, since)
    counted = [one for one in known.screenings if one.at >= since.session]
    return Eligibility(
        patient=patient,
        at=now,
        zone=clinic.zone,
        questionnaire=house.questionnaire,
        protocol_id=protocol.id if protocol else None,
        questions=questions_now(house, known, now),
        readings=readings_now(house, known, protocol, now) if protocol else (),
        for_course=course_questions_now(house, known, now),
        last=_last(known),
        taken=taken,
        changed=changes(known.screenings, since.session),
        above_guide=above_guide(protocol, taken) if protocol else False,
        told_at=counted[-1].at if counted else None,
        told_by=known.people.get(counted[-1].id, "") if counted else "",
        course_id=known.course.id if known.course is not None else None,
        version=clinic.version,
    )


def _last(known: Known) -> dict[str, tuple[Reply, datetime]]:
    return {
        key: (reply, screening.at)
        for screening in known.screenings
        for key, reply in screening.replies.items()
    }


def _check_seen(found: Eligibility, flags: Mapping[str, str]) -> None:
    """Refuse what is no flag now, or no longer the one that was seen."""
    if not flags:
        raise BadInput(say("No flag was named; nothing was overridden"), field="flags")
    standing = _flagged(found)
    for key, word in flags.items():
        now = standing.get(key)
        if now is None:
            known = {one.id for one in (*found.standings, *found.for_course)}
            if key not in known:
                allowed = ", ".join(sorted(known))
                message = say("There is no flag {flag}", flag=repr(key[:60]))
                raise BadInput(message, field="flags", allowed=allowed)
            label = label_of(found.questionnaire, key)
            message = say("{flag} raises no flag; nothing was overridden", flag=label)
            raise Conflict(message, field="flags")
        if word not in now:
            label = label_of(found.questionnaire, key)
            raise Conflict(
                say("{flag} has changed since it was seen; nothing was overridden", flag=label),
                field="flags",
                allowed=" or ".join(sorted(now)),
            )


def _flagged(found: Eligibility) -> dict[str, set[str]]:
    """The words of every flag, for the session and for the course."""
    words: dict[str, set[str]] = {}
    for one in (*found.standings, *found.for_course):
        if one.flagged:
            words.setdefault(one.id, set()).add(one.word)
    return words
