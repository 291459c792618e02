"""What is filled in about a course; assets/js/course.js makes the fields and sends them."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.clinical.course import INDICATIONS
from monitor.language import writing
from monitor.language.reader import tr
from monitor.services.course_views import CourseView, PlannedView
from monitor.web import html
from monitor.web.components import Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.pages.course import ids
from monitor.web.pages.course.looking import Looked
from monitor.web.pages.course.present import may_change
from monitor.web.words import INDICATIONS as INDICATION_WORDS


def field(name: str, kind: str, words: str, value: str = "") -> html.Label:
    """A place that becomes a field."""
    place = html.Span(**attributes(data_field=name, data_kind=kind, data_value=value))
    return html.Label([html.Span(words), place], className="plan__field")


def choice(name: str, words: str, options: Iterable[tuple[str, str]], value: str = "") -> html.Div:
    """A choice of buttons; none is chosen unless ``value`` is one of them."""
    buttons = [
        html.Button(
            told,
            type="button",
            className="pick",
            **attributes(data_option=key, aria_pressed="true" if key == value else "false"),
        )
        for key, told in options
    ]
    return html.Div(
        [
            html.Span(words),
            html.Div(buttons, **attributes(data_field=name, data_kind="choice")),
        ],
        className="plan__field",
        role="group",
        **attributes(aria_label=words),
    )


def panel(source: str, path: str, title: str, fields: list[Part], send: str) -> html.Div:
    """A form that opens over the page and sends its fields to a path of the interface."""
    return html.Div(
        [
            html.H2(title),
            *fields,
            html.P(className="plan__said", role="alert", **attributes(data_plan_said="")),
            html.Div(
                [
                    html.Button(
                        tr("Go back"),
                        type="button",
                        className="btn",
                        **attributes(data_close_modal=""),
                    ),
                    html.Button(
                        send,
                        type="button",
                        className="btn btn--primary",
                        **attributes(data_send=""),
                    ),
                ],
                className="plan__buttons",
            ),
        ],
        id=source,
        className="plan",
        **attributes(data_path=path),
    )


def _chairs(looked: Looked, value: str = "") -> html.Div:
    options = [(chair.id, chair.label) for chair in looked.chairs]
    return choice("chair_id", tr("Chair, if known"), options, value)


def plan_source(course: CourseView, looked: Looked) -> html.Div:
    """Plan a further session, on the day that the schedule suggests."""
    suggested = course.next.suggested
    fields: list[Part] = [
        field("day", "date", tr("Day"), suggested.isoformat() if suggested else ""),
        field("at", "time", tr("Time, if known")),
        _chairs(looked),
    ]
    path = f"/courses/{course.id}/sessions"
    return panel(ids.PLAN, path, tr("Plan a session"), fields, tr("Plan it"))


def close_source(course: CourseView) -> html.Div:
    """Close the course, with a reason."""
    fields: list[Part] = [
        html.P(tr("What is still to come is cancelled; everything stays readable.")),
        field("reason", "text", tr("Reason")),
    ]
    path = f"/courses/{course.id}/close"
    return panel(ids.CLOSE, path, tr("Close the course"), fields, tr("Close it"))


def row_sources(one: PlannedView, course: CourseView, looked: Looked) -> list[Part]:
    """What can be said of a session that is still to come."""
    if not may_change(one, course):
        return []
    day = writing.weekday_and_day(one.day)
    at = one.at.strftime("%H:%M") if one.at else ""
    move: list[Part] = [
        field("day", "date", tr("Day"), one.day.isoformat()),
        field("at", "time", tr("Time, if known"), at),
        _chairs(looked, one.chair_id or ""),
        field("reason", "text", tr("Reason, if the day changes")),
    ]
    reason: list[Part] = [field("reason", "text", tr("Reason"))]
    sources: list[Part] = [
        _act(one, "move", tr("Move the session of {day}", day=day), move, tr("Move it"))
    ]
    if one.day <= course.today:
        title = tr("The session of {day} was missed", day=day)
        sources.append(_act(one, "miss", title, reason, tr("It was missed")))
    title = tr("Cancel the session of {day}", day=day)
    sources.append(_act(one, "cancel", title, reason, tr("Cancel the session")))
    return [html.Div(sources, hidden=True)]


def _act(one: PlannedView, act: str, title: str, fields: list[Part], send: str) -> html.Div:
    source = ids.ACT.format(act=act, planned=one.id)
    return panel(source, f"/planned/{one.id}/{act}", title, fields, send)


def opening_form(looked: Looked) -> html.Section:
    """Open a course: why, by which schedule, on which protocol, from when."""
    patient = looked.courses.patient
    schedules = [(one.id, tr(one.title)) for one in looked.schedules]
    protocols = [(one.id, tr(one.title)) for one in looked.protocols]
    indications = [(key, tr(INDICATION_WORDS[key])) for key in INDICATIONS]
    return html.Section(
        [
            html.H2(tr("Open a course")),
            _screen_first(looked),
            choice("indication", tr("Indication"), indications),
            field("indication_words", "text", tr("In words, if it is another one")),
            choice("schedule_id", tr("Schedule"), schedules),
            choice("protocol_id", tr("Protocol"), protocols),
            html.Div(
                [
                    field("first_on", "date", tr("First session on")),
                    field("at", "time", tr("Time, if known")),
                ],
                className="plan__pair",
            ),
            html.P(className="plan__said", role="alert", **attributes(data_plan_said="")),
            html.Button(
                tr("Open the course"),
                type="button",
                className="btn btn--primary btn--big",
                **attributes(data_send=""),
            ),
        ],
        id=ids.FORM,
        className="card plan plan--opening",
        **attributes(data_path=f"/patients/{patient.id}/courses", data_course_form=""),
    )


def _screen_first(looked: Looked) -> html.P:
    found = looked.eligibility
    stops = [one for one in found.for_course if one.stops]
    to = f"/patients/{found.patient.id}/eligibility"
    if not stops:
        return html.P(
            [glyph("met"), html.Span(tr("The full screen stands."))], className="plan__screen"
        )
    labels = ", ".join(tr(found.label(one)) for one in stops)
    return html.P(
        [
            glyph("unknown"),
            html.Span(tr("The full screen comes first. Open or flagged: {labels}", labels=labels)),
            html.A(tr("Screen"), href=to, className="btn"),
        ],
        className="plan__screen",
    )
