"""The day list: who comes, when, in which chair, for which session, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical import course as plan
from monitor.clinical.course import Place, places
from monitor.clinical.eligibility import Standing
from monitor.services.course_reading import chair_labels
from monitor.services.course_views import (
    ARRIVED,
    ASKED,
    CANCELLED,
    EXPECTED,
    FLAGGED,
    IN_CHAIR,
    LEFT,
    MISSED,
    SCREENED,
    DayLine,
    DayList,
)
from monitor.services.days import bounds_of, check_day
from monitor.services.eligibility_views import label_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.patients import card_of
from monitor.services.planning import CourseRecord, records_of
from monitor.services.protocols_in_force import all_in_force
from monitor.services.screening import Known, known_of, questions_now, readings_now, since_of
from monitor.services.views import Chair
from monitor.store import clinics
from monitor.store import courses as rows
from monitor.store.work import About, Reading


def read_day(house: House, actor: Actor, day: date | None = None) -> DayList:
    """Who comes on a day of the clinic's calendar, today unless told otherwise."""
    permit(actor, Permission.READ_PATIENT)
    check_day(day)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        clinic = clinics.the_clinic(look)
        today = now.astimezone(ZoneInfo(clinic.zone)).date()
        asked = day or today
        lines = _Day(house, look, asked, now, clinic.zone).lines()
    note_look(house, actor, AuditAction.DAY_READ, About(subject_id=asked.isoformat()))
    return DayList(asked, today, now, clinic.zone, clinic.version, house.demo, lines)


class _Day:
    """Everything that is read for one day, in a handful of reads."""

    def __init__(self, house: House, work: Reading, day: date, now: datetime, zone: str) -> None:
        self.house, self.day, self.now = house, day, now
        found = rows.courses_on(work, day)
        courses = rows.courses_by_id(work, found) if found else ()
        self.records = records_of(work, courses)
        self.heads = rows.heads_between(work, *bounds_of(day, zone))
        patient_ids = {row.patient_id for row in (*courses, *self.heads)}
        self.patients = {
            row.id: card_of(row) for row in rows.patients_by_id(work, sorted(patient_ids))
        }
        self.known = known_of(work, sorted(self.patients)) if self.patients else {}
        self.labels = chair_labels(work)
        self.protocols = all_in_force(house, work)

    def lines(self) -> tuple[DayLine, ...]:
        """The day in the order of time; what has no time stands last, then by name."""
        found = [*self._planned(), *self._unplanned()]
        return tuple(sorted(found, key=lambda one: (one.at or time.max, one.patient.name)))

    def _planned(self) -> Iterator[DayLine]:
        for record in self.records.values():
            for place in places(record.planned, self.day):
                if place.planned.now.day == self.day:
                    yield self._line(record, place)

    def _unplanned(self) -> Iterator[DayLine]:
        """Sessions of patients without a course: started as they came."""
        linked = {key for record in self.records.values() for key in record.heads}
        for head in self.heads:
            if head.id not in linked:
                yield DayLine(
                    patient=self.patients[head.patient_id],
                    state=LEFT if head.closed_at else IN_CHAIR,
                    planned_id=None,
                    session_id=head.id,
                    at=None,
                    chair=Chair(head.chair_id, head.chair_label),
                    number=head.session_number,
                    planned_in_series=0,
                    indication="",
                    protocol_id="",
                    since=head.closed_at or head.started_at,
                )

    def _line(self, record: CourseRecord, place: Place) -> DayLine:
        said = record.versions[place.planned.id][-1]
        patient = self.patients[said.patient_id]
        state, standings = self._state(record, place, said)
        stops = [one for one in standings if one.stops]
        return DayLine(
            patient=patient,
            state=state,
            planned_id=said.id,
            session_id=said.session_id,
            at=place.planned.now.at,
            chair=self._chair(said.chair_id),
            number=place.number,
            planned_in_series=len(record.schedule.days),
            indication=record.row.indication_words or record.row.indication,
            protocol_id=record.row.protocol_id,
            came_from=place.planned.moved_from,
            reason=said.reason,
            flags=tuple(self._label(one) for one in stops if not one.is_unanswered),
            unanswered=sum(one.is_unanswered for one in stops),
            overridden=tuple(self._label(one) for one in standings if one.decided is not None),
            since=said.said_at,
        )

    def _chair(self, chair_id: str | None) -> Chair | None:
        return Chair(chair_id, self.labels.get(chair_id, "")) if chair_id else None

    def _label(self, standing: Standing) -> str:
        return label_of(self.house.questionnaire, standing.id)

    def _state(
        self, record: CourseRecord, place: Place, said: Row[Any]
    ) -> tuple[str, tuple[Standing, ...]]:
        if said.status == plan.STARTED:
            return (LEFT if place.planned.over else IN_CHAIR), ()
        if said.status in _AS_SAID:
            return _AS_SAID[said.status], ()
        known = self.known[said.patient_id]
        if not self._asked(known):
            return (ARRIVED if said.status == plan.ARRIVED else EXPECTED), ()
        standings = self._standings(known, record.row.protocol_id)
        return _screened(standings), standings

    def _asked(self, known: Known) -> bool:
        since = since_of(self.house, known, self.now)
        return any(one.at >= since.session for one in known.screenings)

    def _standings(self, known: Known, protocol_id: str) -> tuple[Standing, ...]:
        protocol = self.protocols.get(protocol_id)
        asked = questions_now(self.house, known, self.now)
        if protocol is None:
            return asked
        return (*asked, *readings_now(self.house, known, protocol, self.now))


_AS_SAID: Mapping[str, str] = {plan.MISSED: MISSED, plan.CANCELLED: CANCELLED}


def _screened(standings: tuple[Standing, ...]) -> str:
    stops = [one for one in standings if one.stops]
    if any(not one.is_unanswered for one in stops):
        return FLAGGED
    return ASKED if stops else SCREENED
