"""The parts of the course screen: head, row of sessions, every session with its history."""

from __future__ import annotations

from monitor.access.permissions import Permission, may
from monitor.clinical.outcomes import PHQ9
from monitor.language import writing
from monitor.language.reader import tr, tr_plural
from monitor.services.course_views import CourseView, PlannedView
from monitor.web import html
from monitor.web.components import Part, empty_panel, freshness, glyph
from monitor.web.components.attributes import attributes
from monitor.web.context import actor
from monitor.web.pages.course import ids
from monitor.web.pages.course.after import concerns_panel, eligibility_panel, outcomes_panel
from monitor.web.pages.course.export import export_part
from monitor.web.pages.course.forms import close_source, opening_form, plan_source, row_sources
from monitor.web.pages.course.letter import letter
from monitor.web.pages.course.looking import Looked
from monitor.web.pages.course.matrix import outcome_on
from monitor.web.pages.course.outcome_words import head_words
from monitor.web.pages.course.present import (
    DONE,
    GONE,
    NEXT,
    NOW,
    UNSAID,
    Column,
    columns,
    count_words,
    history_words,
    indication_words,
    kept_words,
    may_change,
    next_words,
)
from monitor.web.pages.course.review import Reviewed, is_caution, peak_of, reviewed
from monitor.web.pages.course.scores import scores_panel

MARKS = {DONE: "", NOW: "", NEXT: "", GONE: "\u2715", UNSAID: "?"}


def above(looked: Looked) -> list[Part]:
    """How new it is; the head of the course that is drawn, and the form while none is open."""
    courses, shown = looked.courses, looked.shown
    fresh = freshness(courses.version, courses.at, None)
    if shown is not None and shown.closed_at is None:
        return [fresh, _head(shown, looked), *_facts(looked)]
    opening = opening_form(looked) if _plans() else _none_open()
    form = [opening] if courses.open is None else []
    return [fresh, *form, *([_closed_head(shown), *_facts(looked)] if shown else [])]


def below(looked: Looked) -> list[Part]:
    """Everything under the figures: what was told of the course, every session, other courses."""
    courses, shown = looked.courses, looked.shown
    others = [one for one in courses.courses if shown is None or one.id != shown.id]
    sources = _sources(looked, shown) if _plans() and shown is not None else []
    return [
        *_review(looked),
        *([_list(shown, looked)] if shown is not None else []),
        *_others(others),
        *export_part(courses.patient.id),
        html.Div(sources, hidden=True),
    ]


def _sources(looked: Looked, shown: CourseView) -> list[Part]:
    return [plan_source(shown, looked), close_source(shown)] if shown.closed_at is None else []


def _review(looked: Looked) -> list[Part]:
    """What was told of the sessions besides the figures; nothing for who may not review."""
    review, shown, zone = looked.review, looked.shown, looked.courses.zone
    if review is None or shown is None:
        return []
    told = reviewed(review, shown)
    panels = [
        outcomes_panel(told, zone),
        concerns_panel(told, zone),
        eligibility_panel(review, zone),
    ]
    return [
        scores_panel(review.between.get(shown.id, ()), shown, zone),
        html.Div(panels, className="course__panels"),
        letter(told, looked.courses.patient, zone),
    ]


def _facts(looked: Looked) -> list[Part]:
    """PHQ-9 and the latest rise, in brief."""
    if looked.review is None or looked.shown is None:
        return []
    told = reviewed(looked.review, looked.shown)
    if not told.held and not told.between:
        return []
    head, beneath = peak_of(told)
    rise = html.Div(
        [html.B(head), html.Span(beneath)], className="is-caution" if is_caution(told) else None
    )
    score = _fact(*head_words(outcome_on(told.outcomes, PHQ9)))
    return [
        html.Section(
            [score, rise, _concern_fact(told)],
            className="card course__head course__head--facts",
            **attributes(aria_label=tr("What the sessions came to")),
        )
    ]


def _concern_fact(told: Reviewed) -> html.Div:
    noted = sum(len(one.told.concerns) for _, one in told.held)
    if not noted:
        return _fact(tr("No misuse concern"), tr("noted at any session"))
    head = tr_plural("Misuse concern noted", "Misuse concern noted {number} times", noted)
    return html.Div([html.B(head), html.Span(tr("see below"))], className="is-caution")


def _closed_head(course: CourseView) -> html.Section:
    """The head of a course that is over: why it was closed, and when."""
    day = writing.day(course.closed_at.date()) if course.closed_at else ""
    ended = tr("closed {day}", day=day)
    return html.Section(
        [
            _fact(indication_words(course), tr(course.schedule.title)),
            _fact(count_words(course), kept_words(course)),
            html.Div([html.B(ended), html.Span(course.closed_reason or "")]),
        ],
        className="card course__head course__head--facts",
        **attributes(aria_label=tr("The course in brief")),
    )


def _plans() -> bool:
    """Whether who looks may plan; else the course is read."""
    return may(actor(), Permission.PLAN_COURSE)


