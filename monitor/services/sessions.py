"""Sessions: started, read now or as known at a past instant, exported."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol
from monitor.errors import BadInput, ChairTaken, ChangedSinceShown, Conflict, NotFound
from monitor.language.said import say
from monitor.services.dosing import check_dose
from monitor.services.entries import ELIGIBILITY, STARTED, Entry, append
from monitor.services.export import export_case
from monitor.services.folding import head_of, head_row, view_at, view_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.memory import Record
from monitor.services.patients import check_weight
from monitor.services.planning import Link, check_number, link_of
from monitor.services.protocol_choices import offered_protocols, require_offered
from monitor.services.protocols_in_force import in_force, text_in_force
from monitor.services.screened import require_screened
from monitor.services.screening import keep_screening
from monitor.services.views import NewSession, SessionHead, SessionView
from monitor.services.weighing import last_weight
from monitor.store import chairs as chair_rows
from monitor.store import patients as patient_rows
from monitor.store import sessions as rows
from monitor.store.protocol_files import text_digest
from monitor.store.work import About, Reading, Writing

LISTED_AT_MOST = 100
HIGHEST_SESSION_NUMBER = 1000
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""No record is older; what is reckoned back from an instant before it leaves the calendar."""

__all__ = ["export_case", "list_protocols", "list_sessions", "read_session", "start_session"]


def start_session(house: House, actor: Actor, new: NewSession) -> SessionView:
    """Put a patient into a chair on a protocol, with the dose planned and checked.

    Nobody starts unscreened: NotEligible while a flag of eligibility stands without a physician's
    override. In a course it becomes the planned session of today, or the one that is named. It
    starts on the version of the protocol that is in force, and keeps it for good.
    """
    permit(actor, Permission.START_SESSION)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        protocol = in_force(house, work, new.protocol_id)
        _require_shown(new, protocol)
        require_offered(house, work, protocol)
        link = link_of(work, new.patient_id, new.planned_id, now)
        values = _values(work, new, protocol, link)
        screened = _screened(house, work, actor, new, protocol)
        _pin(house, work, protocol, now)
        rows.add_session(work, {**values, "started_at": now, "started_by": actor.person_id})
        if link is not None:
            link.write(work, actor, now, values)
        first = _first_entries(values, actor, now, new, screened)
        record = append(work, actor, values["id"], Record(0), first)
        flagged = [flag["id"] for flag in screened["flags"]]
        detail = {"protocol": protocol.id, "flagged": flagged}
        about = About(session_id=values["id"], detail=detail)
        work.audit(AuditAction.SESSION_STARTED, now, actor, about)
        work.commit()
    house.memory.keep_record((actor.clinic_id, values["id"]), record)
    with house.reading(actor.clinic_id) as look:
        return view_of(house, look, head_row(look, values["id"]), now)


def read_session(
    house: House,
    actor: Actor,
    session_id: str,
    at: datetime | None = None,
    device_id: str | None = None,
) -> SessionView:
    """The session as it stands, or as it was known at a past instant.

    Known to the server; or with ``device_id`` on that device, where its own entries count from when
    they were typed. Raises BadInput for an instant nobody can ask for.
    """
    permit(actor, Permission.READ_SESSION)
    now = house.clock()
    if at is not None and at > now:
        raise BadInput(
            say("The instant lies in the future"), field="at", allowed=say("an instant till now")
        )
    if at is not None and at < EARLIEST:
        raise BadInput(
            say("Nothing was known then"),
            field="at",
            allowed=say("from {earliest:%Y} till now", earliest=EARLIEST),
        )
    with house.reading(actor.clinic_id) as look:
        row = head_row(look, session_id)
        view = (
            view_of(house, look, row, now)
            if at is None
            else view_at(house, look, row, at, device_id)
        )
    note_look(house, actor, AuditAction.SESSION_READ, About(session_id=session_id))
    return view


def list_earlier(house: House, actor: Actor, session_id: str) -> tuple[SessionHead, ...]:
    """The sessions of the same patient that were started before this one, the latest first."""
    permit(actor, Permission.READ_SESSION)
    with house.reading(actor.clinic_id) as look:
        row = head_row(look, session_id)
        found = rows.earlier_of_patient(look, row.patient_id, row.started_at)
        listed = tuple(head_of(one) for one in found)
    note_look(house, actor, AuditAction.SESSIONS_LISTED, About(session_id=session_id))
    return listed


def read_for_recording(house: House, actor: Actor, session_id: str) -> SessionView:
    """The session as it stands, for those who may record in it."""
    permit(actor, Permission.RECORD_EVENTS)
    return read_session(house, actor, session_id)


def list_sessions(
    house: House, actor: Actor, at_most: int = LISTED_AT_MOST
) -> tuple[SessionHead, ...]:
    """The sessions started last, open and closed."""
    permit(actor, Permission.READ_SESSION)
    with house.reading(actor.clinic_id) as look:
        found = rows.latest_heads(look, max(1, min(at_most, LISTED_AT_MOST)))
        listed = tuple(head_of(row) for row in found)
    note_look(house, actor, AuditAction.SESSIONS_LISTED, About())
    return listed


