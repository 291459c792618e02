"""A patient's courses on paper: what was planned and kept, what was measured in each session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.clinical.course_scores import CourseScore
from monitor.clinical.outcomes import PHQ9, SCALES
from monitor.clinical.state import SessionState
from monitor.clinical.words import GRADE_RANK
from monitor.interop.document import Block, Document, Facts, Heading, Paragraph, Row, Table
from monitor.language.reader import reader, tr
from monitor.services.course_printing import CoursePrinting
from monitor.services.course_views import CourseView
from monitor.services.views import SessionView
from monitor.web.pages.chart.scales import asked_of, total_words
from monitor.web.pages.course.present import columns, count_words, indication_words, kept_words
from monitor.web.papers.frame import day_of, demo_mark, printed, who
from monitor.web.words import (
    MINUTE,
    SIDE_EFFECTS,
    calendar_day,
    clock_time,
    decimal,
    drug_name,
    listed,
    record_word,
    route_name,
)


def course_document(printing: CoursePrinting) -> Document:
    """Every course, then one line for each session that was held."""
    courses = printing.courses
    blocks: list[Block] = []
    for course in courses.courses:
        blocks += _course(course, printing.zone)
        blocks += _between(printing.scores.get(course.id, ()))
    if not courses.courses:
        blocks.append(Paragraph(tr("No course was opened.")))
    blocks.append(Heading(tr("Sessions")))
    if printing.sessions:
        blocks.append(_sessions(printing))
        blocks += _scales(printing)
    else:
        blocks.append(Paragraph(tr("No session yet.")))
    return Document(
        title=tr("Course summary"),
        language=reader(),
        clinic=printing.clinic_name,
        running=who(courses.patient),
        printed=printed(printing.by, printing.at, printing.zone),
        pages=tr("Page {page} of {pages}", page="{page}", pages="{pages}"),
        blocks=blocks,
        demo=demo_mark(printing.demo),
        notes=[tr("Peak: the highest of the session. Minutes run from time zero to leaving.")],
    )


def _course(course: CourseView, zone: str) -> list[Block]:
    ended = tr("still open")
    if course.closed_at is not None:
        ended = f"{day_of(course.closed_at, zone)}: {course.closed_reason or ''}"
    facts = [
        (tr("Indication"), indication_words(course)),
        (tr("Schedule"), tr(course.schedule.title)),
        (tr("Opened"), f"{day_of(course.opened_at, zone)}, {course.opened_by}"),
        (tr("Closed"), ended),
        (tr("Held"), count_words(course)),
        (tr("Kept"), kept_words(course)),
    ]
    rows = [
        Row([
            "" if one.planned.number is None else str(one.planned.number),
            calendar_day(one.planned.day),
            one.word,
            listed(calendar_day(day) for day in one.planned.moved_from),
            one.planned.reason,
        ])
        for one in columns(course)
    ]  # fmt: skip
    head = ["", tr("Day"), tr("State"), tr("Moved from"), tr("Reason")]
    title = tr("Course from {day}", day=day_of(course.opened_at, zone))
    table = Table(head, [0.4, 1.2, 1.8, 2, 3], rows)
    return [Heading(title), Facts(facts), *([table] if rows else [])]


def _between(scores: Iterable[CourseScore]) -> list[Block]:
    """What was scored between the sessions of a course and counts; item 9 with it."""
    rows = [
        Row([
            calendar_day(one.measure.taken_on),
            f"{SCALES[one.measure.scale].title} {one.measure.total}",
            _ninth(one),
        ])
        for one in scores
        if not one.struck
    ]  # fmt: skip
    if not rows:
        return []
    head = [tr("Day"), tr("Total"), tr("Item 9")]
    return [Heading(tr("Scores between sessions")), Table(head, [1.5, 2, 3], rows)]


def _ninth(one: CourseScore) -> str:
    if one.measure.scale != PHQ9:
        return ""
    if one.measure.item_9 is None:
        return tr("not answered")
    if one.waits_for_answer:
        return tr("{score}, no physician's answer yet", score=one.measure.item_9)
    return str(one.measure.item_9)


def _sessions(printing: CoursePrinting) -> Table:
    head = [
        "", tr("Day"), tr("Drug"), "mg", "mg/kg", tr("Baseline BP"), tr("Peak BP"), tr("Rise"),
        tr("Peak side effects"), tr("Minutes"), tr("Left"),
    ]  # fmt: skip
    rows = [Row(_session(view, printing.zone)) for view in printing.sessions]
    return Table(head, [0.4, 1.3, 1.5, 0.7, 0.8, 1, 1, 0.8, 3, 0.9, 1.4], rows)


def _session(view: SessionView, zone: str) -> list[str]:
    head, state = view.head, view.state
    given = _given(state)
    return [
        str(head.session_number),
        day_of(head.started_at, zone),
        f"{drug_name(head.drug)} {route_name(head.route)}",
        tr("none") if given is None else decimal(given),
        "" if given is None else decimal(round(given / head.weight_kg, 2)),
        _baseline(state),
        _peak(state),
        _rise(state),
        _effects(state),
        _minutes(state),
        _left(state, zone),
    ]


def _given(state: SessionState) -> float | None:
    """What was really given, not what was planned; None where nothing was."""
    doses = [
        float(str(fact.fields["dose_mg"]))
        for fact in state.facts
        if fact.kind in {"dose_given", "infusion_started"} and "dose_mg" in fact.fields
    ]
    return sum(doses) if doses else None


def _baseline(state: SessionState) -> str:
    base = state.baseline
    if base.systolic_mmhg is None:
        return tr("none")
    return f"{base.systolic_mmhg}/{base.diastolic_mmhg}"


def _peak(state: SessionState) -> str:
    peaks = (state.peaks.get("systolic_mmhg"), state.peaks.get("diastolic_mmhg"))
    return "/".join("?" if peak is None else str(peak.value) for peak in peaks)


def _rise(state: SessionState) -> str:
    peak, base = state.peaks.get("systolic_mmhg"), state.baseline.systolic_mmhg
    if peak is None or base is None or not isinstance(peak.value, int | float):
        return ""
    return f"{peak.value - base:+g}".replace("-", "\u2212")


def _effects(state: SessionState) -> str:
    worst: dict[str, str] = {}
    for episode in state.episodes:
        before = worst.get(episode.side_effect, "none")
        worst[episode.side_effect] = max(before, episode.peak, key=lambda grade: GRADE_RANK[grade])
    named = [
        f"{tr(words)} {record_word(worst[code])}"
        for code, words in SIDE_EFFECTS.items()
        if code in worst
    ]
    if named:
        return listed(named)
    asked = any(fact.kind == "side_effects" for fact in state.facts)
    return tr("none") if asked else tr("not asked")


def _minutes(state: SessionState) -> str:
    if state.time_zero is None or state.discharged_to is None:
        return ""
    return str((state.clock - state.time_zero) // MINUTE)


def _left(state: SessionState, zone: str) -> str:
    if state.discharged_to is None:
        return tr("still open")
    at: datetime = state.clock
    return f"{clock_time(at, zone)}, {record_word(state.discharged_to)}"


def _scales(printing: CoursePrinting) -> list[Block]:
    """PHQ-9 with its ninth item, each time it was asked."""
    rows = []
    for view in printing.sessions:
        for one in reversed(asked_of(view)):
            if one.name == PHQ9:
                ninth = (one.score.items or {}).get("item_9")
                rows.append(
                    Row([
                        str(view.head.session_number),
                        day_of(one.entry.at, printing.zone),
                        total_words(one),
                        tr("not answered") if ninth is None else str(ninth),
                    ])
                )  # fmt: skip
    if not rows:
        return []
    head = [tr("Session"), tr("Day"), tr("PHQ-9 total"), tr("Item 9")]
    return [Heading("PHQ-9"), Table(head, [1, 1.5, 3, 2], rows)]
