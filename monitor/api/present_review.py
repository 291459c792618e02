"""From the review of a course and the figures of a clinic to the bodies of the interface. Pure."""

from __future__ import annotations

from monitor.analytics import clinic
from monitor.analytics.frames import pd
from monitor.analytics.proportions import Share, is_shown, is_stronger_shown
from monitor.analytics.relief import relief_shown
from monitor.api.schemas.review import (
    AlertsShown,
    ChairUseShown,
    ClinicFiguresShown,
    ConcernShown,
    CourseReviewShown,
    CoursesWentShown,
    EffectShown,
    OutcomeShown,
    OverriddenShown,
    RespondingShown,
    ReviewedCourseShown,
    ReviewedSessionShown,
    ShareShown,
    SpreadShown,
)
from monitor.services.clinic_figures import ClinicFigures
from monitor.services.course_review import CourseReview, totals_of
from monitor.services.summary_views import SessionTold


def show_review(found: CourseReview) -> CourseReviewShown:
    """Turn a patient's reviewed courses into their body."""
    return CourseReviewShown(
        courses=[
            ReviewedCourseShown(
                id=course.id,
                opened_at=course.opened_at,
                outcomes=[OutcomeShown.model_validate(one) for one in found.outcomes(course)],
                sessions=[_session(one) for _, one in found.held(course)],
            )
            for course in found.courses.courses
        ]
    )


def _session(one: SessionTold) -> ReviewedSessionShown:
    told = one.told.summary
    return ReviewedSessionShown(
        id=one.id,
        number=one.number,
        started_at=one.started_at,
        closed_at=one.closed_at,
        protocol_id=one.protocol_id,
        route=one.route,
        dose_mg=told.dose_mg,
        mg_per_kg=one.mg_per_kg,
        systolic_rise=told.rises.get("systolic_mmhg"),
        diastolic_rise=told.rises.get("diastolic_mmhg"),
        lowest_spo2=told.lowest_spo2,
        peak_grades=dict(told.grades),
        ready_min=told.ready,
        met_min=told.met,
        left_min=told.left,
        totals=totals_of(one),
        phq9_item_9=told.phq9.item_9 if told.phq9 else None,
        concerns=[ConcernShown.model_validate(each) for each in one.told.concerns],
    )


def show_figures(found: ClinicFigures) -> ClinicFiguresShown:
    """Turn a clinic's figures into their body; what this role may not see is left out."""
    frame, told = found.frame, _Told(found)
    return ClinicFiguresShown(
        since=found.question.since,
        until=found.question.until,
        suppressed=not found.sees_patients,
        sessions=told.count(len(frame)),
        waiting=found.waiting,
        minutes_to_readiness=told.spread(clinic.spread(frame["ready"]), len(frame)),
        minutes_from_met_to_leaving=told.spread(clinic.spread(clinic.leaving(frame)), len(frame)),
        late_sets=told.total(frame["late_sets"]),
        missed_sets=told.total(frame["missed_sets"]),
        chairs=told.chairs(),
        side_effects=told.effects(),
        alerts=told.alerts(),
        overrides=told.overrides(),
        response=told.response(),
        courses=told.courses(),
    )


class _Told:
    """What of the figures this reader may see."""

    def __init__(self, found: ClinicFigures) -> None:
        self.frame = found.frame
        self.relief = relief_shown(found.outcomes, sees_patients=found.sees_patients)
        self.sees_patients = found.sees_patients

    def may(self, count: int, of: int | None = None) -> bool:
        return is_shown(count, of, sees_patients=self.sees_patients)

    def count(self, count: int) -> int | None:
        return count if self.may(count) else None

    def total(self, column: pd.Series[int]) -> int | None:
        """A sum over the sessions; both have to be large enough to be shown."""
        total = int(column.fillna(0).sum())
        return total if self.may(len(column)) and self.may(total) else None

    def spread(self, one: clinic.Spread | None, of: int) -> SpreadShown | None:
        """A spread; of how many it is only where the rest may be told as well."""
        if one is None or not self.may(one.count):
            return None
        count = one.count if self.may(one.count, of) else None
        return SpreadShown(count=count, median=one.median, lower=one.lower, upper=one.upper)

    def share(self, one: Share) -> ShareShown | None:
        return ShareShown.model_validate(one) if self.may(one.count, one.of) else None

    def chairs(self) -> list[ChairUseShown]:
        every = clinic.chair_use(self.frame)
        # One chair that is left out would be told by the sum of the others.
        if not all(self.may(count) for _, count, _ in every):
            return []
        return [
            ChairUseShown(chair=chair, sessions=count, hours=hours) for chair, count, hours in every
        ]

    def effects(self) -> list[EffectShown]:
        return [
            EffectShown(
                effect=name,
                any_grade=self.share(felt),
                moderate_or_more=self.stronger(strong, felt),
            )
            for name, (felt, strong) in clinic.effect_shares(self.frame).items()
        ]

    def stronger(self, strong: Share, felt: Share) -> ShareShown | None:
        may = is_stronger_shown(strong, felt, sees_patients=self.sees_patients)
        return ShareShown.model_validate(strong) if may else None

    def alerts(self) -> list[AlertsShown]:
        return [
            AlertsShown(
                level=one.level,
                count=one.count,
                per_session=one.per_session,
                minutes=self.spread(one.minutes, one.count),
                unanswered=self._of(one.unanswered, one.count),
            )
            for one in clinic.alerts_answered(self.frame)
            if self.may(one.count)
        ]

    def _of(self, count: int, of: int) -> int | None:
        return count if self.may(count, of) else None

    def overrides(self) -> list[OverriddenShown]:
        return [
            OverriddenShown(
                criterion=criterion,
                sessions=count,
                reasons=list(reasons) if self.sees_patients else None,
            )
            for criterion, count, reasons in clinic.overridden(self.frame)
            if self.may(count, len(self.frame))
        ]

    def response(self) -> list[RespondingShown]:
        return [
            RespondingShown(number=one.number, median=one.median, responded=share)
            for one in clinic.responding(self.frame)
            if (share := self.share(one.share)) is not None
        ]

    def courses(self) -> CoursesWentShown:
        told = self.relief
        return CoursesWentShown(
            response=self.known(told.response),
            remission=self.known(told.remission),
            relapse=self.known(told.relapse),
            lasting=self.known(told.lasting),
        )

    def known(self, one: Share | None) -> ShareShown | None:
        return None if one is None else self.share(one)
