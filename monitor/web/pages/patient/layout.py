"""The form that corrects a patient's record, and beside it what the record said before."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import dash_mantine_components as dmc
from dash import dcc

from monitor.access.permissions import Permission, may
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.patient_corrections import PatientHistory, PatientVersion, read_history
from monitor.services.views import PatientCard
from monitor.web import html
from monitor.web.components import Frame, Part, error_panel, header
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import Back
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.patient import ids
from monitor.web.pages.patient.present import (
    changed_lines,
    kind_label,
    number_label,
    version_head,
)
from monitor.web.pages.start.present import patient_lines, weight_words
from monitor.web.pages.start.registration import facts_fields, who_fields
from monitor.web.words import born, identifier_kind

SPARE_ROWS = 1
"""Rows for further numbers, beside those that are there."""


async def layout(patient_id: str = "", **_: Any) -> html.Div:
    """Lay out one patient's record; an unknown patient says so."""
    try:
        found = await in_thread(read_history, house(), actor(), patient_id)
    except MonitorError as error:
        return html.Div(error_panel(error, f"/patients/{patient_id}"))
    frame = Frame(found.at, found.zone, actor(), house().demo)
    who = html.Span(
        [html.B(found.card.name), " ", born(found.card.birth_date)], className="soft nowrap"
    )
    back = Back("/today", tr("Back to the day list"))
    record = _form(found) if may(actor(), Permission.CORRECT_PATIENT) else _told(found.card)
    return html.Div(
        [
            header(frame, tr("The patient's record"), after_title=who, back=back),
            html.Main([record, _history(found)], className="start patient-record"),
            dcc.Store(id=ids.PATIENT, data=found.card.id),
            dcc.Store(id=ids.SEEN, data=found.number),
            dcc.Store(id=ids.ASKED),
            dcc.Location(id=ids.GO, refresh=True),
        ]
    )


def _told(card: PatientCard) -> html.Section:
    """What the record says, for who may not correct it."""
    weight = tr("Weight"), weight_words(card.weight_kg)
    lines = [
        html.Div([html.Dt(name), html.Dd(words)]) for name, words in (*patient_lines(card), weight)
    ]
    return html.Section(
        [
            html.H2(tr("What the record says")),
            html.Div([html.H3(card.name), html.Dl(lines)], className="start__patient"),
        ],
        className="card",
    )


def _form(found: PatientHistory) -> html.Section:
    return html.Section(
        [
            html.H2(tr("What the record says")),
            html.P(
                tr(
                    "Correct what is wrong. Open sessions are judged as if it had been typed "
                    "right; those that are over keep what was known at their end."
                ),
                className="soft",
            ),
            html.Div(
                [
                    *who_fields(found.card),
                    *_numbers(found.card),
                    *facts_fields(found.card),
                    html.Div(
                        dmc.TextInput(
                            id=ids.REASON,
                            label=tr("Why it is corrected"),
                            value="",
                            autoComplete="off",
                        ),
                        className="start__one",
                    ),
                    html.Div(id=ids.SAID, role="alert", className="start__said"),
                    _asked_back(),
                    html.Button(
                        tr("Save the correction"),
                        id=ids.SAVE,
                        type="button",
                        className="btn btn--primary btn--big",
                    ),
                ],
                className="start__form",
            ),
        ],
        className="card",
        **attributes(aria_label=tr("What the record says")),
    )


def _numbers(card: PatientCard) -> list[Part]:
    """A row for each number, and an empty one for another."""
    empty = [("", "")] * SPARE_ROWS
    return [
        html.Div(
            [
                dmc.TextInput(
                    id={"type": ids.KIND, "row": row},
                    label=kind_label(row),
                    value=identifier_kind(kind),
                    autoComplete="off",
                ),
                dmc.TextInput(
                    id={"type": ids.NUMBER, "row": row},
                    label=number_label(row),
                    value=number,
                    autoComplete="off",
                ),
            ],
            className="start__more",
        )
        for row, (kind, number) in enumerate([*card.identifiers, *empty], start=1)
    ]


def _asked_back() -> html.Div:
    """What to do when the correction looks like another person."""
    return html.Div(
        html.Button(
            tr("I have asked, save it all the same"), id=ids.CONFIRM, type="button", className="btn"
        ),
        id=ids.ASKED_BACK,
        className="start__same",
        hidden=True,
    )


def _history(found: PatientHistory) -> html.Section:
    """Every version, the latest first; each correction with what it changed and why."""
    told: list[Part] = [
        html.Li(_correction(version, before, found)) for version, before in pairwise(found.versions)
    ]
    registered = found.versions[-1]
    told.append(html.Li(html.P(html.B(version_head(registered, found)))))
    note = [] if len(found.versions) > 1 else [html.P(tr("Nothing was corrected."))]
    return html.Section(
        [
            html.H2(tr("What it said before")),
            *note,
            html.Ol(told, className="patient-record__versions"),
        ],
        className="card",
        **attributes(aria_label=tr("What it said before")),
    )


def _correction(
    version: PatientVersion, before: PatientVersion, found: PatientHistory
) -> list[Part]:
    changes: list[Part] = [
        html.Div([html.Dt(field), html.Dd([html.Del(was), " ", html.Ins(now)])])
        for field, was, now in changed_lines(version, before)
    ]
    return [
        html.P(html.B(version_head(version, found))),
        html.Dl(changes),
        html.P(version.reason, className="soft"),
    ]
