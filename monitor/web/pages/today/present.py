"""From the day list to the words and the next step of each line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.language.reader import tr, tr_plural
from monitor.language.said import Said, say, say_in
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
from monitor.web.words import INDICATIONS

STATES: dict[str, tuple[str, Said]] = {
    EXPECTED: ("unmet", say_in("patient", "Expected")),
    ARRIVED: ("person", say_in("patient", "Arrived")),
    ASKED: ("unknown", say("Answers open")),
    FLAGGED: ("caution", say("Flagged")),
    SCREENED: ("met", say("Screened")),
    IN_CHAIR: ("dot", say("In chair")),
    LEFT: ("out", say_in("patient", "Left")),
    MISSED: ("close", say_in("session", "Missed")),
    CANCELLED: ("close", say_in("session", "Cancelled")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """The one button of a line: a link, or an act that is posted."""

    words: str
    href: str = ""
    post: str = ""
    strong: bool = False


def state_words(line: DayLine, day: DayList) -> tuple[str, str]:
    """The glyph and the word of a line's state."""
    if day.day < day.today and line.state in {EXPECTED, ARRIVED, ASKED, FLAGGED, SCREENED}:
        return "unknown", tr("Kept or missed?")
    glyph, word = STATES[line.state]
    if line.state == ASKED:
        return glyph, tr_plural("{number} answer open", "{number} answers open", line.unanswered)
    return glyph, tr(word)


def beneath(line: DayLine) -> str:
    """What stands under the state: the flags by name, or why it will not be held."""
    if line.flags:
        return ", ".join(tr(flag) for flag in line.flags)
    if line.overridden:
        flags = ", ".join(tr(flag) for flag in line.overridden)
        return tr("overridden: {flags}", flags=flags)
    return line.reason if line.state in {MISSED, CANCELLED} else ""


def session_words(line: DayLine) -> str:
    """Write ``Session 4 of 8, depression``."""
    if line.planned_id is None:
        return tr("Session {number}, no course", number=line.number)
    indication = tr(INDICATIONS.get(line.indication, line.indication))
    if line.number is None:
        return tr("counts for nothing, {indication}", indication=indication)
    if line.number <= line.planned_in_series:
        return tr(
            "Session {number} of {all}, {indication}",
            number=line.number,
            all=line.planned_in_series,
            indication=indication,
        )
    return tr("Session {number}, {indication}", number=line.number, indication=indication)


def next_step(line: DayLine, day: DayList, who: Actor) -> Step:
    """What the nurse or the physician does next with this patient; who only reads goes to read."""
    if line.session_id is not None:
        return Step(tr("Chart"), href=f"/sessions/{line.session_id}")
    over = line.state in {MISSED, CANCELLED} or day.day != day.today
    if over or not may(who, Permission.START_SESSION):
        return Step(tr("Course"), href=f"/patients/{line.patient.id}/course")
    if line.state == EXPECTED:
        return Step(tr_in_arrive(), post=f"/planned/{line.planned_id}/arrive")
    if line.state == SCREENED:
        return Step(tr("Start"), href=start_address(line), strong=True)
    to = f"/patients/{line.patient.id}/eligibility"
    if line.state == FLAGGED and may(who, Permission.OVERRIDE_ELIGIBILITY):
        return Step(tr("Decide"), href=to, strong=True)
    return Step(tr("Screen"), href=to, strong=line.state != FLAGGED)


def tr_in_arrive() -> str:
    """Say that the patient is in the house."""
    return tr(STATES[ARRIVED][1])


def start_address(line: DayLine) -> str:
    """The start form with everything filled in but the dose."""
    asked = {
        "patient": line.patient.id,
        "chair": line.chair.id if line.chair else "",
        "protocol": line.protocol_id,
        "planned": line.planned_id or "",
    }
    return "/start?" + urlencode({key: value for key, value in asked.items() if value})


def tally_words(day: DayList) -> str:
    """Count who comes, who sits and who waits for a physician."""
    gone = {MISSED, CANCELLED}
    come = sum(line.state not in gone for line in day.lines)
    seated = sum(line.state == IN_CHAIR for line in day.lines)
    flagged = sum(line.state == FLAGGED for line in day.lines)
    return tr(
        "{come} come, {seated} in chairs, {flagged} flagged",
        come=come,
        seated=seated,
        flagged=flagged,
    )
