"""One patient's whole record as one file, for the patient, another clinic or a court."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.writing_cases import write_case
from monitor.errors import NotFound
from monitor.language.said import say
from monitor.services.course_reading import chair_labels
from monitor.services.export import followed_by
from monitor.services.folding import facts_known, head_row, record_of, view_at
from monitor.services.house import House
from monitor.services.record_parts import (
    Json,
    Named,
    alerts_of,
    entries_of,
    handover_of,
    order_of,
    plain,
    signature_of,
    state_of,
    treatment_of,
)
from monitor.store import clinics
from monitor.store.about_patient import PatientRows, is_erased, names_of, protocols_of, rows_about
from monitor.store.tables import (
    audit_entries,
    course_scores,
    courses,
    decisions,
    eligibility_overrides,
    handover_chairs,
    handover_endings,
    handovers,
    patient_identifiers,
    patient_versions,
    patient_words,
    planned_sessions,
    receipts,
    register_entries,
    screenings,
    session_events,
    sessions,
)
from monitor.store.work import About, OneLook, Reading

_NOBODY = say("There is no such patient in this clinic")
FORMAT, VERSION = "monitor patient record", 1


@dataclass(frozen=True, slots=True)
class ExportedRecord:
    """A patient's record as JSON, and a name for its file that names nobody."""

    file_name: str
    text: str


def export_patient(house: House, actor: Actor, patient_id: str) -> ExportedRecord:
    """The whole record of one patient, as docs/patient-record.md describes it.

    It names the patient; the audit says who took it out of the clinic, or nothing goes out. It is
    read without holding anybody up who saves something meanwhile.
    """
    permit(actor, Permission.EXPORT_PATIENT)
    now = house.clock()
    with OneLook(house.engine, actor.clinic_id) as look:
        found = rows_about(look, patient_id)
        if found is None or found.erased:
            raise NotFound(_NOBODY)
        told = _Record(house, look, found, now).whole(actor)
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    with house.writing(actor.clinic_id) as work:
        if is_erased(work, patient_id):
            raise NotFound(_NOBODY)
        about = About(subject_id=patient_id, detail={"sessions": len(found.of[sessions])})
        work.audit(AuditAction.PATIENT_EXPORTED, now, actor, about)
        work.commit(changes=False)
    return ExportedRecord(f"patient-{patient_id}.json", text)


class _Record:
    """What one export is made from."""

    def __init__(self, house: House, work: Reading, found: PatientRows, now: datetime) -> None:
        self._house, self._work, self._found, self._now = house, work, found, now
        self._named = Named(names_of(work), chair_labels(work))

    def whole(self, actor: Actor) -> Json:
        """The file's content."""
        clinic, of, named = clinics.the_clinic(self._work), self._found.of, self._named
        return {
            "format": FORMAT,
            "version": VERSION,
            "exported_at": plain(self._now),
            "exported_by": {"person_id": actor.person_id, "person": actor.name},
            "clinic": {"id": clinic.clinic_id, "name": clinic.name, "zone": clinic.zone},
            "patient": {
                **named.row(self._found.patient),
                "versions": named.rows(of[patient_versions]),
                "identifier_rows": named.rows(of[patient_identifiers]),
                "found_by": [row.word for row in of[patient_words]],
            },
            "courses": [self._course(row) for row in of[courses]],
            "screenings": named.rows(of[screenings]),
            "eligibility_overrides": named.rows(of[eligibility_overrides]),
            "sessions": [self._session(row) for row in of[sessions]],
            "handovers": self._handovers(),
            "protocols": self._protocols(),
            "audit": [named.audit(row) for row in of[audit_entries]],
        }

    def _course(self, row: Row[Any]) -> Json:
        planned = [one for one in self._found.of[planned_sessions] if one.course_id == row.id]
        scores = [one for one in self._found.of[course_scores] if one.course_id == row.id]
        return {
            **self._named.row(row),
            "planned_sessions": self._named.rows(planned),
            "scores": self._named.rows(sorted(scores, key=lambda one: one.recorded_at)),
        }

    def _session(self, row: Row[Any]) -> Json:
        head = head_row(self._work, row.id)
        record = record_of(self._house, self._work, head)
        at = row.closed_at or self._now
        view = view_at(self._house, self._work, head, at)
        mine = {
            table: [one for one in rows if one.session_id == row.id]
            for table, rows in self._found.of.items()
            if table in {session_events, receipts, decisions, register_entries}
        }
        entries = entries_of(mine[session_events], record, self._now, self._named)
        left_out = {entry.event.kind for entry in record.system} - set(CORRECTING_KINDS)
        return {
            **self._named.row(row),
            "case": write_case(
                f"Session {row.session_number} on {row.protocol_id}, {row.id}",
                followed_by(self._house, self._work, row),
                clinics.the_clinic(self._work).zone,
                facts_known(self._work, head, self._now),
                record.events,
            ),
            "case_leaves_out": sorted(left_out),
            "state_at": plain(at),
            "state": state_of(view.state, f"session {row.id}"),
            "alerts": alerts_of(view.state, entries),
            "signatures": [signature_of(one) for one in view.signatures],
            "orders": [order_of(one) for one in view.running.orders],
            "treatments": [treatment_of(one) for one in view.running.treatments],
            "scales": [one for one in entries if one["kind"] == "scale"],
            "entries": entries,
            "decision": next(iter(self._named.rows(mine[decisions])), None),
            "register": self._named.rows(mine[register_entries]),
            "receipts": self._named.rows(mine[receipts]),
        }

    def _handovers(self) -> list[Json]:
        of = self._found.of
        ended = {row.handover_id: row for row in of[handover_endings]}
        chairs: dict[str, list[Row[Any]]] = {}
        for chair in of[handover_chairs]:
            chairs.setdefault(chair.handover_id, []).append(chair)
        return [
            handover_of(row, chairs[row.id], ended.get(row.id), self._named)
            for row in of[handovers]
        ]

    def _protocols(self) -> list[Json]:
        used = {(row.protocol_id, row.protocol_version) for row in self._found.of[sessions]}
        return self._named.rows(protocols_of(self._work, used))
