"""A session read for a paper of it: the record, the form or the leaflet that leaves the clinic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.session import evaluate
from monitor.clinical.state import SessionState
from monitor.errors import Conflict
from monitor.language.said import say
from monitor.services.folding import facts_known, head_row, record_of, view_of
from monitor.services.house import House
from monitor.services.running_views import StoredEvent
from monitor.services.views import SessionView
from monitor.store import clinics
from monitor.store import sessions as rows
from monitor.store.work import About, Reading

ESKETAMINE = "esketamine"


class SessionPaper(StrEnum):
    """What is printed of a session."""

    RECORD = "record"
    INSTRUCTIONS = "instructions"
    MONITORING_FORM = "monitoring_form"


@dataclass(frozen=True, slots=True)
class Decision:
    """The end of the session as it was signed: the findings stand as they were kept then."""

    at: datetime
    to: str
    reason: str | None
    findings: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Printing:
    """A session on its way to paper.

    ``view`` is the session as it stands, everything entered since the end included; ``signed`` is
    its state as known when the decision was made, None while it is open. ``system`` are the running
    system's own entries. ``phone`` is the emergency service's number,
    ``patient_phone`` the one that patients call from home.
    """

    view: SessionView
    system: tuple[StoredEvent, ...]
    clinic_name: str
    zone: str
    at: datetime
    by: str
    demo: bool
    phone: str = ""
    patient_phone: str = ""
    signed: SessionState | None = None
    decision: Decision | None = None


def print_session(house: House, actor: Actor, session_id: str, paper: SessionPaper) -> Printing:
    """The session for a paper that names the patient; the audit says who printed what.

    Paper leaves the clinic, so it is an export, and nothing is printed that was not written down.
    """
    permit(actor, Permission.EXPORT_SESSION)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        row = head_row(work, session_id)
        _check(paper, row)
        printing = _printing(house, work, row, now)
        about = About(session_id=session_id, detail={"paper": paper.value})
        work.audit(AuditAction.SESSION_PRINTED, now, actor, about)
        work.commit(changes=False)
    return replace(printing, by=actor.name)


def _check(paper: SessionPaper, row: Row[Any]) -> None:
    if paper is SessionPaper.MONITORING_FORM and row.drug != ESKETAMINE:
        raise Conflict(
            say("The monitoring form is for esketamine; nothing was printed"),
            field="session_id",
            allowed=say("a session with esketamine"),
        )


def _printing(house: House, work: Reading, row: Row[Any], now: datetime) -> Printing:
    clinic, kept = clinics.the_clinic(work), decision_of(work, row.id)
    view, record = view_of(house, work, row, now), record_of(house, work, row)
    signed = None
    if kept is not None:
        signed = evaluate(view.protocol, facts_known(work, row, now), record.events, kept.at)
    return Printing(
        view=view,
        system=record.system,
        clinic_name=clinic.name,
        zone=clinic.zone,
        at=now,
        by="",
        demo=house.demo,
        phone=house.emergency_phone,
        patient_phone=house.patient_phone,
        signed=signed,
        decision=kept,
    )


def decision_of(work: Reading, session_id: str) -> Decision | None:
    """How the session ended, as it was kept; None while it is open."""
    kept = rows.decision(work, session_id)
    if kept is None:
        return None
    return Decision(kept.decided_at, kept.closed_to, kept.reason, kept.findings)
