"""Scores of depression between the sessions: the list with its corrections, and the forms."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from monitor.access.permissions import Permission, may
from monitor.clinical.course_scores import (
    ANSWERS,
    CONCERN,
    CORRECTED,
    ITEM_HIGHEST,
    NO_CONCERN,
    PHQ9_ITEMS,
    RECORDED,
    STRUCK,
    CourseScore,
    Measure,
    ScoreVersion,
)
from monitor.clinical.outcomes import PHQ9, SCALES
from monitor.clinical.scales.showing import SELF_HARM, needs_person
from monitor.language import writing
from monitor.language.reader import tr
from monitor.language.said import Said, say
from monitor.services.course_views import CourseView
from monitor.web import html
from monitor.web.components import Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.context import actor
from monitor.web.pages.course import ids
from monitor.web.pages.course.forms import choice, field, panel

SPEAK = say(
    "Item 9 is above 0. Speak with the patient now; a physician answers the question of safety."
)
VERSIONS: dict[str, Said] = {
    RECORDED: say("Recorded: {told}. {name}, {day}"),
    CORRECTED: say("Corrected to: {told}. {name}, {day}: {reason}"),
    STRUCK: say("Entered in error, was: {told}. {name}, {day}: {reason}"),
    NO_CONCERN: say("Asked about safety, no concern. {name}, {day}: {reason}"),
    CONCERN: say("Asked about safety, concern. {name}, {day}: {reason}"),
}
ANSWER_WORDS: dict[str, Said] = {
    NO_CONCERN: say("No concern about safety"),
    CONCERN: say("Concern about safety"),
}


def scores_panel(scores: Sequence[CourseScore], course: CourseView, zone: str) -> html.Section:
    """Every score taken outside a session, the latest first, with what can be said of it."""
    title = tr("Scores between sessions")
    records = may(actor(), Permission.SCORE_COURSE)
    lines = [_line(one, course, zone) for one in reversed(scores)]
    empty = [html.P(tr("None was recorded in this course."), className="soft")]
    head: list[Part] = [html.H2(title)]
    if records:
        head.append(_opens(tr("Score between sessions"), ids.SCORE))
    return html.Section(
        [
            html.Div(head, className="course__title"),
            *([html.Ul(lines)] if lines else empty),
            *([html.Div(_record_source(course), hidden=True)] if records else []),
        ],
        className="card course__list course__scores",
        **attributes(aria_label=title),
    )


def measure_words(said: Measure) -> str:
    """``PHQ-9 14, item 9: 1, 12 Mar 2026``."""
    day, scale = writing.day(said.taken_on), SCALES[said.scale].title
    if said.scale != PHQ9:
        return tr("{scale} {total}, {day}", scale=scale, total=said.total, day=day)
    ninth = tr("not told") if said.item_9 is None else f"{said.item_9}"
    return tr(
        "{scale} {total}, item 9: {ninth}, {day}",
        scale=scale,
        total=said.total,
        ninth=ninth,
        day=day,
    )


def _line(one: CourseScore, course: CourseView, zone: str) -> html.Li:
    said: list[Part] = [html.B(measure_words(one.measure)), html.Span(_standing(one))]
    alarm: list[Part] = []
    if one.waits_for_answer:
        alarm.append(html.P([glyph("caution"), html.Span(tr(SPEAK))], className="course__alarm"))
    told = [html.Li(_version(each, zone)) for each in one.versions]
    history = html.Details(
        [html.Summary([glyph("down"), tr("History")]), html.Ul(told)], className="course__history"
    )
    acts, sources = _acts(one, course)
    classes = ["is-gone"] if one.struck else []
    classes += ["is-caution"] if one.measure.needs_person and not one.struck else []
    return html.Li(
        [
            *alarm,
            html.Div(said, className="course__said"),
            history,
            html.Div(acts, className="course__buttons"),
            *([html.Div(sources, hidden=True)] if sources else []),
        ],
        className=" ".join(classes) or None,
    )


def _standing(one: CourseScore) -> str:
    if one.struck:
        return tr("entered in error, counts for nothing")
    answer = one.answer
    if answer is not None:
        return tr("between sessions; {answer}", answer=tr(ANSWER_WORDS[answer.said]).lower())
    if any(each.said == CORRECTED for each in one.versions):
        return tr("between sessions; corrected")
    return tr("between sessions")


def _version(one: ScoreVersion, zone: str) -> str:
    return tr(
        VERSIONS[one.said],
        told=measure_words(one.measure),
        name=one.recorded_by,
        day=writing.day(one.recorded_at.astimezone(ZoneInfo(zone)).date()),
        reason=one.reason or "",
    )


def _acts(one: CourseScore, course: CourseView) -> tuple[list[Part], list[Part]]:
    """The buttons of a score that stands, and the forms that they open."""
    if one.struck:
        return [], []
    acts: list[Part] = []
    sources: list[Part] = []
    if one.measure.needs_person and may(actor(), Permission.ANSWER_SAFETY):
        acts.append(
            _opens(tr("Answer for item 9"), _id("safety", one), strong=one.waits_for_answer)
        )
        sources.append(_answer_source(one, course))
    if may(actor(), Permission.SCORE_COURSE):
        acts += [
            _opens(tr("Correct"), _id("correct", one)),
            _opens(tr("Entered in error"), _id("strike", one)),
        ]
        sources += [_correct_source(one, course), _strike_source(one, course)]
    return acts, sources


def _id(act: str, one: CourseScore) -> str:
    return ids.ON_SCORE.format(act=act, score=one.id)


def _path(course: CourseView, one: CourseScore | None = None, act: str = "") -> str:
    of = f"/patients/{course.patient.id}/courses/{course.id}/scores"
    return of if one is None else f"{of}/{one.id}/{act}"


def _opens(words: str, source: str, *, strong: bool = False) -> html.Button:
    shape = "btn btn--primary" if strong else "btn"
    return html.Button(words, type="button", className=shape, **attributes(data_plan=source))


def _record_source(course: CourseView) -> html.Div:
    fields = _measured(None, course)
    title = tr("Score between sessions")
    return panel(ids.SCORE, _path(course), title, fields, tr("Record it"))


def _correct_source(one: CourseScore, course: CourseView) -> html.Div:
    fields: list[Part] = [*_measured(one.measure, course), field("reason", "text", tr("Reason"))]
    title = tr("Correct the score")
    path = _path(course, one, "correct")
    return panel(_id("correct", one), path, title, fields, tr("Correct it"))


def _strike_source(one: CourseScore, course: CourseView) -> html.Div:
    fields: list[Part] = [
        html.P(measure_words(one.measure)),
        html.P(tr("It stays readable and counts for nothing.")),
        field("reason", "text", tr("Reason")),
    ]
    title = tr("The score was entered in error")
    path = _path(course, one, "strike")
    return panel(_id("strike", one), path, title, fields, tr("Strike it out"))


def _answer_source(one: CourseScore, course: CourseView) -> html.Div:
    fields: list[Part] = [
        html.P(measure_words(one.measure)),
        choice(
            "answer",
            tr("Is there a concern about safety?"),
            [(key, tr(ANSWER_WORDS[key])) for key in ANSWERS],
        ),
        field("words", "text", tr("What was asked and arranged; name nobody")),
    ]
    title = tr("Answer for item 9")
    path = _path(course, one, "safety")
    return panel(_id("safety", one), path, title, fields, tr("Keep the answer"))


def _measured(said: Measure | None, course: CourseView) -> list[Part]:
    """Scale, day, total and PHQ-9's items; what stands now is filled in."""
    day = said.taken_on if said is not None else course.today
    scales = [(one.id, one.title) for one in SCALES.values()]
    items = dict(said.items) if said is not None else {}
    shown = said is None or said.scale == PHQ9
    return [
        choice("scale", tr("Scale"), scales, said.scale if said is not None else ""),
        html.Div(
            [
                field("taken_on", "date", tr("Day"), day.isoformat()),
                field("total", "number", tr("Total"), "" if said is None else f"{said.total}"),
            ],
            className="plan__pair",
        ),
        html.Div(
            [
                html.P(
                    tr("PHQ-9: item 9, and the other items where they are known."), className="soft"
                ),
                _item(SELF_HARM, items.get(SELF_HARM)),
                html.P(
                    [glyph("caution"), html.Span(tr(SPEAK))],
                    className="plan__alarm",
                    role="alert",
                    hidden=not (said is not None and said.needs_person),
                    **attributes(data_alarm_of=f"items.{SELF_HARM}"),
                ),
                *(_item(name, items.get(name)) for name in PHQ9_ITEMS if name != SELF_HARM),
            ],
            className="plan__items",
            hidden=not shown,
            **attributes(data_only_for=PHQ9),
        ),
    ]


def _item(name: str, score: int | None) -> html.Div:
    """One item by its number, 0 to 3; pressed again it is not told."""
    words = tr("Item {number}", number=name.removeprefix("item_"))
    buttons = [
        html.Button(
            f"{one}",
            type="button",
            className="pick",
            **attributes(
                data_option=f"{one}",
                aria_pressed="true" if one == score else "false",
                **({"data_alarm": ""} if needs_person(PHQ9, name, one) else {}),
            ),
        )
        for one in range(ITEM_HIGHEST + 1)
    ]
    place = attributes(data_field=f"items.{name}", data_kind="choice", data_number="")
    return html.Div(
        [html.Span(words), html.Div(buttons, **place)],
        className="plan__field plan__item",
        role="group",
        **attributes(aria_label=words),
    )
