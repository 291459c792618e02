"""What a course shows besides its matrix: relief, misuse, eligibility, the overlay's words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.analytics.course import values
from monitor.charts.axis import elapsed_words
from monitor.charts.overlay import Layer, Overlay, change_words, worst_but_today
from monitor.clinical.eligibility import Reply
from monitor.language import writing
from monitor.language.reader import tr
from monitor.language.said import say, say_in
from monitor.services.course_review import CourseReview, EligibilityChanged
from monitor.web import html
from monitor.web.components import Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.pages.course.letter import last_session_ended
from monitor.web.pages.course.numbers import numbers_table
from monitor.web.pages.course.outcome_words import definition_words, lasting_words
from monitor.web.pages.course.review import Reviewed

HIGHEST = say("{measured}: dashed is session {number}, the highest of the others.")
LOWEST = say("{measured}: dashed is session {number}, the lowest of the others.")
ANSWERS = {
    "yes": say_in("answer", "yes"),
    "no": say_in("answer", "no"),
    "unknown": say_in("answer", "unknown"),
}


def outcomes_panel(told: Reviewed, zone: str) -> html.Section:
    """Response and remission by their definition, and how relief lasted."""
    ended = last_session_ended(told)
    said = [
        html.Li([html.B(lasting_words(one, ended, zone)), html.Span(definition_words(one.scale))])
        for one in told.outcomes
    ]
    empty = [html.Li(html.Span(tr("No scale of depression was scored in this course.")))]
    return _panel(tr("Relief during and after the course"), said or empty)


def concerns_panel(told: Reviewed, zone: str) -> html.Section:
    """Every concern of misuse noted at a session, as it was noted."""
    said = [
        html.Li(
            [
                html.B([glyph("caution"), concern.words]),
                html.Span(
                    tr(
                        "session {number}, {day}, {name}",
                        number=told.number(place),
                        day=_day(concern.at, zone),
                        name=concern.by,
                    )
                ),
            ],
            className="is-caution",
        )
        for place, one in told.held
        for concern in one.told.concerns
    ]
    empty = [html.Li(html.Span(tr("None was noted at any session of this course.")))]
    return _panel(tr("Misuse concern"), said or empty)


def eligibility_panel(review: CourseReview, zone: str) -> html.Section:
    """Every answer that changed, the latest first."""
    changed = sorted(review.eligibility, key=lambda one: one.at, reverse=True)
    empty = [html.Li(html.Span(tr("No answer has changed, and none was flagged.")))]
    return _panel(
        tr("Eligibility and its changes"), [_changed(one, zone) for one in changed] or empty
    )


def _changed(one: EligibilityChanged, zone: str) -> html.Li:
    after, day = _reply(one.after), _day(one.at, zone)
    if one.before is None:
        when = tr("{day}: first answer", day=day)
    else:
        when = tr("{day}: before, {answer}", day=day, answer=_reply(one.before))
    head: list[Part] = [tr(one.label), ": ", after]
    mark: list[Part] = [glyph("caution")] if one.flagged else []
    return html.Li(
        [html.B([*mark, *head]), html.Span(when)], className="is-caution" if one.flagged else None
    )


def _reply(reply: Reply) -> str:
    word = tr(ANSWERS[reply.answer])
    return f"{word}, {reply.note}" if reply.note else word


def _day(at: datetime, zone: str) -> str:
    return writing.day(at.astimezone(ZoneInfo(zone)).date())


def _panel(title: str, said: list[html.Li]) -> html.Section:
    return html.Section(
        [html.H2(title), html.Ul(said, className="course__facts")],
        className="card course__panel",
        **attributes(aria_label=title),
    )


def overlay_words(overlay: Overlay) -> list[Part]:
    """Which session is dashed, then the readings as a table."""
    said = [
        tr(LOWEST if layer.lowest else HIGHEST, measured=layer.title, number=number)
        for layer in overlay.layers
        for number in _dashed(overlay, layer)
    ]
    return [*(html.P(one, className="soft") for one in said), overlay_table(overlay)]


def _dashed(overlay: Overlay, layer: Layer) -> list[int]:
    place = worst_but_today(overlay, layer)
    rows = layer.frame[layer.frame["place"] == place]
    return [] if place is None else [int(rows["number"].iloc[0])]


def overlay_table(overlay: Overlay) -> html.Details:
    """The readings that are laid over each other, a row a session."""
    rows = [
        html.Tr([html.Td(layer.title), html.Td(f"{number}"), html.Td(", ".join(told))])
        for layer in overlay.layers
        for number, told in _sessions(layer)
    ]
    titles = (tr("Measured"), tr("Session"), tr("Readings by the minute"))
    summary, label = (
        tr("The same readings as a table"),
        tr("Sessions laid over each other, as numbers"),
    )
    return numbers_table(summary, label, titles, rows)


def _sessions(layer: Layer) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for _, rows in layer.frame.groupby("place"):
        pairs = zip(rows["minutes"], values(rows["value"]), strict=True)
        told = [
            f"{elapsed_words(minutes)}: {change_words(value, signed=layer.signed)}"
            for minutes, value in pairs
            if value is not None
        ]
        found.append((int(rows["number"].iloc[0]), told))
    return found
