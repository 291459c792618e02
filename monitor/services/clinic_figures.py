"""A clinic's figures over a time: closed sessions by their kept summaries, none folded twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, may, permit
from monitor.analytics.frames import pd
from monitor.analytics.relief import CourseOutcome
from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.clinic_months import Span, closed_in, framed
from monitor.services.course_outcomes import outcomes_between
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.summaries import Summing
from monitor.store import clinics
from monitor.store.work import About, Reading

MADE_IN_ONE_LOOK = 8
"""So many sessions are summed up while somebody waits; the rest by ``monitor summaries``."""

DAY = timedelta(days=1)
FIRST, LAST = date(1900, 1, 1), date(9000, 12, 31)
"""No session began before or after."""


@dataclass(frozen=True, slots=True)
class ClinicQuestion:
    """Which sessions: started on these days of the clinic's wall, by route, protocol and dose.

    The dose is milligrams a kilogram, both ends included; None leaves an end open.
    """

    since: date
    until: date
    route: str = ""
    protocol_id: str = ""
    dose_from: float | None = None
    dose_to: float | None = None


@dataclass(frozen=True, slots=True)
class ClinicFigures:
    """The sessions that were asked for, as a frame, with what there is to choose from.

    ``waiting`` counts the sessions of that time that are not summed up yet: they are in no figure.
    Whoever ``sees_patients`` is not may be shown no count below eleven.
    ``outcomes`` are of the courses that the sessions belong to, as they stood when the time ended.
    """

    question: ClinicQuestion
    frame: pd.DataFrame
    waiting: int
    outcomes: tuple[CourseOutcome, ...]
    routes: tuple[str, ...]
    protocols: tuple[str, ...]
    sees_patients: bool
    at: datetime
    zone: str
    version: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """The frame of one time of one clinic, and what it was made from.

    ``version`` is the clinic's at which the stamp was last seen to be this one.
    """

    stamp: str
    frame: pd.DataFrame
    waiting: int
    version: int = -1


def read_clinic_figures(house: House, actor: Actor, question: ClinicQuestion) -> ClinicFigures:
    """The figures of a time; sessions that are still open are in none of them."""
    permit(actor, Permission.READ_CLINIC_FIGURES)
    _check(question)
    summing = Summing(house, actor.clinic_id, MADE_IN_ONE_LOOK)
    with house.reading(actor.clinic_id) as look:
        clinic = clinics.the_clinic(look)
        kept = _frame(house, look, question, clinic, summing)
        asked = chosen(kept.frame, question)
        outcomes = outcomes_between(look, asked, (question.since, question.until), clinic.zone)
    summing.keep()
    note_look(house, actor, AuditAction.CLINIC_FIGURES_READ, About())
    return ClinicFigures(
        question=question,
        frame=asked,
        waiting=kept.waiting,
        outcomes=outcomes,
        routes=tuple(sorted(kept.frame["route"].unique())),
        protocols=tuple(sorted(kept.frame["protocol"].unique())),
        sees_patients=may(actor, Permission.READ_PATIENT),
        at=house.clock(),
        zone=clinic.zone,
        version=clinic.version,
    )


def _check(question: ClinicQuestion) -> None:
    if question.until < question.since:
        message = say("The time ends before it begins; nothing is shown")
        raise BadInput(message, field="until", allowed=say("a day after the first one"))
    low, high = question.dose_from, question.dose_to
    if low is not None and high is not None and high < low:
        message = say("The doses end before they begin; nothing is shown")
        raise BadInput(message, field="dose_to", allowed=say("a dose above the first one"))


def chosen(frame: pd.DataFrame, question: ClinicQuestion) -> pd.DataFrame:
    """The rows that a question asks for."""
    kept = pd.Series(data=True, index=frame.index)
    if question.route:
        kept &= frame["route"] == question.route
    if question.protocol_id:
        kept &= frame["protocol"] == question.protocol_id
    if question.dose_from is not None:
        kept &= frame["mg_per_kg"].round(2) >= question.dose_from
    if question.dose_to is not None:
        kept &= frame["mg_per_kg"].round(2) <= question.dose_to
    return frame[kept]


def _frame(
    house: House, look: Reading, question: ClinicQuestion, clinic: Row[Any], summing: Summing
) -> _Kept:
    """The frame of a time, from memory while no closed session has changed.

    At the same version of the clinic none can have; else what it was made from is asked for, which
    takes time.
    """
    zone, version = clinic.zone, clinic.version
    key = (look.clinic_id, question.since, question.until, zone)
    known: _Kept | None = house.memory.frame(key)
    if known is not None and known.version == version and not known.waiting:
        return known
    span = bounds(question, zone)
    closed = closed_in(look, span)
    stamp = closed.stamp()
    if known is not None and known.stamp == stamp and not known.waiting:
        fresh = replace(known, version=version)
    else:
        made = framed(look, closed, span, summing)
        fresh = _Kept(stamp, made.frame, made.waiting, version)
    house.memory.keep_frame(key, fresh)
    return fresh


def bounds(question: ClinicQuestion, zone: str) -> Span:
    """The instants at which the days asked for begin and end on the clinic's wall."""
    here = ZoneInfo(zone)
    first, last = (min(max(day, FIRST), LAST) for day in (question.since, question.until))
    return datetime.combine(first, time.min, here), datetime.combine(last + DAY, time.min, here)


def keep_summaries(house: House, actor: Actor, at_most: int) -> int:
    """Sum up closed sessions that are not kept yet, so many at most; answers how many were."""
    permit(actor, Permission.READ_CLINIC_FIGURES)
    summing = Summing(house, actor.clinic_id, at_most)
    ever = bounds(ClinicQuestion(FIRST, LAST), "UTC")
    with house.reading(actor.clinic_id) as look:
        framed(look, closed_in(look, ever), ever, summing)
    made = len(summing.fresh)
    summing.keep()
    note_look(house, actor, AuditAction.CLINIC_FIGURES_READ, About())
    return made