def list_protocols(house: House, actor: Actor) -> tuple[Protocol, ...]:
    """The protocols a session can be started on: those that the clinic offers."""
    permit(actor, Permission.READ_CHAIRS)
    with house.reading(actor.clinic_id) as look:
        return offered_protocols(house, look)


def _screened(
    house: House, work: Writing, actor: Actor, new: NewSession, protocol: Protocol
) -> dict[str, Any]:
    """What the session is started on, answers given together with the start included."""
    if new.eligibility is not None:
        permit(actor, Permission.ANSWER_ELIGIBILITY)
        keep_screening(house, work, actor, new.patient_id, new.eligibility)
    return require_screened(house, work, new.patient_id, protocol, house.clock())


def _values(
    work: Writing, new: NewSession, protocol: Protocol, link: Link | None
) -> dict[str, Any]:
    """The row of a new session, held against the patient, the chair and the dose."""
    patient = patient_rows.patient(work, new.patient_id)
    if patient is None:
        raise NotFound(say("There is no such patient in this clinic"), field="patient_id")
    _check_chair(work, new.chair_id)
    if rows.open_of_patient(work, new.patient_id) is not None:
        raise Conflict(
            say("{name} has an open session already; none was started", name=patient.name),
            field="patient_id",
        )
    weight_kg = _weight(work, new, patient)
    check_dose(new.dose_mg, weight_kg, protocol.unlikely_dose_mg_per_kg, confirmed=new.confirmed)
    return {
        "id": str(uuid4()),
        "patient_id": new.patient_id,
        "chair_id": new.chair_id,
        "protocol_id": protocol.id,
        "protocol_version": protocol.version,
        "drug": protocol.drug,
        "route": protocol.route,
        "dose_mg": float(new.dose_mg),
        "weight_kg": weight_kg,
        "session_number": _number(work, new, link),
    }


def _check_chair(work: Writing, chair_id: str) -> None:
    chair = chair_rows.chair(work, chair_id)
    if chair is None:
        raise NotFound(say("There is no such chair in this clinic"), field="chair_id")
    if not chair.in_use:
        raise Conflict(
            say("Chair {label} is out of use; no session was started", label=chair.label),
            field="chair_id",
            allowed=say("a chair in use"),
        )
    if rows.open_of_chair(work, chair_id) is not None:
        raise ChairTaken(
            say("Chair {label} holds an open session; none was started", label=chair.label),
            field="chair_id",
            allowed=say("a free chair"),
        )


def _weight(work: Reading, new: NewSession, patient: Row[Any]) -> float:
    if new.weight_kg is not None:
        return check_weight(new.weight_kg)
    last = last_weight(work, patient)
    if last is None:
        raise BadInput(say("The weight is needed; no session was started"), field="weight_kg")
    return check_weight(last.kg)


def _number(work: Writing, new: NewSession, link: Link | None) -> int:
    if link is not None:
        return check_number(link.course, new.session_number)
    if new.session_number is None:
        return rows.highest_number(work, new.patient_id) + 1
    if not 1 <= new.session_number <= HIGHEST_SESSION_NUMBER:
        allowed = f"1 to {HIGHEST_SESSION_NUMBER}"
        raise BadInput(say("That is no session number"), field="session_number", allowed=allowed)
    return new.session_number


def _pin(house: House, work: Writing, protocol: Protocol, now: datetime) -> None:
    """Keep the protocol's text with its version; the same version never has two texts."""
    text = text_in_force(house, work, protocol.id)
    kept = rows.protocol_version(work, protocol.id, protocol.version)
    if kept is None:
        values = {"protocol_id": protocol.id, "version": protocol.version, "text": text}
        rows.pin_protocol(work, {**values, "digest": text_digest(text), "pinned_at": now})
    elif kept.digest != text_digest(text):
        raise Conflict(
            say(
                "The file of {id} was changed but is still called version {version}; "
                "no session was started",
                id=protocol.id,
                version=protocol.version,
            ),
            field="protocol_id",
            allowed=say("a higher version number in the file, then a restart"),
        )


def _require_shown(new: NewSession, protocol: Protocol) -> None:
    """Ask again where another version came into force after the screen was drawn."""
    if new.protocol_version not in {None, protocol.version}:
        raise ChangedSinceShown(
            say(
                "Version {version} of {title} came into force meanwhile; no session was started",
                version=protocol.version,
                title=say(protocol.title),
            ),
            field="protocol_version",
            allowed=say("load the screen afresh, and start again on the version in force"),
        )


def _first_entries(
    values: dict[str, Any],
    actor: Actor,
    now: datetime,
    new: NewSession,
    screened: dict[str, Any],
) -> list[Entry]:
    told: dict[str, object] = {
        key: values[key]
        for key in ("patient_id", "chair_id", "protocol_id", "protocol_version",
                    "drug", "route", "dose_mg", "weight_kg", "session_number")
    }  # fmt: skip
    told["dose_confirmed"] = new.confirmed
    said: list[tuple[str, dict[str, object]]] = [(STARTED, told), (ELIGIBILITY, screened)]
    if new.arrived:
        said.append(("arrived", {}))
    events = [
        Event(kind, now, now, fields, str(uuid4()), actor.by, place)
        for place, (kind, fields) in enumerate(said, start=1)
    ]
    return [Entry(event, now) for event in events]
