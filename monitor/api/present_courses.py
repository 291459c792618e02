"""From eligibility, courses and the day list to the bodies of the interface. Pure."""

from __future__ import annotations

from datetime import time

from monitor.api.schemas.courses import (
    CourseShown,
    DayLineShown,
    DayShown,
    NextShown,
    PlannedShown,
    PlannedVersionShown,
    ScheduleShown,
)
from monitor.api.schemas.eligibility import (
    ChangeShown,
    DecidedShown,
    EligibilityShown,
    FlagShown,
    LastReplyShown,
    Questions,
    QuestionShown,
    ScreenedShown,
    StandingShown,
)
from monitor.api.schemas.patients import ChairShown
from monitor.clinical.course import Schedule
from monitor.clinical.eligibility import Questionnaire, Standing
from monitor.services.course_views import CourseView, DayLine, DayList, PlannedView
from monitor.services.eligibility_views import Eligibility, label_of
from monitor.services.screened_views import Screened


def show_questions(questionnaire: Questionnaire) -> Questions:
    """Turn the questions into their body."""
    listed = [
        QuestionShown(
            id=one.id,
            label=one.label,
            text=one.text,
            group=one.group,
            flagged_by=sorted(one.flagged_by),
            before=list(one.before),
            may_be_unchanged=one.may_be_unchanged,
        )
        for one in questionnaire.questions
    ]
    return Questions(version=questionnaire.version, questions=listed)


def show_eligibility(found: Eligibility) -> EligibilityShown:
    """Turn where a patient stands into its body."""
    known = found.questionnaire
    return EligibilityShown(
        patient_id=found.patient.id,
        protocol_id=found.protocol_id,
        course_id=found.course_id,
        may_start=found.protocol_id is not None and not found.stops,
        may_open_course=not any(one.stops for one in found.for_course),
        questions=[_standing(known, one) for one in found.questions],
        readings=[_standing(known, one) for one in found.readings],
        for_course=[_standing(known, one) for one in found.for_course],
        changed=[
            ChangeShown(
                id=one.id,
                label=label_of(known, one.id),
                before=one.before,
                before_at=one.before_at,
                now=one.now,
                now_at=one.now_at,
            )
            for one in found.changed
        ],
        last=[
            LastReplyShown(id=key, answer=reply.answer, note=reply.note, at=at)
            for key, (reply, at) in found.last.items()
        ],
        above_guide=found.above_guide,
        told_at=found.told_at,
        told_by=found.told_by,
    )


def _standing(known: Questionnaire, one: Standing) -> StandingShown:
    decided = one.decided
    return StandingShown(
        id=one.id,
        label=label_of(known, one.id),
        word=one.word,
        flagged=one.flagged,
        stops=one.stops,
        at=one.at,
        unchanged=one.reply is not None and one.reply.unchanged,
        limit=one.limit,
        decided=DecidedShown(by=decided.by, reason=decided.reason, at=decided.at)
        if decided
        else None,
    )


def show_screened(screened: Screened | None) -> ScreenedShown | None:
    """Turn what a session was started on into its body."""
    if screened is None:
        return None
    return ScreenedShown(
        at=screened.at, flags=[FlagShown.model_validate(one) for one in screened.flags]
    )


def show_schedule(schedule: Schedule) -> ScheduleShown:
    """Turn a schedule into its body."""
    every = schedule.then_every
    return ScheduleShown(
        id=schedule.id,
        title=schedule.title,
        version=schedule.version,
        days=list(schedule.days),
        then_every_days=every.days if every is not None else None,
    )


def show_course(course: CourseView) -> CourseShown:
    """Turn a course into its body."""
    planned = course.next.planned
    return CourseShown(
        id=course.id,
        patient_id=course.patient.id,
        indication=course.indication,
        indication_words=course.indication_words,
        protocol_id=course.protocol_id,
        schedule_id=course.schedule.id,
        schedule_title=course.schedule.title,
        opened_at=course.opened_at,
        opened_by=course.opened_by,
        closed_at=course.closed_at,
        closed_reason=course.closed_reason,
        sessions=[_planned(one) for one in course.sessions],
        next=NextShown(
            number=course.next.number,
            suggested=course.next.suggested,
            planned_id=planned.id if planned else None,
            late_days=course.next.late_days,
        ),
    )


def _planned(one: PlannedView) -> PlannedShown:
    return PlannedShown(
        id=one.id,
        number=one.number,
        status=one.status,
        day=one.day,
        at=_clock(one.at),
        chair=one.chair,
        reason=one.reason,
        unsaid=one.unsaid,
        session_id=one.session_id,
        moved_from=list(one.moved_from),
        history=[
            PlannedVersionShown(
                status=said.status,
                day=said.day,
                at=_clock(said.at),
                chair=said.chair,
                reason=said.reason,
                said_at=said.said_at,
                said_by=said.said_by,
            )
            for said in one.history
        ],
    )


def show_day(day: DayList) -> DayShown:
    """Turn the day list into its body."""
    return DayShown(day=day.day, today=day.today, lines=[_line(one) for one in day.lines])


def _line(one: DayLine) -> DayLineShown:
    chair = one.chair
    return DayLineShown(
        patient_id=one.patient.id,
        patient_name=one.patient.name,
        birth_date=one.patient.birth_date,
        state=one.state,
        planned_id=one.planned_id,
        session_id=one.session_id,
        at=_clock(one.at),
        chair=ChairShown(id=chair.id, label=chair.label, room=chair.room) if chair else None,
        number=one.number,
        planned_in_series=one.planned_in_series,
        indication=one.indication,
        flags=list(one.flags),
        unanswered=one.unanswered,
        overridden=list(one.overridden),
        reason=one.reason,
    )


def _clock(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at is not None else None
