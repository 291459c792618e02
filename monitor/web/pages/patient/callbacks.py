"""Save a correction, or ask back first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import ALL, Input, Output, State, no_update

from monitor.errors import AnotherPerson, MonitorError, SamePatient
from monitor.services.patient_corrections import correct_patient
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.patient import ids
from monitor.web.pages.patient.present import corrected_patient, reason_typed
from monitor.web.pages.start import ids as fields
from monitor.web.pages.start.present import told

TYPED = {
    "patient": State(ids.PATIENT, "data"),
    "seen": State(ids.SEEN, "data"),
    "name": State(fields.NAME, "value"),
    "birth_date": State(fields.BIRTH_DATE, "value"),
    "kinds": State({"type": ids.KIND, "row": ALL}, "value"),
    "numbers": State({"type": ids.NUMBER, "row": ALL}, "value"),
    "weight": State(fields.NEW_WEIGHT, "value"),
    "allergies": State(fields.ALLERGIES, "value"),
    "spo2_scale": State(fields.SPO2_SCALE, "value"),
    "rhythm": State(fields.RHYTHM, "value"),
    "reason": State(ids.REASON, "value"),
    "asked": State(ids.ASKED, "data"),
}
SAVED = {
    "go": Output(ids.GO, "href", allow_duplicate=True),
    "said": Output(ids.SAID, "children", allow_duplicate=True),
    "unasked": Output(ids.ASKED_BACK, "hidden", allow_duplicate=True),
    "asked": Output(ids.ASKED, "data", allow_duplicate=True),
}

callback = Callbacks()


@callback(
    output=SAVED,
    inputs={"_taps": Input(ids.SAVE, "n_clicks"), "typed": TYPED},
    prevent_initial_call=True,
)
async def save(_taps: int, typed: dict[str, Any]) -> dict[str, Any]:
    return await _save(typed, confirmed=False)


@callback(
    output=SAVED,
    inputs={"_taps": Input(ids.CONFIRM, "n_clicks"), "typed": TYPED},
    prevent_initial_call=True,
)
async def save_confirmed(_taps: int, typed: dict[str, Any]) -> dict[str, Any]:
    return await _save(typed, confirmed=True)


async def _save(typed: dict[str, Any], *, confirmed: bool) -> dict[str, Any]:
    """Save it; what is confirmed is the name and birth date that were asked about, no other."""
    patient_id = str(typed["patient"] or "")
    seen = typed["seen"] if type(typed["seen"]) is int else -1
    who = [typed["name"], typed["birth_date"]]
    sure = confirmed and typed["asked"] == who
    try:
        right, why = replace(corrected_patient(typed), confirmed=sure), reason_typed(typed)
        await in_thread(correct_patient, house(), actor(), patient_id, seen, right, why)
    except (SamePatient, AnotherPerson) as error:
        return {"go": no_update, "said": told(error), "unasked": False, "asked": who}
    except MonitorError as error:
        return {"go": no_update, "said": told(error), "unasked": True, "asked": None}
    return {"go": f"/patients/{patient_id}", "said": "", "unasked": True, "asked": None}
