"""A session as a case file, which anyone can put before `monitor replay`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.writing_cases import Followed, write_case
from monitor.services.folding import facts_known, head_row, record_of
from monitor.services.house import House
from monitor.services.protocols_in_force import version_text
from monitor.services.views import ExportedCase
from monitor.store import clinics
from monitor.store.work import About, Reading


def export_case(house: House, actor: Actor, session_id: str) -> ExportedCase:
    """The session as a case file, and which kinds of the running system it leaves out.

    It names no patient, but holds the birth date, who took the patient home, and notes and reasons
    as they were typed. The audit says who took it out of the clinic.
    """
    permit(actor, Permission.EXPORT_SESSION)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        row = head_row(work, session_id)
        record = record_of(house, work, row)
        zone = clinics.the_clinic(work).zone
        title = f"Session {row.session_number} on {row.protocol_id}, {session_id}"
        facts = facts_known(work, row, now)
        text = write_case(title, followed_by(house, work, row), zone, facts, record.events)
        kinds = {entry.event.kind for entry in record.system}
        left_out = tuple(sorted(kinds - set(CORRECTING_KINDS)))
        about = About(session_id=session_id, detail={"left_out": list(left_out)})
        work.audit(AuditAction.SESSION_EXPORTED, now, actor, about)
        work.commit(changes=False)
    return ExportedCase(text, left_out)


def followed_by(house: House, work: Reading, row: Row[Any]) -> Followed:
    """The version the session was started on, with its text where the program ships another."""
    name, version = row.protocol_id, row.protocol_version
    text = version_text(house, work, name, version)
    is_shipped = name in house.protocols and house.protocols.text(name) == text
    return Followed(name, version, "" if is_shipped else text)
