"""The clinic's sessions as tables for who analyses them elsewhere; names only where allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import BadInput, NotFound
from monitor.language.said import say
from monitor.services.course_scores import scores_by_course
from monitor.services.folding import head_row, view_of
from monitor.services.house import House
from monitor.services.printing import decision_of
from monitor.services.table_rows import rows_of, score_row
from monitor.store import clinics
from monitor.store import sessions as rows
from monitor.store.work import About

EARLIEST, LATEST = date(1970, 1, 1), date(9999, 1, 1)
Tell = Callable[[str, int, int], None]


def nothing_told(_what: str, _done: int, _of: int) -> None:
    """For who does not watch."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions: those started on these days of the clinic's calendar, both among them.

    ``named`` asks for names and for what was typed in a person's own words. More than ``at_most``
    sessions are refused before the first is read.
    """

    first_day: date | None = None
    last_day: date | None = None
    named: bool = False
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of every table, and how many sessions they are of."""

    rows: Mapping[str, list[dict[str, Any]]]
    sessions: int
    named: bool


def export_tables(house: House, actor: Actor, wanted: Wanted, tell: Tell = nothing_told) -> Tables:
    """Everything of the wanted sessions as rows; the audit says who took out what.

    Sessions are read one after another, so nobody waits meanwhile who saves something.
    """
    permit(actor, Permission.EXPORT_TABLES)
    if wanted.named:
        permit(actor, Permission.EXPORT_PATIENT)
    with house.reading(actor.clinic_id) as look:
        since, until = _span(wanted, ZoneInfo(clinics.the_clinic(look).zone))
        ids = rows.ids_between(look, since, until)
    _check(ids, wanted)
    found: dict[str, list[dict[str, Any]]] = {}
    for done, session_id in enumerate(ids, start=1):
        for table, lines in _read(house, actor, session_id).items():
            found.setdefault(table, []).extend(lines)
        tell("sessions", done, len(ids))
    found["course_scores"] = _scores(house, actor, found["sessions"])
    with house.writing(actor.clinic_id) as work:
        detail: dict[str, Any] = {"sessions": len(ids), "named": wanted.named}
        detail |= {"from": since.isoformat(), "until": until.isoformat()}
        work.audit(AuditAction.SESSIONS_EXPORTED, house.clock(), actor, About(detail=detail))
        work.commit(changes=False)
    return Tables(found, len(ids), wanted.named)


def _span(wanted: Wanted, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, last = wanted.first_day or EARLIEST, wanted.last_day or LATEST
    if last < first:
        raise BadInput(
            say("The period ends before it starts; nothing was exported"),
            field="last_day",
            allowed=say("{first} or a later day", first=first.isoformat()),
        )
    if first < EARLIEST or last > LATEST:
        raise BadInput(
            say("There is no session on such a day; nothing was exported"), field="first_day"
        )
    start = datetime.combine(first, time(), zone)
    return start, datetime.combine(last + timedelta(days=1), time(), zone)


def _check(ids: list[str], wanted: Wanted) -> None:
    if not ids:
        raise NotFound(
            say("No session was started in this period; nothing was exported"), field="first_day"
        )
    if wanted.at_most is not None and len(ids) > wanted.at_most:
        raise BadInput(
            say(
                "{count} sessions are too many for one download; nothing was exported",
                count=len(ids),
            ),
            field="first_day",
            allowed=say(
                "a period with {most} sessions at most, or `monitor export tables` on the server",
                most=wanted.at_most,
            ),
        )


def _scores(house: House, actor: Actor, sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was scored between sessions of the patients whose sessions are wanted, at any time."""
    found: list[dict[str, Any]] = []
    for patient_id in dict.fromkeys(str(row["patient_id"]) for row in sessions):
        with house.reading(actor.clinic_id) as look:
            for scores in scores_by_course(look, patient_id).values():
                found += [score_row(patient_id, score) for score in scores]
    return found


def _read(house: House, actor: Actor, session_id: str) -> Mapping[str, list[dict[str, Any]]]:
    with house.reading(actor.clinic_id) as look:
        row = head_row(look, session_id)
        view = view_of(house, look, row, house.clock())
        return rows_of(view, decision_of(look, session_id))
