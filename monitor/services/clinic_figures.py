"""A clinic's figures over a time: closed sessions by their kept summaries, none folded twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, may, permit
from monitor.analytics.clinic import HEAD, sessions_frame
from monitor.analytics.frames import pd
from monitor.analytics.relief import CourseOutcome
from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.course_outcomes import outcomes_between
from monitor.services.folding import facts_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.summaries import MADE_BY, Summing, facts_digest, session_told
from monitor.store import clinics
from monitor.store import summaries as rows
from monitor.store.work import About, Reading

MADE_IN_ONE_LOOK = 8
"""So many sessions are summed up while somebody waits; the rest by ``monitor summaries``."""

DAY = timedelta(days=1)


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

    stamp: tuple[Any, ...]
    frame: pd.DataFrame
    waiting: int
    version: int = -1


def read_clinic_figures(house: House, actor: Actor, question: ClinicQuestion) -> ClinicFigures:
    """The figures of a time; sessions that are still open are in none of them."""
    permit(actor, Permission.READ_CLINIC_FIGURES)
    _check(question)
    summing = Summing(house, actor.clinic_id)
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

    At the same version of the clinic none can have; else the stamp is asked for, which takes time.
    """
    zone, version = clinic.zone, clinic.version
    key = (look.clinic_id, question.since, question.until, zone)
    known: _Kept | None = house.memory.frame(key)
    if known is not None and known.version == version and not known.waiting:
        return known
    stamp = rows.stamp(look)
    if known is not None and known.stamp == stamp and not known.waiting:
        fresh = replace(known, version=version)
    else:
        made = _made(house, look, question, zone, summing)
        fresh = replace(made, stamp=stamp, version=version)
    house.memory.keep_frame(key, fresh)
    return fresh


def _made(
    house: House, look: Reading, question: ClinicQuestion, zone: str, summing: Summing
) -> _Kept:
    since, until = bounds(question, zone)
    kept = _valid(look, since, until)
    heads = [tuple(row)[: len(HEAD)] for row in kept]
    texts = [row.line for row in kept]
    missing: list[str] = []
    if rows.count_closed(look, since, until) != len(kept):
        missing = sorted(rows.closed_ids(look, since, until) - {row.id for row in kept})
    for head in rows.heads_by_id(look, missing[:MADE_IN_ONE_LOOK]):
        session_told(house, look, head, {}, house.clock(), summing)
        made = summing.fresh.get(head.id)
        if made is not None:
            heads.append(_head(head))
            texts.append(made["line"])
    lines = json.loads(f"[{','.join(texts)}]")  # one text: to read each alone takes twice as long
    return _Kept((), sessions_frame(heads, lines), max(0, len(missing) - MADE_IN_ONE_LOOK))


def _valid(look: Reading, since: datetime, until: datetime) -> list[Row[Any]]:
    """The kept lines that were made of their patients as these are known today."""
    digests = {row.id: facts_digest(facts_of(row)) for row in rows.patient_facts(look)}
    found = rows.lines_between(look, since, until, MADE_BY)
    return [row for row in found if digests.get(row.patient_id) == row.facts]


def _head(head: Row[Any]) -> tuple[Any, ...]:
    return (
        head.id,
        head.patient_id,
        head.chair_label,
        head.protocol_id,
        head.route,
        head.started_at,
        head.closed_at,
    )


def bounds(question: ClinicQuestion, zone: str) -> tuple[datetime, datetime]:
    """The instants at which the days asked for begin and end on the clinic's wall."""
    here = ZoneInfo(zone)
    first = datetime.combine(question.since, time.min, here)
    return first, datetime.combine(question.until + DAY, time.min, here)


_EVER = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def keep_summaries(house: House, actor: Actor, at_most: int) -> int:
    """Sum up closed sessions that are not kept yet, so many at most; answers how many were."""
    permit(actor, Permission.READ_CLINIC_FIGURES)
    summing = Summing(house, actor.clinic_id)
    with house.reading(actor.clinic_id) as look:
        done = {row.id for row in _valid(look, *_EVER)}
        missing = sorted(rows.closed_ids(look, *_EVER) - done)
        for head in rows.heads_by_id(look, missing[:at_most]):
            session_told(house, look, head, {}, house.clock(), summing)
    made = len(summing.fresh)
    summing.keep()
    note_look(house, actor, AuditAction.CLINIC_FIGURES_READ, About())
    return made
