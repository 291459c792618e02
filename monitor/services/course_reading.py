"""From the rows of courses to what screens and machines see of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row

from monitor.clinical.course import Place, next_session, places
from monitor.services.course_views import Courses, CourseView, PlannedVersion, PlannedView
from monitor.services.planning import CourseRecord, Versions, records_of, today_in
from monitor.services.views import PatientCard
from monitor.store import chairs as chair_rows
from monitor.store import clinics
from monitor.store import courses as rows
from monitor.store.work import Reading


def courses_view(work: Reading, patient: PatientCard, now: datetime) -> Courses:
    """Every course of a patient."""
    clinic = clinics.the_clinic(work)
    today = today_in(work, now)
    found = rows.courses_of(work, patient.id)
    records = records_of(work, found)
    views = tuple(course_view(work, records[row.id], patient, today) for row in found)
    return Courses(patient, views, now, today, clinic.zone, clinic.version)


def course_view(
    work: Reading, record: CourseRecord, patient: PatientCard, today: date
) -> CourseView:
    """One course, its planned sessions in the order of their days."""
    row = record.row
    labels = chair_labels(work)
    return CourseView(
        id=row.id,
        patient=patient,
        indication=row.indication,
        indication_words=row.indication_words,
        protocol_id=row.protocol_id,
        schedule=record.schedule,
        opened_at=row.opened_at,
        opened_by=row.opened_by_name,
        closed_at=row.closed_at,
        closed_reason=row.closed_reason,
        sessions=tuple(
            planned_view(place, record, labels) for place in places(record.planned, today)
        ),
        next=next_session(record.schedule, record.planned, today),
        today=today,
    )


def planned_view(place: Place, record: CourseRecord, labels: Mapping[str, str]) -> PlannedView:
    """One planned session with its history."""
    said = record.versions[place.planned.id]
    last: Row[Any] = said[-1]
    return PlannedView(
        id=last.id,
        number=place.number,
        status=last.status,
        day=last.day,
        at=place.planned.now.at,
        chair_id=last.chair_id,
        chair=labels.get(last.chair_id or "", ""),
        reason=last.reason,
        unsaid=place.unsaid,
        session_id=last.session_id,
        dosed=place.planned.dosed,
        is_over=place.planned.over,
        moved_from=place.planned.moved_from,
        history=_history(said, labels),
    )


def chair_labels(work: Reading) -> dict[str, str]:
    """The chairs of the clinic by id."""
    return {row.id: row.label for row in chair_rows.all_chairs(work)}


def _history(said: Versions, labels: Mapping[str, str]) -> tuple[PlannedVersion, ...]:
    return tuple(
        PlannedVersion(
            status=row.status,
            day=row.day,
            at=time.fromisoformat(row.at) if row.at else None,
            chair=labels.get(row.chair_id or "", ""),
            reason=row.reason,
            said_at=row.said_at,
            said_by=row.person_name,
        )
        for row in said
    )
