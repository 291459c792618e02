"""Start a session: who, where, on which protocol, with which dose."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc

from monitor.access.permissions import Permission, permit
from monitor.clinical.protocol import Protocol
from monitor.errors import MonitorError
from monitor.language.reader import decimal_mark, reader, tr
from monitor.services.board import read_board
from monitor.services.eligibility import read_eligibility
from monitor.services.eligibility_views import Eligibility
from monitor.services.patients import read_patient
from monitor.services.sessions import list_protocols
from monitor.services.views import Board, PatientCard
from monitor.services.weighing import Weighed, read_last_weight
from monitor.web import html
from monitor.web.brought import Asked
from monitor.web.components import TO_BOARD, Frame, Part, error_panel, glyph, header
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.start import ids
from monitor.web.pages.start.present import (
    address,
    choices,
    chosen_chair,
    free_chairs,
    last_weight_line,
    patient_lines,
    what_is_missing,
)
from monitor.web.pages.start.registration import registration
from monitor.web.pages.start.screened import screened


async def layout(patient: object = "", chair: object = "", **query: Any) -> html.Div:
    """Read who and where has been chosen so far, and lay out what is still asked."""
    asked = chair if isinstance(chair, str) else ""
    brought = Asked.of({**query, "chair": asked})
    try:
        permit(actor(), Permission.START_SESSION)
        board = await in_thread(read_board, house(), actor())
        protocols = await in_thread(list_protocols, house(), actor())
        chosen = await _patient(patient)
        last = await _last_weight(chosen)
        protocol = brought.protocol if brought.protocol in {one.id for one in protocols} else None
        stands = await _eligibility(chosen, protocol)
    except MonitorError as error:
        return html.Div(error_panel(error, address(chair_id=asked)))
    frame = Frame(board.at, board.zone, actor(), board.demo)
    return html.Div(
        [
            header(frame, tr("New session"), back=TO_BOARD),
            html.Main(
                [
                    _who(_chosen(chosen, last, board.zone, asked), screened(stands, brought)),
                    _what(board, protocols, _dose(last), brought, stands),
                ],
                className="start",
            ),
            dcc.Location(id=ids.GO, refresh=True),
            dcc.Store(id=ids.PATIENT, data=chosen.id if chosen else ""),
            dcc.Store(id=ids.CHAIR_ASKED, data=asked),
            dcc.Store(id=ids.PLANNED, data=brought.planned),
            dcc.Store(id=ids.VERSIONS, data={one.id: one.version for one in protocols}),
        ]
    )


async def _patient(asked: object) -> PatientCard | None:
    if not isinstance(asked, str) or not asked:
        return None
    return await in_thread(read_patient, house(), actor(), asked)


async def _eligibility(chosen: PatientCard | None, protocol: str | None) -> Eligibility | None:
    if chosen is None:
        return None
    return await in_thread(read_eligibility, house(), actor(), chosen.id, protocol)


async def _last_weight(chosen: PatientCard | None) -> Weighed | None:
    if chosen is None:
        return None
    return await in_thread(read_last_weight, house(), actor(), chosen.id)


def _who(chosen: list[Part], screen: list[Part]) -> html.Section:
    if chosen:
        return html.Section([*chosen, *screen], className="card start__who")
    return html.Section(
        [
            html.H2([html.B("1"), tr("Who is it?")]),
            dmc.TextInput(
                id=ids.SEARCH,
                label=tr("Find a patient"),
                description=tr("Name, record number or birth date (1987-04-14)"),
                leftSection=glyph("search"),
                debounce=250,
                autoComplete="off",
            ),
            html.Div(id=ids.FOUND, className="start__found"),
            html.Details(
                [html.Summary([glyph("plus"), tr("Register a new patient")]), registration()],
                className="start__new",
            ),
        ],
        className="card start__who",
    )


def _chosen(patient: PatientCard | None, last: Weighed | None, zone: str, chair: str) -> list[Part]:
    if patient is None:
        return []
    told = [*patient_lines(patient), last_weight_line(last, zone)]
    lines = [html.Div([html.Dt(name), html.Dd(words)]) for name, words in told]
    return [
        html.H2([html.B("1"), tr("Who is it?")]),
        html.Div(
            [
                html.H3(patient.name),
                html.Dl(lines),
                html.P(tr("Ask the patient for name and birth date, and compare.")),
            ],
            className="start__patient",
        ),
        html.Div(
            [
                html.A(tr("Another patient"), href=address(chair_id=chair), className="btn"),
                html.A(
                    [glyph("pen"), tr("The patient's record")],
                    href=f"/patients/{patient.id}",
                    className="btn",
                ),
            ],
            className="start__ways",
        ),
    ]


def _what(
    board: Board,
    protocols: tuple[Protocol, ...],
    dose: html.Div,
    brought: Asked,
    stands: Eligibility | None,
) -> html.Section:
    chosen = stands.patient if stands is not None else None
    return html.Section(
        [
            html.H2([html.B("2"), tr("Where, and what?")]),
            dmc.Select(
                id=ids.CHAIR,
                label=tr("Chair"),
                data=free_chairs(board),
                value=chosen_chair(board, brought.chair),
                placeholder=tr("Choose a free chair")
                if free_chairs(board)
                else tr("No chair is free"),
            ),
            dmc.Select(
                id=ids.PROTOCOL,
                label=tr("Protocol"),
                data=choices(protocols),
                value=stands.protocol_id if stands else None,
                placeholder=_which_protocol(protocols),
            ),
            dose,
            html.Div(id=ids.SAID, role="alert", className="start__said"),
            html.Div(
                html.Button(
                    tr("I have checked it, start with this dose"),
                    id=ids.CONFIRM,
                    type="button",
                    className="btn",
                ),
                id=ids.ASK_BACK,
                hidden=True,
            ),
            html.Button(
                tr("Start session"),
                id=ids.START,
                type="button",
                className="btn btn--primary btn--big",
                disabled=chosen is None or not free_chairs(board),
            ),
            html.P(what_is_missing(board, chosen), className="faint"),
        ],
        className="card start__what",
    )


def _which_protocol(protocols: tuple[Protocol, ...]) -> str:
    if not protocols:
        return tr("No protocol is offered: an administrator decides")
    return tr("Choose what was ordered")


def _dose(last: Weighed | None) -> html.Div:
    number = {
        "hideControls": True,
        "allowNegative": False,
        "decimalSeparator": decimal_mark(reader()),
    }
    return html.Div(
        [
            dmc.NumberInput(
                id=ids.WEIGHT,
                label=tr("Weight today, kg"),
                value=last.kg if last is not None else "",
                decimalScale=1,
                **number,
            ),
            dmc.NumberInput(
                id=ids.NUMBER,
                label=tr("Session number"),
                placeholder=tr("the patient's next"),
                allowDecimal=False,
                **number,
            ),
            dmc.NumberInput(id=ids.DOSE, label=tr("Dose, mg"), decimalScale=2, **number),
            dmc.NumberInput(id=ids.PER_KG, label=tr("Dose, mg/kg"), decimalScale=3, **number),
        ],
        className="start__pair",
    )
