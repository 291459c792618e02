"""What a patient weighed last: at the latest session, or as the record was corrected since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.store import patients as patient_rows
from monitor.store import sessions as rows
from monitor.store.work import About, Reading


@dataclass(frozen=True, slots=True)
class Weighed:
    """A weight in kg, and when it was said."""

    kg: float
    at: datetime


def read_last_weight(house: House, actor: Actor, patient_id: str) -> Weighed | None:
    """What the patient weighed last; None where nobody weighed the patient yet."""
    permit(actor, Permission.READ_PATIENT)
    with house.reading(actor.clinic_id) as look:
        row = patient_rows.patient(look, patient_id)
        if row is None:
            raise NotFound(say("There is no such patient in this clinic"))
        found = last_weight(look, row)
    note_look(house, actor, AuditAction.PATIENT_READ, About(subject_id=patient_id))
    return found


def last_weight(look: Reading, patient: Row[Any]) -> Weighed | None:
    """The weight of the latest session, unless the record's own was corrected after it began."""
    versions = patient_rows.versions(look, patient.id)
    said_at = versions[0].said_at if versions else patient_rows.registered_at(look, patient.id)
    for before, after in pairwise(versions):
        if after.weight_kg != before.weight_kg:
            said_at = after.said_at
    session = rows.latest_weight(look, patient.id)
    if session is not None and session.started_at >= said_at:
        return Weighed(session.weight_kg, session.started_at)
    return Weighed(patient.weight_kg, said_at) if patient.weight_kg is not None else None
