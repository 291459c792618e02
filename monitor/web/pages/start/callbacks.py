"""Find or register the patient, then start the session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Input, Output, State, no_update

from monitor.errors import MonitorError, SamePatient
from monitor.language.reader import tr
from monitor.services.patients import find_patients, register_patient, same_person
from monitor.services.sessions import start_session
from monitor.services.views import PatientCard
from monitor.web import html
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.start import ids
from monitor.web.pages.start.present import (
    address,
    asks_back,
    new_patient,
    new_session,
    told,
)
from monitor.web.still import Still
from monitor.web.words import born, numbers_of

FEWEST_LETTERS = 2
CHOSEN = {
    "patient": State(ids.PATIENT, "data"),
    "chair": State(ids.CHAIR, "value"),
    "protocol": State(ids.PROTOCOL, "value"),
    "versions": State(ids.VERSIONS, "data"),
    "weight": State(ids.WEIGHT, "value"),
    "dose": State(ids.DOSE, "value"),
    "per_kg": State(ids.PER_KG, "value"),
    "number": State(ids.NUMBER, "value"),
    "planned": State(ids.PLANNED, "data"),
}
ANSWER = {
    "go": Output(ids.GO, "href", allow_duplicate=True),
    "said": Output(ids.SAID, "children", allow_duplicate=True),
    "unasked": Output(ids.ASK_BACK, "hidden", allow_duplicate=True),
}

TYPED = {
    "name": State(ids.NAME, "value"),
    "birth_date": State(ids.BIRTH_DATE, "value"),
    "identifier": State(ids.IDENTIFIER, "value"),
    "allergies": State(ids.ALLERGIES, "value"),
    "weight": State(ids.NEW_WEIGHT, "value"),
    "spo2_scale": State(ids.SPO2_SCALE, "value"),
    "rhythm": State(ids.RHYTHM, "value"),
    **{f"kind_{row}": State(name, "value") for row, name in enumerate(ids.KINDS, start=1)},
    **{f"number_{row}": State(name, "value") for row, name in enumerate(ids.NUMBERS, start=1)},
    "chair": State(ids.CHAIR_ASKED, "data"),
}
REGISTERED = {
    "go": Output(ids.GO, "href", allow_duplicate=True),
    "said": Output(ids.REGISTER_SAID, "children", allow_duplicate=True),
    "unasked": Output(ids.SAME, "hidden", allow_duplicate=True),
    "same": Output(ids.SAME_PATIENT, "children", allow_duplicate=True),
}

callback = Callbacks()
callback.clientside(
    "start",
    "balance",
    Output(ids.DOSE, "value"),
    Output(ids.PER_KG, "value"),
    Input(ids.DOSE, "value"),
    Input(ids.PER_KG, "value"),
    Input(ids.WEIGHT, "value"),
    prevent_initial_call=True,
)
callback.clientside(
    "start",
    "more",
    *(Output(row, "hidden") for row in ids.MORE_NUMBERS),
    Output(ids.ANOTHER_NUMBER, "hidden"),
    Input(ids.ANOTHER_NUMBER, "n_clicks"),
    prevent_initial_call=True,
)


@callback(
    Output(ids.FOUND, "children"),
    Input(ids.SEARCH, "value"),
    State(ids.CHAIR_ASKED, "data"),
    prevent_initial_call=True,
)
async def find(words: object, chair: object) -> Still:
    asked = words.strip() if isinstance(words, str) else ""
    near = chair if isinstance(chair, str) else ""
    if len(asked) < FEWEST_LETTERS:
        return Still([])
    found = await in_thread(find_patients, house(), actor(), asked)
    return Still([_found(patient, near) for patient in found] or [html.P(tr("No patient found."))])


@callback(
    output=REGISTERED,
    inputs={"_taps": Input(ids.REGISTER, "n_clicks"), "typed": TYPED},
    prevent_initial_call=True,
)
async def register(_taps: int, typed: dict[str, Any]) -> dict[str, Any]:
    return await _register(typed, confirmed=False)


@callback(
    output=REGISTERED,
    inputs={"_taps": Input(ids.REGISTER_ANOTHER, "n_clicks"), "typed": TYPED},
    prevent_initial_call=True,
)
async def register_another(_taps: int, typed: dict[str, Any]) -> dict[str, Any]:
    return await _register(typed, confirmed=True)


async def _register(typed: dict[str, Any], *, confirmed: bool) -> dict[str, Any]:
    chair = str(typed["chair"] or "")
    try:
        new = replace(new_patient(typed), confirmed=confirmed)
        patient = await in_thread(register_patient, house(), actor(), new)
    except SamePatient as error:
        found = await in_thread(same_person, house(), actor(), new)
        same = [_found(found, chair)] if found else []
        return {"go": no_update, "said": tr(error.message), "unasked": False, "same": same}
    except MonitorError as error:
        return {"go": no_update, "said": told(error), "unasked": True, "same": []}
    return {"go": address(patient.id, chair), "said": "", "unasked": True, "same": []}


@callback(
    output=ANSWER,
    inputs={"_taps": Input(ids.START, "n_clicks"), "chosen": CHOSEN},
    prevent_initial_call=True,
)
async def start(_taps: int, chosen: dict[str, object]) -> dict[str, Any]:
    return await _start(chosen, confirmed=False)


@callback(
    output=ANSWER,
    inputs={"_taps": Input(ids.CONFIRM, "n_clicks"), "chosen": CHOSEN},
    prevent_initial_call=True,
)
async def start_confirmed(_taps: int, chosen: dict[str, object]) -> dict[str, Any]:
    return await _start(chosen, confirmed=True)


async def _start(chosen: dict[str, object], *, confirmed: bool) -> dict[str, Any]:
    try:
        new = new_session(chosen, confirmed=confirmed)
        view = await in_thread(start_session, house(), actor(), new)
    except MonitorError as error:
        return {"go": no_update, "said": told(error), "unasked": not asks_back(error)}
    return {"go": f"/sessions/{view.head.id}", "said": "", "unasked": True}


def _found(patient: PatientCard, chair: str) -> html.A:
    numbers = ", ".join(numbers_of(patient.identifiers))
    return html.A(
        [
            html.B(patient.name),
            html.Span(born(patient.birth_date)),
            html.Span(numbers, className="faint"),
        ],
        href=address(patient.id, chair),
        className="btn start__hit",
    )
