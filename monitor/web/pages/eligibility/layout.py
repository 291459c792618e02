"""The eligibility screen: questions at the left, readings and where it stands at the right."""

from __future__ import annotations

import json
from typing import Any

import dash_mantine_components as dmc
from dash import dcc

from monitor.access.permissions import Permission, may
from monitor.clinical.eligibility import Question, Standing
from monitor.errors import MonitorError
from monitor.language.reader import tr, tr_plural
from monitor.services.eligibility import read_eligibility
from monitor.services.eligibility_views import Eligibility
from monitor.services.sessions import list_protocols
from monitor.web import html
from monitor.web.brought import Asked
from monitor.web.components import Frame, Part, error_panel, glyph, header
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import Back
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.eligibility import ids
from monitor.web.pages.eligibility.present import (
    ANSWERS,
    FIELDS,
    GROUPS,
    asked_now,
    carried,
    confirmable,
    is_answered,
    last_words,
    standing_words,
    unchanged_since,
)
from monitor.web.pages.eligibility.verdict import verdict
from monitor.web.still import Still
from monitor.web.words import born


async def layout(patient_id: str = "", **query: Any) -> html.Div:
    """Lay out what is asked of one patient; an unknown one says so."""
    asked = Asked.of(query)
    try:
        read = in_thread(read_eligibility, house(), actor(), patient_id, asked.protocol)
        found = await read
        protocols = await in_thread(list_protocols, house(), actor())
    except MonitorError as error:
        return html.Div(error_panel(error, f"/patients/{patient_id}/eligibility"))
    choices = [{"value": one.id, "label": tr(one.title)} for one in protocols]
    return html.Div(
        [
            _header(found),
            dcc.Store(id=ids.PATIENT, data=found.patient.id),
            dcc.Store(
                id=ids.ASKED,
                data={"protocol": asked.protocol, "chair": asked.chair, "planned": asked.planned},
            ),
            html.Main([_questions(found), _beside(found, asked, choices)], className="screen"),
        ],
        className="eligibility",
        **(attributes(data_eligibility=found.patient.id) if _answers() else {}),
    )


def _answers() -> bool:
    """Whether who looks may answer; else the answers are read, and nothing is asked."""
    return may(actor(), Permission.ANSWER_ELIGIBILITY)


def _header(found: Eligibility) -> html.Header:
    frame = Frame(found.at, found.zone, actor(), house().demo)
    who = html.Span(
        [html.B(found.patient.name), " ", born(found.patient.birth_date)], className="soft nowrap"
    )
    back = Back("/today", tr("Back to the day list"))
    return header(frame, tr("Before the session"), after_title=who, back=back)


def _questions(found: Eligibility) -> html.Section:
    asked = asked_now(found)
    if not _answers():
        return _told(found, [question for question, _standing in asked])
    groups: list[Part] = []
    for group, name in GROUPS.items():
        rows: list[Part] = [
            _question(found, question, standing)
            for question, standing in asked
            if question.group == group
        ]
        if rows:
            groups.append(html.H2(tr(name)))
            groups += rows
    return html.Section(
        Still([*_unchanged(found), *groups, *_carried(found)]),
        className="card screen__questions",
        **attributes(aria_label=tr("Questions")),
    )


def _told(found: Eligibility, asked: list[Question]) -> html.Section:
    """What was last answered, for those who only read."""
    rows = [
        html.Div([html.Dt(tr(question.label)), html.Dd(last_words(found, question))])
        for question in asked
    ]
    return html.Section(
        [html.H2(tr("Questions")), html.Dl(rows, className="screen__told"), *_carried(found)],
        className="card screen__questions",
        **attributes(aria_label=tr("Questions")),
    )


def _unchanged(found: Eligibility) -> list[Part]:
    known = confirmable(found)
    if not known:
        return []
    day = unchanged_since(found)
    return [
        html.Button(
            [glyph("done"), tr("Unchanged since {day}", day=day)],
            type="button",
            className="btn btn--big screen__unchanged",
            **attributes(data_unchanged=json.dumps(known)),
        )
    ]


def _question(found: Eligibility, question: Question, standing: Standing) -> html.Div:
    answered = is_answered(standing)
    chosen = standing.reply.answer if answered and standing.reply else ""
    note = standing.reply.note if answered and standing.reply else ""
    buttons = [_answer(question, answer, words, answer == chosen) for answer, words in ANSWERS]
    return html.Div(
        [
            html.Div([html.B(tr(question.text)), html.Span(last_words(found, question))]),
            html.Div(
                buttons,
                className="screen__answers",
                role="group",
                **attributes(aria_label=tr(question.label)),
            ),
            html.Div(className="screen__note", **attributes(data_note=note)),
        ],
        className="screen__question" + (" is-flagged" if answered and standing.flagged else ""),
        **attributes(data_question=question.id, data_flags=" ".join(sorted(question.flagged_by))),
    )


def _answer(question: Question, answer: str, words: str, chosen: bool) -> html.Button:
    label = tr("{question}: {answer}", question=tr(question.label), answer=tr(words))
    return html.Button(
        tr(words),
        type="button",
        className="pick",
        **attributes(
            data_answer=answer, aria_pressed="true" if chosen else "false", aria_label=label
        ),
    )


def _carried(found: Eligibility) -> list[Part]:
    rows = carried(found)
    if not rows:
        return []
    words = tr_plural(
        "Carried from the course: {number} answer",
        "Carried from the course: {number} answers",
        len(rows),
    )
    told = [
        html.Div([html.Dt(tr(question.label)), html.Dd(last_words(found, question))])
        for question, _standing in rows
    ]
    return [
        html.Details(
            [html.Summary([glyph("down"), words]), html.Dl(told)], className="screen__carried"
        )
    ]


def _beside(found: Eligibility, asked: Asked, choices: list[dict[str, str]]) -> html.Div:
    save = html.Button(
        tr("Save answers"),
        type="button",
        className="btn btn--primary btn--big",
        **attributes(data_save_answers=""),
    )
    said = html.P(className="screen__said", role="alert", **attributes(data_screen_said=""))
    return html.Div(
        [
            _readings(found, asked, choices),
            *([said, save] if _answers() else []),
            html.Section(
                Still(verdict(found, asked, actor())),
                id=ids.VERDICT,
                className="card screen__verdict",
                **attributes(aria_label=tr("Where it stands"), aria_live="polite"),
            ),
        ],
        className="screen__beside",
    )


def _readings(found: Eligibility, asked: Asked, choices: list[dict[str, str]]) -> html.Section:
    fields = [
        dmc.TextInput(
            id=ids.READING.format(field=field),
            label=tr(words),
            autoComplete="off",
            placeholder=_taken(found, field),
        )
        for field, words in FIELDS
    ]
    told = [
        html.Li([html.B(tr(found.label(one))), f" {standing_words(found, one)}"])
        for one in found.readings
    ]
    return html.Section(
        [
            html.H2(tr("Readings before the dose")),
            dmc.Select(
                id=ids.PROTOCOL,
                name=ids.PROTOCOL,
                label=tr("Protocol whose limits count"),
                data=choices,
                value=found.protocol_id,
                placeholder=tr("Choose what was ordered"),
            ),
            html.Div(fields if _answers() else [], className="screen__fields"),
            html.Ul(told, className="spoken" if _answers() else "screen__told"),
        ],
        className="card screen__readings",
    )


def _taken(found: Eligibility, field: str) -> str:
    value = getattr(found.taken, field)
    return str(value) if value is not None else ""
