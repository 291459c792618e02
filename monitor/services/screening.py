"""What is known of patients' eligibility, judged: the step inside every use case that needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.clinical.eligibility import (
    ANSWERS,
    COURSE,
    NO,
    NO_LIMITS,
    NOT_ASKED,
    NOT_MEASURED,
    TOO_OLD,
    UNKNOWN,
    YES,
    Decided,
    PreDose,
    Reply,
    Screening,
    Since,
    Standing,
    counted_since,
    counted_since_before_course,
    judge,
)
from monitor.clinical.pre_dose import check_possible, judge_readings
from monitor.clinical.protocol import Protocol
from monitor.errors import BadInput, NotEligible
from monitor.language.said import say, say_list, say_plural
from monitor.services.eligibility_views import NewScreening, label_of
from monitor.services.house import House
from monitor.services.wording import LONGEST_NAME, plain
from monitor.store import courses as course_rows
from monitor.store import screenings as rows
from monitor.store.work import Reading, Writing


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a patient has answered, every override, the open course, the last session."""

    screenings: tuple[Screening, ...] = ()
    overrides: tuple[Decided, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    course: Row[Any] | None = None
    last_start: datetime | None = None


def known_of(work: Reading, patient_ids: Sequence[str]) -> dict[str, Known]:
    """What is known of these patients, in a handful of reads."""
    screened = _by_patient(rows.screenings_of(work, patient_ids))
    decided = _by_patient(rows.overrides_of(work, patient_ids))
    courses = {row.patient_id: row for row in course_rows.open_courses(work, patient_ids)}
    starts = {row.patient_id: row.started_at for row in rows.last_starts(work, patient_ids)}
    return {
        patient_id: Known(
            tuple(_screening(row) for row in screened.get(patient_id, ())),
            tuple(_decided(row) for row in decided.get(patient_id, ())),
            {row.id: row.person_name for row in screened.get(patient_id, ())},
            courses.get(patient_id),
            starts.get(patient_id),
        )
        for patient_id in patient_ids
    }


def since_of(house: House, known: Known, now: datetime) -> Since:
    """From when on an answer counts for the session to come."""
    opened = known.course.opened_at if known.course is not None else None
    return counted_since(house.questionnaire, opened, known.last_start, now)


def questions_now(house: House, known: Known, now: datetime) -> tuple[Standing, ...]:
    """Where every question stands before a session."""
    since = since_of(house, known, now)
    asked = house.questionnaire.questions
    return judge(house.questionnaire, asked, known.screenings, known.overrides, since)


def course_questions_now(house: House, known: Known, now: datetime) -> tuple[Standing, ...]:
    """Where the questions asked before every course stand, answered of late."""
    asked = house.questionnaire.asked_before(COURSE)
    since = counted_since_before_course(house.questionnaire, now)
    return judge(house.questionnaire, asked, known.screenings, known.overrides, since)


def readings_now(
    house: House, known: Known, protocol: Protocol, now: datetime
) -> tuple[Standing, ...]:
    """Where every reading before the dose stands against this protocol."""
    since = since_of(house, known, now)
    return judge_readings(protocol, known.screenings, known.overrides, since, now)


def require_eligible(
    house: House, patient_id: str, standings: Sequence[Standing], started: str
) -> None:
    """Raise NotEligible while anything stops the start; ``started`` says what was not begun."""
    stops = [one for one in standings if one.stops]
    if not stops:
        return
    named = say_list(
        say("{label} ({word})", label=label_of(house.questionnaire, one.id), word=said(one))
        for one in stops
    )
    message = say_plural(
        "{number} flag of eligibility stands in the way; {not_begun}: {flags}",
        "{number} flags of eligibility stand in the way; {not_begun}: {flags}",
        len(stops),
        not_begun=started,
        flags=named,
    )
    allowed = say(
        "on the screen Before the session: answers and readings without a flag, "
        "or a physician's override with a reason"
    )
    raise NotEligible(message, patient_id=patient_id, allowed=allowed)


def said(standing: Standing) -> str:
    """The word of a standing in words."""
    words = WORDS.get(standing.word) or _answered(standing)
    if not standing.limit:
        return words
    return say("{value}, {limit}", value=words, limit=standing.limit)


def _answered(standing: Standing) -> str:
    reply = standing.reply
    if reply is None:
        return standing.word
    answer = WORDS[reply.answer]
    return say("{answer}: {note}", answer=answer, note=reply.note) if reply.note else answer


WORDS = {
    YES: say("yes"),
    NO: say("no"),
    UNKNOWN: say("unknown"),
    NOT_ASKED: say("not asked"),
    NOT_MEASURED: say("not measured"),
    TOO_OLD: say("too old"),
    NO_LIMITS: say("the protocol has no limits before the dose"),
}
"""What an answer, or the want of one, is called."""


def keep_screening(
    house: House, work: Writing, actor: Actor, patient_id: str, new: NewScreening
) -> Screening:
    """Check what was answered and write it down; raises BadInput naming the field."""
    now = house.clock()
    replies = {key: _reply(house, key, reply) for key, reply in new.replies.items()}
    readings = new.readings
    _check(readings)
    if not replies and readings.is_empty:
        raise BadInput(say("Nothing was answered; nothing was saved"), field="replies")
    screening = Screening(str(uuid4()), now, replies, readings)
    rows.add_screening(
        work,
        {
            "id": screening.id,
            "patient_id": patient_id,
            "questionnaire_version": house.questionnaire.version,
            "replies": {key: _kept(reply) for key, reply in replies.items()},
            "readings": readings.measured,
            "answered_at": now,
            "by_role": actor.by,
            "person_id": actor.person_id,
            "device_id": actor.device_id,
            "token_id": actor.token_id,
        },
    )
    return screening


def _reply(house: House, key: str, reply: Reply) -> Reply:
    known = {one.id: one for one in house.questionnaire.questions}
    if key not in known:
        allowed = ", ".join(known)
        message = say("There is no question {question}", question=repr(key[:60]))
        raise BadInput(message, field="replies", allowed=allowed)
    if reply.answer not in ANSWERS:
        told = f"replies.{key}"
        answer = repr(reply.answer[:60])
        message = say("{answer} is no answer; nothing was saved", answer=answer)
        raise BadInput(message, field=told, allowed=", ".join(ANSWERS))
    if reply.unchanged and not known[key].may_be_unchanged:
        message = say(
            "{question} is asked anew each time; nothing was saved", question=known[key].label
        )
        raise BadInput(message, field=f"replies.{key}", allowed=say("an answer of today"))
    note = plain(reply.note, f"replies.{key}", LONGEST_NAME) if reply.note.strip() else ""
    return Reply(reply.answer, note, reply.unchanged)


def _check(readings: PreDose) -> None:
    try:
        check_possible(readings)
    except BadInput as error:
        field = f"readings.{error.field}"
        raise BadInput(error.message, field=field, allowed=error.allowed) from None


def _kept(reply: Reply) -> dict[str, Any]:
    return {"answer": reply.answer, "note": reply.note, "unchanged": reply.unchanged}


def _by_patient(found: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    sorted_out: dict[str, list[Row[Any]]] = {}
    for row in found:
        sorted_out.setdefault(row.patient_id, []).append(row)
    return sorted_out


def _screening(row: Row[Any]) -> Screening:
    replies = {
        key: Reply(said["answer"], said["note"], said["unchanged"])
        for key, said in row.replies.items()
    }
    return Screening(row.id, row.answered_at, replies, PreDose(**row.readings))


def _decided(row: Row[Any]) -> Decided:
    return Decided(row.decided_at, dict(row.flags), row.reason, row.person_name)
