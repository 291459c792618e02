"""The form on which somebody who was never here is registered."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc

from monitor.language.reader import decimal_mark, reader, tr
from monitor.services.views import PatientCard
from monitor.web import html
from monitor.web.components import Part, glyph
from monitor.web.pages.start import ids
from monitor.web.pages.start.present import (
    ARRHYTHMIA,
    MORE_NUMBERS,
    NO_ARRHYTHMIA,
    SCALE_1,
    SCALE_2,
)


def registration() -> html.Div:
    """Who it is, by which numbers, and what changes the rules for this patient."""
    return html.Div(
        [
            *who_fields(),
            dmc.TextInput(id=ids.IDENTIFIER, label=tr("Record number"), autoComplete="off"),
            *_more_numbers(),
            *facts_fields(),
            html.Div(id=ids.REGISTER_SAID, role="alert", className="start__said"),
            _same_person(),
            html.Button(
                tr("Register"), id=ids.REGISTER, type="button", className="btn btn--primary"
            ),
        ],
        className="start__form",
    )


def who_fields(known: PatientCard | None = None) -> list[Part]:
    """Name and birth date, as they are known where somebody is there already."""
    return [
        dmc.TextInput(
            id=ids.NAME,
            label=tr("Full name"),
            value=known.name if known else "",
            autoComplete="off",
        ),
        dmc.TextInput(
            id=ids.BIRTH_DATE,
            label=tr("Birth date"),
            placeholder=tr("year-month-day"),
            value=known.birth_date.isoformat() if known else "",
            autoComplete="off",
        ),
    ]


def facts_fields(known: PatientCard | None = None) -> list[Part]:
    """Weight, allergies and what changes the rules for this patient."""
    scale_2 = known is not None and known.spo2_scale == int(SCALE_2)
    arrhythmia = known is not None and known.known_arrhythmia
    return [
        dmc.NumberInput(
            id=ids.NEW_WEIGHT,
            label=tr("Weight, kg"),
            value=known.weight_kg if known and known.weight_kg is not None else "",
            hideControls=True,
            allowNegative=False,
            decimalScale=1,
            decimalSeparator=decimal_mark(reader()),
        ),
        dmc.TextInput(
            id=ids.ALLERGIES,
            label=tr("Allergies"),
            value=known.allergies if known else "",
            autoComplete="off",
        ),
        _scale(SCALE_2 if scale_2 else SCALE_1),
        _rhythm(ARRHYTHMIA if arrhythmia else NO_ARRHYTHMIA),
    ]


def _more_numbers() -> list[html.Div | html.Button]:
    """Rows that are shown when they are wanted; an empty one is nothing."""
    rows = [
        html.Div(
            [
                dmc.TextInput(
                    id=kind,
                    label=tr(words.kind),
                    placeholder=tr("such as insurance"),
                    autoComplete="off",
                ),
                dmc.TextInput(id=number, label=tr(words.number), autoComplete="off"),
            ],
            id=row,
            className="start__more",
            hidden=True,
        )
        for row, kind, number, words in zip(
            ids.MORE_NUMBERS, ids.KINDS, ids.NUMBERS, MORE_NUMBERS, strict=True
        )
    ]
    another = html.Button(
        [glyph("plus"), tr("Another number")],
        id=ids.ANOTHER_NUMBER,
        type="button",
        className="btn",
    )
    return [*rows, another]


def _scale(chosen: str) -> dmc.RadioGroup:
    return _one_of(
        ids.SPO2_SCALE,
        chosen,
        tr("SpO₂ scale of NEWS2"),
        [
            (SCALE_1, tr("Scale 1"), tr("For everybody to whom scale 2 was not prescribed.")),
            (
                SCALE_2,
                tr("Scale 2"),
                tr(
                    "Only with known hypercapnic respiratory failure and a prescribed SpO₂ of "
                    "88 to 92 %, which then scores 0."
                ),
            ),
        ],
    )


def _rhythm(chosen: str) -> dmc.RadioGroup:
    return _one_of(
        ids.RHYTHM,
        chosen,
        tr("Heart rhythm"),
        [
            (NO_ARRHYTHMIA, tr("No known arrhythmia"), tr("An irregular rhythm raises an alert.")),
            (
                ARRHYTHMIA,
                tr("Known arrhythmia"),
                tr(
                    "Only with a documented chronic irregular rhythm: by itself it then raises "
                    "no alert and does not hold back discharge."
                ),
            ),
        ],
    )


def _one_of(
    name: str, chosen: str, label: str, choices: Sequence[tuple[str, str, str]]
) -> dmc.RadioGroup:
    """One of a few, each as large as a finger and with what it means."""
    return dmc.RadioGroup(
        [
            dmc.RadioCard(
                [dmc.RadioIndicator(), html.Span([html.B(words), html.Span(meaning)])],
                value=value,
                className="start__choice",
            )
            for value, words, meaning in choices
        ],
        id=name,
        label=label,
        value=chosen,
        className="start__one",
    )


def _same_person() -> html.Div:
    """What to do when somebody of that name and birth date is there already."""
    return html.Div(
        [
            html.P(tr("If it is the same person, choose the record that is there:")),
            html.Div(id=ids.SAME_PATIENT, className="start__found"),
            html.Button(
                tr("Another person, register all the same"),
                id=ids.REGISTER_ANOTHER,
                type="button",
                className="btn",
            ),
        ],
        id=ids.SAME,
        className="start__same",
        hidden=True,
    )