def _none_open() -> Part:
    return empty_panel(tr("No course is open"), tr("Nurses and physicians open a course."))


def _head(course: CourseView, looked: Looked) -> html.Section:
    following, suggested = next_words(course)
    return html.Section(
        [
            _fact(indication_words(course), tr(course.schedule.title)),
            _fact(count_words(course), kept_words(course)),
            _fact(following, suggested),
            html.Div(
                [
                    html.A(
                        _eligible(looked),
                        href=f"/patients/{course.patient.id}/eligibility",
                        className="btn",
                    ),
                    *_planning(course),
                ],
                className="course__acts",
            ),
        ],
        className="card course__head",
        **attributes(aria_label=tr("The course in brief")),
    )


def _planning(course: CourseView) -> list[Part]:
    if not _plans():
        return []
    return [_opens(tr("Plan a session"), ids.PLAN, strong=course.next.planned is None)]


def _ending() -> list[Part]:
    if not _plans():
        return []
    return [html.Div(_opens(tr("Close the course"), ids.CLOSE), className="course__end")]


def _fact(head: str, beneath: str) -> html.Div:
    return html.Div([html.B(head), html.Span(beneath)])


def _eligible(looked: Looked) -> list[Part]:
    found = looked.eligibility
    if found.told_at is None:
        return [glyph("unknown"), tr("Screen")]
    if found.stops:
        return [glyph("caution"), tr("Screen: not through")]
    return [glyph("met"), tr("Screened")]


def _opens(words: str, source: str, *, strong: bool = False) -> html.Button:
    shape = "btn btn--primary" if strong else "btn"
    return html.Button(words, type="button", className=shape, **attributes(data_plan=source))


def row(course: CourseView) -> html.Ol:
    """The row of sessions, a column each."""
    return html.Ol([_mark(column) for column in columns(course)], className="course__row")


def _mark(column: Column) -> html.Li:
    one = column.planned
    number = str(one.number) if one.number is not None else MARKS.get(column.shape, "")
    return html.Li(
        [
            html.B(number or "\u2013", className=f"course__mark is-{column.shape}"),
            html.Span(writing.day_and_month(one.day)),
            html.Span(column.word, className=f"course__word is-{column.shape}"),
        ]
    )


def _list(course: CourseView, looked: Looked) -> html.Section:
    shown = [_line(column, course, looked) for column in columns(course)]
    return html.Section(
        [
            html.H2(tr("Every session")),
            html.Ul(shown),
            *(_ending() if course.closed_at is None else []),
        ],
        className="card course__list",
    )


def _line(column: Column, course: CourseView, looked: Looked) -> html.Li:
    one = column.planned
    number = tr("session {number}", number=one.number) if one.number is not None else column.word
    when = [writing.weekday_and_day(one.day), one.at.strftime("%H:%M") if one.at else ""]
    chair = tr("chair {chair}", chair=one.chair) if one.chair else ""
    told = [number, chair, one.reason, column.word if one.number is not None else ""]
    told = list(dict.fromkeys(part for part in told if part))
    return html.Li(
        [
            html.Div(
                [html.B(" ".join(part for part in when if part)), html.Span(", ".join(told))],
                className="course__said",
            ),
            _history(one, looked.courses.zone),
            html.Div(_buttons(one, course), className="course__buttons"),
            *(row_sources(one, course, looked) if _plans() else []),
        ],
        className=f"is-{column.shape}",
    )


def _history(one: PlannedView, zone: str) -> html.Details:
    told = [html.Li(history_words(said, zone)) for said in one.history]
    return html.Details(
        [html.Summary([glyph("down"), tr("History")]), html.Ul(told)], className="course__history"
    )


def _buttons(one: PlannedView, course: CourseView) -> list[Part]:
    if one.session_id is not None:
        return [html.A(tr("Chart"), href=f"/sessions/{one.session_id}", className="btn")]
    if not may_change(one, course) or not _plans():
        return []
    acts = [("move", tr("Move"))]
    if one.day <= course.today:
        acts.append(("miss", tr("Missed")))
    acts.append(("cancel", tr("Cancel it")))
    return [_opens(words, ids.ACT.format(act=act, planned=one.id)) for act, words in acts]


def _others(courses: list[CourseView]) -> list[Part]:
    return [
        html.Details(
            [
                html.Summary([glyph("down"), _other_words(one)]),
                row(one),
                html.A(
                    [glyph("chart"), tr("Review this course")],
                    href=f"/patients/{one.patient.id}/course?course={one.id}",
                    className="btn",
                ),
            ],
            className="card course__earlier",
        )
        for one in courses
    ]


def _other_words(one: CourseView) -> str:
    if one.closed_at is None:
        return tr(
            "The open course: {indication}, {sessions}",
            indication=indication_words(one),
            sessions=count_words(one),
        )
    return tr(
        "Earlier course: {indication}, {sessions}, closed {day}: {reason}",
        indication=indication_words(one),
        sessions=count_words(one),
        day=writing.day(one.closed_at.date()),
        reason=one.closed_reason or "",
    )
